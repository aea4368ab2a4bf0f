import { append, integrated, type Fact } from '../ledger/index.ts'
import { readPlaces } from '../ledger/store.ts'
import type { Context } from '../platform/context.ts'
import { inTransaction, type Tx } from '../platform/database.ts'
import { Refusal } from '../platform/refusal.ts'
import { knownAtMoment, type Known } from './known.ts'
import { lockLastWrite, moveLastWrite, readLastWrite } from './store.ts'

/** Where the fact of a decision stands in the log; `at` is ISO 8601 UTC. */
export type Recorded = { index: number; recorded_at: string }

/** Rounds in which somebody else may come first. */
const ROUNDS_MAX = 40

/**
 * One decision: `work` sees everything that was decided before, and gives the one fact that it appends, in one
 * transaction with whatever else it writes. Facts are the state, so decisions follow each other: each waits for the one
 * before to be in the ledger. Returns when this one is there, with what `work` has to say. Throws what `work` throws
 * (then nothing is written), and a Refusal where too many others were first.
 */
export async function decided<T extends object>(
  ctx: Context,
  work: (tx: Tx, known: Known) => Promise<{ fact: Fact; said: T }>,
): Promise<T & Recorded> {
  for (let round = 0; round < ROUNDS_MAX; round += 1) {
    const before = await readLastWrite(ctx.db)
    await settled(ctx, before)
    const known = await knownAtMoment(ctx, {})
    const done = await inTransaction(ctx.db, async (tx) => {
      if ((await lockLastWrite(tx)) !== before) return undefined
      const { fact, said } = await work(tx, known)
      const { id } = await append(tx, fact)
      await moveLastWrite(tx, id)
      return { id, said }
    })
    if (done === undefined) continue
    const { index, at } = await integrated(ctx, done.id)
    return { ...done.said, index, recorded_at: new Date(at).toISOString() }
  }
  throw new Refusal('conflict', {
    ja: '同時に多くの決定が行われています。もう一度試してください。',
    en: 'Many decisions are being made at once. Please try again.',
  })
}

/** Returns once a fact is in the log, or was refused there; at once where it has been for long. */
async function settled(ctx: Context, id: bigint): Promise<void> {
  if (id === 0n) return
  const places = await readPlaces(ctx.db, [id.toString()])
  if (places.length === 0) await integrated(ctx, id)
}
