import { Temporal } from 'temporal-polyfill'

const HOUR_MS = 3_600_000
export const HOURS_OF_WEEK = 168
/** The first of January 1970 was a Thursday: Monday midnight lay 72 hours before it. */
const EPOCH_HOUR_OF_WEEK = 72

/** An hour on the wall: weeks since the one of the first of January 1970, and hours since its Monday midnight, 0 to 167. */
export type WeekHour = { week: number; hour: number }

/** A stretch in which the hour of the week stays the same by the zone's clock. Epoch milliseconds, half-open. */
export type HourSpan = WeekHour & { fromMs: number; untilMs: number }

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

  weekHourAt(atMs: number): WeekHour {
    const hours = Math.floor((atMs + this.#offsetAt(atMs)) / HOUR_MS) + EPOCH_HOUR_OF_WEEK
    const week = Math.floor(hours / HOURS_OF_WEEK)
    return { week, hour: hours - week * HOURS_OF_WEEK }
  }

  /** The hours between two instants, each with its part of the time. */
  *hoursIn(fromMs: number, untilMs: number): Generator<HourSpan> {
    for (let atMs = fromMs; atMs < untilMs;) {
      const offset = this.#offsetAt(atMs)
      const nextHourMs = (Math.floor((atMs + offset) / HOUR_MS) + 1) * HOUR_MS - offset
      const change = this.#starts.find((start) => start > atMs && start < nextHourMs)
      const endMs = Math.min(change ?? nextHourMs, untilMs)
      yield { ...this.weekHourAt(atMs), fromMs: atMs, untilMs: endMs }
      atMs = endMs
    }
  }

  #offsetAt(atMs: number): number {
    let at = this.#starts.length - 1
    while (at > 0 && this.#starts[at]! > atMs) at -= 1
    return this.#offsets[at]!
  }
}
