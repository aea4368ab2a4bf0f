import type { Network } from '../../estate/network.ts'
import { candidatesFor } from './certificate.ts'
import { fail, undo } from './closure.ts'
import { compositePoints, isDownBy, type Composite } from './composite.ts'
import { declarationOf, elementOf, idOf } from './elements.ts'
import { isDown, probesOf, singleHits } from './hitting.ts'
import { prepare, type Prepared } from './prepare.ts'
import { lostAfter } from './reach.ts'
import type { Lost, ServicePlan } from './service.ts'
import { breaksOf, surveyOf } from './single-points.ts'

/** How one service stands while some elements are out of work. */
export type Standing = {
  /** What it has lost, where it is down; nothing more can then be taken from it. */
  lost?: { from: string; to?: string }
  /** By number, what takes it down alone on top of that: nothing tolerated, nothing beyond the boundary. */
  points: number[]
  /** By number, everything whose failure could change this. While none of it fails as well, the standing holds. */
  restsOn: ReadonlySet<number>
}

/**
 * One network under many sets of failures. Elements go by number: nodes, links, risks, groups, in the order of the
 * network. Not to be shared between questions that run at the same time.
 */
export type FailureCases = {
  prepared: Prepared
  count: number
  /** Nodes, links and risks have numbers below it; groups are no failures of their own. */
  failableCount: number
  number: (id: string) => number
  id: (element: number) => string
  /** Whether an element stands within the boundary and is alive before any failure. */
  canFail: (element: number) => boolean
  /** Everything that is dead once these are, those that never stood among them. */
  deaths: (failed: readonly number[]) => number[]
  /** Everything whose failure may kill one of these, however indirectly. */
  hitters: (elements: readonly number[]) => number[]
  /** Undefined for a service that cannot be judged: it has no endpoints, or the network does not hold them. */
  standing: (service: string, failed: readonly number[]) => Standing | undefined
}

/** Makes a network ready; linear in its size. RangeError where `prepare` throws one. */
export function failureCases(network: Network): FailureCases {
  const prepared = prepare(network)
  const { dependencies, elements, failures } = prepared
  const steady = failures.size
  const beyond = (element: number): boolean => declarationOf(elements, element).beyond_boundary === true
  const plans = new Map<string, ServicePlan | Composite>()
  // Where there is no node there is nothing that a service could lose.
  const judged =
    network.nodes.length === 0 ? [] : [...prepared.plans, ...prepared.composites].filter(isJudged)
  for (const plan of judged) plans.set(plan.id, plan)
  const under = <T>(failed: readonly number[], judge: () => T): T => {
    for (const element of failed) fail(dependencies, failures, element)
    const found = judge()
    undo(dependencies, failures, steady)
    return found
  }
  return {
    prepared,
    count: elements.count,
    failableCount: elements.firstGroup,
    number: (id) => elementOf(elements, id),
    id: (element) => idOf(elements, element),
    canFail: (element) => element < elements.firstGroup && failures.dead[element] === 0 && !beyond(element),
    deaths: (failed) => under(failed, () => Array.from(failures.order.subarray(0, failures.size))),
    hitters: (list) => candidatesFor(dependencies, list, elements.count),
    standing: (service, failed) => {
      const plan = plans.get(service)
      if (plan === undefined) return undefined
      const counts = (element: number): boolean => !plan.tolerated.has(element) && !beyond(element)
      return under(failed, () => {
        const found = 'tree' in plan ? madeOf(prepared, plan) : alone(prepared, plan)
        return { ...found, points: found.points.filter(counts).sort((a, b) => a - b) }
      })
    },
  }
}

function isJudged(plan: ServicePlan | Composite): boolean {
  if (plan.missing.length > 0) return false
  if ('tree' in plan) return plan.parts.length > 0
  return plan.assumed || plan.from.length + plan.to.length + plan.needs.length > 0
}

const NOTHING: ReadonlySet<number> = new Set()

function alone(prepared: Prepared, plan: ServicePlan): Standing {
  if (isDown(prepared, plan)) {
    const lost = lostAfter(prepared.reach, plan, prepared.failures)
    return { lost: namesOf(prepared, lost), points: [], restsOn: NOTHING }
  }
  if (plan.assumed) {
    // Its certificates hold for one question only: any failure may change them.
    const { count } = prepared.elements
    const breaks = breaksOf(surveyOf(prepared), [plan]).get(plan) ?? []
    const everything = new Set(Array.from({ length: count }, (_, element) => element))
    return { points: breaks.map(({ element }) => element), restsOn: everything }
  }
  const points = new Set<number>()
  const restsOn = new Set<number>()
  const learnt = (hitters: readonly number[]): void => {
    for (const element of hitters) restsOn.add(element)
  }
  for (const probe of probesOf(prepared, plan))
    for (const element of singleHits(prepared, probe, (one) => !points.has(one), learnt)) points.add(element)
  addGroups(prepared, restsOn)
  return { points: [...points], restsOn }
}

/** Groups are no failures of their own, but one that is taken out of work takes its members and riders with it. */
function addGroups({ dependencies, elements }: Prepared, restsOn: Set<number>): void {
  const { supports, groupsOf } = dependencies
  const { firstGroup, count } = elements
  if (firstGroup === count) return
  // A set is walked in the order of insertion, with what is added on the way.
  for (const element of restsOn) {
    for (let at = groupsOf.offset[element]!; at < groupsOf.offset[element + 1]!; at += 1)
      restsOn.add(firstGroup + groupsOf.item[at]!)
    for (let at = supports.offset[element]!; at < supports.offset[element + 1]!; at += 1)
      if (supports.item[at]! >= firstGroup) restsOn.add(supports.item[at]!)
  }
}

function namesOf({ elements }: Prepared, lost: Lost | undefined): { from: string; to?: string } {
  if (lost === undefined) throw new Error('a service without a certificate has lost something')
  const from = idOf(elements, lost.from)
  return lost.to === undefined ? { from } : { from, to: idOf(elements, lost.to) }
}

function madeOf(prepared: Prepared, composite: Composite): Standing {
  const parts = new Map(composite.parts.map((part) => [part, alone(prepared, part)]))
  const of = (part: ServicePlan): Standing => parts.get(part)!
  if (isDownBy(composite, (part) => of(part).lost !== undefined)) {
    const first = composite.parts.map(of).find(({ lost }) => lost !== undefined)
    return { lost: first?.lost ?? { from: composite.id }, points: [], restsOn: NOTHING }
  }
  const states = new Map(
    composite.parts.map((part) => {
      const { lost, points } = of(part)
      return [part, { broken: lost !== undefined, points: new Set(points) }]
    }),
  )
  const points = compositePoints(composite, (part) => states.get(part)!)
  return { points, restsOn: new Set(composite.parts.flatMap((part) => [...of(part).restsOn])) }
}
