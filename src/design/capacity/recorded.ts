import type { Fact } from '../../ledger/fact.ts'
import type { Crossing, Exhaustion } from './exhaust/exhaustion.ts'

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
}

/** What is kept of an answer; undefined where nothing was forecast. */
export function recordOf(one: Exhaustion, quantile: number, sha256: string): RecordedForecast | undefined {
  const { id, unit, usable, observed, exhausts, order_by = null, late } = one
  if (one.cannot_forecast !== undefined || observed === undefined || late === undefined) return undefined
  return { resource: id, unit, usable, observed, quantile, exhausts, order_by, late, history_sha256: sha256 }
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
