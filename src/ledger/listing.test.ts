import { sql } from 'kysely'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { inTransaction } from '../platform/database.ts'
import { buildApp } from '../platform/http/app.ts'
import type { App } from '../platform/http/app.ts'
import { createMetrics } from '../platform/metrics.ts'
import { append } from './append.ts'
import {
  countListed,
  hashedRow,
  listNext,
  listingDuty,
  readListed,
  readListedSize,
  rebuildListing,
} from './listing.ts'
import { verifyListing } from './listing-audit.ts'
import type { LedgerFact, LedgerFacts } from './listing-routes.ts'
import { checkInclusion } from './merkle.ts'
import { ledgerModule } from './module.ts'
import { readEntries } from './reading.ts'
import { fillLedger, scratchLedger } from './scratch-ledger.ts'
import type { ScratchLedger } from './scratch-ledger.ts'
import { EMPTY_STATE_SHA256, rollState } from './state-hash.ts'
import { readHead } from './store.ts'

const ORIGIN = 'http://localhost:41510'
/** One fact opens the log. */
const FILLED = [900, 200, 1400]
const SIZE = 2501
const ALL = { before: Number.MAX_SAFE_INTEGER, limit: 10_000 }

let ledger: ScratchLedger
let app: App
beforeAll(async () => {
  ledger = await scratchLedger()
  await fillLedger(ledger, FILLED, (n) => ({
    type: n % 2 === 0 ? 'garden.plant.planted' : 'garden.plant.removed',
    by: `p-${n % 3}`,
    effective: '2026-11-22T09:00:00Z',
    ...(n % 4 !== 3 && { clause: n % 5 === 0 ? '3.2.1' : '3.20' }),
    objects: [`bed-${n % 7}`, '花壇'],
    body: { n },
  }))
  app = buildApp({
    ctx: ledger.ctx,
    modules: [ledgerModule],
    checker: () => true,
    authenticate: () => ({ id: 'p-1' }),
    metrics: createMetrics('server'),
    readiness: () => Promise.reject(new Error('not asked here')),
    metricsText: () => Promise.resolve(''),
    origins: () => new Set([ORIGIN]),
  })
})
afterAll(() => ledger.drop())

async function get(path: string): Promise<Response> {
  return await app.request(`${ORIGIN}/api/ledger/${path}`, { headers: { host: 'localhost:41510' } })
}

async function json<T>(path: string): Promise<T> {
  const response = await get(path)
  expect(response.status, path).toBe(200)
  return (await response.json()) as T
}

async function listAll(): Promise<number> {
  let steps = 1
  while ((await listNext(ledger.ctx.db)).behind) steps++
  return steps
}

describe('the list of facts', () => {
  it('holds every integrated fact exactly once, in steps, also when two list at the same time', async () => {
    const empty = await json<LedgerFacts>('facts')
    expect([empty.listed, empty.facts.length, empty.head?.size]).toEqual([0, 0, SIZE])
    await Promise.all([listAll(), listAll()])
    const rows = await readListed(ledger.ctx.db, ALL)
    let compared = 0
    for await (const { index, at, fact } of readEntries(ledger.ctx.db, 0, SIZE)) {
      const { sizeBytes, ...row } = rows[SIZE - 1 - index]!
      const { body: _, ...listed } = fact
      expect(row).toEqual({ objects: [], ...listed, index, at })
      expect(sizeBytes).toBeGreaterThan(60)
      compared++
    }
    expect([compared, rows.length, await readListedSize(ledger.ctx.db)]).toEqual([SIZE, SIZE, SIZE])
  })

  it('is the same, and so is the hash of its state, when it is made anew in other steps', async () => {
    const before = await readListed(ledger.ctx.db, ALL)
    const good = await verifyListing(ledger.ctx.db)
    expect(good).toMatchObject({ ok: true, position: SIZE, recorded: good.computed })
    expect(good.recorded).toMatch(/^(?!0{64})[0-9a-f]{64}$/)
    const rebuilt = await rebuildListing(ledger.ctx.db)
    expect(rebuilt).toEqual({ listed: SIZE, stateSha256: good.recorded })
    expect(await readListed(ledger.ctx.db, ALL)).toEqual(before)
    expect(before.length).toBe(SIZE)
    // Steps of one row and of seven give what a thousand at a time gave.
    const rows = before.toReversed().map(hashedRow)
    for (const step of [1, 7]) {
      let state = EMPTY_STATE_SHA256
      for (let from = 0; from < SIZE; from += step) state = rollState(state, rows.slice(from, from + step))
      expect(state).toBe(good.recorded)
    }
  })

  it('is told from what the facts make of it after each of eight changes, the entry named', async () => {
    const changes: [string, number][] = [
      ["update ledger.listing set by = 'p-77' where index = 1234", 1234],
      ['update ledger.listing set at_ms = at_ms + 1 where index = 2500', 2500],
      ["update ledger.listing set objects = '{}' where index = 999", 999],
      ["update ledger.listing set clause = '5.1' where index = 4", 4],
      ['delete from ledger.listing where index = 1000', 1000],
      ["insert into ledger.listing values (2501, 0, 'garden.gate.opened', 'p-1', null, '{}', null, 9)", SIZE],
      [`update ledger.cursor set state_sha256 = '${'7'.repeat(64)}' where name = 'ledger listing'`, 0],
      ["update ledger.cursor set next_index = 2502 where name = 'ledger listing'", SIZE],
    ]
    for (const [change, index] of changes) {
      const undone = new Error('undone')
      const work = ledger.ctx.db.transaction().execute(async (tx) => {
        await sql.raw(change).execute(tx)
        const report = await verifyListing(tx)
        expect([report.ok, report.first_bad?.index], change).toEqual([false, index])
        throw undone
      })
      await expect(work).rejects.toBe(undone)
    }
    expect(changes.length).toBe(8)
    expect((await verifyListing(ledger.ctx.db)).ok).toBe(true)
  })

  it('carries on after a step that failed, and does not list what that step had', async () => {
    const failing = inTransaction(ledger.ctx.db, async (tx) => {
      await sql`update ledger.cursor set next_index = 7 where name = 'ledger listing'`.execute(tx)
      throw new Error('as if the power went')
    })
    await expect(failing).rejects.toThrow('as if the power went')
    expect(await listNext(ledger.ctx.db)).toEqual({ listed: SIZE, behind: false })
  })
})

describe('the list over HTTP', () => {
  it('is turned page by page, newest first, without a gap or a repetition', async () => {
    const seen: number[] = []
    for (let next: number | null = Number.MAX_SAFE_INTEGER; next !== null;) {
      const page: LedgerFacts = await json<LedgerFacts>(`facts?before=${next}&limit=500`)
      seen.push(...page.facts.map(({ index }) => index))
      next = page.next
    }
    expect(seen).toEqual(Array.from({ length: SIZE }, (_, order) => SIZE - 1 - order))
    expect((await get('facts?limit=501')).status).toBe(400)
    expect((await json<LedgerFacts>('facts')).facts.length).toBe(50)
  })

  it('finds by type, person, object and clause, a clause with those below it but no other', async () => {
    const rows = await readListed(ledger.ctx.db, ALL)
    const cases: [string, (row: (typeof rows)[number]) => boolean][] = [
      ['type=garden.plant.removed', ({ type }) => type === 'garden.plant.removed'],
      ['by=p-2', ({ by }) => by === 'p-2'],
      ['object=bed-3', ({ objects }) => objects.includes('bed-3')],
      [`object=${encodeURIComponent('花壇')}&clause=3.20`, ({ clause }) => clause === '3.20'],
      ['clause=3.2', ({ clause }) => clause === '3.2.1'],
      ['clause=3', ({ clause }) => clause !== undefined],
      [
        'by=p-1&clause=3.2.1&object=bed-5',
        (row) => row.by === 'p-1' && row.clause === '3.2.1' && row.objects.includes('bed-5'),
      ],
      ['by=nobody', () => false],
    ]
    for (const [query, wanted] of cases) {
      const expected = rows.filter(wanted)
      const page = await json<LedgerFacts>(`facts?limit=500&${query}`)
      expect(page.found, query).toEqual({ count: expected.length, more: false })
      expect(
        page.facts.map(({ index }) => index),
        query,
      ).toEqual(expected.slice(0, 500).map(({ index }) => index))
    }
    expect(cases.filter(([, wanted]) => rows.some(wanted)).length).toBe(7)
  })

  it('tells facts that wait apart from those in the tree, and narrows them alike', async () => {
    await inTransaction(ledger.ctx.db, async (tx) => {
      for (let n = 0; n < 30; n++)
        await append(tx, { type: 'garden.shed.painted', by: `p-${n % 2}`, objects: [`shed-${n}`], body: {} })
    })
    const { pending, facts, found } = await json<LedgerFacts>('facts')
    expect([pending.count, pending.facts.length, pending.facts[0]?.objects]).toEqual([30, 20, ['shed-29']])
    expect(facts.some(({ type }) => type === 'garden.shed.painted')).toBe(false)
    expect(found.count).toBe(SIZE)
    expect((await json<LedgerFacts>('facts?object=shed-29')).pending.facts.length).toBe(1)
    expect((await json<LedgerFacts>('facts?by=p-1')).pending.facts.length).toBe(10)
  })

  it('gives each fact with a proof that checks against its checkpoint, and says what is not there', async () => {
    let checked = 0
    for (const index of [0, 1, 255, 256, 1023, 1024, 2047, 2499, 2500]) {
      const fact = await json<LedgerFact>(`facts/${index}`)
      const [leaf, root, ...proof] = [fact.hash, fact.root, ...fact.proof].map((text) =>
        Buffer.from(text, 'base64'),
      )
      const inclusion = { index: BigInt(index), size: BigInt(fact.size), leaf: leaf!, root: root!, proof }
      expect(checkInclusion(inclusion)).toEqual({ ok: true })
      expect(fact.checkpoint?.note.split('\n').slice(1, 3)).toEqual([String(SIZE), fact.root])
      expect(JSON.parse(fact.leaf)).toMatchObject({ at: fact.recordedAt })
      checked++
    }
    expect(checked).toBe(9)
    const beyond = await get(`facts/${SIZE}`)
    expect([beyond.status, await beyond.json()]).toMatchObject([404, { error: { kind: 'missing' } }])
    expect((await get('facts/-1')).status).toBe(400)
  })
})

describe('the duty', () => {
  it('lists what is integrated while it leads', async () => {
    const leading = ledger.lead()
    const over = new AbortController()
    const running = listingDuty.run(ledger.ctx, {
      epoch: 1n,
      signal: over.signal,
      assertCurrent: () => Promise.resolve(),
    })
    const { index } = await ledger.record({ type: 'garden.gate.opened', by: 'p-9', body: {} })
    await expect.poll(() => readListedSize(ledger.ctx.db), { timeout: 10_000 }).toBeGreaterThan(index)
    expect(await countListed(ledger.ctx.db, { by: 'p-9' })).toEqual({ count: 1, more: false })
    expect((await readHead(ledger.ctx.db))?.size).toBe(SIZE + 31)
    over.abort()
    await running
    await leading.stop()
  })

  it('counts no further than it has to', async () => {
    await sql`insert into ledger.listing (index, at_ms, type, by, objects, size)
      select n, 0, 'garden.stone.laid', 'p-1', '{}', 1 from generate_series(1000000, 1010004) as n`.execute(
      ledger.ctx.db,
    )
    expect(await countListed(ledger.ctx.db, { type: 'garden.stone.laid' })).toEqual({
      count: 10_000,
      more: true,
    })
  })
})
