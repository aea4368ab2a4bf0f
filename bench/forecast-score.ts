/** Scores of the M4 competition, and the coverage of intervals. */

/** Symmetric absolute percentage error, percent; 0 where forecast and value are both 0. */
export function smape(path: readonly number[], came: readonly number[]): number {
  let sum = 0
  came.forEach((value, step) => {
    const size = Math.abs(path[step]!) + Math.abs(value)
    if (size > 0) sum += (200 * Math.abs(path[step]! - value)) / size
  })
  return sum / came.length
}

/** Mean absolute error, scaled by that of the last cycle's value within the known part. */
export function mase(
  path: readonly number[],
  came: readonly number[],
  known: readonly number[],
  period: number,
): number {
  let scale = 0
  for (let at = period; at < known.length; at += 1) scale += Math.abs(known[at]! - known[at - period]!)
  scale /= known.length - period
  return came.reduce((sum, value, step) => sum + Math.abs(path[step]! - value), 0) / came.length / scale
}

/** Naive2: the last value, after taking out a multiplicative season where one is significant (M4's own test). */
export function naive2(known: readonly number[], period: number, horizon: number): number[] {
  const factors = isSeasonal(known, period) ? seasonalFactors(known, period) : undefined
  const last = known.at(-1)! / (factors?.[(known.length - 1) % period] ?? 1)
  return Array.from(
    { length: horizon },
    (_none, step) => last * (factors?.[(known.length + step) % period] ?? 1),
  )
}

function isSeasonal(known: readonly number[], period: number): boolean {
  if (period === 1 || known.length < 3 * period || known.some((value) => value <= 0)) return false
  const middle = known.reduce((sum, value) => sum + value, 0) / known.length
  const square = known.reduce((sum, value) => sum + (value - middle) ** 2, 0)
  const correlations = Array.from({ length: period }, (_none, index) => {
    let cross = 0
    for (let at = index + 1; at < known.length; at += 1)
      cross += (known[at]! - middle) * (known[at - index - 1]! - middle)
    return cross / square
  })
  const before = correlations.slice(0, -1).reduce((sum, value) => sum + value ** 2, 0)
  return Math.abs(correlations[period - 1]!) > 1.645 * Math.sqrt((1 + 2 * before) / known.length)
}

function seasonalFactors(known: readonly number[], period: number): number[] {
  const half = period >> 1
  const sum = Array.from({ length: period }, () => 0)
  const count = Array.from({ length: period }, () => 0)
  for (let at = half; at + half < known.length; at += 1) {
    let centre = 0
    for (let near = -half; near <= half; near += 1)
      centre += known[at + near]! * (period % 2 === 0 && Math.abs(near) === half ? 0.5 : 1)
    sum[at % period]! += known[at]! / (centre / period)
    count[at % period]! += 1
  }
  const factors = sum.map((value, phase) => value / count[phase]!)
  const level = factors.reduce((total, factor) => total + factor, 0) / period
  return factors.map((factor) => factor / level)
}

/** How many of the values lie between the bounds. */
export function covered(lower: readonly number[], upper: readonly number[], came: readonly number[]): number {
  return came.filter((value, step) => value >= lower[step]! && value <= upper[step]!).length
}
