import type { Text } from '../../../platform/text.ts'
import { tryAndCombine, type Trial } from './combine.ts'
import { atCeilingText, countAtCeiling } from '../ceiling.ts'
import { conditioned, type Conditioned, type Conditions } from './conditions.ts'
import type { Series } from './csv-series.ts'
import { fillGaps } from './gaps.ts'
import { halfWidths } from './intervals.ts'
import { withoutShifts, type LevelShift } from './level-shift.ts'
import {
  countAtEnd,
  countedUp,
  fallenRefusal,
  RESETS_TEXT,
  spansAhead,
  usedBetweenResets,
} from './monthly-reset.ts'
import { CYCLES_MIN, poolFor } from './pool.ts'
import { detectSeasons, seasonsOfStep } from './seasons.ts'

export type ForecastOptions = {
  horizon: number
  /** Periods in steps, such as 24 and 168 for hours; found in the values where absent. */
  seasons?: readonly number[]
  /** Percent, such as 80 and 95. */
  levels: readonly number[]
  /** What is known besides the values: calendar, outages, planned steps, a ceiling. */
  conditions?: Conditions
}

export type Forecast = {
  id: string
  point: number[]
  lower: Record<string, number[]>
  upper: Record<string, number[]>
  /** The members of the combination, heaviest first, with their weights. */
  method: string
  seasons: number[]
  /** The series stands at its ceiling, so demand may be larger than all of this. */
  lower_bound?: boolean
  /** Why this combination, and what was done to the series before. */
  because: Text[]
}

/** How many steps up to each one ahead belong together, where sums are asked for. */
type Spans = { spans?: readonly number[] }

export type NoForecast = { id: string; cannot_forecast: Text }

/** With fewer values nothing can be tried, and an interval would be invented. */
const VALUES_MIN = 8
/** Older values than these cost time and say little about the next days. */
const VALUES_USED_MAX = 4_400
const ORIGINS_MAX = 12

/** Forecasts one series. Pure and without randomness; never NaN: what cannot be forecast says why. */
export function forecast(measured: Series, options: ForecastOptions): Forecast | NoForecast {
  const { id } = measured
  const known = measured.values.filter((value) => !Number.isNaN(value))
  const stale = measured.values.length - 1 - measured.values.findLastIndex((value) => !Number.isNaN(value))
  const refused = refusal(measured, known) ?? staleRefusal(stale, known.length)
  if (refused) return { id, cannot_forecast: refused }
  if (options.conditions?.resets === 'monthly')
    return forecastCounter(measured, { ...options, conditions: options.conditions }, stale)
  const made = conditioned(measured, options.conditions ?? { zone: 'UTC' })
  const found = forecastOrdinary(made.series, options)
  if ('cannot_forecast' in found) return found
  const own = inOwnTerms(found, made, measured.values.length)
  return stale === 0 ? own : { ...own, because: [...own.because, staleText(stale)] }
}

/**
 * A counter that is cleared each month: what is used in a step is forecast as any series, and added up. How wide it is
 * follows from past misses of sums over as many steps as the counter holds by then, which are less than the sum of misses.
 */
function forecastCounter(
  measured: Series,
  options: ForecastOptions & { conditions: Conditions },
  stale: number,
): Forecast | NoForecast {
  const { id, stepMs, startMs } = measured
  const { horizon, conditions } = options
  const { ceiling, resets: _resets, ...others } = conditions
  if (stepMs === undefined || startMs === undefined) return { id, cannot_forecast: NO_MONTHS }
  const length = measured.values.length
  const { values, fallen, beginsAt } = usedBetweenResets(measured, conditions.zone, horizon, ceiling)
  const refused = fallenRefusal(fallen, length, stepMs)
  if (refused !== undefined) return { id, cannot_forecast: refused }
  const hidden = countAtCeiling(measured.values, ceiling)
  const made = conditioned({ ...measured, values }, others)
  const spans = spansAhead(horizon, length, beginsAt)
  const found = forecastOrdinary(made.series, { ...options, spans })
  if ('cannot_forecast' in found) return found
  const used = found.point.map((value, step) => Math.max(0, made.restored(length + step, value)))
  const start = countAtEnd(measured.values, beginsAt)
  const point = countedUp(used, length, start, beginsAt)
  // A counter never falls within its month.
  const least = countedUp(
    used.map(() => 0),
    length,
    start,
    beginsAt,
  )
  const around = (bands: Record<string, number[]>, side: 1 | -1): Record<string, number[]> =>
    Object.fromEntries(
      Object.entries(bands).map(([level, bounds]) => [
        level,
        bounds.map((bound, step) =>
          Math.max(least[step]!, point[step]! + side * Math.abs(bound - found.point[step]!)),
        ),
      ]),
    )
  return {
    ...found,
    point,
    lower: around(found.lower, -1),
    upper: around(found.upper, 1),
    ...(hidden > 0 && { lower_bound: true }),
    because: [
      ...found.because,
      ...made.because,
      RESETS_TEXT,
      ...(hidden > 0 ? [atCeilingText(hidden, ceiling!)] : []),
      ...(stale > 0 ? [staleText(stale)] : []),
    ],
  }
}

const NO_MONTHS: Text = {
  ja: '値に時刻がないため、月の変わり目が分かりません。',
  en: 'The values have no instants, so nobody can tell where a month begins.',
}

/** A meter that has been silent for long says nothing of the days after its silence. */
function staleRefusal(stale: number, known: number): Text | undefined {
  return stale * 4 <= known
    ? undefined
    : {
        ja: `最後の ${stale} 個の値が届いていません。計測が止まったままでは予測できません。`,
        en: `The last ${stale} values are missing; a meter that has gone silent cannot be forecast.`,
      }
}

function staleText(stale: number): Text {
  return {
    ja: `最後の ${stale} 個の値が届いていないため、その手前までの値から予測しました。計測を確かめてください。`,
    en: `The last ${stale} values are missing, so this follows from what came before them. Check the meter.`,
  }
}

/** Back to what is measured: planned steps come, and days are unlike others again. */
function inOwnTerms(found: Forecast, made: Conditioned, length: number): Forecast {
  const own = (values: readonly number[]): number[] =>
    values.map((value, step) => made.restored(length + step, value))
  const each = (bands: Record<string, number[]>): Record<string, number[]> =>
    Object.fromEntries(Object.entries(bands).map(([level, values]) => [level, own(values)]))
  return {
    ...found,
    point: own(found.point),
    lower: each(found.lower),
    upper: each(found.upper),
    ...(made.lowerBound && { lower_bound: true }),
    because: [...found.because, ...made.because],
  }
}

function forecastOrdinary(series: Series, options: ForecastOptions & Spans): Forecast | NoForecast {
  const { id } = series
  const known = series.values.filter((value) => !Number.isNaN(value))
  const refused = refusal(series, known)
  if (refused) return { id, cannot_forecast: refused }
  const given = options.seasons ?? (series.stepMs === undefined ? undefined : seasonsOfStep(series.stepMs))
  const wanted = given ?? detectSeasons(recentOf(fillGaps(series.values, 1).values))
  const { values: whole, filled } = fillGaps(series.values, shortestFitting(wanted, series.values.length))
  // Day and night are no jumps of the level: these are looked for from cycle to cycle.
  const { values, shifts } = withoutShifts(recentOf(whole), cycleOf(wanted))
  const seasons = wanted.filter((season) => season > 1 && values.length >= 2 * season + 2)
  const origins = originsFor(values.length, options.horizon, seasons)
  const positive = known.every((value) => value > 0)
  const members = poolFor(origins[0]!, seasons, positive)
  const trial = tryAndCombine(values, origins, options.horizon, members)
  const floor = options.spans === undefined && known.every((value) => value >= 0) ? 0 : -Infinity
  return {
    id,
    ...bandsOf(values, trial, options, floor),
    method: methodOf(trial),
    seasons,
    because: [...reasonsOf(trial, origins.length, filled, given, seasons), ...shifts.map(shiftText)],
  }
}

function recentOf(values: Float64Array): Float64Array {
  return values.subarray(Math.max(0, values.length - VALUES_USED_MAX))
}

function shiftText({ before, after }: LevelShift): Text {
  const [from, to] = [before, after].map((level) => Number(level.toPrecision(3)))
  return {
    ja: `水準が ${from} から ${to} へ一度に変わっているため、それ以前の値を変化後の水準に合わせました。`,
    en: `The level jumped from ${from} to ${to}; what came before was brought onto the level after.`,
  }
}

function refusal(series: Series, known: Float64Array): Text | undefined {
  if (known.length < VALUES_MIN)
    return {
      ja: `値が ${known.length} 個しかありません。予測には ${VALUES_MIN} 個以上が必要です。`,
      en: `There are only ${known.length} values; a forecast needs at least ${VALUES_MIN}.`,
    }
  if (known.every((value) => value === known[0]))
    return {
      ja: 'すべての値が同じです。計測が止まっている場合と区別できないため、予測しません。',
      en: 'All values are the same, which cannot be told from a meter that stands still; nothing is forecast.',
    }
  // A series that began later than others misses nothing before its first value.
  const missing =
    series.values.length - series.values.findIndex((value) => !Number.isNaN(value)) - known.length
  return missing > known.length
    ? {
        ja: `値の半分以上が欠けています（${missing} 個が欠け、${known.length} 個があります）。`,
        en: `More than half of the values are missing (${missing}; ${known.length} are there).`,
      }
    : undefined
}

/** The shortest season; single steps where there is none. */
function cycleOf(seasons: readonly number[]): number {
  const cycles = seasons.filter((season) => season > 1)
  return cycles.length === 0 ? 1 : Math.min(...cycles)
}

function shortestFitting(seasons: readonly number[], length: number): number {
  return Math.min(...seasons.filter((season) => season > 1 && length >= 2 * season), length)
}

/**
 * Trial origins, ascending: whole short cycles apart where there are seasons, so that every trial meets the same
 * hours of the day as the forecast itself; elsewhere as far apart as they look ahead, so that they tell of different
 * parts of the past; as many as leave enough values to learn from.
 */
function originsFor(length: number, horizon: number, seasons: readonly number[]): number[] {
  const shortest = Math.min(...seasons)
  const longest = Math.max(1, ...seasons)
  const daily = seasons.length > 0 && shortest <= 2 * horizon && shortest < 52
  const step = daily ? shortest : Math.max(1, Math.min(horizon, Math.floor(length / 25)))
  const tried = Math.min(horizon, Math.max(1, Math.floor(length / 4)))
  const last = length - tried
  const twoCycles = 2 * longest + 2
  const least = last - 3 * step >= twoCycles ? twoCycles : Math.max(5, CYCLES_MIN * longest + 4, length / 2)
  const origins: number[] = []
  for (let origin = last; origin >= least && origins.length < ORIGINS_MAX; origin -= step)
    origins.push(origin)
  return origins.length === 0 ? [last] : origins.toReversed()
}

function bandsOf(
  values: Float64Array,
  trial: Trial,
  { horizon, levels, spans }: ForecastOptions & Spans,
  floor: number,
): Pick<Forecast, 'point' | 'lower' | 'upper'> {
  const misses = trial.past.map(({ origin, path }) => {
    const own = path
      .slice(0, Math.min(horizon, values.length - origin))
      .map((value, step) => values[origin + step]! - value)
    return { origin, misses: spans === undefined ? own : summedOver(own, spans) }
  })
  const point = Array.from(trial.point, (value) => Math.max(floor, value))
  const lower: Forecast['lower'] = {}
  const upper: Forecast['upper'] = {}
  for (const [level, widths] of halfWidths(misses, horizon, levels)) {
    lower[String(level)] = point.map((value, step) => Math.max(floor, value - widths[step]!))
    upper[String(level)] = point.map((value, step) => value + widths[step]!)
  }
  return { point, lower, upper }
}

/** Of each step the sum of the misses over its span. */
function summedOver(misses: Float64Array, spans: readonly number[]): Float64Array {
  const sums = new Float64Array(misses.length + 1)
  misses.forEach((miss, step) => (sums[step + 1] = sums[step]! + miss))
  return misses.map((_miss, step) => sums[step + 1]! - sums[Math.max(0, step + 1 - spans[step]!)]!)
}

function methodOf(trial: Trial): string {
  return trial.weights.map(({ name, weight }) => `${weight.toFixed(2)} ${name}`).join(' + ')
}

function reasonsOf(
  trial: Trial,
  origins: number,
  filled: number,
  given: readonly number[] | undefined,
  seasons: readonly number[],
): Text[] {
  const best = trial.weights[0]!
  const because: Text[] = [
    {
      ja: `過去 ${origins} 時点から予測し直した誤差で手法を重み付けしました。最も重いのは ${best.name} です。`,
      en: `Methods were weighed by their misses when forecasting anew from ${origins} past points; ${best.name} weighs most.`,
    },
  ]
  const dropped = (given ?? []).filter((season) => !seasons.includes(season) && season > 1)
  if (dropped.length > 0)
    because.push({
      ja: `周期 ${dropped.join('、')} は二周分の値がないため使っていません。`,
      en: `Seasons of ${dropped.join(', ')} were not used: there are not two cycles of values.`,
    })
  if (given === undefined)
    because.push(
      seasons.length > 0
        ? {
            ja: `値から周期 ${seasons.join('、')} を見つけました。`,
            en: `Seasons of ${seasons.join(', ')} were found in the values.`,
          }
        : { ja: '値に周期は見つかりませんでした。', en: 'No season was found in the values.' },
    )
  if (filled > 0)
    because.push({
      ja: `欠けている ${filled} 個の値を補いました。`,
      en: `${filled} missing values were filled in.`,
    })
  return because
}
