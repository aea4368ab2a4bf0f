import { sql } from 'kysely'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { ORIGIN, peopleApp, type PeopleApp } from '../../../test/story/people-app.ts'
import { Busy, Intake } from './intake.ts'
import { readHours } from './reading.ts'
import { readStored } from './read-stored.ts'
import { dropOld, rollUp, slotsInUse } from './rolling.ts'
import { readWriteRequest } from './remote-write/write-request.ts'
import { snappyBlock, varint, WRITE_HEADERS, writeRequest, type Sent } from './remote-write/write.oracle.ts'

const HOUR_MS = 3_600_000
const DAY_MS = 86_400_000
/** Whole hours of the last day, so that all can be rolled up. */
const START_MS = Math.floor(Date.now() / HOUR_MS) * HOUR_MS - 20 * HOUR_MS

let app: PeopleApp
let token = ''
beforeAll(async () => {
  app = await peopleApp()
  await app.enter('p-owner', ['quality-owner'])
  await app.enter('p-viewer', ['viewer'])
  const asked = {
    label: 'prometheus',
    permissions: ['monitoring.write'],
    until: new Date(Date.now() + DAY_MS),
  }
  const made = await app.ask('p-owner', 'POST', '/api/people/me/tokens', asked)
  expect(made.status, made.text).toBe(201)
  token = `Bearer ${made.json.secret}`
})
afterAll(() => app?.stop())

type Replied = { status: number; json: any; headers: Headers } // oxlint-disable-line typescript/no-explicit-any

async function post(body: Buffer, headers: Record<string, string> = {}): Promise<Replied> {
  const given = { host: 'localhost:42200', ...WRITE_HEADERS, authorization: token, ...headers }
  const response = await app.app.request('/api/v1/write', {
    method: 'POST',
    headers: given,
    body: new Uint8Array(body),
  })
  const text = await response.text()
  return {
    status: response.status,
    json: text === '' ? undefined : JSON.parse(text),
    headers: response.headers,
  }
}

const send = (sent: readonly Sent[], kinds?: Record<string, number>) =>
  post(snappyBlock(writeRequest(sent, kinds)))
const series = (metric: string, samples: Sent['samples'], more: Record<string, string> = {}): Sent => ({
  labels: [['__name__', metric], ...Object.entries(more)],
  samples,
})
const stored = async (metric: string) => {
  const { rows } = await sql<{ at_ms: string; value: number | null }>`
    select at_ms, sample.value from monitoring.sample join monitoring.series on id = series
    where metric = ${metric} order by labels::text, at_ms`.execute(app.ctx.db)
  return rows.map(({ at_ms, value }) => [Number(at_ms), value])
}

describe('remote write', () => {
  it('is answered with 204 when all of it is committed, and once more when it is sent again', async () => {
    const sent = [
      series(
        'taken',
        [
          [1, START_MS],
          [2.5, START_MS + 15_000],
          ['stale', START_MS + 30_000],
          [NaN, START_MS + 45_000],
        ],
        { job: 'a' },
      ),
    ]
    for (let time = 0; time < 2; time += 1) {
      const answer = await send(sent)
      expect(answer.status, JSON.stringify(answer.json)).toBe(204)
      expect(answer.headers.get('x-prometheus-remote-write-samples-written')).toBe('4')
    }
    expect(await stored('taken')).toEqual([
      [START_MS, 1],
      [START_MS + 15_000, 2.5],
      [START_MS + 30_000, null],
      [START_MS + 45_000, NaN],
    ])
  })

  it('takes what comes out of order, and labels in any order as one series', async () => {
    await send([
      {
        labels: [
          ['__name__', 'ordered'],
          ['a', '1'],
          ['b', '2'],
        ],
        samples: [[2, START_MS + 60_000]],
      },
    ])
    const late = await send([
      {
        labels: [
          ['b', '2'],
          ['a', '1'],
          ['__name__', 'ordered'],
        ],
        samples: [[1, START_MS]],
      },
    ])
    expect(late.status).toBe(204)
    expect((await stored('ordered')).length).toBe(2)
    const { rows } = await sql<{
      n: string
    }>`select count(*) as n from monitoring.series where metric = 'ordered'`.execute(app.ctx.db)
    expect(rows[0]!.n).toBe('1')
  })

  it('refuses a second value of an instant, keeps the rest, and says which', async () => {
    expect((await send([series('twice', [[1, START_MS]])])).status).toBe(204)
    const answer = await send([
      series('twice', [
        [2, START_MS],
        [3, START_MS + 1_000],
      ]),
      series('beside', [[9, START_MS]]),
    ])
    expect(answer.status).toBe(400)
    expect(answer.json.error.expected).toBe(
      `expected one value at ${new Date(START_MS).toISOString()}, found another than the first in twice`,
    )
    expect(answer.json).toMatchObject({ written: 2, refused: { 'second-value': 1 } })
    expect(await stored('twice')).toEqual([
      [START_MS, 1],
      [START_MS + 1_000, 3],
    ])
    expect(await stored('beside')).toEqual([[START_MS, 9]])
    // Also within one request, where the first that stands there counts.
    const within = await send([
      series('within', [
        [5, START_MS],
        [6, START_MS],
      ]),
    ])
    expect(within.json).toMatchObject({ written: 1, refused: { 'second-value': 1 } })
    expect(await stored('within')).toEqual([[START_MS, 5]])
  })

  it('refuses what lies outside the time that is kept, bad labels and histograms, with counts, and keeps the rest', async () => {
    const nowMs = Date.now()
    const answer = await send([
      series('edges', [
        [1, nowMs - 4 * DAY_MS],
        [2, nowMs + HOUR_MS],
        [3, START_MS],
        [4, -1],
        [5, 2 ** 62],
      ]),
      {
        labels: [['job', 'nameless']],
        samples: [
          [1, START_MS],
          [1, START_MS + 1],
        ],
      },
      {
        labels: [
          ['__name__', 'edges'],
          ['a', '1'],
          ['a', '2'],
        ],
        samples: [[1, START_MS]],
      },
      { ...series('shape', []), histograms: 3 },
    ])
    expect(answer.status).toBe(400)
    expect(answer.json).toMatchObject({
      written: 1,
      refused: { 'too-old': 2, 'too-new': 2, labels: 3, histogram: 3 },
    })
    expect(await stored('edges')).toEqual([[START_MS, 3]])
    const list = await app.ask('p-viewer', 'GET', '/api/monitoring/series?find=edges')
    const reasons = Object.fromEntries(
      list.json.refused.map((row: { reason: string; values: number }) => [row.reason, row.values]),
    )
    expect(reasons).toMatchObject({ 'too-old': 2, 'too-new': 2, labels: 3, histogram: 3, 'second-value': 2 })
  })

  const plain = writeRequest([series('never', [[1, START_MS]])])
  const good = snappyBlock(plain)
  it.each<[string, Buffer, Record<string, string>, number]>([
    ['bytes that are no snappy', Buffer.from('hello, world'), {}, 400],
    ['a snappy of what is no request', snappyBlock(Buffer.from('hello, world')), {}, 400],
    ['half a request', snappyBlock(plain.subarray(0, 9)), {}, 400],
    ['nothing', Buffer.alloc(0), {}, 400],
    ['a bomb', Buffer.concat([varint(3_000_000_000), Buffer.from([0, 1])]), {}, 413],
    ['9 MB', Buffer.alloc(9 * 1024 * 1024), {}, 413],
    ['JSON', good, { 'content-type': 'application/json' }, 415],
    [
      'remote write 2.0',
      good,
      { 'content-type': 'application/x-protobuf;proto=io.prometheus.write.v2.Request' },
      415,
    ],
    ['gzip', good, { 'content-encoding': 'gzip' }, 415],
    ['no encoding', good, { 'content-encoding': '' }, 415],
    ['a token that does not hold', good, { authorization: 'Bearer kensho_nothing' }, 401],
  ])('turns %s away', async (_, body, headers, status) => {
    const answer = await post(body, headers)
    expect(answer.status, JSON.stringify(answer.json)).toBe(status)
    if (status === 400)
      expect(answer.json.error).toMatchObject({ file: 'body', expected: expect.stringMatching(/\w/) })
    expect(await stored('never')).toEqual([])
  })

  it('names its protocol in full as well, and asks for its own permission', async () => {
    const named = { 'content-type': 'application/x-protobuf;proto=prometheus.WriteRequest' }
    expect((await post(snappyBlock(writeRequest([series('named', [[1, START_MS]])])), named)).status).toBe(
      204,
    )
    const headers = { host: 'localhost:42200', origin: ORIGIN, ...WRITE_HEADERS, 'x-test-person': 'p-viewer' }
    const denied = await app.app.request('/api/v1/write', {
      method: 'POST',
      headers,
      body: new Uint8Array(good),
    })
    expect(denied.status).toBe(403)
    // The token may bring values and nothing else.
    expect((await app.ask(token, 'GET', '/api/monitoring/series')).status).toBe(403)
  })

  it('decides once between many who bring values for the same instants at once', async () => {
    const senders = Array.from({ length: 12 }, (_, n) =>
      send([
        series(
          'raced',
          Array.from({ length: 200 }, (__, at) => [n, START_MS + at * 1_000] as const),
        ),
      ]),
    )
    const answers = await Promise.all(senders)
    const written = answers.map(({ headers }) =>
      Number(headers.get('x-prometheus-remote-write-samples-written')),
    )
    expect(written.reduce((sum, one) => sum + one)).toBe(200)
    expect(answers.filter(({ status }) => status === 204).length).toBeLessThanOrEqual(1)
    expect((await stored('raced')).length).toBe(200)
  })
})

describe('the queue', () => {
  it('takes no more than its bound, says so at once, and loses nothing of what it took', async () => {
    const intake = new Intake(app.ctx)
    const requestOf = (n: number) => readWriteRequest(writeRequest([series('queued', [[n, START_MS + n]])]))
    const outcomes = Array.from({ length: 1_100 }, (_, n) =>
      intake.take(requestOf(n)).then(
        ({ written }) => written,
        (error: unknown) => {
          if (error instanceof Busy) return 'busy'
          throw error
        },
      ),
    )
    expect(intake.isBusy).toBe(true)
    const ended = await Promise.all(outcomes)
    const taken = ended.filter((outcome) => outcome === 1).length
    // One is being written while a thousand wait.
    expect([taken, ended.length - taken]).toEqual([1_001, 99])
    expect((await stored('queued')).length).toBe(1_001)
    expect(intake.isBusy).toBe(false)
  })
})

describe('the store', () => {
  it('has no more series than allowed: of the others it says so', async () => {
    const { monitoring } = app.ctx.config
    const { rows } = await sql<{ n: string }>`select count(*) as n from monitoring.series`.execute(app.ctx.db)
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
    expect(await rollUp(app.ctx)).toBeGreaterThan(0)
    const id = async (metric: string) => {
      const { rows } = await sql<{
        id: number
      }>`select id from monitoring.series where metric = ${metric}`.execute(app.ctx.db)
      return rows[0]!.id
    }
    const hours = async (metric: string) =>
      readHours(app.ctx.db, await id(metric), START_MS, START_MS + 3 * HOUR_MS)
    expect(
      (await hours('gauge')).map(({ values, most, least, last }) => [values, most, least, last]),
    ).toEqual([
      [49, 59, 0, 59],
      [60, 119, 60, 119],
    ])
    // What comes late counts all the same, once.
    await send([series('gauge', [held!])])
    await rollUp(app.ctx)
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
    const page = await app.ask('p-viewer', 'GET', '/api/monitoring/series?find=gauge')
    expect(page.json.series).toMatchObject([{ name: 'gauge', kind: 'gauge', values: 110, last: 119 }])
    // Read in one go, hours are what they are one by one.
    const together =
      await sql`select * from monitoring.rolled_between(0, 100000, ${START_MS}, ${START_MS + 2 * HOUR_MS}) order by 1, 2`.execute(
        app.ctx.db,
      )
    const apart =
      await sql`select one.* from generate_series(${START_MS}::bigint, ${START_MS + HOUR_MS}::bigint, ${HOUR_MS}::bigint) as hour_ms,
      lateral monitoring.rolled(0, 100000, hour_ms) as one order by 1, 2`.execute(app.ctx.db)
    expect(together.rows).toEqual(apart.rows)
    expect(together.rows.length).toBeGreaterThan(5)
    // Nothing is due twice.
    expect(await rollUp(app.ctx)).toBe(0)
  })

  it('shows what has come since the last full hour at once', async () => {
    const atMs = Date.now() - 1_000
    await send([series('fresh', [[7, atMs]], { unit: 'x' })])
    const list = await app.ask('p-viewer', 'GET', '/api/monitoring/series?find=fresh')
    expect(list.json).toMatchObject({
      found: 1,
      series: [{ name: 'fresh{unit="x"}', values: 1, last: 7, ended: false }],
    })
    const one = await app.ask('p-viewer', 'GET', `/api/monitoring/series/${list.json.series[0].id}`)
    expect(one.json.values.filter((value: number | null) => value !== null)).toEqual([7])
  })

  it('gives forecasts the one series that is meant, or says why not', async () => {
    const asked = { as: 'value', fromMs: START_MS, untilMs: START_MS + 3 * HOUR_MS, stepMs: HOUR_MS } as const
    await send([
      series('two', [[1, START_MS]], { line: 'a', site: 'x' }),
      series('two', [[2, START_MS]], { line: 'b' }),
    ])
    const read = (name: string, as: 'value' | 'rate' | 'maximum' = 'value') =>
      readStored(app.ctx, { ...asked, as, series: name })
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
    const gone = await app.ask(
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
      const response = await app.app.request(`/api/monitoring/history?${query}`, {
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
    expect(await readStored(app.ctx, asked)).toMatchObject({ values: Float64Array.of(5.5, 17.5, 29.5, NaN) })
    const page = await app.ask('p-viewer', 'GET', '/api/monitoring/series?find=past')
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
    expect(await readStored(app.ctx, { ...asked, series: 'past{line="b"}' })).toHaveProperty('cannot')
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
    await rollUp(app.ctx)
    const laterMs = Date.now() + 900 * DAY_MS
    const later = { ...app.ctx, clock: { ...app.ctx.clock, now: () => laterMs } }
    const dropped = await dropOld(later)
    expect(dropped.hours).toBeGreaterThan(0)
    expect(dropped.slots).toBeGreaterThan(0)
    // What lies in a slot that is in use again stays until the ring comes round; all else is gone.
    const { rows } = await sql<{ left: string }>`select count(*) as left from monitoring.hour`.execute(
      app.ctx.db,
    )
    expect(rows[0]!.left).toBe('0')
    // This process still remembers the id of the series that is no more.
    expect((await send([series('leaving', [[2, START_MS]])])).status).toBe(204)
    expect((await stored('leaving')).some(([, value]) => value === 2)).toBe(true)
  })
})
