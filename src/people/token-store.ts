import { createHash } from 'node:crypto'
import { sql } from 'kysely'
import type { Db, Tx } from '../platform/database.ts'
import type { TokenRights } from './standing.ts'

export type TokenRow = TokenRights & { id: string; label: string; untilMs: number }

type Raw = { id: string; owner: string; label: string; permissions: string[]; from_at: Date; until_at: Date }

function rowOf({ from_at, until_at, ...rest }: Raw): TokenRow {
  return { ...rest, fromMs: from_at.getTime(), untilMs: until_at.getTime() }
}

/** 256 random bits need no slow hash: nobody tries them through. */
export function tokenHash(secret: string): Buffer {
  return createHash('sha256').update(secret).digest()
}

/** The token of that secret while it counts and its owner is here; else undefined. */
export async function tokenOf(db: Db, secret: string, atMs: number): Promise<TokenRow | undefined> {
  const at = new Date(atMs)
  const { rows } = await sql<Raw>`
    select token.id, owner, label, permissions, token.from_at, token.until_at
    from people.token join people.person on person.id = owner
    where sha256 = ${tokenHash(secret)} and token.from_at <= ${at} and token.until_at > ${at}
      and person.from_at <= ${at} and (person.until_at is null or person.until_at > ${at})`.execute(db)
  return rows[0] && rowOf(rows[0])
}

export async function readToken(db: Db, id: string): Promise<TokenRow | undefined> {
  const { rows } = await sql<Raw>`
    select id, owner, label, permissions, from_at, until_at from people.token where id = ${id}`.execute(db)
  return rows[0] && rowOf(rows[0])
}

/** Every token that ever was, or those of one owner, the newest first. */
export async function readTokens(db: Db, owner?: string): Promise<TokenRow[]> {
  const { rows } = await sql<Raw>`
    select id, owner, label, permissions, from_at, until_at from people.token
    where ${owner ?? null}::text is null or owner = ${owner ?? null}
    order by from_at desc, id desc limit 20000`.execute(db)
  return rows.map(rowOf)
}

export async function insertToken(tx: Tx, token: TokenRow, sha256: Buffer): Promise<void> {
  await sql`insert into people.token (id, owner, label, sha256, permissions, from_at, until_at)
    values (${token.id}, ${token.owner}, ${token.label}, ${sha256}, ${[...token.permissions]}::text[],
      ${new Date(token.fromMs)}, ${new Date(token.untilMs)})`.execute(tx)
}

export async function endToken(tx: Tx, id: string, untilMs: number): Promise<void> {
  await sql`update people.token set until_at = greatest(from_at, ${new Date(untilMs)}::timestamptz)
    where id = ${id}`.execute(tx)
}
