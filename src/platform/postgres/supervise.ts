import { setTimeout as sleep } from 'node:timers/promises'
import type { Postmaster } from './postmaster.ts'

const fastShutdownMs = 5000
const immediateShutdownMs = 2000
/** Waits before a start that follows a crash; the last one repeats. A server that stayed up begins anew. */
const backoffMs = [0, 250, 500, 1000, 2000, 5000, 10_000]
const stableAfterMs = 60_000

export type Supervision = { current: () => Postmaster | null; stop: () => Promise<void> }

/**
 * Keeps a postmaster running: when it ends without being asked, it is brought up again, at once and then with growing
 * waits, for as long as we live (a full disk gets space again). Connections of a pool break and are made anew by it.
 * `stop` asks for a fast shutdown, then an immediate one by deadline, then kills; within 8 s in all.
 */
export function supervise(options: {
  first: Postmaster
  bringUp: (signal: AbortSignal) => Promise<Postmaster>
  log: (line: string) => void
  onCrash?: (because: string) => void
}): Supervision {
  const { bringUp, log, onCrash } = options
  const stopping = new AbortController()
  let current: Postmaster | null = options.first
  const loop = keepUp()

  async function keepUp(): Promise<void> {
    let failures = 0
    let upSinceMs = performance.now()
    while (current) {
      const because = await current.ended
      current = null
      if (stopping.signal.aborted) return
      log(`PostgreSQL ended unasked: ${because}`)
      onCrash?.(because)
      if (performance.now() - upSinceMs > stableAfterMs) failures = 0
      while (!current && !stopping.signal.aborted) {
        await pause(backoffMs[Math.min(failures, backoffMs.length - 1)] ?? 0)
        if (stopping.signal.aborted) return
        failures++
        current = await attempt()
      }
      upSinceMs = performance.now()
    }
  }

  async function attempt(): Promise<Postmaster | null> {
    const from = performance.now()
    try {
      const postmaster = await bringUp(stopping.signal)
      log(`PostgreSQL is back after ${Math.round(performance.now() - from)} ms (process ${postmaster.pid})`)
      return postmaster
    } catch (error) {
      log(`PostgreSQL does not come back yet: ${error instanceof Error ? error.message : String(error)}`)
      return null
    }
  }

  function pause(ms: number): Promise<void> {
    if (ms === 0) return Promise.resolve()
    // Stopping ends the wait early; that is no failure.
    return sleep(ms, undefined, { signal: stopping.signal, ref: false }).catch(() => undefined)
  }

  return {
    current: () => current,
    stop: async () => {
      stopping.abort()
      const running = current
      if (running) await shutDown(running, log)
      await loop
      // A start that was under way when we were asked may have come up meanwhile.
      if (current && current !== running) await shutDown(current, log)
    },
  }
}

/** Fast shutdown, then immediate, then kill; crash recovery makes even the last one safe. */
export async function shutDown(postmaster: Postmaster, log: (line: string) => void): Promise<void> {
  const steps = [
    { signal: 'SIGINT', waitMs: fastShutdownMs },
    { signal: 'SIGQUIT', waitMs: immediateShutdownMs },
    { signal: 'SIGKILL', waitMs: 1000 },
  ] as const
  for (const { signal, waitMs } of steps) {
    if (signal !== 'SIGINT') log(`PostgreSQL has not stopped in time, ${signal}`)
    postmaster.signal(signal)
    const waiting = new AbortController()
    const ended = await Promise.race([
      postmaster.ended.then(() => true),
      sleep(waitMs, false, { signal: waiting.signal }).catch(() => false),
    ])
    waiting.abort()
    if (ended) return
  }
  throw new Error(`PostgreSQL (process ${postmaster.pid}) does not end, even when killed`)
}
