import type { Context } from '../../platform/context.ts'
import type { Peer } from '../../platform/http/permission.ts'
import { Refusal } from '../../platform/refusal.ts'
import { FORGOTTEN_AFTER_MS, limitKeys, waitMs, waitWords } from './limit.ts'
import { addFailure, forgive, readAttempts } from './store.ts'

/**
 * Lets somebody try to get in: refused, with the wait told, where too many tries failed before, for this account or from
 * this place. `attempt` gives undefined for a try that failed; it counts then, and is refused with the same words
 * whatever was wrong. Counted in PostgreSQL, so all replicas count together. `account` is any text that names one.
 */
export async function attempted<T>(
  ctx: Context,
  account: string | undefined,
  peer: Peer,
  attempt: () => Promise<T | undefined>,
): Promise<T> {
  const keys = limitKeys(account, peer.address)
  const names = keys.map(({ key }) => key)
  const before = await readAttempts(ctx.db, names)
  const waits = keys.map(({ key, bound }) => waitMs(before.get(key), bound, ctx.clock.now()))
  const longestMs = Math.max(...waits)
  if (longestMs > 0) throw new Refusal('limited', waitWords(longestMs))
  // Counted before it is known how it ends: many at once must not all be the first.
  await addFailure(ctx.db, names, ctx.clock.now(), FORGOTTEN_AFTER_MS)
  const result = await attempt()
  if (result === undefined) throw new Refusal('forbidden', NOT_LET_IN)
  await forgive(ctx.db, names)
  return result
}

const NOT_LET_IN = {
  ja: 'サインインできませんでした。入力したものを確かめてください。',
  en: 'This does not let you in. Please check what you entered.',
}
