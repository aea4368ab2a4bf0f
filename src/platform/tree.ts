import { setTimeout as sleep } from 'node:timers/promises'
import type { Logger } from 'pino'
import { keepRunning, startChild } from './children.ts'
import type { ChildEnd } from './children.ts'
import { ended } from './entry.ts'
import { EXIT } from './failure.ts'
import type { ExitStatus } from './failure.ts'

/** The entry points that run as child processes. */
export type Entries = { server: URL; worker: URL }

export type TreeOptions = {
  entries: Entries
  env: Readonly<Record<string, string | undefined>>
  log: Logger
  /** Standard output: the server's lines, once the worker is up too. */
  out: (line: string) => void
  err: (line: string) => void
  stop: AbortSignal
}

/** The ready line waits for the worker too, but not for ever: /readyz tells what is missing. */
const WORKER_WAIT_MS = 10_000

type Signals = { stop: AbortSignal; release: () => void }

/** Ends with SIGTERM, with SIGINT, or with the signal that is given; `release` stops listening. */
export function stopSignals(also: AbortSignal | undefined): Signals {
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

/**
 * Runs server and worker until `stop`, or until the server ends by itself: then the rest is ended too. A worker that
 * ends is started again. Returns the exit status of the whole.
 */
export async function runTree(options: TreeOptions): Promise<ExitStatus> {
  const { entries, env, log, out, err, stop } = options
  if (stop.aborted) return EXIT.done
  const over = new AbortController()
  const workerStarted = Promise.withResolvers<void>()
  const workerEnd = keepRunning({
    name: 'worker',
    entry: entries.worker,
    env,
    out: err,
    log,
    stop: AbortSignal.any([stop, over.signal]),
    onStart: (child) => void child.started.then(() => workerStarted.resolve()),
  })
  const ready = Promise.race([workerStarted.promise, sleep(WORKER_WAIT_MS, undefined, { ref: false })])
  const server = startChild({
    entry: entries.server,
    env,
    out: (line) => void ready.then(() => out(line)),
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
