import type { Dependencies, Failures } from './closure.ts'
import type { Graph } from './graph.ts'
import { lostBy, type Lost, type ServicePlan, type View } from './service.ts'

/** Scratch space of searches in one graph, used again for each; a search costs what it visits. */
export type Reach = {
  dependencies: Dependencies
  graph: Graph
  /** `mark[node] === epoch` where the search at hand has been. */
  mark: Int32Array
  epoch: number
  queue: Int32Array
  /** Component labels of the view at hand; valid where `mark` is of this epoch. */
  label: Int32Array
}

export type Direction = 'forward' | 'backward' | 'either'

export function reachOf(dependencies: Dependencies): Reach {
  const { graph } = dependencies
  const { nodeCount } = graph
  return {
    dependencies,
    graph,
    mark: new Int32Array(nodeCount),
    epoch: 0,
    queue: new Int32Array(nodeCount),
    label: new Int32Array(nodeCount),
  }
}

function nextEpoch(reach: Reach): void {
  reach.epoch += 1
  if (reach.epoch < 0x7fffffff) return
  reach.mark.fill(0)
  reach.epoch = 1
}

/**
 * Breadth-first from one node over living links, within the present epoch. Visited nodes are queued from place
 * `start`; returns the place behind the last. Stops early once `limit` nodes are queued.
 */
export function spread(
  reach: Reach,
  dead: Uint8Array,
  from: number,
  direction: Direction,
  start = 0,
  limit = Number.POSITIVE_INFINITY,
): number {
  const { graph, mark, epoch, queue } = reach
  const { nodeCount, offset, neighbour, via, directed, tail, head, anyDirected } = graph
  const gate = direction === 'backward' ? head : tail
  const gated = anyDirected && direction !== 'either'
  let end = start
  mark[from] = epoch
  queue[end] = from
  end += 1
  for (let at = start; at < end && end < limit; at += 1) {
    const node = queue[at]!
    const rowEnd = offset[node + 1]!
    for (let row = offset[node]!; row < rowEnd; row += 1) {
      const other = neighbour[row]!
      if (mark[other] === epoch) continue
      const link = via[row]!
      if (dead[nodeCount + link] === 1 || dead[other] === 1) continue
      if (gated && directed[link] === 1 && gate[link] !== node) continue
      mark[other] = epoch
      queue[end] = other
      end += 1
    }
  }
  return end
}

/** Starts a new search: nothing is marked. */
export function beginSearch(reach: Reach): void {
  nextEpoch(reach)
}

/** The nodes that `from` reaches while `dead` holds, itself included: how many, and the first `sampleMax` found. */
export function reachableFrom(
  reach: Reach,
  dead: Uint8Array,
  from: number,
  sampleMax: number,
): { count: number; sample: number[] } {
  if (dead[from] === 1 || from >= reach.graph.nodeCount) return { count: 0, sample: [] }
  nextEpoch(reach)
  const count = spread(reach, dead, from, reach.graph.anyDirected ? 'forward' : 'either')
  return { count, sample: Array.from(reach.queue.subarray(0, Math.min(count, sampleMax))) }
}

/** The first nodes found from `from`, at most `sampleMax`, without visiting more than needed. */
export function sampleFrom(reach: Reach, dead: Uint8Array, from: number, sampleMax: number): number[] {
  if (dead[from] === 1 || from >= reach.graph.nodeCount) return []
  nextEpoch(reach)
  const end = spread(reach, dead, from, reach.graph.anyDirected ? 'forward' : 'either', 0, sampleMax)
  return Array.from(reach.queue.subarray(0, Math.min(end, sampleMax)))
}

/** The view of a service after the failures at hand, by searches over the graph as it stands. */
export function viewAfter(reach: Reach, plan: ServicePlan, failures: Failures): View {
  return reach.graph.anyDirected ? directedView(reach, plan, failures) : labelView(reach, plan, failures)
}

function labelView(reach: Reach, plan: ServicePlan, failures: Failures): View {
  const { dead } = failures
  const { mark, label, queue } = reach
  nextEpoch(reach)
  const { epoch } = reach
  let filled = 0
  for (const nodes of [plan.sources, plan.targets]) {
    for (const node of nodes) {
      if (dead[node] === 1 || mark[node] === epoch) continue
      const end = spread(reach, dead, node, 'either', filled)
      for (let at = filled; at < end; at += 1) label[queue[at]!] = node
      filled = end
    }
  }
  return {
    alive: (element) => dead[element] === 0,
    reaches: (source, target) => label[source] === label[target],
    classOf: (target) => label[target]!,
  }
}

function directedView(reach: Reach, plan: ServicePlan, failures: Failures): View {
  const { dead } = failures
  const backward = plan.targets.length < plan.sources.length
  const starts = backward ? plan.targets : plan.sources
  const ends = backward ? plan.sources : plan.targets
  const reached = new Set<number>()
  const { nodeCount } = reach.graph
  for (const start of starts) {
    if (dead[start] === 1) continue
    nextEpoch(reach)
    spread(reach, dead, start, backward ? 'backward' : 'forward')
    for (const end of ends) if (reach.mark[end] === reach.epoch) reached.add(start * nodeCount + end)
  }
  return {
    alive: (element) => dead[element] === 0,
    reaches: (source, target) =>
      reached.has(backward ? target * nodeCount + source : source * nodeCount + target),
    classOf: (target) => target,
  }
}

/**
 * Component of every living node after the failures at hand, and the sizes of the components; -1 for the dead. Only
 * for graphs without directed links.
 */
export function componentsAfter(reach: Reach, dead: Uint8Array): { component: Int32Array; sizes: number[] } {
  const { nodeCount } = reach.graph
  const component = new Int32Array(nodeCount).fill(-1)
  const sizes: number[] = []
  nextEpoch(reach)
  for (let node = 0, filled = 0; node < nodeCount; node += 1) {
    if (dead[node] === 1 || component[node]! >= 0) continue
    const end = spread(reach, dead, node, 'either', filled)
    for (let at = filled; at < end; at += 1) component[reach.queue[at]!] = sizes.length
    sizes.push(end - filled)
    filled = end
  }
  return { component, sizes }
}

/** What a service has lost after the failures at hand; undefined while it is up. */
export function lostAfter(reach: Reach, plan: ServicePlan, failures: Failures): Lost | undefined {
  if (plan.assumed) return lostTogether(reach, failures)
  return lostBy(reach.dependencies, plan, viewAfter(reach, plan, failures))
}

/** The assumed service: all living nodes reach each other, and there is at least one. */
function lostTogether(reach: Reach, failures: Failures): Lost | undefined {
  const { dead } = failures
  const { nodeCount, anyDirected } = reach.graph
  let first = 0
  while (first < nodeCount && dead[first] === 1) first += 1
  if (first === nodeCount) return { from: 0 }
  const unreached = (direction: Direction): number => {
    nextEpoch(reach)
    spread(reach, dead, first, direction)
    for (let node = first; node < nodeCount; node += 1)
      if (dead[node] === 0 && reach.mark[node] !== reach.epoch) return node
    return -1
  }
  const missed = unreached(anyDirected ? 'forward' : 'either')
  if (missed >= 0) return { from: first, to: missed }
  if (!anyDirected) return undefined
  const cutOff = unreached('backward')
  return cutOff < 0 ? undefined : { from: cutOff, to: first }
}
