import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { sql } from 'kysely'
import { pino } from 'pino'
import { systemClock } from '../platform/clock.ts'
import type { Clock } from '../platform/clock.ts'
import { readConfig } from '../platform/config.ts'
import type { Context } from '../platform/context.ts'
import { inTransaction, openDatabase } from '../platform/database.ts'
import type { Db, Tx } from '../platform/database.ts'
import { randomIds } from '../platform/ids.ts'
import { scratchDatabase } from '../platform/scratch-database.ts'
import type { ScratchDatabase } from '../platform/scratch-database.ts'
import { appendAll } from './append-all.ts'
import { append, factText } from './append.ts'
import { factCount, makeBatch, sortInbox } from './batch.ts'
import type { Fact } from './fact.ts'
import { integrationDuty } from './integration.ts'
import { openLog } from './origin.ts'
import { publish } from './publisher.ts'
import { readInbox, writeBatch } from './store.ts'
import { integrated } from './waiting.ts'
import type { Integrated } from './waiting.ts'

/** A ledger of its own on an empty database, for tests and benches. */
export type ScratchLedger = {
  ctx: Context
  database: ScratchDatabase
  /** Lets this process lead until `stop`; `failed` settles when the duty throws. */
  lead: () => { stop: () => Promise<void>; failed: Promise<unknown> }
  /** Appends one fact in a transaction and waits until it is in the log. */
  record: (fact: Fact) => Promise<Integrated>
  drop: () => Promise<void>
}

const MODULE = { name: 'ledger', migrations: new URL('./migrations/', import.meta.url) }

export async function scratchLedger(clock = systemClock): Promise<ScratchLedger> {
  const database = await scratchDatabase([MODULE])
  const dataDir = mkdtempSync(join(tmpdir(), 'kensho-ledger-'))
  const ctx = contextOf(database.db, database.connectionString, dataDir, clock)
  return {
    ctx,
    database,
    lead: () => leadNow(ctx),
    record: async (fact) => {
      const { id } = await inTransaction(ctx.db, (tx) => append(tx, fact))
      return await integrated(ctx, id)
    },
    drop: async () => {
      await database.drop()
      rmSync(dataDir, { recursive: true, force: true })
    },
  }
}

/**
 * Fills the log without a leader, faster than by waiting for each fact: `sizes` are the numbers of facts of its batches,
 * 4,096 at most, every third of them recorded all at once; after each batch whose order is a multiple of `publishEvery`,
 * and after the last, a checkpoint is published.
 */
export async function fillLedger(
  { ctx }: ScratchLedger,
  sizes: readonly number[],
  factOf: (n: number) => Fact,
  publishEvery = 1,
): Promise<void> {
  const log = await openLog(ctx)
  let n = 0
  for (const [order, size] of sizes.entries()) {
    const facts = Array.from({ length: size }, () => factOf(n++))
    await inTransaction(ctx.db, async (tx) => {
      if (order % 3 === 2) await appendAll(tx, facts)
      else await insertSingly(tx, facts)
    })
    const { ready } = sortInbox(await readInbox(ctx.db, '0', size))
    if (factCount(ready) !== size)
      throw new Error(`${size} facts were to be ready, found ${factCount(ready)}`)
    const batch = makeBatch(log.tree, ready, Math.max(ctx.clock.now(), log.head.at))
    await writeBatch(ctx.db, batch)
    log.head = { ...log.head, size: batch.newSize, root: Buffer.from(batch.root), at: batch.at }
    if (order % publishEvery === 0 || order === sizes.length - 1) await publish(ctx, log.head)
  }
}

/** As append would, in one statement. */
async function insertSingly(tx: Tx, facts: readonly Fact[]): Promise<void> {
  const texts = facts.map((fact) => factText(fact).text)
  await sql`insert into ledger.pending (bytes)
    select convert_to(text, 'UTF8') from unnest(${texts}::text[]) as text`.execute(tx)
}

/** Nothing here calls out: there is no outbound client. */
function contextOf(db: Db, databaseUrl: string, dataDir: string, clock: Clock): Context {
  return {
    db,
    clock,
    ids: randomIds(clock),
    log: pino({ level: process.env['KENSHO_TEST_LOG'] ?? 'silent' }),
    config: readConfig({}, { databaseUrl, dataDir, port: 0, logLevel: 'silent' }),
  } as unknown as Context
}

/** Leads in a process of its own, as the worker does, until `end`. */
export async function leadUntil(databaseUrl: string, dataDir: string, end: AbortSignal): Promise<void> {
  const { db, close } = openDatabase(databaseUrl, {
    log: pino({ level: 'silent' }),
    applicationName: 'kensho leader',
  })
  const term = { epoch: 1n, signal: end, assertCurrent: () => Promise.resolve() }
  await integrationDuty.run(contextOf(db, databaseUrl, dataDir, systemClock), term)
  await close()
}

function leadNow(ctx: Context): { stop: () => Promise<void>; failed: Promise<unknown> } {
  const over = new AbortController()
  const term = { epoch: 1n, signal: over.signal, assertCurrent: () => Promise.resolve() }
  const running = integrationDuty.run(ctx, term)
  const failed = running.then(
    () => undefined,
    (error: unknown) => error,
  )
  return {
    failed,
    stop: async () => {
      over.abort()
      await running
    },
  }
}
