import { emptyNetwork, type Network } from '../src/estate/network.ts'
import { uniformFrom } from '../src/platform/random.ts'

/** Links by their ends, as numbers of nodes. */
export type Ends = { nodeCount: number; tail: Int32Array; head: Int32Array }

/**
 * A network in tiers, made from a seed: a meshed core (2 in 1,000 nodes), an aggregation (50 in 1,000) of which each
 * node has two lines up, and access nodes of which 15 in 100 have one line up and the others two; what is left of the
 * links joins neighbours of the same tier. Node numbers are shuffled, so that nothing lies conveniently in memory.
 */
export function multiTier(nodeCount: number, linkCount: number, seed: number): Ends {
  const random = uniformFrom(seed)
  const below = (count: number): number => Math.floor(random() * count)
  const core = Math.max(4, Math.round(nodeCount * 0.002))
  const aggregation = Math.round(nodeCount * 0.05)
  const access = core + aggregation
  const number = shuffled(nodeCount, below)
  const tail = new Int32Array(linkCount)
  const head = new Int32Array(linkCount)
  const made = { links: 0 }
  const join = (a: number, b: number): void => {
    if (a === b || made.links === linkCount) return
    tail[made.links] = number[a]!
    head[made.links] = number[b]!
    made.links += 1
  }
  for (let node = 0; node < core; node += 1) join(node, (node + 1) % core)
  for (let node = core; node < access; node += 1) {
    join(node, below(core))
    join(node, below(core))
  }
  const single = new Uint8Array(nodeCount)
  for (let node = access; node < nodeCount; node += 1) {
    join(node, core + below(aggregation))
    if (random() < 0.15) single[node] = 1
    else join(node, core + below(aggregation))
  }
  while (made.links < tail.length) {
    const node = below(nodeCount)
    const near = Math.min(nodeCount - 1, node + 1 + below(50))
    if (single[node] === 0 && single[near] === 0) join(node, near)
  }
  return { nodeCount, tail, head }
}

function shuffled(count: number, below: (count: number) => number): Int32Array {
  const number = Int32Array.from({ length: count }, (_, at) => at)
  for (let at = count - 1; at > 0; at -= 1) {
    const other = below(at + 1)
    const kept = number[at]!
    number[at] = number[other]!
    number[other] = kept
  }
  return number
}

/** The same as a declared network, with risks of some 20 links each (every fourth with a node) and pair services. */
export function declaredNetwork(ends: Ends, riskCount: number, serviceCount: number, seed: number): Network {
  const random = uniformFrom(seed)
  const below = (count: number): number => Math.floor(random() * count)
  const { nodeCount, tail, head } = ends
  const network = emptyNetwork()
  for (let at = 0; at < nodeCount; at += 1) network.nodes.push({ id: `n${at}`, rides_on: [] })
  for (let at = 0; at < tail.length; at += 1) {
    const declared = { from: `n${tail[at]}`, to: `n${head[at]}`, directed: false, metric: 1, rides_on: [] }
    network.links.push({ id: `l${at}`, ...declared })
  }
  for (let at = 0; at < riskCount; at += 1) {
    network.risks.push({ id: `r${at}`, kind: 'duct', rides_on: [] })
    for (let link = 0; link < 20; link += 1) network.links[below(tail.length)]!.rides_on.push(`r${at}`)
    if (at % 4 === 0) network.nodes[below(nodeCount)]!.rides_on.push(`r${at}`)
  }
  for (let at = 0; at < serviceCount; at += 1) {
    const [from, to] = [[`n${below(nodeCount)}`], [`n${below(nodeCount)}`]]
    network.services.push({ id: `s${at}`, from, to, any_from: false, any_to: false, tolerate: [], needs: [] })
  }
  return network
}
