import { setTimeout as sleep } from 'node:timers/promises'
import type { Context } from '../platform/context.ts'
import type { Duty, Term } from '../platform/leadership.ts'
import { BATCH_FACTS_MAX, factCount, makeBatch, sortInbox } from './batch.ts'
import type { Batch, InboxRow } from './batch.ts'
import { Bell, listen } from './bell.ts'
import { noticeOf } from './notice.ts'
import { openLog } from './origin.ts'
import type { OpenLog } from './origin.ts'
import { startPublisher } from './publisher.ts'
import { readInbox, readInboxSingly, refuse, writeBatch } from './store.ts'
import { deskOf } from './waiting.ts'

/** A batch of large facts stops here, so that memory stays bounded whatever the facts. */
const BATCH_CHARACTERS_MAX = 8 * 1024 * 1024
/** With an idle inbox the leader looks this often without being rung. */
const LOOK_MS = 200
/**
 * After a batch the leader goes on looking by itself for a while: those who wait elsewhere know it, and ring only when
 * they have heard nothing for a shorter time. Ringing for each fact would cost as much as a transaction.
 */
const LINGER_MS = 30
const LINGER_LOOK_MS = 2
/** Each look in vain makes the next pause so much longer: a look costs as much as some dozens of facts. */
const LINGER_LOOK_GROWTH = 1.5
const LINGER_LOOK_MS_MAX = 5
const READ_AHEAD_FACTS = 512
const GATHER_MS_MAX = 8
/**
 * Ids that commit late stand before those already taken. Most are a little late; to find also the very late, the whole
 * inbox is looked through this often: dead rows of what was taken make that expensive while a backup runs.
 */
const WHOLE_LOOK_MS = 500
const LATE_IDS = 1000n

/** Keeps true: every committed fact gets its place in the log, in batches, one process at a time. */
export const integrationDuty: Duty = {
  name: 'ledger',
  run: async (ctx, term) => {
    const log = await openLog(ctx)
    ctx.log.info({ origin: log.head.origin, size: log.head.size }, 'ledger open')
    const publisher = startPublisher(ctx)
    publisher.offer(log.head)
    const bell = new Bell()
    const listener = listen(ctx.config, 'kensho_ledger_inbox', ctx.log, () => bell.ring())
    const desk = deskOf(ctx.db)
    desk.lead(() => bell.ring())
    try {
      await integrateUntilOver(ctx, term, log, bell, (batch) => {
        desk.settle(noticeOf(batch))
        publisher.offer(log.head)
      })
    } finally {
      desk.lead(undefined)
      listener.stop()
      await publisher.stop()
    }
  },
}

/**
 * Takes batch after batch. While one is being committed the next is read; what arrives meanwhile makes the batches as
 * large as the load asks for. Any error ends this: the next term opens the log anew from what is durable.
 */
async function integrateUntilOver(
  ctx: Context,
  term: Term,
  log: OpenLog,
  bell: Bell,
  done: (batch: Batch) => void,
): Promise<void> {
  const inbox = new Inbox(ctx)
  let rows = await inbox.read()
  let lastBatchMs = Number.NEGATIVE_INFINITY
  let pauseMs = LINGER_LOOK_MS
  while (!term.signal.aborted) {
    const { ready, faults } = sortInbox(rows)
    if (faults.length > 0) {
      ctx.log.error({ faults }, 'rows of the ledger inbox are no facts; put aside')
      await refuse(ctx.db, faults)
    }
    if (ready.length === 0) {
      const busy = performance.now() - lastBatchMs < LINGER_MS
      if (faults.length === 0) await bell.wait(busy ? pauseMs : LOOK_MS, term.signal)
      pauseMs = Math.min(pauseMs * LINGER_LOOK_GROWTH, LINGER_LOOK_MS_MAX)
      rows = await inbox.read()
      continue
    }
    const batch = makeBatch(log.tree, ready, Math.max(ctx.clock.now(), log.head.at))
    const beganMs = performance.now()
    const written = writeBatch(ctx.db, batch)
    // Under small loads reading after the commit finds more at once, and batches cost more than facts.
    const ahead = factCount(ready) >= READ_AHEAD_FACTS
    const next = ahead ? inbox.readAfter(ready.at(-1)?.id ?? '0') : Promise.resolve([])
    // Both are awaited, whichever fails first.
    const [outcome, read] = await Promise.allSettled([written, next])
    if (outcome.status === 'rejected') throw outcome.reason
    log.head = { ...log.head, size: batch.newSize, root: Buffer.from(batch.root), at: batch.at }
    done(batch)
    lastBatchMs = performance.now()
    pauseMs = LINGER_LOOK_MS
    const tookMs = lastBatchMs - beganMs
    if (read.status === 'rejected') throw read.reason
    // Where several come at a time, more are on their way: while a batch takes long, waiting twice as long makes the
    // next one cheaper for each fact. A lone writer is not kept waiting.
    if (ready.length > 1 && !ahead) await sleep(Math.min(tookMs * 2, GATHER_MS_MAX))
    rows = read.value.length > 0 ? read.value : await inbox.read()
  }
}

/** Reads the inbox in bounded pieces. */
class Inbox {
  readonly #ctx: Context
  #limit = 256
  #highest = 0n
  #wholeLookMs = Number.NEGATIVE_INFINITY

  constructor(ctx: Context) {
    this.#ctx = ctx
  }

  /** What waits, late ids included. Nothing may be on its way into the log. */
  async read(): Promise<InboxRow[]> {
    const whole = performance.now() - this.#wholeLookMs > WHOLE_LOOK_MS
    if (whole) this.#wholeLookMs = performance.now()
    const from = whole || this.#highest < LATE_IDS ? 0n : this.#highest - LATE_IDS
    return await this.#readFrom(from)
  }

  /** What waits behind an id; empty when it is time to look through all again. */
  async readAfter(id: string): Promise<InboxRow[]> {
    if (performance.now() - this.#wholeLookMs > WHOLE_LOOK_MS) return []
    return await this.#readFrom(BigInt(id) + 1n)
  }

  async #readFrom(from: bigint): Promise<InboxRow[]> {
    const rows = await this.#readText(String(from))
    const last = BigInt(rows.at(-1)?.id ?? 0)
    if (last > this.#highest) this.#highest = last
    const characters = rows.reduce((sum, { text }) => sum + text.length, 0)
    // The next piece is as large as this one's facts allow.
    const fits = Math.floor(BATCH_CHARACTERS_MAX / Math.max(1, characters / Math.max(1, rows.length)))
    this.#limit = Math.max(64, Math.min(BATCH_FACTS_MAX, fits, Math.max(256, rows.length * 4)))
    return rows
  }

  async #readText(from: string): Promise<InboxRow[]> {
    try {
      return await readInbox(this.#ctx.db, from, this.#limit)
    } catch (error) {
      // Somebody with more rights than ours has put in bytes that are no text.
      this.#ctx.log.warn({ err: error }, 'reading the ledger inbox row by row')
      return await readInboxSingly(this.#ctx.db, from, this.#limit)
    }
  }
}
