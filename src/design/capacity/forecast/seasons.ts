const HOUR_MS = 3_600_000

/** First seasons to look for where nothing is given: a day in several steps, a week, a year. */
const BASES = [7, 12, 24, 48, 52, 96, 144, 288]
/** Bases that are days, so that a week of them is a season too. */
const DAYS = new Set([24, 48, 96, 144, 288])
const CORRELATION_MIN = 0.2
/** By how much a multiple of a period must fit better than the period itself. */
const BETTER = 0.06

/** The seasons that the time between values suggests: days and weeks, weeks, or the year. */
export function seasonsOfStep(stepMs: number): number[] | undefined {
  const day = (24 * HOUR_MS) / stepMs
  if (Number.isInteger(day) && day > 1 && day <= 1_440) return [day, 7 * day]
  if (day === 1) return [7]
  if (Math.abs(day - 1 / 7) < 1e-3) return [52]
  return day < 1 / 27 && day > 1 / 32 ? [12] : undefined
}

/**
 * Seasons found in the values: the shortest usual period whose cycles resemble each other (autocorrelation at that
 * lag, after a moving mean over one cycle), and with a day the week, if only to be found empty. Empty where there is none.
 */
export function detectSeasons(raw: Float64Array): number[] {
  // On logarithms, so that one high peak does not decide what repeats.
  const values = raw.every((value) => value > 0) ? raw.map((value) => Math.log(value)) : raw
  let base = 0
  let most = CORRELATION_MIN
  for (const period of BASES) {
    if (values.length < 2.5 * period) continue
    const found = correlation(values, period)
    // Few cycles resemble each other by chance, and what peaks beside the period is another one.
    if (found < CORRELATION_MIN + (0.15 * period) / values.length || !isPeak(values, period, found)) continue
    // A multiple of the true period correlates as well; it must be clearly better to be taken.
    if (found > most + (base > 0 && period % base === 0 ? BETTER : 0)) {
      most = found
      base = period
    }
  }
  if (base === 0) return []
  const week = 7 * base
  // Where days are much alike their weekdays hardly show in correlations, but are worth forecasting all the same; what
  // weekdays differ by is shrunk by its scatter (profile.ts), so that a week that is none does no harm.
  return DAYS.has(base) && values.length >= 2.2 * week ? [base, week] : [base]
}

/** Whether no lag near it fits better: 52 weeks look like 48 as well, only less so. */
function isPeak(values: Float64Array, period: number, found: number): boolean {
  const reach = Math.max(1, Math.round(period * 0.07))
  return [period - reach, period + reach].every(
    (near) => values.length < 2 * near || correlation(values, near) <= found + 0.02,
  )
}

function correlation(values: Float64Array, lag: number): number {
  const count = values.length
  const rest = new Float64Array(count)
  let sum = 0
  const window = Math.min(lag, count)
  for (let at = 0; at < count; at += 1) {
    sum += values[at]!
    if (at >= window) sum -= values[at - window]!
    const centre = at - (window >> 1)
    if (at >= window - 1 && centre >= 0) rest[centre] = values[centre]! - sum / window
  }
  const from = window >> 1
  const to = count - (window >> 1)
  let cross = 0
  let square = 0
  for (let at = from; at < to; at += 1) {
    square += rest[at]! * rest[at]!
    if (at + lag < to) cross += rest[at]! * rest[at + lag]!
  }
  const pairs = Math.max(1, to - from - lag)
  return square > 0 ? cross / pairs / (square / Math.max(1, to - from)) : 0
}
