import { Temporal } from 'temporal-polyfill'
import type { Text } from '../../../platform/text.ts'
import { instantMs } from '../../../estate/validity.ts'
import { isAtCeiling } from '../ceiling.ts'
import type { Series } from './csv-series.ts'

/** What was used in each step of a counter that is cleared at the beginning of each month. */
export type Used = {
  /** NaN: not known. */
  values: Float64Array
  /** How often the counter fell within a month, where it should only grow. */
  fallen: number
  /** Whether a step is the first that counts for a new month; also of steps ahead. */
  beginsAt: (step: number) => boolean
}

const MONTHS_MAX = 1_200

/**
 * Takes a counter apart that is cleared at the first moment of each month in a zone, of 28 to 31 days each. A gap within
 * a month is filled evenly: what was used in it is known, only when is not; across two months it is not known at all.
 * A value that stands at a ceiling hides what more would have been used. RangeError where the series has no instants.
 */
export function usedBetweenResets(series: Series, zone: string, ahead: number, ceiling?: number): Used {
  const { values, startMs, stepMs } = series
  if (startMs === undefined || stepMs === undefined) throw new RangeError('expected a series with instants')
  const wall = series.floating === true ? 'UTC' : zone
  const borders = monthBorders(startMs, stepMs, values.length + ahead, wall)
  const late = isReadLate(values, borders) ? 1 : 0
  const begins = new Set(borders.map((step) => step + late))
  const used = new Float64Array(values.length).fill(NaN)
  let fallen = 0
  /** The last known value of this month and its step; 0 just before the month began. */
  let last: { at: number; value: number } | undefined
  for (let at = 0; at < values.length; at += 1) {
    if (begins.has(at)) last = { at: at - 1, value: 0 }
    const value = values[at]!
    if (Number.isNaN(value)) continue
    if (last !== undefined && value < last.value) fallen += 1
    else if (last !== undefined && !isAtCeiling(value, ceiling))
      used.fill((value - last.value) / (at - last.at), last.at + 1, at + 1)
    last = { at, value }
  }
  return { values: used, fallen, beginsAt: (step) => begins.has(step) }
}

/** The first step of each month that begins within so many steps. */
function monthBorders(startMs: number, stepMs: number, steps: number, zone: string): number[] {
  const borders: number[] = []
  let month = Temporal.Instant.fromEpochMilliseconds(startMs)
    .toZonedDateTimeISO(zone)
    .toPlainDate()
    .with({ day: 1 })
  for (let count = 0; count < MONTHS_MAX; count += 1) {
    const step = Math.ceil((instantMs(month.toString(), zone) - startMs) / stepMs)
    if (step >= steps) break
    if (step >= 0) borders.push(step)
    month = month.add({ months: 1 })
  }
  return borders
}

/** A reading at the very moment of the reset may still tell the old month: then all fall one step later. */
function isReadLate(values: Float64Array, borders: readonly number[]): boolean {
  let [now, later] = [0, 0]
  for (const step of borders) {
    if (values[step]! < values[step - 1]!) now += 1
    else if (values[step + 1]! < values[step]!) later += 1
  }
  return later > now
}

/** What the counter last showed; 0 where a month has begun since. */
export function countAtEnd(values: Float64Array, beginsAt: (step: number) => boolean): number {
  for (let at = values.length - 1; at >= 0; at -= 1) {
    if (!Number.isNaN(values[at]!)) return values[at]!
    if (beginsAt(at)) return 0
  }
  return 0
}

/** Values ahead as the counter will show them, from what is used in each step. `start`: the count so far. */
export function countedUp(
  used: readonly number[],
  first: number,
  start: number,
  beginsAt: (step: number) => boolean,
): number[] {
  let count = start
  return used.map((value, step) => (count = (beginsAt(first + step) ? 0 : count) + value))
}

/** How many of the steps up to each one ahead the counter holds together: from the last reset or the first step on. */
export function spansAhead(horizon: number, first: number, beginsAt: (step: number) => boolean): number[] {
  let span = 0
  return Array.from({ length: horizon }, (_none, step) => (span = beginsAt(first + step) ? 1 : span + 1))
}

/** More falls than this a month are no corrections: the counter is not cleared on the first. */
const FALLS_A_MONTH_MAX = 1

export function fallenRefusal(fallen: number, steps: number, stepMs: number): Text | undefined {
  const months = Math.max(1, (steps * stepMs) / (30.44 * 86_400_000))
  return fallen <= FALLS_A_MONTH_MAX * months
    ? undefined
    : {
        ja: `月の途中で値が ${fallen} 回減っています。毎月一日に 0 に戻る計数ではないため、予測しません。`,
        en: `The values fall ${fallen} times within a month. It is no counter that is cleared on the first, so nothing is forecast.`,
      }
}

export const RESETS_TEXT: Text = {
  ja: '毎月一日に 0 に戻る計数として、使われた量を予測し、月ごとに積み上げました。',
  en: 'As a counter that is cleared on the first of each month: what is used was forecast, and added up month by month.',
}
