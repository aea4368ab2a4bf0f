import type { Network } from '../../../estate/network.ts'
import { extremes, type Drawing, type Point } from './drawing.ts'
import { neighboursOf } from './map-drawing.ts'

const PIVOTS = 24
const ROUNDS = 40
const EXTENT = 1_000
const STRETCH_MAX = 3

/**
 * A drawing of a network that has no places and is too large for layers: distances in hops, scaled down to two
 * dimensions from a few pivots (PivotMDS, Brandes and Pich 2006). Linear in nodes and links, and the same each time.
 */
export function drawSpread(network: Pick<Network, 'nodes' | 'links'>): Drawing {
  const ids = network.nodes.map((node) => node.id)
  const index = new Map(ids.map((id, place) => [id, place]))
  const neighbours = [...neighboursOf(network).values()].map((near) =>
    Int32Array.from(near.flatMap((id) => index.get(id) ?? [])),
  )
  const hops = pivotHops(neighbours)
  const columns = centred(hops, ids.length)
  const [first, second] = axes(columns, ids.length)
  const points = new Map<string, Point>()
  const scale = EXTENT / Math.max(spanOf(first), spanOf(second), 1e-9)
  // Hops have no shape of their own: a long thin drawing is opened up, within reason.
  const stretch = Math.min(STRETCH_MAX, Math.max(1, (0.55 * spanOf(first)) / Math.max(spanOf(second), 1e-9)))
  ids.forEach((id, place) =>
    points.set(id, { x: (first[place] ?? 0) * scale, y: (second[place] ?? 0) * scale * stretch }),
  )
  apart(points)
  return {
    points,
    plates: [],
    routes: new Map(),
    sides: new Map(),
    spacing: EXTENT / Math.max(8, Math.sqrt(ids.length) * 2),
  }
}

/** Hop counts from pivots that lie far from each other; what is not reached counts as one more than the farthest. */
function pivotHops(neighbours: readonly Int32Array[]): Float64Array[] {
  const size = neighbours.length
  const nearest = new Float64Array(size).fill(Infinity)
  const found: Float64Array[] = []
  let pivot = 0
  for (let round = 0; round < Math.min(PIVOTS, size); round++) {
    const hops = hopsFrom(neighbours, pivot)
    found.push(hops)
    let farthest = -1
    for (let place = 0; place < size; place++) {
      nearest[place] = Math.min(nearest[place] ?? 0, hops[place] ?? 0)
      if ((nearest[place] ?? 0) > farthest) {
        farthest = nearest[place] ?? 0
        pivot = place
      }
    }
  }
  return found
}

function hopsFrom(neighbours: readonly Int32Array[], start: number): Float64Array {
  const hops = new Float64Array(neighbours.length).fill(-1)
  const queue = new Int32Array(neighbours.length)
  let tail = 1
  queue[0] = start
  hops[start] = 0
  for (let head = 0; head < tail; head++) {
    const here = queue[head] ?? 0
    for (const there of neighbours[here] ?? []) {
      if (hops[there] !== -1) continue
      hops[there] = (hops[here] ?? 0) + 1
      queue[tail++] = there
    }
  }
  const beyond = (hops[queue[tail - 1] ?? 0] ?? 0) + 1
  return hops.map((count) => (count === -1 ? beyond : count))
}

/** Squared distances, doubly centred: the columns of classical scaling. */
function centred(hops: readonly Float64Array[], size: number): Float64Array[] {
  const squares = hops.map((column) => column.map((count) => count * count))
  const columnMeans = squares.map((column) => column.reduce((a, b) => a + b, 0) / size)
  const all = columnMeans.reduce((a, b) => a + b, 0) / Math.max(1, squares.length)
  const rowMeans = new Float64Array(size)
  for (const column of squares)
    for (let row = 0; row < size; row++)
      rowMeans[row] = (rowMeans[row] ?? 0) + (column[row] ?? 0) / squares.length
  return squares.map((column, pivot) =>
    column.map((value, row) => -0.5 * (value - (columnMeans[pivot] ?? 0) - (rowMeans[row] ?? 0) + all)),
  )
}

/** The two strongest directions of the columns, by power iteration on their small product matrix. */
function axes(columns: readonly Float64Array[], size: number): [Float64Array, Float64Array] {
  const count = columns.length
  const product = columns.map((a) => columns.map((b) => dot(a, b)))
  const first = strongest(product, undefined)
  const second = strongest(product, first)
  const along = (weights: Float64Array): Float64Array => {
    const line = new Float64Array(size)
    for (let pivot = 0; pivot < count; pivot++)
      for (let row = 0; row < size; row++)
        line[row] = (line[row] ?? 0) + (weights[pivot] ?? 0) * (columns[pivot]?.[row] ?? 0)
    return line
  }
  return [along(first), along(second)]
}

function strongest(matrix: readonly (readonly number[])[], without: Float64Array | undefined): Float64Array {
  let vector = Float64Array.from(matrix, (_, index) => 1 + index * 0.37)
  for (let round = 0; round < ROUNDS; round++) {
    if (without !== undefined) {
      const shadow = dot(vector, without)
      vector = vector.map((value, index) => value - shadow * (without[index] ?? 0))
    }
    const next = Float64Array.from(matrix, (row) => dot(Float64Array.from(row), vector))
    const length = Math.sqrt(dot(next, next)) || 1
    vector = next.map((value) => value / length)
  }
  return vector
}

/** Leaves of one node fall on one point; they are set on a small spiral around it. */
function apart(points: Map<string, Point>): void {
  const taken = Map.groupBy(points, ([, point]) => `${Math.round(point.x * 2)} ${Math.round(point.y * 2)}`)
  for (const group of taken.values()) {
    group.slice(1).forEach(([, point], index) => {
      const angle = (index + 1) * 2.399963
      const radius = 3 * Math.sqrt(index + 1)
      point.x += radius * Math.cos(angle)
      point.y += radius * Math.sin(angle)
    })
  }
}

function dot(a: Float64Array, b: Float64Array): number {
  let sum = 0
  for (let index = 0; index < a.length; index++) sum += (a[index] ?? 0) * (b[index] ?? 0)
  return sum
}

function spanOf(values: Float64Array): number {
  const { least, greatest } = extremes(values)
  return greatest - least
}
