import { blockTreeOf, breaksByBlocks, lostByBlocks, type BlockTree } from './blocks.ts'
import { candidatesFor, certificateOf } from './certificate.ts'
import { fail, isLone, undo } from './closure.ts'
import { breaksByDominators } from './dominated.ts'
import { graphOfEnds } from './graph.ts'
import { isDown, probesOf, singleHits } from './hitting.ts'
import { lowLinkOf, type LowLink } from './low-link.ts'
import type { Prepared } from './prepare.ts'
import { lostAfter } from './reach.ts'
import { breaksByScenarios } from './scenarios.ts'
import type { Break, ServicePlan } from './service.ts'

/**
 * The nodes, links and risks, of those wanted, whose failure on top of the failures at hand takes down a service that
 * is up. Exact for every kind of service. It tries what hits all certificates found so far, with a search each.
 */
function breaksBySearch(
  prepared: Prepared,
  plan: ServicePlan,
  wanted: (element: number) => boolean,
): Break[] {
  const { dependencies, failures, reach } = prepared
  const found = new Set<number>()
  for (const probe of probesOf(prepared, plan))
    for (const element of singleHits(prepared, probe, (element) => wanted(element) && !found.has(element)))
      found.add(element)
  return Array.from(found, (element): Break => {
    const before = fail(dependencies, failures, element)
    const lost = lostAfter(reach, plan, failures)
    undo(dependencies, failures, before)
    if (lost === undefined) throw new Error('a service without a certificate has lost something')
    return { element, lost }
  })
}

/** What the analyses of all services share: the blocks of the network as it stands before any failure. */
export type Survey = { prepared: Prepared; low: LowLink; tree?: BlockTree }

/**
 * Surveys the underlying undirected graph. Where groups are down from the start, services are judged on what is left
 * of it, the counts stay those of the whole.
 */
export function surveyOf(prepared: Prepared): Survey {
  const { graph, dependencies, failures, elements } = prepared
  const low = lowLinkOf(graph)
  if (graph.anyDirected) return { prepared, low }
  if (failures.size === 0)
    return { prepared, low, tree: blockTreeOf(dependencies, graph, low, failures.dead) }
  const skip = failures.dead.slice(elements.nodeCount, elements.firstRisk)
  const left = graphOfEnds(graph.nodeCount, graph.tail, graph.head, skip)
  return {
    prepared,
    low,
    tree: blockTreeOf(dependencies, left, lowLinkOf(left), failures.dead.slice()),
  }
}

/** Whether a service is down after the failures at hand. */
export function isBroken(survey: Survey, plan: ServicePlan): boolean {
  const { prepared, tree } = survey
  if (tree === undefined) return isDown(prepared, plan)
  return lostByBlocks(tree, plan) !== undefined
}

/** For so few services it is worth finding out first which compound failures can concern them. */
const FEW_PLANS_MAX = 4

/**
 * By plan, all its single points on top of the failures at hand, in input order. The plans must be up before. Without
 * directed links: nodes and links by the block-cut tree, compound failures by divide and conquer; else by search.
 */
export function breaksOf(survey: Survey, plans: readonly ServicePlan[]): Map<ServicePlan, Break[]> {
  const { prepared, tree } = survey
  const { dependencies, compound } = prepared
  // Without compound failures every node and link fails alone.
  const lone = (element: number): boolean => compound.length === 0 || isLone(dependencies, element)
  if (tree === undefined) return directedBreaks(prepared, plans, lone)
  const found = new Map(plans.map((plan) => [plan, breaksByBlocks(tree, plan, lone)]))
  if (compound.length === 0) return found
  const scenarios = plans.length <= FEW_PLANS_MAX ? concerning(prepared, plans) : compound
  for (const [plan, breaks] of breaksByScenarios(prepared, plans, scenarios))
    if (breaks.length > 0)
      found.set(
        plan,
        [...found.get(plan)!, ...breaks].sort((a, b) => a.element - b.element),
      )
  return found
}

function directedBreaks(
  prepared: Prepared,
  plans: readonly ServicePlan[],
  lone: (element: number) => boolean,
): Map<ServicePlan, Break[]> {
  const plain = plans.filter((plan) => plan.plain)
  const found = breaksByDominators(prepared, plain, lone)
  for (const plan of plans) {
    const known = found.get(plan)
    if (known !== undefined && prepared.compound.length === 0) continue
    const searched = breaksBySearch(prepared, plan, (element) => known === undefined || !lone(element))
    found.set(plan, [...(known ?? []), ...searched])
  }
  for (const breaks of found.values()) breaks.sort((a, b) => a.element - b.element)
  return found
}

/** The compound failures that may take down one of the plans. */
function concerning(prepared: Prepared, plans: readonly ServicePlan[]): number[] {
  const { dependencies, reach, failures } = prepared
  const concerned = new Set<number>()
  for (const plan of plans) {
    if (plan.assumed) return [...prepared.compound]
    for (const element of candidatesFor(dependencies, certificateOf(reach, plan, failures)))
      if (!isLone(dependencies, element)) concerned.add(element)
  }
  return [...concerned].sort((a, b) => a - b)
}
