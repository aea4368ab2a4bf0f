/**
 * Loads against TopoHub's own ECMP utilisation (`ecmp_fwd`, `ecmp_bwd`), an oracle from outside: hop counts, percent
 * of the busiest direction, rounded there to two digits. `uni`: 1 per ordered pair; `deg`: product of the degrees;
 * `org`: the file's own demands, both directions added. In backbone files only cities have demands.
 * Exit 1 where a value differs by more than 0.0051 or nothing was compared.
 */
import { existsSync, globSync, readFileSync } from 'node:fs'
import path from 'node:path'
import { loadUnder } from '../src/design/capacity/index.ts'
import { readNetwork } from '../src/estate/index.ts'
import type { Demand, Network } from '../src/estate/network.ts'

const FOLDER = path.resolve(import.meta.dirname, '../../shared/data/networks')
const DIFFERENCE_MAX = 0.0051

type Percent = Partial<Record<'org' | 'uni' | 'deg', number>>
type TopoHub = {
  nodes: { id: string | number; type?: string }[]
  edges: { ecmp_fwd?: Percent; ecmp_bwd?: Percent }[]
}

function demandsFor(kind: keyof Percent, network: Network, ends: readonly string[]): Demand[] {
  if (kind === 'org')
    return network.demands.flatMap((demand) => [demand, { ...demand, from: demand.to, to: demand.from }])
  const degree = new Map<string, number>()
  for (const { from, to } of network.links)
    for (const end of [from, to]) degree.set(end, (degree.get(end) ?? 0) + 1)
  const volume = (from: string, to: string): number =>
    kind === 'uni' ? 1 : (degree.get(from) ?? 0) * (degree.get(to) ?? 0)
  return ends.flatMap((from) =>
    ends.filter((to) => to !== from).map((to) => ({ from, to, volume: volume(from, to) })),
  )
}

/** Compares one file; returns how many values it held and the largest difference. */
function compare(file: string): { values: number; difference: number } {
  const bytes = readFileSync(file)
  const { network } = readNetwork(file, bytes)
  const raw = JSON.parse(bytes.toString()) as TopoHub
  const cities = raw.nodes.filter((node) => node.type === 'City')
  const ends = (cities.length > 0 ? cities : raw.nodes).map((node) => String(node.id))
  let values = 0
  let difference = 0
  for (const kind of ['org', 'uni', 'deg'] as const) {
    const given = raw.edges.map((edge) => [edge.ecmp_fwd?.[kind], edge.ecmp_bwd?.[kind]])
    if (given.every(([forward]) => forward === undefined)) continue
    const loads = loadUnder({ ...network, demands: demandsFor(kind, network, ends) }, [])
    const busiest = Math.max(...loads.links.map((link) => link.load))
    const ours = loads.links.map((link) => (100 * link.load) / busiest)
    for (const [at, theirs] of given.flat().entries()) {
      if (theirs === undefined) throw new Error(`${file}: edge ${at >> 1} has no ${kind} value`)
      values += 1
      difference = Math.max(difference, Math.abs(ours[at]! - theirs))
    }
  }
  return { values, difference }
}

function main(): number {
  if (!existsSync(FOLDER)) {
    console.log('skipped: the folder ../shared with TopoHub’s networks is not there; nothing was compared')
    return 2
  }
  let files = 0
  let values = 0
  let difference = 0
  for (const file of globSync('topohub-*/*.json', { cwd: FOLDER }).toSorted()) {
    const result = compare(path.join(FOLDER, file))
    files += 1
    values += result.values
    difference = Math.max(difference, result.difference)
    if (!(result.difference <= DIFFERENCE_MAX))
      console.log(`${file}: differs by ${result.difference.toFixed(4)}`)
  }
  console.log(
    `${files} files, ${values} values compared, largest difference ${difference.toFixed(4)} (at most ${DIFFERENCE_MAX})`,
  )
  return values > 0 && difference <= DIFFERENCE_MAX ? 0 : 1
}

process.exitCode = main()
