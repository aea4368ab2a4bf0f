import type { PeakKind, Resource } from '../../../estate/resource.ts'
import type { Text } from '../../../platform/text.ts'
import type { Series } from '../forecast/csv-series.ts'
import { CENSORED_MIN, countAtCeiling, isAtCeiling } from '../ceiling.ts'
import { fallenRefusal, RESETS_TEXT, usedBetweenResets } from '../forecast/monthly-reset.ts'
import { dateOf, dayOf } from './civil-days.ts'
import { addedPeaks, dailyPeaks, type Peaks } from './daily-peaks.ts'
import { growthsOf, MEASURED_MIN, type Growth } from './growth.ts'
import { orderBy, type OrderBy } from './order-by.ts'
import { passages, peakAt, stepAt, type Adding } from './passage.ts'

/**
 * When peaks first pass what is usable: `date` is the day before which they do not with the chosen certainty, `median`
 * the even chance, `lower` and `upper` bound 95%. Null: not within the years that are looked at.
 */
export type Crossing = {
  date: string | null
  median: string | null
  lower: string | null
  upper: string | null
}

/** A state that the resource must bear: at rest, or while something has failed. */
export type Load = { failure: string | null; factor: number; with?: { series: Series; share: number } }

export type Exhaustion = Partial<OrderBy> & {
  id: string
  unit: string
  usable: number
  /** The maximum as it was counted, where the resource is a set of ranges of numbers or addresses. */
  counted?: { ranges: number; maximum: number }
  /** The earlier of the two below. */
  exhausts: Crossing
  steady: Crossing
  /** Under the worst single failure that is known to load it; null where none is. */
  under_failure: (Crossing & { failure: string }) | null
  /** How much to order, in whole order units, to last over the minimum term after that day. */
  order?: { units: number; amount: number }
  /** Last day that was measured. */
  observed?: string
  /** Peaks so far are lower bounds, as the series stands at a ceiling; so the days are latest days. */
  lower_bound?: boolean
  because: Text[]
  cannot_forecast?: Text
}

export type Looking = {
  zone: string
  /** Civil date in that zone. */
  today: string
  /** How certain it must be that the day is not reached earlier, between 0.5 and 1. */
  quantile: number
}

/** How certain it is that a resource lasts until the day that is named, where nobody says otherwise. */
export const CERTAINTY = 0.975
/** Days that are looked ahead: what lasts longer is said to be never exhausted. */
const AHEAD_DAYS = 1_826
/** Older peaks than these say little about the growth to come. */
const DAYS_USED_MAX = 1_500
const WEEK = 7
const NEVER: Crossing = { date: null, median: null, lower: null, upper: null }

/** When one resource runs out, from its history, at rest and under each of the loads given; pure, never NaN. */
export function exhaustionOf(
  resource: Resource,
  series: Series | undefined,
  loads: readonly Load[],
  looking: Looking,
): Exhaustion {
  const usable = resource.maximum - resource.reserve
  const { ranges, maximum } = resource
  const counted = ranges && { ranges: ranges.length, maximum }
  const bare = { id: resource.id, unit: resource.unit, usable, ...(counted && { counted }) }
  const nothing = { ...bare, exhausts: NEVER, steady: NEVER, under_failure: null }
  if (series === undefined) return { ...nothing, because: [], cannot_forecast: NO_HISTORY }
  if (series.startMs === undefined)
    return {
      ...nothing,
      because: [],
      cannot_forecast: series.values.length < 2 ? tooFew(series.values.length, 0) : NO_INSTANTS,
    }
  const learnt = learntFrom(resource, series, looking.zone)
  const { measured, peaks, hidden, refused } = learnt
  const observed = lastDayOf(measured)
  if (refused !== undefined)
    return { ...nothing, because: [], cannot_forecast: refused, ...(observed && { observed }) }
  const crossingOf = (load: Load): Crossing | undefined => crossing(resource, learnt, load, looking)
  const steady = crossingOf({ failure: null, factor: 1 }) ?? NEVER
  const failing = loads.flatMap((load) => {
    const crossed = crossingOf(load)
    return crossed && load.failure !== null ? [{ failure: load.failure, ...crossed }] : []
  })
  const under_failure = failing.reduce<Exhaustion['under_failure']>(
    (worst, one) => (worst === null || isBefore(one, worst) ? one : worst),
    null,
  )
  const binding = under_failure !== null && isBefore(under_failure, steady) ? under_failure : steady
  const { date, median, lower, upper } = binding
  const growth = growthOfPeaks(resource, peaks)[0]!
  return {
    ...bare,
    exhausts: { date, median, lower, upper },
    steady,
    under_failure,
    ...orderBy(date, resource, looking.today),
    ...quantityOf(resource, peaks, growth, date),
    ...(observed && { observed }),
    ...(hidden > 0 && { lower_bound: true }),
    because: reasonsOf(resource, growth, peaks, hidden),
  }
}

/**
 * Daily peaks as they were measured and as growth is learnt from them; `refused` says why it cannot be. Of a counter
 * that is cleared each month growth is learnt from what is used in a day: `adding` makes a counter of it again.
 */
export type Learnt = {
  measured: Peaks
  peaks: Peaks
  hidden: number
  refused: Text | undefined
  adding?: Adding
}

/** RangeError where the series has no instants. */
export function learntFrom(resource: Resource, series: Series, zone: string): Learnt {
  const measured = recent(dailyPeaks(series, zone, resource))
  if (resource.resets === 'monthly') return learntFromCounter(measured, resource.ceiling)
  const { peaks, hidden } = uncensored(measured, resource.ceiling)
  return { measured, peaks, hidden, refused: refusalOf(peaks, hidden) }
}

/** The highest count of a day is that of its end; what lies between two of them was used. */
function learntFromCounter(measured: Peaks, ceiling: number | undefined): Learnt {
  const { firstDay, stepDays, values } = measured
  if (stepDays !== 1) return { measured, peaks: measured, hidden: 0, refused: NO_DAYS }
  const daily = { id: '', values, startMs: firstDay * DAY_MS, stepMs: DAY_MS, floating: true }
  const used = usedBetweenResets(daily, 'UTC', AHEAD_DAYS + 1, ceiling)
  const peaks = { ...measured, values: used.values }
  const hidden = countAtCeiling(values, ceiling)
  const last = values.findLastIndex((value) => !Number.isNaN(value))
  return {
    measured,
    peaks,
    hidden,
    refused: fallenRefusal(used.fallen, values.length, DAY_MS) ?? refusalOf(peaks, hidden),
    adding: { start: values[last] ?? 0, beginsAt: (step) => used.beginsAt(last + step) },
  }
}

const DAY_MS = 86_400_000
const NO_DAYS: Text = {
  ja: '毎月 0 に戻る計数は、一日に一つ以上の値がなければ予測できません。',
  en: 'A counter that is cleared each month cannot be forecast without at least a value a day.',
}

/**
 * What is added to the demand on a day by steps that were planned for days after the last measured one; of a counter
 * that is cleared each month, what of a month's amount has come by then.
 */
export function addedAfter(
  { steps, resets }: Pick<Resource, 'steps' | 'resets'>,
  lastDay: number,
): (day: number) => number {
  const coming = steps.filter(({ date }) => dayOf(date) > lastDay)
  return (day) => {
    const sum = coming.reduce((added, { date, amount }) => (dayOf(date) <= day ? added + amount : added), 0)
    return resets === undefined || sum === 0 ? sum : sum * partOfMonth(dateOf(day))
  }
}

/** How much of its month is over at the end of a civil day. */
function partOfMonth(date: string): number {
  const [year, month, day] = date.split('-').map(Number) as [number, number, number]
  return day / new Date(Date.UTC(year, month, 0)).getUTCDate()
}

/** What is usable on a day: orders count from the day of their delivery on. */
export function usableOn(
  resource: Pick<Resource, 'maximum' | 'reserve' | 'orders'>,
): (day: number) => number {
  return (day) =>
    resource.orders
      .filter(({ delivered }) => dayOf(delivered) <= day)
      .reduce((sum, { amount }) => sum + amount, resource.maximum - resource.reserve)
}

/** How peaks grow, past planned steps apart. */
export function growthOfPeaks(resource: Resource, peaks: Peaks): Growth[] {
  return growthsOf(shifted(resource, peaks), seasonOf(peaks), peaks.stepDays)
}

const NO_HISTORY: Text = {
  ja: '実績（history）が登録されていないため、予測できません。',
  en: 'There is no history of it, so nothing can be forecast.',
}
const NO_INSTANTS: Text = {
  ja: '実績に時刻（timestamp,value）がないため、日付を予測できません。',
  en: 'The history has no instants (timestamp,value), so no day can be forecast.',
}

function recent(peaks: Peaks): Peaks {
  const extra = peaks.values.length - Math.ceil(DAYS_USED_MAX / peaks.stepDays)
  if (extra <= 0) return peaks
  return { ...peaks, firstDay: peaks.firstDay + extra * peaks.stepDays, values: peaks.values.subarray(extra) }
}

/** What stands at a ceiling would have been more: it must not pull the growth down. */
function uncensored(peaks: Peaks, ceiling: number | undefined): { peaks: Peaks; hidden: number } {
  const hidden = countAtCeiling(peaks.values, ceiling)
  if (hidden < CENSORED_MIN) return { peaks, hidden: 0 }
  const values = peaks.values.map((value) => (isAtCeiling(value, ceiling) ? NaN : value))
  return { peaks: { ...peaks, values }, hidden }
}

function refusalOf({ values }: Peaks, hidden: number): Text | undefined {
  const known = values.filter((value) => !Number.isNaN(value))
  if (known.length < MEASURED_MIN) return tooFew(known.length, hidden)
  if (known.every((value) => value === known[0]))
    return {
      ja: 'すべての日の最大値が同じです。計測が止まっている場合と区別できないため、予測しません。',
      en: 'The peaks of all days are the same, which cannot be told from a meter that stands still; nothing is forecast.',
    }
  return undefined
}

function tooFew(days: number, hidden: number): Text {
  return {
    ja: `使える実績が ${days} 日分しかありません（上限に張り付いた ${hidden} 日分を除く）。${MEASURED_MIN} 日分以上が必要です。`,
    en: `Of its days only ${days} can be used (${hidden} at the ceiling are left out); at least ${MEASURED_MIN} are needed.`,
  }
}

function lastDayOf({ firstDay, stepDays, values }: Peaks): string | undefined {
  const last = values.findLastIndex((value) => !Number.isNaN(value))
  return last < 0 ? undefined : dateOf(firstDay + last * stepDays)
}

function seasonOf({ stepDays }: Peaks): number {
  return stepDays === 1 ? WEEK : 1
}

/** Planned steps that lie in the past are in the peaks already: what came before is lifted, so that they are no growth. */
function shifted({ steps, resets }: Resource, { firstDay, stepDays, values }: Peaks): Float64Array {
  const end = firstDay + stepDays * values.length
  const past = steps.filter(({ date }) => dayOf(date) > firstDay && dayOf(date) < end)
  if (past.length === 0) return values
  return values.map((value, at) =>
    past.reduce(
      (lifted, { date, amount }) =>
        firstDay + at * stepDays < dayOf(date)
          ? lifted + (resets === undefined ? amount : amount / MONTH_DAYS)
          : lifted,
      value,
    ),
  )
}

function crossing(
  resource: Resource,
  { measured, peaks: own, adding }: Learnt,
  load: Load,
  { zone, quantile }: Looking,
): Crossing | undefined {
  const other = load.with && recent(dailyPeaks(load.with.series, zone, { peak: resource.peak ?? 'maximum' }))
  const peaks = other ? addedPeaks(own, other, load.with!.share) : own
  if (peaks === undefined || refusalOf(peaks, 0) !== undefined) return undefined
  const shown = adding === undefined ? peaks : measured
  const last = shown.values.findLastIndex((value) => !Number.isNaN(value))
  const lastDay = peaks.firstDay + last * peaks.stepDays
  const dayAt = (step: number): number => lastDay + step * peaks.stepDays
  const usableAt = usableOn(resource)
  const passed = passedAlready(shown, load.factor, usableAt)
  if (passed !== undefined) return { date: passed, median: passed, lower: passed, upper: passed }
  const addedAt = addedAfter(resource, lastDay)
  const futures = passages(growthOfPeaks(resource, peaks), {
    steps: Math.ceil(AHEAD_DAYS / peaks.stepDays),
    usableAt: memoised((step) => usableAt(dayAt(step))),
    addedAt: memoised((step) => addedAt(dayAt(step))),
    factor: load.factor,
    ...(adding !== undefined && { adding }),
  })
  const dateAt = (share: number): string | null => {
    const step = stepAt(futures, share)
    return Number.isFinite(step) ? dateOf(dayAt(step)) : null
  }
  return { date: dateAt(1 - quantile), median: dateAt(0.5), lower: dateAt(0.025), upper: dateAt(0.975) }
}

/** The first of the last days on which the peak was already more than what is usable. */
function passedAlready(
  { firstDay, stepDays, values }: Peaks,
  factor: number,
  usableAt: (day: number) => number,
): string | undefined {
  for (let at = Math.max(0, values.length - WEEK); at < values.length; at += 1) {
    const day = firstDay + at * stepDays
    if (values[at]! * factor > usableAt(day)) return dateOf(day)
  }
  return undefined
}

/** Every future asks for the same steps. */
function memoised(work: (step: number) => number): (step: number) => number {
  const known: number[] = []
  return (step) => (known[step] ??= work(step))
}

function isBefore(one: Crossing, other: Crossing): boolean {
  const order = (date: string | null): number => (date === null ? Infinity : dayOf(date))
  if (order(one.date) !== order(other.date)) return order(one.date) < order(other.date)
  return order(one.median) < order(other.median)
}

const MONTH_DAYS = 30.44
const LONGEST_MONTH = 31
const TERM_MONTHS = 12

function quantityOf(
  resource: Resource,
  peaks: Peaks,
  growth: Growth,
  date: string | null,
): Pick<Exhaustion, 'order'> {
  if (date === null || resource.order_unit === undefined) return {}
  const term = (resource.minimum_term_months ?? TERM_MONTHS) * MONTH_DAYS
  const step = (dayOf(date) - peaks.firstDay + term) / peaks.stepDays - (peaks.values.length - 1)
  const whole = resource.resets === 'monthly' ? LONGEST_MONTH : 1
  const wanted = whole * peakAt(growth, Math.max(1, step), 1) - (resource.maximum - resource.reserve)
  const units = Math.max(1, Math.ceil(wanted / resource.order_unit))
  return { order: { units, amount: units * resource.order_unit } }
}

const PEAK_TEXTS: Record<Exclude<PeakKind, 'maximum'>, Text> = {
  'busy-hour': {
    ja: '一日のうち最も多い一時間の平均（最繁時）を、その日の値としています。',
    en: 'Of each day the highest mean of an hour counts (its busy hour).',
  },
  p99: percentileText(99),
  p95: percentileText(95),
  p90: percentileText(90),
}

function percentileText(percent: number): Text {
  return {
    ja: `一日の値の ${percent}% が収まる値（${percent} パーセンタイル）を、その日の値としています。`,
    en: `Of each day the value counts that ${percent}% of its values stay within.`,
  }
}

function countedText(ranges: number, maximum: number): Text {
  return {
    ja: `上限は、${ranges} 件の範囲から数えた ${maximum} です。`,
    en: `The maximum is what ${ranges === 1 ? 'its range holds' : `its ${ranges} ranges hold`}: ${maximum}.`,
  }
}

function reasonsOf(
  { ceiling, maximum, peak = 'maximum', ranges, resets }: Resource,
  growth: Growth,
  peaks: Peaks,
  hidden: number,
): Text[] {
  const days = growth.parts.at.length
  const monthly = Math.round(MONTH_DAYS / peaks.stepDays)
  const pace = growth.log ? 100 * Math.expm1(growth.slope * monthly) : growth.slope * monthly
  const said = Number(pace.toPrecision(3))
  const because: Text[] = [
    growth.log
      ? {
          ja: `${days} 回の計測の最大値から、月あたり ${said}% の割合で変化すると見ました。`,
          en: `By the peaks of ${days} measured steps it changes by ${said}% a month.`,
        }
      : {
          ja: `${days} 回の計測の最大値から、月あたり ${said} ずつ変化すると見ました。`,
          en: `By the peaks of ${days} measured steps it changes by ${said} a month.`,
        },
    {
      ja: '不確かさは、過去の時点から予測し直したときの外れの大きさによります。',
      en: 'How sure this is follows from the misses of forecasting anew from past points.',
    },
  ]
  if (resets === 'monthly') because.push(RESETS_TEXT)
  if (peak !== 'maximum') because.push(PEAK_TEXTS[peak])
  if (ranges !== undefined) because.push(countedText(ranges.length, maximum))
  if (hidden > 0)
    because.push({
      ja: `${hidden} 日分の最大値が上限 ${ceiling} に張り付いているため、予測は下限です。実際の需要はこれより多く、尽きる日はこれより早い可能性があります。`,
      en: `The peaks of ${hidden} days stand at the ceiling ${ceiling}, so the forecast is a lower bound: demand may be larger and the day earlier.`,
    })
  return because
}
