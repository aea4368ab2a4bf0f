import { describe, expect, it } from 'vitest'
import type { Resource } from '../../../estate/resource.ts'
import type { Series } from '../forecast/csv-series.ts'
import { chainOf } from './chain.ts'
import { dateOf, dayOf } from './civil-days.ts'
import { exhaustionOf } from './exhaustion.ts'
import { fanOf } from './fan.ts'
import { randomness } from './random.ts'

const DAY_MS = 86_400_000
const FIRST = dayOf('2025-05-01')
const COUNT = 540
const looking = { zone: 'Asia/Tokyo', today: '2026-10-23', quantile: 0.975 }

const resource = (change: Partial<Resource> = {}): Resource => ({
  id: 'r',
  unit: 'x',
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

function noisy(seed: number): Series {
  const random = randomness(seed)
  const values = Float64Array.from({ length: COUNT }, (_none, day) => 100 + 0.2 * day + 4 * random.normal())
  return { id: 'r', values, stepMs: DAY_MS, startMs: FIRST * DAY_MS + DAY_MS / 8 }
}

describe('the fan', () => {
  it('holds its bounds in order and begins after the last measured day (40 series)', () => {
    let checked = 0
    for (let seed = 1; seed <= 40; seed += 1) {
      const fan = fanOf(resource(), noisy(seed), 'Asia/Tokyo', { days: 200, everyDays: 20 })
      expect(fan.map(({ date }) => dayOf(date) - FIRST - COUNT + 1)).toEqual(
        Array.from({ length: 10 }, (_none, at) => 20 * (at + 1)),
      )
      for (const { lower95, lower80, median, upper80, upper95 } of fan) {
        expect([lower95, lower80, median, upper80, upper95]).toEqual(
          [lower95, lower80, median, upper80, upper95].toSorted((a, b) => a - b),
        )
        checked += 1
      }
    }
    expect(checked).toBe(400)
  })

  it('crosses what is usable about when the resource is said to run out', () => {
    const series = noisy(7)
    const { median } = exhaustionOf(resource(), series, [], looking).exhausts
    const fan = fanOf(resource(), series, 'Asia/Tokyo', { days: 900, everyDays: 1 })
    const crossed = fan.find((point) => point.median > 280)
    // The day of exhaustion is the first on which any noise passes it, so it is a little before.
    const apart = dayOf(crossed!.date) - dayOf(median!)
    expect(apart).toBeGreaterThanOrEqual(0)
    expect(apart).toBeLessThan(60)
  })

  it('steps where a step is planned, and is nothing where nothing can be forecast', () => {
    const planned = resource({ steps: [{ date: dateOf(FIRST + COUNT + 50), amount: 1000 }] })
    const fan = fanOf(planned, noisy(3), 'Asia/Tokyo', { days: 100, everyDays: 10 })
    const [before, after] = [fan[3]!.median, fan[6]!.median]
    expect(after - before).toBeGreaterThan(950)
    const flat = { ...noisy(3), values: new Float64Array(COUNT).fill(7) }
    expect(fanOf(resource(), flat, 'UTC', { days: 100, everyDays: 10 })).toEqual([])
    expect(fanOf(resource(), undefined, 'UTC', { days: 100, everyDays: 10 })).toEqual([])
  })
})

describe('the chain of deadlines', () => {
  const exhausts = { date: '2027-03-01', median: null, lower: null, upper: null }

  it('counts back by lead time, deadline, buffer and approval', () => {
    const terms = resource({ deadlines: ['2026-11-25', '2026-12-25'] })
    const standing = { exhausts, order_by: '2026-11-11', ask_by: '2026-10-12', deadline: '2026-11-25' }
    expect(chainOf(standing, terms)).toEqual([
      { kind: 'exhausts', date: '2027-03-01', days: 0 },
      { kind: 'lead', date: '2026-12-01', days: 90 },
      { kind: 'deadline', date: '2026-11-25', days: 6 },
      { kind: 'buffer', date: '2026-11-11', days: 14 },
      { kind: 'approval', date: '2026-10-12', days: 30 },
    ])
  })

  it('ends where no deadline works, and is empty where nothing runs out or no lead time is known', () => {
    const kinds = chainOf({ exhausts, order_by: null, ask_by: null }, resource()).map(({ kind }) => kind)
    expect(kinds).toEqual(['exhausts', 'lead'])
    const { lead_time_days: _none, ...bare } = resource()
    expect(chainOf({ exhausts }, bare)).toEqual([])
    expect(chainOf({ exhausts: { ...exhausts, date: null } }, resource())).toEqual([])
  })
})
