/**
 * What one step of a design costs on networks of the size that a screen meets and far beyond: the document edited, read
 * again, judged before and after, compared with the step before, and what differs sent and put in place as the browser
 * does; CPU time of each, the third step of three (the first one also reads and judges what the design starts from).
 * Usage: node bench/draft-steps.ts
 */
import { changedFiles, changedFrom, studyOf, workspaceIn } from '../src/design/redundancy/drafts/drawn.ts'
import { afterDifference, jsonDifference, type JsonDifference } from '../src/platform/json-difference.ts'
import { writeNetwork } from '../src/estate/write-network.ts'
import '../src/modules.ts'
import { declaredNetwork, multiTier } from './survivability-networks.ts'

/** Nodes, links, services and risks. */
const SIZES = [
  [2_000, 6_000, 200, 200],
  [5_000, 15_000, 500, 500],
  [20_000, 60_000, 1_000, 1_000],
  [100_000, 299_991, 10_000, 10_000],
] as const

function timed<Result>(work: () => Result): { result: Result; ms: number } {
  const before = process.cpuUsage()
  const result = work()
  const { user, system } = process.cpuUsage(before)
  return { result, ms: (user + system) / 1000 }
}

for (const [nodes, links, services, risks] of SIZES) {
  const { syntax, text } = writeNetwork(declaredNetwork(multiTier(nodes, links, 7), risks, services, 3))
  const baseFiles = [{ path: `network.${syntax}`, content: new TextEncoder().encode(text) }]
  const before = workspaceIn(baseFiles)
  const atMs = Date.UTC(2026, 10, 23)
  let shown: unknown
  for (const step of [1, 2, 3]) {
    const element = { id: `new-${step}`, from: 'n1', to: 'n2' }
    const edited = timed(() =>
      changedFiles('d', baseFiles, [{ kind: 'add', collection: 'links', element }], new Map()),
    )
    const files = edited.result
    const read = timed(() => workspaceIn(files))
    changedFrom(baseFiles, files)
    const study = timed(() => studyOf({ baseFiles, files, before, after: read.result }, atMs))
    const { network, report } = study.result.after
    const { difference, outcome } = study.result
    const page = { network, report, difference, outcome }
    const sent = timed(() => JSON.stringify(jsonDifference(shown, page)))
    const put = timed(() => afterDifference(shown, JSON.parse(sent.result) as JsonDifference))
    // What is put in place is what the next answer differs from; it has to be exactly the page.
    if (jsonDifference(put.result, page) !== undefined) throw new Error('expected the page itself')
    const bytes = JSON.stringify(page).length
    shown = page
    if (step < 3) continue
    const whole = edited.ms + read.ms + study.ms + sent.ms
    console.log(
      `${nodes} nodes, ${links} links, ${services} services, ${risks} risks: ${whole.toFixed(0)} CPU ms a step (edit ${edited.ms.toFixed(0)}, read ${read.ms.toFixed(0)}, judge and compare ${study.ms.toFixed(0)}, difference ${sent.ms.toFixed(0)}); ${sent.result.length} bytes sent instead of ${(bytes / 1e6).toFixed(1)} MB, put in place in ${put.ms.toFixed(0)} ms`,
    )
  }
}
