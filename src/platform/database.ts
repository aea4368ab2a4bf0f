import { setTimeout as sleep } from 'node:timers/promises'
import { Kysely, PostgresDialect, sql } from 'kysely'
import type { Transaction } from 'kysely'
import { DatabaseError, Pool } from 'pg'
import type { ClientBase, PoolClient } from 'pg'
import type { Logger } from 'pino'
import { askedBy, type Fence } from './fence.ts'

/** SQL is written with kysely's `sql` template in store.ts files; no table types are generated. */
export type Db = Kysely<unknown>
export type Tx = Transaction<unknown>

export type DatabaseOptions = {
  log: Logger
  /** Shown in pg_stat_activity: `kensho server`, `kensho worker`. */
  applicationName?: string
  connectionsMax?: number
  /** A statement that runs longer is cancelled by the server. */
  statementTimeoutMs?: number
  /** What is asked for somebody (behindFence) goes through this; absent: there is no second fence. */
  fence?: Fence
}

/** `pool` is for what needs a session of its own or is not kysely: migrations, leadership, the job runner. */
export type Database = { db: Db; pool: Pool; close: () => Promise<void> }

const CONNECTIONS_MAX = 10
const STATEMENT_TIMEOUT_MS = 30_000
/** A transaction that a stuck process leaves open would hold its locks for ever. */
const IDLE_IN_TRANSACTION_TIMEOUT_MS = 60_000
const CONNECT_TIMEOUT_MS = 10_000
/** A connection that was entered for somebody serves his next question too: for so long, well below a second. */
const ENTERED_MS = 250

/**
 * Opens a bounded pool; connects on first use. Sessions speak UTC. With a fence there is a second pool, as large, of
 * sessions that have its role from their beginning.
 */
export function openDatabase(connectionString: string, options: DatabaseOptions): Database {
  const { fence } = options
  const pool = openPool(connectionString, options)
  const fenced = fence && openPool(connectionString, options, ` -c role=${fence.role}`)
  const entered = new WeakMap<PoolClient, { who: string; untilMs: number }>()
  const connect = async () => {
    const who = askedBy()
    if (fence === undefined || fenced === undefined || who === undefined) return pool.connect()
    const client = await fenced.connect()
    const values = [who.person, who.token ?? null, who.permission, who.object ?? null]
    const name = JSON.stringify(values)
    const last = entered.get(client)
    if (last?.who === name && performance.now() < last.untilMs) return client
    try {
      const untilMs = performance.now() + ENTERED_MS
      await client.query({ name: 'kensho-fence', text: fence.enter, values: [...values, new Date()] })
      entered.set(client, { who: name, untilMs })
      return client
    } catch (error) {
      client.release(true)
      throw error
    }
  }
  const end = async () => {
    for (const one of [pool, fenced]) if (one && !one.ended) await one.end()
  }
  const db: Db = new Kysely<unknown>({
    dialect: new PostgresDialect({ pool: { connect, end, options: pool.options } }),
  })
  const close = async () => {
    await db.destroy()
    // Kysely ends the pools only if it has used them.
    await end()
  }
  return { db, pool, close }
}

/** Takes a connection and gives it back: who may not have one is refused. */
export async function knock(db: Db): Promise<void> {
  await db.connection().execute(() => Promise.resolve())
}

function openPool(connectionString: string, options: DatabaseOptions, settings = ''): Pool {
  const pool = new Pool({
    connectionString,
    application_name: options.applicationName ?? 'kensho',
    max: options.connectionsMax ?? CONNECTIONS_MAX,
    statement_timeout: options.statementTimeoutMs ?? STATEMENT_TIMEOUT_MS,
    idle_in_transaction_session_timeout: IDLE_IN_TRANSACTION_TIMEOUT_MS,
    connectionTimeoutMillis: CONNECT_TIMEOUT_MS,
    keepAlive: true,
    options: `-c TimeZone=UTC${settings}`,
  })
  // Without listeners a client whose server goes away would end the process. The pool has already dropped an idle
  // one, and the query of a busy one rejects; the next query opens a new connection.
  pool.on('error', (error) =>
    options.log.warn({ error: error.message }, 'database connection lost while idle'),
  )
  pool.on('connect', (client) => {
    client.on('error', (error) => options.log.debug({ error: error.message }, 'database connection lost'))
  })
  return pool
}

const SERIALIZATION_FAILURE = '40001'
const DEADLOCK_DETECTED = '40P01'
const ATTEMPTS_MAX = 3

/**
 * Runs `work` in one transaction. After a deadlock or serialisation failure, of which PostgreSQL promises that nothing
 * was written, it runs again (three times at most): `work` must touch nothing but the transaction.
 */
export async function inTransaction<T>(db: Db, work: (tx: Tx) => Promise<T>): Promise<T> {
  for (let attempt = 1; ; attempt += 1) {
    try {
      return await db.transaction().execute(work)
    } catch (error) {
      const code = sqlState(error)
      const again = code === SERIALIZATION_FAILURE || code === DEADLOCK_DETECTED
      if (!again || attempt === ATTEMPTS_MAX) throw error
    }
  }
}

/** The five-character SQLSTATE of a database error, else undefined. */
export function sqlState(error: unknown): string | undefined {
  return error instanceof DatabaseError ? error.code : undefined
}

/** The server's version as one number: 150018 is 15.18. */
export async function serverVersion(db: Db): Promise<number> {
  const { rows } = await sql<{
    version: string
  }>`select current_setting('server_version_num') as version`.execute(db)
  return Number(rows[0]?.version)
}

const LOCK_POLL_MS = 100

/**
 * Runs `work` while no other process of any replica runs work under the same name; waits for its turn, at most
 * `waitMs`. The lock is a session's: it goes with the process that dies.
 */
export async function oneAtATime<T>(
  database: Database,
  name: string,
  waitMs: number,
  work: (client: PoolClient) => Promise<T>,
): Promise<T> {
  const client = await database.pool.connect()
  try {
    const deadlineMs = performance.now() + waitMs
    while (!(await tryLock(client, name))) {
      if (performance.now() > deadlineMs)
        throw new Error(`"${name}" is still held by another process after ${waitMs} ms`)
      await sleep(LOCK_POLL_MS)
    }
    return await work(client)
  } finally {
    // The session goes, and with it the lock and whatever the work has set.
    client.release(true)
  }
}

/** Waits for the advisory lock of that name, and holds it until the transaction ends: alone, or with others that share it. */
export async function lockUntilEnd(tx: Tx, name: string, how: 'alone' | 'shared' = 'alone'): Promise<void> {
  const take = sql.raw(how === 'alone' ? 'pg_advisory_xact_lock' : 'pg_advisory_xact_lock_shared')
  await sql`select ${take}(hashtextextended(${name}, 0))`.execute(tx)
}

/** Takes the session advisory lock of that name if nobody holds it. */
export async function tryLock(client: ClientBase, name: string): Promise<boolean> {
  const { rows } = await client.query<{ got: boolean }>(
    `select pg_try_advisory_lock(hashtextextended('kensho ' || $1, 0)) as got`,
    [name],
  )
  return rows[0]?.got === true
}
