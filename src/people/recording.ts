import { append, integrated } from '../ledger/index.ts'
import type { Context } from '../platform/context.ts'
import { inTransaction, type Tx } from '../platform/database.ts'
import type { Actor } from '../platform/http/permission.ts'
import type { Json } from '../platform/text.ts'
import { lockOrganisation } from './store.ts'

/** Rights are what clause 4.2.2 speaks of. */
const RIGHTS = '4.2.2'
const OF_RIGHTS = /^people\.(role|grant|delegation|token)\./

/** Appends the fact of a change of the organisation: pseudonymous ids, sealed texts, dates. */
export async function record(
  tx: Tx,
  actor: Actor,
  type: `people.${string}.${string}`,
  objects: string[],
  body: { [key: string]: Json | undefined },
): Promise<bigint> {
  const stated = Object.fromEntries(Object.entries(body).filter(([, value]) => value !== undefined))
  const { id } = await append(tx, {
    type,
    by: actor.id,
    ...(OF_RIGHTS.test(type) && { clause: RIGHTS }),
    objects,
    body: stated as { [key: string]: Json },
  })
  return id
}

/** One change of the organisation in a transaction of its own; returns when its fact is in the ledger. */
export async function changed<T extends { fact: bigint }>(
  ctx: Context,
  change: (tx: Tx) => Promise<T>,
): Promise<Omit<T, 'fact'>> {
  const { fact, ...done } = await inTransaction(ctx.db, async (tx) => {
    await lockOrganisation(tx)
    return change(tx)
  })
  await integrated(ctx, fact)
  return done
}

export function isoOf(ms: number | undefined): string | undefined {
  return ms === undefined ? undefined : new Date(ms).toISOString()
}
