import { EXIT, InputError } from './failure.ts'
import type { ExitStatus } from './failure.ts'
import { maskUrlPasswords } from './log.ts'

/** What a process of its own may touch of the outside; the entry points pass the real one. */
export type ProcessIo = {
  env: Readonly<Record<string, string | undefined>>
  /** Standard output, one line a call. */
  out: (line: string) => void
  /** Ends when the process shall stop. */
  stop: AbortSignal
  /** Tells a parent process, if there is one, that all is up. */
  started: () => void
}

/** Ending after a stop takes at most this long; then the process ends whatever is still open. */
const STOP_WITHIN_MS = 8000

/**
 * Runs the whole of a process: `run` returns after `io.stop`, which comes with SIGTERM, SIGINT or the end of the
 * parent. Bad configuration is one line on standard error and exit 64, anything else that escapes is exit 70.
 */
export async function runProcess(run: (io: ProcessIo) => Promise<void>): Promise<never> {
  const stop = new AbortController()
  const end = () => {
    if (stop.signal.aborted) return
    stop.abort()
    setTimeout(() => process.exit(EXIT.failure), STOP_WITHIN_MS).unref()
  }
  process.once('SIGTERM', end)
  // A terminal sends SIGINT to the whole tree: under a parent it is the parent who decides the order.
  process.on('SIGINT', () => {
    if (!process.connected) end()
  })
  // A parent that was killed leaves us without anyone to stop us.
  process.once('disconnect', end)
  const io: ProcessIo = {
    env: process.env,
    out: (line) => process.stdout.write(`${line}\n`),
    stop: stop.signal,
    started: () => process.send?.('started'),
  }
  process.exit(await statusOf(run(io)))
}

async function statusOf(running: Promise<void>): Promise<ExitStatus> {
  try {
    await running
    return EXIT.done
  } catch (error) {
    const usage = error instanceof InputError
    const text = error instanceof Error && !usage ? (error.stack ?? error.message) : (error as Error).message
    process.stderr.write(`${maskUrlPasswords(text)}\n`)
    return usage ? EXIT.usage : EXIT.failure
  }
}

/** Resolves when a signal has ended. */
export function ended(signal: AbortSignal): Promise<void> {
  return new Promise((resolve) => {
    if (signal.aborted) resolve()
    else signal.addEventListener('abort', () => resolve(), { once: true })
  })
}
