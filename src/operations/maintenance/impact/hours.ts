import { Temporal } from 'temporal-polyfill'
import type { Demand } from '../../../estate/network.ts'

const HOUR_MS = 3_600_000
export const HOURS_OF_WEEK = 168
/** The first of January 1970 was a Thursday: Monday midnight lay 72 hours before it. */
const EPOCH_HOUR_OF_WEEK = 72

/** A stretch in which the hour of the week stays the same by the zone's clock. */
export type HourSpan = { hour: number; fromMs: number; untilMs: number }

/** The clock of a zone over a stretch of time: where its offset from UTC changes is looked up once. */
export class ZoneClock {
  readonly #starts: number[] = []
  readonly #offsets: number[] = []

  constructor(zone: string, fromMs: number, untilMs: number) {
    let at: Temporal.ZonedDateTime | null =
      Temporal.Instant.fromEpochMilliseconds(fromMs).toZonedDateTimeISO(zone)
    while (at !== null && (this.#starts.length === 0 || at.epochMilliseconds < untilMs)) {
      this.#starts.push(at.epochMilliseconds)
      this.#offsets.push(at.offsetNanoseconds / 1e6)
      at = at.getTimeZoneTransition('next')
    }
  }

  /** Hours since Monday midnight, 0 to 167. */
  hourOfWeek(atMs: number): number {
    const hour = Math.floor((atMs + this.#offsetAt(atMs)) / HOUR_MS) + EPOCH_HOUR_OF_WEEK
    return ((hour % HOURS_OF_WEEK) + HOURS_OF_WEEK) % HOURS_OF_WEEK
  }

  /** The hours between two instants, each with its part of the time. */
  *hoursIn(fromMs: number, untilMs: number): Generator<HourSpan> {
    for (let atMs = fromMs; atMs < untilMs;) {
      const offset = this.#offsetAt(atMs)
      const nextHourMs = (Math.floor((atMs + offset) / HOUR_MS) + 1) * HOUR_MS - offset
      const change = this.#starts.find((start) => start > atMs && start < nextHourMs)
      const endMs = Math.min(change ?? nextHourMs, untilMs)
      yield { hour: this.hourOfWeek(atMs), fromMs: atMs, untilMs: endMs }
      atMs = endMs
    }
  }

  #offsetAt(atMs: number): number {
    let at = this.#starts.length - 1
    while (at > 0 && this.#starts[at]! > atMs) at -= 1
    return this.#offsets[at]!
  }
}

/** Hours of the week in which every demand has the same volume are one class. */
export type HourClasses = {
  /** By hour of the week. */
  classOf: Uint8Array
  /** By class: the volume of each demand. */
  volumes: Float64Array[]
  /** By class: no demand stands at a higher share of its own highest volume. */
  shareMax: number[]
  /** The highest volume of each demand at any hour. */
  peak: Float64Array
}

/** A profile of 24 factors counts from midnight, one of 168 from Monday midnight; none is constant. */
export function hourClassesOf(demands: readonly Demand[]): HourClasses {
  const classOf = new Uint8Array(HOURS_OF_WEEK)
  const volumes: Float64Array[] = []
  const known = new Map<string, number>()
  const peak = Float64Array.from(demands, ({ volume, profile }) =>
    profile === undefined || profile.length === 0 ? volume : volume * Math.max(...profile),
  )
  // Demands with one profile move together: the profiles tell the hours apart.
  const profiles = new Map<string, readonly number[]>()
  for (const { profile } of demands)
    if (profile !== undefined && profile.length > 0) profiles.set(profile.join(), profile)
  for (let hour = 0; hour < HOURS_OF_WEEK; hour += 1) {
    const key = Array.from(profiles.values(), (profile) => profile[hour % profile.length]).join()
    let at = known.get(key)
    if (at === undefined) {
      at = volumes.push(Float64Array.from(demands, (demand) => volumeAt(demand, hour))) - 1
      known.set(key, at)
    }
    classOf[hour] = at
  }
  const shareMax = volumes.map((list) =>
    list.reduce((most, volume, at) => (peak[at]! > 0 ? Math.max(most, volume / peak[at]!) : most), 0),
  )
  return { classOf, volumes, shareMax, peak }
}

function volumeAt({ volume, profile }: Demand, hour: number): number {
  return profile === undefined || profile.length === 0 ? volume : volume * profile[hour % profile.length]!
}
