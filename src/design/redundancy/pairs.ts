import { candidatesFor, certificateOf } from './certificate.ts'
import { fail, undo } from './closure.ts'
import { declarationOf } from './elements.ts'
import type { Prepared } from './prepare.ts'
import type { ServicePlan } from './service.ts'
import { breaksOf, surveyOf } from './single-points.ts'

/** Pairs by element number, the lower first, in order; `cutOff` where there are more than are listed. */
export type PairsFound = { pairs: [number, number][]; cutOff: boolean }

/** A long ring has a pair for any two of its parts: beyond so many pairs in all, the rest is cut off and said to be. */
const PAIRS_MAX = 2_000_000

/**
 * All minimal failure sets of size two of services that are up: two elements of which neither is a single point and
 * which together take the service down. Things beyond the responsibility boundary are assumed to work.
 *
 * Of every such pair at least one hits a certificate of the service. So each element that may is failed once, and the
 * single points of the network that is left are its partners, for all services concerned at once.
 */
export function minimalPairs(
  prepared: Prepared,
  plans: readonly ServicePlan[],
  singles: ReadonlyMap<ServicePlan, readonly number[]>,
): Map<ServicePlan, PairsFound> {
  const { dependencies, failures, elements, reach } = prepared
  const concerned = new Map<number, ServicePlan[]>()
  const found = new Map<ServicePlan, PairsFound>()
  const excluded = new Map<ServicePlan, Set<number>>()
  for (const plan of plans) {
    found.set(plan, { pairs: [], cutOff: false })
    const single = new Set(singles.get(plan))
    excluded.set(plan, single)
    for (const element of candidatesFor(dependencies, certificateOf(reach, plan, failures))) {
      if (single.has(element) || failures.dead[element] === 1 || isBeyond(prepared, element)) continue
      const list = concerned.get(element)
      if (list === undefined) concerned.set(element, [plan])
      else list.push(plan)
    }
  }
  let left = PAIRS_MAX
  const seen = new Map<ServicePlan, Set<number>>()
  for (const [first, concernedPlans] of [...concerned].sort(([a], [b]) => a - b)) {
    const before = fail(dependencies, failures, first)
    const breaks = breaksOf(surveyOf(prepared), concernedPlans)
    for (const plan of concernedPlans) {
      const list = found.get(plan)!
      const known = seen.get(plan) ?? new Set<number>()
      seen.set(plan, known)
      for (const { element: second } of breaks.get(plan)!) {
        if (excluded.get(plan)!.has(second) || isBeyond(prepared, second)) continue
        const [a, b] = first < second ? [first, second] : [second, first]
        const key = a * elements.count + b
        if (known.has(key)) continue
        known.add(key)
        if (left === 0) {
          list.cutOff = true
          break
        }
        left -= 1
        list.pairs.push([a, b])
      }
    }
    undo(dependencies, failures, before)
  }
  for (const { pairs } of found.values()) pairs.sort((one, other) => one[0] - other[0] || one[1] - other[1])
  return found
}

function isBeyond(prepared: Prepared, element: number): boolean {
  return declarationOf(prepared.elements, element).beyond_boundary === true
}
