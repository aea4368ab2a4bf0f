import { sql } from 'kysely'
import type { RawBuilder } from 'kysely'
import type { Db, Tx } from '../../platform/database.ts'

export type SessionKind = 'passkey' | 'password' | 'oidc' | 'link' | 'demo'

export type Session = {
  name: string
  person: string
  kind: SessionKind
  createdAtMs: number
  seenAtMs: number
  expiresAtMs: number
  confirmedAtMs: number | undefined
  address: string | undefined
  agent: string | undefined
}

type SessionRow = {
  name: string
  person: string
  kind: SessionKind
  created_at: Date
  seen_at: Date
  expires_at: Date
  confirmed_at: Date | null
  address: string | null
  agent: string | null
}

const COLUMNS = sql`name, person, kind, created_at, seen_at, expires_at, confirmed_at, address, agent`

function sessionOf(row: SessionRow): Session {
  return {
    name: row.name,
    person: row.person,
    kind: row.kind,
    createdAtMs: row.created_at.getTime(),
    seenAtMs: row.seen_at.getTime(),
    expiresAtMs: row.expires_at.getTime(),
    confirmedAtMs: row.confirmed_at?.getTime(),
    address: row.address ?? undefined,
    agent: row.agent ?? undefined,
  }
}

export async function insertSession(tx: Tx, idSha256: Buffer, session: Session): Promise<void> {
  await sql`insert into sign_in.session
      (id_sha256, name, person, kind, created_at, seen_at, expires_at, confirmed_at, address, agent)
    values (${idSha256}, ${session.name}, ${session.person}, ${session.kind}, ${new Date(session.createdAtMs)},
      ${new Date(session.seenAtMs)}, ${new Date(session.expiresAtMs)}, ${dateOrNull(session.confirmedAtMs)},
      ${session.address ?? null}, ${session.agent ?? null})`.execute(tx)
}

/**
 * The session of a cookie, unless it was ended or its person is not here at that time. Whether it has expired is for its
 * reader to say.
 */
export async function readSession(db: Db, idSha256: Buffer, atMs: number): Promise<Session | undefined> {
  const { rows } = await sql<SessionRow>`
    select ${COLUMNS} from sign_in.session
    where id_sha256 = ${idSha256} and ended_at is null and ${isHere(sql`session.person`, atMs)}`.execute(db)
  return rows[0] && sessionOf(rows[0])
}

function isHere(person: RawBuilder<unknown>, atMs: number): RawBuilder<unknown> {
  const at = new Date(atMs)
  return sql`exists (select from people.person
    where person.id = ${person} and from_at <= ${at} and (until_at is null or until_at > ${at}))`
}

export async function isPersonHere(db: Db, person: string, atMs: number): Promise<boolean> {
  const { rows } = await sql<{ here: boolean }>`select ${isHere(sql`${person}::text`, atMs)} as here`.execute(
    db,
  )
  return rows[0]?.here === true
}

/** Whether anybody was ever entered here: then the installation has an owner, or had one. */
export async function isOwned(db: Db): Promise<boolean> {
  const { rows } = await sql<{ owned: boolean }>`
    select exists (select from people.person) as owned`.execute(db)
  return rows[0]?.owned === true
}

export async function readSessionByName(db: Db, name: string): Promise<Session | undefined> {
  const { rows } = await sql<SessionRow>`
    select ${COLUMNS} from sign_in.session where name = ${name} and ended_at is null`.execute(db)
  return rows[0] && sessionOf(rows[0])
}

export async function readSessionsOf(db: Db, person: string, nowMs: number): Promise<Session[]> {
  const { rows } = await sql<SessionRow>`
    select ${COLUMNS} from sign_in.session
    where person = ${person} and ended_at is null and expires_at > ${new Date(nowMs)}
    order by seen_at desc limit 200`.execute(db)
  return rows.map(sessionOf)
}

/** Only ever forward: two requests at once may come in any order. */
export async function markSeen(db: Db, name: string, atMs: number): Promise<void> {
  await sql`update sign_in.session set seen_at = greatest(seen_at, ${new Date(atMs)}) where name = ${name}`.execute(
    db,
  )
}

export async function markConfirmed(tx: Tx, name: string, atMs: number): Promise<void> {
  await sql`update sign_in.session set confirmed_at = ${new Date(atMs)} where name = ${name}`.execute(tx)
}

/** Ends sessions of a person: the named one, all, or all but one. Returns how many. */
export async function endSessionsOf(
  tx: Tx,
  person: string,
  which: { only?: string; except?: string },
  atMs: number,
  because: string,
): Promise<number> {
  const { rows } =
    await sql`update sign_in.session set ended_at = ${new Date(atMs)}, ended_because = ${because}
    where person = ${person} and ended_at is null
      and (${which.only ?? null}::text is null or name = ${which.only ?? null})
      and (${which.except ?? null}::text is null or name <> ${which.except ?? null})
    returning 1`.execute(tx)
  return rows.length
}

/** What is long past: sessions a month after their end, challenges, links and attempts that no longer hold. */
export async function removeStale(tx: Tx, nowMs: number, quietMs: number): Promise<void> {
  const now = new Date(nowMs)
  const month = new Date(nowMs - 30 * 24 * 3_600_000)
  await sql`delete from sign_in.session where expires_at < ${month} or ended_at < ${month}`.execute(tx)
  await sql`delete from sign_in.challenge where expires_at < ${now}`.execute(tx)
  await sql`delete from sign_in.provider_visit where expires_at < ${now}`.execute(tx)
  await sql`delete from sign_in.link where expires_at < ${month} and purpose <> 'owner'`.execute(tx)
  await sql`delete from sign_in.attempt where last_at < ${new Date(nowMs - quietMs)}`.execute(tx)
}

export async function readAttempts(db: Db, keys: readonly string[]) {
  const { rows } = await sql<{ key: string; failures: number; last_at: Date }>`
    select key, failures, last_at from sign_in.attempt where key = any(${keys}::text[])`.execute(db)
  return new Map(
    rows.map(({ key, failures, last_at }) => [key, { failures, lastAtMs: last_at.getTime() }] as const),
  )
}

/** Counts a failure under each key, from one again after a quiet. */
export async function addFailure(
  db: Db,
  keys: readonly string[],
  atMs: number,
  quietMs: number,
): Promise<void> {
  await sql`insert into sign_in.attempt as old (key, failures, last_at)
    select key, 1, ${new Date(atMs)} from unnest(${keys.toSorted()}::text[]) as key
    on conflict (key) do update set last_at = excluded.last_at,
      failures = case when old.last_at < ${new Date(atMs - quietMs)} then 1 else least(old.failures + 1, 1000) end`.execute(
    db,
  )
}

/**
 * It was no failure after all. The account begins anew; the place only gets this one back, or whoever has an account
 * would clear it for tries at others.
 */
export async function forgive(db: Db, keys: readonly string[]): Promise<void> {
  await sql`delete from sign_in.attempt
    where key = any(${keys}::text[]) and (key not like 'address %' or failures = 1)`.execute(db)
  await sql`update sign_in.attempt set failures = failures - 1
    where key = any(${keys}::text[]) and failures > 1`.execute(db)
}

export function dateOrNull(ms: number | undefined): Date | null {
  return ms === undefined ? null : new Date(ms)
}
