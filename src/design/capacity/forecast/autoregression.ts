import type { Method } from './method.ts'

/**
 * Linear autoregression on chosen lags, with an intercept, by ridge regression; the forecast feeds on itself. With
 * lags around one day and one week it learns how much of yesterday and of last week to trust, which is what most
 * hourly series of business need. Sums are carried from origin to origin, so that each origin costs one small solve.
 */
export function autoregression(lags: readonly number[], name: string): Method {
  const order = lags.length
  const deepest = Math.max(...lags)
  return {
    name,
    forecast: (values, origins, horizon) => {
      const size = order + 1
      const sums = new Float64Array(size * size)
      const cross = new Float64Array(size)
      const row = new Float64Array(size)
      let at = deepest
      const shift = values[0]!
      return origins.map((origin) => {
        for (; at < origin; at += 1) {
          row[0] = 1
          for (let which = 0; which < order; which += 1) row[which + 1] = values[at - lags[which]!]! - shift
          addRow(sums, cross, row, values[at]! - shift)
        }
        const weights = ridge(sums, cross, size)
        return carryOn(values, origin, lags, weights, shift, horizon)
      })
    },
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
  for (let step = 0; step < horizon; step += 1) {
    let value = weights[0]!
    lags.forEach((lag, which) => {
      const seen = step - lag >= 0 ? path[step - lag]! : values[origin + step - lag]!
      value += weights[which + 1]! * (seen - shift)
    })
    path[step] = Math.min(Math.max(value + shift, least - span / 2), most + span / 2)
  }
  return path
}
