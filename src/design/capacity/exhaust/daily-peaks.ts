import { civilAt, civilDay, type Interval } from '../../../platform/civil-time.ts'
import { instantMs } from '../../../estate/validity.ts'
import type { PeakKind } from '../../../estate/resource.ts'
import type { Series } from '../forecast/csv-series.ts'
import { dateOf, dayOf } from './civil-days.ts'

/** The highest value of each step: of each civil day, or of each longer step where the file has no days. NaN: none. */
export type Peaks = {
  /** Day number (civil-days.ts) of the first value. */
  firstDay: number
  /** Days from one value to the next. */
  stepDays: number
  values: Float64Array
}

const DAY_MS = 86_400_000
const HOUR_MS = 3_600_000
/** A day of which less than this part was measured says nothing of its peak. */
const MEASURED_MIN = 0.5

/** What is left out of a series, and what of a day is its peak. */
export type Taken = { outages?: readonly { from: string; until: string }[]; peak?: PeakKind }

/**
 * Daily peaks in the operator's zone, without what was measured in known outages; of longer steps the values as they
 * are. Pure. RangeError where the series
 * has no instants.
 */
export function dailyPeaks(
  series: Series,
  zone: string,
  { outages = [], peak = 'maximum' }: Taken = {},
): Peaks {
  const { startMs, stepMs } = series
  if (startMs === undefined || stepMs === undefined)
    throw new RangeError('expected a history of timestamp,value with at least two instants')
  const wall = series.floating === true ? 'UTC' : zone
  const values = withoutOutages(series.values, startMs, stepMs, outages, wall)
  const firstDay = dayOf(civilAt(startMs, wall).date)
  if (stepMs > 1.5 * DAY_MS) return { firstDay, stepDays: Math.round(stepMs / DAY_MS), values }
  const lastDay = dayOf(civilAt(startMs + stepMs * (values.length - 1), wall).date)
  const peaks = new Float64Array(lastDay - firstDay + 1).fill(NaN)
  for (let day = firstDay; day <= lastDay; day += 1) {
    const { fromMs, untilMs } = dayIn(day, wall)
    const from = Math.max(0, Math.ceil((fromMs - startMs) / stepMs))
    const until = Math.min(values.length, Math.ceil((untilMs - startMs) / stepMs))
    const slots = Math.round((untilMs - fromMs) / stepMs)
    peaks[day - firstDay] = peakOf(values.subarray(from, until), slots, { peak, hour: HOUR_MS / stepMs })
  }
  return { firstDay, stepDays: 1, values: peaks }
}

const DAYS_KEPT_MAX = 40_000
const knownDays = new Map<string, Interval>()

/** When a day begins and ends in a zone: the same days are asked for by every resource. */
function dayIn(day: number, zone: string): Interval {
  const key = `${day} ${zone}`
  const known = knownDays.get(key)
  if (known !== undefined) return known
  if (knownDays.size >= DAYS_KEPT_MAX) knownDays.clear()
  const found = civilDay(dateOf(day), zone)
  knownDays.set(key, found)
  return found
}

/** The peak of one day, of which `slots` values make a whole one; `hour`: values of an hour. */
function peakOf(day: Float64Array, slots: number, { peak, hour }: { peak: PeakKind; hour: number }): number {
  const known = day.filter((value) => !Number.isNaN(value))
  if (known.length === 0 || known.length < MEASURED_MIN * slots) return NaN
  if (peak === 'busy-hour') return busiestMean(day, Math.max(1, Math.round(hour)))
  if (peak === 'maximum') return known.reduce((most, value) => Math.max(most, value))
  const rank = Math.ceil((Number(peak.slice(1)) / 100) * known.length)
  return known.toSorted()[rank - 1]!
}

/** The highest mean over so many values in a row, of which at least half were measured. */
function busiestMean(day: Float64Array, window: number): number {
  let most = -Infinity
  let sum = 0
  let measured = 0
  const add = (value: number | undefined, sign: 1 | -1): void => {
    if (value === undefined || Number.isNaN(value)) return
    sum += sign * value
    measured += sign
  }
  for (let at = 0; at < day.length; at += 1) {
    add(day[at], 1)
    if (at >= window) add(day[at - window], -1)
    if (measured >= MEASURED_MIN * window && at >= window - 1) most = Math.max(most, sum / measured)
  }
  return Number.isFinite(most) ? most : NaN
}

function withoutOutages(
  values: Float64Array,
  startMs: number,
  stepMs: number,
  outages: readonly { from: string; until: string }[],
  zone: string,
): Float64Array {
  if (outages.length === 0) return values
  const kept = values.slice()
  for (const { from, until } of outages) {
    const first = Math.max(0, Math.ceil((instantMs(from, zone) - startMs) / stepMs))
    const end = Math.min(kept.length, Math.ceil((instantMs(until, zone) - startMs) / stepMs))
    if (first < end) kept.fill(NaN, first, end)
  }
  return kept
}

/** Peaks of two resources added up, step by step, where both were measured; the second by its share. */
export function addedPeaks(own: Peaks, other: Peaks, share: number): Peaks | undefined {
  if (own.stepDays !== other.stepDays) return undefined
  const values = own.values.map((value, at) => {
    const there = other.values[at + (own.firstDay - other.firstDay) / own.stepDays]
    return there === undefined ? NaN : value + share * there
  })
  return values.some((value) => !Number.isNaN(value)) ? { ...own, values } : undefined
}
