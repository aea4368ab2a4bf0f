import type { Randomness } from './random.ts'

/**
 * What a history cannot have shown yet but the time ahead may bring, in the unit of the peaks (or of their logarithms):
 * single peaks above all so far, a yearly season of which less than two years are known, lasting jumps, a change of
 * pace. The sizes stand for what networks usually meet; they never pass a few times what the history scatters, so that
 * what has followed a line exactly goes on to.
 */
export type Unseen = {
  /** Typical height of a yearly wave. */
  wave: number
  /** Days of a year in steps. */
  year: number
  /** Chance of a jump a step, and the mean size of one. */
  jumpChance: number
  jump: number
  /** Typical change of the pace over a year, a step. */
  bend: number
  tail: Tail
}

/** Peaks over a threshold (Pickands 1975, generalised Pareto): the share of noise above it, and how it goes on. */
export type Tail = { share: number; threshold: number; scale: number; shape: number; count: number }

const YEAR_DAYS = 365.25
const WAVE = 0.06
const JUMP = 0.06
const JUMPS_A_YEAR = 0.6
const BEND = 0.12
/** How uncertain a shape is before any peak, how many peaks halve the variance of that, and the heaviest one. */
const SHAPE_DOUBT = 0.5
const SHAPE_PEAKS = 10
const SHAPE_MAX = 1
/** None of the sizes above is larger than so many times the scatter of single steps. */
const SCATTER_MAX = 4

export function unseenAfter(
  noise: Float64Array,
  level: number,
  slope: number,
  { days, stepDays, log }: { days: number; stepDays: number; log: boolean },
): Unseen {
  const year = YEAR_DAYS / stepDays
  const years = days / YEAR_DAYS
  const scatter = Math.sqrt(noise.reduce((sum, value) => sum + value * value, 0) / Math.max(1, noise.length))
  const most = SCATTER_MAX * scatter
  const unit = log ? 1 : Math.abs(level)
  const yearsKnown = Math.max(1, years)
  return {
    wave: Math.min(WAVE * unit, most) * Math.min(1, Math.max(0, 2 - years)),
    year,
    jumpChance: JUMPS_A_YEAR / (1 + years) / year,
    jump: Math.min(JUMP * unit, most),
    bend: Math.min(BEND * unit + 0.5 * Math.abs(slope) * year, most) / yearsKnown / year,
    tail: tailOf(noise),
  }
}

/** The highest tenth of the noise, by moments; the shape leans to that of a light tail where little is known. */
function tailOf(noise: Float64Array): Tail {
  const sorted = noise.toSorted()
  const count = Math.min(60, Math.max(2, Math.floor(sorted.length / 10)))
  const threshold = sorted.at(-count - 1) ?? 0
  const over = Array.from(sorted.subarray(-count), (value) => value - threshold)
  const mean = over.reduce((sum, value) => sum + value, 0) / count
  const variance = over.reduce((sum, value) => sum + (value - mean) ** 2, 0) / count
  const found = variance > 0 ? (1 - mean ** 2 / variance) / 2 : 0
  const shape = Math.min(0.5, Math.max(0.01, (count * found + 10 * 0.2) / (count + 10)))
  return { share: count / Math.max(1, sorted.length), threshold, scale: mean * (1 - shape), shape, count }
}

/** Of one future: what is added to its course at each step from the first, and the noise of single steps. */
export function courseOf(unseen: Unseen, random: Randomness): (step: number) => number {
  const height = unseen.wave * random.normal()
  const phase = 2 * Math.PI * random.uniform()
  const bend = unseen.bend * random.normal()
  let jumped = 0
  return (step) => {
    if (unseen.jump > 0 && random.uniform() < unseen.jumpChance)
      jumped += (random.uniform() < 0.65 ? -1 : 0.5) * unseen.jump * Math.log(1 - random.uniform())
    const angle = (2 * Math.PI * step) / unseen.year
    // The pace changes within a year and stays.
    const bent = bend * (step < unseen.year ? step ** 2 / (2 * unseen.year) : step - unseen.year / 2)
    return height * (Math.sin(phase + angle) - Math.sin(phase)) + jumped + bent
  }
}

/**
 * The tail as one future has it. A shape told from a handful of peaks is hardly known, and a scale not much better: each
 * future draws its own, the wider the fewer the peaks, so that a short and calm history does not pass for a light tail.
 */
export function tailIn({ tail }: Unseen, random: Randomness): Tail {
  const { count, shape, scale } = tail
  const own = shape + SHAPE_DOUBT * Math.sqrt(SHAPE_PEAKS / (SHAPE_PEAKS + count)) * random.normal()
  const spread = Math.exp(random.normal() / Math.sqrt(count))
  return { ...tail, shape: Math.min(SHAPE_MAX, Math.max(0.01, own)), scale: scale * spread }
}

/** A single step's noise: one that was seen, or one from the tail. */
export function noiseOf(noise: Float64Array, tail: Tail, random: Randomness): number {
  const seen = noise[Math.floor(random.uniform() * noise.length)]!
  if (seen <= tail.threshold || tail.scale <= 0) return seen
  return tail.threshold + (tail.scale / tail.shape) * ((1 - random.uniform()) ** -tail.shape - 1)
}
