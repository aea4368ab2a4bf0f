import { createServer } from 'node:http'
import type { AddressInfo } from 'node:net'
import { describe, expect, it } from 'vitest'
import { InputError } from '../../../platform/failure.ts'
import { createOutbound } from '../../../platform/outbound.ts'
import { parseDestination } from '../../../platform/outbound-address.ts'
import { randomness } from '../exhaust/random.ts'
import { readOutages, readSteps } from './condition-files.ts'
import type { Series } from './csv-series.ts'
import { forecast, type ForecastOptions } from './forecast.ts'
import { withoutShifts } from './level-shift.ts'
import { queryRange } from './prometheus.ts'

const HOUR_MS = 3_600_000
const startMs = Date.parse('2026-06-01T00:00:00+09:00')
const zone = 'Asia/Tokyo'

function hourly(valueOf: (step: number) => number, days = 28): Series {
  const random = randomness(7)
  const values = Float64Array.from({ length: 24 * days }, (_none, step) => valueOf(step) + random.normal())
  return { id: 's', values, startMs, stepMs: HOUR_MS }
}

const daily = (step: number): number => 100 + 30 * Math.sin((2 * Math.PI * step) / 24)

function made(series: Series, conditions: ForecastOptions['conditions'] = { zone }) {
  const result = forecast(series, { horizon: 48, levels: [95], conditions })
  if ('cannot_forecast' in result) throw new Error(result.cannot_forecast.en)
  return result
}

const missOf = (point: readonly number[], from: number, valueOf: (step: number) => number): number =>
  point.reduce((sum, value, step) => sum + Math.abs(value - valueOf(from + step)), 0) / point.length

describe('what is known besides the values', () => {
  it('leaves known outages out', () => {
    // The last Friday and Saturday were dark.
    const series = hourly((step) => (step >= 24 * 25 && step < 24 * 27 ? 0 : daily(step)))
    const outages = [{ from: '2026-06-26', until: '2026-06-28' }]
    expect(missOf(made(series, { zone, outages }).point, 24 * 28, daily)).toBeLessThan(3)
    expect(made(series, { zone, outages }).because.some(({ en }) => en.startsWith('48 values'))).toBe(true)
  })

  it('bridges gaps: hours here and there, and two whole days, where the meter was silent', () => {
    const isSilent = (step: number): boolean => (step * 7) % 11 === 0 || (step >= 24 * 12 && step < 24 * 14)
    const full = hourly(daily)
    const values = full.values.map((value, step) => (isSilent(step) ? NaN : value))
    const { point, because } = made({ ...full, values })
    expect(missOf(point, 24 * 28, daily)).toBeLessThan(3)
    expect(because.map(({ en }) => en).join(' ')).toMatch(/\d+ missing values were filled in/)
  })

  it('adds planned steps to come, and takes past ones for no growth', () => {
    const coming = made(hourly(daily), { zone, steps: [{ date: '2026-06-30', amount: 500 }] })
    expect(missOf(coming.point.slice(0, 24), 24 * 28, daily)).toBeLessThan(3)
    expect(missOf(coming.point.slice(24), 24 * 29, (step) => daily(step) + 500)).toBeLessThan(3)
    expect(coming.lower['95']![30]!).toBeGreaterThan(500)
    const raised = hourly((step) => daily(step) + (step >= 24 * 14 ? 500 : 0))
    const past = made(raised, { zone, steps: [{ date: '2026-06-15', amount: 500 }] })
    expect(missOf(past.point, 24 * 28, (step) => daily(step) + 500)).toBeLessThan(3)
  })

  it('finds a lasting jump by itself, and none where there is none', () => {
    const raised = hourly((step) => daily(step) * (step >= 24 * 14 ? 2 : 1))
    const found = made(raised)
    expect(found.because.some(({ en }) => en.startsWith('The level jumped'))).toBe(true)
    expect(missOf(found.point, 24 * 28, (step) => 2 * daily(step))).toBeLessThan(8)
    expect(withoutShifts(hourly(daily).values, 24).shifts).toEqual([])
    const walk = randomness(3)
    let level = 100
    const walked = Float64Array.from({ length: 2_000 }, () => (level += walk.normal()))
    expect(withoutShifts(walked, 1).shifts).toEqual([])
  })

  it('says that a series at its ceiling is a lower bound', () => {
    const shaped = hourly((step) => Math.min(110, daily(step)))
    expect(made(shaped, { zone, ceiling: 112 }).lower_bound).toBe(true)
    expect(made(shaped, { zone, ceiling: 200 }).lower_bound).toBeUndefined()
  })

  it('forecasts holidays as holidays', () => {
    const holidays = ['2026-04-29', '2026-05-04', '2026-05-05', '2026-05-06', '2026-07-20', '2026-08-11']
    const begin = Date.parse('2026-04-06T00:00:00+09:00')
    const valueOf = (step: number): number => {
      const date = new Date(begin + (step + 9) * HOUR_MS).toISOString().slice(0, 10)
      const off = holidays.includes(date) || Math.floor(step / 24) % 7 > 4
      return off ? 60 : daily(step)
    }
    const series = { ...hourly(valueOf, 104), startMs: begin }
    const misses = [true, false].map((japaneseCalendar) => {
      // 2026-07-19 is a Sunday, 2026-07-20 海の日.
      const { point } = made(series, { zone, japaneseCalendar })
      return missOf(point.slice(24), 24 * 105, valueOf)
    })
    expect(misses[0]!).toBeLessThan(misses[1]! / 2)
  })

  /** Hourly values from midnight of a Tokyo day by civil date, hour and whether it is a weekend. */
  function civil(first: string, days: number, valueOf: (date: string, hour: number) => number) {
    const begin = Date.parse(`${first}T00:00:00+09:00`)
    const at = (step: number): number =>
      valueOf(new Date(begin + (step + 9) * HOUR_MS).toISOString().slice(0, 10), step % 24)
    return { series: { ...hourly(at, days), startMs: begin }, at }
  }

  it('foretells the peak of the lunch hour, which is one hour wide and on workdays only', () => {
    // 2026-06-01 is a Monday; the two days ahead, from 2026-06-29, are workdays.
    const isWorkday = (date: string): boolean => ![0, 6].includes(new Date(date).getUTCDay())
    const { series, at } = civil('2026-06-01', 28, (date, hour) =>
      hour === 12 && isWorkday(date) ? 180 : 100 + 10 * Math.sin((2 * Math.PI * hour) / 24),
    )
    const { point } = made(series)
    for (const day of [0, 24]) {
      expect(Math.abs(point[day + 12]! - at(28 * 24 + day + 12))).toBeLessThan(8)
      expect(Math.max(point[day + 11]!, point[day + 13]!)).toBeLessThan(115)
    }
  })

  it.each([
    // Whoever has used up the quota waits for the first of the month: less on the last three days, more on the first two.
    [
      'quotas that reset at the end of the month',
      '2026-02-05',
      '2026-06-29',
      (date: string) => {
        const day = Number(date.slice(8))
        const last = new Date(Date.UTC(2026, Number(date.slice(5, 7)), 0)).getUTCDate()
        return day > last - 3 ? 0.7 : day <= 2 ? 1.35 : 1
      },
    ],
    [
      'the turn of the year',
      '2025-12-08',
      '2026-12-29',
      (date: string) => (date.slice(5) >= '12-29' || date.slice(5) <= '01-03' ? 0.5 : 1),
    ],
  ])('learns %s from those it has seen', (_what, first, ahead, factorOf) => {
    const days = (Date.parse(ahead) - Date.parse(first)) / (24 * HOUR_MS)
    const { series, at } = civil(first, days, (date, hour) => factorOf(date) * daily(hour))
    const misses = [true, false].map((japaneseCalendar) =>
      missOf(made(series, { zone, japaneseCalendar }).point, days * 24, at),
    )
    expect(misses[0]!).toBeLessThan(misses[1]! / 2)
  })

  it.each([
    [
      'an outage that ends before it begins',
      () => readOutages('o.csv', 'from,until\n2026-01-02,2026-01-01\n'),
    ],
    ['no date', () => readOutages('o.csv', '2026-01-01,soon\n')],
    ['text as an amount', () => readSteps('s.csv', '2026-01-01,much\n')],
    ['a day that no calendar has', () => readSteps('s.csv', '2026-02-30,1\n')],
    ['three cells', () => readSteps('s.csv', '2026-02-20,1,2\n')],
  ])('refuses %s', (_what, read) => {
    expect(read).toThrow(InputError)
  })
})

describe('a Prometheus as source', () => {
  const outbound = createOutbound({ allow: [parseDestination('127.0.0.1')!] })
  const range = { query: 'up', fromMs: 0, untilMs: 10 * HOUR_MS, stepMs: HOUR_MS }

  async function answering<Result>(body: unknown, ask: (url: string) => Promise<Result>): Promise<Result> {
    const server = createServer((_request, response) => {
      response.setHeader('content-type', 'application/json').end(JSON.stringify(body))
    })
    await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve))
    try {
      return await ask(`http://127.0.0.1:${(server.address() as AddressInfo).port}`)
    } finally {
      server.close()
    }
  }

  it('gives its series, with gaps where it has none', async () => {
    const metric = { __name__: 'up', job: 'a' }
    const values = [
      [0, '1'],
      [3_600, 'NaN'],
      [7_200, '3.5'],
    ]
    const body = { status: 'success', data: { resultType: 'matrix', result: [{ metric, values }] } }
    const [series] = await answering(body, (url) => queryRange(outbound, { ...range, url }))
    expect(series).toMatchObject({ id: 'up{job="a"}', stepMs: HOUR_MS, startMs: 0 })
    expect([...series!.values].slice(0, 4)).toEqual([1, NaN, 3.5, NaN])
    expect(series!.values).toHaveLength(10)
  })

  it.each([
    ['an error', { status: 'error', error: 'parse error' }],
    ['no series', { status: 'success', data: { resultType: 'matrix', result: [] } }],
    ['a scalar', { status: 'success', data: { resultType: 'scalar', result: [0, '1'] } }],
    ['another program', 'hello'],
  ])('refuses %s in one line', async (_what, body) => {
    const asked = answering(body, (url) => queryRange(outbound, { ...range, url }))
    await expect(asked).rejects.toBeInstanceOf(InputError)
  })
})
