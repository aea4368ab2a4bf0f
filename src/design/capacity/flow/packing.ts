import type { Model } from '../model.ts'
import type { Topology } from '../../../estate/topology.ts'

/**
 * The network as constraints that flows share: one for each arc, then two for each pool (its members' one way and the
 * other). An arc counts in the pools poolOf[poolStart[arc]] up to poolOf[poolStart[arc + 1]].
 */
export type Packing = {
  topology: Topology
  capacity: Float64Array
  poolStart: Int32Array
  poolOf: Int32Array
  sources: { node: number; sinks: { node: number; volume: number }[] }[]
}

/** RangeError where an arc or pool that could carry something has no known capacity: it is never taken for infinite. */
export function packing({ topology, traffic, capacity, pools, poolCapacity }: Model): Packing {
  const arcs = 2 * topology.linkCount
  const all = new Float64Array(arcs + 2 * pools.length)
  for (let arc = 0; arc < arcs; arc += 1) {
    if (topology.tail[arc]! < 0) continue
    if (Number.isNaN(capacity[arc]!)) throw new RangeError('a link has no known capacity')
    all[arc] = capacity[arc]!
  }
  const belongs: number[][] = Array.from({ length: arcs }, () => [])
  pools.forEach(({ one, other }, pool) => {
    if (Number.isNaN(poolCapacity[pool]!)) throw new RangeError('a pool has no known capacity')
    all[arcs + 2 * pool] = all[arcs + 2 * pool + 1] = poolCapacity[pool]!
    for (const arc of one) belongs[arc]!.push(arcs + 2 * pool)
    for (const arc of other) belongs[arc]!.push(arcs + 2 * pool + 1)
  })
  // What belongs to a pool of nothing carries nothing.
  belongs.forEach((list, arc) => {
    if (list.some((at) => all[at] === 0)) all[arc] = 0
  })
  const poolStart = new Int32Array(arcs + 1)
  belongs.forEach((list, arc) => {
    poolStart[arc + 1] = poolStart[arc]! + list.length
  })
  return {
    topology,
    capacity: all,
    poolStart,
    poolOf: Int32Array.from(belongs.flat()),
    sources: sourcesOf(traffic),
  }
}

function sourcesOf({ destinations, start, source, volume }: Model['traffic']): Packing['sources'] {
  const bySource = new Map<number, { node: number; volume: number }[]>()
  destinations.forEach((node, at) => {
    for (let demand = start[at]!; demand < start[at + 1]!; demand += 1) {
      const sinks = bySource.get(source[demand]!) ?? []
      sinks.push({ node, volume: volume[demand]! })
      bySource.set(source[demand]!, sinks)
    }
  })
  return Array.from(bySource, ([node, sinks]) => ({ node, sinks }))
}
