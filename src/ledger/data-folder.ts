import { resolve } from 'node:path'
import { pino } from 'pino'
import type { CommandIo } from '../platform/command.ts'
import { readConfig } from '../platform/config.ts'
import type { Config } from '../platform/config.ts'
import type { Context } from '../platform/context.ts'
import { openDatabase } from '../platform/database.ts'
import { randomIds } from '../platform/ids.ts'
import { createOutbound } from '../platform/outbound.ts'
import { openPostgres, runningServer } from '../platform/postgres/server.ts'
import { verifyLog } from './audit-database.ts'
import type { AuditReport, KeptCheckpoint } from './audit-database.ts'
import { keyFilePath, readKeyFile } from './key-file.ts'
import { reopenLog, retireKey, rotateKey } from './origin.ts'
import { checkpointPath, readCheckpointFile } from './publisher.ts'
import type { Head } from './store.ts'

/** Opens the database of a data folder, beside a running kensho or without one, for the time of `work`. */
async function withData<T>(io: CommandIo, data: unknown, work: (ctx: Context) => Promise<T>): Promise<T> {
  const config = readConfig(io.env, typeof data === 'string' ? { dataDir: resolve(io.cwd, data) } : {})
  const { connectionString, stop } = await serverOf(config, io)
  const log = pino({ level: 'silent' })
  const { db, close } = openDatabase(connectionString, {
    log,
    applicationName: 'kensho ledger',
    connectionsMax: 2,
  })
  const outbound = createOutbound({ allow: config.outboundAllow })
  const named = { ...config, databaseUrl: connectionString }
  try {
    return await work({ db, clock: io.clock, ids: randomIds(io.clock), outbound, log, config: named })
  } finally {
    await close()
    await stop()
  }
}

async function serverOf(
  config: Config,
  io: CommandIo,
): Promise<{ connectionString: string; stop: () => Promise<void> }> {
  const running = config.databaseUrl === undefined ? runningServer(config.dataDir) : null
  if (running) return { connectionString: running.connectionString, stop: () => Promise.resolve() }
  return await openPostgres({ url: config.databaseUrl, dataDir: config.dataDir, log: io.err })
}

/** The audit of a data folder: with its key file, if it is there, and against the checkpoint that it keeps. */
export async function verifyData(
  io: CommandIo,
  data: unknown,
  vkeys: readonly string[],
  kept: readonly KeptCheckpoint[],
): Promise<AuditReport> {
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
      .execute((tx) => verifyLog(tx, { vkeys: trusted, checkpoints }))
  })
}

export async function reopenData(
  io: CommandIo,
  data: unknown,
  because: string,
  note?: string,
): Promise<Head> {
  return await withData(io, data, (ctx) => reopenLog(ctx, because, note))
}

/** Adds a key, or retires the one given; returns the public key. */
export async function rotateData(io: CommandIo, data: unknown, retire: string | undefined): Promise<string> {
  return await withData(io, data, async (ctx) => {
    if (retire === undefined) return await rotateKey(ctx)
    await retireKey(ctx, retire)
    return retire
  })
}
