import type { Reach } from './reach.ts'
import type { ServicePlan } from './service.ts'

/** Some living node of `sources` must reach some living node of `targets`. */
export type Demand = { sources: Int32Array; targets: Int32Array }

/**
 * A service whose endpoints are all nodes, as demands that must all be met: it is down exactly where one of them is
 * not. Where a side has no endpoints, those of the other have only to live: each then has to reach itself.
 */
export function demandsOf(plan: ServicePlan, directed: boolean): Demand[] {
  const { from, to, needs, anyFrom, anyTo } = plan
  const ends = [...each(needs, false), ...each(to, anyTo)]
  if (from.length === 0) return ends.map((targets) => ({ sources: targets, targets }))
  const starts = each(from, anyFrom)
  const alone = to.length === 0 ? starts.map((sources) => ({ sources, targets: sources })) : []
  if (!directed && !anyFrom && !anyTo && starts.length > 1 && ends.length > 0) {
    // Both ways are one: a star from the first joins all.
    const [first, ...others] = starts
    return [...others, ...ends].map((targets) => ({ sources: first!, targets }))
  }
  return [...alone, ...starts.flatMap((sources) => ends.map((targets) => ({ sources, targets })))]
}

/** One list of alternatives, or a list for each. */
function each(nodes: Int32Array, any: boolean): Int32Array[] {
  if (nodes.length === 0) return []
  return any ? [nodes] : Array.from(nodes, (node) => Int32Array.of(node))
}

/** Scratch space for searches from both ends, used again for each. */
export type TwoWay = {
  reach: Reach
  /** By node: the round in which it was seen from the sources, and from the targets. */
  seen: [Int32Array, Int32Array]
  /** By node: the link by which it was seen from either end, -1 at the end itself. */
  link: [Int32Array, Int32Array]
  queue: [Int32Array, Int32Array]
  round: number
}

export function twoWayOf(reach: Reach): TwoWay {
  const { nodeCount } = reach.graph
  const pair = (): [Int32Array, Int32Array] => [new Int32Array(nodeCount), new Int32Array(nodeCount)]
  return { reach, seen: pair(), link: pair(), queue: pair(), round: 0 }
}

/**
 * The nodes and links, as elements, of one way that meets the demand, or undefined where there is none. Searched
 * breadth-first from both ends in turn, so that a failure that cuts off little costs little.
 */
export function wayOf(search: TwoWay, dead: Uint8Array, demand: Demand): number[] | undefined {
  const { met } = meet(search, dead, demand)
  return met < 0 ? undefined : wayThrough(search, met)
}

/**
 * Where both sides of a demand have living nodes and these are parted: the nodes that one of the sides still reaches,
 * that which was worked off first and so the smaller one as a rule. Empty otherwise.
 */
export function sideOf(search: TwoWay, dead: Uint8Array, demand: Demand): Int32Array {
  const { met, side, count } = meet(search, dead, demand)
  const isLiving = (node: number): boolean => dead[node] === 0
  if (met >= 0 || !demand.sources.some(isLiving) || !demand.targets.some(isLiving)) return new Int32Array(0)
  return search.queue[side].slice(0, count)
}

/** A node seen from both ends, or -1 and the side that was worked off with the number of its nodes. */
function meet(search: TwoWay, dead: Uint8Array, demand: Demand): { met: number; side: 0 | 1; count: number } {
  search.round += 1
  const ends: [number, number] = [0, 0]
  ends[0] = begin(search, dead, 0, demand.sources)
  ends[1] = begin(search, dead, 1, demand.targets)
  const next: [number, number] = [0, 0]
  for (let at = 0; at < ends[0]; at += 1) {
    const node = search.queue[0][at]!
    if (search.seen[1][node] === search.round) return { met: node, side: 0, count: 0 }
  }
  for (;;) {
    const side = ends[0] - next[0] <= ends[1] - next[1] ? 0 : 1
    if (next[side] === ends[side]) return { met: -1, side, count: ends[side] }
    const met = expand(search, dead, side, next, ends)
    if (met >= 0) return { met, side, count: 0 }
  }
}

function begin(search: TwoWay, dead: Uint8Array, side: 0 | 1, nodes: Int32Array): number {
  let count = 0
  for (const node of nodes) {
    if (dead[node] === 1 || search.seen[side][node] === search.round) continue
    search.seen[side][node] = search.round
    search.link[side][node] = -1
    search.queue[side][count] = node
    count += 1
  }
  return count
}

/** Visits the links of the next node of one side. Returns a node seen from both sides, or -1. */
function expand(
  search: TwoWay,
  dead: Uint8Array,
  side: 0 | 1,
  next: [number, number],
  ends: [number, number],
): number {
  const { graph } = search.reach
  const { nodeCount, offset, neighbour, via, directed, anyDirected } = graph
  const gate = side === 0 ? graph.tail : graph.head
  const seen = search.seen[side]
  const across = search.seen[side === 0 ? 1 : 0]
  const node = search.queue[side][next[side]]!
  next[side] += 1
  const rowEnd = offset[node + 1]!
  for (let row = offset[node]!; row < rowEnd; row += 1) {
    const other = neighbour[row]!
    if (seen[other] === search.round) continue
    const link = via[row]!
    if (dead[nodeCount + link] === 1 || dead[other] === 1) continue
    if (anyDirected && directed[link] === 1 && gate[link] !== node) continue
    seen[other] = search.round
    search.link[side][other] = link
    if (across[other] === search.round) return other
    search.queue[side][ends[side]] = other
    ends[side] += 1
  }
  return -1
}

function wayThrough(search: TwoWay, met: number): number[] {
  const { tail, head, nodeCount } = search.reach.graph
  const way = [met]
  for (const side of [0, 1] as const) {
    let node = met
    for (let link = search.link[side][node]!; link >= 0; link = search.link[side][node]!) {
      node = tail[link] === node ? head[link]! : tail[link]!
      way.push(nodeCount + link, node)
    }
  }
  return way
}
