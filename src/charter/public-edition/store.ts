import { sql } from 'kysely'
import type { Fact } from '../../ledger/fact.ts'
import { lockUntilEnd, type Db, type Tx } from '../../platform/database.ts'
import type { SaidFact } from './edition.ts'

/** Held while anything here changes, so that what two people do follows each other. */
export async function lockPublicEdition(tx: Tx): Promise<void> {
  await lockUntilEnd(tx, 'charter.public-edition')
}

export async function readSaid(db: Db | Tx): Promise<SaidFact[]> {
  const { rows } = await sql<{ at: Date; fact: Fact }>`
    select at, fact from public_edition.said order by place`.execute(db)
  return rows.map(({ at, fact }) => ({ atMs: at.getTime(), fact }))
}

/** How many things were said so far: changes whenever anything here does. */
export async function countSaid(db: Db | Tx): Promise<number> {
  const { rows } = await sql<{ count: string }>`select count(*) as count from public_edition.said`.execute(db)
  return Number(rows[0]?.count ?? 0)
}

export async function insertSaid(tx: Tx, edition: number | null, fact: Fact, atMs: number): Promise<void> {
  await sql`insert into public_edition.said (edition, at, fact)
    values (${edition}, ${new Date(atMs)}, ${JSON.stringify(fact)}::jsonb)`.execute(tx)
}

export async function insertContent(tx: Tx, sha256: string, bytes: Uint8Array): Promise<void> {
  await sql`insert into public_edition.content (sha256, bytes) values (${sha256}, ${Buffer.from(bytes)})
    on conflict do nothing`.execute(tx)
}

export async function readContent(db: Db | Tx, sha256: string): Promise<Buffer | undefined> {
  const { rows } = await sql<{ bytes: Buffer }>`
    select bytes from public_edition.content where sha256 = ${sha256}`.execute(db)
  return rows[0]?.bytes
}

export async function insertFile(
  db: Db | Tx,
  edition: number,
  name: string,
  bytes: Uint8Array,
): Promise<void> {
  await sql`insert into public_edition.made_file (edition, name, bytes)
    values (${edition}, ${name}, ${Buffer.from(bytes)}) on conflict do nothing`.execute(db)
}

/** What was made for an edition, by name. */
export async function readFiles(db: Db | Tx, edition: number): Promise<Map<string, Buffer>> {
  const { rows } = await sql<{ name: string; bytes: Buffer }>`
    select name, bytes from public_edition.made_file where edition = ${edition} order by name`.execute(db)
  return new Map(rows.map(({ name, bytes }) => [name, bytes]))
}
