import { sql } from 'kysely'
import type { Db, Tx } from '../platform/database.ts'
import type { Departure } from './departure.ts'

/** A departure as it was declared here, by whom, and when it ended; instants are ISO 8601 UTC. */
export type KnownDeparture = Departure & { declared_by: string; ended?: string }

/** False where there is one of that id already. */
export async function insertDeparture(
  tx: Tx,
  { declared_by, ...departure }: KnownDeparture,
): Promise<boolean> {
  const { id, of, is, because, owner, from, until } = departure
  const { numAffectedRows } = await sql`
    insert into estate.departure (id, of, is_now, because, owner, begins_at, restored_by, declared_by)
    values (${id}, ${of}, ${is}, ${because}, ${owner}, ${from}, ${until}, ${declared_by})
    on conflict do nothing`.execute(tx)
  return numAffectedRows === 1n
}

/** False where none of that id is open. */
export async function endDeparture(tx: Tx, id: string, endedMs: number): Promise<boolean> {
  const { numAffectedRows } = await sql`
    update estate.departure set ended_at = ${new Date(endedMs)} where id = ${id} and ended_at is null`.execute(
    tx,
  )
  return numAffectedRows === 1n
}

/** Those that are open, or all, the newest first; at most `limit`. */
export async function readDepartures(db: Db, open: boolean, limit: number): Promise<KnownDeparture[]> {
  const { rows } = await sql<{
    id: string
    of: string
    is_now: Departure['is']
    because: string
    owner: string
    begins_at: Date
    restored_by: Date
    declared_by: string
    ended_at: Date | null
  }>`select * from estate.departure where ended_at is null or not ${open}
    order by begins_at desc, id limit ${limit}`.execute(db)
  return rows.map((row) => ({
    id: row.id,
    of: row.of,
    is: row.is_now,
    because: row.because,
    owner: row.owner,
    from: row.begins_at.toISOString(),
    until: row.restored_by.toISOString(),
    declared_by: row.declared_by,
    ...(row.ended_at !== null && { ended: row.ended_at.toISOString() }),
  }))
}
