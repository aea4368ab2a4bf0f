import { dampedTrend, theta } from './exponential.ts'
import { learnsAt, mean, type Carrier, type Method } from './method.ts'
import { movingMean } from './profile.ts'

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
function decompose(values: Float64Array, periods: readonly number[], smooth: boolean): Decomposed {
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
      seasonOf(rest, period, smooth, parts[which]!, shapes[which]!.shape)
    })
  const adjusted = values.slice()
  for (const part of parts) for (let at = 0; at < count; at += 1) adjusted[at]! -= part[at]!
  return { adjusted, shapes }
}

/** Fills `part` with the season at each time and `shape` with its state at the end, by phase (index modulo period). */
function seasonOf(
  values: Float64Array,
  period: number,
  smooth: boolean,
  part: Float64Array,
  shape: Float64Array,
): void {
  const trend = movingMean(values, period)
  const sum = new Float64Array(period)
  const weight = new Float64Array(period)
  for (let at = 0; at < values.length; at += 1) {
    const phase = at % period
    sum[phase] = sum[phase]! * FADE + values[at]! - trend[at]!
    weight[phase] = weight[phase]! * FADE + 1
    part[at] = sum[phase] / weight[phase]
  }
  for (let phase = 0; phase < period; phase += 1)
    shape[phase] = weight[phase]! > 0 ? sum[phase]! / weight[phase]! : 0
  if (smooth) shape.set(smoothed(shape, Math.round(period / 14)))
  const level = mean(shape)
  for (let phase = 0; phase < period; phase += 1) shape[phase]! -= level
  // The last cycles take the shape that is carried on, and early ones of a long series what was known then.
  const early = smooth || values.length <= 3 * period ? 0 : values.length - 3 * period
  for (let at = 0; at < values.length; at += 1)
    part[at] = at < early ? part[at]! - level : shape[at % period]!
}

/** Each phase as the mean of its neighbours around the circle, near ones weighing more. */
function smoothed(shape: Float64Array, reach: number): Float64Array {
  const period = shape.length
  return shape.map((_own, phase) => {
    let sum = 0
    let weights = 0
    for (let near = -reach; near <= reach; near += 1) {
      const weight = reach + 1 - Math.abs(near)
      sum += weight * shape[(phase + near + period) % period]!
      weights += weight
    }
    return sum / weights
  })
}

/** Cycles of the longest season that are looked at: older ones have faded. */
const CYCLES_MAX = 12
const VALUES_MIN = 800

/** One series is taken apart at each origin once, however many methods carry on the rest. */
const takenApart = new WeakMap<Float64Array, Map<string, Decomposed & { start: number }>>()

function decomposedAt(
  values: Float64Array,
  origin: number,
  periods: readonly number[],
  smooth: boolean,
): Decomposed & { start: number } {
  const done = takenApart.get(values) ?? new Map<string, Decomposed & { start: number }>()
  takenApart.set(values, done)
  const key = `${origin}:${smooth ? 'smooth' : ''}:${periods.join()}`
  const known = done.get(key)
  if (known) return known
  const start = Math.max(0, origin - Math.max(VALUES_MIN, CYCLES_MAX * Math.max(1, ...periods)))
  const fresh = { ...decompose(values.subarray(start, origin), periods, smooth), start }
  done.set(key, fresh)
  return fresh
}

/** Seasons taken out, the rest carried on, seasons put back. With `smooth` each shape is that of its neighbourhood. */
function deseasoned<Learnt>(carrier: Carrier<Learnt>, periods: readonly number[], smooth = false): Method {
  const after = ` after ${smooth ? 'smooth ' : ''}seasons (${periods.join(', ')})`
  return {
    name: periods.length === 0 ? carrier.name : carrier.name + after,
    forecast: (values, origins, horizon) => {
      let learnt: Learnt | undefined
      return origins.map((origin, at) => {
        const fitting = periods.filter((period) => origin >= 1.25 * period)
        const { adjusted, shapes, start } = decomposedAt(values, origin, fitting, smooth)
        if (learnt === undefined || learnsAt(at, origins.length)) learnt = carrier.learn(adjusted)
        const path = carrier.carry(adjusted, learnt, horizon)
        for (const { period, shape } of shapes)
          for (let step = 0; step < horizon; step += 1)
            path[step]! += shape[(origin - start + step) % period]!
        return path
      })
    },
  }
}

export function thetaAfter(periods: readonly number[]): Method {
  return deseasoned(theta, periods)
}

export function holtAfter(periods: readonly number[]): Method {
  return deseasoned(dampedTrend, periods)
}

/** As `holtAfter`, with each shape smoothed over its neighbouring phases. */
export function smoothHoltAfter(periods: readonly number[]): Method {
  return deseasoned(dampedTrend, periods, true)
}
