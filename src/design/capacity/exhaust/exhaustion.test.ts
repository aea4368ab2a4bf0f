import * as fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import type { Resource } from '../../../estate/resource.ts'
import type { Series } from '../forecast/csv-series.ts'
import { readSeries } from '../forecast/csv-series.ts'
import { dateOf, dayOf } from './civil-days.ts'
import { dailyPeaks } from './daily-peaks.ts'
import { exhaustionOf, type Load } from './exhaustion.ts'
import { orderBy } from './order-by.ts'
import { randomness } from './random.ts'

const DAY_MS = 86_400_000
const FIRST = dayOf('2025-05-01')
const looking = { zone: 'Asia/Tokyo', today: '2026-10-23', quantile: 0.975 }

const resource = (change: Partial<Resource> = {}): Resource => ({
  id: 'r',
  unit: 'Gbit/s',
  maximum: 300,
  reserve: 20,
  lead_time_days: 90,
  buffer_days: 14,
  approval_days: 30,
  deadlines: [],
  outages: [],
  steps: [],
  orders: [],
  takes_over: [],
  ...change,
})

/** A value a day, at noon in Tokyo. */
function daily(valueOf: (day: number) => number, count = 540): Series {
  const values = Float64Array.from({ length: count }, (_none, day) => valueOf(day))
  return { id: 'r', values, stepMs: DAY_MS, startMs: FIRST * DAY_MS + DAY_MS / 8 }
}

const line = daily((day) => 100 + 0.2 * day)
/** 100 + 0.2 d passes 280 on the first day after d = 900. */
const PASSES = dateOf(FIRST + 901)

describe('a quota that is cleared on the first of each month', () => {
  /** Of a month's days each uses so much, growing by the day; what the counter shows at the end of each. */
  function quota(usedOn: (day: number) => number, count = 540): Series {
    const random = randomness(5)
    let shown = 0
    return daily((day) => {
      shown = (dateOf(FIRST + day).endsWith('-01') ? 0 : shown) + usedOn(day) * (1 + 0.05 * random.normal())
      return shown
    }, count)
  }
  const growing = (day: number): number => 8 + 0.004 * day

  it('runs out late in the first month whose days together use more than it, not when a single day does', () => {
    // Whole months of growing use: 28 to 31 days, found by adding up.
    let total = 0
    let passes = ''
    for (let day = 0; passes === ''; day += 1) {
      total = (dateOf(FIRST + day).endsWith('-01') ? 0 : total) + growing(day)
      if (total > 340) passes = dateOf(FIRST + day)
    }
    const of = resource({ maximum: 360, reserve: 20, resets: 'monthly' })
    const found = exhaustionOf(of, quota(growing), [], looking)
    expect(Math.abs(dayOf(found.exhausts.median!) - dayOf(passes))).toBeLessThanOrEqual(62)
    expect(dayOf(found.exhausts.lower!)).toBeLessThanOrEqual(dayOf(passes))
    expect(dayOf(found.exhausts.upper ?? '2100-01-01')).toBeGreaterThanOrEqual(dayOf(passes))
    // Only towards its end has a month used up what it had.
    for (const date of [found.exhausts.median!, found.exhausts.date!])
      expect(Number(date.slice(8))).toBeGreaterThan(20)
    // By single days alone the same history says nothing of the months: the saw of the counter is its noise.
    const alone = exhaustionOf(resource({ maximum: 360, reserve: 20 }), quota(growing), [], looking)
    const missOf = (date: string | null): number => Math.abs(dayOf(passes) - dayOf(date ?? '2100-01-01'))
    expect(missOf(alone.exhausts.median)).toBeGreaterThan(2 * missOf(found.exhausts.median))
    expect(found.because.map(({ en }) => en).join(' ')).toContain('cleared on the first of each month')
  })

  it('runs out in the months of 31 days first', () => {
    const level = quota(() => 10)
    // 305 is more than 30 days use and less than 31 do.
    const found = exhaustionOf(resource({ maximum: 305, reserve: 0, resets: 'monthly' }), level, [], looking)
    expect(found.exhausts.median).toBe('2026-10-31')
    const never = exhaustionOf(resource({ maximum: 600, reserve: 0, resets: 'monthly' }), level, [], looking)
    expect(never.exhausts.median).toBeNull()
  })

  it('passes at once where the count of this month has passed, and counts planned steps by the month', () => {
    const level = quota(() => 10)
    const passed = exhaustionOf(resource({ maximum: 215, reserve: 0, resets: 'monthly' }), level, [], looking)
    expect(passed.exhausts).toEqual({
      date: '2026-10-22',
      median: '2026-10-22',
      lower: '2026-10-22',
      upper: '2026-10-22',
    })
    const steps = [{ date: '2027-01-01', amount: 150 }]
    const stepped = exhaustionOf(
      resource({ maximum: 400, reserve: 0, resets: 'monthly', steps }),
      level,
      [],
      looking,
    )
    expect(stepped.exhausts.median).toMatch(/^2027-01-2[5-9]$/)
  })
})

describe('the day of exhaustion', () => {
  it('is exact where the past was a line, with the order by lead time, buffer and approval before it', () => {
    const found = exhaustionOf(resource(), line, [], looking)
    expect(Math.abs(dayOf(found.exhausts.date!) - dayOf(PASSES))).toBeLessThanOrEqual(1)
    expect(dayOf(found.exhausts.upper!) - dayOf(found.exhausts.lower!)).toBeLessThanOrEqual(2)
    expect(dayOf(found.exhausts.date!) - dayOf(found.order_by!)).toBe(104)
    expect(dayOf(found.order_by!) - dayOf(found.ask_by!)).toBe(30)
    expect(found).toMatchObject({ usable: 280, under_failure: null, late: false, observed: '2026-10-22' })
  })

  it('comes earlier under a failure, and that one is binding', () => {
    const loads: Load[] = [
      { failure: 'x', factor: 1.2 },
      { failure: 'y', factor: 1.05 },
    ]
    const found = exhaustionOf(resource(), line, loads, looking)
    expect(found.under_failure?.failure).toBe('x')
    expect(found.exhausts.date).toBe(found.under_failure?.date)
    // 1.2 · (100 + 0.2 d) passes 280 after d = 666.7.
    expect(Math.abs(dayOf(found.exhausts.date!) - (FIRST + 667))).toBeLessThanOrEqual(1)
    expect(Math.abs(dayOf(found.steady.date!) - dayOf(PASSES))).toBeLessThanOrEqual(1)
  })

  it('adds the load of what it takes over', () => {
    const other = daily((day) => 40 + 0.1 * day)
    const loads: Load[] = [{ failure: 'other', factor: 1, with: { series: other, share: 0.5 } }]
    const found = exhaustionOf(resource(), line, loads, looking)
    // 120 + 0.25 d passes 280 after d = 640.
    expect(Math.abs(dayOf(found.under_failure!.date!) - (FIRST + 641))).toBeLessThanOrEqual(1)
  })

  it('counts planned steps, and approved orders from their delivery on', () => {
    const step = exhaustionOf(resource({ steps: [{ date: '2027-01-01', amount: 500 }] }), line, [], looking)
    expect(step.exhausts.date).toBe('2027-01-01')
    const order = {
      id: 'o',
      amount: 100,
      delivered: '2027-06-01',
      approved_by: 'p',
      approved_at: '2026-10-01',
    }
    const ordered = exhaustionOf(resource({ orders: [order] }), line, [], looking)
    expect(Math.abs(dayOf(ordered.exhausts.date!) - (FIRST + 1401))).toBeLessThanOrEqual(1)
  })

  it('is null where it never comes, and the day itself where it has come', () => {
    const random = randomness(1)
    const flat = daily(() => 100 + random.normal())
    expect(exhaustionOf(resource(), flat, [], looking)).toMatchObject({
      exhausts: { date: null, median: null, lower: null, upper: null },
      order_by: null,
      late: false,
    })
    const over = exhaustionOf(resource({ maximum: 220 }), line, [], looking)
    expect(over.exhausts.date).toBe('2026-10-16')
    expect(over.late).toBe(true)
  })

  it('says that what stands at a ceiling is a lower bound, and goes on growing behind it', () => {
    const shaped = daily((day) => Math.min(180, 100 + 0.2 * day))
    const found = exhaustionOf(resource({ ceiling: 180 }), shaped, [], looking)
    expect(found.lower_bound).toBe(true)
    expect(Math.abs(dayOf(found.exhausts.date!) - dayOf(PASSES))).toBeLessThanOrEqual(3)
    expect(found.because.some(({ en }) => en.includes('lower bound'))).toBe(true)
  })

  it.each([
    ['no history', undefined],
    ['one point', daily(() => 5, 1)],
    ['a constant', daily(() => 5)],
    ['rows without instants', readSeries('x.csv', 'r,1,2,3,4,5,6,7,8,9,10,11,12\n')[0]],
  ])('cannot be told from %s, and says why in both languages', (_what, series) => {
    const found = exhaustionOf(resource(), series, [], looking)
    expect(found.cannot_forecast?.ja && found.cannot_forecast.en).toBeTruthy()
    expect(found.exhausts.date).toBeNull()
    expect(found.late).toBeUndefined()
  })

  it('never speaks of the past or of no day, whatever the history (60 histories)', () => {
    let checked = 0
    const value = fc.oneof(fc.double({ min: 0, max: 1e9, noNaN: true }), fc.constant(NaN))
    fc.assert(
      fc.property(fc.array(value, { minLength: 1, maxLength: 120 }), (values) => {
        const found = exhaustionOf(
          resource(),
          daily((day) => values[day]!, values.length),
          [],
          looking,
        )
        for (const date of Object.values(found.exhausts))
          expect(date === null || (/^\d{4}-\d\d-\d\d$/.test(date) && dayOf(date) >= FIRST)).toBe(true)
        checked += 1
      }),
      { numRuns: 60 },
    )
    expect(checked).toBeGreaterThanOrEqual(60)
  })
})

describe('the last day to order', () => {
  const terms = { lead_time_days: 90, buffer_days: 14, approval_days: 0 }
  it('is the last deadline that still works, minus the buffer', () => {
    const deadlines = ['2026-12-01', '2027-03-01', '2027-06-01']
    expect(orderBy('2027-06-15', { ...terms, deadlines }, '2026-10-23')).toEqual({
      order_by: '2027-02-15',
      ask_by: '2027-02-15',
      deadline: '2027-03-01',
      late: false,
    })
    // 2027-03-01 plus 90 days is 2027-05-30: it works to the day.
    expect(orderBy('2027-05-30', { ...terms, deadlines }, '2026-10-23')?.deadline).toBe('2027-03-01')
    expect(orderBy('2027-05-29', { ...terms, deadlines }, '2026-10-23')?.deadline).toBe('2026-12-01')
    expect(orderBy('2027-02-01', { ...terms, deadlines }, '2026-10-23')).toMatchObject({
      order_by: null,
      late: true,
    })
  })

  it('is unknown without a lead time and needless where nothing runs out', () => {
    const { lead_time_days: _none, ...rest } = terms
    expect(orderBy('2027-06-15', { ...rest, deadlines: [] }, '2026-10-23')).toBeUndefined()
    expect(orderBy(null, { ...rest, deadlines: [] }, '2026-10-23')).toMatchObject({ late: false })
  })
})

describe('daily peaks', () => {
  const rows = (offset: string): string =>
    Array.from({ length: 72 }, (_none, hour) => {
      const day = 1 + Math.floor(hour / 24)
      return `2026-01-0${day}T${String(hour % 24).padStart(2, '0')}:00:00${offset},${hour}`
    }).join('\n')

  it('are of civil days in the operator’s zone', () => {
    const zoned = readSeries('a.csv', `timestamp,value\n${rows('Z')}\n`)[0]!
    // 2026-01-01T15:00Z is midnight in Tokyo: the first day has 15 hours of 24, the last 9.
    const { firstDay, values } = dailyPeaks(zoned, 'Asia/Tokyo')
    expect(dateOf(firstDay)).toBe('2026-01-01')
    expect([...values]).toEqual([14, 38, 62, NaN])
  })

  it('take a wall clock without offset as it stands, and leave out known outages', () => {
    const floating = readSeries('a.csv', `timestamp,value\n${rows('')}\n`)[0]!
    expect([...dailyPeaks(floating, 'Asia/Tokyo').values]).toEqual([23, 47, 71])
    const outages = [{ from: '2026-01-02T22:00:00Z', until: '2026-01-03T00:00:00Z' }]
    expect([...dailyPeaks(floating, 'Asia/Tokyo', { outages }).values]).toEqual([23, 45, 71])
  })

  it('are the busiest hour or a percentile where that is what counts', () => {
    // Quarters of an hour: a lone spike at noon, a busy hour from 20:00 on that is cut in two by none.
    const quarter = (at: number): number => (at % 96 === 48 ? 500 : at % 96 >= 80 && at % 96 < 84 ? 100 : 10)
    const lines = Array.from(
      { length: 192 },
      (_none, at) =>
        `${new Date(Date.UTC(2026, 0, 1) + at * 900_000).toISOString().slice(0, 19)},${quarter(at)}`,
    )
    const series = readSeries('a.csv', `timestamp,value\n${lines.join('\n')}\n`)[0]!
    const peaks = (peak: 'maximum' | 'busy-hour' | 'p95' | 'p99') => [
      ...dailyPeaks(series, 'Asia/Tokyo', { peak }).values,
    ]
    expect(peaks('maximum')).toEqual([500, 500])
    expect(peaks('busy-hour')).toEqual([132.5, 132.5])
    expect(peaks('p95')).toEqual([100, 100])
    expect(peaks('p99')).toEqual([500, 500])
  })
})
