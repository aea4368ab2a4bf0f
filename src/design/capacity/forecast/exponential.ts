import { mean, type Carrier } from './method.ts'

/** How far back parameters are estimated: older values say little and cost time. */
const ESTIMATION_MAX = 800

/** What was estimated: how fast level and trend follow, and by what the trend fades a step. */
type Gains = { alpha: number; beta: number; damping: number }

/**
 * Damped trend smoothing (Gardner and McKenzie 1985). The gains are those with the least squared one-step error over
 * the last values, from a fixed grid: enough for a member of a pool, and it always ends.
 */
export const dampedTrend: Carrier<Gains> = {
  name: 'damped trend',
  learn: holtGains,
  carry: (values, gains, horizon) => {
    const { level, trend } = runHolt(values, gains)
    const path = new Float64Array(horizon)
    let at = level
    let slope = trend
    for (let step = 0; step < horizon; step += 1) {
      slope *= gains.damping
      at += slope
      path[step] = at
    }
    return path
  },
}

function holtGains(values: Float64Array): Gains {
  let best: Gains = { alpha: 0.3, beta: 0, damping: 0 }
  let least = Infinity
  for (const alpha of [0.05, 0.15, 0.3, 0.5, 0.75, 0.99])
    for (const beta of [0, 0.03, 0.1, 0.3])
      for (const damping of beta === 0 ? [0] : [0.8, 0.93, 0.98]) {
        const { error } = runHolt(values, { alpha, beta, damping })
        if (!(error < least)) continue
        least = error
        best = { alpha, beta, damping }
      }
  return best
}

function runHolt(
  values: Float64Array,
  { alpha, beta, damping }: Gains,
): { error: number; level: number; trend: number } {
  const from = Math.max(0, values.length - ESTIMATION_MAX)
  const head = Math.min(from + 6, values.length)
  let level = mean(values, from, head)
  let trend = beta === 0 ? 0 : (values[head - 1]! - values[from]!) / Math.max(1, head - 1 - from) / 2
  let error = 0
  for (let at = from; at < values.length; at += 1) {
    const expected = level + damping * trend
    const miss = values[at]! - expected
    error += miss * miss
    level = expected + alpha * miss
    trend = damping * trend + beta * alpha * miss
  }
  return { error, level, trend }
}

/**
 * The Theta method (Assimakopoulos and Nikolopoulos 2000) in its form as simple smoothing with half the linear trend
 * as drift (Hyndman and Billah 2003); the smoothing parameter by least squared one-step error.
 */
export const theta: Carrier<Gains> = {
  name: 'theta',
  learn: thetaGains,
  carry: (values, gains, horizon) => {
    const from = Math.max(0, values.length - ESTIMATION_MAX)
    const { alpha } = gains
    const { level } = runHolt(values, gains)
    const drift = slopeOf(values, from) / 2
    const start = (1 - (1 - alpha) ** (values.length - from)) / alpha
    return Float64Array.from({ length: horizon }, (_none, step) => level + drift * (step + start))
  },
}

function thetaGains(values: Float64Array): Gains {
  let best: Gains = { alpha: 0.5, beta: 0, damping: 0 }
  let least = Infinity
  for (const alpha of [0.02, 0.05, 0.1, 0.2, 0.35, 0.5, 0.65, 0.8, 0.9, 0.99]) {
    const { error } = runHolt(values, { alpha, beta: 0, damping: 0 })
    if (!(error < least)) continue
    least = error
    best = { alpha, beta: 0, damping: 0 }
  }
  return best
}

/** Least squares slope of the values from `from` on, a step. */
function slopeOf(values: Float64Array, from: number): number {
  const count = values.length - from
  const centre = (count - 1) / 2
  let cross = 0
  let square = 0
  for (let at = 0; at < count; at += 1) {
    cross += (at - centre) * values[from + at]!
    square += (at - centre) ** 2
  }
  return square > 0 ? cross / square : 0
}
