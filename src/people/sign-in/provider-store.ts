import { sql } from 'kysely'
import type { Db } from '../../platform/database.ts'

/** What must come back as it went out. */
export type Visit = { nonce: string; verifier: string; binds?: string; linkSha256?: Buffer }

export async function insertVisit(
  db: Db,
  visit: Visit & { stateSha256: Buffer; visitorSha256: Buffer; expiresAtMs: number },
): Promise<void> {
  await sql`insert into sign_in.provider_visit
      (state_sha256, visitor_sha256, nonce, verifier, binds, link_sha256, expires_at)
    values (${visit.stateSha256}, ${visit.visitorSha256}, ${visit.nonce}, ${visit.verifier}, ${visit.binds ?? null},
      ${visit.linkSha256 ?? null}, ${new Date(visit.expiresAtMs)})`.execute(db)
}

/** A visit comes back once, to the browser that went. */
export async function takeVisit(
  db: Db,
  stateSha256: Buffer,
  visitorSha256: Buffer,
  nowMs: number,
): Promise<Visit | undefined> {
  const { rows } = await sql<{
    nonce: string
    verifier: string
    binds: string | null
    link_sha256: Buffer | null
  }>`delete from sign_in.provider_visit
    where state_sha256 = ${stateSha256} and visitor_sha256 = ${visitorSha256} and expires_at > ${new Date(nowMs)}
    returning nonce, verifier, binds, link_sha256`.execute(db)
  const row = rows[0]
  return (
    row && {
      nonce: row.nonce,
      verifier: row.verifier,
      ...(row.binds !== null && { binds: row.binds }),
      ...(row.link_sha256 !== null && { linkSha256: row.link_sha256 }),
    }
  )
}
