import type { Network } from '../../estate/network.ts'
import { fail, undo } from './closure.ts'
import { isDownBy } from './composite.ts'
import { elementOf } from './elements.ts'
import { prepare, type Prepared } from './prepare.ts'
import { isDown } from './hitting.ts'
import { componentsAfter, lostAfter } from './reach.ts'
import type { Witness } from './report.ts'
import { lostBy, type Lost, type ServicePlan, type View } from './service.ts'
import { deathsSince, witnessOf } from './witness.ts'

/** What some failures take down together. */
export type Takedown = {
  /** Everything that dies with them, in the order in which it dies, each with the id of what killed it. */
  dies: Witness['dies']
  /** The services that were up and are down after it, in input order (`all-nodes` where none is declared). */
  services: { id: string; witness: Witness }[]
  /** Services that were down before anything failed: no failure takes them down any more. */
  already_down: string[]
  /** Failed ids that the network does not hold: what they take down is not known. */
  unresolved: string[]
}

/**
 * What the network loses when `failed` (ids of nodes, links, risks or groups, in any number) fail at once. Pure.
 * For many questions about one network, `prepare` it once and call `takesDownOf`.
 */
export function takesDown(network: Network, failed: Iterable<string>): Takedown {
  return takesDownOf(prepare(network), failed)
}

/**
 * As `takesDown`, on a prepared network, which is left as it was. Without directed links a question costs one pass over
 * the network, however many services there are.
 */
export function takesDownOf(prepared: Prepared, failed: Iterable<string>): Takedown {
  const { dependencies, elements, failures, plans } = prepared
  const steady = steadilyDown(prepared)
  const before = failures.size
  const unresolved: string[] = []
  const failing: number[] = []
  for (const id of new Set(failed)) {
    const element = elementOf(elements, id)
    if (element < 0) unresolved.push(id)
    else {
      failing.push(element)
      fail(dependencies, failures, element)
    }
  }
  const judge = judgeOf(prepared)
  const services: Takedown['services'] = []
  const lost = new Map<ServicePlan, Judgement>()
  for (const plan of plans) {
    const found = steady.has(plan) ? undefined : judge(plan)
    if (found !== undefined) lost.set(plan, found)
  }
  const seen = (found: Judgement): Witness =>
    witnessOf(prepared, failing, before, found.lost, found.reachableCount)
  const promised = promisedBy(prepared)
  for (const { id, parts, isDownWhere } of promised) {
    const found = parts.map((plan) => lost.get(plan)).find((one) => one !== undefined)
    if (found === undefined || isDownWhere((plan) => steady.has(plan))) continue
    if (isDownWhere((plan) => steady.has(plan) || lost.has(plan))) services.push({ id, witness: seen(found) })
  }
  const dies = deathsSince(prepared, before)
  undo(dependencies, failures, before)
  const already_down = promised
    .filter(({ isDownWhere }) => isDownWhere((plan) => steady.has(plan)))
    .map(({ id }) => id)
  return { dies, services, already_down, unresolved }
}

/** A service that somebody was promised: the plans that it rests on, and when it is down. */
export type Promised = {
  id: string
  parts: readonly ServicePlan[]
  isDownWhere: (down: (part: ServicePlan) => boolean) => boolean
}

const promisedStore = new WeakMap<Prepared, Promised[]>()

/** The services in input order, without those that are only parts of others. */
export function promisedBy(prepared: Prepared): Promised[] {
  const known = promisedStore.get(prepared)
  if (known !== undefined) return known
  const { network, plans, composites } = prepared
  const alone = plans
    .filter(({ partOnly }) => !partOnly)
    .map((plan): Promised => ({
      id: plan.id,
      parts: [plan],
      isDownWhere: (down) => down(plan),
    }))
  const made = composites
    .filter(({ partOnly }) => !partOnly)
    .map((composite): Promised => ({
      id: composite.id,
      parts: composite.parts,
      isDownWhere: (down) => isDownBy(composite, down),
    }))
  const place = new Map(network.services.map(({ id }, at) => [id, at]))
  const found = [...alone, ...made].sort(
    (one, other) => (place.get(one.id) ?? 0) - (place.get(other.id) ?? 0),
  )
  promisedStore.set(prepared, found)
  return found
}

const steadyStore = new WeakMap<Prepared, Set<ServicePlan>>()

/** The services by themselves that are down before any failure, in input order; judged once for a prepared network. */
function steadilyDown(prepared: Prepared): Set<ServicePlan> {
  const known = steadyStore.get(prepared)
  if (known !== undefined) return known
  const judge = judgeOf(prepared)
  const down = new Set(prepared.plans.filter((plan) => judge(plan) !== undefined))
  steadyStore.set(prepared, down)
  return down
}

type Judgement = { lost: Lost; reachableCount?: number }

/** Says of services what they have lost after the failures at hand. */
function judgeOf(prepared: Prepared): (plan: ServicePlan) => Judgement | undefined {
  const { graph, reach, failures, dependencies } = prepared
  if (graph.anyDirected) {
    return (plan) => {
      const lost = isDown(prepared, plan) ? lostAfter(reach, plan, failures) : undefined
      return lost === undefined ? undefined : { lost }
    }
  }
  const { component, sizes } = componentsAfter(reach, failures.dead)
  const view: View = {
    alive: (element) => failures.dead[element] === 0,
    reaches: (source, target) => component[source] === component[target],
    classOf: (target) => component[target]!,
  }
  return (plan) => {
    const lost = plan.assumed ? lostAfter(reach, plan, failures) : lostBy(dependencies, plan, view)
    if (lost === undefined) return undefined
    return { lost, reachableCount: sizes[component[lost.from] ?? -1] ?? 0 }
  }
}
