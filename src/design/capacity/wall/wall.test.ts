import { describe, expect, it } from 'vitest'
import { emptyNetwork } from '../../../estate/network.ts'
import type { Resource } from '../../../estate/resource.ts'
import { NOTHING_DECLARED, type Declared } from '../declared.ts'
import { dayOf } from '../exhaust/civil-days.ts'
import { againstWhatCame } from './against.ts'
import { wallOf } from './wall.ts'

const DAY_MS = 86_400_000
const TODAY = '2026-11-23'
const AT = Date.parse(`${TODAY}T00:00:00+09:00`)

const resource = (id: string, change: Partial<Resource> = {}): Resource => ({
  id,
  unit: 'x',
  maximum: 300,
  reserve: 0,
  lead_time_days: 30,
  buffer_days: 0,
  approval_days: 0,
  deadlines: [],
  outages: [],
  steps: [],
  orders: [],
  takes_over: [],
  ...change,
})

function declared(resources: Resource[], count = 300): Declared {
  const rows = Array.from(
    { length: count },
    (_none, at) => `${new Date(AT - (count - at) * DAY_MS + DAY_MS / 2).toISOString()},${100 + 0.5 * at}`,
  )
  const text = `timestamp,value\n${rows.join('\n')}\n`
  const histories = Object.fromEntries(
    resources
      .filter(({ id }) => id !== 'dark')
      .map(({ id }) => [id, { path: `${id}.csv`, sha256: id, text }]),
  )
  return { ...NOTHING_DECLARED, network: { ...emptyNetwork(), resources }, files: histories }
}

describe('the wall', () => {
  it('names an order that does not count, on its own resource only', () => {
    const order = { id: 'o-7', amount: 30, delivered: '2026-12-20', approved_by: 'p', approved_at: TODAY }
    const rows = wallOf(
      declared([resource('with', { maximum: 300, orders: [order] }), resource('without', { maximum: 300 })]),
      TODAY,
      'Asia/Tokyo',
    )!
    const told = rows.map(({ id, orders, because = [] }) => [
      id,
      orders.length,
      because.filter(({ en }) => en.includes('The order o-7 that the documents declare is not counted'))
        .length,
    ])
    expect(told).toHaveLength(2)
    expect(told).toEqual(
      expect.arrayContaining([
        ['with', 0, 1],
        ['without', 0, 0],
      ]),
    )
  })

  it('stands by the day on which to order, what cannot be told and what lasts at its end', () => {
    // 249.5 was measured yesterday; half a unit a day.
    const order = {
      id: 'o',
      amount: 30,
      delivered: '2026-12-20',
      requested_by: 'q',
      approved_by: 'p',
      approved_at: TODAY,
    }
    const rows = wallOf(
      declared([
        resource('lasts', { maximum: 3000 }),
        resource('dark'),
        resource('open', { maximum: 400 }),
        resource('late', { maximum: 260 }),
        resource('soon', { maximum: 280 }),
        resource('ordered', { maximum: 300, orders: [order] }),
        resource('no-deadline', { deadlines: ['2026-10-01'], maximum: 260 }),
      ]),
      TODAY,
      'Asia/Tokyo',
    )!
    expect(rows.map(({ id, state }) => [id, state])).toEqual([
      ['no-deadline', 'late'],
      ['late', 'late'],
      ['soon', 'soon'],
      ['ordered', 'ordered'],
      ['open', 'open'],
      ['dark', 'unknown'],
      ['lasts', 'never'],
    ])
    expect(rows[1]).toMatchObject({ peak: 249.5, usable: 260 })
    expect(rows[5]!.cannot_forecast).toBeDefined()
  })

  it('does not answer for more than it can forecast at once', () => {
    const many = Array.from({ length: 201 }, (_none, at) => resource(`r${at}`))
    expect(wallOf(declared(many, 2), TODAY, 'Asia/Tokyo')).toBeUndefined()
  })
})

it('lays an earlier forecast beside what came, up to the last measured day', () => {
  const firstDay = dayOf('2026-01-01')
  const measured = { firstDay, stepDays: 1, values: Float64Array.from([10, 20, NaN, 40]) }
  const crossing = { date: null, median: null, lower: null, upper: null }
  const made = {
    resource: 'r',
    unit: 'x',
    usable: 100,
    observed: '2025-12-31',
    quantile: 0.975,
    exhausts: crossing,
    order_by: null,
    late: false,
    history_sha256: 'a',
    ahead: [
      { date: '2026-01-02', median: 16, lower: 10, upper: 25 },
      { date: '2026-01-04', median: 30, lower: 20, upper: 35 },
      { date: '2026-01-09', median: 30, lower: 20, upper: 35 },
    ],
  }
  const [one] = againstWhatCame([{ made, atMs: 0 }], measured)
  expect(one).toMatchObject({ compared: 2, inside: 1 })
  expect(one!.points.map(({ actual }) => actual)).toEqual([20, 40])
  expect(one!.lean).toBeCloseTo((4 / 16 + 10 / 30) / 2, 9)
})
