import { sql } from 'kysely'
import { describe, expect, it } from 'vitest'
import { ORIGIN } from '../../../test/story/people-app.ts'
import { Busy, Intake } from './intake.ts'
import { readWriteRequest } from './remote-write/write-request.ts'
import { snappyBlock, varint, WRITE_HEADERS, writeRequest } from './remote-write/write.oracle.ts'
import { DAY_MS, HOUR_MS, START_MS, series, storeInTests } from './store-in-tests.oracle.ts'

const { running, authorization, post, send, stored } = storeInTests()

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
    }>`select count(*) as n from monitoring.series where metric = 'ordered'`.execute(running().ctx.db)
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
    const list = await running().ask('p-viewer', 'GET', '/api/monitoring/series?find=edges')
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
    const denied = await running().app.request('/api/v1/write', {
      method: 'POST',
      headers,
      body: new Uint8Array(good),
    })
    expect(denied.status).toBe(403)
    // The token may bring values and nothing else.
    expect((await running().ask(authorization(), 'GET', '/api/monitoring/series')).status).toBe(403)
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
    const intake = new Intake(running().ctx)
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
