import { describe, expect, it } from 'vitest'
import { ordinary } from './calendar.ts'
import { japaneseHoliday } from './japanese-holidays.ts'

function holidaysIn(year: number): string[] {
  const dates = Array.from({ length: 366 }, (_none, day) =>
    new Date(Date.UTC(year, 0, 1 + day)).toISOString().slice(0, 10),
  )
  return dates.filter((date) => date.startsWith(`${year}`) && japaneseHoliday(date) !== undefined)
}

describe('the holidays of Japan', () => {
  // As the Cabinet Office publishes them.
  it.each([
    [
      2015,
      '01-01 01-12 02-11 03-21 04-29 05-03 05-04 05-05 05-06 07-20 09-21 09-22 09-23 10-12 11-03 11-23 12-23',
    ],
    [
      2019,
      '01-01 01-14 02-11 03-21 04-29 04-30 05-01 05-02 05-03 05-04 05-05 05-06 07-15 08-11 08-12 09-16 09-23 10-14 10-22 11-03 11-04 11-23',
    ],
    [
      2020,
      '01-01 01-13 02-11 02-23 02-24 03-20 04-29 05-03 05-04 05-05 05-06 07-23 07-24 08-10 09-21 09-22 11-03 11-23',
    ],
    [
      2021,
      '01-01 01-11 02-11 02-23 03-20 04-29 05-03 05-04 05-05 07-22 07-23 08-08 08-09 09-20 09-23 11-03 11-23',
    ],
    [
      2024,
      '01-01 01-08 02-11 02-12 02-23 03-20 04-29 05-03 05-04 05-05 05-06 07-15 08-11 08-12 09-16 09-22 09-23 10-14 11-03 11-04 11-23',
    ],
    [
      2026,
      '01-01 01-12 02-11 02-23 03-20 04-29 05-03 05-04 05-05 05-06 07-20 08-11 09-21 09-22 09-23 10-12 11-03 11-23',
    ],
  ])('of %i', (year, days) => {
    expect(holidaysIn(year)).toEqual(days.split(' ').map((day) => `${year}-${day}`))
  })

  it('is not asked about years whose law is not known', () => {
    expect(() => japaneseHoliday('2100-01-01')).toThrow(RangeError)
  })
})

describe('ordinary days', () => {
  const HOUR_MS = 3_600_000
  const startMs = Date.parse('2026-01-05T00:00:00+09:00')
  const at = (step: number): string => new Date(startMs + step * HOUR_MS + 9 * HOUR_MS).toISOString()
  /** Office hours double the traffic, and holidays do not know them. */
  const valueAt = (step: number): number => {
    const hour = step % 24
    const isOffice = hour >= 9 && hour < 18 && Math.floor(step / 24) % 7 < 5
    return isOffice && japaneseHoliday(at(step).slice(0, 10)) === undefined ? 200 : 100
  }

  it('are what is left once holidays are divided out, hour by hour, also for the days ahead', () => {
    const values = Float64Array.from({ length: 24 * 130 }, (_none, step) => valueAt(step))
    const series = { id: 's', values, startMs, stepMs: HOUR_MS }
    const { factorAt, because } = ordinary(series, 'Asia/Tokyo')
    // 2026-07-20, 海の日, is a Monday 196 days after the first.
    expect(at(24 * 196).slice(0, 10)).toBe('2026-07-20')
    expect(factorAt(24 * 196 + 12)).toBeCloseTo(0.5, 1)
    expect(factorAt(24 * 196 + 3)).toBeGreaterThan(0.75)
    expect(factorAt(24 * 197 + 12)).toBe(1)
    expect(because).toHaveLength(1)
  })

  it('are left alone where there are no instants', () => {
    const values = Float64Array.from({ length: 500 }, (_none, step) => valueAt(step))
    expect(ordinary({ id: 's', values }, 'Asia/Tokyo').values).toBe(values)
  })
})
