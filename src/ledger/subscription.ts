import { createHash } from 'node:crypto'
import type { Context } from '../platform/context.ts'
import { inTransaction } from '../platform/database.ts'
import type { Db, Tx } from '../platform/database.ts'
import type { Duty } from '../platform/leadership.ts'
import type { Json } from '../platform/text.ts'
import { Bell, listen } from './bell.ts'
import { canonicalBytes } from './canonical.ts'
import { lockCursor, moveCursor } from './cursor.ts'
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
   * moves the cursor.
   */
  handle: (tx: Tx, entries: readonly Entry[]) => Promise<void>
  projection?: Projection
}

/**
 * What a subscriber keeps in tables as a function of the facts alone. `state` reads it whole, in an order of its own
 * making: its hash is recorded beside the cursor. `clear` empties it, so that it can be made anew.
 */
export type Projection = { state: (tx: Tx) => Promise<Json>; clear: (tx: Tx) => Promise<void> }

/** Hashes in hexadecimal of a projection's state: as recorded, as it stands now, and as replay of the facts makes it. */
export type StateComparison = { position: number; recorded?: string; stored: string; replayed: string }

const STEP_ENTRIES = 1000
const LOOK_MS = 1000

/** One step of one subscriber, in one transaction. Returns how far it now is, and whether there may be more. */
export async function deliver(
  db: Db,
  subscription: Subscription,
): Promise<{ position: number; behind: boolean }> {
  return await inTransaction(db, async (tx) => {
    const { position: from } = await lockCursor(tx, subscription.name)
    const size = (await readHead(tx))?.size ?? 0
    const until = Math.min(size, from + STEP_ENTRIES)
    if (until <= from) return { position: from, behind: false }
    const entries: Entry[] = []
    for await (const entry of readEntries(tx, from, until, subscription.types)) entries.push(entry)
    if (entries.length > 0) await subscription.handle(tx, entries)
    await moveCursor(tx, subscription.name, {
      position: until,
      // A step without facts for it leaves the projection, and so its hash, as it was.
      ...(entries.length > 0 &&
        subscription.projection && { stateSha256: await hashOf(tx, subscription.projection) }),
    })
    return { position: until, behind: until < size }
  })
}

/** Makes a projection anew from the first fact on. */
export async function rebuild(
  db: Db,
  subscription: Subscription & { projection: Projection },
): Promise<{ position: number }> {
  await inTransaction(db, async (tx) => {
    await lockCursor(tx, subscription.name)
    await subscription.projection.clear(tx)
    await moveCursor(tx, subscription.name, { position: 0 })
  })
  let step = await deliver(db, subscription)
  while (step.behind) step = await deliver(db, subscription)
  return { position: step.position }
}

/**
 * Compares a projection with what the facts up to its cursor make of an empty one. All in one transaction, which is
 * rolled back: nothing is changed, and those who read see nothing of it; the subscriber itself waits meanwhile.
 */
export async function compareState(
  db: Db,
  { name, types, handle, projection }: Subscription & { projection: Projection },
): Promise<StateComparison> {
  let found: StateComparison | undefined
  const done = new Error('rolled back on purpose')
  const work = async (tx: Tx) => {
    const { position, stateSha256 } = await lockCursor(tx, name)
    const stored = await hashOf(tx, projection)
    await projection.clear(tx)
    for (let from = 0; from < position; from += STEP_ENTRIES) {
      const entries: Entry[] = []
      const until = Math.min(position, from + STEP_ENTRIES)
      for await (const entry of readEntries(tx, from, until, types)) entries.push(entry)
      if (entries.length > 0) await handle(tx, entries)
    }
    const replayed = await hashOf(tx, projection)
    found = { position, stored, replayed, ...(stateSha256 !== undefined && { recorded: stateSha256 }) }
    throw done
  }
  await inTransaction(db, work).catch((error: unknown) => {
    if (error !== done) throw error
  })
  if (!found) throw new Error(`the projection ${name} was not compared`)
  return found
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

async function hashOf(tx: Tx, { state }: Projection): Promise<string> {
  return createHash('sha256')
    .update(canonicalBytes(await state(tx)))
    .digest('hex')
}
