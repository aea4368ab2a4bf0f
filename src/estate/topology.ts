import type { Network } from './network.ts'

/**
 * The network as directed arcs: link number times two is its forward arc (from `from` to `to`), plus one its backward
 * arc. A directed link has no backward arc. Self loops lie on no shortest path and are not entered into the rows.
 */
export type Topology = {
  nodeCount: number
  linkCount: number
  tail: Int32Array
  head: Int32Array
  /** Metric by arc; whole numbers wherever the file's metrics allow, so that equal paths compare equal. */
  metric: Float64Array
  /** Arcs that leave node n: outArc[outStart[n]] up to outStart[n + 1]. */
  outStart: Int32Array
  outArc: Int32Array
  /** Arcs that enter node n. */
  inStart: Int32Array
  inArc: Int32Array
}

/** `dead` holds the ids of links that carry nothing even at rest; they are not entered either. */
export function topologyOf(
  network: Network,
  nodeNumber: ReadonlyMap<string, number>,
  dead: ReadonlySet<string>,
): Topology {
  const linkCount = network.links.length
  const nodeCount = network.nodes.length
  const tail = new Int32Array(2 * linkCount).fill(-1)
  const head = new Int32Array(2 * linkCount).fill(-1)
  const metric = new Float64Array(2 * linkCount)
  const scale = metricScale(network.links.map((link) => link.metric))
  network.links.forEach((link, at) => {
    const from = nodeNumber.get(link.from)
    const to = nodeNumber.get(link.to)
    if (from === undefined || to === undefined)
      throw new RangeError(`link ${link.id} ends at an unknown node`)
    if (!(link.metric > 0)) throw new RangeError(`link ${link.id} has no metric above 0`)
    metric[2 * at] = metric[2 * at + 1] = scale === 1 ? link.metric : Math.round(link.metric * scale)
    if (from === to || dead.has(link.id)) return
    tail[2 * at] = from
    head[2 * at] = to
    if (link.directed) return
    tail[2 * at + 1] = to
    head[2 * at + 1] = from
  })
  const [outStart, outArc] = rowsOf(nodeCount, tail)
  const [inStart, inArc] = rowsOf(nodeCount, head)
  return { nodeCount, linkCount, tail, head, metric, outStart, outArc, inStart, inArc }
}

/** Arcs by node, as row starts and one list; arcs with node -1 are left out. */
function rowsOf(nodeCount: number, nodeOfArc: Int32Array): [Int32Array, Int32Array] {
  const start = new Int32Array(nodeCount + 1)
  for (const node of nodeOfArc) if (node >= 0) start[node + 1]! += 1
  for (let node = 0; node < nodeCount; node += 1) start[node + 1]! += start[node]!
  const next = start.slice()
  const arcs = new Int32Array(start[nodeCount]!)
  nodeOfArc.forEach((node, arc) => {
    if (node >= 0) arcs[next[node]!++] = arc
  })
  return [start, arcs]
}

/**
 * The power of ten that makes every metric a whole number, so that 0.1 + 0.2 and 0.3 are equal costs; 1 where there
 * is none up to a million.
 */
function metricScale(metrics: readonly number[]): number {
  for (let scale = 1; scale <= 1e6; scale *= 10) {
    const whole = (metric: number): boolean => {
      const scaled = metric * scale
      return scaled <= 1e12 && Math.abs(scaled - Math.round(scaled)) <= 1e-9 * scaled
    }
    if (metrics.every(whole)) return scale
  }
  return 1
}
