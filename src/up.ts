import type { CommandIo } from './platform/command.ts'
import { configToEnv, readConfig } from './platform/config.ts'
import type { Context } from './platform/context.ts'
import { oneAtATime } from './platform/database.ts'
import type { ExitStatus } from './platform/failure.ts'
import { createLog } from './platform/log.ts'
import { migrate } from './platform/migrations.ts'
import type { PlatformModule } from './platform/module.ts'
import { openPostgres } from './platform/postgres/server.ts'
import { start } from './platform/start.ts'
import { runTree, stopSignals } from './platform/tree.ts'
import type { Entries } from './platform/tree.ts'

export type Seed = 'demo' | 'empty'

export type UpOptions = {
  /** Over KENSHO_DATA and KENSHO_PORT. */
  dataDir?: string
  port?: number
  /** As asked for on the command line; undefined means: the demo, if this is the first start. */
  seed?: Seed
  modules: readonly PlatformModule[]
  io: CommandIo
  /**
   * Fills the migrated database before anyone is served; one process of all replicas at a time. Must be repeatable.
   * Returns what to tell on standard error once the server answers at that URL.
   */
  prepare?: (ctx: Context, seed: Seed | undefined) => Promise<((url: string) => string[]) | undefined>
  /** Others than this product's own. */
  entries?: Entries
  /** Besides SIGTERM and SIGINT: ends everything. */
  stop?: AbortSignal
}

const OWN: Entries = {
  server: new URL('./server.ts', import.meta.url),
  worker: new URL('./worker.ts', import.meta.url),
}
const PREPARE_WAIT_MS = 180_000
const READY = /^kensho is ready at (https?:\/\/\S+)$/

/**
 * Runs all of kensho in one process tree: PostgreSQL (unless one is named), server and worker as child processes.
 * Returns when it was told to stop (0), or when the server ended by itself (70; 64 for refused configuration), after
 * ending everything else, PostgreSQL last. A worker that ends is started again.
 */
export async function up(options: UpOptions): Promise<ExitStatus> {
  const { io } = options
  const named = { ...(options.dataDir && { dataDir: options.dataDir }), port: options.port }
  const config = readConfig(io.env, named)
  const log = createLog(config.logLevel, 'up')
  const signals = stopSignals(options.stop)
  try {
    const postgres = await openPostgres({ url: config.databaseUrl, dataDir: config.dataDir, log: io.err })
    try {
      const running = { ...config, databaseUrl: postgres.connectionString }
      const tell = await prepareDatabase(options, start('up', running))
      const out = (line: string) => {
        io.out(line)
        const url = READY.exec(line)?.[1]
        if (url !== undefined) for (const told of tell?.(url) ?? []) io.err(told)
      }
      const env = { ...io.env, ...configToEnv(running) }
      return await runTree({
        entries: options.entries ?? OWN,
        env,
        log,
        out,
        err: io.err,
        stop: signals.stop,
      })
    } finally {
      await postgres.stop()
    }
  } finally {
    signals.release()
  }
}

async function prepareDatabase(
  options: UpOptions,
  { ctx, database }: ReturnType<typeof start>,
): Promise<((url: string) => string[]) | undefined> {
  try {
    await migrate(database, options.modules, ctx.log)
    const { prepare } = options
    if (prepare === undefined) return undefined
    return await oneAtATime(database, 'preparation', PREPARE_WAIT_MS, () => prepare(ctx, options.seed))
  } finally {
    await database.close()
  }
}
