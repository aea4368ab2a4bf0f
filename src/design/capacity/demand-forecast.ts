import type { History } from '../../estate/history.ts'
import type { Text } from '../../platform/text.ts'
import { HOURS_OF_WEEK, ZoneClock, type WeekHour } from '../../platform/zone-clock.ts'
import { readSeries, type Series } from './forecast/csv-series.ts'
import { forecast } from './forecast/forecast.ts'

const HOUR_MS = 3_600_000
const DAY_MS = 24 * HOUR_MS
/** A week of which less than this part was measured says nothing of its level. */
const MEASURED_MIN = 0.5
/** Fewer weeks than the forecasting kernel tries itself on. */
const WEEKS_MIN = 8
/** The shape of a week is the mean of so many last ones. */
const SHAPE_WEEKS = 8
/** What was last measured longer ago than a quarter says nothing of now. */
const OBSERVED_DAYS_MAX = 92
const AHEAD_WEEKS_MAX = 160

/** What a demand is expected to be, hour by hour: the level of each week times the shape of the week. */
export type DemandForecast = {
  /** Volume at an hour; before the first and after the last week of the forecast as in those. */
  at: (place: WeekHour) => number
  /** No hour of any forecast week is higher. */
  peak: number
  /** How the kernel forecast the weeks. */
  method: string
}

/**
 * Forecasts a demand from what was measured of it, up to an instant, on the wall of a zone: the kernel of `kensho
 * forecast` carries the level of whole weeks on, and each hour has its share of its week as the last eight weeks had it.
 * Pure. InputError where the history cannot be read; a text where it does not suffice.
 */
export function forecastDemand(
  history: History,
  { zone, nowMs, untilMs }: { zone: string; nowMs: number; untilMs: number },
): DemandForecast | { cannot_forecast: Text } {
  const series = readSeries(history.path, history.text)[0]!
  const { startMs, stepMs } = series
  if (startMs === undefined || stepMs === undefined || stepMs > DAY_MS)
    return refused('timestamp,value が一日一値以上ありません', 'there is not a timestamp,value for every day')
  const observedMs = startMs + stepMs * series.values.length
  if (nowMs - observedMs > OBSERVED_DAYS_MAX * DAY_MS)
    return refused(
      `最後の計測から${OBSERVED_DAYS_MAX}日を超えています`,
      `it was last measured more than ${OBSERVED_DAYS_MAX} days ago`,
    )
  const measured = weeksOf(series, startMs, stepMs, zone)
  const known = measured.levels.filter((level) => !Number.isNaN(level)).length
  if (known < WEEKS_MIN)
    return refused(`計測のある週が${known}週しかありません`, `only ${known} weeks were measured`)
  const lastWeek = measured.firstWeek + measured.levels.length - 1
  const horizon = new ZoneClock(zone, nowMs, untilMs).weekHourAt(untilMs).week - lastWeek
  if (horizon > AHEAD_WEEKS_MAX) return refused('先が遠すぎます', 'that is too far ahead')
  const found = forecast(
    { id: history.path, values: measured.levels, stepMs: 7 * DAY_MS },
    { horizon: Math.max(1, horizon), levels: [] },
  )
  if ('cannot_forecast' in found) return { cannot_forecast: found.cannot_forecast }
  return {
    ...forecastAt(found.point, lastWeek + 1, measured.shape),
    method: found.method,
  }
}

function refused(ja: string, en: string): { cannot_forecast: Text } {
  return { cannot_forecast: { ja: `${ja}。`, en: `${en.charAt(0).toUpperCase()}${en.slice(1)}.` } }
}

function forecastAt(
  levels: readonly number[],
  firstWeek: number,
  shape: Float64Array,
): Pick<DemandForecast, 'at' | 'peak'> {
  const last = levels.length - 1
  return {
    at: ({ week, hour }) => levels[Math.min(last, Math.max(0, week - firstWeek))]! * shape[hour]!,
    peak: Math.max(0, ...levels) * Math.max(...shape),
  }
}

type Weeks = { firstWeek: number; levels: Float64Array; shape: Float64Array }

/** The mean of each week (NaN: not measured enough), and what part of it each hour has, its own mean being 1. */
function weeksOf(series: Series, startMs: number, stepMs: number, zone: string): Weeks {
  const endMs = startMs + stepMs * series.values.length
  const clock = new ZoneClock(series.floating === true ? 'UTC' : zone, startMs, endMs)
  const placeOf = (at: number): WeekHour => clock.weekHourAt(startMs + stepMs * at)
  const firstWeek = placeOf(0).week
  const count = placeOf(series.values.length - 1).week - firstWeek + 1
  const [sums, counts] = [new Float64Array(count), new Float64Array(count)]
  series.values.forEach((value, at) => {
    if (Number.isNaN(value)) return
    const { week } = placeOf(at)
    sums[week - firstWeek]! += value
    counts[week - firstWeek]! += 1
  })
  const slots = (7 * DAY_MS) / stepMs
  const all = sums.map((sum, week) => (counts[week]! >= MEASURED_MIN * slots ? sum / counts[week]! : NaN))
  // The first and the last week are seldom whole; what lies before the first whole one says nothing.
  const from = all.findIndex((level) => !Number.isNaN(level))
  const until = all.findLastIndex((level) => !Number.isNaN(level)) + 1
  const levels = from < 0 ? new Float64Array(0) : all.slice(from, until)
  const shape = shapeOf(series, stepMs, { all, firstWeek, placeOf })
  return { firstWeek: firstWeek + Math.max(0, from), levels, shape }
}

function shapeOf(
  series: Series,
  stepMs: number,
  weeks: { all: Float64Array; firstWeek: number; placeOf: (at: number) => WeekHour },
): Float64Array {
  const sums = new Float64Array(HOURS_OF_WEEK)
  const counts = new Float64Array(HOURS_OF_WEEK)
  const recent = new Set(
    [...weeks.all.keys()].filter((week) => !Number.isNaN(weeks.all[week]!)).slice(-SHAPE_WEEKS),
  )
  const hoursLong = Math.max(1, Math.round(stepMs / HOUR_MS))
  series.values.forEach((value, at) => {
    const { week, hour } = weeks.placeOf(at)
    const level = weeks.all[week - weeks.firstWeek]!
    if (Number.isNaN(value) || !recent.has(week - weeks.firstWeek) || !(level > 0)) return
    for (let ahead = 0; ahead < hoursLong; ahead += 1) {
      sums[(hour + ahead) % HOURS_OF_WEEK]! += value / level
      counts[(hour + ahead) % HOURS_OF_WEEK]! += 1
    }
  })
  return sums.map((sum, hour) => (counts[hour]! > 0 ? sum / counts[hour]! : 1))
}
