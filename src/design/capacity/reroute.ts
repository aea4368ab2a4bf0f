import { Heap } from '../../platform/heap.ts'
import type { Dead, Routing } from './routing.ts'
import type { Topology } from '../../estate/topology.ts'
import type { Traffic } from './traffic.ts'

/**
 * Working memory of one worker. A failure changes the routing towards one destination only near it, so nothing is
 * cleared between questions: a cell counts only where it carries the current stamp.
 */
export type Scratch = {
  heap: Heap
  stamp: number
  /** Stamp where the node's distance grows (or the node is dead). */
  farther: Int32Array
  /** Stamp where `lostHops` and `change` are of this question. */
  touched: Int32Array
  queued: Int32Array
  settled: Int32Array
  lostHops: Int32Array
  /** Change of the flow through a node that keeps its distance. */
  change: Float64Array
  newDistance: Float64Array
  /** Flow through a node that grew farther. */
  newFlow: Float64Array
  /** The nodes that grow farther, in the order found. */
  list: Int32Array
  order: Int32Array
  /** The nodes that lose next hops; those that keep one keep their distance. */
  thinned: Int32Array
  thinnedCount: number
  /** By arc: what this failure adds to the steady load, and the arcs where it is not 0 yet counted once. */
  delta: Float64Array
  arcs: Int32Array
  arcCount: number
  arcSeen: Uint8Array
  unserved: number
  lostAtEndpoint: number
}

export function scratchFor({ nodeCount, linkCount }: Topology): Scratch {
  const whole = (): Int32Array => new Int32Array(nodeCount)
  return {
    heap: new Heap(nodeCount + 1),
    stamp: 0,
    farther: whole(),
    touched: whole(),
    queued: whole(),
    settled: whole(),
    lostHops: whole(),
    change: new Float64Array(nodeCount),
    newDistance: new Float64Array(nodeCount),
    newFlow: new Float64Array(nodeCount),
    list: whole(),
    order: whole(),
    thinned: whole(),
    thinnedCount: 0,
    delta: new Float64Array(2 * linkCount),
    arcs: new Int32Array(2 * linkCount),
    arcCount: 0,
    arcSeen: new Uint8Array(2 * linkCount),
    unserved: 0,
    lostAtEndpoint: 0,
  }
}

/** Forgets the last failure's changes. */
export function clearChanges(scratch: Scratch): void {
  for (let at = 0; at < scratch.arcCount; at += 1) {
    const arc = scratch.arcs[at]!
    scratch.delta[arc] = 0
    scratch.arcSeen[arc] = 0
  }
  scratch.arcCount = 0
  scratch.unserved = 0
  scratch.lostAtEndpoint = 0
}

/** One destination of the steady routing, and what is dead now but was not then. */
type Question = {
  topology: Topology
  routing: Routing
  row: number
  destination: number
  dead: Dead
  scratch: Scratch
}

/**
 * Adds to `scratch` how the loads change when `deadArcs` and `deadNodes` (those of `dead` that the steady routing
 * still used) are gone: for each destination whose traffic passes them, the shortest path graph is mended where it
 * broke (Ramalingam and Reps 1996) and the flow re-poured only where it changed.
 */
export function reroute(
  topology: Topology,
  traffic: Traffic,
  routing: Routing,
  dead: Dead,
  deadArcs: Int32Array,
  deadNodes: Int32Array,
  scratch: Scratch,
): void {
  const { nodeCount } = topology
  for (let at = 0; at < traffic.destinations.length; at += 1) {
    const row = at * nodeCount
    const destination = traffic.destinations[at]!
    const question: Question = { topology, routing, row, destination, dead, scratch }
    if (dead.node[destination] === 1) {
      withdrawAll(question, traffic, at)
      continue
    }
    loseSources(question, traffic, at, deadNodes)
    if (!passes(topology, routing, row, deadArcs)) continue
    nextStamp(scratch)
    const count = findFarther(question, deadArcs, deadNodes)
    const settled = settleFarther(question, count)
    enterSources(question, traffic, at, count)
    withdraw(question, count)
    for (let place = 0; place < scratch.thinnedCount; place += 1) {
      const node = scratch.thinned[place]!
      if (scratch.farther[node] !== scratch.stamp && routing.flow[row + node]! !== 0) enqueue(question, node)
    }
    pourFarther(question, settled)
    pourChanges(question)
  }
}

function nextStamp(scratch: Scratch): void {
  scratch.thinnedCount = 0
  scratch.stamp += 1
  if (scratch.stamp < 2 ** 31 - 1) return
  for (const stamps of [scratch.farther, scratch.touched, scratch.queued, scratch.settled]) stamps.fill(0)
  scratch.stamp = 1
}

/** Does any of the arcs carry flow towards the destination? */
function passes(topology: Topology, routing: Routing, row: number, arcs: Int32Array): boolean {
  const { tail, head, metric } = topology
  const { distance, flow } = routing
  for (const arc of arcs) {
    const from = row + tail[arc]!
    if (flow[from] !== 0 && distance[from] === distance[row + head[arc]!]! + metric[arc]!) return true
  }
  return false
}

function addDelta(scratch: Scratch, arc: number, amount: number): void {
  if (scratch.arcSeen[arc] === 0) {
    scratch.arcSeen[arc] = 1
    scratch.arcs[scratch.arcCount] = arc
    scratch.arcCount += 1
  }
  scratch.delta[arc]! += amount
}

/** The destination is dead: none of its traffic flows any more. */
function withdrawAll(question: Question, traffic: Traffic, at: number): void {
  const { topology, routing, row, scratch } = question
  const { head, metric, outStart, outArc, nodeCount } = topology
  const { distance, flow, hops, rank } = routing
  for (let node = 0; node < nodeCount; node += 1) {
    const amount = flow[row + node]!
    const count = hops[row + node]!
    if (amount === 0 || count === 0) continue
    const end = outStart[node + 1]!
    for (let place = outStart[node]!; place < end; place += 1) {
      const arc = outArc[place]!
      if (distance[row + node] === distance[row + head[arc]!]! + metric[arc]!)
        addDelta(scratch, arc, -amount / count)
    }
  }
  for (let demand = traffic.start[at]!; demand < traffic.start[at + 1]!; demand += 1) {
    scratch.lostAtEndpoint += traffic.volume[demand]!
    // It was unserved before anything failed; now it is lost at its endpoint, and counts once.
    if (rank[row + traffic.source[demand]!]! < 0) scratch.unserved -= traffic.volume[demand]!
  }
}

/** Books the demands of dead sources; their flow leaves when the node is handled as grown farther. */
function loseSources(question: Question, traffic: Traffic, at: number, deadNodes: Int32Array): void {
  if (deadNodes.length === 0) return
  const { routing, row, dead, scratch } = question
  const end = traffic.start[at + 1]!
  for (let demand = traffic.start[at]!; demand < end; demand += 1) {
    const source = traffic.source[demand]!
    if (dead.node[source] === 0) continue
    scratch.lostAtEndpoint += traffic.volume[demand]!
    if (routing.rank[row + source]! < 0) scratch.unserved -= traffic.volume[demand]!
  }
}

function touch(scratch: Scratch, node: number): void {
  if (scratch.touched[node] === scratch.stamp) return
  scratch.touched[node] = scratch.stamp
  scratch.lostHops[node] = 0
  scratch.change[node] = 0
}

/** The node keeps its distance, and its flow or its next hops change: it waits for its turn, far ones first. */
function enqueue(question: Question, node: number): void {
  const { scratch, routing, row } = question
  touch(scratch, node)
  if (scratch.queued[node] === scratch.stamp) return
  scratch.queued[node] = scratch.stamp
  scratch.heap.push(-routing.rank[row + node]!, node)
}

/** Collects into `list` all nodes that lose their last next hop, and so on backwards. Returns how many. */
function findFarther(question: Question, deadArcs: Int32Array, deadNodes: Int32Array): number {
  const { topology, routing, row, dead, scratch } = question
  const { tail, head, metric, inStart, inArc } = topology
  const { distance, rank, hops } = routing
  const { stamp, farther, lostHops, list } = scratch
  let count = 0
  for (const node of deadNodes) {
    if (rank[row + node]! < 0) continue
    farther[node] = stamp
    list[count++] = node
  }
  const loseHop = (arc: number): void => {
    const from = tail[arc]!
    const here = distance[row + from]!
    if (here === Infinity || farther[from] === stamp) return
    if (here !== distance[row + head[arc]!]! + metric[arc]!) return
    touch(scratch, from)
    if (lostHops[from] === 0) scratch.thinned[scratch.thinnedCount++] = from
    lostHops[from]! += 1
    if (lostHops[from] !== hops[row + from]) return
    farther[from] = stamp
    list[count++] = from
  }
  for (const arc of deadArcs) loseHop(arc)
  for (let at = 0; at < count; at += 1) {
    const node = list[at]!
    const end = inStart[node + 1]!
    // Dead arcs were counted above already.
    for (let place = inStart[node]!; place < end; place += 1)
      if (dead.arc[inArc[place]!] === 0) loseHop(inArc[place]!)
  }
  return count
}

/** New distances of the nodes that grew farther. Returns how many are still reached; `order` holds them, near first. */
function settleFarther(question: Question, count: number): number {
  const { topology, routing, row, dead, scratch } = question
  const { tail, head, metric, inStart, inArc, outStart, outArc } = topology
  const { distance } = routing
  const { stamp, farther, list, newDistance, heap, order } = scratch
  for (let at = 0; at < count; at += 1) {
    const node = list[at]!
    let best = Infinity
    const end = outStart[node + 1]!
    for (let place = outStart[node]!; dead.node[node] === 0 && place < end; place += 1) {
      const arc = outArc[place]!
      const to = head[arc]!
      if (dead.arc[arc] === 1 || farther[to] === stamp) continue
      const there = distance[row + to]! + metric[arc]!
      if (there < best) best = there
    }
    newDistance[node] = best
    if (best < Infinity) heap.push(best, node)
  }
  let settled = 0
  for (let node = heap.pop(); node >= 0; node = heap.pop()) {
    if (scratch.settled[node] === stamp) continue
    scratch.settled[node] = stamp
    order[settled++] = node
    const here = newDistance[node]!
    const end = inStart[node + 1]!
    for (let place = inStart[node]!; place < end; place += 1) {
      const arc = inArc[place]!
      const from = tail[arc]!
      if (dead.arc[arc] === 1 || dead.node[from] === 1 || farther[from] !== stamp) continue
      const there = here + metric[arc]!
      if (there >= newDistance[from]!) continue
      newDistance[from] = there
      heap.push(there, from)
    }
  }
  return settled
}

/** What starts at a node that grew farther starts there anew, or is unserved where it finds no way. */
function enterSources(question: Question, traffic: Traffic, at: number, count: number): void {
  const { dead, scratch } = question
  const { stamp, farther, settled, newFlow, list } = scratch
  for (let place = 0; place < count; place += 1) newFlow[list[place]!] = 0
  const end = traffic.start[at + 1]!
  for (let demand = traffic.start[at]!; demand < end; demand += 1) {
    const source = traffic.source[demand]!
    if (farther[source] !== stamp || dead.node[source] === 1) continue
    if (settled[source] === stamp) newFlow[source]! += traffic.volume[demand]!
    else scratch.unserved += traffic.volume[demand]!
  }
}

/** Takes the old flow of the nodes that grew farther off their old arcs. */
function withdraw(question: Question, count: number): void {
  const { topology, routing, row, scratch } = question
  const { head, metric, outStart, outArc } = topology
  const { distance, flow, hops } = routing
  for (let at = 0; at < count; at += 1) {
    const node = scratch.list[at]!
    const amount = flow[row + node]!
    if (amount === 0) continue
    const here = distance[row + node]!
    const share = -amount / hops[row + node]!
    const end = outStart[node + 1]!
    for (let place = outStart[node]!; place < end; place += 1) {
      const arc = outArc[place]!
      const to = head[arc]!
      if (here === distance[row + to]! + metric[arc]!) send(question, arc, to, share)
    }
  }
}

/** Changes an arc's load, and the flow of its head where the head keeps its distance. */
function send(question: Question, arc: number, to: number, amount: number): void {
  const { scratch } = question
  addDelta(scratch, arc, amount)
  if (scratch.farther[to] === scratch.stamp) return
  enqueue(question, to)
  scratch.change[to]! += amount
}

/** The nodes that grew farther send their new flow on, farthest first; it runs into nodes that kept their distance. */
function pourFarther(question: Question, settled: number): void {
  const { topology, routing, row, dead, scratch } = question
  const { head, metric, outStart, outArc } = topology
  const { distance } = routing
  const { stamp, farther, newDistance, newFlow, order } = scratch
  for (let at = settled - 1; at >= 0; at -= 1) {
    const node = order[at]!
    const amount = newFlow[node]!
    if (amount === 0) continue
    const here = newDistance[node]!
    const end = outStart[node + 1]!
    const isHop = (arc: number): boolean => {
      if (dead.arc[arc] === 1) return false
      const to = head[arc]!
      const there = farther[to] === stamp ? newDistance[to]! : distance[row + to]!
      return here === there + metric[arc]!
    }
    let count = 0
    for (let place = outStart[node]!; place < end; place += 1) if (isHop(outArc[place]!)) count += 1
    for (let place = outStart[node]!; place < end; place += 1) {
      const arc = outArc[place]!
      if (!isHop(arc)) continue
      const to = head[arc]!
      if (farther[to] === stamp) newFlow[to]! += amount / count
      send(question, arc, to, amount / count)
    }
  }
}

/** Runs the changes down to the destination through the nodes that kept their distance, far ones first. */
function pourChanges(question: Question): void {
  const { topology, routing, row, destination, dead, scratch } = question
  const { head, metric, outStart, outArc } = topology
  const { distance, flow, hops } = routing
  const { stamp, farther, lostHops, change, heap } = scratch
  for (let node = heap.pop(); node >= 0; node = heap.pop()) {
    if (node === destination) continue
    const before = flow[row + node]!
    const after = before + change[node]!
    const shareBefore = before / hops[row + node]!
    const shareAfter = after / (hops[row + node]! - lostHops[node]!)
    if (shareBefore === 0 && shareAfter === 0) continue
    const here = distance[row + node]!
    const end = outStart[node + 1]!
    for (let place = outStart[node]!; place < end; place += 1) {
      const arc = outArc[place]!
      const to = head[arc]!
      if (here !== distance[row + to]! + metric[arc]!) continue
      const gone = dead.arc[arc] === 1 || farther[to] === stamp
      const amount = gone ? -shareBefore : shareAfter - shareBefore
      if (amount !== 0) send(question, arc, to, amount)
    }
  }
}
