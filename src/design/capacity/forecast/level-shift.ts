/** A lasting jump: from this step on the level is another; `before` and `after` are typical levels at either side. */
export type LevelShift = { at: number; before: number; after: number }

/** Cycles on each side that must agree on their level; more where a cycle is a single step. */
const SIDE_CYCLES = 7
const SIDE_STEPS = 14
/** The jump, in typical differences from cycle to cycle. */
const JUMP_MIN = 8
/** The part of the jump that must come from one cycle to the next. */
const AT_ONCE_MIN = 0.7
const SHIFTS_MAX = 3

/**
 * Brings what was before lasting jumps of the level onto the level after them, so that they are taken neither for a
 * trend nor for noise. Cycles of `period` steps are compared; multiplied where all values are above 0, else moved. Pure.
 */
export function withoutShifts(
  values: Float64Array,
  period: number,
): { values: Float64Array; shifts: LevelShift[] } {
  const shifts: LevelShift[] = []
  let level = values
  const positive = values.every((value) => value > 0)
  while (shifts.length < SHIFTS_MAX) {
    const shift = largestShift(level, period)
    if (shift === undefined) break
    shifts.push(shift)
    const { at, before, after } = shift
    level = level.map((value, step) => {
      if (step >= at) return value
      return positive ? value * (after / before) : value + after - before
    })
  }
  return { values: level, shifts }
}

function largestShift(values: Float64Array, period: number): LevelShift | undefined {
  const side = period > 1 ? SIDE_CYCLES : SIDE_STEPS
  const cycles = Math.floor(values.length / period)
  if (cycles < 2 * side) return undefined
  const start = values.length - cycles * period
  const means = Float64Array.from({ length: cycles }, (_none, cycle) => {
    const from = start + cycle * period
    return values.subarray(from, from + period).reduce((sum, value) => sum + value, 0) / period
  })
  const differences = Array.from(means.subarray(1), (mean, at) => Math.abs(mean - means[at]!))
  const typical = 1.4826 * median(differences)
  let found: LevelShift | undefined
  let most = JUMP_MIN * typical
  for (let cycle = side; cycle <= cycles - side; cycle += 1) {
    const before = median(Array.from(means.subarray(cycle - side, cycle)))
    const after = median(Array.from(means.subarray(cycle, cycle + side)))
    const jump = Math.abs(after - before)
    // The cycle in which it happens may be half of each.
    const atOnce = Math.max(
      Math.abs(means[cycle]! - means[cycle - 1]!),
      Math.abs(means[cycle]! - means[cycle - 2]!),
    )
    if (jump <= most || atOnce < AT_ONCE_MIN * jump || before === 0 || typical === 0) continue
    most = jump
    found = { at: start + cycle * period, before, after }
  }
  return found
}

function median(values: readonly number[]): number {
  const sorted = values.toSorted((a, b) => a - b)
  return sorted[sorted.length >> 1]!
}
