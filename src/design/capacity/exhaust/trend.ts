import { median } from '../median.ts'

/** A series of peaks taken apart: level with its trend, a season, and the noise of single steps. */
export type Parts = {
  /** Steps that were measured, ascending, and their values without season and outliers. */
  at: Int32Array
  level: Float64Array
  /** By step modulo the season. */
  season: Float64Array
  /** What single measured steps differ from level and season. */
  noise: Float64Array
}

/** Outliers beyond so many typical deviations move the level no further. */
const CLIP = 4

/** Takes peaks apart. `values` may have NaN; `period` 1 means no season. */
export function partsOf(values: Float64Array, period: number): Parts {
  const at = Int32Array.from(values.keys().filter((step) => !Number.isNaN(values[step]!)))
  const raw = Float64Array.from(at, (step) => values[step]!)
  const window = period > 1 ? 2 * period + 1 : 5
  const season = new Float64Array(period)
  const usable = period > 1 && at.length >= 4 * period
  if (usable) {
    const middle = movingMedian(raw, window)
    const byPhase: number[][] = Array.from({ length: period }, () => [])
    raw.forEach((value, index) => byPhase[at[index]! % period]!.push(value - middle[index]!))
    byPhase.forEach((rests, phase) => {
      season[phase] = median(rests)
    })
    const mean = season.reduce((sum, value) => sum + value, 0) / period
    season.forEach((value, phase) => {
      season[phase] = value - mean
    })
  }
  const plain = raw.map((value, index) => value - season[at[index]! % period]!)
  const middle = movingMedian(plain, window)
  const noise = plain.map((value, index) => value - middle[index]!)
  const typical = 1.4826 * median(Array.from(noise, Math.abs))
  const level = plain.map((value, index) => {
    const off = value - middle[index]!
    return middle[index]! + Math.min(Math.max(off, -CLIP * typical), CLIP * typical)
  })
  return { at, level, season, noise }
}

/** Median of the `window` values around each; at the ends of those that are nearest, on the slope they show. */
function movingMedian(values: Float64Array, window: number): Float64Array {
  const half = window >> 1
  const count = values.length
  const result = new Float64Array(count)
  for (let index = 0; index < count; index += 1) {
    // A window that is cut off on one side would lean to the other: it is kept symmetric.
    const reach = Math.min(half, index, count - 1 - index)
    result[index] = median(Array.from(values.subarray(index - reach, index + reach + 1)))
  }
  return result
}

/** Sums that give the least-squares line over any run of measured steps at once. */
export type Lines = { line: (from: number, until: number) => { slope: number; end: number } }

const made = new WeakMap<Float64Array, Lines>()

/** Lines through `level` over indices [from, until), `end` being the line's value at the last of them. */
export function linesOf({ at, level }: Pick<Parts, 'at' | 'level'>): Lines {
  const known = made.get(level)
  if (known) return known
  const count = at.length
  const sums = [0, 1, 2, 3].map(() => new Float64Array(count + 1))
  const [x, y, xx, xy] = sums as [Float64Array, Float64Array, Float64Array, Float64Array]
  for (let index = 0; index < count; index += 1) {
    const step = at[index]! - at[0]!
    const value = level[index]! - level[0]!
    x[index + 1] = x[index]! + step
    y[index + 1] = y[index]! + value
    xx[index + 1] = xx[index]! + step * step
    xy[index + 1] = xy[index]! + step * value
  }
  const line = (from: number, until: number): { slope: number; end: number } => {
    const size = until - from
    const meanX = (x[until]! - x[from]!) / size
    const meanY = (y[until]! - y[from]!) / size
    const square = (xx[until]! - xx[from]!) / size - meanX * meanX
    const cross = (xy[until]! - xy[from]!) / size - meanX * meanY
    const slope = square > 1e-9 ? cross / square : 0
    return { slope, end: level[0]! + meanY + slope * (at[until - 1]! - at[0]! - meanX) }
  }
  made.set(level, { line })
  return { line }
}
