import { sql } from 'kysely'
import type { Fact } from '../../ledger/fact.ts'
import { lockUntilEnd, type Db, type Tx } from '../../platform/database.ts'

/** One engagement is changed by one person at a time; the first of all has no row to lock. */
export async function lockAudits(tx: Tx): Promise<void> {
  await lockUntilEnd(tx, 'charter.audit')
}

/** All that was said, in its order; of one engagement where it is named. */
export async function readSaid(db: Db | Tx, object?: string): Promise<{ object: string; fact: Fact }[]> {
  const { rows } = await sql<{ object: string; fact: Fact }>`select object, fact from audit.said
    where ${object ?? null}::text is null or object = ${object ?? null} order by place`.execute(db)
  return rows
}

export async function insertSaid(tx: Tx, object: string, fact: Fact, atMs: number): Promise<void> {
  await sql`insert into audit.said (object, at, fact)
    values (${object}, ${new Date(atMs)}, ${JSON.stringify(fact)}::jsonb)`.execute(tx)
}

/** Where in the ledger the facts of an engagement stand, in order, as far as they are listed. */
export async function readIndices(db: Db, object: string): Promise<number[]> {
  const { rows } = await sql<{ index: string }>`select index from ledger.listing
    where objects @> array[${object}] and type ^@ 'charter.audit.' order by index`.execute(db)
  return rows.map(({ index }) => Number(index))
}
