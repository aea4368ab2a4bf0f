import { sql } from 'kysely'
import { canonicalBytes } from '../ledger/canonical.ts'
import type { Entry, Fact } from '../ledger/index.ts'
import type { Db, Tx } from '../platform/database.ts'
import type { Json } from '../platform/text.ts'

/** Copies facts into the projection; those that stand there already stay as they are. */
export async function insertKnown(tx: Tx, entries: readonly Entry[]): Promise<void> {
  const rows = entries.map(({ index, at, fact }) => ({
    index,
    at,
    type: fact.type,
    fact: Buffer.from(canonicalBytes(fact)).toString('utf8'),
  }))
  await sql`insert into charter.known_fact (index, at_ms, type, fact)
    select index, at, type, fact from jsonb_to_recordset(${JSON.stringify(rows)}::jsonb)
      as r (index bigint, at bigint, type text, fact text)
    on conflict do nothing`.execute(tx)
}

/** The copied facts of these types with an index from `from` up to, not including, `until`; at most `limit`, in order. */
export async function readKnown(
  db: Db,
  types: readonly string[],
  from: number,
  until: number,
  limit: number,
): Promise<Entry[]> {
  const { rows } = await sql<{ index: string; at: string; fact: string }>`
    select index, at_ms as at, fact from charter.known_fact
    where index >= ${from} and index < ${until} and type = any (${types}) order by index limit ${limit}`.execute(
    db,
  )
  return rows.map(({ index, at, fact }) => ({
    index: Number(index),
    at: Number(at),
    fact: JSON.parse(fact) as Fact,
  }))
}

/** The projection as it stands: how many facts of these types, and one hash over all of them in their order. */
export async function knownState(tx: Tx, types: readonly string[]): Promise<Json> {
  const { rows } = await sql<{ facts: string; sha256: string }>`
    select count(*) as facts, encode(sha256(convert_to(
      coalesce(string_agg(index || ' ' || at_ms || ' ' || type || ' ' || fact, E'\n' order by index), ''), 'UTF8')), 'hex') as sha256
    from charter.known_fact where type = any (${types})`.execute(tx)
  return { facts: Number(rows[0]!.facts), sha256: rows[0]!.sha256 }
}

/** Empties the projection of these types. */
export async function clearKnown(tx: Tx, types: readonly string[]): Promise<void> {
  await sql`delete from charter.known_fact where type = any (${types})`.execute(tx)
}

/** The inbox id of the last fact that a decision appended; 0 before the first. */
export async function readLastWrite(db: Db): Promise<bigint> {
  return lastWriteIn((await sql<LastWrite>`select inbox_id from charter.last_write`.execute(db)).rows)
}

/** The same, and nobody else decides until the transaction ends. */
export async function lockLastWrite(tx: Tx): Promise<bigint> {
  return lastWriteIn(
    (await sql<LastWrite>`select inbox_id from charter.last_write for update`.execute(tx)).rows,
  )
}

export async function moveLastWrite(tx: Tx, id: bigint): Promise<void> {
  await sql`update charter.last_write set inbox_id = ${id.toString()}`.execute(tx)
}

type LastWrite = { inbox_id: string }

function lastWriteIn(rows: readonly LastWrite[]): bigint {
  const row = rows[0]
  if (row === undefined) throw new Error('charter.last_write has lost its row')
  return BigInt(row.inbox_id)
}
