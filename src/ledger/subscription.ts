import { createHash } from 'node:crypto'
import { sql } from 'kysely'
import type { Context } from '../platform/context.ts'
import { inTransaction } from '../platform/database.ts'
import type { Db, Tx } from '../platform/database.ts'
import type { Duty } from '../platform/leadership.ts'
import type { Json } from '../platform/text.ts'
import { Bell, listen } from './bell.ts'
import { canonicalBytes } from './canonical.ts'
import type { Entry } from './leaf.ts'
import { readEntries } from './reading.ts'
import { readHead } from './store.ts'

/** Who follows the facts: a projection, or whatever else acts on them. */
export type Subscription = {
  /** Of its durable cursor; unique. */
  name: string
  /** The fact types that it reads; others pass by. */
  types: readonly string[]
  /**
   * Given facts in order of the log, each exactly once as far as the effects stay within the transaction, which also
   * moves the cursor. A projection may return its state as JSON: its hash is then recorded beside the cursor.
   */
  handle: (tx: Tx, entries: readonly Entry[]) => Promise<Json | undefined>
}

const STEP_ENTRIES = 1000
const LOOK_MS = 1000

/** One step of one subscriber, in one transaction. Returns how far it now is, and whether there may be more. */
export async function deliver(
  db: Db,
  subscription: Subscription,
): Promise<{ position: number; behind: boolean }> {
  return await inTransaction(db, async (tx) => {
    const from = await lockCursor(tx, subscription.name)
    const size = (await readHead(tx))?.size ?? 0
    const until = Math.min(size, from + STEP_ENTRIES)
    if (until <= from) return { position: from, behind: false }
    const entries: Entry[] = []
    for await (const entry of readEntries(tx, from, until, subscription.types)) entries.push(entry)
    const state = entries.length > 0 ? await subscription.handle(tx, entries) : undefined
    await moveCursor(tx, subscription.name, until, state)
    return { position: until, behind: until < size }
  })
}

/** Makes a projection anew from the first fact on: `clear` empties it in the transaction that resets its cursor. */
export async function rebuild(
  db: Db,
  subscription: Subscription,
  clear: (tx: Tx) => Promise<void>,
): Promise<{ position: number }> {
  await inTransaction(db, async (tx) => {
    await lockCursor(tx, subscription.name)
    await clear(tx)
    await moveCursor(tx, subscription.name, 0, undefined)
  })
  let step = await deliver(db, subscription)
  while (step.behind) step = await deliver(db, subscription)
  return { position: step.position }
}

/** Keeps true: every subscriber has seen every fact. One process of all replicas at a time. */
export function subscriptionDuty(subscriptions: readonly Subscription[]): Duty {
  const names = new Set(subscriptions.map(({ name }) => name))
  if (names.size !== subscriptions.length) throw new Error('two subscriptions have one name')
  return {
    name: 'ledger subscriptions',
    run: async (ctx, { signal }) => {
      const bells = subscriptions.map(() => new Bell())
      const listener = listen(ctx.config, 'kensho_ledger_grown', ctx.log, () =>
        bells.forEach((bell) => bell.ring()),
      )
      try {
        await Promise.all(
          subscriptions.map((subscription, order) =>
            follow(ctx, subscription, bells[order] ?? new Bell(), signal),
          ),
        )
      } finally {
        listener.stop()
      }
    },
  }
}

const PAUSE_MAX_MS = 30_000

/** A subscriber that fails does not hold up the others: it tries again, with growing pauses. */
async function follow(ctx: Context, subscription: Subscription, bell: Bell, end: AbortSignal): Promise<void> {
  let pauseMs = LOOK_MS
  while (!end.aborted) {
    try {
      const { behind } = await deliver(ctx.db, subscription)
      pauseMs = LOOK_MS
      if (!behind) await bell.wait(LOOK_MS, end)
    } catch (error) {
      ctx.log.error({ err: error, subscription: subscription.name }, 'a subscriber of the ledger failed')
      await new Bell().wait(pauseMs, end)
      pauseMs = Math.min(pauseMs * 2, PAUSE_MAX_MS)
    }
  }
}

async function lockCursor(tx: Tx, name: string): Promise<number> {
  await sql`insert into ledger.cursor (name, next_index) values (${name}, 0) on conflict do nothing`.execute(
    tx,
  )
  const { rows } = await sql<{ next_index: string }>`
    select next_index from ledger.cursor where name = ${name} for update`.execute(tx)
  return Number(rows[0]?.next_index ?? 0)
}

async function moveCursor(tx: Tx, name: string, position: number, state: Json | undefined): Promise<void> {
  // A step without facts for it leaves the projection, and so its hash, as it was; a reset clears both.
  const sha256 = state === undefined ? null : createHash('sha256').update(canonicalBytes(state)).digest('hex')
  await sql`
    update ledger.cursor set next_index = ${position}, moved_at = clock_timestamp(),
      state_sha256 = case when ${position} = 0 then null else coalesce(${sha256}, state_sha256) end
    where name = ${name}`.execute(tx)
}
