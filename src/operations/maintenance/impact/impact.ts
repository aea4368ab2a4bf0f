import type { Network } from '../../../estate/network.ts'
import { failureCases, type FailureCases } from '../../../design/redundancy/index.ts'
import { ZoneClock } from '../../../platform/zone-clock.ts'
import type { Forecasts } from './demand-hours.ts'
import { networkInHour, type LoadGround } from './forecast-loads.ts'
import { Loads, type Overloads } from './loads.ts'
import { momentsOf, type Moment } from './moments.ts'
import { Standings, type ServiceStanding } from './standings.ts'
import { joined, type Failed, type Finding, type Outage } from './window.ts'

/** A network over the time in which it stays as it is; segments follow each other. */
export type Segment = {
  fromMs: number
  untilMs: number
  network: Network
  /** What the loads rest on; absent: on the demands' profiles alone. */
  ground?: LoadGround
}

export type Impact = {
  /** By time, then service. */
  findings: Finding[]
  /** Ids that an outage names and the network of its time does not hold: what they do is not known. */
  unresolved: { outage: string; ids: string[] }[]
  /** Times of which the loads could not be judged. */
  withoutLoads: { fromMs: number; untilMs: number; outages: string[] }[]
  /** Services that could not be judged at all: without endpoints, or with some that the network does not hold. */
  withoutStanding: string[]
  /** False where nothing says how much flows, or what anything can carry. */
  loadsJudged: boolean
  /** What the loads rest on: demands by forecast, by profile alone, and those that could not be forecast. */
  loads: Omit<LoadGround, 'forecasts'>
  /** How many moments there are, and how many of them were not known from an earlier call. */
  moments: { all: number; judged: number }
}

/** What a moment shows, before it is joined with the moments around it. */
type Shown = Omit<Finding, 'fromMs' | 'untilMs'> & { fromMs: number; untilMs: number; key: string }

type Seen = { shown: Shown[]; unloaded: boolean; unresolved: Impact['unresolved'] }

/** What is known of a moment is kept for so many moments. */
const KEPT_MAX = 50_000
/** After so many sets of outages a network is made ready anew, and forgets those that have gone. */
const SETS_MAX = 50_000

/**
 * What outages do to the services of a network that changes over time: exact for every moment, every further single
 * failure and every hour of load. What was found is kept: after a change only moments that differ are judged.
 */
export class ImpactEngine {
  readonly #segments: readonly Segment[]
  readonly #clock: ZoneClock
  readonly #networks: (NetworkImpact | undefined)[]
  #kept = new Map<string, Seen>()

  /** `zone`: where the profiles of demands count their hours. RangeError where there is no segment. */
  constructor(segments: readonly Segment[], zone: string) {
    const [first, last] = [segments[0], segments.at(-1)]
    if (first === undefined || last === undefined) throw new RangeError('nothing is judged without a network')
    this.#segments = segments
    this.#clock = new ZoneClock(zone, first.fromMs, last.untilMs)
    this.#networks = segments.map(() => undefined)
  }

  /** What these outages do, from the first segment's begin to the last one's end. */
  impact(outages: readonly Outage[]): Impact {
    const [first, last] = [this.#segments[0]!, this.#segments.at(-1)!]
    const cuts = this.#segments.slice(1).map(({ fromMs }) => fromMs)
    const moments = momentsOf(outages, first.fromMs, last.untilMs, cuts)
    const kept = new Map<string, Seen>()
    let judged = 0
    const seen = moments.map((moment) => {
      const key = keyOfMoment(moment)
      let found = this.#kept.get(key)
      if (found === undefined) {
        found = this.#networkOf(moment.segment).seen(moment)
        judged += 1
      }
      if (kept.size < KEPT_MAX) kept.set(key, found)
      return found
    })
    this.#kept = kept
    const used = new Set(moments.map(({ segment }) => segment))
    return {
      findings: merged(seen.flatMap(({ shown }) => shown)),
      unresolved: unresolvedIn(seen),
      withoutLoads: moments
        .filter((_, at) => seen[at]!.unloaded)
        .map(({ fromMs, untilMs, outages: of }) => ({ fromMs, untilMs, outages: of.map(({ id }) => id) })),
      withoutStanding: [...new Set([...used].flatMap((at) => this.#networkOf(at).unjudged))],
      loadsJudged: [...used].every((at) => this.#networkOf(at).loads.judged),
      loads: groundIn(used.size === 0 ? this.#segments : [...used].map((at) => this.#segments[at]!)),
      moments: { all: moments.length, judged },
    }
  }

  /** The network of a time made ready; the same for all questions. */
  networkAt(atMs: number): NetworkImpact {
    const at = this.#segments.findIndex(({ fromMs, untilMs }) => fromMs <= atMs && atMs < untilMs)
    return this.#networkOf(Math.max(0, at))
  }

  /** The network with every demand as it is forecast for the hour of an instant. */
  networkInHour(atMs: number): Network {
    const at = this.#segments.findIndex(({ fromMs, untilMs }) => fromMs <= atMs && atMs < untilMs)
    const { network, ground } = this.#segments[Math.max(0, at)]!
    return networkInHour(network, ground?.forecasts ?? [], this.#clock.weekHourAt(atMs))
  }

  #networkOf(segment: number): NetworkImpact {
    const before = this.#networks[segment]
    const known =
      before === undefined || before.sets > SETS_MAX
        ? impactOfSegment(this.#segments[segment]!, this.#clock)
        : before
    this.#networks[segment] = known
    return known
  }
}

/** What the loads of some segments rest on, counted in the first; what could not be forecast in any. */
function groundIn(segments: readonly Segment[]): Impact['loads'] {
  const [first] = segments
  const open = new Map<string, LoadGround['not_forecast'][number]>()
  for (const { ground } of segments)
    for (const one of ground?.not_forecast ?? []) open.set(JSON.stringify([one.from, one.to]), one)
  const demands = first?.network.demands.length ?? 0
  return {
    forecast: first?.ground?.forecast ?? 0,
    by_profile: first?.ground?.by_profile ?? demands,
    not_forecast: [...open.values()],
  }
}

function impactOfSegment({ network, ground }: Segment, clock: ZoneClock): NetworkImpact {
  return new NetworkImpact(network, clock, ground?.forecasts ?? [])
}

/** One network under outages. */
export class NetworkImpact {
  readonly network: Network
  readonly failures: FailureCases
  readonly standings: Standings
  readonly loads: Loads
  readonly unjudged: string[]
  readonly #clock: ZoneClock
  readonly #sets = new Map<string, number[]>()

  constructor(network: Network, clock: ZoneClock, forecasts: Forecasts) {
    this.network = network
    this.#clock = clock
    this.failures = failureCases(network)
    const asked = askedServices(network)
    this.standings = new Standings(this.failures, asked)
    const judged = new Set(this.standings.services)
    this.unjudged = asked.filter((service) => !judged.has(service))
    this.loads = new Loads(network, this.failures, forecasts)
  }

  /** How many sets of outages were looked at. */
  get sets(): number {
    return this.#sets.size
  }

  seen(moment: Moment): Seen {
    const unresolved: Impact['unresolved'] = []
    const numbered = moment.outages.map((outage) => {
      const missing = outage.takes.filter((id) => this.failures.number(id) < 0)
      if (missing.length > 0) unresolved.push({ outage: outage.id, ids: missing })
      return { outage, takes: this.#numbers(outage.takes) }
    })
    const union = (pick: (outage: Outage) => boolean): number[] =>
      this.#setOf(numbered.filter(({ outage }) => pick(outage)).map(({ takes }) => takes))
    const sets = {
      standing: union((outage) => outage.standing === true),
      certain: union((outage) => outage.standing === true || outage.surety === 'certain'),
      all: union(() => true),
    }
    const shown = this.#shownStandings(moment, numbered, sets)
    const { overloads, unloaded } = this.#shownLoads(moment, numbered, sets)
    return { shown: [...shown, ...overloads], unloaded, unresolved }
  }

  /** Numbers of ids that the network holds, ascending. */
  #numbers(ids: readonly string[]): number[] {
    return joined(ids.map((id) => this.failures.number(id)).filter((element) => element >= 0))
  }

  /** The same list for the same elements, so that what is known of it is found by the list itself. */
  #setOf(parts: readonly number[][]): number[] {
    const list = joined(...parts)
    const key = list.join()
    const known = this.#sets.get(key)
    if (known !== undefined) return known
    this.#sets.set(key, list)
    return list
  }

  #shownStandings({ fromMs, untilMs }: Moment, numbered: readonly Numbered[], sets: Sets): Shown[] {
    const shown: Shown[] = []
    for (const service of this.standings.touchedBy(sets.all)) {
      const cases = this.standings.of(service)
      const standing = cases.under(sets.standing)
      const certain = cases.under(sets.certain, standing)
      const all = cases.under(sets.all, certain)
      const sure = worse(standing.found, certain.found)
      if (sure !== undefined)
        shown.push(this.#finding(service, sure, true, certain.failed, numbered, fromMs, untilMs))
      const possible = worse(certain.found, all.found)
      if (possible !== undefined)
        shown.push(this.#finding(service, possible, false, all.failed, numbered, fromMs, untilMs))
    }
    return shown
  }

  #finding(
    service: string,
    { kind, lost, points }: Worse,
    certain: boolean,
    failed: Failed,
    numbered: readonly Numbered[],
    fromMs: number,
    untilMs: number,
  ): Shown {
    const outages = numbered
      .filter(
        ({ outage, takes }) =>
          (!certain || isSure(outage)) && takes.some((element) => failed.includes(element)),
      )
      .map(({ outage }) => outage.id)
    const failures = points.map((element) => this.failures.id(element))
    return keyed({
      kind,
      service,
      fromMs,
      untilMs,
      certain,
      outages,
      ...(lost !== undefined && { lost }),
      failures,
      overloaded: [],
    })
  }

  #shownLoads(
    { fromMs, untilMs }: Moment,
    numbered: readonly Numbered[],
    sets: Sets,
  ): { overloads: Shown[]; unloaded: boolean } {
    const { loads } = this
    const classes = new Map<number, { overloads: Omit<Shown, 'fromMs' | 'untilMs'>[] } | undefined>()
    if (!loads.judged || sets.all.length === 0) return { overloads: [], unloaded: false }
    const overloads: Shown[] = []
    let unloaded = false
    const spans = Array.from(this.#clock.hoursIn(fromMs, untilMs), (span) => ({
      ...span,
      hourClass: loads.classOf(span),
    }))
    // The fullest hours first: what they leave harmless need not be looked at in the others.
    const byFullness = [...new Set(spans.map((span) => span.hourClass))].sort(
      (one, other) => loads.shareOf(other) - loads.shareOf(one),
    )
    for (const hourClass of byFullness) classes.set(hourClass, this.#overloadsAt(hourClass, numbered, sets))
    for (const span of spans) {
      const found = classes.get(span.hourClass)
      if (found === undefined) unloaded = true
      else
        for (const one of found.overloads)
          overloads.push({ ...one, fromMs: span.fromMs, untilMs: span.untilMs })
    }
    return { overloads, unloaded }
  }

  #overloadsAt(
    hourClass: number,
    numbered: readonly Numbered[],
    sets: Sets,
  ): { overloads: Omit<Shown, 'fromMs' | 'untilMs'>[] } | undefined {
    const [before, certain, all] = [sets.standing, sets.certain, sets.all].map((failed) =>
      this.loads.under(failed, hourClass),
    )
    if (before === undefined || certain === undefined || all === undefined) return undefined
    const overloads: Omit<Shown, 'fromMs' | 'untilMs'>[] = []
    const enter = (found: Overloads, isCertain: boolean, known: readonly Overloads[]): void => {
      for (const [service, { failure, elements }] of found) {
        if (known.some((map) => map.has(service)) || this.#isPartOnly(service)) continue
        const outages = numbered
          .filter(({ outage, takes }) => (!isCertain || isSure(outage)) && takes.length > 0)
          .map(({ outage }) => outage.id)
        const {
          fromMs: _from,
          untilMs: _until,
          ...one
        } = keyed({
          kind: 'capacity',
          service,
          fromMs: 0,
          untilMs: 0,
          certain: isCertain,
          outages,
          failures: failure === undefined ? [] : [this.failures.id(failure)],
          overloaded: [...new Set(elements.map((element) => this.loads.nameOf(element)))],
        })
        overloads.push(one)
      }
    }
    enter(certain, true, [before])
    enter(all, false, [before, certain])
    return { overloads }
  }

  #isPartOnly(service: string): boolean {
    return this.network.services.some(({ id, part_only }) => id === service && part_only === true)
  }
}

type Numbered = { outage: Outage; takes: number[] }
type Sets = { standing: number[]; certain: number[]; all: number[] }

/** The services that are promised to somebody; the one assumed where none is declared. */
function askedServices({ services }: Network): string[] {
  if (services.length === 0) return ['all-nodes']
  return services.filter(({ part_only }) => part_only !== true).map(({ id }) => id)
}

function isSure({ surety, standing }: Outage): boolean {
  return standing === true || surety === 'certain'
}

export type Worse = { kind: 'down' | 'redundancy'; lost?: { from: string; to?: string }; points: number[] }

/** What a service has lost from one standing to another; undefined where nothing that it had. */
export function worse(before: ServiceStanding, after: ServiceStanding): Worse | undefined {
  if (before === after || before.lost !== undefined) return undefined
  if (after.lost !== undefined) return { kind: 'down', lost: after.lost, points: [] }
  const known = new Set(before.points)
  const points = after.points.filter((element) => !known.has(element))
  return points.length === 0 ? undefined : { kind: 'redundancy', points }
}

function keyed(finding: Finding): Shown {
  const { kind, service, certain, outages, failures, overloaded } = finding
  return { ...finding, key: JSON.stringify([kind, service, certain, outages, failures, overloaded]) }
}

function keyOfMoment({ fromMs, untilMs, segment, outages }: Moment): string {
  const names = outages.map(({ id, takes, surety, standing }) =>
    [id, surety, standing === true, ...takes].join(),
  )
  return `${fromMs} ${untilMs} ${segment} ${names.join(';')}`
}

/** What stays the same over moments that follow each other is one finding. */
function merged(shown: readonly Shown[]): Finding[] {
  const findings: Finding[] = []
  const last = new Map<string, Finding>()
  for (const { key, ...one } of shown) {
    const known = last.get(key)
    if (known !== undefined && known.untilMs === one.fromMs) {
      known.untilMs = one.untilMs
      continue
    }
    const begins = { ...one }
    last.set(key, begins)
    findings.push(begins)
  }
  return findings.sort(
    (one, other) =>
      one.fromMs - other.fromMs || (one.service < other.service ? -1 : one.service > other.service ? 1 : 0),
  )
}

function unresolvedIn(seen: readonly Seen[]): Impact['unresolved'] {
  const byOutage = new Map<string, Set<string>>()
  for (const { unresolved } of seen)
    for (const { outage, ids } of unresolved)
      byOutage.set(outage, new Set([...(byOutage.get(outage) ?? []), ...ids]))
  return Array.from(byOutage, ([outage, ids]) => ({ outage, ids: [...ids] }))
}
