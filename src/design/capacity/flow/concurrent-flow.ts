import { Heap } from '../../../platform/heap.ts'
import type { Model } from '../model.ts'
import { packing, type Packing } from './packing.ts'

/**
 * By which factor all demands may grow together if traffic were split over any ways whatever (maximum concurrent
 * flow): `lambda` is reached by a flow that was found, `upperBound` is proven by lengths of the links (linear
 * programming duality), so the truth lies between. `tight`: constraints that prove the bound, heaviest first.
 */
export type ConcurrentFlow = { lambda: number; upperBound: number; passes: number; tight: number[] }

export type FlowOptions = {
  /** The relative distance of bound and flow at which to stop. */
  gap: number
  passesMax: number
}

/** How sharply the fullest links are weighed: grows until the bound is as close as asked for. */
const SHARPNESS_FIRST = 8
const SHARPNESS_GROWTH = 1.15
const IDLE_MAX = 40
const SOFTENING = 8

/**
 * Lowers the fullest constraint by shifting each source's flow towards the shortest ways under lengths that grow
 * exponentially with fullness, one source after the other with an exact step (block-coordinate Frank–Wolfe on the
 * soft maximum; lengths as in Garg and Könemann 1998). Pure and without randomness.
 */
export function concurrentFlow(model: Model, { gap, passesMax }: FlowOptions): ConcurrentFlow {
  const pack = packing(model)
  const state = firstFlow(model, pack)
  if (state === undefined) return { lambda: 0, upperBound: 0, passes: 0, tight: [] }
  // The soft maximum then lies within half the gap above the real one; sharper only makes the steps short.
  const sharpest = (2 * Math.log(pack.capacity.length + 2)) / gap
  let sharpness = SHARPNESS_FIRST
  let lambda = 1 / fullest(state.load, pack)
  let upperBound = Infinity
  let tight: number[] = []
  let chain = lengthsOf(pack, state, sharpness)
  let passes = 0
  let idle = 0
  while (passes < passesMax && upperBound > lambda * (1 + gap)) {
    passes += 1
    for (let source = 0; source < pack.sources.length; source += 1) shift(pack, state, source, sharpness)
    refresh(pack, state)
    const reached = 1 / fullest(state.load, pack)
    let better = reached > lambda * (1 + gap / 50)
    lambda = Math.max(lambda, reached)
    const now = lengthsOf(pack, state, sharpness)
    for (const lengths of [now, chain]) {
      const bound = boundBy(pack, state, lengths)
      if (bound < upperBound * (1 - gap / 50)) better = true
      if (bound >= upperBound) continue
      upperBound = bound
      tight = heaviest(pack, lengths)
      // Lengths that prove more than the chain has are a better place to go on from.
      if (lengths === now) chain = now.slice()
    }
    chain = climb(pack, state, chain, lambda)
    idle = better ? 0 : idle + 1
    // A flow that is stuck behind steep lengths is shaken by softer ones.
    if (idle > IDLE_MAX) sharpness = Math.max(SHARPNESS_FIRST, sharpness / SOFTENING)
    if (idle > IDLE_MAX) idle = 0
    else if (!better && sharpness < sharpest) sharpness *= SHARPNESS_GROWTH
  }
  return { lambda: Math.min(lambda, upperBound), upperBound, passes, tight }
}

type State = {
  /** By constraint: links' directions first, then pools' directions. */
  load: Float64Array
  /** By source, by arc. */
  flow: Float64Array[]
  distance: Float64Array
  via: Int32Array
  order: Int32Array
  heap: Heap
  amount: Float64Array
  arcLength: Float64Array
  target: Float64Array
}

/** All demands on ways that are short for wide links; undefined where some demand has no way at all. */
function firstFlow(model: Model, pack: Packing): State | undefined {
  const { nodeCount, linkCount } = model.topology
  const state: State = {
    load: new Float64Array(pack.capacity.length),
    flow: pack.sources.map(() => new Float64Array(2 * linkCount)),
    distance: new Float64Array(nodeCount),
    via: new Int32Array(nodeCount),
    order: new Int32Array(nodeCount),
    heap: new Heap(2 * linkCount + 1),
    amount: new Float64Array(nodeCount),
    arcLength: new Float64Array(2 * linkCount),
    target: new Float64Array(2 * linkCount),
  }
  spread(
    pack,
    pack.capacity.map((capacity) => 1 / capacity),
    state.arcLength,
  )
  for (let source = 0; source < pack.sources.length; source += 1) {
    const settled = settle(pack, state, source)
    for (const { node } of pack.sources[source]!.sinks)
      if (state.distance[node] === Infinity) return undefined
    pour(pack, state, source, settled, state.flow[source]!)
  }
  refresh(pack, state)
  return state
}

/** Lengths of constraints onto arcs: its own and those of the pools that it belongs to. */
function spread(pack: Packing, lengths: Float64Array, arcLength: Float64Array): void {
  for (let arc = 0; arc < arcLength.length; arc += 1) {
    let length = lengths[arc]!
    for (let at = pack.poolStart[arc]!; at < pack.poolStart[arc + 1]!; at += 1)
      length += lengths[pack.poolOf[at]!]!
    arcLength[arc] = length
  }
}

/** Dijkstra from a source under the arcs' lengths; returns how many nodes were reached, `order` holds them. */
function settle(pack: Packing, state: State, source: number): number {
  const { distance, via, order, heap, arcLength } = state
  const { outStart, outArc, head } = pack.topology
  distance.fill(Infinity)
  via.fill(-1)
  const start = pack.sources[source]!.node
  distance[start] = 0
  let settled = 0
  heap.push(0, start)
  for (let node = heap.pop(); node >= 0; node = heap.pop()) {
    const here = heap.key
    if (here > distance[node]!) continue
    order[settled] = node
    settled += 1
    for (let at = outStart[node]!; at < outStart[node + 1]!; at += 1) {
      const arc = outArc[at]!
      if (!(pack.capacity[arc]! > 0)) continue
      const to = head[arc]!
      const there = here + arcLength[arc]!
      if (there >= distance[to]!) continue
      distance[to] = there
      via[to] = arc
      heap.push(there, to)
    }
  }
  return settled
}

/** The whole demand of a source down its tree of shortest ways, into `into`. */
function pour(pack: Packing, state: State, source: number, settled: number, into: Float64Array): void {
  const { amount, order, via } = state
  const { tail } = pack.topology
  into.fill(0)
  for (const { node, volume } of pack.sources[source]!.sinks) amount[node]! += volume
  for (let place = settled - 1; place > 0; place -= 1) {
    const node = order[place]!
    const carried = amount[node]!
    amount[node] = 0
    if (carried === 0) continue
    const arc = via[node]!
    into[arc]! += carried
    amount[tail[arc]!]! += carried
  }
  amount[pack.sources[source]!.node] = 0
}

/** Loads anew from the flows, so that rounding does not add up. */
function refresh(pack: Packing, { load, flow }: State): void {
  load.fill(0)
  for (const own of flow) own.forEach((value, arc) => (load[arc]! += value))
  const arcs = pack.poolStart.length - 1
  for (let arc = 0; arc < arcs; arc += 1)
    for (let at = pack.poolStart[arc]!; at < pack.poolStart[arc + 1]!; at += 1)
      load[pack.poolOf[at]!]! += load[arc]!
}

function fullest(load: Float64Array, { capacity }: Packing): number {
  let most = 0
  load.forEach((value, at) => {
    if (value > 0) most = Math.max(most, value / capacity[at]!)
  })
  return most
}

function lengthsOf(pack: Packing, { load }: State, sharpness: number): Float64Array {
  const most = fullest(load, pack)
  return load.map((value, at) => {
    const capacity = pack.capacity[at]!
    return capacity > 0 ? Math.exp(sharpness * (value / capacity / most - 1)) / capacity : 0
  })
}

/** Moves one source's flow towards its shortest ways, as far as the soft maximum falls. */
function shift(pack: Packing, state: State, source: number, sharpness: number): void {
  const { load, flow, target } = state
  spread(pack, lengthsOf(pack, state, sharpness), state.arcLength)
  const settled = settle(pack, state, source)
  pour(pack, state, source, settled, target)
  const own = flow[source]!
  const change = new Map<number, number>()
  for (let arc = 0; arc < target.length; arc += 1) {
    const difference = target[arc]! - own[arc]!
    if (difference === 0) continue
    change.set(arc, (change.get(arc) ?? 0) + difference)
    for (let at = pack.poolStart[arc]!; at < pack.poolStart[arc + 1]!; at += 1)
      change.set(pack.poolOf[at]!, (change.get(pack.poolOf[at]!) ?? 0) + difference)
  }
  if (change.size === 0) return
  const part = stepFor(pack, load, change, sharpness / fullest(load, pack))
  if (part === 0) return
  for (const [at, difference] of change) {
    load[at]! += part * difference
    if (at < own.length) own[at]! += part * difference
  }
}

const HALVINGS = 30

/** The part of the whole change at which the slope of the soft maximum turns from falling to rising. */
function stepFor(
  { capacity }: Packing,
  load: Float64Array,
  change: ReadonlyMap<number, number>,
  steepness: number,
): number {
  const rows = Array.from(change, ([at, difference]) => ({
    full: load[at]! / capacity[at]!,
    rate: difference / capacity[at]!,
  }))
  const slopeAt = (part: number): number => {
    let top = -Infinity
    for (const { full, rate } of rows) top = Math.max(top, full + part * rate)
    let slope = 0
    for (const { full, rate } of rows) slope += rate * Math.exp(steepness * (full + part * rate - top))
    return slope
  }
  if (slopeAt(0) >= 0) return 0
  if (slopeAt(1) <= 0) return 1
  let low = 0
  let high = 1
  for (let halving = 0; halving < HALVINGS; halving += 1) {
    const middle = (low + high) / 2
    if (slopeAt(middle) < 0) low = middle
    else high = middle
  }
  return low
}

/** Weak duality: no flow can exceed the volume of the network under these lengths by the demands' shortest ways. */
function boundBy(pack: Packing, state: State, lengths: Float64Array): number {
  let volume = 0
  lengths.forEach((length, at) => {
    if (pack.capacity[at]! > 0) volume += length * pack.capacity[at]!
  })
  spread(pack, lengths, state.arcLength)
  let needed = 0
  for (let source = 0; source < pack.sources.length; source += 1) {
    settle(pack, state, source)
    for (const { node, volume: wanted } of pack.sources[source]!.sinks)
      needed += wanted * state.distance[node]!
  }
  return needed > 0 ? volume / needed : Infinity
}

/**
 * Lengths that prove a little more: each grows by how much the demands' shortest ways would load it, by a step that
 * aims at what a flow has reached (mirror ascent).
 */
function climb(pack: Packing, state: State, lengths: Float64Array, lambda: number): Float64Array {
  const { capacity, poolStart, poolOf } = pack
  const ways = new Float64Array(capacity.length)
  spread(pack, lengths, state.arcLength)
  for (let source = 0; source < pack.sources.length; source += 1) {
    pour(pack, state, source, settle(pack, state, source), state.target)
    state.target.forEach((value, arc) => {
      ways[arc]! += value
      if (value > 0)
        for (let at = poolStart[arc]!; at < poolStart[arc + 1]!; at += 1) ways[poolOf[at]!]! += value
    })
  }
  let volume = 0
  let gained = 0
  let squares = 0
  ways.forEach((value, at) => {
    if (!(capacity[at]! > 0)) return
    volume += lengths[at]! * capacity[at]!
    gained += lengths[at]! * value
    squares += (lengths[at]! * value * value) / capacity[at]!
  })
  // Along growth by exp(step · gain) the proof grows by the variance of the gains.
  const mean = gained / volume
  const variance = squares / volume - mean * mean
  const step = variance > 0 ? Math.max(0, 1 / lambda - mean) / variance : 0
  return lengths.map((length, at) => {
    if (!(capacity[at]! > 0)) return 0
    const gain = step * (ways[at]! / capacity[at]! - mean)
    return (length / volume) * Math.exp(Math.min(Math.max(gain, -CLIMB), CLIMB))
  })
}

/** A single step multiplies or divides a length by e to this at most. */
const CLIMB = 1
const TIGHT_SHARE = 0.01

function heaviest({ capacity }: Packing, lengths: Float64Array): number[] {
  const weights = lengths.map((length, at) => length * Math.max(0, capacity[at]!))
  const total = weights.reduce((sum, weight) => sum + weight, 0)
  return [...weights.keys()]
    .filter((at) => weights[at]! > TIGHT_SHARE * total)
    .toSorted((a, b) => weights[b]! - weights[a]!)
}
