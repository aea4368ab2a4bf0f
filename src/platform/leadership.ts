import { setTimeout as sleep } from 'node:timers/promises'
import { sql } from 'kysely'
import { Client } from 'pg'
import type { Logger } from 'pino'
import type { Context } from './context.ts'
import { tryLock } from './database.ts'
import type { Tx } from './database.ts'

/** One unbroken time as leader. */
export type Term = {
  /** Higher than that of every earlier term of the same name. */
  epoch: bigint
  /** Ends with the term: a leader that waits must listen. */
  signal: AbortSignal
  /**
   * Throws unless this term is still the newest, and keeps it so until the transaction ends: nobody can gain
   * leadership while a transaction that has passed this is open. Call it first in every write that only the leader
   * may make; it holds even when this process was asleep and has not noticed its loss.
   */
  assertCurrent: (tx: Tx) => Promise<void>
}

/** Work that only one process of all replicas does at a time, such as putting facts in order. */
export type Duty = {
  /** Unique among all modules. */
  name: string
  /** Runs until its term ends. If it returns or throws earlier, it is started again after a pause. */
  run: (ctx: Context, term: Term) => Promise<void>
}

export type Leadership = {
  /** Stops leading or waiting, and gives the lock back. */
  stop: () => Promise<void>
  leading: () => boolean
}

export type LeadOptions = {
  connectionString: string
  /** What is led; each name has one leader. */
  name: string
  log: Logger
  /** Called at each gain. The promise settles when all work of the term has ended. */
  onLead: (term: Term) => Promise<void>
  onLoss?: (epoch: bigint) => void
}

/** How often the holder proves to the server, and itself learns, that its session lives. */
const BEAT_MS = 1000
/** How often others try: whoever waits for the ledger waits for this, too. */
const TRY_MS = 200
const RETRY_GROWTH = 1.2
/** The server ends a session that has been silent this long: so a stopped or cut-off leader loses the lock. */
const SERVER_PATIENCE_MS = 5000
/** The leader itself stops sooner, counted from the start of its last answered beat. */
const OWN_PATIENCE_MS = 3500
const CONNECT_TIMEOUT_MS = 3000

/**
 * Takes part in the election for `name` until stopped: a session advisory lock on a connection of its own.
 * Leadership moves within 10 s when the leader is killed, hangs, or is cut off: its session ends with its process,
 * or after 5 s of silence.
 */
export function lead(options: LeadOptions): Leadership {
  const stopping = new AbortController()
  const state = { leading: false }
  const running = electUntilStopped(options, stopping.signal, state)
  return {
    leading: () => state.leading,
    stop: async () => {
      stopping.abort()
      await running
    },
  }
}

async function electUntilStopped(
  options: LeadOptions,
  stop: AbortSignal,
  state: { leading: boolean },
): Promise<void> {
  let pauseMs = TRY_MS
  while (!stop.aborted) {
    try {
      await electOnce(options, stop, state)
      pauseMs = TRY_MS
    } catch (error) {
      options.log.warn({ err: error, leadership: options.name }, 'leadership connection lost')
      // A server that is just coming back is found soon, one that stays away is not asked all the time.
      pauseMs = Math.min(pauseMs * RETRY_GROWTH, BEAT_MS)
    }
    await pause(pauseMs, stop)
  }
}

/** One connection: waits for the lock, leads while the connection answers, ends with the connection. */
async function electOnce(
  options: LeadOptions,
  stop: AbortSignal,
  state: { leading: boolean },
): Promise<void> {
  const client = newClient(options)
  const broken = new AbortController()
  client.on('error', () => broken.abort())
  client.on('end', () => broken.abort())
  try {
    await client.connect()
    // The second bound is for raising the epoch, which waits for transactions of an earlier leader.
    await client.query(
      `set idle_session_timeout = ${SERVER_PATIENCE_MS}; set statement_timeout = ${OWN_PATIENCE_MS}`,
    )
    const end = AbortSignal.any([stop, broken.signal])
    while (!end.aborted && !(await tryLock(client, `leadership ${options.name}`))) await pause(TRY_MS, end)
    if (!end.aborted) await leadWhileAlive(client, options, end, state)
  } finally {
    // Ends the session and with it the lock, also when the server does not answer any more.
    await Promise.race([client.end().catch(() => undefined), sleep(BEAT_MS, undefined, { ref: false })])
  }
}

function newClient({ connectionString, name }: LeadOptions): Client {
  return new Client({
    connectionString,
    application_name: `kensho leadership ${name}`,
    connectionTimeoutMillis: CONNECT_TIMEOUT_MS,
    query_timeout: OWN_PATIENCE_MS,
    keepAlive: true,
  })
}

async function leadWhileAlive(
  client: Client,
  options: LeadOptions,
  end: AbortSignal,
  state: { leading: boolean },
): Promise<void> {
  const epoch = await raiseEpoch(client, options.name)
  const over = new AbortController()
  const term: Term = {
    epoch,
    signal: over.signal,
    assertCurrent: (tx) => assertEpoch(tx, options.name, epoch),
  }
  options.log.info({ leadership: options.name, epoch: String(epoch) }, 'leading')
  state.leading = true
  const work = options.onLead(term).catch((error: unknown) => {
    options.log.error({ err: error, leadership: options.name }, 'leading failed')
  })
  // If the work ends by itself there is nothing left to lead.
  const workDone = new AbortController()
  void work.finally(() => workDone.abort())
  await beatUntil(client, AbortSignal.any([end, workDone.signal]))
  state.leading = false
  over.abort()
  options.onLoss?.(epoch)
  options.log.info({ leadership: options.name, epoch: String(epoch) }, 'no longer leading')
  await work
}

/** Returns when the connection stops answering in time, or `end` comes. */
async function beatUntil(client: Client, end: AbortSignal): Promise<void> {
  while (!end.aborted) {
    const watchdog = AbortSignal.timeout(OWN_PATIENCE_MS)
    const answered = client.query('select 1').then(
      () => true,
      () => false,
    )
    const gone = new Promise<false>((resolve) => {
      AbortSignal.any([watchdog, end]).addEventListener('abort', () => resolve(false), { once: true })
    })
    if (!(await Promise.race([answered, gone]))) return
    await pause(BEAT_MS, end)
  }
}

async function raiseEpoch(client: Client, name: string): Promise<bigint> {
  const { rows } = await client.query<{ epoch: string }>(
    `insert into platform.leadership (name, epoch, holder) values ($1, 1, $2)
     on conflict (name) do update
       set epoch = leadership.epoch + 1, holder = excluded.holder, gained_at = clock_timestamp()
     returning epoch`,
    [name, `process ${process.pid}`],
  )
  const epoch = rows[0]?.epoch
  if (epoch === undefined) throw new Error('the epoch of leadership was not returned')
  return BigInt(epoch)
}

async function assertEpoch(tx: Tx, name: string, epoch: bigint): Promise<void> {
  // A process that is stopped inside such a transaction would keep the next leader waiting.
  await sql`select set_config('idle_in_transaction_session_timeout', ${String(SERVER_PATIENCE_MS)}, true)`.execute(
    tx,
  )
  const { rows } = await sql<{ epoch: string }>`
    select epoch from platform.leadership where name = ${name} for share`.execute(tx)
  if (rows[0]?.epoch !== String(epoch))
    throw new Error(`leadership of ${name} has moved on from epoch ${epoch}`)
}

/** Waits, or less if `end` comes; never throws. */
async function pause(ms: number, end: AbortSignal): Promise<void> {
  await sleep(ms, undefined, { signal: end }).catch(() => undefined)
}
