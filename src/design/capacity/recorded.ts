import type { Fact } from '../../ledger/fact.ts'
import type { Histories, History } from '../../estate/history.ts'
import type { Resource } from '../../estate/resource.ts'
import { fanOf } from './exhaust/fan.ts'
import { readSeries } from './forecast/csv-series.ts'
import { CERTAINTY, type Crossing, type Exhaustion } from './exhaust/exhaustion.ts'

/** A forecast was made of a resource, as evidence and to be compared with what comes. */
export const FORECAST_MADE = 'capacity.forecast.made'

export type RecordedForecast = {
  resource: string
  unit: string
  usable: number
  /** Civil dates; last day that was measured. */
  observed: string
  quantile: number
  exhausts: Crossing
  order_by: string | null
  late: boolean
  /** SHA-256 of the history that it rests on. */
  history_sha256: string
  /** What daily peaks were to be on some days of the year ahead, with what was to hold 95 of 100. */
  ahead?: AheadPoint[]
}

export type AheadPoint = { date: string; median: number; lower: number; upper: number }

/** A year, by about a month: what is asked of an earlier forecast is how far it held, not each day. */
const AHEAD = { days: 366, everyDays: 30 }
const DIGITS = 6

/** What a forecast says of the year ahead, as it is kept. */
export function aheadOf(resource: Resource, history: History, zone: string): AheadPoint[] {
  const series = readSeries(history.path, history.text)[0]
  const rounded = (value: number): number => Number(value.toPrecision(DIGITS))
  return fanOf(resource, series, zone, AHEAD).map(({ date, median, lower95, upper95 }) => ({
    date,
    median: rounded(median),
    lower: rounded(lower95),
    upper: rounded(upper95),
  }))
}

/** What is kept of an answer; undefined where nothing was forecast. */
function recordOf(one: Exhaustion, quantile: number, sha256: string): RecordedForecast | undefined {
  const { id, unit, usable, observed, exhausts, order_by = null, late } = one
  if (one.cannot_forecast !== undefined || observed === undefined || late === undefined) return undefined
  return { resource: id, unit, usable, observed, quantile, exhausts, order_by, late, history_sha256: sha256 }
}

/** Forecasts that the ledger does not hold yet: of another history, another limit, or another day than the last one. */
export function dueForecasts(
  found: readonly Exhaustion[],
  histories: Histories,
  known: Readonly<Record<string, RecordedForecast>>,
): RecordedForecast[] {
  return found.flatMap((one) => {
    const history = Object.hasOwn(histories, one.id) ? histories[one.id] : undefined
    const made = history && recordOf(one, CERTAINTY, history.sha256)
    if (made === undefined) return []
    const last = Object.hasOwn(known, one.id) ? known[one.id] : undefined
    const same =
      last?.history_sha256 === made.history_sha256 &&
      last.usable === made.usable &&
      last.exhausts.date === made.exhausts.date &&
      last.order_by === made.order_by &&
      last.late === made.late
    return same ? [] : [made]
  })
}

export function forecastFact(made: RecordedForecast, atMs: number): Fact {
  return {
    type: FORECAST_MADE,
    by: 'system:capacity',
    clause: '2.2',
    effective: new Date(atMs).toISOString(),
    objects: [made.resource],
    body: { ...made },
  }
}

export function recordedIn(fact: Fact): RecordedForecast {
  return fact.body as unknown as RecordedForecast
}
