import { type StoredAsked, type StoredReading } from '../../estate/stored-series.ts'

/** A full hour of a series, or what has come of one so far. Means and rates of its five minutes; null: not measured. */
export type Hour = {
  hourMs: number
  values: number
  most: number
  least: number
  sum: number
  lastAtMs: number
  last: number
  means: (number | null)[]
  ratesPerS: (number | null)[]
}

const FIVE_MINUTES_MS = 300_000
const HOUR_MS = 3_600_000

/** The finest step of a reading. */
export function finestMs(as: StoredReading): number {
  return as === 'maximum' ? HOUR_MS : FIVE_MINUTES_MS
}

/**
 * One value a step, from `fromMs` on, which is a whole hour: the mean of what was measured in it, the highest for
 * `maximum`, NaN where nothing was. Pure.
 */
export function onSteps(
  hours: readonly Hour[],
  { fromMs, untilMs, stepMs, as }: Omit<StoredAsked, 'series'>,
): Float64Array {
  const length = Math.max(0, Math.ceil((untilMs - fromMs) / stepMs))
  const total = new Float64Array(length).fill(as === 'maximum' ? -Infinity : 0)
  const counted = new Float64Array(length)
  const add = (atMs: number, value: number | null | undefined): void => {
    const slot = Math.floor((atMs - fromMs) / stepMs)
    if (value === null || value === undefined || slot < 0 || slot >= length) return
    total[slot] = as === 'maximum' ? Math.max(total[slot]!, value) : total[slot]! + value
    counted[slot]! += 1
  }
  for (const { hourMs, most, means, ratesPerS } of hours) {
    if (as === 'maximum') add(hourMs, most)
    else
      for (const [place, value] of (as === 'rate' ? ratesPerS : means).entries())
        add(hourMs + place * FIVE_MINUTES_MS, value)
  }
  return total.map((value, slot) =>
    counted[slot] === 0 ? NaN : as === 'maximum' ? value : value / counted[slot]!,
  )
}
