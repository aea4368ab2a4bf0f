import type { Network } from '../../../estate/network.ts'
import type { FailureCases } from '../../../design/redundancy/index.ts'
import type { WeekHour } from '../../../platform/zone-clock.ts'
import type { Forecasts } from './demand-hours.ts'
import { Extra } from './extra.ts'
import { Judging, type Bench } from './judging.ts'
import { LoadChange } from './load-change.ts'
import { limitsOf, type Limits } from './load-limits.ts'
import { servicesOf, type Overload } from './service-overloads.ts'
import { trafficOf, type Traffic } from './traffic.ts'
import { keyOf, type Failed } from './window.ts'

export type Overloads = ReadonlyMap<string, Overload>

/** The pairs with traffic that some outages may move, and the hours of which nothing needs to be judged again. */
type Moved = { pairs: number[]; harmless?: { share: number; volumes: number[] } }

const NONE: Overloads = new Map()
/** What was found is kept for so many sets of outages and hours, and then forgotten. */
const KNOWN_MAX = 200_000

/**
 * Loads of one network under outages and every further single failure, by hour: which services run over something that
 * then carries too much and would not under that failure without the outages. Shortest ways, equal split, as 2.2 has it.
 */
export class Loads {
  readonly #network: Network
  readonly #traffic: Traffic | undefined
  readonly #limits: Limits | undefined
  readonly #bench: Bench
  readonly #known = new Map<string, Overloads | undefined>()
  readonly #shares = new Map<number, number>()
  readonly #movedBySet = new WeakMap<Failed, Moved>()

  constructor(network: Network, failures: FailureCases, forecasts: Forecasts) {
    this.#network = network
    const hasCapacity =
      network.pools.length > 0 || network.links.some(({ capacity }) => capacity !== undefined)
    const judges = hasCapacity && network.demands.length > 0
    this.#traffic = judges ? trafficOf(network, failures, forecasts) : undefined
    this.#limits = this.#traffic === undefined ? undefined : limitsOf(network, failures, this.#traffic)
    const arcCount = 2 * network.links.length
    this.#bench = {
      failures,
      services: servicesOf(network),
      gain: new LoadChange(arcCount),
      more: new LoadChange(arcCount),
      extra: new Extra(failures.count),
    }
  }

  /** False where there is nothing to judge by, or too much: no demand, no known capacity, too many pairs. */
  get judged(): boolean {
    return this.#traffic !== undefined
  }

  /** Hours of one class are alike in all that flows. */
  classOf(place: WeekHour): number {
    return this.#traffic?.hours.classOf(place) ?? 0
  }

  /** How full the hours of a class are: no pair of nodes stands at a higher share of its own highest volume. */
  shareOf(hourClass: number): number {
    if (this.#traffic === undefined || this.#limits === undefined) return 0
    const known = this.#shares.get(hourClass) ?? this.#limits.shareMaxOf(this.#traffic.volumesOf(hourClass))
    this.#shares.set(hourClass, known)
    return known
  }

  /**
   * The services with an overload on their path while these are out of work, at a class of hours, that is there after no
   * failure or after one further failure, and not after that failure alone. Undefined where there is too much to judge.
   */
  under(failed: Failed, hourClass: number): Overloads | undefined {
    if (this.#traffic === undefined || this.#limits === undefined || failed.length === 0) return NONE
    const moved = this.#movedBySet.get(failed) ?? {
      pairs: this.#movedBy(failed, this.#traffic, this.#limits),
    }
    this.#movedBySet.set(failed, moved)
    const volumes = this.#traffic.volumesOf(hourClass)
    const own = moved.pairs.map((pair) => volumes[pair]!)
    const volume = own.reduce((all, one) => all + one, 0)
    const share = this.shareOf(hourClass)
    if (volume === 0 || volume <= this.#limits.spareAt(share)) return NONE
    if (isNoMore({ share, volumes: own }, moved.harmless)) return NONE
    const key = `${hourClass} ${keyOf(failed)}`
    if (this.#known.has(key)) return this.#known.get(key)
    const judging = new Judging(this.#bench, this.#traffic, this.#limits, {
      failed,
      moved: moved.pairs,
      volumes,
      share,
    })
    const found = judging.overloads()
    if (found !== undefined && !judging.suspected) moved.harmless = { share, volumes: own }
    if (this.#known.size >= KNOWN_MAX) this.#known.clear()
    this.#known.set(key, found)
    return found
  }

  /** Id of a link or pool by its number among arcs and pools. */
  nameOf(element: number): string {
    const { links, pools } = this.#network
    const pool = element - 2 * links.length
    return pool < 0 ? links[element >> 1]!.id : pools[pool]!.id
  }

  /** The pairs with traffic whose route, with or without one further failure, these may change. */
  #movedBy(failed: Failed, { routes }: Traffic, { pairsOn }: Limits): number[] {
    const pairs = new Set<number>()
    for (const element of failed)
      for (const link of routes.linksHitBy(element))
        for (const arc of [2 * link, 2 * link + 1]) for (const pair of pairsOn[arc]!) pairs.add(pair)
    return [...pairs]
  }
}

type Hour = { share: number; volumes: readonly number[] }

/**
 * Whether an hour brings nothing that a harmless one does not: everything that is moved is moved in the same proportion,
 * and no fuller. Without the proportion more could stay on an arc that one pair leaves and another comes to.
 */
function isNoMore(hour: Hour, harmless: Hour | undefined): boolean {
  if (harmless === undefined || hour.share > harmless.share) return false
  const [first = 0] = hour.volumes
  const [was = 0] = harmless.volumes
  if (!(was > 0) || first > was) return false
  const part = first / was
  return hour.volumes.every((volume, at) => {
    const expected = part * harmless.volumes[at]!
    return Math.abs(volume - expected) <= 1e-12 * expected
  })
}
