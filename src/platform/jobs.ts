import { Logger as WorkerLogger, parseCronItems, run } from 'graphile-worker'
import type { TaskList } from 'graphile-worker'
import { sql } from 'kysely'
import type pg from 'pg'
import type { Logger } from 'pino'
import type { Context } from './context.ts'
import type { Tx } from './database.ts'
import type { Json } from './text.ts'

/** What a job is told about the run it is in. */
export type JobRun = {
  /** Ends when the time is up or the worker stops: a job that waits must listen. */
  signal: AbortSignal
  /** From 1. */
  attempt: number
}

/**
 * Background work. The name says what it keeps true (`verdicts follow the facts`), `run` makes it true again and may
 * be repeated: a worker that dies mid-way leaves the job to the next one.
 */
export type Job = {
  /** Unique among all modules, at most 128 characters. */
  name: string
  /** Five cron fields in UTC; each tick runs once over all workers. */
  schedule?: string
  /** One run; default 5 minutes. */
  timeoutMs?: number
  run: (ctx: Context, payload: Json, job: JobRun) => Promise<void>
}

export type EnqueueOptions = {
  /** While a job with the same key waits, it is replaced instead of a second one added. */
  key?: string
  /** The one with the same key that waits keeps its turn; else it goes to the end. */
  keepsTurn?: boolean
  /** Epoch milliseconds; not before. */
  runAtMs?: number
  /** How often it is tried, with exponentially growing pauses; default 25, about three days. */
  attemptsMax?: number
}

/**
 * Adds a job inside the transaction that causes it: it exists if and only if that transaction commits.
 * The payload is JSON of at most 64 KiB; larger things are stored and named.
 */
export async function enqueue(
  tx: Tx,
  name: string,
  payload: Json,
  options: EnqueueOptions = {},
): Promise<void> {
  const text = JSON.stringify(payload)
  if (text.length > PAYLOAD_CHARACTERS_MAX)
    throw new RangeError(`payload of job ${name} has ${text.length} characters`)
  const runAt = options.runAtMs === undefined ? null : new Date(options.runAtMs)
  await sql`select graphile_worker.add_job(
    identifier := ${name}::text, payload := ${text}::json, job_key := ${options.key ?? null}::text,
    job_key_mode := ${options.keepsTurn === true ? 'preserve_run_at' : 'replace'}::text,
    run_at := ${runAt}::timestamptz, max_attempts := ${options.attemptsMax ?? null}::integer)`.execute(tx)
}

const PAYLOAD_CHARACTERS_MAX = 65_536
const TIMEOUT_MS = 5 * 60_000
const POLL_MS = 2000
/** A stop waits this long for running jobs, then ends their signals; the worker process has 10 s in all. */
const STOP_GRACE_MS = 4000

export type JobRunner = {
  /** Takes no new job and waits for those that run; what does not end is tried again by another worker. */
  stop: () => Promise<void>
  /** Settles when the runner ends, rejected when it fails. */
  ended: Promise<void>
}

export type JobObserver = (job: string, outcome: 'done' | 'failed', tookMs: number) => void

/** Starts taking jobs. Needs the migrated graphile_worker schema. */
export async function runJobs(options: {
  ctx: Context
  pool: pg.Pool
  jobs: readonly Job[]
  concurrency?: number
  observe?: JobObserver
}): Promise<JobRunner> {
  const { ctx, pool, jobs } = options
  assertDistinct(jobs)
  const observe = options.observe ?? (() => undefined)
  const taskList: TaskList = Object.fromEntries(jobs.map((job) => [job.name, taskOf(job, ctx, observe)]))
  const scheduled = jobs.flatMap((job) =>
    job.schedule === undefined ? [] : [{ task: job.name, match: job.schedule }],
  )
  const runner = await run({
    pgPool: pool,
    taskList,
    parsedCronItems: parseCronItems(
      scheduled.map((item) => ({ ...item, identifier: item.task, payload: {} })),
    ),
    concurrency: options.concurrency ?? 4,
    pollInterval: POLL_MS,
    // The entry point owns the signals, so that everything stops in order.
    noHandleSignals: true,
    gracefulShutdownAbortTimeout: STOP_GRACE_MS,
    logger: new WorkerLogger(() => (level, message) => logAs(ctx.log, level, message)),
  })
  return { stop: () => runner.stop(), ended: runner.promise }
}

function taskOf(job: Job, ctx: Context, observe: JobObserver): TaskList[string] {
  return async (payload, helpers) => {
    const startedMs = performance.now()
    const stopping = helpers.abortSignal
    const timeUp = AbortSignal.timeout(job.timeoutMs ?? TIMEOUT_MS)
    const signal = stopping ? AbortSignal.any([stopping, timeUp]) : timeUp
    try {
      const work = job.run(ctx, (payload ?? null) as Json, { signal, attempt: helpers.job.attempts })
      // A job that ignores its signal must not hold its place for ever.
      await Promise.race([work, rejectionOn(signal, job.name)])
      observe(job.name, 'done', performance.now() - startedMs)
    } catch (error) {
      observe(job.name, 'failed', performance.now() - startedMs)
      ctx.log.error({ err: error, job: job.name, attempt: helpers.job.attempts }, 'job failed')
      throw error
    }
  }
}

function rejectionOn(signal: AbortSignal, name: string): Promise<never> {
  return new Promise((_resolve, reject) => {
    const give = () => reject(new Error(`job "${name}" was ended: ${String(signal.reason)}`))
    if (signal.aborted) give()
    else signal.addEventListener('abort', give, { once: true })
  })
}

function assertDistinct(jobs: readonly Job[]): void {
  const names = new Set<string>()
  for (const { name } of jobs) {
    if (names.has(name)) throw new Error(`two jobs are named "${name}"`)
    if (name === '' || name.length > 128) throw new Error(`a job's name has 1 to 128 characters: "${name}"`)
    names.add(name)
  }
}

function logAs(log: Logger, level: string, message: string): void {
  if (level === 'error') log.error({ from: 'graphile-worker' }, message)
  else if (level === 'warning') log.warn({ from: 'graphile-worker' }, message)
  else log.debug({ from: 'graphile-worker' }, message)
}
