import type { Dependencies } from './closure.ts'
import { lostBy, type ServicePlan, type View } from './service.ts'

/**
 * A network shrunk to what a range of failure scenarios can still change: what none of them touches is merged into
 * single vertices. `terminal` lists the endpoints (by index) of the services that are still open, `label` their
 * vertices; other vertices are kept only while a remaining edge ends at them.
 */
export type Frame = {
  vertexCount: number
  /** By vertex: how many nodes are merged in it, and one of them. */
  weight: Int32Array
  member: Int32Array
  /** Remaining edges, each killed by some scenario of the range: its two vertices and its link. */
  edgeFrom: Int32Array
  edgeTo: Int32Array
  edgeLink: Int32Array
  terminal: Int32Array
  label: Int32Array
  /** Open services, by index in the list of subjects. */
  open: Int32Array
}

/** A service as the contraction sees it. */
export type Subject = {
  plan: ServicePlan
  /** Its endpoints, by index among the terminals. */
  terminals: Int32Array
  /** All its endpoints have to be joined, and nothing else is asked. */
  joined: boolean
}

/** What all contractions of one network share: the question, and scratch space that is sized once. */
export type Contraction = {
  dependencies: Dependencies
  subjects: readonly Subject[]
  /** The dead before the scenarios. */
  dead: Uint8Array
  /** The question is the assumed service, for which every vertex counts. */
  keepAll: boolean
  parent: Int32Array
  /** By vertex: its number in the frame that is made, or -1. */
  renumber: Int32Array
  /** `killed[element] === stamp` where a scenario of the range at hand kills it. */
  killed: Int32Array
  stamp: number
  /** By terminal: the vertex in which it lies at the moment, and the node that it is. */
  vertexOf: Int32Array
  nodeOf: Int32Array
  /** By node: its index among the terminals. */
  terminalOf: Int32Array
  /** By terminal: the stamp under which it was collected. */
  wanted: Int32Array
}

/**
 * Merges whatever the killed elements leave alone, and closes the services that stay up even if all of these were
 * dead at once: they stay up in each scenario of the range. Where the range is a single scenario, what stays open is
 * down in it. Linear in the frame, but for the union-find.
 */
export function contract(contraction: Contraction, frame: Frame): Frame {
  const { parent, killed, stamp } = contraction
  const { nodeCount } = contraction.dependencies.elements
  const { vertexCount, edgeFrom, edgeTo, edgeLink } = frame
  for (let vertex = 0; vertex < vertexCount; vertex += 1) parent[vertex] = vertex
  const kept = new Int32Array(edgeFrom.length)
  let keptCount = 0
  for (let edge = 0; edge < edgeFrom.length; edge += 1) {
    if (killed[nodeCount + edgeLink[edge]!] === stamp) {
      kept[keptCount] = edge
      keptCount += 1
    } else merge(parent, edgeFrom[edge]!, edgeTo[edge]!)
  }
  const open = stillOpen(contraction, frame)
  return renumbered(contraction, frame, kept.subarray(0, keptCount), open)
}

function find(parent: Int32Array, vertex: number): number {
  let root = vertex
  while (parent[root] !== root) {
    // Halving the way keeps the trees flat.
    parent[root] = parent[parent[root]!]!
    root = parent[root]!
  }
  return root
}

function merge(parent: Int32Array, one: number, other: number): void {
  const a = find(parent, one)
  const b = find(parent, other)
  if (a < b) parent[b] = a
  else if (b < a) parent[a] = b
}

/** The services of the frame that are down if everything marked as killed is dead. */
function stillOpen(contraction: Contraction, frame: Frame): Int32Array {
  const { parent, vertexOf, subjects, keepAll } = contraction
  if (keepAll) return frame.open
  for (let at = 0; at < frame.terminal.length; at += 1)
    vertexOf[frame.terminal[at]!] = find(parent, frame.label[at]!)
  const view = viewOf(contraction)
  const open = new Int32Array(frame.open.length)
  let count = 0
  for (const index of frame.open) {
    const { plan, joined, terminals } = subjects[index]!
    const up = joined
      ? isJoined(contraction, terminals)
      : lostBy(contraction.dependencies, plan, view) === undefined
    if (up) continue
    open[count] = index
    count += 1
  }
  return open.subarray(0, count)
}

function isJoined(contraction: Contraction, terminals: Int32Array): boolean {
  const { vertexOf, killed, nodeOf, stamp } = contraction
  // A killed endpoint has lost all its links and stands alone, so only a lone endpoint has to be asked.
  if (terminals.length === 1) return killed[nodeOf[terminals[0]!]!] !== stamp
  const first = vertexOf[terminals[0]!]
  for (let at = 1; at < terminals.length; at += 1) if (vertexOf[terminals[at]!] !== first) return false
  return true
}

/** What services see of the contraction at hand: the vertices set in `vertexOf`, the dead marked in `killed`. */
export function viewOf(contraction: Contraction): View {
  const { killed, dead, vertexOf, terminalOf, stamp } = contraction
  const vertex = (node: number): number => vertexOf[terminalOf[node]!]!
  return {
    alive: (element) => killed[element] !== stamp && dead[element] === 0,
    reaches: (source, target) => vertex(source) === vertex(target),
    classOf: vertex,
  }
}

function renumbered(contraction: Contraction, frame: Frame, kept: Int32Array, open: Int32Array): Frame {
  const { parent, renumber } = contraction
  const { edgeFrom, edgeTo, edgeLink } = frame
  const terminal = terminalsOf(contraction, frame, open)
  renumber.fill(-1, 0, frame.vertexCount)
  let vertexCount = 0
  const number = (vertex: number): number => {
    const root = find(parent, vertex)
    if (renumber[root]! < 0) {
      renumber[root] = vertexCount
      vertexCount += 1
    }
    return renumber[root]!
  }
  const newFrom = new Int32Array(kept.length)
  const newTo = new Int32Array(kept.length)
  const newLink = new Int32Array(kept.length)
  let edgeCount = 0
  for (const edge of kept) {
    // An edge within one vertex joins nothing any more.
    if (find(parent, edgeFrom[edge]!) === find(parent, edgeTo[edge]!)) continue
    newFrom[edgeCount] = number(edgeFrom[edge]!)
    newTo[edgeCount] = number(edgeTo[edge]!)
    newLink[edgeCount] = edgeLink[edge]!
    edgeCount += 1
  }
  const label = new Int32Array(terminal.length)
  for (let at = 0; at < terminal.length; at += 1) label[at] = number(contraction.vertexOf[terminal[at]!]!)
  if (contraction.keepAll)
    for (let vertex = 0; vertex < frame.vertexCount; vertex += 1)
      if (contraction.dead[frame.member[vertex]!] === 0) number(vertex)
  return {
    ...weighed(contraction, frame, vertexCount),
    edgeFrom: newFrom.subarray(0, edgeCount),
    edgeTo: newTo.subarray(0, edgeCount),
    edgeLink: newLink.subarray(0, edgeCount),
    terminal,
    label,
    open,
  }
}

function weighed(
  contraction: Contraction,
  frame: Frame,
  vertexCount: number,
): Pick<Frame, 'vertexCount' | 'weight' | 'member'> {
  const { parent, renumber } = contraction
  const weight = new Int32Array(vertexCount)
  const member = new Int32Array(vertexCount)
  for (let vertex = 0; vertex < frame.vertexCount; vertex += 1) {
    const now = renumber[find(parent, vertex)]!
    if (now < 0) continue
    weight[now]! += frame.weight[vertex]!
    member[now] = frame.member[vertex]!
  }
  return { vertexCount, weight, member }
}

/** The endpoints of the open services, each once. */
function terminalsOf(contraction: Contraction, frame: Frame, open: Int32Array): Int32Array {
  if (open.length === frame.open.length) return frame.terminal
  const { subjects, wanted, stamp } = contraction
  const terminal = new Int32Array(frame.terminal.length)
  let count = 0
  for (const index of open) {
    for (const at of subjects[index]!.terminals) {
      if (wanted[at] === stamp) continue
      wanted[at] = stamp
      terminal[count] = at
      count += 1
    }
  }
  return terminal.subarray(0, count)
}
