import type { Db, Tx } from '../../platform/database.ts'
import { ownSinceMs } from '../known.ts'
import { Refusal } from '../../platform/refusal.ts'
import type { Engagement } from './engagement.ts'
import { engagementAfter } from './folding.ts'
import { readSaid } from './store.ts'

/** Every engagement, the newest first; without the demo's once an operator's own documents stand. */
export async function readEngagements(db: Db): Promise<Engagement[]> {
  const sinceMs = await ownSinceMs(db)
  const engagements = new Map<string, Engagement>()
  for (const { object, fact } of await readSaid(db)) {
    const after = engagementAfter(engagements.get(object), fact)
    if (after !== undefined) engagements.set(object, after)
  }
  return [...engagements.values()].filter(({ opened_at }) => Date.parse(opened_at) >= sinceMs).toReversed()
}

/** One engagement as it stands. Throws a Refusal where there is none. */
export async function readEngagement(db: Db | Tx, id: string): Promise<Engagement> {
  let engagement: Engagement | undefined
  for (const { fact } of await readSaid(db, id)) engagement = engagementAfter(engagement, fact)
  if (engagement === undefined)
    throw new Refusal('missing', { ja: 'その監査はありません。', en: 'There is no such engagement.' })
  return engagement
}
