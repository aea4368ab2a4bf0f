import { learnsAt, mean, type Carrier, type Method } from './method.ts'

/** A series without its usual week, and that week by phase (index modulo its length). */
type Profiled = { rest: Float64Array; shape: Float64Array; start: number }

const ROUNDS = 3
/** Older weeks than these have faded. */
const CYCLES_MAX = 10

/**
 * Takes the usual day, and what each day of the week differs from it, out of a series before the rest is carried on. What a weekday differs by is shrunk as far as its own scatter from week to week asks for (empirical Bayes, James
 * and Stein 1961): of five known weeks a shape of 168 single hours would be mostly noise. `fade`: weight of a week
 * against the one after it.
 */
export function afterProfile<Learnt>(
  carrier: Carrier<Learnt>,
  periods: readonly number[],
  fade: number,
): Method {
  const day = Math.min(...periods)
  const week = Math.max(...periods)
  return {
    name: `${carrier.name} after the usual ${week > day ? 'week' : 'cycle'} (${periods.join(', ')}${fade < 0.8 ? ', quick' : ''})`,
    forecast: (values, origins, horizon) => {
      let learnt: Learnt | undefined
      return origins.map((origin, at) => {
        const { rest, shape, start } = profileAt(values, origin, day, week, fade)
        if (learnt === undefined || learnsAt(at, origins.length)) learnt = carrier.learn(rest)
        const path = carrier.carry(rest, learnt, horizon)
        for (let step = 0; step < horizon; step += 1)
          path[step]! += shape[(origin - start + step) % shape.length]!
        return path
      })
    },
  }
}

const known = new WeakMap<Float64Array, Map<string, Profiled>>()

/** One series is taken apart at each origin once, however many methods carry on the rest. */
function profileAt(values: Float64Array, origin: number, day: number, week: number, fade: number): Profiled {
  const done = known.get(values) ?? new Map<string, Profiled>()
  known.set(values, done)
  const key = `${origin}:${day}:${week}:${fade}`
  const ready = done.get(key)
  if (ready) return ready
  const start = Math.max(0, origin - CYCLES_MAX * (week > day ? week : 7 * day))
  const made = { ...takeApart(values.subarray(start, origin), day, week, fade), start }
  done.set(key, made)
  return made
}

/** Trend and shape in turns: a first trend over whole weeks, then one that follows more closely what the shape leaves. */
function takeApart(values: Float64Array, day: number, week: number, fade: number): Omit<Profiled, 'start'> {
  const length = week % day === 0 && values.length >= 2 * week ? week : day
  let trend = movingMean(values, length)
  let shape = new Float64Array(length)
  const rest = new Float64Array(values.length)
  for (let round = 1; round <= ROUNDS; round += 1) {
    for (let at = 0; at < values.length; at += 1) rest[at] = values[at]! - trend[at]!
    shape = shapeOf(rest, day, length, week, fade)
    for (let at = 0, phase = 0; at < values.length; at += 1) {
      rest[at] = values[at]! - shape[phase]!
      phase = phase + 1 === length ? 0 : phase + 1
    }
    if (round < ROUNDS) trend = symmetricMean(rest, round === 1 ? day : day >> 1)
  }
  return { rest, shape }
}

/** The usual day plus what each weekday differs from it, shrunk by its scatter. Newer cycles weigh more. */
function shapeOf(
  rest: Float64Array,
  day: number,
  length: number,
  week: number,
  fade: number,
): Float64Array<ArrayBuffer> {
  const forget = fade ** (1 / week)
  const usual = meansBy(rest, day, forget)
  const shape = Float64Array.from({ length }, (_none, phase) => usual.mean[phase % day]!)
  if (length > day) {
    const off = rest.slice()
    for (let at = 0, hour = 0; at < off.length; at += 1) {
      off[at]! -= usual.mean[hour]!
      hour = hour + 1 === day ? 0 : hour + 1
    }
    const own = meansBy(off, length, forget)
    for (let from = 0; from < length; from += day) {
      let chance = 0
      let all = 0
      for (let phase = from; phase < from + day; phase += 1) {
        chance += own.uncertainty[phase]!
        all += own.mean[phase]! ** 2
      }
      const kept = all > 0 ? Math.min(1, Math.max(0, (all - chance) / all)) : 0
      for (let phase = from; phase < from + day; phase += 1) shape[phase]! += kept * own.mean[phase]!
    }
  }
  const level = mean(shape)
  return shape.map((value) => value - level)
}

/** Weighted mean of each phase and the variance of that mean; `forget`: weight of a value against the one after it. */
function meansBy(
  values: Float64Array,
  period: number,
  forget: number,
): { mean: Float64Array; uncertainty: Float64Array } {
  const average = new Float64Array(period)
  const weight = new Float64Array(period)
  const weightSquare = new Float64Array(period)
  const square = new Float64Array(period)
  let phase = (values.length - 1) % period
  for (let at = values.length - 1, own = 1; at >= 0; at -= 1, own *= forget) {
    const value = values[at]!
    average[phase]! += own * value
    weight[phase]! += own
    weightSquare[phase]! += own * own
    square[phase]! += own * value * value
    phase = phase === 0 ? period - 1 : phase - 1
  }
  const uncertainty = new Float64Array(period)
  for (let at = 0; at < period; at += 1) {
    const total = Math.max(weight[at]!, 1e-300)
    average[at]! /= total
    const scatter = Math.max(0, square[at]! / total - average[at]! ** 2)
    const seen = (total * total) / Math.max(weightSquare[at]!, 1e-300)
    uncertainty[at] = seen > 1.3 ? scatter / (seen - 1) : scatter
  }
  return { mean: average, uncertainty }
}

/** Mean over `window` values; at the ends the window is moved inside, so that it always holds whole cycles. */
export function movingMean(values: Float64Array, window: number): Float64Array {
  const count = values.length
  const sums = runningSums(values)
  const trend = new Float64Array(count)
  for (let at = 0; at < count; at += 1) {
    const from = Math.min(Math.max(0, at - (window >> 1)), Math.max(0, count - window))
    const to = Math.min(count, from + window)
    trend[at] = (sums[to]! - sums[from]!) / (to - from)
  }
  return trend
}

/** Mean over `reach` values on each side, fewer near the ends, so that it never leans to one side of a trend. */
function symmetricMean(values: Float64Array, reach: number): Float64Array {
  const count = values.length
  const sums = runningSums(values)
  const trend = new Float64Array(count)
  for (let at = 0; at < count; at += 1) {
    const near = Math.min(reach, at, count - 1 - at)
    trend[at] = (sums[at + near + 1]! - sums[at - near]!) / (2 * near + 1)
  }
  return trend
}

function runningSums(values: Float64Array): Float64Array {
  const sums = new Float64Array(values.length + 1)
  for (let at = 0; at < values.length; at += 1) sums[at + 1] = sums[at]! + values[at]!
  return sums
}
