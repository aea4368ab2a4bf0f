/** Public series for the forecast bench: the Numenta benchmark's, as hourly means, and those that R brings. */
import { existsSync, globSync, readFileSync } from 'node:fs'
import path from 'node:path'
import { readSeries } from '../src/design/capacity/forecast/csv-series.ts'
import { InputError } from '../src/platform/failure.ts'
import { seriesOfR } from './forecast-rivals.ts'
import type { BenchSeries } from './forecast-series.ts'

const FOLDER = path.resolve(import.meta.dirname, '../../shared/data/traffic/nab/data')
const HORIZON = 48
/** Six weeks of hours, as in M4. */
const KNOWN = 960
const WINDOWS_MAX = 8

/** Windows of real series, two days ahead each, four days apart; empty where the folder is not there. */
export function publicHourlySeries(): BenchSeries[] {
  if (!existsSync(FOLDER)) return []
  return globSync('*/*.csv', { cwd: FOLDER })
    .toSorted()
    .flatMap((file) => windowsOf(file, readOrSay(path.join(FOLDER, file))))
}

/** A file that the reader refuses (some hold two values for one instant) is named and left out. */
function readOrSay(file: string): number[] {
  try {
    return hourlyMeans(file)
  } catch (problem) {
    if (!(problem instanceof InputError)) throw problem
    console.log(`left out: ${path.basename(file)}:${problem.place.line ?? 1}: ${problem.expected}`)
    return []
  }
}

function hourlyMeans(file: string): number[] {
  const [series] = readSeries(file, readFileSync(file, 'utf8'))
  const perHour = Math.max(1, Math.round(3_600_000 / (series?.stepMs ?? 3_600_000)))
  const means: number[] = []
  const values = series?.values ?? new Float64Array()
  for (let at = 0; at + perHour <= values.length; at += perHour) {
    const known = values.subarray(at, at + perHour).filter((value) => !Number.isNaN(value))
    means.push(
      known.length > 0 ? known.reduce((sum, value) => sum + value, 0) / known.length : (means.at(-1) ?? 0),
    )
  }
  return means
}

function windowsOf(file: string, means: readonly number[]): BenchSeries[] {
  const windows: BenchSeries[] = []
  for (let end = means.length; end >= 500 && windows.length < WINDOWS_MAX; end -= 96) {
    const values = means.slice(Math.max(0, end - KNOWN - HORIZON), end)
    const known = values.slice(0, -HORIZON)
    if (new Set(known).size < 50) continue
    windows.push({
      id: `${path.basename(file, '.csv')}-${end}`,
      values,
      horizon: HORIZON,
      seasons: [24, 168],
      scale: 24,
    })
  }
  return windows
}

/** Windows of what R brings, hours with 960 known and weeks with all that is known, ends 13 steps apart or more. */
export function seriesFromR(step: 'hour' | 'week'): BenchSeries[] {
  const horizon = step === 'hour' ? HORIZON : 13
  return seriesOfR()
    .filter((one) => one.step === step)
    .flatMap(({ id, values }) => {
      const windows: BenchSeries[] = []
      const least = step === 'hour' ? KNOWN : 93
      for (
        let end = values.length;
        end >= least + horizon && windows.length < 14;
        end -= step === 'hour' ? 79 : 26
      )
        windows.push({
          id: `${id}-${end}`,
          values: values.slice(step === 'hour' ? end - KNOWN - horizon : 0, end),
          horizon,
          seasons: step === 'hour' ? [24, 168] : [52],
          scale: step === 'hour' ? 24 : 1,
        })
      return windows
    })
}
