import type { Failure, Model, PoolArcs } from './model.ts'
import { clearChanges, reroute, scratchFor } from './reroute.ts'
import { nothingDead, type Routing } from './routing.ts'

/** A load beyond capacity by less than this part is rounding, not overload. */
const ROUNDING = 1e-9

export function isOver(load: number, capacity: number): boolean {
  return load > capacity * (1 + ROUNDING)
}

/** The worst of the failures that one worker looked at, for elements: arcs first, then pools. */
export type Worst = {
  load: Float64Array
  /** Number of the failure, -1 where none was looked at. */
  failure: Int32Array
}

/** By failure, in the order given to the worker. */
export type SweptFailure = {
  number: number
  unserved: number
  lostAtEndpoint: number
  overloaded: Int32Array
}

export type Sweep = { worst: Worst; failures: SweptFailure[] }

export type SweepTask = {
  model: Model
  routing: Routing
  /** Loads at rest, arcs first, then pools. */
  steady: Float64Array
  unservedAtRest: number
  /** All failures; this worker takes those whose number leaves `turn` when divided by `turns`. */
  failures: Failure[]
  turn: number
  turns: number
}

/** Works through one worker's share of the failures. */
export function sweep(task: SweepTask): Sweep {
  const { model, routing, steady, failures, turn, turns } = task
  const { topology, traffic, pools } = model
  const arcCount = 2 * topology.linkCount
  const dead = nothingDead(topology)
  const scratch = scratchFor(topology)
  const tally = newTally(steady, turn, failures.length)
  const swept: SweptFailure[] = []
  for (let number = turn; number < failures.length; number += turns) {
    const failure = failures[number]!
    for (const arc of failure.arcs) dead.arc[arc] = 1
    for (const node of failure.nodes) dead.node[node] = 1
    reroute(topology, traffic, routing, dead, failure.arcs, failure.nodes, scratch)
    const over = new Set(tally.overAtRest(model))
    const book = (element: number, load: number, capacity: number): void => {
      tally.book(element, load, number, turns)
      if (isOver(load, capacity)) over.add(element)
      else over.delete(element)
    }
    const rounding = ROUNDING * model.volume
    const loadOf = (arc: number): number => {
      const load = steady[arc]! + scratch.delta[arc]!
      return load > rounding ? load : 0
    }
    for (let at = 0; at < scratch.arcCount; at += 1) {
      const arc = scratch.arcs[at]!
      book(arc, loadOf(arc), model.capacity[arc]!)
    }
    pools.forEach((pool, at) => {
      if (isTouched(pool, scratch.arcSeen))
        book(arcCount + at, poolLoad(pool, loadOf), model.poolCapacity[at]!)
    })
    const unserved = task.unservedAtRest + scratch.unserved
    swept.push({
      number,
      unserved: unserved > rounding ? unserved : 0,
      lostAtEndpoint: model.lostAtRest + scratch.lostAtEndpoint,
      overloaded: Int32Array.from(over).toSorted(),
    })
    clearChanges(scratch)
    for (const arc of failure.arcs) dead.arc[arc] = 0
    for (const node of failure.nodes) dead.node[node] = 0
  }
  return { worst: tally.worst(), failures: swept }
}

export function poolLoad({ one, other }: PoolArcs, loadOf: (arc: number) => number): number {
  let there = 0
  let back = 0
  for (const arc of one) there += loadOf(arc)
  for (const arc of other) back += loadOf(arc)
  return Math.max(there, back)
}

function isTouched({ one, other }: PoolArcs, seen: Uint8Array): boolean {
  return one.some((arc) => seen[arc] === 1) || other.some((arc) => seen[arc] === 1)
}

type Tally = {
  overAtRest: (model: Model) => number[]
  book: (element: number, load: number, failure: number, turns: number) => void
  worst: () => Worst
}

/**
 * Keeps the worst load of each element. An element that a failure does not touch keeps its steady load under it, so
 * the first failure that leaves it alone competes as well: `untouched` moves on as long as each in turn touches it.
 */
function newTally(steady: Float64Array, turn: number, failureCount: number): Tally {
  const load = new Float64Array(steady.length).fill(-1)
  const failure = new Int32Array(steady.length).fill(-1)
  const untouched = new Int32Array(steady.length).fill(turn)
  let over: number[] | undefined
  const overAtRest = (model: Model): number[] => {
    over ??= [...steady.keys()].filter((element) => isOver(steady[element]!, capacityAt(model, element)))
    return over
  }
  const book = (element: number, loadNow: number, number: number, turns: number): void => {
    if (untouched[element] === number) untouched[element] += turns
    if (loadNow <= load[element]!) return
    load[element] = loadNow
    failure[element] = number
  }
  const worst = (): Worst => {
    steady.forEach((atRest, element) => {
      const free = untouched[element]!
      if (free >= failureCount) return
      if (atRest < load[element]! || (atRest === load[element]! && failure[element]! < free)) return
      load[element] = atRest
      failure[element] = free
    })
    return { load, failure }
  }
  return { overAtRest, book, worst }
}

export function capacityAt({ capacity, poolCapacity }: Model, element: number): number {
  return element < capacity.length ? capacity[element]! : poolCapacity[element - capacity.length]!
}

/** The worst over all workers; of equal loads the failure that comes first. */
export function mergeWorst(parts: readonly Worst[]): Worst {
  const [first, ...rest] = parts
  if (first === undefined) throw new RangeError('there is no part to merge')
  for (const part of rest)
    part.load.forEach((load, element) => {
      const failure = part.failure[element]!
      if (failure < 0 || load < first.load[element]!) return
      if (load === first.load[element]! && first.failure[element]! >= 0 && first.failure[element]! < failure)
        return
      first.load[element] = load
      first.failure[element] = failure
    })
  return first
}
