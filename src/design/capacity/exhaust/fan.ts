import type { Resource } from '../../../estate/resource.ts'
import type { Series } from '../forecast/csv-series.ts'
import { dateOf } from './civil-days.ts'
import { addedAfter, growthOfPeaks, learntFrom } from './exhaustion.ts'
import { addedUp, futures } from './passage.ts'

/** What the daily peak will be on a civil day: the even chance, and what holds 80 and 95 of 100 futures. */
export type FanPoint = {
  date: string
  median: number
  lower80: number
  upper80: number
  lower95: number
  upper95: number
}

const SHARES = [0.025, 0.1, 0.5, 0.9, 0.975] as const

/**
 * The futures by which the day of exhaustion is told, as bands: every `everyDays` days up to `days` ahead of the last
 * measured one. Nothing where nothing can be forecast. Pure, never NaN.
 */
export function fanOf(
  resource: Resource,
  series: Series | undefined,
  zone: string,
  { days, everyDays }: { days: number; everyDays: number },
): FanPoint[] {
  if (series?.startMs === undefined) return []
  const { measured, peaks, refused, adding } = learntFrom(resource, series, zone)
  if (refused !== undefined) return []
  const shown = adding === undefined ? peaks : measured
  const last = shown.values.findLastIndex((value) => !Number.isNaN(value))
  const lastDay = peaks.firstDay + last * peaks.stepDays
  const every = Math.max(1, Math.round(everyDays / peaks.stepDays))
  const count = Math.floor(days / (every * peaks.stepDays))
  const paths = futures(growthOfPeaks(resource, peaks), (alone) => {
    const future = adding === undefined ? alone : addedUp(alone, adding)
    const seen = new Float64Array(count)
    for (let step = 1; step <= count * every; step += 1) {
      const value = future()
      if (step % every === 0) seen[step / every - 1] = value
    }
    return seen
  })
  const addedAt = addedAfter(resource, lastDay)
  return Array.from({ length: count }, (_none, at) => {
    const day = lastDay + (at + 1) * every * peaks.stepDays
    const values = Float64Array.from(paths, (path) => path[at]!).toSorted()
    const added = addedAt(day)
    const [lower95, lower80, median, upper80, upper95] = SHARES.map(
      (share) => values[Math.min(values.length - 1, Math.floor(share * values.length))]! + added,
    ) as [number, number, number, number, number]
    return { date: dateOf(day), median, lower80, upper80, lower95, upper95 }
  })
}
