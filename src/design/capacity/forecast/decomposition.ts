import { dampedHolt, holtPath, thetaPath } from './exponential.ts'
import type { Method } from './method.ts'

/** A series as what is left after its seasons, and each season's last known cycle by phase. */
type Decomposed = { adjusted: Float64Array; shapes: { period: number; shape: Float64Array }[] }

/** Newer cycles weigh more; a shape forgets with this factor a cycle. */
const FADE = 0.88
const ROUNDS = 2

/**
 * Takes several seasons out of a series, in the manner of MSTL (Bandara, Hyndman and Bergmeir 2021): short season
 * first, each from what the others leave, in rounds. The trend is a centred moving mean over one cycle; the shape is
 * a mean by phase that forgets, so that it follows seasons that change.
 */
function decompose(values: Float64Array, periods: readonly number[]): Decomposed {
  const count = values.length
  const shapes = periods.map((period) => ({ period, shape: new Float64Array(period) }))
  const parts = periods.map(() => new Float64Array(count))
  const rest = new Float64Array(count)
  for (let round = 0; round < (periods.length > 1 ? ROUNDS : 1); round += 1)
    periods.forEach((period, which) => {
      rest.set(values)
      parts.forEach((part, other) => {
        if (other !== which) for (let at = 0; at < count; at += 1) rest[at]! -= part[at]!
      })
      seasonOf(rest, period, parts[which]!, shapes[which]!.shape)
    })
  const adjusted = values.slice()
  for (const part of parts) for (let at = 0; at < count; at += 1) adjusted[at]! -= part[at]!
  return { adjusted, shapes }
}

/** Fills `part` with the season at each time and `shape` with its state at the end, by phase (index modulo period). */
function seasonOf(values: Float64Array, period: number, part: Float64Array, shape: Float64Array): void {
  const trend = movingMean(values, period)
  const sum = new Float64Array(period)
  const weight = new Float64Array(period)
  const phases = Math.ceil(values.length / period)
  for (let at = 0; at < values.length; at += 1) {
    const phase = at % period
    sum[phase] = sum[phase]! * FADE + values[at]! - trend[at]!
    weight[phase] = weight[phase]! * FADE + 1
    // Early cycles take the mean so far, which is all that is known of them.
    part[at] = sum[phase]! / weight[phase]!
  }
  let level = 0
  for (let phase = 0; phase < period; phase += 1) {
    shape[phase] = weight[phase]! > 0 ? sum[phase]! / weight[phase]! : 0
    level += shape[phase]! / period
  }
  for (let phase = 0; phase < period; phase += 1) shape[phase]! -= level
  for (let at = 0; at < values.length; at += 1)
    part[at] = phases > 3 && at < values.length - period * 3 ? part[at]! - level : shape[at % period]!
}

function movingMean(values: Float64Array, period: number): Float64Array {
  const count = values.length
  const sums = new Float64Array(count + 1)
  for (let at = 0; at < count; at += 1) sums[at + 1] = sums[at]! + values[at]!
  const trend = new Float64Array(count)
  const half = period >> 1
  for (let at = 0; at < count; at += 1) {
    // At the ends the window is moved inside, so that it always holds whole cycles.
    const from = Math.min(Math.max(0, at - half), Math.max(0, count - period))
    const to = Math.min(count, from + period)
    trend[at] = (sums[to]! - sums[from]!) / (to - from)
  }
  return trend
}

/** Seasons taken out, the rest carried on by `inner`, seasons put back. */
export function deseasoned(
  name: string,
  periods: readonly number[],
  inner: (adjusted: Float64Array, horizon: number) => Float64Array,
): Method {
  return {
    name: periods.length === 0 ? name : `${name} after seasons (${periods.join(', ')})`,
    forecast: (values, origins, horizon) =>
      origins.map((origin) => {
        const known = values.subarray(0, origin)
        const { adjusted, shapes } = decompose(
          known,
          periods.filter((period) => origin >= 2 * period),
        )
        const path = inner(adjusted, horizon)
        for (const { period, shape } of shapes)
          for (let step = 0; step < horizon; step += 1) path[step]! += shape[(origin + step) % period]!
        return path
      }),
  }
}

export function thetaAfter(periods: readonly number[]): Method {
  return deseasoned('theta', periods, thetaPath)
}

export function holtAfter(periods: readonly number[]): Method {
  return deseasoned('damped trend', periods, (adjusted, horizon) => holtPath(dampedHolt(adjusted), horizon))
}
