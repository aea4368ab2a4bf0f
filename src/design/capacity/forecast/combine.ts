import { type Member } from './pool.ts'

/** What the trial at rolling origins showed: a weight for each member, and the combination's own misses. */
export type Trial = {
  weights: { name: string; weight: number; error: number }[]
  /** The combined forecast from the end. */
  point: Float64Array
  /** Combined forecasts and what came, by trial origin. */
  past: { origin: number; path: Float64Array }[]
}

/** How sharply a smaller error is preferred; between the plain mean (0) and taking the best alone. */
const SHARPNESS = 5
/** Members with less than this part of the largest weight are left out. */
const PART_MIN = 0.08

/**
 * Lets every member forecast from each origin and from the end, weighs them by their absolute misses (newer origins
 * weigh more) and combines. The combined past serves the intervals: their weights have seen these origins, which
 * makes them a little too good; intervals.ts allows for it.
 */
export function tryAndCombine(
  values: Float64Array,
  origins: readonly number[],
  horizon: number,
  members: readonly Member[],
): Trial {
  const runs = members.map(({ method, trust }) => {
    const paths = method.forecast(values, [...origins, values.length], horizon)
    return {
      name: method.name,
      trust,
      paths,
      errors: origins.map((origin, at) => missOf(values, origin, paths[at]!)),
    }
  })
  const sound = runs.filter(({ paths }) => paths.every((path) => path.every(Number.isFinite)))
  const weights = weigh(sound)
  const combine = (at: number): Float64Array => {
    const path = new Float64Array(horizon)
    sound.forEach(({ paths }, which) => {
      const weight = weights[which]!
      if (weight > 0) for (let step = 0; step < horizon; step += 1) path[step]! += weight * paths[at]![step]!
    })
    return path
  }
  return {
    weights: sound
      .map(({ name, errors }, which) => ({ name, weight: weights[which]!, error: average(errors) }))
      .filter(({ weight }) => weight > 0)
      .toSorted((a, b) => b.weight - a.weight),
    point: combine(origins.length),
    past: origins.map((origin, at) => ({ origin, path: combine(at) })),
  }
}

/** Mean absolute miss over the steps that are known. */
function missOf(values: Float64Array, origin: number, path: Float64Array): number {
  const steps = Math.min(path.length, values.length - origin)
  let sum = 0
  for (let step = 0; step < steps; step += 1) sum += Math.abs(values[origin + step]! - path[step]!)
  return sum / steps
}

function average(errors: readonly number[]): number {
  return errors.reduce((sum, error) => sum + error, 0) / Math.max(1, errors.length)
}

function weigh(runs: readonly { trust: number; errors: number[] }[]): number[] {
  // An origin where everything fails must not decide alone: misses are taken relative to the middle member's.
  const originCount = runs[0]?.errors.length ?? 0
  const scale = Array.from({ length: originCount }, (_none, at) => {
    const sorted = runs.map(({ errors }) => errors[at]!).toSorted((a, b) => a - b)
    return Math.max(sorted[sorted.length >> 1] ?? 0, 1e-12)
  })
  const raw = runs.map(({ trust, errors }) => {
    const relative = errors.map((error, at) => error / scale[at]!)
    return trust * (average(relative) + 0.02) ** -SHARPNESS
  })
  const most = Math.max(...raw)
  const kept = raw.map((weight) => (weight >= PART_MIN * most ? weight : 0))
  const total = kept.reduce((sum, weight) => sum + weight, 0)
  return kept.map((weight) => weight / total)
}
