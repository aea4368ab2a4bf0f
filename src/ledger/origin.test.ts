import { chmodSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { sql } from 'kysely'
import { afterEach, beforeEach, describe, expect, it } from 'vitest'
import { inTransaction, openDatabase } from '../platform/database.ts'
import type { Tx } from '../platform/database.ts'
import { InputError } from '../platform/failure.ts'
import { append } from './append.ts'
import { verifyLog } from './audit-database.ts'
import type { KeptCheckpoint } from './audit-database.ts'
import { keyFilePath, readKeyFile } from './key-file.ts'
import { integrationDuty } from './integration.ts'
import type { Entry } from './leaf.ts'
import { openLog, reopenLog, retireKey, rotateKey } from './origin.ts'
import { checkpointPath } from './publisher.ts'
import { readLeafAt } from './reading.ts'
import { fillLedger, scratchLedger } from './scratch-ledger.ts'
import type { ScratchLedger } from './scratch-ledger.ts'
import { readCheckpoints, readHead, readOrigins } from './store.ts'
import { deliver } from './subscription.ts'
import { asSuperuser } from './tampering.ts'
import { integrated } from './waiting.ts'

let ledger: ScratchLedger
beforeEach(async () => {
  ledger = await scratchLedger()
})
afterEach(() => ledger.drop())

const fact = (n: number) => ({ type: 'garden.plant.planted', by: 'p-1', body: { n } })

function published(): KeptCheckpoint {
  return {
    note: readFileSync(checkpointPath(ledger.ctx.config), 'utf8'),
    from: { ja: '控え', en: 'the copy' },
  }
}

/** Sets the database back to what it held at `size`, as restoring a backup does. */
async function restoreTo(size: number): Promise<void> {
  await ledger.ctx.db.transaction().execute((tx) =>
    asSuperuser(tx, async () => {
      await sql`delete from ledger.run where first_index >= ${size}`.execute(tx)
      await sql`delete from ledger.tile where (index + 1) * 256 > ${size} and level = 0`.execute(tx)
      await sql`delete from ledger.checkpoint where size > ${size}`.execute(tx)
      const [last] = (await readCheckpoints(tx, size - 1, 1)).map(({ note }) => note.split('\n')[2] ?? '')
      await sql`update ledger.head set size = ${size}, root = ${Buffer.from(last ?? '', 'base64')},
        at_ms = (select max(at_ms) from ledger.run)`.execute(tx)
    }),
  )
}

describe('a restore', () => {
  it('stops integration, and goes on under a new origin that cites the last checkpoint of the old one', async () => {
    await fillLedger(ledger, [99, 200, 300], fact)
    const early = (await readCheckpoints(ledger.ctx.db, 0, 1))[0]?.note ?? ''
    const late = published()
    const old = (await readHead(ledger.ctx.db))?.origin ?? ''
    await restoreTo(300)
    await expect(openLog(ledger.ctx)).rejects.toThrow(/was set back/)
    const vkeys = readKeyFile(keyFilePath(ledger.ctx.config)).map(({ vkey }) => vkey)
    expect(await verifyLog(ledger.ctx.db, { vkeys, checkpoints: [late] })).toMatchObject({
      ok: false,
      first_bad: { index: 300, until: 600 },
    })

    const head = await reopenLog(ledger.ctx, 'disk lost, backup of the night')
    expect(head.origin).not.toBe(old)
    expect(head.size).toBe(301)
    const opening = JSON.parse(Buffer.from((await readLeafAt(ledger.ctx.db, 300)) ?? []).toString()) as {
      fact: { type: string; body: { previous: Record<string, unknown>; because: string } }
    }
    expect(opening.fact.type).toBe('ledger.origin.opened')
    expect(opening.fact.body.previous).toEqual({ origin: old, kept: 300, checkpoint: late.note })
    await fillLedger(ledger, [50], fact)

    const trusted = readKeyFile(keyFilePath(ledger.ctx.config)).map(({ vkey }) => vkey)
    expect(await verifyLog(ledger.ctx.db, { vkeys: trusted, checkpoints: [published()] })).toMatchObject({
      ok: true,
      size: 351,
    })
    // Checkpoints from before what was lost still hold; those after it show what the log itself declares.
    const from = { ja: '古い控え', en: 'an early copy' }
    expect(
      await verifyLog(ledger.ctx.db, { vkeys: trusted, checkpoints: [{ note: early, from }] }),
    ).toMatchObject({ ok: true })
    const lost = await verifyLog(ledger.ctx.db, { vkeys: trusted, checkpoints: [late] })
    expect(lost).toMatchObject({ ok: false, first_bad: { index: 300, until: 600 } })
    expect(lost.first_bad?.because.en).toContain('entry 300 declares a restore')
  })

  it('cites nothing that the old keys have not signed', async () => {
    await fillLedger(ledger, [5], fact)
    await expect(reopenLog(ledger.ctx, 'why', 'a note\n\n— of nobody AAAAAAAA\n')).rejects.toThrow(InputError)
    expect(await readOrigins(ledger.ctx.db)).toHaveLength(1)
  })
})

describe('signing keys', () => {
  it('rotate: the log names the new one, both sign, then the old one retires', async () => {
    await fillLedger(ledger, [10], fact)
    const [old] = readKeyFile(keyFilePath(ledger.ctx.config)).map(({ vkey }) => vkey)
    const fresh = await rotateKey(ledger.ctx)
    const leading = ledger.lead()
    await ledger.record(fact(1))
    await leading.stop()
    expect(
      published()
        .note.split('\n')
        .filter((line) => line.startsWith('—')),
    ).toHaveLength(2)
    for (const vkey of [old ?? '', fresh]) {
      expect(await verifyLog(ledger.ctx.db, { vkeys: [vkey], checkpoints: [published()] })).toMatchObject({
        ok: true,
      })
    }
    await retireKey(ledger.ctx, old ?? '')
    const again = ledger.lead()
    await ledger.record(fact(2))
    await again.stop()
    expect(
      published()
        .note.split('\n')
        .filter((line) => line.startsWith('—')),
    ).toHaveLength(1)
    expect(await verifyLog(ledger.ctx.db, { vkeys: [fresh], checkpoints: [published()] })).toMatchObject({
      ok: true,
    })
    expect(await verifyLog(ledger.ctx.db, { vkeys: [old ?? ''] })).toMatchObject({
      ok: false,
      first_bad: { index: 0 },
    })
    await expect(retireKey(ledger.ctx, fresh)).rejects.toThrow(InputError)
  })

  it('are never made anew when they are missing, and refused when others can read them', async () => {
    await fillLedger(ledger, [3], fact)
    const path = keyFilePath(ledger.ctx.config)
    const content = readFileSync(path)
    chmodSync(path, 0o640)
    await expect(openLog(ledger.ctx)).rejects.toThrow(/chmod 600/)
    rmSync(path)
    await expect(openLog(ledger.ctx)).rejects.toThrow(/the signing key of the ledger/)
    writeFileSync(path, 'PRIVATE+KEY+nonsense\n', { mode: 0o600 })
    await expect(openLog(ledger.ctx)).rejects.toThrow(/signing-keys:1: a signing key/)
    writeFileSync(path, content, { mode: 0o600 })
    expect((await openLog(ledger.ctx)).head.size).toBe(4)
  })
})

describe("the application's role", () => {
  const forbidden = [
    'update ledger.run set at_ms = 0',
    'delete from ledger.run',
    'truncate ledger.run',
    "insert into ledger.run (first_index, count, at_ms, ids, id_max, leaves, facts) values (9, 1, 1, '{1}', 1, sha256(''), '')",
    'update ledger.tile set root = sha256(root)',
    'delete from ledger.tile',
    'truncate ledger.tile',
    'update ledger.head set size = 0',
    'delete from ledger.head',
    "update ledger.checkpoint set note = ''",
    'delete from ledger.checkpoint',
    "insert into ledger.checkpoint (origin, size, note) select name, 1, '' from ledger.origin",
    'update ledger.origin set first_index = 1',
    'delete from ledger.origin',
    'delete from ledger.key',
    'update ledger.pending set bytes = bytes',
    'delete from ledger.pending',
    'truncate ledger.pending',
    'delete from ledger.refused',
    'delete from ledger.cursor',
    'drop table ledger.run',
    'alter table ledger.run disable trigger all',
    'create table ledger.more (n integer)',
    'set local session_replication_role = replica',
  ]

  it(`can do none of ${forbidden.length} things that would change the log, and can append`, async () => {
    await fillLedger(ledger, [3], fact)
    const before = await verifyLog(ledger.ctx.db)
    for (const statement of forbidden) {
      const attempt = ledger.ctx.db.transaction().execute(async (tx) => {
        await sql`set local role kensho_app`.execute(tx)
        await sql.raw(statement).execute(tx)
      })
      await expect(attempt, statement).rejects.toMatchObject({ code: '42501' })
    }
    expect(await verifyLog(ledger.ctx.db)).toEqual(before)
  })

  it('is enough to found, integrate, publish and deliver', async () => {
    const url = new URL(ledger.database.connectionString.replace('postgres:///', 'postgres://localhost/'))
    const options = encodeURIComponent('-c role=kensho_app')
    const connectionString = `${ledger.database.connectionString}${url.search === '' ? '?' : '&'}options=${options}`
    const { db: asApplication, close } = openDatabase(connectionString, { log: ledger.ctx.log })
    const ctx = { ...ledger.ctx, db: asApplication }
    try {
      const { rows } = await sql<{ user: string }>`select current_user as user`.execute(asApplication)
      expect(rows[0]?.user).toBe('kensho_app')
      const over = new AbortController()
      const term = { epoch: 1n, signal: over.signal, assertCurrent: () => Promise.resolve() }
      const leading = integrationDuty.run(ctx, term)
      const { id } = await inTransaction(asApplication, (tx) => append(tx, fact(1)))
      expect((await integrated(ctx, id)).index).toBe(1)
      over.abort()
      await leading
      const seen: number[] = []
      const handle = (_tx: Tx, entries: readonly Entry[]) => {
        seen.push(...entries.map(({ index }) => index))
        return Promise.resolve(undefined)
      }
      await deliver(asApplication, { name: 'watcher', types: ['garden.plant.planted'], handle })
      expect(seen).toEqual([1])
      expect(await verifyLog(asApplication)).toMatchObject({ ok: true, size: 2 })
    } finally {
      await close()
    }
  })

  it('is refused by triggers even as the owner of the tables', async () => {
    await fillLedger(ledger, [3], fact)
    for (const table of ['run', 'tile', 'checkpoint', 'origin', 'key', 'refused']) {
      await expect(sql.raw(`truncate ledger.${table} cascade`).execute(ledger.ctx.db), table).rejects.toThrow(
        /never changed/,
      )
      await expect(sql.raw(`delete from ledger.${table}`).execute(ledger.ctx.db), table).rejects.toThrow(
        /never changed/,
      )
    }
  })
})
