import { spawn } from 'node:child_process'
import type { ChildProcess } from 'node:child_process'
import { createInterface } from 'node:readline'
import { setTimeout as sleep } from 'node:timers/promises'
import { fileURLToPath } from 'node:url'
import type { Logger } from 'pino'
import { EXIT } from './failure.ts'

/** How a child process ended: its exit status, or the signal that ended it. */
export type ChildEnd = { status: number | null; signal: string | null }

export type Child = {
  pid: number | undefined
  ended: Promise<ChildEnd>
  /** Settles when the child says that it is up; never, if it ends before. */
  started: Promise<void>
  /** SIGTERM, and SIGKILL to what has not ended by then. */
  stop: () => Promise<void>
}

export type ChildOptions = {
  entry: URL
  env: Readonly<Record<string, string | undefined>>
  /** Each line of its standard output; its standard error is ours. */
  out: (line: string) => void
}

/** Longer than the child's own bound, so that a child that can end by itself does. */
const KILL_AFTER_MS = 8500

/** Starts a Node process that knows its parent: it stops when the parent is gone. */
export function startChild({ entry, env, out }: ChildOptions): Child {
  const child = spawn(process.execPath, [fileURLToPath(entry)], {
    env: { ...env },
    stdio: ['ignore', 'pipe', 'inherit', 'ipc'],
  })
  if (child.stdout) createInterface({ input: child.stdout }).on('line', out)
  const started = new Promise<void>((resolve) => {
    child.on('message', (message) => {
      if (message === 'started') resolve()
    })
  })
  const ended = new Promise<ChildEnd>((resolve) => {
    child.once('exit', (status, signal) => resolve({ status, signal }))
    child.once('error', () => resolve({ status: EXIT.failure, signal: null }))
  })
  return { pid: child.pid, started, ended, stop: () => stopChild(child, ended) }
}

async function stopChild(child: ChildProcess, ended: Promise<ChildEnd>): Promise<void> {
  child.kill('SIGTERM')
  const killer = setTimeout(() => child.kill('SIGKILL'), KILL_AFTER_MS)
  await ended
  clearTimeout(killer)
}

const PAUSE_FIRST_MS = 250
const PAUSE_MAX_MS = 15_000
/** A child that lived this long was well: its next end is a new one. */
const WELL_AFTER_MS = 60_000

/**
 * Keeps a child running until `stop`: whenever it ends unasked it is started again, after a pause that doubles from
 * 0.25 to 15 s while it keeps ending early. Returns the end that is not worth repeating (exit 64: its configuration
 * is refused), or undefined after `stop`.
 */
export async function keepRunning(
  options: ChildOptions & { name: string; log: Logger; stop: AbortSignal; onStart: (child: Child) => void },
): Promise<ChildEnd | undefined> {
  let pauseMs = PAUSE_FIRST_MS
  while (!options.stop.aborted) {
    const startedMs = performance.now()
    const child = startChild(options)
    options.onStart(child)
    const stopped = new Promise<'stop'>((resolve) => {
      options.stop.addEventListener('abort', () => resolve('stop'), { once: true })
    })
    const end = await Promise.race([child.ended, stopped])
    if (end === 'stop') {
      await child.stop()
      return undefined
    }
    if (end.status === EXIT.usage) return end
    if (performance.now() - startedMs > WELL_AFTER_MS) pauseMs = PAUSE_FIRST_MS
    options.log.error({ ...end, pauseMs }, `the ${options.name} ended and is started again`)
    await sleep(pauseMs, undefined, { signal: options.stop }).catch(() => undefined)
    pauseMs = Math.min(pauseMs * 2, PAUSE_MAX_MS)
  }
  return undefined
}
