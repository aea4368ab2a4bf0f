import { median } from '../median.ts'
import type { Method } from './method.ts'

const ALIKE = 5
/** Older days than these have faded. */
const DAYS_MAX = 40
/** The day before yesterday says half as much as yesterday about which day this is like. */
const YESTERDAY_BEFORE = 0.5
/** A day of the same weekday is taken for so much more alike. */
const SAME_WEEKDAY = 0.6

/**
 * Analogues (Lorenz 1969; nearest neighbours): the past days whose two days before were most like the last two, level
 * apart, and the median of what followed them, moved to the level of now. Unlike all others of the pool it adds nothing
 * up, so a day that was out of the ordinary is either repeated or ignored. `period`: steps of a day.
 */
export function likeDays(period: number): Method {
  return {
    name: `days alike (${period})`,
    forecast: (values, origins, horizon) =>
      origins.map((origin) => {
        const level = meanBefore(values, origin, period)
        const alike = daysLike(values, origin, period)
        return Float64Array.from({ length: horizon }, (_none, step) => {
          const after: number[] = []
          for (const { at, level: then } of alike) {
            if (at + step >= origin) continue
            after.push(values[at + step]! - then + level)
            if (after.length === ALIKE) break
          }
          return after.length > 0 ? median(after) : values[origin - period + (step % period)]!
        })
      }),
  }
}

/** Past times at whole days before the origin, most alike first, and the mean of the day before each. */
function daysLike(
  values: Float64Array,
  origin: number,
  period: number,
): { at: number; level: number; apart: number }[] {
  const level = meanBefore(values, origin, period)
  const found: { at: number; level: number; apart: number }[] = []
  for (let day = 1; day <= DAYS_MAX; day += 1) {
    const at = origin - day * period
    if (at < 2 * period) break
    const then = meanBefore(values, at, period)
    let apart = 0
    for (let back = 1; back <= 2 * period; back += 1) {
      const off = Math.abs(values[origin - back]! - level - values[at - back]! + then)
      apart += back <= period ? off : YESTERDAY_BEFORE * off
    }
    found.push({ at, level: then, apart: day % 7 === 0 ? SAME_WEEKDAY * apart : apart })
  }
  return found.sort((a, b) => a.apart - b.apart)
}

function meanBefore(values: Float64Array, until: number, count: number): number {
  let sum = 0
  for (let at = until - count; at < until; at += 1) sum += values[at]!
  return sum / count
}
