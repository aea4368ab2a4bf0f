import { sql } from 'kysely'
import { lockUntilEnd, type Db, type Tx } from '../platform/database.ts'

/** A file of a workspace: its path in the folder, with `/`, and what it holds. */
export type StoredFile = { path: string; content: Uint8Array; sha256: string }

export type Revision = { number: bigint; appliedAtMs: number; appliedBy: string; manifestSha256: string }

/** Held while an estate is replaced, so that two people's changes follow each other. */
export async function lockEstate(tx: Tx): Promise<void> {
  await lockUntilEnd(tx, 'estate.revision')
}

/** The revision that stands at an instant; undefined before the first. */
export async function revisionAt(db: Db, atMs: number): Promise<Revision | undefined> {
  const { rows } = await sql<{ number: string; applied_at: Date; applied_by: string; manifest: string }>`
    select number, applied_at, applied_by, encode(manifest_sha256, 'hex') as manifest
    from estate.revision where applied_at <= ${new Date(atMs)} order by number desc limit 1`.execute(db)
  const row = rows[0]
  if (row === undefined) return undefined
  return {
    number: BigInt(row.number),
    appliedAtMs: row.applied_at.getTime(),
    appliedBy: row.applied_by,
    manifestSha256: row.manifest,
  }
}

/**
 * What the ledger says of revisions: the last one known at an instant, the newest of all, and that instant itself
 * (epoch milliseconds; undefined: everything).
 */
export type KnownBy = {
  integrated: bigint | undefined
  newest: bigint | undefined
  knownMs: number | undefined
}

/**
 * The revision that was known to stand: as the ledger has it, or a newer one that still waits for its place there, from
 * when it was written. Undefined before the first.
 */
export async function revisionKnown(
  db: Db,
  { integrated, newest, knownMs }: KnownBy,
): Promise<Pick<Revision, 'number' | 'appliedBy'> | undefined> {
  const known = knownMs === undefined ? sql`true` : sql`applied_at <= ${new Date(knownMs)}`
  const { rows } = await sql<{ number: string; applied_by: string }>`
    select number, applied_by from estate.revision
    where number = ${integrated ?? 0n} or (number > ${newest ?? 0n} and ${known})
    order by number desc limit 1`.execute(db)
  const row = rows[0]
  return row && { number: BigInt(row.number), appliedBy: row.applied_by }
}

/** The files of a revision, by path. */
export async function filesOf(db: Db, revision: bigint): Promise<StoredFile[]> {
  const { rows } = await sql<{ path: string; content: Buffer; sha256: string }>`
    select path, content, encode(sha256, 'hex') as sha256
    from estate.revision_file join estate.document using (sha256)
    where revision = ${revision} order by path collate "C"`.execute(db)
  return rows
}

/** A document by its SHA-256 (hexadecimal), of whichever revision; undefined where none has it. */
export async function documentContent(db: Db, sha256: string): Promise<Buffer | undefined> {
  const { rows } = await sql<{ content: Buffer }>`
    select content from estate.document where sha256 = decode(${sha256}, 'hex')`.execute(db)
  return rows[0]?.content
}

/** Writes a revision with its files; documents that are already kept are not written again. */
export async function insertRevision(
  tx: Tx,
  revision: Omit<Revision, 'number'>,
  files: readonly StoredFile[],
): Promise<bigint> {
  for (const { sha256, content } of files) {
    await sql`insert into estate.document (sha256, content)
      values (decode(${sha256}, 'hex'), ${Buffer.from(content)}) on conflict do nothing`.execute(tx)
  }
  const { rows } = await sql<{ number: string }>`
    insert into estate.revision (applied_at, applied_by, manifest_sha256)
    values (${new Date(revision.appliedAtMs)}, ${revision.appliedBy}, decode(${revision.manifestSha256}, 'hex'))
    returning number`.execute(tx)
  const number = BigInt(rows[0]!.number)
  await sql`insert into estate.revision_file (revision, path, sha256)
    select ${number}, path, decode(sha256, 'hex')
    from unnest(${files.map(({ path }) => path)}::text[], ${files.map(({ sha256 }) => sha256)}::text[]) as file (path, sha256)`.execute(
    tx,
  )
  return number
}
