import type { FailureCases } from '../../../design/redundancy/index.ts'
import { aftersOf, leftsOf } from './afters.ts'
import type { Dead } from './dead-links.ts'
import type { Extra } from './extra.ts'
import type { LoadChange } from './load-change.ts'
import type { Limits } from './load-limits.ts'
import type { Step } from './route-cases.ts'
import { enterServices, type Overload, type Services } from './service-overloads.ts'
import type { Pair, Traffic } from './traffic.ts'
import { joined, type Failed } from './window.ts'
import type { Route } from './ways.ts'

/** So many routes are looked at for one set of outages; beyond, what it does to the loads is unknown. */
const ROUTED_MAX = 3_000_000

/** Scratch space, failures and services, for one judgement at a time. */
export type Bench = {
  failures: FailureCases
  services: Services
  gain: LoadChange
  more: LoadChange
  extra: Extra
}

/** Outages, the pairs that they may move, and the volumes of all pairs in the hours that are judged. */
export type Asked = { failed: Failed; moved: readonly number[]; volumes: Float64Array; share: number }

/** A pair that is moved, by its place, and its route after a further failure alone. */
type Met = { place: number; before: Route; step?: Step }

/** One set of outages at one class of hours. */
export class Judging {
  /** Whether anything had to be looked at closely; nothing was found where not. */
  suspected = false
  readonly #bench: Bench
  readonly #traffic: Traffic
  readonly #limits: Limits
  readonly #failed: Failed
  readonly #volumes: Float64Array
  readonly #share: number
  readonly #moved: readonly Pair[]
  readonly #numbers: readonly number[]
  /** The outages alone bring nothing more than this. */
  #gainMax = 0
  #outSteps: readonly Step[] = []
  /** By link, whether the outages may take it. */
  #isOut = new Uint8Array(0)
  #outLinks: readonly number[] = []
  readonly #harmless = new Map<Route, Set<Route>>()
  readonly #found = new Map<string, Overload>()

  constructor(bench: Bench, traffic: Traffic, limits: Limits, { failed, moved, volumes, share }: Asked) {
    this.#bench = bench
    this.#traffic = traffic
    this.#limits = limits
    this.#failed = failed
    this.#volumes = volumes
    this.#share = share
    this.#numbers = moved
    this.#moved = moved.map((pair) => traffic.pairs[pair]!)
  }

  overloads(): ReadonlyMap<string, Overload> | undefined {
    const { gain } = this.#bench
    const volumes = this.#volumes
    const out = this.#traffic.deadLinks.under(this.#failed)
    const outSteps = this.#moved.map(({ cases }) => cases.stepUnder(out))
    const outRoutes = outSteps.map(({ route }) => route)
    this.#outSteps = outSteps
    this.#moved.forEach(({ cases }, at) =>
      gain.move(cases.atRest, outRoutes[at]!, volumes[this.#numbers[at]!]!),
    )
    const hot = this.#hot()
    this.suspected = hot.length > 0
    for (const arc of gain.arcs) this.#gainMax = Math.max(this.#gainMax, gain.by[arc]!)
    this.#markOut()
    const wanted = hot.length > 0 ? undefined : this.#suspects()
    const meeting = wanted?.size === 0 ? new Map<number, Met[]>() : this.#failuresMeeting(outRoutes, wanted)
    for (const arc of hot)
      for (const way of [arc, arc ^ 1])
        for (const failure of this.#limits.failuresOn[way]!)
          if (!meeting.has(failure)) meeting.set(failure, [])
    if (hot.length > 0)
      for (const failure of this.#failuresOfServices(out)) if (!meeting.has(failure)) meeting.set(failure, [])
    let routed = 0
    for (const met of meeting.values()) routed += met.length
    if (routed <= ROUTED_MAX) {
      this.#judgeAfter(undefined, [], outRoutes, hot)
      const dead = meeting.size === 0 ? undefined : new Set(this.#bench.failures.deaths(this.#failed))
      for (const failure of [...meeting.keys()].sort((one, other) => one - other))
        if (!dead!.has(failure)) this.#judgeAfter(failure, meeting.get(failure)!, outRoutes, hot)
    }
    gain.clear()
    return routed <= ROUTED_MAX ? this.#found : undefined
  }

  #markOut(): void {
    const { routes } = this.#traffic
    this.#isOut = new Uint8Array(routes.arcs.linkCount)
    this.#outLinks = joined(...this.#failed.map((element) => routes.linksHitBy(element)))
    for (const link of this.#outLinks) this.#isOut[link] = 1
  }

  /**
   * The further failures after which something could carry too much: all that they put elsewhere than the outages have,
   * on top of the most that these bring anywhere, is more than is left on some way that it takes.
   */
  #suspects(): Set<number> {
    const { extra } = this.#bench
    const { deadLinks, routes } = this.#traffic
    const { afterOver, leftOn, standsFor } = this.#limits
    const addsUp = deadLinks.addsUp(this.#failed)
    this.#moved.forEach(({ cases }, place) => {
      const volume = this.#volumes[this.#numbers[place]!]!
      const step = this.#outSteps[place]!
      const put = (failure: number, from: Step): void => {
        const { route } = cases.stepUnder(deadLinks.under(this.#failed, failure), from)
        if (route !== step.route) extra.add(failure, volume, leftOn(route, this.#share))
      }
      if (step.route === cases.atRest) {
        // A failure may bring it onto what is out of work.
        for (const { failure, step: from } of afterOver(this.#numbers[place]!, this.#outLinks))
          put(failure, from)
        return
      }
      const afters = aftersOf(step, cases, this.#traffic, this.#limits)
      if (addsUp && !afters.links.some((link) => this.#isOut[link] === 1)) {
        const lefts = leftsOf(afters, this.#share, this.#limits)
        afters.failures.forEach((failure, at) => extra.add(failure, volume, lefts[at]!))
      } else for (const failure of routes.failuresHitting(step.route, standsFor)) put(failure, step)
    })
    return extra.taken((sum, left) => left < this.#gainMax + sum)
  }

  /**
   * By further failure, of those wanted or of all, the pairs for which it is not enough to add what failure and outages
   * do each by itself: it meets the route that the outages leave them or the one they had, and that is another.
   */
  #failuresMeeting(outRoutes: readonly Route[], wanted: ReadonlySet<number> | undefined): Map<number, Met[]> {
    const { routes } = this.#traffic
    const { afterOver, standsFor, routesAfter } = this.#limits
    const meeting = new Map<number, Met[]>()
    const meet = (failure: number, met: Met): void => {
      const known = meeting.get(failure)
      if (known === undefined) meeting.set(failure, [met])
      else known.push(met)
    }
    this.#moved.forEach(({ cases }, place) => {
      const isMoved = outRoutes[place] !== cases.atRest
      const known = new Set<number>()
      const pair = this.#numbers[place]!
      for (const { failure, route, step } of isMoved ? routesAfter[pair]! : afterOver(pair, this.#outLinks)) {
        if (wanted !== undefined && !wanted.has(failure)) continue
        meet(failure, { place, before: route, step })
        known.add(failure)
      }
      if (!isMoved) return
      for (const failure of routes.failuresHitting(outRoutes[place]!, standsFor))
        if (!known.has(failure) && (wanted === undefined || wanted.has(failure)))
          meet(failure, { place, before: cases.atRest })
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
        for (const failure of routes.failuresHitting(route, standsFor)) failures.add(failure)
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
    const { most, capacityAt } = this.#limits
    return this.#share * most[element]! + more > capacityAt(element)
  }

  #judgeAfter(
    failure: number | undefined,
    met: readonly Met[],
    outRoutes: readonly Route[],
    hot: readonly number[],
  ): void {
    const { gain, more } = this.#bench
    const volumes = this.#volumes
    const { deadLinks } = this.#traffic
    // What differs from the mere sum of both.
    const differing: { place: number; before: Route; after: Route }[] = []
    let differs = 0
    let left = Infinity
    let together: Dead | undefined
    for (const { place, before, step } of met) {
      const { cases } = this.#moved[place]!
      const out = outRoutes[place]!
      let after = out
      if (failure !== undefined && deadLinks.mayHit(failure, out)) {
        together ??= deadLinks.under(this.#failed, failure)
        after = cases.stepUnder(together, step ?? this.#outSteps[place]).route
      }
      if (before === cases.atRest && after === out) continue
      differing.push({ place, before, after })
      // What stays where the outages alone have put it brings nothing more than they do.
      if (after === out) continue
      differs += volumes[this.#numbers[place]!]!
      left = Math.min(left, this.#limits.leftOn(after, this.#share))
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
      this.suspected = true
      const over = this.#exceeded(failure, suspectArcs, suspectPools)
      const { services } = this.#bench
      if (over.length > 0)
        enterServices(this.#found, services, this.#traffic, this.#limits, {
          over,
          failed: this.#failed,
          failure,
        })
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
    const { gain, more } = this.#bench
    const { atRest, capacityAt, isOver, pools: known, movedOnto } = this.#limits
    const volumes = this.#volumes
    const moved = failure === undefined ? undefined : movedOnto(failure)
    const was = (arc: number): number =>
      (moved?.get(arc) ?? []).reduce(
        (load, { pair, share }) => load + share * volumes[pair]!,
        atRest(arc, volumes),
      )
    const is = (arc: number): number => was(arc) + gain.by[arc]! + more.by[arc]!
    const over = new Set<number>()
    for (const arc of arcs)
      if (isOver(is(arc), capacityAt(arc)) && !isOver(was(arc), capacityAt(arc))) over.add(arc)
    for (const pool of pools) {
      const element = gain.by.length + pool
      const capacity = capacityAt(element)
      if (isOver(known.sum(pool, is), capacity) && !isOver(known.sum(pool, was), capacity)) over.add(element)
    }
    return [...over]
  }
}
