import { append, integrated } from '../../ledger/index.ts'
import type { Fact } from '../../ledger/index.ts'
import type { Context } from '../../platform/context.ts'
import { inTransaction } from '../../platform/database.ts'
import type { Tx } from '../../platform/database.ts'

/**
 * Runs work in one transaction together with the facts that it records, and returns when the ledger holds them: what
 * is then told to be done, is done and proven.
 */
export async function recorded<T>(
  ctx: Context,
  work: (
    tx: Tx,
    record: (fact: Fact) => Promise<void>,
    /** Facts that other actions have appended in the same transaction. */
    alsoWait: (facts: readonly bigint[]) => void,
  ) => Promise<T>,
): Promise<T> {
  let facts: bigint[] = []
  const result = await inTransaction(ctx.db, (tx) => {
    // Run again after a deadlock, it begins anew.
    facts = []
    const record = async (fact: Fact) => {
      facts.push((await append(tx, fact)).id)
    }
    return work(tx, record, (others) => facts.push(...others))
  })
  await Promise.all(facts.map((fact) => integrated(ctx, fact)))
  return result
}
