import type { Network } from '../../../estate/network.ts'

/**
 * A network as directed arcs: link number times two is the arc from its `from` to its `to`, plus one the way back. Self
 * loops and what a directed link has no way back for are not entered.
 */
export type Arcs = {
  nodeCount: number
  linkCount: number
  tail: Int32Array
  head: Int32Array
  metric: Float64Array
  /** Arcs that leave node n: out[outStart[n]] to out[outStart[n + 1] - 1]; entering ones the same way. */
  outStart: Int32Array
  out: Int32Array
  inStart: Int32Array
  in: Int32Array
}

/** RangeError where a link ends nowhere or has no metric above 0: the reader of a file refuses both. */
export function arcsOf({ nodes, links }: Network): Arcs {
  const nodeCount = nodes.length
  const linkCount = links.length
  const number = new Map(nodes.map(({ id }, at) => [id, at]))
  const tail = new Int32Array(2 * linkCount).fill(-1)
  const head = new Int32Array(2 * linkCount).fill(-1)
  const metric = new Float64Array(2 * linkCount)
  const scale = scaleOf(links.map((link) => link.metric))
  links.forEach((link, at) => {
    const from = number.get(link.from)
    const to = number.get(link.to)
    if (from === undefined || to === undefined || !(link.metric > 0))
      throw new RangeError(`link ${link.id} ends nowhere or has no metric above 0`)
    metric[2 * at] = metric[2 * at + 1] = scale === 1 ? link.metric : Math.round(link.metric * scale)
    if (from === to) return
    tail[2 * at] = head[2 * at + 1] = from
    head[2 * at] = tail[2 * at + 1] = to
    if (link.directed) tail[2 * at + 1] = head[2 * at + 1] = -1
  })
  const [outStart, out] = rowsOf(nodeCount, tail)
  const [inStart, inArcs] = rowsOf(nodeCount, head)
  return { nodeCount, linkCount, tail, head, metric, outStart, out, inStart, in: inArcs }
}

function rowsOf(nodeCount: number, nodeOf: Int32Array): [Int32Array, Int32Array] {
  const start = new Int32Array(nodeCount + 1)
  for (const node of nodeOf) if (node >= 0) start[node + 1]! += 1
  for (let node = 0; node < nodeCount; node += 1) start[node + 1]! += start[node]!
  const next = start.slice()
  const arcs = new Int32Array(start[nodeCount]!)
  nodeOf.forEach((node, arc) => {
    if (node >= 0) arcs[next[node]!++] = arc
  })
  return [start, arcs]
}

/** The power of ten that makes all metrics whole, so that 0.1 + 0.2 and 0.3 are equal costs; 1 where none does. */
function scaleOf(metrics: readonly number[]): number {
  const whole = (metric: number): boolean =>
    metric <= 1e12 && Math.abs(metric - Math.round(metric)) <= 1e-9 * metric
  for (let scale = 1; scale <= 1e6; scale *= 10)
    if (metrics.every((metric) => whole(metric * scale))) return scale
  return 1
}

/** Cheapest first: a binary heap of numbers by their costs. */
export class Cheapest {
  #cost = new Float64Array(64)
  #item = new Int32Array(64)
  #count = 0
  /** Cost of what was taken last. */
  cost = 0

  clear(): void {
    this.#count = 0
  }

  push(cost: number, item: number): void {
    if (this.#count === this.#cost.length) this.#grow()
    let at = this.#count
    this.#count += 1
    while (at > 0) {
      const above = (at - 1) >> 1
      if (this.#cost[above]! <= cost) break
      this.#cost[at] = this.#cost[above]!
      this.#item[at] = this.#item[above]!
      at = above
    }
    this.#cost[at] = cost
    this.#item[at] = item
  }

  /** The cheapest item, or -1 where none is left. */
  pop(): number {
    if (this.#count === 0) return -1
    const first = this.#item[0]!
    this.cost = this.#cost[0]!
    this.#count -= 1
    const cost = this.#cost[this.#count]!
    const item = this.#item[this.#count]!
    let at = 0
    for (;;) {
      let below = 2 * at + 1
      if (below >= this.#count) break
      if (below + 1 < this.#count && this.#cost[below + 1]! < this.#cost[below]!) below += 1
      if (this.#cost[below]! >= cost) break
      this.#cost[at] = this.#cost[below]!
      this.#item[at] = this.#item[below]!
      at = below
    }
    this.#cost[at] = cost
    this.#item[at] = item
    return first
  }

  #grow(): void {
    const cost = new Float64Array(2 * this.#cost.length)
    const item = new Int32Array(2 * this.#item.length)
    cost.set(this.#cost)
    item.set(this.#item)
    this.#cost = cost
    this.#item = item
  }
}
