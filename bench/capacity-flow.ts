/**
 * Maximum concurrent flow with a certified gap of 1% on the public networks (../shared): factor, bound, CPU time; and
 * the exact one by HiGHS where the program is small, with the ratio of CPU times. Capacities, which TopoHub dropped,
 * are made: 10 to 40 by place.
 * Usage: node bench/capacity-flow.ts
 */
import { existsSync, globSync, readFileSync } from 'node:fs'
import { loadavg } from 'node:os'
import path from 'node:path'
import { concurrentFlow } from '../src/design/capacity/flow/concurrent-flow.ts'
import { exactFlow } from '../src/design/capacity/flow/flow.oracle.ts'
import { packing } from '../src/design/capacity/flow/packing.ts'
import { prepare } from '../src/design/capacity/model.ts'
import { readNetwork } from '../src/estate/index.ts'

const FOLDER = path.resolve(import.meta.dirname, '../../shared/data/networks')
/** Columns times rows beyond which the exact program takes minutes. */
const EXACT_CELLS_MAX = 3_000_000

async function timed<Result>(work: () => Promise<Result>): Promise<{ result: Result; cpuS: number }> {
  const before = process.cpuUsage()
  const result = await work()
  const { user, system } = process.cpuUsage(before)
  return { result, cpuS: (user + system) / 1e6 }
}

async function main(): Promise<void> {
  if (!existsSync(FOLDER)) {
    console.log('skipped: the folder ../shared with public networks is not there')
    return
  }
  console.log(`load average ${loadavg()[0]!.toFixed(1)}`)
  for (const file of globSync('topohub-sndlib/*.json', { cwd: FOLDER }).toSorted()) {
    const { network } = readNetwork(file, readFileSync(path.join(FOLDER, file)))
    network.links.forEach((link, at) => {
      const capacity = 10 + 10 * (at % 4)
      link.capacity ??= { forward: capacity, backward: capacity }
    })
    if (network.demands.length === 0) continue
    const { model } = prepare(network, undefined)
    const ours = await timed(async () => concurrentFlow(model, { gap: 0.01, passesMax: 20_000 }))
    const { lambda, upperBound, passes } = ours.result
    const pack = packing(model)
    const cells =
      pack.sources.length *
      2 *
      network.links.length *
      (pack.sources.length * network.nodes.length + 2 * network.links.length)
    const exact = cells < EXACT_CELLS_MAX * 10 ? await timed(() => exactFlow(pack)) : undefined
    const beside = exact
      ? `  exact ${exact.result.toPrecision(6)}, inside ${lambda <= exact.result * (1 + 1e-6) && exact.result <= upperBound * (1 + 1e-6)}, our CPU / HiGHS ${(ours.cpuS / exact.cpuS).toFixed(3)}`
      : '  exact: left out, too large'
    console.log(
      `${path.basename(file).padEnd(20)} ${String(network.nodes.length).padStart(3)} nodes ${String(network.demands.length).padStart(5)} demands  factor ${lambda.toPrecision(6)} bound ${upperBound.toPrecision(6)} gap ${(100 * (upperBound / lambda - 1)).toFixed(2)}%  ${passes} passes ${ours.cpuS.toFixed(2)} CPU s${beside}`,
    )
  }
}

await main()
