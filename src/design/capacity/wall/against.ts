import { dateOf, dayOf } from '../exhaust/civil-days.ts'
import type { Peaks } from '../exhaust/daily-peaks.ts'
import type { Crossing } from '../exhaust/exhaustion.ts'
import type { AheadPoint, RecordedForecast } from '../recorded.ts'

/** An earlier forecast beside what came. Amounts in the resource's unit. */
export type Against = {
  /** When it was made (ISO 8601 UTC), and the last day that it had seen. */
  made_at: string
  observed: string
  usable: number
  exhausts: Crossing
  order_by: string | null
  /** Its points up to the last measured day, with what was measured on each. */
  points: (AheadPoint & { actual: number | null })[]
  compared: number
  inside: number
  /** Mean of how much more came than was thought likeliest, as a share of that; null where nothing was compared. */
  lean: number | null
}

/** Days around one on which nothing was measured that stand in for it. */
const NEAR_DAYS = 3

/** Lays every recorded forecast of a resource beside what was measured since, the newest first. */
export function againstWhatCame(
  forecasts: readonly { made: RecordedForecast; atMs: number }[],
  measured: Peaks,
): Against[] {
  const last = measured.values.findLastIndex((value) => !Number.isNaN(value))
  const lastDate = dateOf(measured.firstDay + last * measured.stepDays)
  return forecasts
    .toSorted((one, other) => other.atMs - one.atMs)
    .map(({ made, atMs }) => {
      const points = (made.ahead ?? [])
        .filter(({ date }) => date <= lastDate)
        .map((point) => ({ ...point, actual: peakNear(measured, dayOf(point.date)) }))
      const known = points.filter((point): point is AheadPoint & { actual: number } => point.actual !== null)
      const leans = known.filter(({ median }) => median !== 0)
      return {
        made_at: new Date(atMs).toISOString(),
        observed: made.observed,
        usable: made.usable,
        exhausts: made.exhausts,
        order_by: made.order_by,
        points,
        compared: known.length,
        inside: known.filter(({ actual, lower, upper }) => actual >= lower && actual <= upper).length,
        lean:
          leans.length === 0
            ? null
            : leans.reduce((sum, { actual, median }) => sum + (actual - median) / median, 0) / leans.length,
      }
    })
}

function peakNear({ firstDay, stepDays, values }: Peaks, day: number): number | null {
  for (let off = 0; off <= Math.max(NEAR_DAYS, stepDays); off += 1)
    for (const side of [day - off, day + off]) {
      const value = values[Math.round((side - firstDay) / stepDays)]
      if (value !== undefined && !Number.isNaN(value)) return value
    }
  return null
}
