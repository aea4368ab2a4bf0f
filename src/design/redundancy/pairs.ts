import { fail, undo } from './closure.ts'
import { declarationOf } from './elements.ts'
import { pairHits, probesOf } from './hitting.ts'
import type { Prepared } from './prepare.ts'
import type { ServicePlan } from './service.ts'
import { breaksOf, surveyOf } from './single-points.ts'

/** Pairs by element number, the lower first, in order; `cutOff` where there are more than are listed. */
export type PairsFound = { pairs: [number, number][]; cutOff: boolean }

/** A long ring has a pair for any two of its parts: beyond so many pairs in all, the rest is cut off and said to be. */
const PAIRS_MAX = 2_000_000

/**
 * The assumed service asks for a survey of the whole network after each first failure: after so many nodes and links
 * surveyed (some five minutes), the rest is cut off and said to be.
 */
const SURVEYED_MAX = 2_000_000_000

/**
 * All minimal failure sets of size two of services that are up: two elements of which neither is a single point and
 * which together take the service down. Things beyond the responsibility boundary are assumed to work. `singles` are
 * the single points of each service.
 */
export function minimalPairs(
  prepared: Prepared,
  plans: readonly ServicePlan[],
  singles: ReadonlyMap<ServicePlan, readonly number[]>,
): Map<ServicePlan, PairsFound> {
  const { elements, failures } = prepared
  const beyond = beyondOf(prepared)
  const room = { pairs: PAIRS_MAX }
  const found = new Map<ServicePlan, PairsFound>()
  for (const plan of plans) {
    const excluded = new Set(singles.get(plan))
    const keys = new Set<number>()
    const wanted = (element: number): boolean =>
      !excluded.has(element) && !beyond.has(element) && failures.dead[element] === 0
    const visit = (one: number, other: number): boolean => {
      const key = Math.min(one, other) * elements.count + Math.max(one, other)
      if (keys.has(key)) return true
      if (room.pairs === 0) return false
      room.pairs -= 1
      keys.add(key)
      return true
    }
    const complete = plan.assumed
      ? assumedPairs(prepared, plan, wanted, visit)
      : probesOf(prepared, plan).every((probe) => pairHits(prepared, probe, wanted, visit))
    const sorted = Float64Array.from(keys).sort()
    const pairs = Array.from(sorted, (key): [number, number] => [
      Math.floor(key / elements.count),
      key % elements.count,
    ])
    found.set(plan, { pairs, cutOff: !complete })
  }
  return found
}

/** Each node, link and risk is failed once, and the single points of what is left are its partners. */
function assumedPairs(
  prepared: Prepared,
  plan: ServicePlan,
  wanted: (element: number) => boolean,
  visit: (one: number, other: number) => boolean,
): boolean {
  const { dependencies, failures, elements, graph } = prepared
  const surveyCost = graph.nodeCount + graph.linkCount
  let left = SURVEYED_MAX
  for (let first = 0; first < elements.firstGroup; first += 1) {
    if (!wanted(first)) continue
    left -= surveyCost
    if (left < 0) return false
    const before = fail(dependencies, failures, first)
    const breaks = breaksOf(surveyOf(prepared), [plan]).get(plan)!
    undo(dependencies, failures, before)
    for (const { element } of breaks) if (wanted(element) && !visit(first, element)) return false
  }
  return true
}

const beyondStore = new WeakMap<Prepared, ReadonlySet<number>>()

/** Things beyond the responsibility boundary, by number; looked up once for a prepared network. */
export function beyondOf(prepared: Prepared): ReadonlySet<number> {
  const known = beyondStore.get(prepared)
  if (known !== undefined) return known
  const { elements } = prepared
  const beyond = new Set<number>()
  beyondStore.set(prepared, beyond)
  for (let element = 0; element < elements.firstGroup; element += 1)
    if (declarationOf(elements, element).beyond_boundary === true) beyond.add(element)
  return beyond
}
