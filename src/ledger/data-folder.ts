import { existsSync } from 'node:fs'
import { join, resolve } from 'node:path'
import { sql } from 'kysely'
import { pino } from 'pino'
import type { CommandIo } from '../platform/command.ts'
import { readConfig } from '../platform/config.ts'
import type { Config } from '../platform/config.ts'
import type { Context } from '../platform/context.ts'
import { openDatabase } from '../platform/database.ts'
import type { Database, Db } from '../platform/database.ts'
import { InputError } from '../platform/failure.ts'
import { randomIds } from '../platform/ids.ts'
import { missingMigrations } from '../platform/migrations.ts'
import { createOutbound } from '../platform/outbound.ts'
import { openPostgres, runningServer } from '../platform/postgres/server.ts'
import { verifyLog } from './audit-database.ts'
import type { AuditReport, KeptCheckpoint } from './audit-database.ts'
import { exportLog, exportProof } from './export.ts'
import { keyFilePath, readKeyFile } from './key-file.ts'
import type { SigningAlgorithm } from './key-file.ts'
import { rebuildListing } from './listing.ts'
import { verifyListing } from './listing-audit.ts'
import type { ListingReport } from './listing-audit.ts'
import { reopenLog, retireKey, rotateKey } from './origin.ts'
import { checkpointPath, readCheckpointFile } from './publisher.ts'
import type { Head } from './store.ts'

/**
 * Opens the database of a data folder, beside a running kensho or without one, for the time of `work`. `data`: the folder
 * as it was given, if it was; `name`: who asks, shown in pg_stat_activity. Throws InputError where there is no database.
 */
export async function withDatabase<T>(
  io: CommandIo,
  data: unknown,
  name: string,
  work: (ctx: Context, database: Database) => Promise<T>,
): Promise<T> {
  const config = readConfig(io.env, typeof data === 'string' ? { dataDir: resolve(io.cwd, data) } : {})
  // A server opened for a folder without a database would make one there.
  if (config.databaseUrl === undefined && !existsSync(join(config.dataDir, 'postgres')))
    throw new InputError(config.dataDir, {}, 'a data folder of kensho, found no database in it')
  const { connectionString, stop } = await serverOf(config, io)
  const log = pino({ level: 'silent' })
  const database = openDatabase(connectionString, { log, applicationName: name, connectionsMax: 2 })
  const { db, close } = database
  const outbound = createOutbound({ allow: config.outboundAllow })
  const named = { ...config, databaseUrl: connectionString }
  try {
    const ctx = { db, clock: io.clock, ids: randomIds(io.clock), outbound, log, config: named }
    return await work(ctx, database)
  } finally {
    await close()
    await stop()
  }
}

async function withData<T>(io: CommandIo, data: unknown, work: (ctx: Context) => Promise<T>): Promise<T> {
  return await withDatabase(io, data, 'kensho ledger', async (ctx) => {
    const { db, config } = ctx
    if (!(await hasLedger(db)))
      throw new InputError(config.dataDir, {}, 'a data folder with a ledger, found none in its database')
    await assertThisVersion(db, config)
    return await work(ctx)
  })
}

async function hasLedger(db: Db): Promise<boolean> {
  const { rows } = await sql<{ there: boolean }>`
    select to_regclass('ledger.head') is not null as there`.execute(db)
  return rows[0]?.there === true
}

/** What an earlier version has written is not read here, but after the next start has brought it to this one. */
async function assertThisVersion(db: Db, config: Config): Promise<void> {
  const missing = await (await missingMigrations([MODULE]))(db)
  if (missing.length === 0) return
  const found = `found one of an earlier version (without ${missing.join(', ')}): start kensho on it once`
  throw new InputError(config.dataDir, {}, `a database of this version, ${found}`)
}

const MODULE = { name: 'ledger', migrations: new URL('./migrations/', import.meta.url) }

async function serverOf(
  config: Config,
  io: CommandIo,
): Promise<{ connectionString: string; stop: () => Promise<void> }> {
  const running = config.databaseUrl === undefined ? runningServer(config.dataDir) : null
  if (running) return { connectionString: running.connectionString, stop: () => Promise.resolve() }
  return await openPostgres({ url: config.databaseUrl, dataDir: config.dataDir, log: io.err })
}

/** A log that holds is compared with the list that is searched beside it, too: then `listing` is there. */
export type DataReport = AuditReport & { listing?: ListingReport }

/** The audit of a data folder: with its key file, if it is there, and against the checkpoint that it keeps. */
export async function verifyData(
  io: CommandIo,
  data: unknown,
  vkeys: readonly string[],
  kept: readonly KeptCheckpoint[],
): Promise<DataReport> {
  return await withData(io, data, async ({ db, config }) => {
    const held = readKeyFile(keyFilePath(config)).map(({ vkey }) => vkey)
    // Read before the log, which may grow meanwhile.
    const own = readCheckpointFile(checkpointPath(config))
    const from = { ja: 'データフォルダのチェックポイント', en: 'the checkpoint in the data folder' }
    const checkpoints = [...kept, ...(own === undefined ? [] : [{ note: own, from }])]
    const trusted = vkeys.length > 0 ? vkeys : held
    return await db
      .transaction()
      .setIsolationLevel('repeatable read')
      .execute(async (tx) => {
        const report = await verifyLog(tx, { vkeys: trusted, checkpoints })
        if (!report.ok) return report
        const listing = await verifyListing(tx)
        const bad = listing.first_bad
        return { ...report, ok: listing.ok, listing, ...(bad && { first_bad: bad }) }
      })
  })
}

/** Writes the whole log, as one moment shows it, for verify.mjs; returns how many entries. */
export async function exportData(
  io: CommandIo,
  data: unknown,
  write: (chunk: Buffer) => Promise<void>,
): Promise<number> {
  return await withData(io, data, ({ db }) =>
    db
      .transaction()
      .setIsolationLevel('repeatable read')
      .execute((tx) => exportLog(tx, write)),
  )
}

/** The proof file of one entry. */
export async function proveData(io: CommandIo, data: unknown, index: number): Promise<string> {
  return await withData(io, data, ({ db }) => exportProof(db, index))
}

/** Makes the list of facts anew; returns how many it has and the hash of its state. */
export async function relistData(
  io: CommandIo,
  data: unknown,
): Promise<{ listed: number; stateSha256: string }> {
  return await withData(io, data, ({ db }) => rebuildListing(db))
}

export async function reopenData(
  io: CommandIo,
  data: unknown,
  because: string,
  note?: string,
): Promise<Head> {
  return await withData(io, data, (ctx) => reopenLog(ctx, because, note))
}

/** Adds a key of that algorithm, by default Ed25519, or retires the one given; returns the public key. */
export async function rotateData(
  io: CommandIo,
  data: unknown,
  { retire, algorithm }: { retire: string | undefined; algorithm: SigningAlgorithm | undefined },
): Promise<string> {
  return await withData(io, data, async (ctx) => {
    if (retire === undefined) return await rotateKey(ctx, algorithm)
    await retireKey(ctx, retire)
    return retire
  })
}
