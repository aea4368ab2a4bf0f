import { sql } from 'kysely'
import { describe, expect, it } from 'vitest'
import { ORIGIN } from '../../../test/story/people-app.ts'
import { readHours } from './reading.ts'
import { readStored } from './read-stored.ts'
import { dropOld, rollUp, slotsInUse } from './rolling.ts'
import { DAY_MS, HOUR_MS, START_MS, series, storeInTests } from './store-in-tests.oracle.ts'

const { running, send, stored } = storeInTests()

describe('the store', () => {
  it('has no more series than allowed: of the others it says so', async () => {
    const { monitoring } = running().ctx.config
    const { rows } = await sql<{ n: string }>`select count(*) as n from monitoring.series`.execute(
      running().ctx.db,
    )
    const before = monitoring.seriesMax
    monitoring.seriesMax = Number(rows[0]!.n) + 3
    const answer = await send(
      Array.from({ length: 10 }, (_, n) => series('many', [[n, START_MS]], { n: String(n) })),
    )
    monitoring.seriesMax = before
    expect(answer.status).toBe(400)
    expect(answer.json).toMatchObject({ written: 3, refused: { 'series-limit': 7 } })
    expect(answer.json.error.expected).toMatch(
      /at most \d+ series \(KENSHO_MONITORING_SERIES\), found another: many\{n="\d"\}/,
    )
    expect((await stored('many')).length).toBe(3)
  })

  it('rolls hours up to what the values say, late ones included, and reads the open hour beside them', async () => {
    // A gauge each minute, and a counter of 10 a second that begins anew in the middle of the second hour.
    const gauge: [number, number][] = []
    const counter: [number, number][] = []
    for (let minute = 0; minute < 120; minute += 1) {
      if (minute >= 20 && minute < 30) continue
      gauge.push([minute, START_MS + minute * 60_000])
      counter.push([600 * (minute < 90 ? minute : minute - 90), START_MS + minute * 60_000])
    }
    const [held] = gauge.splice(7, 1)
    await send([series('gauge', [...gauge, [NaN, START_MS + 1]]), series('counter', counter)], {
      counter: 1,
      gauge: 2,
    })
    expect(await rollUp(running().ctx)).toBeGreaterThan(0)
    const id = async (metric: string) => {
      const { rows } = await sql<{
        id: number
      }>`select id from monitoring.series where metric = ${metric}`.execute(running().ctx.db)
      return rows[0]!.id
    }
    const hours = async (metric: string) =>
      readHours(running().ctx.db, await id(metric), START_MS, START_MS + 3 * HOUR_MS)
    expect(
      (await hours('gauge')).map(({ values, most, least, last }) => [values, most, least, last]),
    ).toEqual([
      [49, 59, 0, 59],
      [60, 119, 60, 119],
    ])
    // What comes late counts all the same, once.
    await send([series('gauge', [held!])])
    await rollUp(running().ctx)
    const [first, second] = await hours('gauge')
    expect(first).toMatchObject({ values: 50, sum: (59 * 60) / 2 - 245 })
    expect(first!.means.slice(0, 7)).toEqual([2, 7, 12, 17, null, null, 32])
    expect(second!.means[11]).toBe(117)
    const rates = (await hours('counter')).flatMap(({ ratesPerS }) => ratesPerS)
    expect(rates.slice(0, 4)).toEqual([10, 10, 10, 10])
    // Within a quarter of an hour a rise is spread over its time; the step back at minute 90 is a new beginning at 0.
    expect(rates[6]).toBeCloseTo(10, 9)
    expect(rates.slice(17)).toEqual([10, 8, 10, 10, 10, 10, 10])
    expect(Math.max(...rates.filter((rate) => rate !== null))).toBeLessThanOrEqual(10 + 1e-9)
    const page = await running().ask('p-viewer', 'GET', '/api/monitoring/series?find=gauge')
    expect(page.json.series).toMatchObject([{ name: 'gauge', kind: 'gauge', values: 110, last: 119 }])
    // Read in one go, hours are what they are one by one.
    const together =
      await sql`select * from monitoring.rolled_between(0, 100000, ${START_MS}, ${START_MS + 2 * HOUR_MS}) order by 1, 2`.execute(
        running().ctx.db,
      )
    const apart =
      await sql`select one.* from generate_series(${START_MS}::bigint, ${START_MS + HOUR_MS}::bigint, ${HOUR_MS}::bigint) as hour_ms,
      lateral monitoring.rolled(0, 100000, hour_ms) as one order by 1, 2`.execute(running().ctx.db)
    expect(together.rows).toEqual(apart.rows)
    expect(together.rows.length).toBeGreaterThan(5)
    // Nothing is due twice.
    expect(await rollUp(running().ctx)).toBe(0)
  })

  it('shows what has come since the last full hour at once', async () => {
    const atMs = Date.now() - 1_000
    await send([series('fresh', [[7, atMs]], { unit: 'x' })])
    const list = await running().ask('p-viewer', 'GET', '/api/monitoring/series?find=fresh')
    expect(list.json).toMatchObject({
      found: 1,
      series: [{ name: 'fresh{unit="x"}', values: 1, last: 7, ended: false }],
    })
    const one = await running().ask('p-viewer', 'GET', `/api/monitoring/series/${list.json.series[0].id}`)
    expect(one.json.values.filter((value: number | null) => value !== null)).toEqual([7])
  })

  it('gives forecasts the one series that is meant, or says why not', async () => {
    const asked = { as: 'value', fromMs: START_MS, untilMs: START_MS + 3 * HOUR_MS, stepMs: HOUR_MS } as const
    await send([
      series('two', [[1, START_MS]], { line: 'a', site: 'x' }),
      series('two', [[2, START_MS]], { line: 'b' }),
    ])
    const read = (name: string, as: 'value' | 'rate' | 'maximum' = 'value') =>
      readStored(running().ctx, { ...asked, as, series: name })
    expect(await read('two{line="a"}')).toMatchObject({
      name: 'two{line="a",site="x"}',
      values: Float64Array.of(1, NaN, NaN),
    })
    expect(await read('two{line!="a"}')).toMatchObject({ name: 'two{line="b"}' })
    expect(await read('two{site=""}')).toMatchObject({ name: 'two{line="b"}' })
    expect(await read('two')).toMatchObject({
      cannot: {
        en: expect.stringMatching(
          /means several stored series \(two\{line="a",site="x"\}, two\{line="b"\}\)/,
        ),
      },
    })
    expect(await read('two{line="c"}')).toMatchObject({ cannot: { en: 'no stored series is two{line="c"}' } })
    expect(await read('counter')).toMatchObject({
      cannot: { en: 'counter is a counter, which only grows; read it as rate' },
    })
    expect(await read('counter', 'rate')).toMatchObject({
      values: Float64Array.of(10, (11 * 10 + 8) / 12, NaN),
    })
    expect(await read('gauge', 'maximum')).toMatchObject({ values: Float64Array.of(59, 119, NaN) })
    const gone = await running().ask(
      'p-viewer',
      'GET',
      `/api/monitoring/values?series=${encodeURIComponent('two')}`,
    )
    expect(gone.status).toBe(400)
    expect(gone.json.error.expected).toMatch(/means several/)
    for (const [name, why] of [
      ['two{line=~"a|b"}', /expected = or != at line/],
      ['two{line="a"', /expected a series such as/],
      ['two{line=a}', /expected labels such as/],
      ['two{line="a",line="b"}', /expected line once/],
    ] as const)
      await expect(read(name)).rejects.toThrow(why)
  })

  it('takes the past of a series from a CSV, leaves what stands, and says where a row is wrong', async () => {
    const dayMs = Math.floor((Date.now() - 10 * DAY_MS) / DAY_MS) * DAY_MS
    const rows = Array.from(
      { length: 36 },
      (_, at) => `${new Date(dayMs + at * 300_000).toISOString()},${at}`,
    )
    const put = async (text: string, name = 'past{line="a"}', who = 'p-owner') => {
      const query = new URLSearchParams({ series: name }).toString()
      const response = await running().app.request(`/api/monitoring/history?${query}`, {
        method: 'POST',
        headers: {
          host: 'localhost:42200',
          origin: ORIGIN,
          'content-type': 'text/csv',
          'x-test-person': who,
        },
        body: text,
      })
      return { status: response.status, json: (await response.json()) as Record<string, unknown> }
    }
    const csv = `timestamp,value\n${rows.join('\n')}\n`
    expect(await put(csv)).toEqual({ status: 201, json: { name: 'past{line="a"}', hours: 3, standing: 0 } })
    expect(await put(csv)).toMatchObject({ json: { hours: 0, standing: 3 } })
    const asked = {
      series: 'past',
      as: 'value',
      fromMs: dayMs,
      untilMs: dayMs + 4 * HOUR_MS,
      stepMs: HOUR_MS,
    } as const
    expect(await readStored(running().ctx, asked)).toMatchObject({
      values: Float64Array.of(5.5, 17.5, 29.5, NaN),
    })
    const page = await running().ask('p-viewer', 'GET', '/api/monitoring/series?find=past')
    expect(page.json.series).toMatchObject([{ values: 36, last: 35 }])
    // What comes now stands beside it.
    expect((await send([series('past', [[99, START_MS]], { line: 'a' })])).status).toBe(204)
    for (const [text, line, why] of [
      ['timestamp,value\nyesterday,1\n', 2, /an instant with its offset/],
      [`${rows[0]}\n${rows[1]},x\n`, 2, /expected timestamp,value/],
      [`${new Date(dayMs).toISOString()},many\n`, 1, /expected a number/],
      [`${rows[0]}\n${rows[0]}\n`, 2, /one value for each instant/],
      [`${new Date().toISOString()},1\n`, 1, /to before/],
    ] as const) {
      const answer = await put(text, 'past{line="b"}')
      expect([answer.status, answer.json]).toMatchObject([400, { error: { place: { line } } }])
      expect((answer.json['error'] as { expected: string }).expected).toMatch(why)
    }
    expect(await put('', 'past{line="b"}')).toMatchObject({ status: 400 })
    expect(await put(csv, 'past{line!="b"}')).toMatchObject({ status: 400 })
    expect(await put(csv, 'past', 'p-viewer')).toMatchObject({ status: 403 })
    expect(await readStored(running().ctx, { ...asked, series: 'past{line="b"}' })).toHaveProperty('cannot')
  })

  it('has a slot to empty every night, before the day that it is for begins', () => {
    const nightMs = Date.parse('2026-11-23T17:40:00Z')
    const slotOf = (day: number) => (Math.floor(nightMs / DAY_MS) + day) % 16
    for (let valueDays = 1; valueDays <= 13; valueDays += 1) {
      const inUse = slotsInUse(nightMs, valueDays)
      expect(inUse.has(slotOf(1))).toBe(false)
      for (let day = -valueDays - 1; day <= 0; day += 1) expect(inUse.has(slotOf(day))).toBe(true)
    }
    // What is ten minutes ahead at midnight has its place.
    expect(slotsInUse(Date.parse('2026-11-23T23:55:00Z'), 13).size).toBe(16)
  })

  it('keeps nothing longer than wanted, and still takes values of a series that was purged', async () => {
    await send([series('leaving', [[1, START_MS]])])
    await rollUp(running().ctx)
    const laterMs = Date.now() + 900 * DAY_MS
    const later = { ...running().ctx, clock: { ...running().ctx.clock, now: () => laterMs } }
    const dropped = await dropOld(later)
    expect(dropped.hours).toBeGreaterThan(0)
    expect(dropped.slots).toBeGreaterThan(0)
    // What lies in a slot that is in use again stays until the ring comes round; all else is gone.
    const { rows } = await sql<{ left: string }>`select count(*) as left from monitoring.hour`.execute(
      running().ctx.db,
    )
    expect(rows[0]!.left).toBe('0')
    // This process still remembers the id of the series that is no more.
    expect((await send([series('leaving', [[2, START_MS]])])).status).toBe(204)
    expect((await stored('leaving')).some(([, value]) => value === 2)).toBe(true)
  })
})
