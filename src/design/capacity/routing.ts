import { Heap } from '../../platform/heap.ts'
import type { Topology } from '../../estate/topology.ts'
import type { Traffic } from './traffic.ts'

/**
 * The undisturbed routing, a row of nodeCount cells for each destination: distance to it, rank in the order of
 * settling (near first; -1 where unreachable), number of next hops, and the flow that passes the node towards it.
 * On shared memory, so that every worker reads the same.
 */
export type Routing = {
  distance: Float64Array
  rank: Int32Array
  hops: Int32Array
  flow: Float64Array
}

/** Cells (destinations times nodes) that fit: 24 bytes each, 960 MB at most. */
export const ROUTING_CELLS_MAX = 40_000_000

export function allocateRouting(cells: number): Routing {
  return {
    distance: new Float64Array(new SharedArrayBuffer(8 * cells)),
    rank: new Int32Array(new SharedArrayBuffer(4 * cells)),
    hops: new Int32Array(new SharedArrayBuffer(4 * cells)),
    flow: new Float64Array(new SharedArrayBuffer(8 * cells)),
  }
}

/** Nodes and arcs that must not be used: 1 where dead. */
export type Dead = { node: Uint8Array; arc: Uint8Array }

export function nothingDead(topology: Topology): Dead {
  return { node: new Uint8Array(topology.nodeCount), arc: new Uint8Array(2 * topology.linkCount) }
}

/** What each destination's traffic does to the arcs, added up; and what finds no way. */
export type Loads = { arc: Float64Array; unserved: number; lostAtEndpoint: number }

/**
 * Routes all traffic by shortest paths, splitting equally over the next hops (each parallel link is one): fills
 * `routing` row by row and returns the loads. Dead nodes and arcs carry nothing; a demand that ends at a dead node
 * is lost at its endpoint, one that finds no way is unserved.
 */
export function routeAll(topology: Topology, traffic: Traffic, dead: Dead, routing: Routing): Loads {
  const { nodeCount } = topology
  const loads: Loads = { arc: new Float64Array(2 * topology.linkCount), unserved: 0, lostAtEndpoint: 0 }
  const heap = new Heap(2 * topology.linkCount + 1)
  const order = new Int32Array(nodeCount)
  for (let at = 0; at < traffic.destinations.length; at += 1) {
    const row = at * nodeCount
    const settled = settle(topology, traffic.destinations[at]!, dead, routing, row, heap, order)
    enterDemands(traffic, at, dead, routing, row, loads)
    pour(topology, dead, routing, row, order, settled, loads.arc)
  }
  return loads
}

/** Dijkstra towards the destination. Returns how many nodes reach it; `order` holds them, nearest first. */
function settle(
  topology: Topology,
  destination: number,
  dead: Dead,
  routing: Routing,
  row: number,
  heap: Heap,
  order: Int32Array,
): number {
  const { nodeCount, inStart, inArc, tail, metric } = topology
  const { distance, rank } = routing
  distance.fill(Infinity, row, row + nodeCount)
  rank.fill(-1, row, row + nodeCount)
  routing.hops.fill(0, row, row + nodeCount)
  routing.flow.fill(0, row, row + nodeCount)
  if (dead.node[destination] === 1) return 0
  let settled = 0
  distance[row + destination] = 0
  heap.push(0, destination)
  for (let node = heap.pop(); node >= 0; node = heap.pop()) {
    if (rank[row + node]! >= 0) continue
    rank[row + node] = settled
    order[settled] = node
    settled += 1
    const here = heap.key
    const end = inStart[node + 1]!
    for (let at = inStart[node]!; at < end; at += 1) {
      const arc = inArc[at]!
      const from = tail[arc]!
      if (dead.arc[arc] === 1 || dead.node[from] === 1) continue
      const there = here + metric[arc]!
      if (there >= distance[row + from]!) continue
      distance[row + from] = there
      heap.push(there, from)
    }
  }
  return settled
}

function enterDemands(
  traffic: Traffic,
  at: number,
  dead: Dead,
  routing: Routing,
  row: number,
  loads: Loads,
): void {
  const end = traffic.start[at + 1]!
  const lost = dead.node[traffic.destinations[at]!] === 1
  for (let demand = traffic.start[at]!; demand < end; demand += 1) {
    const source = traffic.source[demand]!
    const volume = traffic.volume[demand]!
    if (lost || dead.node[source] === 1) loads.lostAtEndpoint += volume
    else if (routing.rank[row + source]! < 0) loads.unserved += volume
    else routing.flow[row + source]! += volume
  }
}

/** Lets the flow run down to the destination, farthest nodes first. */
function pour(
  topology: Topology,
  dead: Dead,
  routing: Routing,
  row: number,
  order: Int32Array,
  settled: number,
  load: Float64Array,
): void {
  const { outStart, outArc, head, metric } = topology
  const { distance, flow, hops } = routing
  for (let place = settled - 1; place > 0; place -= 1) {
    const node = order[place]!
    const here = distance[row + node]!
    const end = outStart[node + 1]!
    let count = 0
    for (let at = outStart[node]!; at < end; at += 1) {
      const arc = outArc[at]!
      if (here === distance[row + head[arc]!]! + metric[arc]! && dead.arc[arc] === 0) count += 1
    }
    hops[row + node] = count
    const amount = flow[row + node]!
    if (amount === 0) continue
    const share = amount / count
    for (let at = outStart[node]!; at < end; at += 1) {
      const arc = outArc[at]!
      if (here !== distance[row + head[arc]!]! + metric[arc]! || dead.arc[arc] === 1) continue
      load[arc]! += share
      flow[row + head[arc]!]! += share
    }
  }
}
