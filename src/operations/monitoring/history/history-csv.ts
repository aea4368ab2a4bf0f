import type { ObservedReading } from '../../../estate/resource.ts'
import { csvRows } from '../../../platform/csv-rows.ts'
import { InputError } from '../../../platform/failure.ts'
import type { Hour } from '../grid.ts'

const HOUR_MS = 3_600_000
const FIVE_MINUTES_MS = 300_000
const VALUE_MAX = 1e100
const INSTANT = /^\d{4}-\d\d-\d\dT\d\d:\d\d(?::\d\d(?:\.\d{1,3})?)?(?:Z|[+-]\d\d:\d\d)$/u

/**
 * Full hours from `timestamp,value` (ISO 8601 with offset, or epoch seconds), in any order, with or without a header: values
 * of a gauge, or the increase a second of a counter.
 * Pure. InputError with the line for what is no instant, no number, a second value of an instant, or not before `untilMs`.
 */
export function hoursIn(text: string, as: ObservedReading, untilMs: number): Hour[] {
  const points = new Map<number, number>()
  for (const [index, { cells, line }] of csvRows('body', text).entries()) {
    if (index === 0 && cells[0] === 'timestamp' && cells[1] === 'value') continue
    const wrong = (expected: string, found: string | undefined) =>
      new InputError('body', { line }, `${expected}, found ${JSON.stringify((found ?? '').slice(0, 60))}`)
    if (cells.length !== 2) throw wrong('expected timestamp,value', cells.join(','))
    const [stamp = '', written = ''] = cells
    const atMs = instantOf(stamp)
    const value = written === '' ? NaN : Number(written)
    if (!Number.isSafeInteger(atMs))
      throw wrong('expected an instant with its offset, or epoch seconds', stamp)
    if (!(Math.abs(value) <= VALUE_MAX)) throw wrong('expected a number', written)
    if (atMs >= untilMs || atMs < 0)
      throw wrong(`expected a time from 1970 to before ${new Date(untilMs).toISOString()}`, stamp)
    if (points.has(atMs)) throw wrong('expected one value for each instant', stamp)
    points.set(atMs, value)
  }
  if (points.size === 0) throw new InputError('body', {}, 'expected rows of timestamp,value; found none')
  return rolled(
    [...points].toSorted(([one], [other]) => one - other),
    as,
  )
}

function instantOf(stamp: string): number {
  if (/^\d{1,11}(?:\.\d{1,3})?$/u.test(stamp)) return Math.round(Number(stamp) * 1000)
  return INSTANT.test(stamp) ? Date.parse(stamp) : NaN
}

function rolled(points: readonly (readonly [number, number])[], as: ObservedReading): Hour[] {
  const hours: Hour[] = []
  let sums: number[] = []
  let counts: number[] = []
  for (const [atMs, value] of points) {
    const hourMs = Math.floor(atMs / HOUR_MS) * HOUR_MS
    let hour = hours.at(-1)
    if (hour?.hourMs !== hourMs) {
      hour = emptyHour(hourMs)
      hours.push(hour)
      sums = Array<number>(12).fill(0)
      counts = Array<number>(12).fill(0)
    }
    const place = Math.floor((atMs - hourMs) / FIVE_MINUTES_MS)
    sums[place]! += value
    counts[place]! += 1
    const parts = as === 'rate' ? hour.ratesPerS : hour.means
    parts[place] = sums[place]! / counts[place]!
    hour.values += 1
    hour.sum += value
    hour.most = Math.max(hour.most, value)
    hour.least = Math.min(hour.least, value)
    hour.lastAtMs = atMs
    hour.last = value
  }
  return hours
}

function emptyHour(hourMs: number): Hour {
  const none = () => Array<number | null>(12).fill(null)
  const extremes = { most: -Infinity, least: Infinity, sum: 0, lastAtMs: hourMs, last: 0 }
  return { hourMs, values: 0, ...extremes, means: none(), ratesPerS: none() }
}
