/** Misses of the combination at the trial origins: value that came minus forecast, by origin and step. */
export type Misses = { origin: number; misses: Float64Array }[]

/**
 * Half widths around the point forecast by level, from the combination's own misses (split conformal prediction: the
 * share of past misses that a width covers is the share that it will cover). Misses are first divided by their usual
 * size at that step, so that quiet nights and busy evenings get widths of their own; a correction for few origins
 * widens them, as the same origins have chosen the weights.
 */
export function halfWidths(
  misses: Misses,
  horizon: number,
  levels: readonly number[],
): Map<number, Float64Array> {
  const size = sizesOf(misses, horizon)
  const relative: number[] = []
  for (const { misses: row } of misses)
    row.forEach((miss, step) => {
      if (size[step]! > 0) relative.push(Math.abs(miss) / size[step]!)
    })
  relative.sort((a, b) => a - b)
  const few = 1 + FEW / independent(misses, horizon)
  return new Map(
    levels.map((level) => {
      const quantile = quantileOf(relative, level / 100, misses.length)
      return [level, size.map((usual) => usual * quantile * few)]
    }),
  )
}

/** How much wider for few trials: one that stands alone would double a width by this part. */
const FEW = 1

/** Trials that overlap tell little more than one: as many as horizons fit between the first origin and the end. */
function independent(misses: Misses, horizon: number): number {
  const first = misses[0]
  const last = misses.at(-1)
  if (!first || !last) return 1
  return Math.max(1, Math.min(misses.length, (last.origin + last.misses.length - first.origin) / horizon))
}

/** The usual size of a miss by step: root mean square over origins, smoothed over neighbours and pulled to a rising line. */
function sizesOf(misses: Misses, horizon: number): Float64Array {
  const sum = new Float64Array(horizon)
  const count = new Float64Array(horizon)
  for (const { misses: row } of misses)
    row.forEach((miss, step) => {
      // Neighbours count too: a step alone has only a handful of misses.
      for (let near = -2; near <= 2; near += 1) {
        const to = step + near
        if (to < 0 || to >= horizon) continue
        const weight = near === 0 ? 1 : 0.5 / Math.abs(near)
        sum[to]! += weight * miss * miss
        count[to]! += weight
      }
    })
  const known = count.findLastIndex((weight) => weight > 0) + 1
  const line = risingLine(sum, count, known, horizon)
  const origins = misses.length
  return line.map((usual, step) => {
    const own = step < known && count[step]! > 0 ? sum[step]! / count[step]! : usual
    // With few origins the line is worth more than the step's own misses.
    const trust = step < known ? origins / (origins + TRIALS_OWN) : 0
    return Math.sqrt(trust * own + (1 - trust) * usual)
  })
}

/**
 * Misses grow faster with the distance than trials show, whose later steps lie over each other and were seen by the
 * weights: how much steeper the line is than fitted. Found by coverage at each distance on series held out.
 */
const STEEPER = 1.5
/** So many trials make a step's own misses worth as much as the line. */
const TRIALS_OWN = 20

/** Mean square miss as a straight line over the steps that never falls; beyond what was tried it goes on rising. */
function risingLine(sum: Float64Array, count: Float64Array, known: number, horizon: number): Float64Array {
  let weights = 0
  let meanStep = 0
  let meanSquare = 0
  for (let step = 0; step < known; step += 1) {
    if (count[step] === 0) continue
    weights += 1
    meanStep += step
    meanSquare += sum[step]! / count[step]!
  }
  meanStep /= Math.max(1, weights)
  meanSquare /= Math.max(1, weights)
  let cross = 0
  let square = 0
  for (let step = 0; step < known; step += 1) {
    if (count[step] === 0) continue
    cross += (step - meanStep) * (sum[step]! / count[step]! - meanSquare)
    square += (step - meanStep) ** 2
  }
  const fitted = Math.max(0, square > 0 ? cross / square : 0)
  const slope = Math.min(STEEPER * fitted, meanStep > 0 ? meanSquare / meanStep : 0)
  const beyond = Math.max(slope, known > 0 ? meanSquare / (4 * known) : 0)
  return Float64Array.from({ length: horizon }, (_none, step) =>
    step < known
      ? Math.max(meanSquare + slope * (step - meanStep), meanSquare * 0.05)
      : meanSquare + slope * (known - meanStep) + beyond * (step - known),
  )
}

/** Quantile of sorted values with the conformal correction for the number of origins. */
function quantileOf(sorted: readonly number[], level: number, origins: number): number {
  if (sorted.length === 0) return 0
  const place = Math.min(level * (1 + 0.1 / Math.max(1, origins)), 1) * (sorted.length - 1)
  const below = Math.floor(place)
  const low = sorted[below]!
  const high = sorted[Math.min(below + 1, sorted.length - 1)]!
  return low + (place - below) * (high - low)
}
