import type { Network } from '../../estate/network.ts'
import { closureOf, deathsOf, type Closure } from './closure.ts'
import { topologyOf, type Topology } from '../../estate/topology.ts'
import { trafficOf, type Hour, type Traffic } from './traffic.ts'

/** A pool as two lists of arcs: its load is the larger of the two sums. */
export type PoolArcs = { one: Int32Array; other: Int32Array }

/** What the calculation needs of a network, in numbers; ids come back only in the report. */
export type Model = {
  topology: Topology
  traffic: Traffic
  /** By arc, NaN where unknown. Never leaves this folder as a number. */
  capacity: Float64Array
  pools: PoolArcs[]
  poolCapacity: Float64Array
  /** Volume of all demands, and of those that end at a node that is dead before anything fails. */
  volume: number
  lostAtRest: number
}

/** A failure as arcs and nodes that die of it and were alive at rest. */
export type Failure = { arcs: Int32Array; nodes: Int32Array }

export type Prepared = {
  network: Network
  model: Model
  closure: Closure
  nodeNumber: Map<string, number>
  linkNumber: Map<string, number>
  deadAtRest: Set<string>
}

export function prepare(network: Network, at: Hour | undefined): Prepared {
  const nodeNumber = new Map(network.nodes.map((node, number) => [node.id, number]))
  const linkNumber = new Map(network.links.map((link, number) => [link.id, number]))
  const closure = closureOf(network)
  const deadAtRest = deathsOf(closure, [])
  const topology = topologyOf(network, nodeNumber, deadAtRest)
  const alive = network.demands.filter(({ from, to }) => !deadAtRest.has(from) && !deadAtRest.has(to))
  const all = trafficOf(network.demands, nodeNumber, at)
  const traffic = alive.length === network.demands.length ? all : trafficOf(alive, nodeNumber, at)
  const volume = sum(all.volume)
  const capacity = new Float64Array(2 * network.links.length).fill(NaN)
  network.links.forEach((link, number) => {
    capacity[2 * number] = known(link.capacity?.forward)
    capacity[2 * number + 1] = known(link.capacity?.backward)
  })
  const pools = network.pools.map(({ members }) => poolArcs(members, topology, nodeNumber, linkNumber))
  const poolCapacity = Float64Array.from(network.pools, (pool) => known(pool.capacity))
  const lostAtRest = volume - sum(traffic.volume)
  const model: Model = { topology, traffic, capacity, pools, poolCapacity, volume, lostAtRest }
  return { network, model, closure, nodeNumber, linkNumber, deadAtRest }
}

function known(capacity: number | undefined): number {
  return capacity !== undefined && Number.isFinite(capacity) && capacity >= 0 ? capacity : NaN
}

function sum(values: Float64Array): number {
  let total = 0
  for (const value of values) total += value
  return total
}

/** A link gives its forward arc to one list and its backward arc to the other; a node what enters and what leaves. */
function poolArcs(
  members: readonly string[],
  topology: Topology,
  nodeNumber: ReadonlyMap<string, number>,
  linkNumber: ReadonlyMap<string, number>,
): PoolArcs {
  const one: number[] = []
  const other: number[] = []
  for (const member of new Set(members)) {
    const link = linkNumber.get(member)
    const node = nodeNumber.get(member)
    if (link !== undefined) {
      one.push(2 * link)
      other.push(2 * link + 1)
    } else if (node !== undefined) {
      one.push(...topology.inArc.subarray(topology.inStart[node], topology.inStart[node + 1]))
      other.push(...topology.outArc.subarray(topology.outStart[node], topology.outStart[node + 1]))
    } else throw new RangeError(`a pool has the unknown member ${member}`)
  }
  return { one: Int32Array.from(one), other: Int32Array.from(other) }
}

/** What newly dies when these fail, and every id that is dead then. */
export function failureOf(prepared: Prepared, failed: Iterable<string>): Failure & { dead: Set<string> } {
  const { closure, nodeNumber, linkNumber, deadAtRest } = prepared
  const { tail } = prepared.model.topology
  const dead = deathsOf(closure, failed)
  const arcs: number[] = []
  const nodes: number[] = []
  for (const id of dead) {
    if (deadAtRest.has(id)) continue
    const node = nodeNumber.get(id)
    const link = linkNumber.get(id)
    if (node !== undefined) nodes.push(node)
    if (link === undefined) continue
    for (const arc of [2 * link, 2 * link + 1]) if (tail[arc]! >= 0) arcs.push(arc)
  }
  return { arcs: Int32Array.from(arcs), nodes: Int32Array.from(nodes), dead }
}
