import type { Network } from '../../../estate/network.ts'
import type { FailureCases } from '../../../design/redundancy/index.ts'
import type { Dead } from './dead-links.ts'
import { LoadChange } from './load-change.ts'
import { poolsOf, type Pools } from './pools.ts'
import type { Step } from './route-cases.ts'
import type { Route } from './ways.ts'
import type { Traffic } from './traffic.ts'

/** A load beyond capacity by less than this part is rounding. */
const ROUNDING = 1e-9
/** Shares are told apart in so many steps. */
const SHARES = 128

/** A part of what flows between a pair; less than nothing where it leaves. */
type PairShare = { pair: number; share: number }
/** By failure: where it puts the pairs with traffic that it moves. */
type Moves = Map<number, { pair: number; route: Route }[]>

/** The route of a pair after one failure, and the step that led to it. */
export type After = { failure: number; route: Route; step: Step }

/**
 * What single failures do to the loads without any outage: the ground on which outages are judged, and bounds by which
 * most of them need no judging. Arcs are numbered first, then pools.
 */
export type Limits = {
  pools: Pools
  /** What an arc carries with nothing failed, of these volumes by pair. */
  atRest: (arc: number, volumes: Float64Array) => number
  /** By arc and pool: no single failure brings more, at any hour. */
  most: Float64Array
  /** No pair stands at a higher share of its own highest volume; a little more, so that few shares serve all hours. */
  shareMaxOf: (volumes: Float64Array) => number
  /** So much more, wherever it comes, is too much for nothing while no pair stands higher than a share. */
  spareAt: (share: number) => number
  /** By arc: the pairs with traffic, and those of services, that pass it at rest or after some single failure. */
  pairsOn: number[][]
  servicePairsOn: number[][]
  /** By arc: failures after which some pair passes it that they have moved. */
  failuresOn: number[][]
  /** By pair: the failures that may change its route at rest, and its route after each. */
  routesAfter: After[][]
  /** Of these, the ones that bring a pair onto any of some links. */
  afterOver: (pair: number, links: readonly number[]) => Iterable<After>
  /** What is dead after a single failure. */
  deadAfter: (failure: number) => Dead
  /** By arc, what a failure puts onto it and takes off it: shares of pairs with traffic. */
  movedOnto: (failure: number) => ReadonlyMap<number, readonly PairShare[]>
  /** By element: the failure that is tried for it, as both take the same links and nodes; -1 where it cannot fail. */
  standsFor: Int32Array
  /** What is left of a load after adding and taking away may differ from nothing by so much. */
  tiny: number
  capacityAt: (element: number) => number
  /** So much more on every arc of a route is too much nowhere, while no pair stands higher than a share. */
  leftOn: (route: Route, share: number) => number
  isOver: (load: number, capacity: number) => boolean
}

export function limitsOf(network: Network, failures: FailureCases, traffic: Traffic): Limits {
  const { routes, deadLinks, pairs, peak } = traffic
  const dead = new Map<number, Dead>()
  const deadAfter = (failure: number): Dead => {
    const known = dead.get(failure) ?? deadLinks.under([], failure)
    dead.set(failure, known)
    return known
  }
  const arcCount = 2 * network.links.length
  const pools = poolsOf(network, routes.arcs)
  const capacity = capacityOf(network, pools)
  const tiny = ROUNDING * peak.reduce((all, volume) => all + volume, 0)
  const standsFor = representativesOf(network, failures)
  const lists = (): number[][] => Array.from({ length: arcCount }, () => [])
  const [pairsOn, servicePairsOn, failuresOn] = [lists(), lists(), lists()]
  const restPairs: number[][] = lists()
  const restShares: number[][] = lists()
  const moves: Moves = new Map()
  const routesAfter: Limits['routesAfter'] = []
  pairs.forEach(({ cases, services }, pair) => {
    const found = cases.atRest
    const flows = peak[pair]! > 0
    const enter = (arc: number): void => {
      if (flows && pairsOn[arc]!.at(-1) !== pair) pairsOn[arc]!.push(pair)
      if (services.length > 0 && servicePairsOn[arc]!.at(-1) !== pair) servicePairsOn[arc]!.push(pair)
    }
    for (const arc of found.arcs) enter(arc)
    if (flows)
      found.arcs.forEach((arc, at) => {
        restPairs[arc]!.push(pair)
        restShares[arc]!.push(found.share[at]!)
      })
    const after: After[] = []
    routesAfter.push(after)
    for (const failure of routes.failuresHitting(found, standsFor)) {
      const step = cases.stepUnder(deadAfter(failure))
      const { route } = step
      after.push({ failure, route, step })
      if (route === found) continue
      if (flows) {
        const known = moves.get(failure)
        if (known === undefined) moves.set(failure, [{ pair, route }])
        else known.push({ pair, route })
      }
      for (const arc of route.arcs) {
        enter(arc)
        failuresOn[arc]!.push(failure)
      }
    }
  })
  const most = mostOf(traffic, pools, moves, arcCount)
  const shareMaxOf = (volumes: Float64Array): number => {
    let share = 0
    for (let pair = 0; pair < volumes.length; pair += 1)
      if (peak[pair]! > 0) share = Math.max(share, volumes[pair]! / peak[pair]!)
    return Math.ceil(share * SHARES) / SHARES
  }
  const timesOver = (element: number): number =>
    element < arcCount ? 1 : Math.max(1, pools.sizes[element - arcCount]!)
  // A way may pass several members of a pool, and counts so often in it.
  const leftAt = (element: number, share: number): number =>
    (capacity[element]! - share * most[element]!) / timesOver(element)
  const least = (elements: Iterable<number>, share: number): number => {
    let found = Infinity
    for (const element of elements) {
      const left = leftAt(element, share)
      if (left < found) found = left
    }
    return found
  }
  const spares = new Map<number, number>()
  const spareAt = (share: number): number => {
    const known = spares.get(share) ?? least(most.keys(), share)
    spares.set(share, known)
    return known
  }
  const leftOn = (route: Route, share: number): number => {
    route.left ??= new Map()
    const known = route.left.get(share)
    if (known !== undefined) return known
    const passed = [...pools.touching(route.arcs)].map((pool) => arcCount + pool)
    const left = Math.min(least(route.arcs, share), least(passed, share))
    route.left.set(share, left)
    return left
  }
  return {
    pools,
    atRest: (arc, volumes) => {
      const shares = restShares[arc]!
      return restPairs[arc]!.reduce((load, pair, at) => load + volumes[pair]! * shares[at]!, 0)
    },
    most,
    shareMaxOf,
    spareAt,
    pairsOn,
    servicePairsOn,
    failuresOn,
    routesAfter,
    afterOver: afterOverOf(routesAfter),
    deadAfter,
    movedOnto: movedOntoOf(pairs, moves),
    standsFor,
    tiny,
    capacityAt: (element) => capacity[element]!,
    leftOn,
    isOver: (load, limit) => load > limit * (1 + ROUNDING) && load > tiny,
  }
}

/** The highest load of each arc and pool at rest or after any single failure, with every pair at its highest. */
function mostOf({ pairs, peak }: Traffic, pools: Pools, moves: Moves, arcCount: number): Float64Array {
  const rest = new Float64Array(arcCount)
  pairs.forEach(({ cases }, pair) => addTo(rest, cases.atRest, peak[pair]!))
  const most = new Float64Array(arcCount + pools.capacity.length)
  most.set(rest)
  for (let pool = 0; pool < pools.capacity.length; pool += 1)
    most[arcCount + pool] = pools.sum(pool, (arc) => rest[arc]!)
  const change = new LoadChange(arcCount)
  for (const moved of moves.values()) {
    for (const { pair, route } of moved) change.move(pairs[pair]!.cases.atRest, route, peak[pair]!)
    for (const arc of change.arcs) most[arc] = Math.max(most[arc]!, rest[arc]! + change.by[arc]!)
    for (const pool of pools.touching(change.arcs)) {
      const load = pools.sum(pool, (arc) => rest[arc]! + change.by[arc]!)
      most[arcCount + pool] = Math.max(most[arcCount + pool]!, load)
    }
    change.clear()
  }
  return most
}

function afterOverOf(routesAfter: Limits['routesAfter']): Limits['afterOver'] {
  const known = new Map<number, Map<number, After[]>>()
  const byLinkOf = (pair: number): Map<number, After[]> => {
    const byLink = new Map<number, After[]>()
    for (const after of routesAfter[pair]!)
      for (const arc of after.route.arcs) {
        const entered = byLink.get(arc >> 1)
        if (entered === undefined) byLink.set(arc >> 1, [after])
        else entered.push(after)
      }
    known.set(pair, byLink)
    return byLink
  }
  return (pair, links) => {
    const byLink = known.get(pair) ?? byLinkOf(pair)
    const found = links.flatMap((link) => byLink.get(link) ?? [])
    return links.length < 2 ? found : new Set(found)
  }
}

/** What single failures do to each arc, made for a failure when it is asked for. */
function movedOntoOf(pairs: Traffic['pairs'], moves: Moves): Limits['movedOnto'] {
  const known = new Map<number, Map<number, PairShare[]>>()
  return (failure) => {
    const before = known.get(failure)
    if (before !== undefined) return before
    const byArc = new Map<number, PairShare[]>()
    const enter = (pair: number, { arcs, share }: Route, sign: 1 | -1): void =>
      arcs.forEach((arc, at) => {
        const entered = byArc.get(arc)
        const one = { pair, share: sign * share[at]! }
        if (entered === undefined) byArc.set(arc, [one])
        else entered.push(one)
      })
    for (const { pair, route } of moves.get(failure) ?? []) {
      enter(pair, pairs[pair]!.cases.atRest, -1)
      enter(pair, route, 1)
    }
    known.set(failure, byArc)
    return byArc
  }
}

function addTo(load: Float64Array, { arcs, share }: Route, volume: number): void {
  for (let at = 0; at < arcs.length; at += 1) load[arcs[at]!]! += volume * share[at]!
}

function capacityOf({ links }: Network, pools: Pools): Float64Array {
  const capacity = new Float64Array(2 * links.length + pools.capacity.length).fill(NaN)
  links.forEach((link, at) => {
    if (link.capacity === undefined) return
    capacity[2 * at] = link.capacity.forward
    capacity[2 * at + 1] = link.capacity.backward
  })
  capacity.set(pools.capacity, 2 * links.length)
  return capacity
}

/**
 * A risk that kills one link and besides only risks which no group counts, such as the circuit of a link, is tried as
 * that link.
 */
function representativesOf(network: Network, failures: FailureCases): Int32Array {
  const nodeCount = network.nodes.length
  const firstRisk = nodeCount + network.links.length
  const counted = new Set(network.groups.flatMap(({ members }) => members))
  const standsFor = new Int32Array(failures.count).fill(-1)
  const atRest = new Set(failures.deaths([]))
  for (let element = 0; element < failures.failableCount; element += 1) {
    if (!failures.canFail(element)) continue
    standsFor[element] = element
    if (element < firstRisk) continue
    const dies = failures.deaths([element]).filter((one) => !atRest.has(one))
    const others = dies.filter((one) => one < firstRisk || one >= failures.failableCount)
    const risks = dies.filter((one) => one >= firstRisk && one < failures.failableCount)
    const [link] = others
    if (others.length !== 1 || link === undefined || link < nodeCount || !failures.canFail(link)) continue
    if (risks.every((risk) => !counted.has(failures.id(risk)))) standsFor[element] = link
  }
  return standsFor
}
