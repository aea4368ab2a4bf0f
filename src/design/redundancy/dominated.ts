import { fail, undo } from './closure.ts'
import { demandsOf, type Demand } from './demands.ts'
import { commonDominator, dominatorsOf, entryLink, type Dominators } from './dominators.ts'
import type { Prepared } from './prepare.ts'
import { lostAfter } from './reach.ts'
import type { Break, Lost, ServicePlan } from './service.ts'

/**
 * Single points in networks with directed links, for failures that kill one link, or one node with its links, and
 * nothing else, and for services whose endpoints are nodes. Such a service is a conjunction of "some of these reach
 * some of those", and what takes one of these down is what dominates all its targets.
 */
export function breaksByDominators(
  prepared: Prepared,
  plans: readonly ServicePlan[],
  lone: (element: number) => boolean,
): Map<ServicePlan, Break[]> {
  const found = new Map<ServicePlan, Map<number, Break>>(plans.map((plan) => [plan, new Map()]))
  const { graph, failures } = prepared
  for (const demands of demandsBySources(plans)) {
    const tree = dominatorsOf(graph, failures.dead, demands[0]!.sources, false)
    for (const demand of demands) addDominators(tree, demand, lone, found.get(demand.plan)!)
  }
  for (const plan of plans) {
    if (plan.assumed) addCuts(prepared, plan, lone, found.get(plan)!)
  }
  return new Map([...found].map(([plan, breaks]) => [plan, [...breaks.values()]]))
}

type Asked = Demand & { plan: ServicePlan }

/** Demands grouped by their sources, so that one tree answers for all. */
function demandsBySources(plans: readonly ServicePlan[]): Asked[][] {
  const bySources = new Map<string, Asked[]>()
  for (const plan of plans) {
    if (plan.assumed) continue
    for (const demand of demandsOf(plan, true)) {
      const key = demand.sources.join()
      const asked = { ...demand, plan }
      const list = bySources.get(key)
      if (list === undefined) bySources.set(key, [asked])
      else list.push(asked)
    }
  }
  return [...bySources.values()]
}

function addDominators(
  tree: Dominators,
  demand: Demand,
  lone: (element: number) => boolean,
  breaks: Map<number, Break>,
): void {
  const { nodeCount } = tree.graph
  let at = -1
  for (const target of demand.targets) {
    const number = tree.numberOf[target]!
    if (number === 0) continue
    at = at < 0 ? number : commonDominator(tree, at, number)
  }
  for (; at > 0; at = tree.idom[at]!) {
    const node = tree.nodeOf[at]!
    const single = demand.sources.length === 1
    const reachableCount = single ? tree.count - 1 - tree.size[at]! : undefined
    add(breaks, lone, { element: node, lost: lostTo(tree, demand, node), reachableCount })
    const link = isSource(demand, node) ? -1 : entryLink(tree, at)
    if (link >= 0)
      add(breaks, lone, { element: nodeCount + link, lost: lostTo(tree, demand, -1), reachableCount })
  }
}

function isSource(demand: Demand, node: number): boolean {
  return demand.sources.includes(node)
}

/** Of the sources and targets that live on, the first of each. */
function lostTo(tree: Dominators, demand: Demand, failed: number): Lost {
  const living = (node: number): boolean => node !== failed && tree.dead[node] === 0
  const from = demand.sources.find(living)
  const to = demand.targets.find(living)
  if (from === undefined || to === undefined) return { from: failed }
  return { from, to }
}

function add(breaks: Map<number, Break>, lone: (element: number) => boolean, found: Break): void {
  if (breaks.has(found.element) || !lone(found.element)) return
  const dead = found.lost.to === undefined
  breaks.set(found.element, dead ? { ...found, reachableCount: 0 } : found)
}

function addBySearch(
  prepared: Prepared,
  plan: ServicePlan,
  element: number,
  lone: (element: number) => boolean,
  breaks: Map<number, Break>,
): void {
  const { dependencies, failures, reach } = prepared
  if (failures.dead[element] === 1 || !lone(element)) return
  const before = fail(dependencies, failures, element)
  const lost = lostAfter(reach, plan, failures)
  undo(dependencies, failures, before)
  if (lost !== undefined && !breaks.has(element)) breaks.set(element, { element, lost })
}

/**
 * Strong articulation points and strong bridges (Italiano, Laura and Santaroni 2012): what dominates anything, forward
 * or backward, from any one node; that node itself is tried.
 */
function addCuts(
  prepared: Prepared,
  plan: ServicePlan,
  lone: (element: number) => boolean,
  breaks: Map<number, Break>,
): void {
  const { graph, failures } = prepared
  let root = 0
  while (root < graph.nodeCount && failures.dead[root] === 1) root += 1
  for (const backward of [false, true]) {
    const tree = dominatorsOf(graph, failures.dead, [root], backward)
    for (let at = 2; at < tree.count; at += 1) {
      // Number 1 is the root node, which dominates everything.
      const above = tree.idom[at]!
      const cutOff = tree.nodeOf[at]!
      const lost = backward ? { from: cutOff, to: root } : { from: root, to: cutOff }
      const left = (size: number): number | undefined => (backward ? undefined : tree.count - 1 - size)
      if (above > 1)
        add(breaks, lone, { element: tree.nodeOf[above]!, lost, reachableCount: left(tree.size[above]!) })
      const link = entryLink(tree, at)
      if (link >= 0)
        add(breaks, lone, { element: graph.nodeCount + link, lost, reachableCount: left(tree.size[at]!) })
    }
  }
  addBySearch(prepared, plan, root, lone, breaks)
}
