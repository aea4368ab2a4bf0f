import type { Dependencies, Failures } from './closure.ts'
import { beginSearch, type Reach } from './reach.ts'
import type { ServicePlan } from './service.ts'

/**
 * A certificate that a service is up: elements such that while all of them live, it stays up. Only a failure that
 * kills one of them can take it down, so only what may kill one of them has to be tried.
 */

/** Elements of a certificate after the failures at hand, for a service that is up. Not minimal, but always enough. */
export function certificateOf(reach: Reach, plan: ServicePlan, failures: Failures): number[] {
  const found = new Set<number>()
  const paths: Paths = { reach, dead: failures.dead, found, parent: parentsOf(reach) }
  if (plan.assumed) spanWith(paths)
  else if (!plan.plain) every(paths, plan)
  else if (plan.from.length === 0 || plan.to.length === 0) every(paths, plan)
  else if (!reach.graph.anyDirected && !plan.anyFrom && !plan.anyTo) joinAll(paths, plan)
  else joinModes(paths, plan)
  return [...found]
}

type Paths = { reach: Reach; dead: Uint8Array; found: Set<number>; parent: Int32Array }

const parentStore = new WeakMap<Reach, Int32Array>()

/** The link by which a search came to each node; kept beside the search space, made on first need. */
function parentsOf(reach: Reach): Int32Array {
  let parent = parentStore.get(reach)
  if (parent === undefined) {
    parent = new Int32Array(reach.graph.nodeCount)
    parentStore.set(reach, parent)
  }
  return parent
}

/** Every entry, and a path for each pair of nodes that reach each other now. */
function every(paths: Paths, plan: ServicePlan): void {
  for (const entry of [...plan.from, ...plan.to, ...plan.needs]) addEntry(paths, entry)
  for (const node of [...plan.sources, ...plan.targets]) if (paths.dead[node] === 0) paths.found.add(node)
  for (const source of plan.sources) connect(paths, [source], plan.targets, plan.targets.length)
}

function addEntry(paths: Paths, entry: number): void {
  const { members, elements } = paths.reach.dependencies
  const open = [entry]
  for (let element = open.pop(); element !== undefined; element = open.pop()) {
    if (paths.dead[element] === 1 || paths.found.has(element)) continue
    paths.found.add(element)
    if (element < elements.firstGroup) continue
    const group = element - elements.firstGroup
    for (let at = members.offset[group]!; at < members.offset[group + 1]!; at += 1)
      open.push(members.item[at]!)
  }
}

/** Without directed links, one tree joins everything that an all-of service needs. */
function joinAll(paths: Paths, plan: ServicePlan): void {
  const all = [...plan.sources, ...plan.targets]
  for (const node of all) paths.found.add(node)
  connect(paths, [plan.sources[0]!], Int32Array.from(all), all.length)
}

function joinModes(paths: Paths, plan: ServicePlan): void {
  const { anyFrom, anyTo, from, to, needs } = plan
  const starts = anyFrom ? [[...from]] : [...from].map((source) => [source])
  for (const sources of starts) {
    connect(paths, sources, to, anyTo ? 1 : to.length)
    if (needs.length > 0) connect(paths, sources, needs, needs.length)
  }
}

/** Breadth-first from some nodes until `enough` of the targets are found; the paths to these join the certificate. */
function connect(paths: Paths, sources: readonly number[], targets: Int32Array, enough: number): void {
  const { reach, dead, parent } = paths
  const { graph, mark, queue } = reach
  const wanted = new Set(targets)
  beginSearch(reach)
  const { epoch } = reach
  let end = 0
  const left = { count: Math.min(enough, wanted.size) }
  const visit = (node: number, link: number): void => {
    mark[node] = epoch
    parent[node] = link
    queue[end] = node
    end += 1
    if (left.count === 0 || !wanted.has(node)) return
    left.count -= 1
    addPath(paths, node)
  }
  for (const source of sources) if (dead[source] === 0 && mark[source] !== epoch) visit(source, -1)
  for (let at = 0; at < end && left.count > 0; at += 1) {
    const node = queue[at]!
    for (let row = graph.offset[node]!; row < graph.offset[node + 1]!; row += 1) {
      const other = graph.neighbour[row]!
      const link = graph.via[row]!
      if (mark[other] === epoch || dead[graph.nodeCount + link] === 1 || dead[other] === 1) continue
      if (graph.directed[link] === 1 && graph.tail[link] !== node) continue
      visit(other, link)
    }
  }
}

function addPath(paths: Paths, target: number): void {
  const { found, parent, reach } = paths
  const { tail, head, nodeCount } = reach.graph
  let node = target
  found.add(node)
  for (let link = parent[node]!; link >= 0; link = parent[node]!) {
    found.add(nodeCount + link)
    node = tail[link] === node ? head[link]! : tail[link]!
    found.add(node)
  }
}

/** All living nodes with a tree to each of them from the first and, with directed links, one from each to it. */
function spanWith(paths: Paths): void {
  const { reach, dead, found, parent } = paths
  const { graph, queue, mark } = reach
  let root = 0
  while (root < graph.nodeCount && dead[root] === 1) root += 1
  for (const gate of graph.anyDirected ? [graph.tail, graph.head] : [graph.tail]) {
    beginSearch(reach)
    let end = 1
    queue[0] = root
    mark[root] = reach.epoch
    for (let at = 0; at < end; at += 1) {
      const node = queue[at]!
      found.add(node)
      for (let row = graph.offset[node]!; row < graph.offset[node + 1]!; row += 1) {
        const other = graph.neighbour[row]!
        const link = graph.via[row]!
        if (mark[other] === reach.epoch || dead[graph.nodeCount + link] === 1 || dead[other] === 1) continue
        if (graph.directed[link] === 1 && gate[link] !== node) continue
        mark[other] = reach.epoch
        parent[other] = link
        found.add(graph.nodeCount + link)
        queue[end] = other
        end += 1
      }
    }
  }
}

/**
 * All nodes, links and risks whose failure may kill something of a certificate, in input order: what it rides on,
 * however indirectly, the ends of its links, and all members of groups on which it depends. Elements from `end` on are
 * left out: groups, unless told otherwise.
 */
export function candidatesFor(
  dependencies: Dependencies,
  certificate: readonly number[],
  end = dependencies.elements.firstGroup,
): number[] {
  const { elements, graph, supports, groupsOf, members } = dependencies
  const { nodeCount, firstRisk, firstGroup } = elements
  const reached = new Set<number>(certificate)
  // A set is walked in the order of insertion, with what is added on the way.
  for (const element of reached) {
    for (let at = supports.offset[element]!; at < supports.offset[element + 1]!; at += 1)
      reached.add(supports.item[at]!)
    for (let at = groupsOf.offset[element]!; at < groupsOf.offset[element + 1]!; at += 1)
      reached.add(firstGroup + groupsOf.item[at]!)
    if (element >= nodeCount && element < firstRisk) {
      reached.add(graph.tail[element - nodeCount]!)
      reached.add(graph.head[element - nodeCount]!)
    } else if (element >= firstGroup) {
      const group = element - firstGroup
      for (let at = members.offset[group]!; at < members.offset[group + 1]!; at += 1)
        reached.add(members.item[at]!)
    }
  }
  return [...reached].filter((element) => element < end).sort((a, b) => a - b)
}
