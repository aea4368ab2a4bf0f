import { blockTreeOf, breaksByBlocks, type BlockTree } from './blocks.ts'
import { candidatesFor, certificateOf } from './certificate.ts'
import { fail, undo, type Dependencies } from './closure.ts'
import { graphOfEnds } from './graph.ts'
import { lowLinkOf, type LowLink } from './low-link.ts'
import type { Prepared } from './prepare.ts'
import { lostAfter } from './reach.ts'
import type { Break, ServicePlan } from './service.ts'

/**
 * The nodes, links and risks whose failure, on top of the failures at hand, takes down a service that is up; in input
 * order. Exact for every kind of service. It tries, by a search each, every element that may kill something of one
 * certificate of the service: at most its length, times the depth of what it rides on.
 */
export function breaksBySearch(
  prepared: Prepared,
  plan: ServicePlan,
  wanted: (element: number) => boolean,
): Break[] {
  const { dependencies, failures, reach } = prepared
  const certificate = certificateOf(reach, plan, failures)
  const breaks: Break[] = []
  for (const element of candidatesFor(dependencies, certificate)) {
    if (failures.dead[element] === 1 || !wanted(element)) continue
    const before = fail(dependencies, failures, element)
    const lost = lostAfter(reach, plan, failures)
    if (lost !== undefined) breaks.push({ element, lost })
    undo(dependencies, failures, before)
  }
  return breaks
}

/** Whether nothing dies with an element but, for a node, its links: such failures are read off the block-cut tree. */
export function isLone(dependencies: Dependencies, element: number): boolean {
  const { elements, graph } = dependencies
  if (element >= elements.firstRisk || !isBare(dependencies, element)) return false
  if (element >= elements.nodeCount) return true
  for (let row = graph.offset[element]!; row < graph.offset[element + 1]!; row += 1)
    if (!isBare(dependencies, elements.nodeCount + graph.via[row]!)) return false
  return true
}

function isBare(dependencies: Dependencies, element: number): boolean {
  const { riders, groupsOf } = dependencies
  return (
    riders.offset[element] === riders.offset[element + 1] &&
    groupsOf.offset[element] === groupsOf.offset[element + 1]
  )
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

/** All single points of a service that is up before any failure, in input order. */
export function breaksOf(survey: Survey, plan: ServicePlan): Break[] {
  const { prepared, tree } = survey
  const { dependencies } = prepared
  if (tree === undefined) return breaksBySearch(prepared, plan, () => true)
  const lone = (element: number): boolean => isLone(dependencies, element)
  const breaks = breaksByBlocks(tree, plan, lone)
  if (dependencies.riders.item.length > 0 || dependencies.groupsOf.item.length > 0)
    breaks.push(...breaksBySearch(prepared, plan, (element) => !lone(element)))
  return breaks.sort((a, b) => a.element - b.element)
}
