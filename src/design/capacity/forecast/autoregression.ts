import type { Method } from './method.ts'

/**
 * Linear autoregression on chosen lags, with an intercept, by ridge regression; the forecast feeds on itself. With
 * lags around one day and one week it learns how much of yesterday and of last week to trust, which is what most
 * hourly series of business need. Sums are carried from origin to origin, so that each origin costs one small solve.
 */
export function autoregression(lags: readonly number[], waves: Waves = NO_WAVES): Method {
  const deepest = Math.max(...lags)
  const yearly = waves.count > 0 ? ` and ${waves.count} waves` : ''
  return {
    name: `autoregression (${lags.length} lags up to ${deepest}${yearly})`,
    forecast: (values, origins, horizon) => {
      const size = 1 + lags.length + 2 * waves.count
      const sums = new Float64Array(size * size)
      const cross = new Float64Array(size)
      const row = new Float64Array(size)
      let at = deepest
      const shift = values[0]!
      return origins.map((origin) => {
        for (; at < origin; at += 1) {
          fillRow(row, waves, lags, at, (lag) => values[at - lag]! - shift)
          addRow(sums, cross, row, values[at]! - shift)
        }
        return carryOn(values, origin, lags, waves, ridge(sums, cross, size), shift, horizon)
      })
    },
  }
}

/** Sine and cosine of a period and its fractions: a smooth season, where single phases are known from few cycles. */
export type Waves = { period: number; count: number }

const NO_WAVES: Waves = { period: 1, count: 0 }

function fillRow(
  row: Float64Array,
  waves: Waves,
  lags: readonly number[],
  at: number,
  seen: (lag: number) => number,
): void {
  row[0] = 1
  let place = 1
  for (const lag of lags) row[place++] = seen(lag)
  for (let wave = 1; wave <= waves.count; wave += 1) {
    const angle = (2 * Math.PI * wave * at) / waves.period
    row[place++] = Math.sin(angle)
    row[place++] = Math.cos(angle)
  }
}

function addRow(sums: Float64Array, cross: Float64Array, row: Float64Array, target: number): void {
  const size = row.length
  for (let i = 0; i < size; i += 1) {
    const left = row[i]!
    const start = i * size
    for (let j = 0; j <= i; j += 1) sums[start + j]! += left * row[j]!
    cross[i]! += left * target
  }
}

/** Solves the normal equations by Cholesky, each diagonal raised a little by its own size. */
function ridge(sums: Float64Array, cross: Float64Array, size: number): Float64Array {
  for (let raise = 1e-5; raise < 1; raise *= 100) {
    const solved = cholesky(sums, cross, size, raise)
    if (solved) return solved
  }
  return new Float64Array(size)
}

function cholesky(
  sums: Float64Array,
  cross: Float64Array,
  size: number,
  raise: number,
): Float64Array | undefined {
  const lower = new Float64Array(size * size)
  for (let i = 0; i < size; i += 1)
    for (let j = 0; j <= i; j += 1) {
      let value = sums[i * size + j]!
      if (i === j) value += i === 0 ? 1e-9 : raise * value + 1e-12
      for (let k = 0; k < j; k += 1) value -= lower[i * size + k]! * lower[j * size + k]!
      if (i !== j) lower[i * size + j] = value / lower[j * size + j]!
      else if (value > 0) lower[i * size + i] = Math.sqrt(value)
      else return undefined
    }
  const weights = new Float64Array(size)
  for (let i = 0; i < size; i += 1) {
    let value = cross[i]!
    for (let k = 0; k < i; k += 1) value -= lower[i * size + k]! * weights[k]!
    weights[i] = value / lower[i * size + i]!
  }
  for (let i = size - 1; i >= 0; i -= 1) {
    let value = weights[i]!
    for (let k = i + 1; k < size; k += 1) value -= lower[k * size + i]! * weights[k]!
    weights[i] = value / lower[i * size + i]!
  }
  return weights
}

/** Feeds the forecast back; it stays within twice the span of what was seen, so that it never runs away. */
function carryOn(
  values: Float64Array,
  origin: number,
  lags: readonly number[],
  waves: Waves,
  weights: Float64Array,
  shift: number,
  horizon: number,
): Float64Array {
  let least = Infinity
  let most = -Infinity
  for (let at = 0; at < origin; at += 1) {
    least = Math.min(least, values[at]!)
    most = Math.max(most, values[at]!)
  }
  const span = most - least
  const path = new Float64Array(horizon)
  const row = new Float64Array(weights.length)
  for (let step = 0; step < horizon; step += 1) {
    fillRow(row, waves, lags, origin + step, (lag) => {
      const back = step - lag
      return (back >= 0 ? path[back]! : values[origin + back]!) - shift
    })
    let value = shift
    row.forEach((cell, which) => {
      value += weights[which]! * cell
    })
    path[step] = Math.min(Math.max(value, least - span / 2), most + span / 2)
  }
  return path
}
