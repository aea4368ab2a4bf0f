import { mean } from './method.ts'

/** How far back parameters are estimated: older values say little and cost time. */
const ESTIMATION_MAX = 800

/** Level and trend at the end of a series. `trend` fades by `damping` a step. */
export type Holt = { level: number; trend: number; damping: number }

/**
 * Damped trend smoothing (Gardner and McKenzie 1985). The parameters are those with the least squared one-step error
 * over the last values, from a fixed grid: enough for a member of a pool, and it always ends.
 */
export function dampedHolt(values: Float64Array): Holt {
  let best: { error: number; alpha: number; beta: number; damping: number } | undefined
  for (const alpha of [0.05, 0.15, 0.3, 0.5, 0.75, 0.99])
    for (const beta of [0, 0.03, 0.1, 0.3])
      for (const damping of beta === 0 ? [0] : [0.8, 0.93, 0.98]) {
        const { error } = runHolt(values, alpha, beta, damping)
        if (best === undefined || error < best.error) best = { error, alpha, beta, damping }
      }
  const { alpha, beta, damping } = best!
  return runHolt(values, alpha, beta, damping).holt
}

function runHolt(
  values: Float64Array,
  alpha: number,
  beta: number,
  damping: number,
): { error: number; holt: Holt } {
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
  return { error, holt: { level, trend, damping } }
}

export function holtPath({ level, trend, damping }: Holt, horizon: number): Float64Array {
  const path = new Float64Array(horizon)
  let at = level
  let slope = trend
  for (let step = 0; step < horizon; step += 1) {
    slope *= damping
    at += slope
    path[step] = at
  }
  return path
}

/**
 * The Theta method (Assimakopoulos and Nikolopoulos 2000) in its form as simple smoothing with half the linear trend
 * as drift (Hyndman and Billah 2003); the smoothing parameter by least squared one-step error.
 */
export function thetaPath(values: Float64Array, horizon: number): Float64Array {
  const from = Math.max(0, values.length - ESTIMATION_MAX)
  let best = { error: Infinity, level: values.at(-1)!, alpha: 1 }
  for (const alpha of [0.02, 0.05, 0.1, 0.2, 0.35, 0.5, 0.65, 0.8, 0.9, 0.99]) {
    let level = mean(values, from, Math.min(from + 4, values.length))
    let error = 0
    for (let at = from; at < values.length; at += 1) {
      const miss = values[at]! - level
      error += miss * miss
      level += alpha * miss
    }
    if (error < best.error) best = { error, level, alpha }
  }
  const drift = slopeOf(values, from) / 2
  const known = values.length - from
  const { alpha, level } = best
  const start = (1 - (1 - alpha) ** known) / alpha
  return Float64Array.from({ length: horizon }, (_none, step) => level + drift * (step + start))
}

/** Least squares slope of the values from `from` on, a step. */
export function slopeOf(values: Float64Array, from: number): number {
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
