import type { Network } from '../../../estate/network.ts'
import type { Drawing, Point } from './drawing.ts'
import { neighboursOf } from './map-drawing.ts'

const PIVOTS = 64
const SWEEPS = 8
const WIDTH = 1_600
const HEIGHT = 1_000
/** How much further apart two layers stand than two columns of one. */
const GAP_COLUMNS = 3
/** What is this much farther from everything, in hops, than the most central node is as central. */
const CENTRAL_HOPS = 0.15

/**
 * A network of thousands in layers, the core on the left: layers by hops from what is most central, the order within
 * each by the middle of its neighbours in the layers beside it (Sugiyama, Tagawa and Toda 1981), a wide layer folded
 * into columns. Close to linear in nodes and links, and the same each time. Parts that nothing joins follow each other.
 */
export function drawTiers(network: Pick<Network, 'nodes' | 'links'>): Drawing {
  const ids = network.nodes.map(({ id }) => id)
  const index = new Map(ids.map((id, at) => [id, at]))
  const near = [...neighboursOf(network).values()].map((others) =>
    Int32Array.from(others.flatMap((id) => index.get(id) ?? [])),
  )
  const layers = layersOf(near)
  const order = ordered(near, layers)
  const rows = Math.max(1, Math.ceil(Math.sqrt(ids.length / 1.6)))
  const points = new Map<string, Point>()
  let left = 0
  for (const layer of order) {
    const columns = Math.ceil(layer.length / rows)
    layer.forEach((node, at) => {
      // Every node has a height of its own, so that a folded layer hides no line behind its nodes.
      const y = (at + 0.5) / layer.length
      points.set(ids[node]!, { x: left + (at % columns), y: y * HEIGHT })
    })
    left += columns - 1 + GAP_COLUMNS
  }
  const step = WIDTH / Math.max(1, left - GAP_COLUMNS)
  for (const point of points.values()) point.x *= Math.min(step, HEIGHT / 4)
  return {
    points,
    plates: [],
    routes: new Map(),
    sides: new Map(),
    spacing: HEIGHT / Math.max(8, rows),
  }
}

/** Nodes by layers: hops from the most central ones of its part; each part's layers follow those before it. */
function layersOf(near: readonly Int32Array[]): Int32Array[] {
  const walk = walker(near)
  return partsOf(walk, near.length).flatMap((members) => {
    const far = farness(walk, members)
    const least = members.reduce((best, node) => Math.min(best, far.get(node)!), Infinity)
    const layers: number[][] = []
    walk(
      members.filter((node) => far.get(node)! <= least + CENTRAL_HOPS),
      (node, hops) => (layers[hops] ??= []).push(node),
    )
    return layers.map((layer) => Int32Array.from(layer.toSorted((a, b) => a - b)))
  })
}

/** Connected parts, the largest first. */
function partsOf(walk: Walk, nodeCount: number): number[][] {
  const seen = new Uint8Array(nodeCount)
  const parts: number[][] = []
  for (let start = 0; start < nodeCount; start += 1) {
    if (seen[start] === 1) continue
    const part: number[] = []
    walk([start], (node) => {
      seen[node] = 1
      part.push(node)
    })
    parts.push(part)
  }
  // Single nodes that nothing joins stand together, as one part.
  const [joined, alone] = [
    parts.filter(({ length }) => length > 1),
    parts.filter(({ length }) => length === 1),
  ]
  return [...joined.toSorted((a, b) => b.length - a.length), ...(alone.length > 0 ? [alone.flat()] : [])]
}

/** Mean hops of each node to some of its part, evenly chosen. */
function farness(walk: Walk, members: readonly number[]): Map<number, number> {
  const sum = new Map(members.map((node) => [node, 0]))
  const every = Math.max(1, Math.floor(members.length / PIVOTS))
  for (let at = 0; at < members.length; at += every)
    walk([members[at]!], (node, hops) => void sum.set(node, sum.get(node)! + hops * (every / members.length)))
  return sum
}

type Walk = (starts: readonly number[], visit: (node: number, hops: number) => void) => void

/** Walks a graph breadth first; what it needs is made once, however many parts there are. */
function walker(near: readonly Int32Array[]): Walk {
  const seen = new Int32Array(near.length).fill(-1)
  const queue = new Int32Array(near.length)
  return (starts, visit) => {
    let tail = 0
    for (const start of starts) {
      seen[start] = 0
      queue[tail++] = start
    }
    for (let head = 0; head < tail; head += 1) {
      const here = queue[head]!
      for (const other of near[here]!) {
        if (seen[other] !== -1) continue
        seen[other] = seen[here]! + 1
        queue[tail++] = other
      }
    }
    for (let at = 0; at < tail; at += 1) {
      visit(queue[at]!, seen[queue[at]!]!)
      seen[queue[at]!] = -1
    }
  }
}

/** Each layer by the middle of its neighbours in the layer before it and after it, in turns. */
function ordered(near: readonly Int32Array[], layers: readonly Int32Array[]): Int32Array[] {
  const layerOf = new Int32Array(near.length)
  layers.forEach((layer, at) => layer.forEach((node) => (layerOf[node] = at)))
  const place = new Float64Array(near.length)
  const settle = (layer: Int32Array): void =>
    layer.forEach((node, at) => (place[node] = (at + 0.5) / layer.length))
  const order = layers.map((layer) => layer.slice())
  order.forEach(settle)
  for (let sweep = 0; sweep < SWEEPS; sweep += 1) {
    const toRight = sweep % 2 === 0
    for (let step = 1; step < order.length; step += 1) {
      const at = toRight ? step : order.length - 1 - step
      const beside = toRight ? at - 1 : at + 1
      const wish = new Map(
        Array.from(order[at]!, (node) => [
          node,
          middleOf(near[node]!, layerOf, beside, place) ?? place[node]!,
        ]),
      )
      order[at] = order[at]!.toSorted((a, b) => wish.get(a)! - wish.get(b)! || a - b)
      settle(order[at])
    }
  }
  return order
}

function middleOf(
  others: Int32Array,
  layerOf: Int32Array,
  layer: number,
  place: Float64Array,
): number | undefined {
  let sum = 0
  let count = 0
  for (const other of others) {
    if (layerOf[other] !== layer) continue
    sum += place[other]!
    count += 1
  }
  return count === 0 ? undefined : sum / count
}
