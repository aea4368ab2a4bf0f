import type { FailureCases } from '../../../design/redundancy/index.ts'
import type { Topology } from '../../../estate/topology.ts'
import { Heap } from '../../../platform/heap.ts'

/** Shortest ways from one node to another, split equally over next hops; without arcs where there is none. */
export type Route = {
  arcs: Int32Array
  /** By arc of the route: the share of the traffic that it carries, 0 to 1. */
  share: Float64Array
  length: number
  /** By share, what its fullest arc or pool has left after whatever single failure; found as it is asked for. */
  left?: Map<number, number>
  /** The failures that may change it, found on first need. */
  failures?: ReadonlySet<number>
}

/** Sums of the same lengths in another order differ by less than this part. */
const ROUNDING = 1e-12

export const NO_ROUTE: Route = { arcs: new Int32Array(0), share: new Float64Array(0), length: Infinity }

/**
 * Routes between pairs of nodes, without some links. Distances with all links never exceed those without some, so they
 * lead the search (A*): it visits little more than the nodes of the route. They are kept for one end of a pair,
 * whichever more pairs have in common.
 */
export class Routes {
  readonly arcs: Topology
  /** By link, whether it is left out: for good, and in the search at hand. */
  readonly #outAtRest: Uint8Array
  readonly #isOut: Uint8Array
  readonly #distances = [new Map<number, Float64Array>(), new Map<number, Float64Array>()] as const
  readonly #linksHitBy = new Map<number, number[]>()
  readonly #hittersOfLink: (readonly number[])[]
  readonly #heap = new Heap(64)
  readonly #cost: Float64Array
  readonly #flow: Float64Array
  readonly #hops: Int32Array
  readonly #state: Uint8Array
  /** By node, how far what leads out of it has been looked at. */
  readonly #place: Int32Array
  readonly #nearest = [
    new Map<number, (Int32Array | undefined)[]>(),
    new Map<number, (Int32Array | undefined)[]>(),
  ] as const

  constructor(failures: FailureCases, arcs: Topology) {
    this.arcs = arcs
    this.#outAtRest = new Uint8Array(arcs.linkCount)
    // A dead node has no living link.
    for (const element of failures.deaths([])) {
      const link = element - arcs.nodeCount
      if (link >= 0 && link < arcs.linkCount) this.#outAtRest[link] = 1
    }
    this.#isOut = this.#outAtRest.slice()
    this.#cost = new Float64Array(arcs.nodeCount).fill(Infinity)
    this.#flow = new Float64Array(arcs.nodeCount)
    this.#hops = new Int32Array(arcs.nodeCount)
    this.#state = new Uint8Array(arcs.nodeCount)
    this.#place = new Int32Array(arcs.nodeCount)
    this.#hittersOfLink = Array.from({ length: arcs.linkCount }, (_, link) =>
      failures.hitters([arcs.nodeCount + link]),
    )
    this.#hittersOfLink.forEach((hitters, link) => {
      for (const element of hitters) {
        const known = this.#linksHitBy.get(element)
        if (known === undefined) this.#linksHitBy.set(element, [link])
        else known.push(link)
      }
    })
  }

  /** The links that a failure may kill, alone or with others. */
  linksHitBy(element: number): readonly number[] {
    return this.#linksHitBy.get(element) ?? []
  }

  /**
   * Everything whose failure may change a route, groups included: each as the failure that is tried for it (-1 in
   * `standsFor`: it cannot fail).
   */
  failuresHitting(route: Route, standsFor: Int32Array): ReadonlySet<number> {
    if (route.failures !== undefined) return route.failures
    const failures = new Set<number>()
    for (const arc of route.arcs)
      for (const element of this.#hittersOfLink[arc >> 1]!)
        if (standsFor[element]! >= 0) failures.add(standsFor[element]!)
    route.failures = failures
    return failures
  }

  /** `lead`: the end whose distances lead the search. */
  route(
    source: number,
    destination: number,
    lead: 'source' | 'destination',
    without: readonly number[],
  ): Route {
    for (const link of without) this.#isOut[link] = 1
    const found = this.#search(source, destination, lead === 'destination')
    for (const link of without) this.#isOut[link] = 0
    return found
  }

  /** From the source towards the destination, led by the distances to it; or back, led by those from the source. */
  #search(source: number, destination: number, forward: boolean): Route {
    if (source === destination) return NO_ROUTE
    const { metric } = this.arcs
    const isOut = this.#isOut
    const start = forward ? source : destination
    const goal = forward ? destination : source
    const far = forward ? this.arcs.head : this.arcs.tail
    const ahead = this.#distancesBetween(goal, forward)
    const [cost, state, place, heap] = [this.#cost, this.#state, this.#place, this.#heap]
    const seen: number[] = []
    heap.size = 0
    let length = Infinity
    if (ahead[start]! < Infinity) {
      cost[start] = 0
      seen.push(start)
      heap.push(ahead[start]!, start)
    }
    const nearest = this.#nearestOf(goal, forward)
    // All nodes of all shortest ways are visited: none of them lies further than the goal. What leads out of a node is
    // looked at nearest first, and only as far as the search has come: most of it leads elsewhere.
    for (let node = heap.pop(); node >= 0 && heap.key <= length; node = heap.pop()) {
      if (node === goal) {
        state[node] = 1
        length = cost[node]! * (1 + ROUNDING)
        continue
      }
      const near = (nearest[node] ??= this.#byReach(node, ahead, forward))
      let at = state[node] === 0 ? 0 : place[node]!
      state[node] = 1
      const until = heap.key * (1 + ROUNDING)
      let reach = Infinity
      for (; at < near.length; at += 1) {
        const arc = near[at]!
        const there = cost[node]! + metric[arc]!
        const next = far[arc]!
        reach = there + ahead[next]!
        if (reach > until) break
        if (there >= cost[next]! || isOut[arc >> 1] === 1) continue
        if (cost[next] === Infinity) seen.push(next)
        cost[next] = there
        heap.push(reach, next)
      }
      place[node] = at
      if (at < near.length && reach <= length) heap.push(reach, node)
    }
    const found = length === Infinity ? NO_ROUTE : this.#split(source, goal, forward)
    for (const node of seen) {
      cost[node] = Infinity
      state[node] = 0
    }
    return found
  }

  /** By node, what leads out of it (or into it) towards a goal, found as it is asked for. */
  #nearestOf(goal: number, forward: boolean): (Int32Array | undefined)[] {
    const kept = this.#nearest[forward ? 1 : 0]
    const known = kept.get(goal) ?? new Array<Int32Array | undefined>(this.arcs.nodeCount)
    kept.set(goal, known)
    return known
  }

  /** The arcs at a node, those of the shortest way first; none from where the goal cannot be reached. */
  #byReach(node: number, ahead: Float64Array, forward: boolean): Int32Array {
    const { metric } = this.arcs
    const rows = forward ? this.arcs.outStart : this.arcs.inStart
    const list = forward ? this.arcs.outArc : this.arcs.inArc
    const far = forward ? this.arcs.head : this.arcs.tail
    const reach = (arc: number): number => metric[arc]! + ahead[far[arc]!]!
    return list
      .slice(rows[node], rows[node + 1])
      .filter((arc) => reach(arc) < Infinity)
      .sort((one, other) => reach(one) - reach(other))
  }

  /** The arcs of the shortest ways, found back from the goal of the search, and what each of them carries. */
  #split(source: number, goal: number, forward: boolean): Route {
    const { tail, head, metric } = this.arcs
    const rows = forward ? this.arcs.inStart : this.arcs.outStart
    const list = forward ? this.arcs.inArc : this.arcs.outArc
    const near = forward ? tail : head
    const [cost, state, hops, flow] = [this.#cost, this.#state, this.#hops, this.#flow]
    const nodes = [goal]
    const arcs: number[] = []
    state[goal] = 2
    for (const node of nodes)
      for (let row = rows[node]!; row < rows[node + 1]!; row += 1) {
        const arc = list[row]!
        const before = near[arc]!
        if (state[before] === 0 || cost[before]! + metric[arc]! !== cost[node]) continue
        if (this.#isOut[arc >> 1] === 1) continue
        arcs.push(arc)
        hops[tail[arc]!]! += 1
        if (state[before] === 2) continue
        state[before] = 2
        nodes.push(before)
      }
    // What flows into a node is known before what flows out of it.
    const sign = forward ? 1 : -1
    if (arcs.length > 1) arcs.sort((one, other) => sign * (cost[tail[one]!]! - cost[tail[other]!]!))
    flow[source] = 1
    const share = new Float64Array(arcs.length)
    for (let at = 0; at < arcs.length; at += 1) {
      const arc = arcs[at]!
      share[at] = flow[tail[arc]!]! / hops[tail[arc]!]!
      flow[head[arc]!]! += share[at]!
    }
    for (const node of nodes) {
      flow[node] = 0
      hops[node] = 0
    }
    return { arcs: new Int32Array(arcs), share, length: cost[goal]! }
  }

  /** By node, its distance to a node (or from it) with all links; infinite where there is no way. */
  #distancesBetween(end: number, towards: boolean): Float64Array {
    const kept = this.#distances[towards ? 1 : 0]
    const known = kept.get(end)
    if (known !== undefined) return known
    const { nodeCount, metric } = this.arcs
    const rows = towards ? this.arcs.inStart : this.arcs.outStart
    const list = towards ? this.arcs.inArc : this.arcs.outArc
    const far = towards ? this.arcs.tail : this.arcs.head
    const distance = new Float64Array(nodeCount).fill(Infinity)
    const heap = new Heap(64)
    distance[end] = 0
    heap.push(0, end)
    for (let node = heap.pop(); node >= 0; node = heap.pop()) {
      const here = heap.key
      if (here > distance[node]!) continue
      for (let row = rows[node]!; row < rows[node + 1]!; row += 1) {
        const arc = list[row]!
        const there = here + metric[arc]!
        if (there >= distance[far[arc]!]! || this.#outAtRest[arc >> 1] === 1) continue
        distance[far[arc]!] = there
        heap.push(there, far[arc]!)
      }
    }
    kept.set(end, distance)
    return distance
  }
}
