import { describe, expect, it } from 'vitest'
import { civilAt } from '../../../platform/civil-time.ts'
import { randomness } from '../exhaust/random.ts'
import type { Series } from './csv-series.ts'
import { forecast, type Forecast } from './forecast.ts'
import { spansAhead, usedBetweenResets } from './monthly-reset.ts'

const HOUR_MS = 3_600_000
const DAY_MS = 24 * HOUR_MS

type Made = { zone?: string; stepMs?: number; used?: (date: string, step: number) => number }

/** A counter of what is used, cleared on the first of each month in a zone, with noise; and what it goes on to show. */
function counter(
  first: string,
  until: string,
  { zone = 'Asia/Tokyo', stepMs = DAY_MS, used = plain }: Made = {},
) {
  const startMs = Date.parse(first)
  const random = randomness(11)
  const all: number[] = []
  const months: string[] = []
  let count = 0
  for (let atMs = startMs; atMs < Date.parse(until); atMs += stepMs) {
    const { date } = civilAt(atMs, zone)
    if (date.slice(0, 7) !== months.at(-1)) count = 0
    months.push(date.slice(0, 7))
    count += Math.max(0, used(date, all.length) * (1 + 0.05 * random.normal()))
    all.push(count)
  }
  const series = (length: number): Series => ({
    id: 'quota',
    values: Float64Array.from(all.slice(0, length)),
    startMs,
    stepMs,
  })
  return { all, months, series }
}

/** Less at weekends, growing by a tenth a year. */
const plain = (date: string, step: number): number =>
  ([0, 6].includes(new Date(date).getUTCDay()) ? 60 : 100) * (1 + (0.1 * step) / 365)

function made(series: Series, horizon: number, conditions: object, zone = 'Asia/Tokyo'): Forecast {
  const result = forecast(series, { horizon, levels: [95], conditions: { zone, ...conditions } })
  if ('cannot_forecast' in result) throw new Error(result.cannot_forecast.en)
  return result
}

function meanMiss(point: readonly number[], came: readonly number[]): number {
  expect(point).toHaveLength(came.length)
  return point.reduce((sum, value, step) => sum + Math.abs(value - came[step]!), 0) / point.length
}

describe('a counter that is cleared on the first of each month', () => {
  it.each([
    ['February of 28 days', '2025-01-15T00:00:00+09:00', '2026-02-10', 45],
    ['February of 29 days', '2027-01-15T00:00:00+09:00', '2028-02-10', 45],
    ['months of 30 and 31 days', '2025-06-01T00:00:00+09:00', '2026-06-20', 45],
    ['the turn of the year', '2025-11-01T00:00:00+09:00', '2026-12-20', 45],
  ])('is forecast over %s far better than by the same pool without it', (_what, first, end, horizon) => {
    const untilMs = Date.parse(`${end}T00:00:00+09:00`) + horizon * DAY_MS
    const { all, series } = counter(first, new Date(untilMs).toISOString())
    const length = all.length - horizon
    const came = all.slice(length)
    const [withResets, without] = [{ resets: 'monthly' as const }, {}].map((conditions) =>
      made(series(length), horizon, conditions),
    ) as [Forecast, Forecast]
    const [own, other] = [withResets, without].map(({ point }) => meanMiss(point, came)) as [number, number]
    // The month's total is some 2,700: a few percent of it, where the pool alone misses by a tenth and more.
    expect([own < 60, own < other / 4], `${own} against ${other}`).toEqual([true, true])
    const inside = came.filter(
      (value, step) => withResets.lower['95']![step]! <= value && value <= withResets.upper['95']![step]!,
    )
    expect(inside.length).toBeGreaterThanOrEqual(0.9 * horizon)
    expect(withResets.because.map(({ en }) => en).join(' ')).toContain('cleared on the first of each month')
  })

  it('falls on the first and at no other time, and its lower bound never within a month', () => {
    const { all, months, series } = counter('2025-06-01T00:00:00+09:00', '2026-09-01T00:00:00+09:00')
    const length = all.length - 70
    const { point, lower } = made(series(length), 70, { resets: 'monthly' })
    let [falls, checked] = [0, 0]
    for (let step = 1; step < 70; step += 1) {
      const isFirst = months[length + step] !== months[length + step - 1]
      expect([step, point[step]! < point[step - 1]!]).toEqual([step, isFirst])
      if (!isFirst && months[length + step] === months[length - 1])
        expect(lower['95']![step]!).toBeGreaterThanOrEqual(all[length - 1]!)
      falls += isFirst ? 1 : 0
      checked += 1
    }
    expect([falls, checked]).toEqual([2, 69])
  })

  it('with traffic that surges after the reset is forecast better with the calendar than without', () => {
    // Whoever has used up the quota waits for the first: less on the last three days, more on the first two.
    const used = (date: string, step: number): number => {
      const day = Number(date.slice(8))
      const last = new Date(Date.UTC(Number(date.slice(0, 4)), Number(date.slice(5, 7)), 0)).getUTCDate()
      return plain(date, step) * (day > last - 3 ? 0.5 : day <= 2 ? 1.8 : 1)
    }
    const { all, series } = counter('2025-06-01T00:00:00+09:00', '2026-07-05T00:00:00+09:00', { used })
    const length = all.length - 9
    const misses = [true, false].map((japaneseCalendar) =>
      meanMiss(made(series(length), 9, { resets: 'monthly', japaneseCalendar }).point, all.slice(length)),
    )
    expect(misses[0]!, misses.join(' against ')).toBeLessThan(misses[1]! / 1.5)
  })

  it('is cleared at midnight of the operator, by the hour, also where summer time has begun', () => {
    const zone = 'Europe/Berlin'
    const hourly = (date: string, step: number) =>
      plain(date, step / 24) * (1 + Math.sin((2 * Math.PI * step) / 24))
    const { all, months, series } = counter('2026-02-01T00:00:00+01:00', '2026-05-04T00:00:00+02:00', {
      zone,
      stepMs: HOUR_MS,
      used: hourly,
    })
    const length = all.length - 96
    const horizon = 96
    const [own, other] = [{ resets: 'monthly' as const }, {}].map((conditions) =>
      meanMiss(made(series(length), horizon, conditions, zone).point, all.slice(length)),
    ) as [number, number]
    expect(own, `${own} against ${other}`).toBeLessThan(other / 4)
    const { beginsAt } = usedBetweenResets(series(length), zone, horizon)
    const firsts = all.map((_value, step) => step).filter((step) => beginsAt(step))
    expect(firsts).toEqual(months.flatMap((month, step) => (month === months[step - 1] ? [] : [step])))
    expect(firsts).toHaveLength(4)
  })

  it('is taken apart exactly: gaps, resets, readings at the moment of the reset', () => {
    const startMs = Date.parse('2026-01-29T00:00:00+09:00')
    const used = (values: number[], ceiling?: number) => {
      const series = { id: 'x', values: Float64Array.from(values), startMs, stepMs: DAY_MS }
      return [...usedBetweenResets(series, 'Asia/Tokyo', 5, ceiling).values]
    }
    // 29, 30, 31 January; 1, 2, 3 February.
    expect(used([290, 300, 310, 5, 15, 25])).toEqual([NaN, 10, 10, 5, 10, 10])
    expect(used([290, NaN, 310, 5, NaN, 25])).toEqual([NaN, 10, 10, 5, 10, 10])
    // What was used between the last reading of January and the reset nobody knows.
    expect(used([290, 300, NaN, NaN, 15, 25])).toEqual([NaN, 10, NaN, 7.5, 7.5, 10])
    // Read at midnight, the first of February still shows January.
    expect(used([290, 300, 310, 320, 12, 22])).toEqual([NaN, 10, 10, 10, 12, 10])
    // At the quota nobody sees how much more would have been used.
    expect(used([290, 300, 300, 5, 15, 25], 300)).toEqual([NaN, NaN, NaN, 5, 10, 10])
    expect(spansAhead(5, 4, (step) => step === 6)).toEqual([1, 2, 1, 2, 3])
  })

  it('is refused where it falls within its months: that is no such counter', () => {
    const values = Float64Array.from({ length: 200 }, (_none, at) => 100 + 10 * Math.sin(at))
    const series = { id: 'x', values, startMs: Date.parse('2026-01-01T00:00:00+09:00'), stepMs: DAY_MS }
    const found = forecast(series, {
      horizon: 5,
      levels: [95],
      conditions: { zone: 'Asia/Tokyo', resets: 'monthly' },
    })
    expect(found).toHaveProperty('cannot_forecast.en', expect.stringMatching(/fall \d+ times within a month/))
    const undated = forecast(
      { id: 'x', values },
      { horizon: 5, levels: [95], conditions: { zone: 'UTC', resets: 'monthly' } },
    )
    expect(undated).toHaveProperty('cannot_forecast.en', expect.stringContaining('no instants'))
  })
})
