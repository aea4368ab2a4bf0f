import { sql } from 'kysely'
import type { Context } from '../platform/context.ts'
import { inTransaction } from '../platform/database.ts'
import { BATCH_FACTS_MAX, factCount, makeBatch, sortInbox } from './batch.ts'
import { noticeOf } from './notice.ts'
import { openLog } from './origin.ts'
import type { OpenLog } from './origin.ts'
import { publish } from './publisher.ts'
import { readHead, readInbox, writeBatch } from './store.ts'
import { deskOf } from './waiting.ts'

/** Something that is written as at an instant: the context's clock shows it. Epoch milliseconds. */
export type PastStep = { atMs: number; write: (ctx: Context) => Promise<void> }

const STEP_ROWS_MAX = 1000

/**
 * Writes the past of an operator that is made up, into a log that is not there yet: each step's facts are integrated at
 * its instant, in the order given, which must not go back in time; what it writes it may wait for, as any action does.
 * The log is opened at the first step's instant, under an origin of its own. Throws where a log is there already: nobody's
 * past is written afterwards.
 */
export async function writePast(ctx: Context, steps: readonly PastStep[]): Promise<{ size: number }> {
  const first = steps[0]
  if (first === undefined) throw new Error('a past without a step')
  if ((await readHead(ctx.db)) !== undefined) throw new Error('the past is written before a log is opened')
  let nowMs = first.atMs
  const past: Context = { ...ctx, clock: { now: () => nowMs } }
  const log = await openLog(past)
  const taken = new Taken(past, log)
  const desk = deskOf(ctx.db)
  desk.lead(() => void taken.take().catch(() => undefined))
  try {
    for (const { atMs, write } of steps) {
      if (atMs < nowMs) throw new Error(`the past goes back from ${nowMs} to ${atMs}`)
      nowMs = atMs
      await Promise.race([write(past), taken.failed])
      await taken.take()
    }
  } finally {
    desk.lead(undefined)
  }
  await publish(ctx, log.head)
  return { size: log.head.size }
}

/** What was appended goes into the log, one batch at a time: at the end of a step, and when somebody waits for his. */
class Taken {
  readonly failed: Promise<never>
  readonly #ctx: Context
  readonly #log: OpenLog
  #last: Promise<void> = Promise.resolve()
  #fail: (error: unknown) => void = () => undefined

  constructor(ctx: Context, log: OpenLog) {
    this.#ctx = ctx
    this.#log = log
    this.failed = new Promise((_, reject) => {
      this.#fail = reject
    })
    // Where nobody waits at the time, the next take says it.
    this.failed.catch(() => undefined)
  }

  take(): Promise<void> {
    this.#last = this.#last.then(() => this.#integrate())
    this.#last.catch((error: unknown) => this.#fail(error))
    return this.#last
  }

  async #integrate(): Promise<void> {
    const rows = await readInbox(this.#ctx.db, '0', STEP_ROWS_MAX + 1)
    const { ready, faults } = sortInbox(rows)
    if (rows.length > STEP_ROWS_MAX || factCount(ready) >= BATCH_FACTS_MAX)
      throw new Error(
        `a step of the past writes fewer than ${BATCH_FACTS_MAX} facts, in at most ${STEP_ROWS_MAX} rows`,
      )
    if (faults.length > 0) throw new Error(`the past holds what is no fact: ${faults[0]!.because}`)
    if (ready.length === 0) return
    const log = this.#log
    const batch = makeBatch(log.tree, ready, Math.max(this.#ctx.clock.now(), log.head.at))
    // Each step need not be on the disk before the next: the last transaction of all waits for all of them.
    await inTransaction(this.#ctx.db, async (tx) => {
      await sql`set local synchronous_commit = off`.execute(tx)
      await writeBatch(tx, batch)
    })
    log.head = { ...log.head, size: batch.newSize, root: Buffer.from(batch.root), at: batch.at }
    deskOf(this.#ctx.db).settle(noticeOf(batch))
  }
}
