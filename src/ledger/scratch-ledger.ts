import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { pino } from 'pino'
import { systemClock } from '../platform/clock.ts'
import type { Context } from '../platform/context.ts'
import { inTransaction } from '../platform/database.ts'
import { randomIds } from '../platform/ids.ts'
import { scratchDatabase } from '../platform/scratch-database.ts'
import type { ScratchDatabase } from '../platform/scratch-database.ts'
import { append } from './append.ts'
import type { Fact } from './fact.ts'
import { integrationDuty } from './integration.ts'
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
  const ctx = {
    db: database.db,
    clock,
    ids: randomIds(clock),
    log: pino({ level: process.env['KENSHO_TEST_LOG'] ?? 'silent' }),
    config: {
      databaseUrl: database.connectionString,
      dataDir,
      port: 0,
      logLevel: 'silent',
      outboundAllow: [],
    },
  } as unknown as Context
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
