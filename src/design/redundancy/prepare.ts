import type { Network } from '../../estate/network.ts'
import { compositesOf, type Composite } from './composite.ts'
import { dependenciesOf, isLone, steadyState, type Dependencies, type Failures } from './closure.ts'
import type { TwoWay } from './demands.ts'
import { elementsOf, type Elements } from './elements.ts'
import { graphOf, type Graph } from './graph.ts'
import { reachOf, type Reach } from './reach.ts'
import { plansOf, type ServicePlan } from './service.ts'

/** A network made ready for many questions. Not to be shared between questions that run at the same time. */
export type Prepared = {
  network: Network
  elements: Elements
  graph: Graph
  dependencies: Dependencies
  plans: ServicePlan[]
  /** Services made of others. */
  composites: Composite[]
  reach: Reach
  /** The dead before any failure; failures are tried on it and taken back. */
  failures: Failures
  /** Risks, and the nodes and links with which more dies than themselves and, for a node, its links. */
  compound: Int32Array
  /** Scratch space of searches from both ends, made on first need. */
  twoWay?: TwoWay
}

/**
 * Numbers and indexes a network, in time and space linear in its size.
 * Throws a RangeError when an id stands for two things or a link ends at no node: the reader of a file refuses both.
 */
export function prepare(network: Network): Prepared {
  const elements = elementsOf(network)
  const graph = graphOf(elements)
  const dependencies = dependenciesOf(elements, graph)
  const plans = plansOf(dependencies)
  return {
    network,
    elements,
    graph,
    dependencies,
    plans,
    composites: compositesOf(elements, plans),
    reach: reachOf(dependencies),
    failures: steadyState(dependencies),
    compound: compoundOf(dependencies),
  }
}

function compoundOf(dependencies: Dependencies): Int32Array {
  const { elements, riders, groupsOf } = dependencies
  const compound: number[] = []
  const nothingHangs = riders.item.length === 0 && groupsOf.item.length === 0
  const first = nothingHangs ? elements.firstRisk : 0
  for (let element = first; element < elements.firstGroup; element += 1)
    if (!isLone(dependencies, element)) compound.push(element)
  return Int32Array.from(compound)
}
