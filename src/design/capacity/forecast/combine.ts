import type { Method } from './method.ts'

/** What the trial at rolling origins showed: a weight for each member, and the combination's own misses. */
export type Trial = {
  weights: { name: string; weight: number; error: number }[]
  /** The combined forecast from the end. */
  point: Float64Array
  /** Combined forecasts and what came, by trial origin. */
  past: { origin: number; path: Float64Array }[]
}

/** How sharply a smaller error is preferred; between the plain mean (0) and taking the best alone. */
const SHARPNESS = 8
/** Members with less than this part of the largest weight are left out. */
const PART_MIN = 0.08

/**
 * Lets every member forecast from each origin and from the end, weighs them by their absolute and relative misses and
 * takes the weighted median at each step, which one member that runs away cannot move. The combined past serves the
 * intervals: their weights have seen these origins, which makes them a little too good; intervals.ts allows for it.
 */
export function tryAndCombine(
  values: Float64Array,
  origins: readonly number[],
  horizon: number,
  members: readonly Method[],
): Trial {
  const runs = members.map(({ name, forecast }) => {
    const paths = forecast(values, [...origins, values.length], horizon)
    return {
      name,
      paths,
      errors: origins.map((origin, at) => missOf(values, origin, paths[at]!)),
    }
  })
  const sound = runs.filter(({ paths }) => paths.every((path) => path.every(Number.isFinite)))
  const weights = weigh(sound)
  const combine = (at: number): Float64Array =>
    weightedMedian(
      sound.map(({ paths }) => paths[at]!),
      weights,
      horizon,
    )
  return {
    weights: sound
      .map(({ name, errors }, which) => ({
        name,
        weight: weights[which]!,
        error: average(errors.map(({ absolute }) => absolute)),
      }))
      .filter(({ weight }) => weight > 0)
      .toSorted((a, b) => b.weight - a.weight),
    point: combine(origins.length),
    past: origins.map((origin, at) => ({ origin, path: combine(at) })),
  }
}

/** The value with half of the weight on each side, by step; between two neighbours where they share the middle. */
function weightedMedian(
  paths: readonly Float64Array[],
  weights: readonly number[],
  horizon: number,
): Float64Array {
  const heavy = paths
    .keys()
    .filter((which) => weights[which]! > 0)
    .toArray()
  return Float64Array.from({ length: horizon }, (_none, step) => {
    const order = heavy.toSorted((a, b) => paths[a]![step]! - paths[b]![step]!)
    let passed = 0
    for (const which of order) {
      passed += weights[which]!
      if (passed >= 0.5) return paths[which]![step]!
    }
    return paths[order.at(-1)!]![step]!
  })
}

/** Mean absolute miss over the steps that are known, and the same relative to the size of what came and was foretold. */
function missOf(values: Float64Array, origin: number, path: Float64Array): Miss {
  const steps = Math.min(path.length, values.length - origin)
  let absolute = 0
  let relative = 0
  for (let step = 0; step < steps; step += 1) {
    const came = values[origin + step]!
    const foretold = path[step]!
    const miss = Math.abs(came - foretold)
    absolute += miss
    relative += miss / (Math.abs(came) + Math.abs(foretold) + 1e-12)
  }
  return { absolute: absolute / steps, relative: relative / steps }
}

type Miss = { absolute: number; relative: number }

function average(errors: readonly number[]): number {
  return errors.reduce((sum, error) => sum + error, 0) / Math.max(1, errors.length)
}

function weigh(runs: readonly { errors: Miss[] }[]): number[] {
  // An origin where everything fails must not decide alone: misses are taken relative to the middle member's.
  const originCount = runs[0]?.errors.length ?? 0
  const middle = (of: keyof Miss): number[] =>
    Array.from({ length: originCount }, (_none, at) => {
      const sorted = runs.map(({ errors }) => errors[at]![of]).toSorted((a, b) => a - b)
      return Math.max(sorted[sorted.length >> 1] ?? 0, 1e-12)
    })
  const usual = { absolute: middle('absolute'), relative: middle('relative') }
  const raw = runs.map(({ errors }) => {
    const both = errors.map(
      ({ absolute, relative }, at) => (absolute / usual.absolute[at]! + relative / usual.relative[at]!) / 2,
    )
    return (average(both) + 0.02) ** -SHARPNESS
  })
  const most = Math.max(...raw)
  const kept = raw.map((weight) => (weight >= PART_MIN * most ? weight : 0))
  const total = kept.reduce((sum, weight) => sum + weight, 0)
  return kept.map((weight) => weight / total)
}
