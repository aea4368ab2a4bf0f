import { mean, type Carrier, type Method } from './method.ts'
import { ridge } from './ridge.ts'

/** Sine and cosine of a period and its fractions: a smooth season, where single phases are known from few cycles. */
type Waves = { period: number; count: number }

type Options = {
  waves?: Waves
  /** Lags at which the series is differenced first, such as 1, or 24 and 1: for levels that wander or grow. */
  differences?: readonly number[]
  /** How much the weights are calmed (ridge.ts). */
  raise?: number
}

const NO_WAVES: Waves = { period: 1, count: 0 }

/**
 * Linear autoregression on chosen lags, with an intercept, by ridge regression; the forecast feeds on itself. With
 * lags around one day and one week it learns how much of yesterday and of last week to trust, which is what most
 * hourly series of business need. Sums are carried from origin to origin, so that each origin costs one small solve.
 */
export function autoregression(lags: readonly number[], options: Options = {}): Method {
  const { waves = NO_WAVES, differences = [], raise = 1e-5 } = options
  const back = undone(differences)
  const depth = differences.reduce((sum, lag) => sum + lag, 0)
  const deepest = Math.max(...lags) + depth
  return {
    name: nameOf(lags, waves, differences),
    forecast: (values, origins, horizon) => {
      const rows = differenced(values, back, depth, origins[0]!)
      const size = 1 + lags.length + 2 * waves.count
      const square = new Float64Array(size * size)
      const cross = new Float64Array(size)
      const row = new Float64Array(size)
      let at = deepest
      return origins.map((origin) => {
        for (; at < origin; at += 1) {
          row[0] = 1
          for (let which = 0; which < lags.length; which += 1)
            row[which + 1] = rows.values[at - lags[which]!]!
          fillWaves(row, 1 + lags.length, waves, at)
          addRow(square, cross, row, rows.values[at]!)
        }
        const weights = ridge(square, cross, size, raise)
        return carryOn({ values, rows, origin, lags, waves, weights, back, horizon })
      })
    },
  }
}

/** The same to carry on a rest, from its last values only; without waves. */
export function carriedBy(
  lags: readonly number[],
  differences: readonly number[],
  raise: number,
): Carrier<Float64Array> {
  const back = undone(differences)
  const depth = differences.reduce((sum, lag) => sum + lag, 0)
  const deepest = Math.max(...lags) + depth
  const recent = (values: Float64Array): Float64Array =>
    values.subarray(Math.max(0, values.length - ROWS_MAX))
  return {
    name: nameOf(lags, NO_WAVES, differences),
    learn: (all) => {
      const values = recent(all)
      const rows = differenced(values, back, depth, values.length)
      const size = 1 + lags.length
      const square = new Float64Array(size * size)
      const cross = new Float64Array(size)
      const row = new Float64Array(size).fill(1)
      for (let at = deepest; at < values.length; at += 1) {
        for (let which = 0; which < lags.length; which += 1) row[which + 1] = rows.values[at - lags[which]!]!
        addRow(square, cross, row, rows.values[at]!)
      }
      return ridge(square, cross, size, raise)
    },
    carry: (all, weights, horizon) => {
      const values = recent(all)
      const rows = differenced(values, back, depth, values.length)
      return carryOn({ values, rows, origin: values.length, lags, waves: NO_WAVES, weights, back, horizon })
    },
  }
}

/** Rests are learnt from so many last values: six weeks of hours. */
const ROWS_MAX = 1_100

function nameOf(lags: readonly number[], waves: Waves, differences: readonly number[]): string {
  const yearly = waves.count > 0 ? ` and ${waves.count} waves` : ''
  const of = differences.length > 0 ? ` of differences (${differences.join(', ')})` : ''
  return `autoregression${of} (${lags.length} lags up to ${Math.max(...lags)}${yearly})`
}

/** What must be added, by lag, to undo the differences: 1 gives {1: 1}; 1 and 24 give {1: 1, 24: 1, 25: -1}. */
function undone(differences: readonly number[]): [number, number][] {
  let factors = new Map([[0, 1]])
  for (const lag of differences) {
    const next = new Map(factors)
    for (const [at, factor] of factors) next.set(at + lag, (next.get(at + lag) ?? 0) - factor)
    factors = next
  }
  return [...factors].filter(([lag]) => lag > 0).map(([lag, factor]) => [lag, -factor])
}

type Rows = { values: Float64Array; centre: number }

/** The differenced series around its mean before the first origin. */
function differenced(
  values: Float64Array,
  back: readonly [number, number][],
  depth: number,
  origin: number,
): Rows {
  const rows = values.slice()
  for (const [lag, factor] of back)
    for (let at = depth; at < rows.length; at += 1) rows[at]! -= factor * values[at - lag]!
  const centre = mean(rows, depth, Math.max(depth + 1, origin))
  for (let at = 0; at < rows.length; at += 1) rows[at]! -= centre
  return { values: rows, centre }
}

function fillWaves(row: Float64Array, from: number, waves: Waves, at: number): void {
  for (let wave = 1; wave <= waves.count; wave += 1) {
    const angle = (2 * Math.PI * wave * at) / waves.period
    row[from + 2 * wave - 2] = Math.sin(angle)
    row[from + 2 * wave - 1] = Math.cos(angle)
  }
}

function addRow(square: Float64Array, cross: Float64Array, row: Float64Array, target: number): void {
  const size = row.length
  for (let i = 0; i < size; i += 1) {
    const left = row[i]!
    const start = i * size
    for (let j = 0; j <= i; j += 1) square[start + j]! += left * row[j]!
    cross[i]! += left * target
  }
}

type Known = {
  values: Float64Array
  rows: Rows
  origin: number
  lags: readonly number[]
  waves: Waves
  weights: Float64Array
  back: readonly [number, number][]
  horizon: number
}

/** Feeds the forecast back; it stays within twice the span of what was seen, so that it never runs away. */
function carryOn({ values, rows, origin, lags, waves, weights, back, horizon }: Known): Float64Array {
  let least = Infinity
  let most = -Infinity
  for (let at = 0; at < origin; at += 1) {
    if (values[at]! < least) least = values[at]!
    if (values[at]! > most) most = values[at]!
  }
  const span = most - least
  const path = new Float64Array(horizon)
  const own = new Float64Array(horizon)
  const wave = new Float64Array(2 * waves.count)
  for (let step = 0; step < horizon; step += 1) {
    let value = weights[0]!
    for (let which = 0; which < lags.length; which += 1) {
      const at = step - lags[which]!
      value += weights[which + 1]! * (at >= 0 ? own[at]! : rows.values[origin + at]!)
    }
    fillWaves(wave, 0, waves, origin + step)
    for (let which = 0; which < wave.length; which += 1)
      value += weights[1 + lags.length + which]! * wave[which]!
    own[step] = value
    value += rows.centre
    for (const [lag, factor] of back)
      value += factor * (step >= lag ? path[step - lag]! : values[origin + step - lag]!)
    path[step] = Math.min(Math.max(value, least - span / 2), most + span / 2)
  }
  return path
}
