import { sql } from 'kysely'
import type { Tx } from '../platform/database.ts'
import { FACT_BYTES_MAX, factBytes } from './append.ts'
import { BETWEEN_FACTS } from './batch.ts'
import type { Fact } from './fact.ts'

const FACTS_MAX = 100_000

/**
 * Like append, for many facts at once: they get consecutive places in their order, unless there are more than fit one
 * batch of the leader. Much cheaper than one by one, since a row of the inbox takes as many as it holds. `id` is that of
 * the last row: once that is integrated, all are, and `integrated` gives the place of the first fact in that row.
 * Throws InputError, and writes nothing, when any of them is not well-formed.
 */
export async function appendAll(tx: Tx, facts: readonly Fact[]): Promise<{ id: bigint } | undefined> {
  if (facts.length > FACTS_MAX)
    throw new RangeError(`at most ${FACTS_MAX} facts at once, found ${facts.length}`)
  const rows = rowsOf(facts)
  if (rows.length === 0) return undefined
  const { rows: written } = await sql<{ id: string }>`
    insert into ledger.pending (bytes) select convert_to(text, 'UTF8') from unnest(${rows}::text[]) with ordinality as t (text, place)
    order by place returning id`.execute(tx)
  return { id: written.reduce((last, { id }) => (BigInt(id) > last ? BigInt(id) : last), 0n) }
}

/** The facts' canonical texts, as many in a row as the inbox takes. */
function rowsOf(facts: readonly Fact[]): string[] {
  const rows: string[] = []
  let row: string[] = []
  let rowBytes = 0
  for (const fact of facts) {
    const bytes = factBytes(fact)
    if (row.length > 0 && rowBytes + BETWEEN_FACTS.length + bytes.length > FACT_BYTES_MAX) {
      rows.push(row.join(BETWEEN_FACTS))
      row = []
      rowBytes = 0
    }
    row.push(Buffer.from(bytes).toString('utf8'))
    rowBytes += bytes.length + (row.length > 1 ? BETWEEN_FACTS.length : 0)
  }
  if (row.length > 0) rows.push(row.join(BETWEEN_FACTS))
  return rows
}
