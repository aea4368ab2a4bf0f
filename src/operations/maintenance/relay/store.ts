import { sql } from 'kysely'
import { lockUntilEnd, type Tx } from '../../../platform/database.ts'

/** Takes an id for being put forward; false when it was taken before. */
export async function insertRelay(tx: Tx, id: string, atMs: number): Promise<boolean> {
  const { rows } =
    await sql`insert into maintenance.relay (id, put_forward_at) values (${id}, ${new Date(atMs)})
    on conflict do nothing returning id`.execute(tx)
  return rows.length > 0
}

/** Records that it was sent; false when that was recorded before. */
export async function markSent(tx: Tx, id: string, atMs: number): Promise<boolean> {
  const { rows } = await sql`update maintenance.relay set sent_at = ${new Date(atMs)}
    where id = ${id} and sent_at is null returning id`.execute(tx)
  return rows.length > 0
}

/** Held while the words of relays change, so that what is approved is what stands. */
export async function lockRelays(tx: Tx): Promise<void> {
  await lockUntilEnd(tx, 'maintenance.relays')
}
