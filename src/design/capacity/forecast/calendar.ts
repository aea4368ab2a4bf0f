import { civilAt } from '../../../platform/civil-time.ts'
import type { Text } from '../../../platform/text.ts'
import type { Series } from './csv-series.ts'
import { japaneseHoliday } from './japanese-holidays.ts'

/** Days that are unlike others of their weekday. */
type Kind = 'holiday' | 'year-end' | 'month-end' | 'month-start'

const NAMES: Record<Kind, Text> = {
  holiday: { ja: '祝日', en: 'holidays' },
  'year-end': { ja: '年末年始', en: 'the turn of the year' },
  'month-end': { ja: '月末', en: 'the end of the month' },
  'month-start': { ja: '月初', en: 'the beginning of the month' },
}

/** A series as if every day were ordinary, and the factor by which each step, also of those ahead, is not. */
export type Ordinary = { values: Float64Array; factorAt: (step: number) => number; because: Text[] }

const DAY_MS = 86_400_000
/** So many days of a kind must have been seen, and they must agree. */
const SEEN_MIN: Record<Kind, number> = { holiday: 2, 'year-end': 3, 'month-end': 6, 'month-start': 6 }
/** Factors nearer to 1 than this are left alone. */
const EFFECT_MIN = 0.04

/**
 * Learns how holidays, the turn of the year, and the days around the end of the month (quotas that reset) differ from
 * the same hours of ordinary days of their weekday within two weeks, by hour. Pure. Nothing is changed where the series
 * has no instants, its steps do not divide a day, or too few such days were seen.
 */
export function ordinary(series: Series, zone: string): Ordinary {
  const { values, startMs, stepMs } = series
  const same: Ordinary = { values, factorAt: () => 1, because: [] }
  if (startMs === undefined || stepMs === undefined || !Number.isInteger(DAY_MS / stepMs)) return same
  const slots = DAY_MS / stepMs
  const wall = series.floating === true ? 'UTC' : zone
  const { time } = civilAt(startMs, wall)
  const minutes = Number(time.slice(0, 2)) * 60 + Number(time.slice(3, 5))
  /** Steps from midnight to the first value. */
  const offset = Math.round((minutes * 60_000) / stepMs)
  const kindOfDay = memoised((day) => {
    const noonMs = startMs + (day * slots - offset + slots / 2) * stepMs
    return kindOf(civilAt(noonMs, wall).date)
  })
  const kindOfStep = (step: number): Kind | undefined => kindOfDay(Math.floor((step + offset) / slots))
  const factors = learned(values, slots, kindOfStep)
  if (factors.size === 0) return same
  const factorAt = (step: number): number => {
    const kind = kindOfStep(step)
    return (kind && factors.get(kind)?.[(step + offset) % slots]) ?? 1
  }
  const because = Array.from(factors, ([kind, row]): Text => {
    const mean = Number((row.reduce((sum, value) => sum + value, 0) / slots).toPrecision(3))
    return {
      ja: `${NAMES[kind].ja}は通常の日の平均 ${mean} 倍として扱いました。`,
      en: `For ${NAMES[kind].en} ${mean} times an ordinary day was reckoned, on average.`,
    }
  })
  return { values: values.map((value, step) => value / factorAt(step)), factorAt, because }

  function learned(
    known: Float64Array,
    count: number,
    kindHere: (step: number) => Kind | undefined,
  ): Map<Kind, Float64Array> {
    const ratios = new Map<Kind, number[][]>()
    known.forEach((value, step) => {
      const kind = kindHere(step)
      const expected = kind && expectedAt(known, step, 7 * count, kindHere)
      if (kind === undefined || expected === undefined || !(expected > 0) || Number.isNaN(value)) return
      const rows = ratios.get(kind) ?? Array.from({ length: count }, () => [])
      ratios.set(kind, rows)
      rows[(step + offset) % count]!.push(value / expected)
    })
    const found = new Map<Kind, Float64Array>()
    for (const [kind, rows] of ratios) {
      const row = factorsFrom(rows, SEEN_MIN[kind])
      if (row) found.set(kind, row)
    }
    return found
  }
}

function memoised(work: (day: number) => Kind | undefined): (day: number) => Kind | undefined {
  const known = new Map<number, Kind | undefined>()
  return (day) => {
    if (!known.has(day)) known.set(day, work(day))
    return known.get(day)
  }
}

function kindOf(date: string): Kind | undefined {
  const monthDay = date.slice(5)
  if (monthDay >= '12-29' || monthDay <= '01-03') return 'year-end'
  if (japaneseHoliday(date) !== undefined) return 'holiday'
  const year = Number(date.slice(0, 4))
  const day = Number(date.slice(8))
  const last = new Date(Date.UTC(year, Number(date.slice(5, 7)), 0)).getUTCDate()
  if (day > last - 3) return 'month-end'
  return day <= 2 ? 'month-start' : undefined
}

/** The mean of the same hour of the same weekday, one and two weeks away, on ordinary days. */
function expectedAt(
  values: Float64Array,
  step: number,
  week: number,
  kindOfStep: (step: number) => Kind | undefined,
): number | undefined {
  let sum = 0
  let count = 0
  for (const away of [-2, -1, 1, 2]) {
    const at = step + away * week
    const value = values[at]
    if (value === undefined || Number.isNaN(value) || kindOfStep(at) !== undefined) continue
    sum += value
    count += 1
  }
  return count >= 2 ? sum / count : undefined
}

/** Median by hour, pulled to the day's median where hours are few; undefined where days do not agree on anything. */
function factorsFrom(rows: readonly number[][], seenMin: number): Float64Array | undefined {
  const seen = Math.max(...rows.map((row) => row.length))
  if (seen < seenMin) return undefined
  const all = rows.flat()
  const middle = median(all)
  const spread = 1.4826 * median(all.map((ratio) => Math.abs(ratio - middle)))
  const agree = rows.some(
    (row) =>
      row.length >= seenMin && Math.abs(median(row) - 1) > Math.max(EFFECT_MIN, spread / Math.sqrt(seen)),
  )
  if (!agree) return undefined
  const trust = seen / (seen + 0.5)
  return Float64Array.from(rows, (row) =>
    Math.max(0.05, row.length === 0 ? middle : trust * median(row) + (1 - trust) * middle),
  )
}

function median(values: readonly number[]): number {
  const sorted = values.toSorted((a, b) => a - b)
  return sorted[sorted.length >> 1] ?? 1
}
