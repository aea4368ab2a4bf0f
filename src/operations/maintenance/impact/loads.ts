import type { Network, Service } from '../../../estate/network.ts'
import type { FailureCases } from '../../../design/redundancy/index.ts'
import type { Dead } from './dead-links.ts'
import { LoadChange } from './load-change.ts'
import { limitsOf, representatives, type Limits } from './load-limits.ts'
import type { Step } from './route-cases.ts'
import type { Route } from './ways.ts'
import { isHit } from './service-ways.ts'
import { trafficOf, type Pair, type Traffic } from './traffic.ts'
import { joined, keyOf, type Failed } from './window.ts'

/** So many routes are looked at for one set of outages; beyond, what it does to the loads is unknown. */
const ROUTED_MAX = 3_000_000

/** What carries too much on the path of a service, and after which failure; none where it needs no failure. */
export type Overload = { failure?: number; elements: number[] }

type Overloads = ReadonlyMap<string, Overload>
type Moved = { pairs: number[]; volumes: number[] }

const NONE: Overloads = new Map()

/**
 * Loads of one network under outages and every further single failure, by hour: which services run over something that
 * then carries too much and would not under that failure without the outages. Shortest ways, equal split, as 2.2 has it.
 */
export class Loads {
  readonly #network: Network
  readonly #failures: FailureCases
  readonly #traffic: Traffic | undefined
  readonly #limits: Limits | undefined
  readonly #services: Map<string, Service>
  readonly #composites: Service[]
  readonly #known = new Map<string, Overloads | undefined>()
  readonly #movedBySet = new WeakMap<Failed, Moved>()
  readonly #before: LoadChange
  readonly #gain: LoadChange
  readonly #more: LoadChange

  constructor(network: Network, failures: FailureCases) {
    this.#network = network
    this.#failures = failures
    this.#services = new Map(network.services.map((service) => [service.id, service]))
    this.#composites = network.services.filter(({ made_of }) => made_of !== undefined)
    const hasCapacity =
      network.pools.length > 0 || network.links.some(({ capacity }) => capacity !== undefined)
    const judges = hasCapacity && network.demands.length > 0
    this.#traffic = judges ? trafficOf(network, failures) : undefined
    this.#limits = this.#traffic === undefined ? undefined : limitsOf(network, failures, this.#traffic)
    const arcCount = 2 * network.links.length
    this.#before = new LoadChange(arcCount)
    this.#gain = new LoadChange(arcCount)
    this.#more = new LoadChange(arcCount)
  }

  /** False where there is nothing to judge by, or too much: no demand, no known capacity, too many pairs. */
  get judged(): boolean {
    return this.#traffic !== undefined
  }

  /** Hours of one class are alike in all that flows. */
  classOf(hourOfWeek: number): number {
    return this.#traffic?.hours.classOf[hourOfWeek] ?? 0
  }

  /**
   * The services with an overload on their path while these are out of work, at a class of hours, that is there after no
   * failure or after one further failure, and not after that failure alone. Undefined where there is too much to judge.
   */
  under(failed: Failed, hourClass: number): Overloads | undefined {
    if (this.#traffic === undefined || this.#limits === undefined || failed.length === 0) return NONE
    const moved = this.#movedBySet.get(failed) ?? this.#movedBy(failed, this.#traffic, this.#limits)
    this.#movedBySet.set(failed, moved)
    const volume = moved.volumes[hourClass]!
    if (volume === 0 || volume <= this.#limits.spare[hourClass]!) return NONE
    const key = `${hourClass} ${keyOf(failed)}`
    if (!this.#known.has(key))
      this.#known.set(
        key,
        new Judging(this, this.#traffic, this.#limits, failed, hourClass, moved.pairs).overloads(),
      )
    return this.#known.get(key)
  }

  /** Id of a link or pool by its number among arcs and pools. */
  nameOf(element: number): string {
    const { links, pools } = this.#network
    const pool = element - 2 * links.length
    return pool < 0 ? links[element >> 1]!.id : pools[pool]!.id
  }

  /** Scratch space, failures and services, for one judgement at a time. */
  get bench(): Bench {
    return {
      failures: this.#failures,
      services: this.#services,
      composites: this.#composites,
      before: this.#before,
      gain: this.#gain,
      more: this.#more,
    }
  }

  /** The pairs with traffic whose route, with or without one further failure, these may change. */
  #movedBy(failed: Failed, { routes, volumes }: Traffic, { pairsOn }: Limits): Moved {
    const pairs = new Set<number>()
    for (const element of failed)
      for (const link of routes.linksHitBy(element))
        for (const arc of [2 * link, 2 * link + 1]) for (const pair of pairsOn[arc]!) pairs.add(pair)
    const list = [...pairs]
    return {
      pairs: list,
      volumes: volumes.map((byPair) => list.reduce((all, pair) => all + byPair[pair]!, 0)),
    }
  }
}

type Bench = {
  failures: FailureCases
  services: ReadonlyMap<string, Service>
  composites: readonly Service[]
  before: LoadChange
  gain: LoadChange
  more: LoadChange
}

/** A pair that is moved, by its place, and its route after a further failure alone. */
type Met = { place: number; before: Route }

/** One set of outages at one class of hours. */
class Judging {
  readonly #bench: Bench
  readonly #traffic: Traffic
  readonly #limits: Limits
  readonly #failed: Failed
  readonly #hourClass: number
  readonly #moved: readonly Pair[]
  readonly #numbers: readonly number[]
  /** The outages alone bring nothing more than this. */
  #gainMax = 0
  #outSteps: readonly Step[] = []
  readonly #harmless = new Map<Route, Set<Route>>()
  readonly #found = new Map<string, Overload>()

  constructor(
    loads: Loads,
    traffic: Traffic,
    limits: Limits,
    failed: Failed,
    hourClass: number,
    moved: readonly number[],
  ) {
    this.#bench = loads.bench
    this.#traffic = traffic
    this.#limits = limits
    this.#failed = failed
    this.#hourClass = hourClass
    this.#numbers = moved
    this.#moved = moved.map((pair) => traffic.pairs[pair]!)
  }

  overloads(): Overloads | undefined {
    const { gain } = this.#bench
    const volumes = this.#traffic.volumes[this.#hourClass]!
    const out = this.#traffic.deadLinks.under(this.#failed)
    const outSteps = this.#moved.map(({ cases }) => cases.stepUnder(out))
    const outRoutes = outSteps.map(({ route }) => route)
    this.#outSteps = outSteps
    this.#moved.forEach(({ cases }, at) =>
      gain.move(cases.atRest, outRoutes[at]!, volumes[this.#numbers[at]!]!),
    )
    const meeting = this.#failuresMeeting(outRoutes)
    const hot = this.#hot()
    for (const arc of gain.arcs) this.#gainMax = Math.max(this.#gainMax, gain.by[arc]!)
    for (const arc of hot)
      for (const way of [arc, arc ^ 1])
        for (const failure of this.#limits.failuresOn[way]!)
          if (!meeting.has(failure)) meeting.set(failure, [])
    if (hot.length > 0)
      for (const failure of this.#failuresOfServices(out)) if (!meeting.has(failure)) meeting.set(failure, [])
    let routed = 0
    for (const met of meeting.values()) routed += met.length
    if (routed <= ROUTED_MAX) {
      const dead = new Set(this.#bench.failures.deaths(this.#failed))
      this.#judgeAfter(undefined, [], outRoutes, hot)
      for (const failure of [...meeting.keys()].sort((one, other) => one - other))
        if (!dead.has(failure)) this.#judgeAfter(failure, meeting.get(failure)!, outRoutes, hot)
    }
    gain.clear()
    return routed <= ROUTED_MAX ? this.#found : undefined
  }

  /**
   * By further failure, the pairs for which it is not enough to add what failure and outages do each by
   * itself: it meets the route that the outages leave them or the one they had, and that is another than without them.
   */
  #failuresMeeting(outRoutes: readonly Route[]): Map<number, Met[]> {
    const { routes } = this.#traffic
    const { standsFor, routesAfter } = this.#limits
    const isOut = new Uint8Array(this.#bench.gain.by.length)
    for (const element of this.#failed)
      for (const link of routes.linksHitBy(element)) isOut[2 * link] = isOut[2 * link + 1] = 1
    const meeting = new Map<number, Met[]>()
    const meet = (failure: number, met: Met): void => {
      const known = meeting.get(failure)
      if (known === undefined) meeting.set(failure, [met])
      else known.push(met)
    }
    this.#moved.forEach(({ cases }, place) => {
      const isMoved = outRoutes[place] !== cases.atRest
      const known = new Set<number>()
      for (const { failure, route } of routesAfter[this.#numbers[place]!]!) {
        // Not moved at rest: only where the failure brings it onto what is out of work.
        if (!isMoved && !route.arcs.some((arc) => isOut[arc] === 1)) continue
        meet(failure, { place, before: route })
        if (isMoved) known.add(failure)
      }
      if (!isMoved) return
      for (const failure of representatives(routes.hittersOf(outRoutes[place]!), standsFor))
        if (!known.has(failure)) meet(failure, { place, before: cases.atRest })
    })
    return meeting
  }

  /** The failures that may move a service that the outages touch: onto what carries too much by the outages alone. */
  #failuresOfServices(out: Dead): Set<number> {
    const { routes, pairs } = this.#traffic
    const { servicePairsOn, standsFor } = this.#limits
    const touched = new Set<number>()
    for (const element of this.#failed)
      for (const link of routes.linksHitBy(element))
        for (const arc of [2 * link, 2 * link + 1]) for (const pair of servicePairsOn[arc]!) touched.add(pair)
    const failures = new Set<number>()
    for (const pair of touched) {
      const { cases } = pairs[pair]!
      for (const route of [cases.atRest, cases.under(out)])
        for (const failure of representatives(routes.hittersOf(route), standsFor)) failures.add(failure)
    }
    return failures
  }

  /** Arcs that the outages load more, and so much that they, or a pool of theirs, could carry too much after some failure. */
  #hot(): number[] {
    const { gain } = this.#bench
    const { pools } = this.#limits
    return gain.arcs.filter((arc) => {
      if (!(gain.by[arc]! > 0)) return false
      if (this.#mayExceed(arc, gain.by[arc]!)) return true
      return (pools.poolsOn[arc] ?? []).some((pool) =>
        this.#mayExceed(gain.by.length + pool, pools.gainOf(pool, gain.by)),
      )
    })
  }

  /** Whether so much more than the most that any failure brings is too much. */
  #mayExceed(element: number, more: number): boolean {
    const { most, shareMax, capacityAt } = this.#limits
    return shareMax[this.#hourClass]! * most[element]! + more > capacityAt(element)
  }

  #judgeAfter(
    failure: number | undefined,
    met: readonly Met[],
    outRoutes: readonly Route[],
    hot: readonly number[],
  ): void {
    const { gain, more } = this.#bench
    const volumes = this.#traffic.volumes[this.#hourClass]!
    const { deadLinks } = this.#traffic
    // What differs from the mere sum of both.
    const differing: { place: number; before: Route; after: Route }[] = []
    let differs = 0
    let left = Infinity
    let together: Dead | undefined
    for (const { place, before } of met) {
      const { cases } = this.#moved[place]!
      const out = outRoutes[place]!
      let after = out
      if (failure !== undefined && deadLinks.mayHit(failure, out)) {
        together ??= deadLinks.under(this.#failed, failure)
        after = cases.stepUnder(together, this.#outSteps[place]).route
      }
      if (before === cases.atRest && after === out) continue
      differing.push({ place, before, after })
      // What stays where the outages alone have put it brings nothing more than they do.
      if (after === out) continue
      differs += volumes[this.#numbers[place]!]!
      left = Math.min(left, this.#limits.leftOn(after, this.#hourClass))
    }
    const [only] = differing
    const harmless = only === undefined ? undefined : this.#harmless.get(only.before)
    if (differing.length === 1 && hot.length === 0 && harmless?.has(only!.after) === true) return
    // Nothing gets more than what the outages alone bring it and all that differs.
    if (hot.length === 0 && left >= this.#gainMax + differs) return
    for (const { place, before, after } of differing) {
      const volume = volumes[this.#numbers[place]!]!
      more.move(outRoutes[place]!, this.#moved[place]!.cases.atRest, volume)
      more.move(before, after, volume)
    }
    const { pools, tiny } = this.#limits
    const rises = (arc: number): boolean => gain.by[arc]! + more.by[arc]! > tiny
    const suspectArcs: number[] = []
    for (const list of [more.arcs, hot])
      for (const arc of list)
        if (rises(arc) && this.#mayExceed(arc, gain.by[arc]! + more.by[arc]!)) suspectArcs.push(arc)
    const suspectPools =
      pools.capacity.length === 0
        ? []
        : [...pools.touching([...more.arcs, ...hot].filter(rises))].filter((pool) =>
            this.#mayExceed(gain.by.length + pool, pools.gainOf(pool, gain.by) + pools.gainOf(pool, more.by)),
          )
    if (suspectArcs.length + suspectPools.length === 0) {
      if (differing.length === 1) this.#noteHarmless(differing[0]!)
    } else {
      const over = this.#exceeded(failure, suspectArcs, suspectPools)
      if (over.length > 0) this.#enterServices(over, failure)
    }
    more.clear()
  }

  /** Failures that move one pair alike bring the same onto every arc: what is harmless after one is so after all. */
  #noteHarmless({ before, after }: { before: Route; after: Route }): void {
    const known = this.#harmless.get(before)
    if (known === undefined) this.#harmless.set(before, new Set([after]))
    else known.add(after)
  }

  /** Of some arcs and pools, those that carry too much and would not after the failure alone. */
  #exceeded(failure: number | undefined, arcs: readonly number[], pools: readonly number[]): number[] {
    const { before, gain, more } = this.#bench
    const { atRest, capacityAt, isOver, pools: known, moves } = this.#limits
    const rest = atRest[this.#hourClass]!
    const volumes = this.#traffic.volumes[this.#hourClass]!
    for (const { pair, route } of failure === undefined ? [] : (moves.get(failure) ?? []))
      before.move(this.#traffic.pairs[pair]!.cases.atRest, route, volumes[pair]!)
    const was = (arc: number): number => rest[arc]! + before.by[arc]!
    const is = (arc: number): number => was(arc) + gain.by[arc]! + more.by[arc]!
    const over = new Set<number>()
    for (const arc of arcs)
      if (isOver(is(arc), capacityAt(arc)) && !isOver(was(arc), capacityAt(arc))) over.add(arc)
    for (const pool of pools) {
      const element = rest.length + pool
      const capacity = capacityAt(element)
      if (isOver(known.sum(pool, is), capacity) && !isOver(known.sum(pool, was), capacity)) over.add(element)
    }
    before.clear()
    return [...over]
  }

  /** The services whose way passes something that carries too much; who is entered already stays as entered. */
  #enterServices(over: readonly number[], failure: number | undefined): void {
    const { pools, servicePairsOn } = this.#limits
    const { pairs, routes } = this.#traffic
    const byLink = new Map<number, number[]>()
    for (const element of over)
      for (const arc of pools.arcsOf(element, this.#bench.gain.by.length)) {
        const known = byLink.get(arc >> 1)
        if (known === undefined) byLink.set(arc >> 1, [element])
        else known.push(element)
      }
    const services = new Set<string>()
    // Whoever passes there after some single failure, and whoever the outages may have put there.
    const links = new Set([
      ...byLink.keys(),
      ...this.#failed.flatMap((element) => routes.linksHitBy(element)),
    ])
    for (const link of links)
      for (const arc of [2 * link, 2 * link + 1])
        for (const pair of servicePairsOn[arc]!) for (const one of pairs[pair]!.services) services.add(one)
    const hit = new Map<string, Overload>()
    const dead = this.#traffic.deadLinks.under(this.#failed, failure)
    for (const service of services) {
      const elements = this.#elementsOn(service, dead, byLink)
      if (elements.length > 0) hit.set(service, { ...(failure !== undefined && { failure }), elements })
    }
    this.#enterComposites(hit, failure)
    for (const [service, overload] of hit) if (!this.#found.has(service)) this.#found.set(service, overload)
  }

  #enterComposites(hit: Map<string, Overload>, failure: number | undefined): void {
    const { composites, services } = this.#bench
    if (hit.size === 0) return
    for (const composite of composites) {
      if (!isHit(composite, services, (id) => hit.has(id))) continue
      const elements = joined(...[...hit.values()].map((one) => one.elements))
      hit.set(composite.id, { ...(failure !== undefined && { failure }), elements })
    }
  }

  /** What a service's ways pass of these links: all pairs of its ends, or the nearest ones where any suffices. */
  #elementsOn(service: string, dead: Dead, byLink: ReadonlyMap<number, number[]>): number[] {
    const elements = new Set<number>()
    for (const { sources, targets, anyFrom, anyTo } of this.#traffic.ends.get(service) ?? []) {
      const nearest = new Map<string, number>()
      const routed = sources.flatMap((source) =>
        targets.map((target) => {
          const route = this.#traffic.pairBetween(source, target).cases.under(dead)
          const rivals = `${anyFrom ? '' : source} ${anyTo ? '' : target}`
          nearest.set(rivals, Math.min(route.length, nearest.get(rivals) ?? Infinity))
          return { rivals, route }
        }),
      )
      for (const { rivals, route } of routed) {
        if ((anyFrom || anyTo) && route.length > nearest.get(rivals)!) continue
        for (const arc of route.arcs) for (const element of byLink.get(arc >> 1) ?? []) elements.add(element)
      }
    }
    return [...elements].sort((one, other) => one - other)
  }
}
