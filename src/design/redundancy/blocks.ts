import type { Dependencies } from './closure.ts'
import type { Graph, Lists } from './graph.ts'
import type { LowLink } from './low-link.ts'
import { lostBy, type Break, type Lost, type ServicePlan, type View } from './service.ts'

/**
 * Single points read off the block-cut tree of a network without directed links: for failures that kill one link, or
 * one node with its links, and nothing else.
 */
export type BlockTree = {
  dependencies: Dependencies
  graph: Pick<Graph, 'nodeCount' | 'tail' | 'head'>
  low: LowLink
  /** The dead before the failures that are tried. */
  dead: Uint8Array
  /** By node: the blocks of which it is the top, in order of discovery. */
  blocksBelow: Lists
  /** By node: the number of blocks between it and its root. Made when a path is first asked for. */
  depth?: Int32Array
  componentSize: Int32Array
}

export function blockTreeOf(
  dependencies: Dependencies,
  graph: BlockTree['graph'],
  low: LowLink,
  dead: Uint8Array,
): BlockTree {
  const componentSize = new Int32Array(low.componentCount)
  for (let node = 0; node < graph.nodeCount; node += 1) componentSize[low.component[node]!]! += 1
  return { dependencies, graph, low, dead, blocksBelow: blocksBelowOf(graph.nodeCount, low), componentSize }
}

/** Blocks by their top, those of one top by rank of entry: the search in blockBelow relies on it. */
function blocksBelowOf(nodeCount: number, low: LowLink): Lists {
  const { top, entry, blockOf, byRank, blockCount } = low
  const offset = new Int32Array(nodeCount + 1)
  for (let block = 0; block < blockCount; block += 1) offset[top[block]! + 1]! += 1
  for (let node = 0; node < nodeCount; node += 1) offset[node + 1]! += offset[node]!
  const next = offset.slice(0, nodeCount)
  const item = new Int32Array(blockCount)
  for (let rank = 0; rank < nodeCount; rank += 1) {
    const node = byRank[rank]!
    const block = blockOf[node]!
    if (block < 0 || entry[block] !== node) continue
    item[next[top[block]!]!] = block
    next[top[block]!]! += 1
  }
  return { offset, item }
}

function depthOf(tree: BlockTree): Int32Array {
  if (tree.depth !== undefined) return tree.depth
  const { byRank, blockOf, top } = tree.low
  const depth = new Int32Array(byRank.length)
  // Tops are discovered before what hangs below them.
  for (const node of byRank) {
    const block = blockOf[node]!
    if (block >= 0) depth[node] = depth[top[block]!]! + 1
  }
  tree.depth = depth
  return depth
}

/** What a service has lost before the failures that are tried, or undefined while it is up. */
export function lostByBlocks(tree: BlockTree, plan: ServicePlan): Lost | undefined {
  const { low, dead, dependencies } = tree
  if (!plan.assumed) {
    const { component } = low
    return lostBy(dependencies, plan, {
      alive: (element) => dead[element] === 0,
      reaches: (source, target) => component[source] === component[target],
      classOf: (target) => component[target]!,
    })
  }
  // Every dead node is a component of its own.
  const living: number[] = []
  for (let rank = 0; rank < low.byRank.length && living.length < 2; rank += 1) {
    const node = low.byRank[rank]!
    if (low.parentLink[node] === -1 && dead[node] === 0) living.push(node)
  }
  if (living.length === 1) return undefined
  return { from: living[0] ?? 0, to: living[1] }
}

/** The nodes and links whose lone failure takes the service down, of those for which `lone` is true. */
export function breaksByBlocks(
  tree: BlockTree,
  plan: ServicePlan,
  lone: (element: number) => boolean,
): Break[] {
  if (plan.assumed) return breaksOfAll(tree, lone)
  const breaks: Break[] = []
  for (const element of separatorsOf(tree, plan)) {
    if (!lone(element)) continue
    const view = viewWithout(tree, element)
    const lost = lostBy(tree.dependencies, plan, view)
    if (lost !== undefined)
      breaks.push({ element, lost, reachableCount: countFrom(tree, element, lost.from) })
  }
  return breaks
}

/** Nodes and links that stand between some of what the service joins, and its endpoints; in input order. */
function separatorsOf(tree: BlockTree, plan: ServicePlan): number[] {
  const found = new Set<number>()
  const { component } = tree.low
  const join = (source: number, targets: Int32Array, enough: number): void => {
    let left = enough
    for (const target of targets) {
      if (left === 0) return
      if (tree.dead[target] === 1 || component[source] !== component[target]) continue
      left -= 1
      addPath(tree, found, source, target)
    }
  }
  for (const node of [...plan.sources, ...plan.targets]) if (tree.dead[node] === 0) found.add(node)
  const oneWay = plan.plain && plan.from.length > 0 && plan.to.length > 0
  if (oneWay && plan.anyFrom) joinFromAny(tree, plan, join)
  else if (oneWay && plan.anyTo) {
    for (const source of plan.sources) {
      join(source, plan.to, 1)
      join(source, plan.needs, plan.needs.length)
    }
  } else joinComponents(tree, plan, found)
  return [...found].sort((a, b) => a - b)
}

/** With any_from, each target is served by the first source that it can reach; with any_to too, one pair is enough. */
function joinFromAny(
  tree: BlockTree,
  plan: ServicePlan,
  join: (source: number, targets: Int32Array, enough: number) => void,
): void {
  const { component } = tree.low
  const serving = (target: number): number | undefined =>
    plan.sources.find((source) => tree.dead[source] === 0 && component[source] === component[target])
  let joined = false
  for (const target of [...plan.needs, ...plan.to]) {
    if (tree.dead[target] === 1) continue
    const isNeed = plan.needs.includes(target)
    if (plan.anyTo && joined && !isNeed) continue
    const source = serving(target)
    if (source === undefined) continue
    join(source, Int32Array.of(target), 1)
    if (plan.to.includes(target)) joined = true
  }
}

/** Everything that the service names, joined within each component to the first of it there. */
function joinComponents(tree: BlockTree, plan: ServicePlan, found: Set<number>): void {
  const first = new Map<number, number>()
  for (const node of [...plan.sources, ...plan.targets]) {
    if (tree.dead[node] === 1) continue
    const component = tree.low.component[node]!
    const start = first.get(component)
    if (start === undefined) first.set(component, node)
    else addPath(tree, found, start, node)
  }
}

/** Climbs from both ends to where the paths meet: the tops passed are cut nodes, blocks of one link are bridges. */
function addPath(tree: BlockTree, found: Set<number>, from: number, to: number): void {
  const { low, graph } = tree
  const depth = depthOf(tree)
  const climb = (node: number): number => {
    const block = low.blockOf[node]!
    const entry = low.entry[block]!
    const link = low.parentLink[entry]!
    if (low.bridge[link] === 1) found.add(graph.nodeCount + link)
    const top = low.top[block]!
    found.add(top)
    return top
  }
  let a = from
  let b = to
  while (a !== b) {
    if (depth[a]! > depth[b]!) a = climb(a)
    else if (depth[b]! > depth[a]!) b = climb(b)
    else if (low.blockOf[a] === low.blockOf[b]) return
    else {
      a = climb(a)
      b = climb(b)
    }
  }
}

/** The network without one node or link, as labels: two living nodes reach each other where their labels agree. */
function viewWithout(tree: BlockTree, element: number): View {
  const { dead } = tree
  const label = (node: number): number => sideOf(tree, element, node)
  return {
    alive: (other) => other !== element && dead[other] === 0,
    reaches: (source, target) => label(source) === label(target),
    classOf: label,
  }
}

const UPPER = -1

/** The part in which a node is once `element` is gone: a component elsewhere, the part above, or a block below. */
function sideOf(tree: BlockTree, element: number, node: number): number {
  const { low, graph } = tree
  const { nodeCount } = graph
  const isNode = element < nodeCount
  const near = isNode ? element : graph.tail[element - nodeCount]!
  if (low.component[near] !== low.component[node]) return low.blockCount + low.component[node]!
  if (isNode) return blockBelow(tree, element, node)
  const child = lowerEnd(tree, element - nodeCount)
  if (low.bridge[element - nodeCount] !== 1) return UPPER
  return isUnder(low, child, node) ? 0 : UPPER
}

function lowerEnd(tree: BlockTree, link: number): number {
  const tail = tree.graph.tail[link]!
  const head = tree.graph.head[link]!
  return tree.low.rank[tail]! > tree.low.rank[head]! ? tail : head
}

function isUnder(low: LowLink, top: number, node: number): boolean {
  const distance = low.rank[node]! - low.rank[top]!
  return distance >= 0 && distance < low.size[top]!
}

/** The block right below `top` in whose subtree `node` lies, or UPPER. */
function blockBelow(tree: BlockTree, top: number, node: number): number {
  const { low, blocksBelow } = tree
  if (!isUnder(low, top, node)) return UPPER
  const rank = low.rank[node]!
  let from = blocksBelow.offset[top]!
  let until = blocksBelow.offset[top + 1]!
  while (from < until) {
    const middle = (from + until) >> 1
    const entry = low.entry[blocksBelow.item[middle]!]!
    if (low.rank[entry]! + low.size[entry]! <= rank) from = middle + 1
    else until = middle
  }
  if (from === blocksBelow.offset[top + 1]!) return UPPER
  const block = blocksBelow.item[from]!
  return isUnder(low, low.entry[block]!, node) ? block : UPPER
}

/** How many nodes `from` still reaches once `element` is gone, itself included; 0 where it is dead. */
function countFrom(tree: BlockTree, element: number, from: number): number {
  const { low, graph, componentSize, blocksBelow } = tree
  const { nodeCount } = graph
  if (from === element || from >= nodeCount || tree.dead[from] === 1) return 0
  const whole = componentSize[low.component[from]!]!
  const side = sideOf(tree, element, from)
  if (side >= low.blockCount) return whole
  if (element >= nodeCount) {
    if (low.bridge[element - nodeCount] !== 1) return whole
    const below = low.size[lowerEnd(tree, element - nodeCount)]!
    return side === UPPER ? whole - below : below
  }
  if (side !== UPPER) return low.size[low.entry[side]!]!
  let upper = whole - 1
  for (let at = blocksBelow.offset[element]!; at < blocksBelow.offset[element + 1]!; at += 1)
    upper -= low.size[low.entry[blocksBelow.item[at]!]!]!
  return upper
}

/** The assumed service on a connected network: its articulation points and bridges, or its only node. */
function breaksOfAll(tree: BlockTree, lone: (element: number) => boolean): Break[] {
  const { low, graph, dead } = tree
  const { nodeCount } = graph
  const breaks: Break[] = []
  let living = 0
  for (let node = 0; node < nodeCount; node += 1) if (dead[node] === 0) living += 1
  for (let node = 0; node < nodeCount; node += 1) {
    if (dead[node] === 1 || !lone(node)) continue
    if (living === 1) breaks.push({ element: node, lost: { from: node }, reachableCount: 0 })
    else if (low.articulation[node] === 1) breaks.push(smallestPart(tree, node))
  }
  for (let link = 0; link < low.bridge.length; link += 1) {
    if (low.bridge[link] !== 1 || !lone(nodeCount + link)) continue
    const child = lowerEnd(tree, link)
    const other = graph.tail[link] === child ? graph.head[link]! : graph.tail[link]!
    const below = low.size[child]!
    const above = living - below
    breaks.push(
      below <= above
        ? { element: nodeCount + link, lost: { from: child, to: other }, reachableCount: below }
        : { element: nodeCount + link, lost: { from: other, to: child }, reachableCount: above },
    )
  }
  return breaks
}

/** The smallest part that an articulation point cuts off, against another part. */
function smallestPart(tree: BlockTree, node: number): Break {
  const { low, blocksBelow, graph } = tree
  const parts: { at: number; count: number }[] = []
  for (let at = blocksBelow.offset[node]!; at < blocksBelow.offset[node + 1]!; at += 1) {
    const entry = low.entry[blocksBelow.item[at]!]!
    parts.push({ at: entry, count: low.size[entry]! })
  }
  const link = low.parentLink[node]!
  if (link >= 0) {
    const above = graph.tail[link] === node ? graph.head[link]! : graph.tail[link]!
    parts.push({ at: above, count: countFrom(tree, node, above) })
  }
  parts.sort((a, b) => a.count - b.count)
  const [smallest, other] = parts
  if (smallest === undefined || other === undefined)
    throw new Error('an articulation point has two sides at least')
  return { element: node, lost: { from: smallest.at, to: other.at }, reachableCount: smallest.count }
}
