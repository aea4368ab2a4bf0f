import { linesOf, partsOf, type Parts } from './trend.ts'
import { unseenAfter, type Unseen } from './unseen.ts'

/**
 * How peaks grow, and how wrong such a statement has been: level and slope a step from the last measured step on, and
 * the variance of its error after h steps as `level + walk·h + slope·h²` (an error of the level, a wandering level, an
 * error of the slope), learnt from forecasting anew from past steps. On logarithms where `log`.
 */
export type Growth = {
  log: boolean
  level: number
  slope: number
  /** The lines that were blended, by the run of last steps that they are laid over, with how far each is believed. */
  lines: { level: number; slope: number; belief: number }[]
  /** Of misses above and below the statement: growth that speeds up misses on one side only. */
  above: Variance
  below: Variance
  parts: Parts
  unseen: Unseen
  /** Mean absolute miss of past forecasts, in the unit of the peaks. */
  miss: number
}

export type Variance = { level: number; walk: number; slope: number }

/** Measured steps without which no trend is told. */
export const MEASURED_MIN = 10
const ORIGINS = 16
/** How sharply a window with smaller errors is preferred. */
const SHARPNESS = 4
/** The same for how likely each is to go on: the past is one story only, so others stay possible. */
const BELIEF = 2
const FAR = 0

const learnt = new WeakMap<Float64Array, { period: number; growths: Growth[] }>()

/**
 * How the peaks grow, on their own scale and, where all are above 0, on logarithms: whichever was less wrong first. The
 * same peaks are asked for under every load that they must bear: what was learnt of them is kept as long as they are.
 */
export function growthsOf(values: Float64Array, period: number, stepDays = 1): Growth[] {
  const known = learnt.get(values)
  if (known?.period === period) return known.growths
  const growths = growthsLearnt(values, period, stepDays)
  learnt.set(values, { period, growths })
  return growths
}

function growthsLearnt(values: Float64Array, period: number, stepDays: number): Growth[] {
  const known = values.filter((value) => !Number.isNaN(value))
  const plain = growthOf(values, period, stepDays, false)
  if (!known.every((value) => value > 0)) return [plain]
  const logs = values.map((value) => Math.log(value))
  return [plain, growthOf(logs, period, stepDays, true)].toSorted((a, b) => a.miss - b.miss)
}

/** The runs of last steps over which a line is laid: in steps measured, shortest first; 0 is no slope at all. */
function windowsFor(count: number, period: number): number[] {
  const least = Math.max(2 * period, 8)
  const wanted = [least, 4 * period, 8 * period, 16 * period, 32 * period, 64 * period, count]
  return [0, ...new Set(wanted.filter((window) => window >= least && window <= count))]
}

/** Over how many last steps the level is averaged: few where it wanders, many where steps are noisy. */
const LEVEL_STEPS = [2, 7, 21]

function growthOf(values: Float64Array, period: number, stepDays: number, log: boolean): Growth {
  const parts = partsOf(values, period)
  const origins = originsFor(parts.at.length, period)
  const windows = windowsFor(parts.at.length, period)
  const targets = origins.map((origin) => targetsAfter(parts, origin, period))
  const tried = LEVEL_STEPS.map((last) => tryLast(parts, origins, windows, targets, last))
  const { last, weights, beliefs, starts } = tried.reduce((best, one) =>
    one.error < best.error ? one : best,
  )
  const start = startAt(parts, parts.at.length, windows, last)
  const now = blended(start, weights)
  const before = starts.map((start) => blended(start, weights))
  const misses = before.flatMap(({ level, slope }, which) =>
    targets[which]!.map(({ ahead, value }) => ({
      ahead,
      miss: value - level - slope * ahead,
      trust: (origins[which]! / parts.at.length) ** 2,
    })),
  )
  const miss = missInUnits(before, targets, log)
  const few = 1 + 1.5 / origins.length
  const above = varianceOf(misses, few, 1)
  const lines = start.slopes.map((slope, which) => ({ ...lineOf(start, slope), belief: beliefs[which]! }))
  const days = (parts.at.at(-1)! - parts.at[0]!) * stepDays
  const unseen = unseenAfter(parts.noise, now.level, now.slope, { days, stepDays, log })
  return { log, ...now, lines, above, below: varianceOf(misses, few, -1), parts, unseen, miss }
}

/** What is known at an origin: the mean of the last steps, how long ago their middle is, and a slope by window. */
type Start = { mean: number; lag: number; slopes: number[] }
type Line = { level: number; slope: number }
type Target = { ahead: number; value: number }

type Tried = { last: number; weights: number[]; beliefs: number[]; starts: Start[]; error: number }

function tryLast(
  parts: Parts,
  origins: readonly number[],
  windows: readonly number[],
  targets: readonly Target[][],
  last: number,
): Tried {
  const starts = origins.map((origin) => startAt(parts, origin, windows, last))
  const alone = windows.map((_window, which) => starts.map((start) => lineOf(start, start.slopes[which]!)))
  const weights = weigh(
    alone.map((lines) => meanMiss(lines, targets)),
    SHARPNESS,
  )
  const beliefs = weigh(
    alone.map((lines) => meanMiss(lines, targets, { far: FAR })),
    BELIEF,
  )
  const lines = starts.map((start) => blended(start, weights))
  return { last, weights, beliefs, starts, error: meanMiss(lines, targets) }
}

function startAt(parts: Parts, until: number, windows: readonly number[], last: number): Start {
  const lines = linesOf(parts)
  const from = Math.max(0, until - last)
  let mean = 0
  let lag = 0
  for (let index = from; index < until; index += 1) {
    mean += parts.level[index]! / (until - from)
    lag += (parts.at[until - 1]! - parts.at[index]!) / (until - from)
  }
  // Early there is less than a long run: then all there is.
  const slopes = windows.map((window) =>
    window === 0 ? 0 : lines.line(Math.max(0, until - window), until).slope,
  )
  return { mean, lag, slopes }
}

function lineOf({ mean, lag }: Start, slope: number): Line {
  return { level: mean + slope * lag, slope }
}

function blended(start: Start, weights: readonly number[]): Line {
  const slope = start.slopes.reduce((sum, one, which) => sum + weights[which]! * one, 0)
  return lineOf(start, slope)
}

function originsFor(count: number, period: number): number[] {
  // What was said with less than this in hand says little of how wrong one is now.
  const least = Math.max(
    Math.min(Math.max(2 * period + 1, 8), Math.ceil(count / 2)),
    Math.floor(0.35 * count),
  )
  const most = Math.max(least, count - Math.max(1, Math.min(period, count >> 3)))
  const size = Math.min(ORIGINS, most - least + 1)
  const all = Array.from({ length: size }, (_none, at) =>
    Math.round(least + ((most - least) * at) / Math.max(1, size - 1)),
  )
  return [...new Set(all)]
}

/** What came after an origin: means over blocks of one period. */
function targetsAfter({ at, level }: Parts, origin: number, period: number): Target[] {
  const size = Math.max(1, period)
  const targets: Target[] = []
  const start = at[origin - 1]!
  for (let from = origin; from < level.length; from += size) {
    const until = Math.min(level.length, from + size)
    let value = 0
    let ahead = 0
    for (let index = from; index < until; index += 1) {
      value += level[index]!
      ahead += at[index]! - start
    }
    targets.push({ ahead: ahead / (until - from), value: value / (until - from) })
  }
  return targets
}

/** Mean absolute miss; with `far` 1 near and far distances count the same, with 0 each miss does, so the far ones. */
function meanMiss(
  lines: readonly Line[],
  targets: readonly Target[][],
  { unit = (value: number): number => value, far = 1 } = {},
): number {
  let sum = 0
  let weights = 0
  lines.forEach(({ level, slope }, which) => {
    for (const { ahead, value } of targets[which]!) {
      const weight = (1 + ahead) ** -far
      sum += weight * Math.abs(unit(value) - unit(level + slope * ahead))
      weights += weight
    }
  })
  return weights > 0 ? sum / weights : 0
}

function missInUnits(lines: readonly Line[], targets: readonly Target[][], log: boolean): number {
  return meanMiss(lines, targets, log ? { unit: (value) => Math.exp(Math.min(value, 600)) } : {})
}

function weigh(errors: readonly number[], sharpness: number): number[] {
  const least = Math.min(...errors)
  const raw = errors.map((error) => ((least + 1e-12) / (error + 1e-12)) ** sharpness)
  const total = raw.reduce((sum, weight) => sum + weight, 0)
  return raw.map((weight) => weight / total)
}

type Miss = { ahead: number; miss: number; trust: number }

/**
 * The least-squares variances, none below 0, of misses to one side by distance; near distances count more, as they are
 * surer. Doubled, as half of all misses lie on the other side where nothing leans.
 */
function varianceOf(misses: readonly Miss[], few: number, side: 1 | -1): Variance {
  const rows = misses.map(({ ahead, miss, trust }) => ({
    terms: [1, ahead, ahead * ahead],
    square: 2 * (Math.max(0, side * miss) * few) ** 2,
    weight: trust / (1 + ahead) ** 2,
  }))
  let best = { error: Infinity, found: [0, 0, 0] }
  for (let chosen = 1; chosen < 8; chosen += 1) {
    const which = [0, 1, 2].filter((term) => (chosen >> term) % 2 === 1)
    const found = leastSquares(rows, which)
    if (found === undefined || found.some((value) => value < 0)) continue
    const error = rows.reduce(
      (sum, { terms, square, weight }) =>
        sum + weight * (square - terms.reduce((total, term, at) => total + term * found[at]!, 0)) ** 2,
      0,
    )
    if (error < best.error * (1 - 1e-9)) best = { error, found }
  }
  const [level = 0, walk = 0, slope = 0] = best.found
  return { level, walk, slope }
}

function leastSquares(
  rows: readonly { terms: number[]; square: number; weight: number }[],
  which: readonly number[],
): number[] | undefined {
  const size = which.length
  const matrix = which.map((a) => [
    ...which.map((b) => sumOf(rows, ({ terms, weight }) => weight * terms[a]! * terms[b]!)),
    sumOf(rows, ({ terms, square, weight }) => weight * terms[a]! * square),
  ])
  for (let column = 0; column < size; column += 1) {
    const pivot = matrix[column]![column]!
    if (!(Math.abs(pivot) > 1e-30)) return undefined
    for (let row = 0; row < size; row += 1) {
      if (row === column) continue
      const factor = matrix[row]![column]! / pivot
      for (let cell = column; cell <= size; cell += 1) matrix[row]![cell]! -= factor * matrix[column]![cell]!
    }
  }
  const found = [0, 0, 0]
  which.forEach((term, row) => {
    found[term] = matrix[row]![size]! / matrix[row]![row]!
  })
  return found
}

function sumOf<Row>(rows: readonly Row[], value: (row: Row) => number): number {
  let sum = 0
  for (const row of rows) sum += value(row)
  return sum
}
