import { civilAt } from '../../platform/civil-time.ts'
import type { PublicContent } from './content.ts'

/** Why an edition is not to be read as current any more: its days are over, or what it says has changed since. */
export type Staleness = { over: boolean; changed: boolean }

/**
 * How current an edition is at an instant. `now` is what the same choices would make of how things stand now; which
 * clause changed, and to what, is not told.
 */
export function stalenessOf(content: PublicContent, now: PublicContent, nowMs: number): Staleness {
  return {
    over: civilAt(nowMs, content.zone).date > content.valid_until,
    changed: said(content) !== said(now),
  }
}

/** All that an edition says of the charter, without when it says so and since when. */
function said({ operator, demo, charter, clauses }: PublicContent): string {
  const standing = clauses.map(({ id, title, text, state, remark }) => {
    return [id, title, text, state?.verdict, state?.freshness, remark]
  })
  return JSON.stringify([operator, demo, charter, standing])
}
