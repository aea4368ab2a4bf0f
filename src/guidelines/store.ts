import { sql } from 'kysely'
import type { Fact } from '../ledger/fact.ts'
import { lockUntilEnd, type Db, type Tx } from '../platform/database.ts'

/** A fact of the matrix as it was said; `at` in epoch milliseconds. */
export type Said = { object: string; revision: number; at: number; fact: Fact }

/** Held while the matrix changes, so that two people's changes follow each other. */
export async function lockMatrix(tx: Tx): Promise<void> {
  await lockUntilEnd(tx, 'guidelines.matrix')
}

/** All that was said, or of one object, in its order. */
export async function readSaid(db: Db | Tx, object?: string): Promise<Said[]> {
  const { rows } = await sql<{ object: string; revision: number; at: Date; fact: Fact }>`
    select object, revision, at, fact from guidelines.said
    where ${object ?? null}::text is null or object = ${object ?? null}
    order by at, object, revision`.execute(db)
  return rows.map(({ at, ...said }) => ({ ...said, at: at.getTime() }))
}

/** Adds what was said of an object after all that was said before. */
export async function insertSaid(tx: Tx, object: string, atMs: number, fact: Fact): Promise<void> {
  await sql`insert into guidelines.said (object, revision, at, fact)
    select ${object}, coalesce(max(revision), 0) + 1, ${new Date(atMs)}, ${JSON.stringify(fact)}::jsonb
    from guidelines.said where object = ${object}`.execute(tx)
}
