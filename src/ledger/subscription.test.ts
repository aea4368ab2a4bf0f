import { sql } from 'kysely'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import type { Db, Tx } from '../platform/database.ts'
import type { Json } from '../platform/text.ts'
import type { Entry } from './leaf.ts'
import { readEntries } from './reading.ts'
import { scratchLedger } from './scratch-ledger.ts'
import type { ScratchLedger } from './scratch-ledger.ts'
import { readHead, readPosition } from './store.ts'
import { compareState, deliver, rebuild, subscriptionDuty } from './subscription.ts'
import type { Projection, Subscription } from './subscription.ts'

let ledger: ScratchLedger
let leading: ReturnType<ScratchLedger['lead']>
beforeAll(async () => {
  ledger = await scratchLedger()
  leading = ledger.lead()
  await sql`create table garden (bed text primary key, plants bigint not null, last_index bigint not null)`.execute(
    ledger.ctx.db,
  )
})
afterAll(async () => {
  await leading.stop()
  await ledger.drop()
})

const KINDS = ['garden.plant.planted', 'garden.plant.removed', 'garden.shed.painted'] as const

/** A small deterministic sequence: which bed, and what happens there. */
async function record(count: number, seed: number): Promise<void> {
  const facts = Array.from({ length: count }, (_, n) => {
    const draw = (seed * 31 + n * 7919) % 1009
    return { type: KINDS[draw % 3] ?? KINDS[0], by: 'p-1', objects: [`bed-${draw % 5}`], body: { n } }
  })
  await Promise.all(facts.map((fact) => ledger.record(fact)))
}

async function stateOf(db: Db | Tx): Promise<Json> {
  const { rows } = await sql<{ bed: string; plants: string; last_index: string }>`
    select * from garden order by bed`.execute(db)
  return rows.map(({ bed, plants, last_index }) => [bed, Number(plants), Number(last_index)])
}

/** Keeps the plants of each bed; counts every fact, so that one given twice or left out shows. */
const garden: Subscription & { projection: Projection } = {
  name: 'garden',
  types: ['garden.plant.planted', 'garden.plant.removed'],
  handle: async (tx, entries) => {
    for (const { index, fact } of entries) {
      const change = fact.type === 'garden.plant.planted' ? 1 : -1
      await sql`insert into garden values (${fact.objects?.[0]}, ${change}, ${index})
        on conflict (bed) do update set plants = garden.plants + ${change}, last_index = ${index}`.execute(tx)
    }
  },
  projection: {
    state: stateOf,
    clear: async (tx) => {
      await sql`delete from garden`.execute(tx)
    },
  },
}

/** The same as a pure fold: what replay gives. */
function fold(state: Map<string, [number, number]>, { index, fact }: Entry): Map<string, [number, number]> {
  if (!garden.types.includes(fact.type)) return state
  const bed = fact.objects?.[0] ?? ''
  const change = fact.type === 'garden.plant.planted' ? 1 : -1
  return state.set(bed, [(state.get(bed)?.[0] ?? 0) + change, index])
}

async function replay(position: number): Promise<Json> {
  let state = new Map<string, [number, number]>()
  for await (const entry of readEntries(ledger.ctx.db, 0, position)) state = fold(state, entry)
  return [...state].toSorted(([a], [b]) => (a < b ? -1 : 1)).map(([bed, rest]) => [bed, ...rest])
}

describe('subscribers', () => {
  it('are at every step what replay of the prefix gives, also when steps fail half-way', async () => {
    let compared = 0
    let failures = 0
    for (let round = 0; round < 25; round++) {
      await record(1 + ((round * 17) % 60), round)
      const failing: Subscription = {
        ...garden,
        handle: async (tx, entries) => {
          await garden.handle(tx, entries)
          failures++
          if (failures % 3 === 0) throw new Error('half-way')
        },
      }
      const { position } = await deliver(ledger.ctx.db, failing).catch(() => deliver(ledger.ctx.db, garden))
      expect(await stateOf(ledger.ctx.db)).toEqual(await replay(position))
      compared++
    }
    expect(compared).toBe(25)
    expect(failures).toBeGreaterThan(15)
  })

  it('record the hash of their state, and are the same when built anew', async () => {
    const hash = async () => {
      const { rows } = await sql<{ state_sha256: string }>`
        select state_sha256 from ledger.cursor where name = 'garden'`.execute(ledger.ctx.db)
      return rows[0]?.state_sha256
    }
    await deliver(ledger.ctx.db, garden)
    const [before, state] = [await hash(), await stateOf(ledger.ctx.db)]
    expect(before).toMatch(/^[0-9a-f]{64}$/)
    const { position } = await rebuild(ledger.ctx.db, garden)
    expect(position).toBe((await readHead(ledger.ctx.db))?.size)
    expect([await hash(), await stateOf(ledger.ctx.db)]).toEqual([before, state])
  })

  it('are told from what the facts make of them when somebody has changed their tables', async () => {
    const good = await compareState(ledger.ctx.db, garden)
    expect(good).toEqual({
      position: (await readHead(ledger.ctx.db))?.size,
      recorded: good.replayed,
      stored: good.replayed,
      replayed: expect.stringMatching(/^[0-9a-f]{64}$/),
    })
    const before = await stateOf(ledger.ctx.db)
    await sql`update garden set plants = plants + 1 where bed = 'bed-2'`.execute(ledger.ctx.db)
    const { recorded, stored, replayed } = await compareState(ledger.ctx.db, garden)
    expect([recorded, replayed, stored === replayed]).toEqual([good.recorded, good.replayed, false])
    await rebuild(ledger.ctx.db, garden)
    expect([await stateOf(ledger.ctx.db), await compareState(ledger.ctx.db, garden)]).toEqual([before, good])
  })

  it('are given each fact once though two processes deliver at a time', async () => {
    await record(200, 5)
    await Promise.all(Array.from({ length: 6 }, () => deliver(ledger.ctx.db, garden)))
    const size = (await readHead(ledger.ctx.db))?.size ?? 0
    expect(await stateOf(ledger.ctx.db)).toEqual(await replay(size))
  })

  it('follow by themselves while their duty runs, one failing without holding up the others', async () => {
    const seen: number[] = []
    const watcher: Subscription = {
      name: 'watcher',
      types: ['garden.shed.painted'],
      handle: (_tx, entries) => {
        seen.push(...entries.map(({ index }) => index))
        return Promise.resolve()
      },
    }
    const broken: Subscription = {
      ...watcher,
      name: 'broken',
      handle: () => Promise.reject(new Error('broken')),
    }
    const over = new AbortController()
    const term = { epoch: 1n, signal: over.signal, assertCurrent: () => Promise.resolve() }
    const running = subscriptionDuty([broken, watcher]).run(ledger.ctx, term)
    await record(90, 1)
    const painted = []
    const size = (await readHead(ledger.ctx.db))?.size ?? 0
    for await (const { index } of readEntries(ledger.ctx.db, 0, size, ['garden.shed.painted']))
      painted.push(index)
    await expect.poll(() => seen, { timeout: 5000 }).toEqual(painted)
    over.abort()
    await running
    expect(painted.length).toBeGreaterThan(30)
    expect(() => subscriptionDuty([watcher, watcher])).toThrow(/one name/)
  })

  it('find the position of an instant', async () => {
    const size = (await readHead(ledger.ctx.db))?.size ?? 0
    const entries = []
    for await (const entry of readEntries(ledger.ctx.db, 0, size)) entries.push(entry)
    for (const { at } of [entries[0], entries[size >> 1], entries[size - 1]].filter(
      (entry) => entry !== undefined,
    )) {
      expect(await readPosition(ledger.ctx.db, at)).toBe(entries.filter((entry) => entry.at <= at).length)
      expect(await readPosition(ledger.ctx.db, at - 1)).toBe(entries.filter((entry) => entry.at < at).length)
    }
    expect(await readPosition(ledger.ctx.db, 0)).toBe(0)
  })
})
