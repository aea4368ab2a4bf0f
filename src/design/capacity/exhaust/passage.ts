import type { Growth } from './growth.ts'
import { randomness, type Randomness } from './random.ts'
import { courseOf, noiseOf, tailIn } from './unseen.ts'

/** What is known of the time ahead: the usable amount at each step, and what is added to the demand by then. */
export type Ahead = {
  /** Steps that are looked at. */
  steps: number
  usableAt: (step: number) => number
  addedAt: (step: number) => number
  /** What the demand is multiplied by, such as under a failure. */
  factor: number
  /** Where amounts add up until they are cleared: how much has by now, and whether a step begins anew. */
  adding?: Adding
}

export type Adding = { start: number; beginsAt: (step: number) => boolean }

const PATHS = 400
/** Of Student's distribution; the formula in use is that of four. */
const FREEDOM = 4
const SEED = 20_261_123

/**
 * The step (1 is the first after the last measured one) at which each of many equally likely futures first passes what
 * is usable, ascending; infinite where it does not within the steps. Without errors in the past all are the same.
 */
export function passages(growths: readonly Growth[], ahead: Ahead): number[] {
  return futures(growths, (future) => passageOf(future, ahead)).toSorted((a, b) => a - b)
}

/** The demand of one future, step by step from the first after the last measured one; without what is added. */
export type Future = () => number

/** Looks at each of many equally likely futures in turn; always the same ones for the same growths. */
export function futures<Seen>(growths: readonly Growth[], look: (future: Future) => Seen): Seen[] {
  const random = randomness(SEED)
  const weights = growths.map(({ miss }) => ((growths[0]!.miss + 1e-12) / (miss + 1e-12)) ** 4)
  const total = weights.reduce((sum, weight) => sum + weight, 0)
  return growths.flatMap((growth, which) => {
    const paths = Math.round((PATHS * weights[which]!) / total)
    return Array.from({ length: paths }, () => look(futureOf(growth, random)))
  })
}

function passageOf(future: Future, ahead: Ahead): number {
  const shown = ahead.adding === undefined ? future : addedUp(future, ahead.adding)
  for (let step = 1; step <= ahead.steps; step += 1)
    if ((shown() + ahead.addedAt(step)) * ahead.factor > ahead.usableAt(step)) return step
  return Infinity
}

/** A future of what is used, as a counter shows it that is cleared where `beginsAt` says. */
export function addedUp(future: Future, { start, beginsAt }: Adding): Future {
  let step = 0
  let count = start
  return () => {
    step += 1
    count = (beginsAt(step) ? 0 : count) + Math.max(0, future())
    return count
  }
}

function futureOf(growth: Growth, random: Randomness): Future {
  const { log, parts } = growth
  const { level, slope } = lineFor(growth, random.uniform())
  const { noise, season, at } = parts
  const last = at.at(-1)!
  const side = random.uniform() < 0.5 ? 1 : -1
  const variance = side > 0 ? growth.above : growth.below
  // The variances are known from few independent misses: Student's distribution, as normal ones of uncertain size.
  const size = Math.sqrt(FREEDOM / (-2 * Math.log((1 - random.uniform()) * (1 - random.uniform()))))
  const start = level + side * size * Math.sqrt(variance.level) * Math.abs(random.normal())
  const pace = slope + side * size * Math.sqrt(variance.slope) * Math.abs(random.normal())
  const wander = size * Math.sqrt(variance.walk)
  const course = courseOf(growth.unseen, random)
  const tail = tailIn(growth.unseen, random)
  let walked = 0
  let step = 0
  return () => {
    step += 1
    if (wander > 0) walked += wander * random.normal()
    const value =
      start +
      pace * step +
      walked +
      course(step) +
      season[(last + step) % season.length]! +
      noiseOf(noise, tail, random)
    return log ? Math.exp(Math.min(value, 700)) : value
  }
}

function lineFor({ lines }: Growth, place: number): { level: number; slope: number } {
  let sum = 0
  for (const line of lines) {
    sum += line.belief
    if (place < sum) return line
  }
  return lines.at(-1)!
}

/** The step by which this share of the futures has passed; infinite where fewer ever do. */
export function stepAt(passed: readonly number[], share: number): number {
  return passed[Math.min(passed.length - 1, Math.floor(share * passed.length))] ?? Infinity
}

/** The peak that this share of the futures stays below at a step, without what is added: for how much to order. */
export function peakAt(growth: Growth, step: number, deviations: number): number {
  const { level, slope, log } = growth
  const variance = growth.above
  const spread = Math.sqrt(variance.level + variance.walk * step + variance.slope * step * step)
  const value = level + slope * step + deviations * spread
  return log ? Math.exp(Math.min(value, 700)) : value
}
