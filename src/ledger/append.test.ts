import { sql } from 'kysely'
import { afterAll, beforeAll, expect, it } from 'vitest'
import { inTransaction } from '../platform/database.ts'
import { InputError } from '../platform/failure.ts'
import { scratchDatabase } from '../platform/scratch-database.ts'
import type { ScratchDatabase } from '../platform/scratch-database.ts'
import { FACT_BYTES_MAX, append, factBytes } from './append.ts'
import type { Fact } from './fact.ts'

const ledger = { name: 'ledger', migrations: new URL('./migrations/', import.meta.url) }
const planted: Fact = {
  type: 'garden.plant.planted',
  by: 'p-0191',
  effective: '2026-11-22T09:00:00Z',
  clause: '3.2.1',
  objects: ['bed-1', '松'],
  body: { name: '松', leaves: 3 },
}

let scratch: ScratchDatabase
beforeAll(async () => {
  scratch = await scratchDatabase([ledger])
})
afterAll(() => scratch.drop())

it('writes the canonical bytes in the transaction of the caller, and nothing when that rolls back', async () => {
  const kept = await inTransaction(scratch.db, (tx) => append(tx, planted))
  await expect(
    inTransaction(scratch.db, async (tx) => {
      await append(tx, planted)
      throw new Error('changed our mind')
    }),
  ).rejects.toThrow('changed our mind')
  const { rows } = await sql<{ id: string; bytes: Buffer; now: boolean }>`select id, bytes,
    enqueued_at between clock_timestamp() - interval '1 minute' and clock_timestamp() as now
    from ledger.pending`.execute(scratch.db)
  expect(rows).toHaveLength(1)
  expect(rows[0]?.id).toBe(String(kept.id))
  expect(rows[0]?.now).toBe(true)
  expect(rows[0]?.bytes.toString('utf8')).toBe(
    '{"body":{"leaves":3,"name":"松"},"by":"p-0191","clause":"3.2.1","effective":"2026-11-22T09:00:00Z",' +
      '"objects":["bed-1","松"],"type":"garden.plant.planted"}',
  )
})

it('gives ids that grow, also over transactions at the same time', async () => {
  const ids = await Promise.all(
    Array.from({ length: 20 }, () => inTransaction(scratch.db, (tx) => append(tx, planted))),
  )
  expect(new Set(ids.map(({ id }) => id)).size).toBe(20)
})

const bad: [path: string, fact: Partial<Record<keyof Fact | 'note', unknown>>][] = [
  ['type', { type: 'garden.planted' }],
  ['type', { type: 'Garden.plant.planted' }],
  ['by', { by: 'Hanako Yamada' }],
  ['by', { by: '' }],
  ['clause', { clause: '3.' }],
  ['effective', { effective: '2026-11-22T18:00:00+09:00' }],
  ['effective', { effective: '2026-02-30T00:00:00Z' }],
  ['objects.1', { objects: ['a', ''] }],
  ['objects', { objects: Array.from({ length: 1001 }, String) }],
  ['note', { note: 'unknown member' }],
  ['body.size', { body: { size: Number.NaN } }],
  ['body.name', { body: { name: '\ud800' } }],
]

it.each(bad)('refuses what is not well-formed and says where: %s', (path, change) => {
  const fact = { ...planted, ...change } as Fact
  const error = (() => {
    try {
      return factBytes(fact)
    } catch (thrown) {
      return thrown
    }
  })()
  expect(error).toBeInstanceOf(InputError)
  expect((error as InputError).place.path).toBe(path)
})

const withText = (length: number): Fact => ({
  type: 'a.b.c',
  by: 'system:a',
  body: { t: 'x'.repeat(length) },
})

it('holds facts up to the bound, in our check and in the table, and no larger one', async () => {
  const empty = factBytes(withText(0)).length
  const largest = withText(FACT_BYTES_MAX - empty)
  expect(factBytes(largest).length).toBe(65_000)
  await inTransaction(scratch.db, (tx) => append(tx, largest))
  expect(() => factBytes(withText(FACT_BYTES_MAX - empty + 1))).toThrow('at most 65000 bytes, found 65001')
})
