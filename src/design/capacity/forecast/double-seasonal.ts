import { mean, type Method } from './method.ts'

/** Parameters: level, each season, and how much of the last error carries over. */
type Gains = { alpha: number; gammas: number[]; phi: number }
type State = { level: number; shapes: Float64Array[]; miss: number }

/** Parameters are estimated over so many last values before the first origin. */
const ESTIMATION_MAX = 1_400

/**
 * Exponential smoothing with several seasons and a first-order autoregressive error (Taylor 2003 and 2010, additive,
 * without trend). Parameters by coordinate search for the least absolute one-step error before the first origin;
 * later origins only carry the state on.
 */
export function severalSeasons(periods: readonly number[]): Method {
  return {
    name: `exponential smoothing with seasons (${periods.join(', ')})`,
    forecast: (values, origins, horizon) => {
      const gains = estimate(values.subarray(0, origins[0]), periods)
      const state = initialState(values.subarray(0, origins[0]), periods)
      let at = 0
      return origins.map((origin) => {
        run(values, at, origin, periods, gains, state)
        at = origin
        return pathOf(state, origin, periods, gains.phi, horizon)
      })
    },
  }
}

function initialState(known: Float64Array, periods: readonly number[]): State {
  const longest = Math.max(...periods)
  const span = Math.min(known.length, 2 * longest)
  const level = mean(known, 0, span)
  const shapes: Float64Array[] = []
  const rest = known.slice(0, span).map((value) => value - level)
  for (const period of periods) {
    const shape = new Float64Array(period)
    const count = new Float64Array(period)
    rest.forEach((value, at) => {
      shape[at % period]! += value
      count[at % period]! += 1
    })
    for (let phase = 0; phase < period; phase += 1) shape[phase] = shape[phase]! / Math.max(1, count[phase]!)
    rest.forEach((value, at) => {
      rest[at] = value - shape[at % period]!
    })
    shapes.push(shape)
  }
  return { level, shapes, miss: 0 }
}

/** Runs the filter over values[from..to) and returns the mean absolute one-step error of its second half. */
function run(
  values: Float64Array,
  from: number,
  to: number,
  periods: readonly number[],
  { alpha, gammas, phi }: Gains,
  state: State,
): number {
  const [first = new Float64Array(1), second = new Float64Array(1)] = state.shapes
  const firstPeriod = periods[0] ?? 1
  const secondPeriod = periods[1] ?? 1
  const firstGain = gammas[0] ?? 0
  const secondGain = gammas[1] ?? 0
  const half = from + ((to - from) >> 1)
  let { level, miss } = state
  let error = 0
  for (let at = from; at < to; at += 1) {
    const a = at % firstPeriod
    const b = at % secondPeriod
    const smooth = level + first[a]! + second[b]!
    const now = values[at]! - smooth
    const surprise = now - phi * miss
    if (at >= half) error += Math.abs(surprise)
    level += alpha * surprise
    first[a]! += firstGain * surprise
    second[b]! += secondGain * surprise
    miss = now
  }
  state.level = level
  state.miss = miss
  return error / Math.max(1, to - half)
}

function estimate(known: Float64Array, periods: readonly number[]): Gains {
  const recent = known.subarray(Math.max(0, known.length - ESTIMATION_MAX))
  const start = initialState(recent, periods)
  const judge = (gains: Gains): number => {
    const state: State = { level: start.level, miss: 0, shapes: start.shapes.map((shape) => shape.slice()) }
    return run(recent, 0, recent.length, periods, gains, state)
  }
  let best: Gains = { alpha: 0.02, gammas: periods.map(() => 0.15), phi: 0.8 }
  let least = judge(best)
  const consider = (gains: Gains): void => {
    const error = judge(gains)
    if (!(error < least)) return
    least = error
    best = gains
  }
  for (let round = 0; round < 2; round += 1) {
    for (const phi of [0, 0.3, 0.5, 0.65, 0.9, 0.96]) consider({ ...best, phi })
    for (const alpha of [0, 0.005, 0.05, 0.1, 0.25]) consider({ ...best, alpha })
    periods.forEach((_period, which) => {
      for (const gamma of [0.03, 0.08, 0.25, 0.4])
        consider({ ...best, gammas: best.gammas.map((old, at) => (at === which ? gamma : old)) })
    })
  }
  return best
}

function pathOf(
  state: State,
  origin: number,
  periods: readonly number[],
  phi: number,
  horizon: number,
): Float64Array {
  const path = new Float64Array(horizon)
  let carried = state.miss
  for (let step = 0; step < horizon; step += 1) {
    carried *= phi
    let value = state.level + carried
    periods.forEach((period, which) => {
      value += state.shapes[which]![(origin + step) % period]!
    })
    path[step] = value
  }
  return path
}
