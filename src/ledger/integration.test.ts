import { readFileSync, statSync, writeFileSync } from 'node:fs'
import { sql } from 'kysely'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { inTransaction } from '../platform/database.ts'
import { appendAll } from './append-all.ts'
import { append } from './append.ts'
import { verifyLog } from './audit-database.ts'
import { openCheckpoint } from './checkpoint.ts'
import type { Fact } from './fact.ts'
import { keyFilePath } from './key-file.ts'
import { leafHash } from './merkle.ts'
import { checkConsistency, checkInclusion } from './merkle.ts'
import { parseVerifier } from './note.ts'
import { checkpointPath } from './publisher.ts'
import { proveConsistency, proveInclusion, readEntries, readLeafAt, rootAt } from './reading.ts'
import { scratchLedger } from './scratch-ledger.ts'
import type { ScratchLedger } from './scratch-ledger.ts'
import { readHead, readOrigins } from './store.ts'
import { integrated } from './waiting.ts'

let ledger: ScratchLedger
beforeAll(async () => {
  ledger = await scratchLedger()
})
afterAll(() => ledger.drop())

function fact(n: number, size = 10): Fact {
  return {
    type: 'garden.plant.planted',
    by: 'p-1',
    objects: [`bed-${n}`],
    body: { n, text: '松'.repeat(size) },
  }
}

async function collect(from: number, until: number) {
  const entries = []
  for await (const entry of readEntries(ledger.ctx.db, from, until)) entries.push(entry)
  return entries
}

describe('integration', () => {
  it('founds the log: a key file of its own, an origin, and the opening fact as entry 0', async () => {
    const leading = ledger.lead()
    const first = await ledger.record(fact(0))
    expect(first.index).toBe(1)
    await leading.stop()
    const [origin] = await readOrigins(ledger.ctx.db)
    const [opening] = await collect(0, 1)
    expect(opening?.fact.type).toBe('ledger.origin.opened')
    expect(opening?.fact.body).toMatchObject({ origin: origin?.name, keys: origin?.vkeys })
    expect(statSync(keyFilePath(ledger.ctx.config)).mode & 0o777).toBe(0o600)
    expect(readFileSync(keyFilePath(ledger.ctx.config), 'utf8')).toMatch(
      /^PRIVATE\+KEY\+localhost\/ledger\/[0-9a-f]{10}\+/,
    )
    const { rows } = await sql<{ text: string }>`
      select string_agg(row::text, '') as text from (
        select * from ledger.origin cross join ledger.head cross join ledger.checkpoint) as row`.execute(
      ledger.ctx.db,
    )
    expect(rows[0]?.text).toContain(origin?.name)
    expect(rows[0]?.text).not.toContain('PRIVATE')
  })

  it('integrates each of 3,000 facts of 40 writers once, with instants that never decrease', async () => {
    const leading = ledger.lead()
    const writers = Array.from({ length: 40 }, async (_, writer) => {
      const places = []
      for (let n = 0; n < 75; n++)
        places.push({ n: writer * 75 + n, ...(await ledger.record(fact(writer * 75 + n))) })
      return places
    })
    const places = (await Promise.all(writers)).flat()
    await leading.stop()
    const head = await readHead(ledger.ctx.db)
    expect(head?.size).toBe(3002)
    const entries = await collect(0, 3002)
    expect(entries.map(({ index }) => index)).toEqual(Array.from({ length: 3002 }, (_, index) => index))
    const decreasing = entries.filter(({ at }, order) => at < (entries[order - 1]?.at ?? 0))
    expect(decreasing).toEqual([])
    for (const { n, index, at } of places) {
      expect(entries[index]?.fact.body).toMatchObject({ n })
      expect(entries[index]?.at).toBe(at)
    }
    expect(new Set(places.map(({ index }) => index)).size).toBe(3000)
    const { rows } = await sql<{ left: string }>`select count(*) as left from ledger.pending`.execute(
      ledger.ctx.db,
    )
    expect(rows[0]?.left).toBe('0')
  })

  it('proves entries and earlier sizes from what is stored', async () => {
    const head = await readHead(ledger.ctx.db)
    const size = head?.size ?? 0
    const root = head?.root ?? Buffer.alloc(0)
    let checked = 0
    for (let index = 0; index < size; index += 97) {
      const leaf = leafHash((await readLeafAt(ledger.ctx.db, index)) ?? Buffer.alloc(0))
      const proof = await proveInclusion(ledger.ctx.db, index, size)
      expect(checkInclusion({ index: BigInt(index), size: BigInt(size), leaf, proof, root })).toEqual({
        ok: true,
      })
      const root1 = await rootAt(ledger.ctx.db, index + 1)
      const steps = await proveConsistency(ledger.ctx.db, index + 1, size)
      const sizes = { size1: BigInt(index + 1), size2: BigInt(size) }
      expect(checkConsistency({ ...sizes, root1, root2: root, proof: steps })).toEqual({ ok: true })
      checked++
    }
    expect(checked).toBe(31)
  })

  it('publishes signed checkpoints of durable heads, one root for each size', async () => {
    const [origin] = await readOrigins(ledger.ctx.db)
    const verifiers = (origin?.vkeys ?? []).map(parseVerifier)
    const { rows } = await sql<{ size: string; note: string }>`
      select size, note from ledger.checkpoint order by size`.execute(ledger.ctx.db)
    expect(rows.length).toBeGreaterThanOrEqual(2)
    for (const { size, note } of rows) {
      const stated = openCheckpoint(note, verifiers)
      expect(stated.size).toBe(Number(size))
      expect(Buffer.compare(stated.root, await rootAt(ledger.ctx.db, stated.size))).toBe(0)
    }
    const newest = openCheckpoint(readFileSync(checkpointPath(ledger.ctx.config), 'utf8'), verifiers)
    expect(newest.size).toBe((await readHead(ledger.ctx.db))?.size)
  })

  it('holds facts of 65,000 bytes and many of them in one transaction', async () => {
    const leading = ledger.lead()
    const large = await Promise.all([1, 2, 3].map(() => ledger.record(fact(9, 21_600))))
    const ids = await inTransaction(ledger.ctx.db, async (tx) => {
      const all = []
      for (let n = 0; n < 600; n++) all.push((await append(tx, fact(n))).id)
      return all
    })
    const places = await Promise.all(ids.map((id) => integrated(ledger.ctx, id)))
    await leading.stop()
    expect(large.every(({ index }) => index > 3000)).toBe(true)
    expect(places.map(({ index }) => index)).toEqual(
      places.map((_, order) => (places[0]?.index ?? 0) + order),
    )
  })

  it('takes 5,000 facts that were appended at once, in their order, beside others', async () => {
    const leading = ledger.lead()
    const others = Promise.all(Array.from({ length: 20 }, (_, n) => ledger.record(fact(n))))
    const facts = Array.from({ length: 5000 }, (_, n) => ({ ...fact(n, n % 50), type: 'garden.seed.sown' }))
    const last = await inTransaction(ledger.ctx.db, (tx) => appendAll(tx, facts))
    const place = await integrated(ledger.ctx, last?.id ?? 0n)
    await others
    await leading.stop()
    const sown = []
    const size = (await readHead(ledger.ctx.db))?.size ?? 0
    for await (const entry of readEntries(ledger.ctx.db, 0, size, ['garden.seed.sown'])) sown.push(entry)
    expect(sown.map((entry) => entry.fact.body['n'])).toEqual(facts.map(({ body }) => body['n']))
    expect(sown.some(({ index }) => index === place.index)).toBe(true)
    expect(await verifyLog(ledger.ctx.db)).toMatchObject({ ok: true })
    expect(await inTransaction(ledger.ctx.db, (tx) => appendAll(tx, []))).toBeUndefined()
    const wrong = inTransaction(ledger.ctx.db, (tx) => appendAll(tx, [fact(1), { ...fact(2), type: 'no' }]))
    await expect(wrong).rejects.toThrow(/type/)
  })

  it('puts rows that are no facts aside, names them, and goes on', async () => {
    const bad = [
      'not json',
      '{"b":1,"type":"a.b.c" }',
      '{"a":1}',
      '{"a":1,"type":"a.b.c"}\n{"a":2}',
      '{"a":1,"type":"a.b.c"}\u001e',
    ]
    const { rows } = await sql<{ id: string }>`
      insert into ledger.pending (bytes) select convert_to(text, 'UTF8') from unnest(${bad}::text[]) as text
      returning id`.execute(ledger.ctx.db)
    const leading = ledger.lead()
    const good = await ledger.record(fact(1))
    expect(good.index).toBeGreaterThan(3000)
    for (const { id } of rows)
      await expect(integrated(ledger.ctx, BigInt(id))).rejects.toThrow(/refused fact/)
    await leading.stop()
    const refused = await sql<{ because: string }>`select because from ledger.refused order by id`.execute(
      ledger.ctx.db,
    )
    expect(refused.rows).toHaveLength(bad.length)
  })

  it('does not take a fact before its transaction commits, however late that is', async () => {
    const leading = ledger.lead()
    const held = Promise.withResolvers<void>()
    const late = inTransaction(ledger.ctx.db, async (tx) => {
      const { id } = await append(tx, fact(1))
      await held.promise
      return id
    })
    const before = await ledger.record(fact(2))
    held.resolve()
    const after = await integrated(ledger.ctx, await late)
    await leading.stop()
    expect(after.index).toBeGreaterThan(before.index)
  })

  it('refuses a second sequencer: of two that lead at once, one is stopped by the size', async () => {
    const [one, two] = [ledger.lead(), ledger.lead()]
    const before = (await readHead(ledger.ctx.db))?.size ?? 0
    const places = await Promise.all(Array.from({ length: 200 }, (_, n) => ledger.record(fact(n))))
    expect(new Set(places.map(({ index }) => index)).size).toBe(200)
    await Promise.allSettled([one.stop(), two.stop()])
    expect((await readHead(ledger.ctx.db))?.size).toBe(before + 200)
    const failures = [await one.failed, await two.failed].filter((failure) => failure !== undefined)
    expect(failures.length).toBeLessThanOrEqual(1)
    expect(failures.map(String).filter((text) => !/no longer has/.test(text))).toEqual([])
  })

  it('refuses to go on from a database that was set back', async () => {
    const head = await readHead(ledger.ctx.db)
    const path = checkpointPath(ledger.ctx.config)
    const published = readFileSync(path, 'utf8')
    const cut = await ledger.ctx.db.connection().execute(async (db) => {
      await sql`set session_replication_role = replica`.execute(db)
      const { rows } = await sql<{ first: string }>`
        delete from ledger.run where first_index = (select max(first_index) from ledger.run) returning first_index as first`.execute(
        db,
      )
      const size = Number(rows[0]?.first)
      await sql`update ledger.head set size = ${size}, root = ${Buffer.from(await rootAt(db, size))}`.execute(
        db,
      )
      await sql`delete from ledger.checkpoint where size > ${size}`.execute(db)
      await sql`set session_replication_role = origin`.execute(db)
      return size
    })
    expect(cut).toBeLessThan(head?.size ?? 0)
    const failure = await ledger.lead().failed
    expect(String(failure)).toMatch(/it was set back/)
    writeFileSync(path, published.replace(/\n\d+\n/, `\n${cut}\n`))
    expect(String(await ledger.lead().failed)).toMatch(/signature .* is wrong/)
  })
})
