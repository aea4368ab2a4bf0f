/**
 * All single failures of a large network: 2,000 nodes, 5,000 links, 100,000 demands, 7,000 failures, two threads.
 * Prints wall and CPU seconds; checks a sample of failures against routing anew. Exit 1 where a sample differs or it
 * takes more than 60 s.
 */
import { loadUnder, survive } from '../src/design/capacity/index.ts'
import { emptyNetwork, type Network } from '../src/estate/network.ts'
import { uniformFrom } from '../src/platform/random.ts'

const WALL_S_MAX = 60

/** A tree over all nodes (so that it hangs together) and random links on top, metrics 1 to `metrics`. */
function largeNetwork(nodes: number, links: number, demands: number, metrics: number): Network {
  const random = uniformFrom(42)
  const whole = (below: number): number => Math.floor(random() * below)
  const network = emptyNetwork()
  network.nodes = Array.from({ length: nodes }, (_none, at) => ({ id: `n${at}`, rides_on: [] }))
  network.links = Array.from({ length: links }, (_none, at) => {
    const to = at + 1 < nodes ? at + 1 : whole(nodes)
    const from = at + 1 < nodes ? whole(at + 1) : whole(nodes)
    const capacity = 20_000 + whole(200_000)
    return {
      id: `l${at}`,
      from: `n${from}`,
      to: `n${to}`,
      directed: false,
      metric: 1 + whole(metrics),
      rides_on: [],
      capacity: { forward: capacity, backward: capacity },
    }
  })
  network.demands = Array.from({ length: demands }, () => ({
    from: `n${whole(nodes)}`,
    to: `n${whole(nodes)}`,
    volume: 1 + whole(100),
  }))
  return network
}

async function measure(name: string, network: Network): Promise<boolean> {
  const before = process.cpuUsage()
  const start = performance.now()
  const report = await survive(network, { workers: 2 })
  const wall = (performance.now() - start) / 1000
  const { user, system } = process.cpuUsage(before)
  const cpu = (user + system) / 1e6
  console.log(
    `${name}: ${report.failures.length} failures, ${network.demands.length} demands: ${wall.toFixed(1)} s wall, ${cpu.toFixed(1)} CPU s on two threads, ${Math.round(process.memoryUsage().rss / 2 ** 20)} MB`,
  )
  let apart = 0
  let compared = 0
  for (const failure of report.failures.filter((_one, at) => at % 701 === 0)) {
    const anew = loadUnder(network, [failure.id])
    const overloaded = new Set(failure.overloaded)
    compared += 1
    if (
      Math.abs(anew.unserved - failure.unserved) > 1e-6 ||
      Math.abs(anew.lost_at_endpoint - failure.lost_at_endpoint) > 1e-6 ||
      anew.overloaded.length !== overloaded.size ||
      anew.overloaded.some((id) => !overloaded.has(id))
    )
      apart += 1
  }
  console.log(`${name}: ${compared} failures routed anew, ${apart} differ`)
  return apart === 0 && wall <= WALL_S_MAX
}

const good = [
  await measure('hop counts', largeNetwork(2_000, 5_000, 100_000, 1)),
  await measure('metrics 1 to 20', largeNetwork(2_000, 5_000, 100_000, 20)),
]
process.exitCode = good.every(Boolean) ? 0 : 1
