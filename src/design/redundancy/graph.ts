import { elementOf, type Elements } from './elements.ts'

/** Lists of numbers by number, without an object a list: list i is `item[offset[i]] … item[offset[i + 1] - 1]`. */
export type Lists = { offset: Int32Array; item: Int32Array }

/**
 * The forwarding graph in compressed rows. Each link stands at both its ends, a self loop once; `via` is the number
 * of the link (0 to linkCount - 1), `neighbour` the node at its other end. A directed link is passable from `tail`
 * to `head` only.
 */
export type Graph = {
  nodeCount: number
  linkCount: number
  tail: Int32Array
  head: Int32Array
  directed: Uint8Array
  anyDirected: boolean
  offset: Int32Array
  neighbour: Int32Array
  via: Int32Array
}

/** Builds the graph in time linear in nodes and links. Throws a RangeError where a link ends at no node. */
export function graphOf(elements: Elements): Graph {
  const { network, nodeCount, linkCount } = elements
  const tail = new Int32Array(linkCount)
  const head = new Int32Array(linkCount)
  const directed = new Uint8Array(linkCount)
  let anyDirected = false
  for (let link = 0; link < linkCount; link += 1) {
    const declared = network.links[link]!
    tail[link] = endOf(elements, declared.id, declared.from)
    head[link] = endOf(elements, declared.id, declared.to)
    if (!declared.directed) continue
    directed[link] = 1
    anyDirected = true
  }
  return { ...graphOfEnds(nodeCount, tail, head), directed, anyDirected }
}

function endOf(elements: Elements, link: string, id: string): number {
  const node = elements.byId.get(id) ?? elementOf(elements, id)
  if (node < 0 || node >= elements.nodeCount)
    throw new RangeError(`link ${link} ends at ${id}, which is no node`)
  return node
}

/** The undirected graph of links given by their ends; links whose `skip` is 1 are left out of the rows. */
export function graphOfEnds(
  nodeCount: number,
  tail: Int32Array,
  head: Int32Array,
  skip?: Uint8Array,
): Omit<Graph, 'directed' | 'anyDirected'> {
  const linkCount = tail.length
  const offset = new Int32Array(nodeCount + 1)
  for (let link = 0; link < linkCount; link += 1) {
    if (skip !== undefined && skip[link] === 1) continue
    offset[tail[link]! + 1]! += 1
    if (tail[link] !== head[link]) offset[head[link]! + 1]! += 1
  }
  for (let node = 0; node < nodeCount; node += 1) offset[node + 1]! += offset[node]!
  const next = offset.slice(0, nodeCount)
  const neighbour = new Int32Array(offset[nodeCount]!)
  const via = new Int32Array(offset[nodeCount]!)
  for (let link = 0; link < linkCount; link += 1) {
    if (skip !== undefined && skip[link] === 1) continue
    const from = tail[link]!
    const to = head[link]!
    const at = next[from]!
    next[from] = at + 1
    neighbour[at] = to
    via[at] = link
    if (from === to) continue
    const back = next[to]!
    next[to] = back + 1
    neighbour[back] = from
    via[back] = link
  }
  return { nodeCount, linkCount, tail, head, offset, neighbour, via }
}

/** Collects pairs (list, item) into lists, keeping the order of the pairs within a list. */
export function listsOf(listCount: number, lists: readonly number[], items: readonly number[]): Lists {
  const offset = new Int32Array(listCount + 1)
  for (const list of lists) offset[list + 1]! += 1
  for (let list = 0; list < listCount; list += 1) offset[list + 1]! += offset[list]!
  const next = offset.slice(0, listCount)
  const item = new Int32Array(items.length)
  for (let at = 0; at < items.length; at += 1) {
    const list = lists[at]!
    item[next[list]!] = items[at]!
    next[list]! += 1
  }
  return { offset, item }
}

/** How much longer arrays are made when they are full: edits come one by one. */
const ROOM = 1024

/** Adds an item at the end of a list, in place; behind the last list there may then be room that is not used. */
export function addItem(lists: Lists, list: number, added: number): void {
  const { offset } = lists
  lists.item = inserted(lists.item, offset.at(-1)!, offset[list + 1]!, added)
  shift(offset, list, 1)
}

/** Takes the first such item out of a list, in place; does nothing where there is none. */
export function removeItem({ offset, item }: Lists, list: number, removed: number): void {
  const at = placeOf({ offset, item }, list, removed)
  if (at < 0) return
  item.copyWithin(at, at + 1, offset.at(-1))
  shift(offset, list, -1)
}

function placeOf({ offset, item }: Lists, list: number, sought: number): number {
  return item.subarray(0, offset[list + 1]).indexOf(sought, offset[list])
}

function inserted(item: Int32Array, used: number, at: number, added: number): Int32Array {
  let items = item
  if (used === item.length) {
    items = new Int32Array(used + ROOM)
    items.set(item)
  }
  items.copyWithin(at + 1, at, used)
  items[at] = added
  return items
}

function shift(offset: Int32Array, list: number, by: number): void {
  for (let at = list + 1; at < offset.length; at += 1) offset[at]! += by
}

/** Gives a link other ends, in place: its old rows go, the new ones stand at the ends of theirs. */
export function relink(graph: Graph, link: number, from: number, to: number): void {
  const { tail, head, offset } = graph
  for (const end of new Set([tail[link]!, head[link]!])) {
    const row = placeOf({ offset, item: graph.via }, end, link)
    graph.via.copyWithin(row, row + 1, offset.at(-1))
    graph.neighbour.copyWithin(row, row + 1, offset.at(-1))
    shift(offset, end, -1)
  }
  tail[link] = from
  head[link] = to
  for (const end of new Set([from, to])) {
    const row = offset[end + 1]!
    graph.via = inserted(graph.via, offset.at(-1)!, row, link)
    graph.neighbour = inserted(graph.neighbour, offset.at(-1)!, row, end === from ? to : from)
    shift(offset, end, 1)
  }
}
