/**
 * Weights of a regression from its normal equations (row-major lower half of the square, and the cross products), by
 * Cholesky. Each diagonal but the first, the intercept's, is raised by `raise` of its own size and a tenth of the
 * mean size: the more, the calmer the weights. Raised further until it can be solved; all 0 where nothing helps.
 */
export function ridge(square: Float64Array, cross: Float64Array, size: number, raise: number): Float64Array {
  let usual = 0
  for (let i = 1; i < size; i += 1) usual += square[i * size + i]! / (size - 1)
  for (let more = raise; more < 1; more *= 10) {
    const lower = factor(square, size, more, usual)
    if (lower) return backward(lower, forward(lower, cross, size), size)
  }
  return new Float64Array(size)
}

function factor(square: Float64Array, size: number, raise: number, usual: number): Float64Array | undefined {
  const lower = new Float64Array(size * size)
  for (let i = 0; i < size; i += 1)
    for (let j = 0; j <= i; j += 1) {
      let value = square[i * size + j]!
      if (i === j) value += i === 0 ? 1e-9 : raise * (0.9 * value + 0.1 * usual) + 1e-300
      for (let k = 0; k < j; k += 1) value -= lower[i * size + k]! * lower[j * size + k]!
      if (i !== j) lower[i * size + j] = value / lower[j * size + j]!
      else if (value > 0) lower[i * size + i] = Math.sqrt(value)
      else return undefined
    }
  return lower
}

function forward(lower: Float64Array, cross: Float64Array, size: number): Float64Array {
  const weights = new Float64Array(size)
  for (let i = 0; i < size; i += 1) {
    let value = cross[i]!
    for (let k = 0; k < i; k += 1) value -= lower[i * size + k]! * weights[k]!
    weights[i] = value / lower[i * size + i]!
  }
  return weights
}

function backward(lower: Float64Array, weights: Float64Array, size: number): Float64Array {
  for (let i = size - 1; i >= 0; i -= 1) {
    let value = weights[i]!
    for (let k = i + 1; k < size; k += 1) value -= lower[k * size + i]! * weights[k]!
    weights[i] = value / lower[i * size + i]!
  }
  return weights
}
