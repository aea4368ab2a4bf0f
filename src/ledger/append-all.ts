import { sql } from 'kysely'
import type { Tx } from '../platform/database.ts'
import { FACT_BYTES_MAX, factText } from './append.ts'
import { BETWEEN_FACTS } from './batch.ts'
import type { Fact } from './fact.ts'

const FACTS_MAX = 100_000
/** Bytes go as they are, each row a parameter: in an array of texts every quotation mark would be escaped. */
const STATEMENT_ROWS = 64
/** What is smaller is copied into the log with its neighbours; what is larger stays where it is first written. */
const BULK_BYTES_MIN = 4000

/**
 * Like append, for many facts at once: they get consecutive places in their order, unless there are more than fit one
 * batch of the leader. Much cheaper than one by one, since a row takes as many as it holds. `id` is that of the last row
 * of the inbox: once that is integrated, all are, and `integrated` gives the place of the first fact in that row.
 * Throws InputError, and writes nothing, when any of them is not well-formed.
 */
export async function appendAll(tx: Tx, facts: readonly Fact[]): Promise<{ id: bigint } | undefined> {
  if (facts.length > FACTS_MAX)
    throw new RangeError(`at most ${FACTS_MAX} facts at once, found ${facts.length}`)
  const rows = rowsOf(facts)
  let last = 0n
  for (let from = 0; from < rows.length; from += STATEMENT_ROWS) {
    const part = rows.slice(from, from + STATEMENT_ROWS)
    const values = sql.join(part.map((row) => sql`(${row})`))
    // Where rows are large all but the last one are; that one may go with them.
    const { rows: written } = await (
      (part[0]?.length ?? 0) < BULK_BYTES_MIN
        ? sql<{ id: string }>`insert into ledger.pending (bytes) values ${values} returning id`
        : sql<{ id: string }>`with bulk as (insert into ledger.bulk (facts) values ${values} returning id)
          insert into ledger.pending (bulk) select id from bulk order by id returning id`
    ).execute(tx)
    for (const { id } of written) if (BigInt(id) > last) last = BigInt(id)
  }
  return rows.length === 0 ? undefined : { id: last }
}

/** The facts' canonical bytes, as many in a row as it takes. */
function rowsOf(facts: readonly Fact[]): Buffer[] {
  const rows: Buffer[] = []
  let row = ''
  let rowBytes = 0
  for (const fact of facts) {
    const { text, sizeBytes } = factText(fact)
    if (rowBytes > 0 && rowBytes + BETWEEN_FACTS.length + sizeBytes > FACT_BYTES_MAX) {
      rows.push(Buffer.from(row, 'utf8'))
      row = ''
      rowBytes = 0
    }
    const between = rowBytes > 0 ? BETWEEN_FACTS : ''
    row += between + text
    rowBytes += between.length + sizeBytes
  }
  if (rowBytes > 0) rows.push(Buffer.from(row, 'utf8'))
  return rows
}
