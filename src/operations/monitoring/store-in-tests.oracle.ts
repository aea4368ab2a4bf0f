import { sql } from 'kysely'
import { afterAll, beforeAll, expect } from 'vitest'
import { peopleApp, type PeopleApp } from '../../../test/story/people-app.ts'
import { snappyBlock, WRITE_HEADERS, writeRequest, type Sent } from './remote-write/write.oracle.ts'

export const HOUR_MS = 3_600_000
export const DAY_MS = 86_400_000
/** Whole hours of the last day, so that all can be rolled up. */
export const START_MS = Math.floor(Date.now() / HOUR_MS) * HOUR_MS - 20 * HOUR_MS

type Replied = { status: number; json: any; headers: Headers } // oxlint-disable-line typescript/no-explicit-any

/** Values of one series as a Prometheus sends them. */
export const series = (
  metric: string,
  samples: Sent['samples'],
  more: Record<string, string> = {},
): Sent => ({
  labels: [['__name__', metric], ...Object.entries(more)],
  samples,
})

/** A kensho with a monitoring store and a token that may write to it, while the tests run beside which this is called. */
export function storeInTests() {
  let started: PeopleApp | undefined
  let token = ''
  beforeAll(async () => {
    started = await peopleApp()
    await started.enter('p-owner', ['quality-owner'])
    await started.enter('p-viewer', ['viewer'])
    const asked = {
      label: 'prometheus',
      permissions: ['monitoring.write'],
      until: new Date(Date.now() + DAY_MS),
    }
    const made = await started.ask('p-owner', 'POST', '/api/people/me/tokens', asked)
    expect(made.status, made.text).toBe(201)
    token = `Bearer ${made.json.secret}`
  })
  afterAll(() => started?.stop())
  const running = (): PeopleApp => {
    if (started === undefined) throw new Error('the store has not been started yet')
    return started
  }
  const post = async (body: Buffer, headers: Record<string, string> = {}): Promise<Replied> => {
    const given = { host: 'localhost:42200', ...WRITE_HEADERS, authorization: token, ...headers }
    const response = await running().app.request('/api/v1/write', {
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
  const stored = async (metric: string) => {
    const { rows } = await sql<{ at_ms: string; value: number | null }>`
      select at_ms, sample.value from monitoring.sample join monitoring.series on id = series
      where metric = ${metric} order by labels::text, at_ms`.execute(running().ctx.db)
    return rows.map(({ at_ms, value }) => [Number(at_ms), value])
  }
  return { running, authorization: () => token, post, send, stored }
}
