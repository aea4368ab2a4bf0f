import type { Network } from '../../estate/network.ts'
import { fail, undo } from './closure.ts'
import { elementOf } from './elements.ts'
import { prepare, type Prepared } from './prepare.ts'
import { lostAfter } from './reach.ts'
import type { Witness } from './report.ts'
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

/** As `takesDown`, on a prepared network; a question costs one search a service, and leaves no trace. */
export function takesDownOf(prepared: Prepared, failed: Iterable<string>): Takedown {
  const { dependencies, elements, failures, reach, plans } = prepared
  const unresolved: string[] = []
  const alreadyDown = new Set(plans.filter((plan) => lostAfter(reach, plan, failures) !== undefined))
  const before = failures.size
  const elementsFailed: number[] = []
  for (const id of new Set(failed)) {
    const element = elementOf(elements, id)
    if (element < 0) unresolved.push(id)
    else {
      elementsFailed.push(element)
      fail(dependencies, failures, element)
    }
  }
  const takedown: Takedown = {
    dies: [],
    services: [],
    already_down: [...alreadyDown].map((plan) => plan.id),
    unresolved,
  }
  for (const plan of plans) {
    if (alreadyDown.has(plan)) continue
    const lost = lostAfter(reach, plan, failures)
    if (lost === undefined) continue
    takedown.services.push({ id: plan.id, witness: witnessOf(prepared, elementsFailed, before, lost) })
  }
  takedown.dies = deathsSince(prepared, before)
  undo(dependencies, failures, before)
  return takedown
}
