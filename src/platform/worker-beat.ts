import { setTimeout as sleep } from 'node:timers/promises'
import { sql } from 'kysely'
import { Client } from 'pg'
import type { Logger } from 'pino'
import type { Db } from './database.ts'
import type { Metrics } from './metrics.ts'

/** A worker that has not beaten for this long is not believed to live, although its session exists. */
const BEAT_WITHIN_SECONDS = 15
const BEAT_MS = 3000
const RECONNECT_MS = 1000
const WORKERS_MAX = 100

/** True while a worker's session exists and it has lately said that it works. SQL condition on platform.worker. */
const ALIVE = sql`exists (
  select from pg_stat_activity as session
  where session.pid = worker.backend_pid and session.backend_start = worker.backend_start)
  and worker.beat_at > clock_timestamp() - make_interval(secs => ${BEAT_WITHIN_SECONDS})`

/** Whether any worker of any replica lives. */
export async function workerLives(db: Db): Promise<boolean> {
  const { rows } = await sql<{ alive: boolean }>`
    select exists (select from platform.worker where ${ALIVE}) as alive`.execute(db)
  return rows[0]?.alive === true
}

/** Whether any worker said so lately; for who may not look at the sessions of others, and so learns of a death 15 s late. */
export async function workerBeats(db: Db): Promise<boolean> {
  const { rows } = await sql<{ beats: boolean }>`select exists (select from platform.worker
    where beat_at > clock_timestamp() - make_interval(secs => ${BEAT_WITHIN_SECONDS})) as beats`.execute(db)
  return rows[0]?.beats === true
}

/** What the living workers last measured. */
export async function workerMetrics(db: Db): Promise<Awaited<ReturnType<Metrics['snapshot']>>[]> {
  const { rows } = await sql<{ metrics: Awaited<ReturnType<Metrics['snapshot']>> }>`
    select metrics from platform.worker where ${ALIVE} limit ${WORKERS_MAX}`.execute(db)
  return rows.map((row) => row.metrics)
}

/**
 * Says every 3 s, on a connection of its own, that this worker lives; that connection's end tells the others at once
 * that it does not. `onFirst` is called after the first beat. Returns when `stop` comes.
 */
export async function beat(options: {
  connectionString: string
  metrics: Metrics
  log: Logger
  stop: AbortSignal
  onFirst: () => void
}): Promise<void> {
  const { stop, log } = options
  let first: (() => void) | undefined = options.onFirst
  while (!stop.aborted) {
    try {
      await beatOnConnection(options, () => {
        first?.()
        first = undefined
      })
    } catch (error) {
      log.warn({ err: error }, 'the worker could not say that it lives')
    }
    await sleep(RECONNECT_MS, undefined, { signal: stop }).catch(() => undefined)
  }
}

async function beatOnConnection(
  options: { connectionString: string; metrics: Metrics; stop: AbortSignal },
  onBeat: () => void,
): Promise<void> {
  const { connectionString, metrics, stop } = options
  const client = new Client({
    connectionString,
    application_name: 'kensho worker beat',
    connectionTimeoutMillis: BEAT_MS,
    query_timeout: BEAT_MS,
    keepAlive: true,
  })
  // Its queries reject as well; without a listener the event alone would end the process.
  client.on('error', () => undefined)
  await client.connect()
  try {
    await client.query(`delete from platform.worker where beat_at < clock_timestamp() - interval '1 hour'`)
    await client.query(`insert into platform.worker (backend_pid, backend_start)
      select pid, backend_start from pg_stat_activity where pid = pg_backend_pid()`)
    while (!stop.aborted) {
      await client.query(
        `update platform.worker set beat_at = clock_timestamp(), metrics = $1 where backend_pid = pg_backend_pid()
          and backend_start = (select backend_start from pg_stat_activity where pid = pg_backend_pid())`,
        [JSON.stringify(await metrics.snapshot())],
      )
      onBeat()
      await sleep(BEAT_MS, undefined, { signal: stop }).catch(() => undefined)
    }
    await client.query('delete from platform.worker where backend_pid = pg_backend_pid()')
  } finally {
    await client.end().catch(() => undefined)
  }
}
