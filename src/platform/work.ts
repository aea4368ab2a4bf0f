import { setTimeout as sleep } from 'node:timers/promises'
import type { Context } from './context.ts'
import { readConfig } from './config.ts'
import { ended } from './entry.ts'
import type { ProcessIo } from './entry.ts'
import { runJobs } from './jobs.ts'
import type { JobRunner } from './jobs.ts'
import { lead } from './leadership.ts'
import type { Duty, Term } from './leadership.ts'
import { createMetrics } from './metrics.ts'
import { migrate } from './migrations.ts'
import type { PlatformModule } from './module.ts'
import { start } from './start.ts'
import { beat } from './worker-beat.ts'

/** The one election in which all duties go together. */
const LEADER = 'duties'

/** The worker process: takes jobs, stands for leadership, says that it lives, and stops in order. */
export async function work(modules: readonly PlatformModule[], io: ProcessIo): Promise<void> {
  const { ctx, database, connectionString } = start('worker', readConfig(io.env))
  const metrics = createMetrics('worker')
  metrics.watchPool(database.pool)
  const end = new AbortController()
  const stop = AbortSignal.any([io.stop, end.signal])
  try {
    await migrate(database, modules, ctx.log)
    const jobs = modules.flatMap((module) => module.jobs ?? [])
    const duties = modules.flatMap((module) => module.duties ?? [])
    // Before anything else: whoever waits for a fact to be recorded waits for this.
    const leadership = lead({
      connectionString,
      name: LEADER,
      log: ctx.log,
      onLead: async (term) => {
        metrics.setLeading(LEADER, true)
        await Promise.all([ended(term.signal), ...duties.map((duty) => perform(duty, ctx, term))])
      },
      onLoss: () => metrics.setLeading(LEADER, false),
    })
    let runner: JobRunner | undefined
    let beating: Promise<unknown> | undefined
    try {
      runner = await runJobs({ ctx, pool: database.pool, jobs, observe: metrics.observeJob })
      beating = beat({ connectionString, metrics, log: ctx.log, stop, onFirst: io.started })
      await Promise.race([ended(io.stop), brokenRunner(runner)])
    } finally {
      end.abort()
      await Promise.allSettled([leadership.stop(), runner?.stop(), beating])
    }
  } finally {
    await database.close()
  }
}

/** The runner ends only when told to: if it ends by itself this process has no purpose and starts anew. */
async function brokenRunner(runner: JobRunner): Promise<never> {
  await runner.ended
  throw new Error('the job runner ended by itself')
}

const PAUSE_FIRST_MS = 500
const PAUSE_MAX_MS = 30_000

/** Keeps a duty going for a whole term, with growing pauses when it fails. */
async function perform(duty: Duty, ctx: Context, term: Term): Promise<void> {
  let pauseMs = PAUSE_FIRST_MS
  while (!term.signal.aborted) {
    const startedMs = performance.now()
    try {
      await duty.run(ctx, term)
    } catch (error) {
      if (!term.signal.aborted) ctx.log.error({ err: error, duty: duty.name }, 'duty failed')
    }
    pauseMs =
      performance.now() - startedMs > PAUSE_MAX_MS ? PAUSE_FIRST_MS : Math.min(pauseMs * 2, PAUSE_MAX_MS)
    await sleep(pauseMs, undefined, { signal: term.signal }).catch(() => undefined)
  }
}
