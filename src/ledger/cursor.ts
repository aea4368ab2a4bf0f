import { sql } from 'kysely'
import type { Db, Tx } from '../platform/database.ts'

/** How far a projection or subscriber has read, and the hash of its state there (hexadecimal), where it records one. */
export type Cursor = { position: number; stateSha256?: string }

/** For the rest of the transaction nobody else moves it. Begins at 0. */
export async function lockCursor(tx: Tx, name: string): Promise<Cursor> {
  await sql`insert into ledger.cursor (name, next_index) values (${name}, 0) on conflict do nothing`.execute(
    tx,
  )
  const { rows } = await sql<CursorRow>`
    select next_index, state_sha256 from ledger.cursor where name = ${name} for update`.execute(tx)
  return cursorOf(rows[0])
}

export async function readCursor(db: Db | Tx, name: string): Promise<Cursor> {
  const { rows } = await sql<CursorRow>`
    select next_index, state_sha256 from ledger.cursor where name = ${name}`.execute(db)
  return cursorOf(rows[0])
}

/** Without a hash the one before stays, since the state is as it was; a move to 0 clears it. */
export async function moveCursor(tx: Tx, name: string, { position, stateSha256 }: Cursor): Promise<void> {
  await sql`
    update ledger.cursor set next_index = ${position}, moved_at = clock_timestamp(),
      state_sha256 = case when ${position} = 0 then null else coalesce(${stateSha256 ?? null}, state_sha256) end
    where name = ${name}`.execute(tx)
}

type CursorRow = { next_index: string; state_sha256: string | null }

function cursorOf(row: CursorRow | undefined): Cursor {
  const sha256 = row?.state_sha256 ?? null
  return { position: Number(row?.next_index ?? 0), ...(sha256 !== null && { stateSha256: sha256 }) }
}
