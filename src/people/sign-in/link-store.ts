import { sql } from 'kysely'
import { lockUntilEnd, type Db, type Tx } from '../../platform/database.ts'

/** A one-time link: for the first owner, for somebody invited, for somebody who cannot sign in any more. */
export type Link = {
  purpose: 'owner' | 'invitation' | 'recovery'
  /** Nobody yet where it makes the first owner. */
  person: string | undefined
  issuedBy: string | undefined
  expiresAtMs: number
}

type LinkRow = { purpose: Link['purpose']; person: string | null; issued_by: string | null; expires_at: Date }

function linkOf(row: LinkRow): Link {
  return {
    purpose: row.purpose,
    person: row.person ?? undefined,
    issuedBy: row.issued_by ?? undefined,
    expiresAtMs: row.expires_at.getTime(),
  }
}

/** Writes a link; an earlier one for the same person, or for the first owner, no longer holds. */
export async function replaceLink(tx: Tx, codeSha256: Buffer, link: Link, atMs: number): Promise<void> {
  await sql`delete from sign_in.link
    where (purpose = 'owner' and ${link.purpose} = 'owner') or person = ${link.person ?? null}`.execute(tx)
  await sql`insert into sign_in.link (code_sha256, purpose, person, issued_by, issued_at, expires_at)
    values (${codeSha256}, ${link.purpose}, ${link.person ?? null}, ${link.issuedBy ?? null}, ${new Date(atMs)},
      ${new Date(link.expiresAtMs)})`.execute(tx)
}

export async function readLink(db: Db, codeSha256: Buffer, nowMs: number): Promise<Link | undefined> {
  const { rows } = await sql<LinkRow>`
    select purpose, person, issued_by, expires_at from sign_in.link
    where code_sha256 = ${codeSha256} and expires_at > ${new Date(nowMs)}`.execute(db)
  return rows[0] && linkOf(rows[0])
}

/** Takes a link out of use and gives it: of two who come with the same code, one gets it. */
export async function takeLink(tx: Tx, codeSha256: Buffer, nowMs: number): Promise<Link | undefined> {
  const { rows } = await sql<LinkRow>`
    delete from sign_in.link where code_sha256 = ${codeSha256} and expires_at > ${new Date(nowMs)}
    returning purpose, person, issued_by, expires_at`.execute(tx)
  return rows[0] && linkOf(rows[0])
}

/** The installation has its owner: no link makes another. */
export async function removeOwnerLinks(tx: Tx): Promise<void> {
  await sql`delete from sign_in.link where purpose = 'owner'`.execute(tx)
}

/** Whether a link for the first owner was ever made and not used: somebody began here without the demo. */
export async function isOwnerAwaited(db: Db): Promise<boolean> {
  const { rows } = await sql<{ awaited: boolean }>`
    select exists (select from sign_in.link where purpose = 'owner') as awaited`.execute(db)
  return rows[0]?.awaited === true
}

/** Held while the first owner is made, so that there is one. */
export async function lockOwnership(tx: Tx): Promise<void> {
  await lockUntilEnd(tx, 'sign_in.owner')
}
