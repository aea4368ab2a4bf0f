import { sql } from 'kysely'
import type { Db, Tx } from '../../platform/database.ts'
import type { NewPasskey, Passkey } from './passkey.ts'

type PasskeyRow = {
  credential_id: string
  person: string
  public_key: Buffer
  spki: Buffer
  counter: string
  transports: string[]
  label: string
  backed_up: boolean
  added_at: Date
  used_at: Date | null
}

function passkeyOf(row: PasskeyRow): Passkey {
  return {
    credentialId: row.credential_id,
    person: row.person,
    publicKey: row.public_key,
    spki: row.spki,
    counter: Number(row.counter),
    transports: row.transports,
    label: row.label,
    backedUp: row.backed_up,
    addedAtMs: row.added_at.getTime(),
    usedAtMs: row.used_at?.getTime(),
  }
}

export async function readPasskeysOf(db: Db, person: string): Promise<Passkey[]> {
  const { rows } = await sql<PasskeyRow>`
    select * from sign_in.passkey where person = ${person} order by added_at`.execute(db)
  return rows.map(passkeyOf)
}

/** Locked until the transaction ends, so that its counter is compared and moved by one signature at a time. */
export async function lockPasskey(tx: Tx, credentialId: string): Promise<Passkey | undefined> {
  const { rows } = await sql<PasskeyRow>`
    select * from sign_in.passkey where credential_id = ${credentialId} for update`.execute(tx)
  return rows[0] && passkeyOf(rows[0])
}

export async function markPasskeyUsed(
  tx: Tx,
  credentialId: string,
  counter: number,
  atMs: number,
): Promise<void> {
  await sql`update sign_in.passkey set counter = ${counter}, used_at = ${new Date(atMs)}
    where credential_id = ${credentialId}`.execute(tx)
}

/** False when that credential is known already. */
export async function insertPasskey(
  tx: Tx,
  person: string,
  made: NewPasskey,
  label: string,
  atMs: number,
): Promise<boolean> {
  const { rows } = await sql`insert into sign_in.passkey
      (credential_id, person, public_key, spki, counter, transports, label, backed_up, added_at)
    values (${made.credentialId}, ${person}, ${made.publicKey}, ${made.spki}, ${made.counter},
      ${made.transports}::text[], ${label}, ${made.backedUp}, ${new Date(atMs)})
    on conflict do nothing returning 1`.execute(tx)
  return rows.length === 1
}

export async function deletePasskey(tx: Tx, person: string, credentialId: string): Promise<boolean> {
  const { rows } = await sql`delete from sign_in.passkey
    where person = ${person} and credential_id = ${credentialId} returning 1`.execute(tx)
  return rows.length === 1
}

/** False when the signature was spent before. */
export async function spend(tx: Tx, signatureSha256: Buffer, atMs: number): Promise<boolean> {
  const { rows } = await sql`insert into sign_in.spent_assertion (signature_sha256, at)
    values (${signatureSha256}, ${new Date(atMs)}) on conflict do nothing returning 1`.execute(tx)
  return rows.length === 1
}

export async function insertChallenge(
  db: Db,
  challenge: { value: string; purpose: 'sign-in' | 'add'; person?: string; expiresAtMs: number },
): Promise<void> {
  await sql`insert into sign_in.challenge (value, purpose, person, expires_at)
    values (${challenge.value}, ${challenge.purpose}, ${challenge.person ?? null}, ${new Date(challenge.expiresAtMs)})`.execute(
    db,
  )
}

/** Takes a challenge back: true once, for its purpose and person, while it holds. */
export async function takeChallenge(
  tx: Tx,
  challenge: { value: string; purpose: 'sign-in' | 'add'; person?: string },
  nowMs: number,
): Promise<boolean> {
  const { rows } = await sql`delete from sign_in.challenge
    where value = ${challenge.value} and purpose = ${challenge.purpose}
      and person is not distinct from ${challenge.person ?? null} and expires_at > ${new Date(nowMs)}
    returning 1`.execute(tx)
  return rows.length === 1
}

export async function readPassword(db: Db, person: string) {
  const { rows } = await sql<{ hash: string; set_at: Date }>`
    select hash, set_at from sign_in.password where person = ${person}`.execute(db)
  return rows[0] && { hash: rows[0].hash, setAtMs: rows[0].set_at.getTime() }
}

export async function writePassword(tx: Tx, person: string, hash: string, atMs: number): Promise<void> {
  await sql`insert into sign_in.password (person, hash, set_at) values (${person}, ${hash}, ${new Date(atMs)})
    on conflict (person) do update set hash = excluded.hash, set_at = excluded.set_at`.execute(tx)
}

export async function personOfLogin(db: Db, nameSha256: Buffer): Promise<string | undefined> {
  const { rows } = await sql<{ person: string }>`
    select person from sign_in.login where name_sha256 = ${nameSha256}`.execute(db)
  return rows[0]?.person
}

export async function readLogin(db: Db, person: string): Promise<string | undefined> {
  const { rows } = await sql<{ sealed: string }>`
    select sealed from sign_in.login where person = ${person}`.execute(db)
  return rows[0]?.sealed
}

/** False when another person has that name. */
export async function writeLogin(
  tx: Tx,
  person: string,
  nameSha256: Buffer,
  sealed: string,
): Promise<boolean> {
  if ((await personOfLogin(tx, nameSha256)) === person) return true
  const { rows } = await sql`insert into sign_in.login (person, name_sha256, sealed)
    select ${person}, ${nameSha256}, ${sealed}
    where not exists (select from sign_in.login where name_sha256 = ${nameSha256})
    on conflict (person) do update set name_sha256 = excluded.name_sha256, sealed = excluded.sealed
    returning 1`.execute(tx)
  return rows.length === 1
}

export async function readSubjects(db: Db, person: string): Promise<{ issuer: string; boundAtMs: number }[]> {
  const { rows } = await sql<{ issuer: string; bound_at: Date }>`
    select issuer, bound_at from sign_in.subject where person = ${person} order by bound_at`.execute(db)
  return rows.map(({ issuer, bound_at }) => ({ issuer, boundAtMs: bound_at.getTime() }))
}

export async function personOfSubject(db: Db, issuer: string, subject: string): Promise<string | undefined> {
  const { rows } = await sql<{ person: string }>`
    select person from sign_in.subject where issuer = ${issuer} and subject = ${subject}`.execute(db)
  return rows[0]?.person
}

export async function insertSubject(
  tx: Tx,
  bound: { issuer: string; subject: string; person: string },
  atMs: number,
): Promise<boolean> {
  const { rows } = await sql`insert into sign_in.subject (issuer, subject, person, bound_at)
    values (${bound.issuer}, ${bound.subject}, ${bound.person}, ${new Date(atMs)})
    on conflict do nothing returning 1`.execute(tx)
  return rows.length === 1
}

export async function deleteSubject(tx: Tx, person: string, issuer: string): Promise<boolean> {
  const { rows } = await sql`delete from sign_in.subject
    where person = ${person} and issuer = ${issuer} returning 1`.execute(tx)
  return rows.length > 0
}
