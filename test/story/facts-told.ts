import type { Fact } from '../../src/ledger/fact.ts'
import { readEntries, readHead } from '../../src/ledger/index.ts'
import type { Context } from '../../src/platform/context.ts'

/** The facts in the ledger whose body is about this id, in their order. */
export async function integratedOf(ctx: Context, id: string): Promise<Fact[]> {
  const facts: Fact[] = []
  const size = (await readHead(ctx.db))?.size ?? 0
  for await (const { fact } of readEntries(ctx.db, 0, size)) if (fact.body['id'] === id) facts.push(fact)
  return facts
}
