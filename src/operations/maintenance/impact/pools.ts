import type { Network } from '../../../estate/network.ts'
import type { Topology } from '../../../estate/topology.ts'

/** Pools as two lists of arcs each: a pool carries the larger of the two sums. */
export type Pools = {
  capacity: Float64Array
  /** By pool: how many members one way may pass at most. */
  sizes: number[]
  /** By arc: the pools in which it counts. */
  poolsOn: (number[] | undefined)[]
  sum: (pool: number, loadOf: (arc: number) => number) => number
  /** What comes onto a pool at most, what goes from it left out. */
  gainOf: (pool: number, by: Float64Array) => number
  touching: (arcs: Iterable<number>) => Set<number>
  /** The arcs of a pool (numbered behind all arcs), or the arc itself. */
  arcsOf: (element: number, arcCount: number) => readonly number[]
}

/** A link gives one list its way there and the other its way back; a node what enters it and what leaves it. */
export function poolsOf(network: Network, arcs: Topology): Pools {
  const link = new Map(network.links.map(({ id }, at) => [id, at]))
  const node = new Map(network.nodes.map(({ id }, at) => [id, at]))
  const lists = network.pools.map(({ members }) => {
    const there: number[] = []
    const back: number[] = []
    for (const member of new Set(members)) {
      const asLink = link.get(member)
      const asNode = node.get(member)
      if (asLink !== undefined) {
        there.push(2 * asLink)
        back.push(2 * asLink + 1)
      } else if (asNode !== undefined) {
        there.push(...arcs.inArc.subarray(arcs.inStart[asNode], arcs.inStart[asNode + 1]))
        back.push(...arcs.outArc.subarray(arcs.outStart[asNode], arcs.outStart[asNode + 1]))
      }
    }
    return { there, back, all: [...new Set([...there, ...back])] }
  })
  const poolsOn: (number[] | undefined)[] = []
  lists.forEach(({ all }, pool) => {
    for (const arc of all) (poolsOn[arc] ??= []).push(pool)
  })
  const sum = (pool: number, loadOf: (arc: number) => number): number => {
    const { there, back } = lists[pool]!
    const total = (list: readonly number[]): number => list.reduce((all, arc) => all + loadOf(arc), 0)
    return Math.max(total(there), total(back))
  }
  return {
    capacity: Float64Array.from(network.pools, (pool) => pool.capacity),
    sizes: lists.map(({ there, back }) => Math.max(there.length, back.length)),
    poolsOn,
    sum,
    gainOf: (pool, by) => sum(pool, (arc) => Math.max(0, by[arc]!)),
    touching: (touched) => {
      const pools = new Set<number>()
      for (const arc of touched) for (const pool of poolsOn[arc] ?? []) pools.add(pool)
      return pools
    },
    arcsOf: (element, arcCount) => (element < arcCount ? [element] : lists[element - arcCount]!.all),
  }
}
