import type { Graph } from './graph.ts'

/**
 * Dominators of a flow graph: node v dominates node t where every way from the roots to t passes v. Nodes are numbered
 * by depth-first preorder from 1; 0 stands for a root above all roots. Backward, links are walked against their
 * direction, and the tree tells what stands on every way from t to the roots.
 */
export type Dominators = {
  graph: Graph
  dead: Uint8Array
  backward: boolean
  /** Numbers given out, the virtual root included: the roots reach `count - 1` nodes. */
  count: number
  /** By node: its number, 0 where the roots do not reach it. */
  numberOf: Int32Array
  /** By number: the node, and the number of its immediate dominator. */
  nodeOf: Int32Array
  idom: Int32Array
  /** By number: how many nodes it dominates, itself included, and its place in a preorder of the dominator tree. */
  size: Int32Array
  place: Int32Array
}

/** Semi-NCA (Georgiadis, Tarjan and Werneck 2006) on the living part of the graph; near linear in practice. */
export function dominatorsOf(
  graph: Graph,
  dead: Uint8Array,
  roots: Iterable<number>,
  backward: boolean,
): Dominators {
  const { nodeCount } = graph
  const search: Search = {
    graph,
    dead,
    gate: backward ? graph.head : graph.tail,
    count: 1,
    numberOf: new Int32Array(nodeCount),
    nodeOf: new Int32Array(nodeCount + 1),
    parent: new Int32Array(nodeCount + 1),
  }
  const isRoot = new Uint8Array(nodeCount)
  for (const root of roots) {
    if (dead[root] === 1) continue
    isRoot[root] = 1
    if (search.numberOf[root] === 0) number(search, root)
  }
  const idom = immediate(search, isRoot)
  const { count, numberOf, nodeOf } = search
  const size = new Int32Array(count).fill(1)
  for (let at = count - 1; at > 0; at -= 1) size[idom[at]!]! += size[at]!
  const place = new Int32Array(count)
  const next = new Int32Array(count)
  next[0] = 1
  for (let at = 1; at < count; at += 1) {
    const above = idom[at]!
    place[at] = next[above]!
    next[above]! += size[at]!
    next[at] = place[at]! + 1
  }
  return { graph, dead, backward, count, numberOf, nodeOf, idom, size, place }
}

type Search = {
  graph: Graph
  dead: Uint8Array
  /** The end from which a directed link is left. */
  gate: Int32Array
  count: number
  numberOf: Int32Array
  nodeOf: Int32Array
  /** By number: the number from which it was discovered. */
  parent: Int32Array
}

/** Numbers all that a root reaches, depth first. */
function number(search: Search, root: number): void {
  const { graph, dead, gate, numberOf, nodeOf, parent } = search
  const { nodeCount, offset, neighbour, via, directed } = graph
  const cursor: number[] = []
  const open: number[] = []
  const discover = (node: number, from: number): void => {
    numberOf[node] = search.count
    nodeOf[search.count] = node
    parent[search.count] = from
    search.count += 1
    open.push(node)
    cursor.push(offset[node]!)
  }
  discover(root, 0)
  while (open.length > 0) {
    const top = open.length - 1
    const node = open[top]!
    const row = cursor[top]!
    if (row === offset[node + 1]!) {
      open.pop()
      cursor.pop()
      continue
    }
    cursor[top] = row + 1
    const other = neighbour[row]!
    const link = via[row]!
    if (numberOf[other] !== 0 || dead[other] === 1 || dead[nodeCount + link] === 1) continue
    if (directed[link] === 1 && gate[link] !== node) continue
    discover(other, numberOf[node]!)
  }
}

function immediate(search: Search, isRoot: Uint8Array): Int32Array {
  const { graph, dead, gate, count, numberOf, nodeOf, parent } = search
  const { nodeCount, offset, neighbour, via, directed } = graph
  const semi = Int32Array.from({ length: count }, (_, at) => at)
  const label = semi.slice()
  const ancestor = parent.slice(0, count)
  const way: number[] = []
  for (let at = count - 1; at > 0; at -= 1) {
    const node = nodeOf[at]!
    let least = isRoot[node] === 1 ? 0 : parent[at]!
    const end = offset[node + 1]!
    for (let row = offset[node]!; row < end; row += 1) {
      const other = numberOf[neighbour[row]!]!
      const link = via[row]!
      if (other === 0 || dead[nodeCount + link] === 1) continue
      // Entering, so a directed link must come from the other end.
      if (directed[link] === 1 && gate[link] === node) continue
      const found = semi[evaluate(other, at, semi, label, ancestor, way)]!
      if (found < least) least = found
    }
    semi[at] = least
  }
  const idom = parent.slice(0, count)
  for (let at = 1; at < count; at += 1) {
    let above = idom[at]!
    while (above > semi[at]!) above = idom[above]!
    idom[at] = above
  }
  return idom
}

/** The number of least semidominator on the way up from `start` among those already worked off (above `linked`). */
function evaluate(
  start: number,
  linked: number,
  semi: Int32Array,
  label: Int32Array,
  ancestor: Int32Array,
  way: number[],
): number {
  if (start <= linked) return start
  way.length = 0
  let at = start
  while (ancestor[at]! > linked) {
    way.push(at)
    at = ancestor[at]!
  }
  // From the top down, so that each takes over what lies above it.
  for (let below = way.pop(); below !== undefined; below = way.pop()) {
    const above = ancestor[below]!
    if (semi[label[above]!]! < semi[label[below]!]!) label[below] = label[above]!
    ancestor[below] = ancestor[above]!
  }
  return label[start]!
}

/** Whether every way to number `below` passes number `above`. */
export function dominates(tree: Dominators, above: number, below: number): boolean {
  const distance = tree.place[below]! - tree.place[above]!
  return distance >= 0 && distance < tree.size[above]!
}

/** The last number that dominates both. */
export function commonDominator(tree: Dominators, one: number, other: number): number {
  let a = one
  let b = other
  while (a !== b) {
    if (a > b) a = tree.idom[a]!
    else b = tree.idom[b]!
  }
  return a
}

/**
 * The one link by which every way enters a number, or -1: all other living links into it come from what it dominates
 * itself. A self loop never is, two parallel links never are.
 */
export function entryLink(tree: Dominators, at: number): number {
  const { graph, dead, backward, numberOf, nodeOf } = tree
  const { nodeCount, offset, neighbour, via, directed, tail, head } = graph
  const gate = backward ? head : tail
  const node = nodeOf[at]!
  let only = -1
  for (let row = offset[node]!; row < offset[node + 1]!; row += 1) {
    const other = numberOf[neighbour[row]!]!
    const link = via[row]!
    if (other === 0 || dead[nodeCount + link] === 1) continue
    if (directed[link] === 1 && gate[link] === node) continue
    if (dominates(tree, at, other)) continue
    if (only >= 0) return -1
    only = link
  }
  return only
}
