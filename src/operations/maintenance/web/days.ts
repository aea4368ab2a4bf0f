import type { Text } from '../../../platform/text.ts'
import { clockTime, zoneName } from '../../../web/civil.ts'
import { dayAfter, dayStartMs, offsetMs } from '../../../web/civil-day.ts'

/** Something with a beginning and an end, ISO 8601 UTC, half-open. */
export type Timed = { from: string; until: string }

/** The part of something that falls on one civil day; shares of the day, 0 at its first midnight, 1 at the next. */
export type DayPart<T extends Timed> = { of: T; fromShare: number; untilShare: number }

/** Nothing is cut into more days than this: a notice that lasts for years is a mistake that the inbox shows. */
const DAYS_MAX = 400

/** `2026-12-03`, the civil day of an instant in a zone. */
export function civilDay(atMs: number, zone: string): string {
  return new Date(atMs + offsetMs(atMs, zone)).toISOString().slice(0, 10)
}

/** Whether an address names a civil day. */
export function isDay(written: string | undefined): written is string {
  if (written === undefined || !/^\d{4}-\d{2}-\d{2}$/.test(written)) return false
  const ms = Date.parse(`${written}T00:00:00Z`)
  return Number.isFinite(ms) && new Date(ms).toISOString().startsWith(written)
}

/** Things by the civil days on which they fall, days in order; a thing over midnight stands on both. */
export function byDay<T extends Timed>(things: readonly T[], zone: string): Map<string, DayPart<T>[]> {
  const days = new Map<string, DayPart<T>[]>()
  for (const thing of things) {
    const [fromMs, untilMs] = [Date.parse(thing.from), Date.parse(thing.until)]
    let day = civilDay(fromMs, zone)
    for (let count = 0; count < DAYS_MAX; count += 1, day = dayAfter(day, 1)) {
      const startMs = dayStartMs(day, zone)
      const endMs = dayStartMs(dayAfter(day, 1), zone)
      if (startMs >= untilMs) break
      const share = (ms: number): number => Math.min(1, Math.max(0, (ms - startMs) / (endMs - startMs)))
      const part = { of: thing, fromShare: share(fromMs), untilShare: share(untilMs) }
      const known = days.get(day)
      if (known === undefined) days.set(day, [part])
      else known.push(part)
    }
  }
  return new Map([...days].sort(([one], [other]) => (one < other ? -1 : 1)))
}

/** Day with its year, weekday, time and zone: windows may lie a year ahead. */
export function momentLine(at: string, zone: string): Text {
  const options = {
    timeZone: zone,
    year: 'numeric',
    month: 'long',
    day: 'numeric',
    weekday: 'short',
  } as const
  const day = (locale: string): string => new Intl.DateTimeFormat(locale, options).format(new Date(at))
  const time = `${clockTime(at, zone)} ${zoneName(at, zone)}`
  return { ja: `${day('ja-JP')} ${time}`, en: `${day('en-GB')}, ${time}` }
}

/** The instant at which a zone's wall shows a day and a time (`1:00`), ISO 8601 UTC. */
export function instantAt(day: string, time: string, zone: string): string {
  const [hours = 0, minutes = 0] = time.split(':').map(Number)
  const wanted = 60 * hours + minutes
  let ms = dayStartMs(day, zone) + wanted * MINUTE_MS
  // A clock that was put forward or back on that day shows another time then.
  const [shownHours = 0, shownMinutes = 0] = clockTime(new Date(ms).toISOString(), zone)
    .split(':')
    .map(Number)
  ms += (wanted - (60 * shownHours + shownMinutes)) * MINUTE_MS
  return new Date(ms).toISOString()
}

const MINUTE_MS = 60_000
