import { setTimeout as sleep } from 'node:timers/promises'
import type { CommandIo } from './platform/command.ts'
import { keepRunning, startChild } from './platform/children.ts'
import type { ChildEnd } from './platform/children.ts'
import { configToEnv, readConfig } from './platform/config.ts'
import type { Context } from './platform/context.ts'
import { oneAtATime } from './platform/database.ts'
import { ended } from './platform/entry.ts'
import { EXIT } from './platform/failure.ts'
import type { ExitStatus } from './platform/failure.ts'
import { createLog } from './platform/log.ts'
import { migrate } from './platform/migrations.ts'
import type { PlatformModule } from './platform/module.ts'
import { openPostgres } from './platform/postgres/server.ts'
import { start } from './platform/start.ts'

export type Seed = 'demo' | 'empty'

export type UpOptions = {
  /** Over KENSHO_DATA and KENSHO_PORT. */
  dataDir?: string
  port?: number
  /** As asked for on the command line; undefined means: the demo, if this is the first start. */
  seed?: Seed
  modules: readonly PlatformModule[]
  io: CommandIo
  /** Fills the migrated database before anyone is served; one process of all replicas at a time. Must be repeatable. */
  prepare?: (ctx: Context, seed: Seed | undefined) => Promise<void>
  /** The entry points that run as child processes. */
  entries?: { server: URL; worker: URL }
  /** Besides SIGTERM and SIGINT: ends everything. */
  stop?: AbortSignal
}

const PREPARE_WAIT_MS = 180_000
/** The ready line waits for the worker too, but not for ever: /readyz tells what is missing. */
const WORKER_WAIT_MS = 10_000

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
      await prepareDatabase(options, start('up', running))
      const env = { ...io.env, ...configToEnv(running) }
      return await runChildren(options, env, log, signals.stop)
    } finally {
      await postgres.stop()
    }
  } finally {
    signals.release()
  }
}

type Signals = { stop: AbortSignal; release: () => void }

function stopSignals(also: AbortSignal | undefined): Signals {
  const told = new AbortController()
  const end = () => told.abort()
  process.on('SIGTERM', end)
  process.on('SIGINT', end)
  return {
    stop: also ? AbortSignal.any([told.signal, also]) : told.signal,
    release: () => {
      process.off('SIGTERM', end)
      process.off('SIGINT', end)
    },
  }
}

async function prepareDatabase(
  options: UpOptions,
  { ctx, database }: ReturnType<typeof start>,
): Promise<void> {
  try {
    await migrate(database, options.modules, ctx.log)
    const { prepare } = options
    if (prepare) await oneAtATime(database, 'preparation', PREPARE_WAIT_MS, () => prepare(ctx, options.seed))
  } finally {
    await database.close()
  }
}

async function runChildren(
  options: UpOptions,
  env: Readonly<Record<string, string | undefined>>,
  log: ReturnType<typeof createLog>,
  stop: AbortSignal,
): Promise<ExitStatus> {
  if (stop.aborted) return EXIT.done
  const { io } = options
  const entries = options.entries ?? {
    server: new URL('./server.ts', import.meta.url),
    worker: new URL('./worker.ts', import.meta.url),
  }
  const over = new AbortController()
  const workerStarted = Promise.withResolvers<void>()
  const workerEnd = keepRunning({
    name: 'worker',
    entry: entries.worker,
    env,
    out: io.err,
    log,
    stop: AbortSignal.any([stop, over.signal]),
    onStart: (child) => void child.started.then(() => workerStarted.resolve()),
  })
  const ready = Promise.race([workerStarted.promise, sleep(WORKER_WAIT_MS, undefined, { ref: false })])
  const server = startChild({
    entry: entries.server,
    env,
    out: (line) => void ready.then(() => io.out(line)),
  })
  const told = ended(stop).then((): ChildEnd => ({ status: EXIT.done, signal: null }))
  const refused = workerEnd.then((end) => end ?? told)
  const first = await Promise.race([told, server.ended, refused])
  // A child whose configuration is refused has said so itself, in one line.
  const refusedByChild = first.status === EXIT.usage
  if (!stop.aborted && !refusedByChild) log.error(first, 'the server ended; all is stopped')
  over.abort()
  await Promise.all([server.stop(), workerEnd])
  if (stop.aborted) return EXIT.done
  return refusedByChild ? EXIT.usage : EXIT.failure
}
