import { sql } from 'kysely'
import type { Db, Tx } from '../../../platform/database.ts'
import type { SentFile } from '../../../estate/workspace-files.ts'
import { sha256Of } from '../../../estate/sha256.ts'
import type {
  ChangedDocument,
  Draft,
  DraftEvent,
  DraftEventKind,
  DraftState,
  DraftStep,
  DraftVersion,
} from './draft.ts'

type DraftRow = {
  id: string
  title: string
  reason: string
  author: string
  created_at: Date
  state: DraftState
  base: string | null
  head: number
}

function draftOf(row: DraftRow): Draft {
  return {
    id: row.id,
    title: row.title,
    reason: row.reason,
    author: row.author,
    createdAtMs: row.created_at.getTime(),
    state: row.state,
    base: row.base === null ? undefined : BigInt(row.base),
    head: row.head,
  }
}

export async function insertDraft(tx: Tx, draft: Draft): Promise<void> {
  await sql`insert into redundancy.draft (id, title, reason, author, created_at, state, base, head)
    values (${draft.id}, ${draft.title}, ${draft.reason}, ${draft.author}, ${new Date(draft.createdAtMs)},
      ${draft.state}, ${draft.base ?? null}, ${draft.head})`.execute(tx)
}

/** One draft; with `lock` held until the transaction ends, so that two hands follow each other. */
export async function readDraft(db: Db | Tx, id: string, lock = false): Promise<Draft | undefined> {
  const { rows } = await sql<DraftRow>`
    select * from redundancy.draft where id = ${id} ${lock ? sql`for update` : sql``}`.execute(db)
  return rows[0] && draftOf(rows[0])
}

/** Drafts, the newest first, with how many documents each changes as it stands. */
export async function listDrafts(db: Db, max: number): Promise<(Draft & { versions: number })[]> {
  const { rows } = await sql<DraftRow & { versions: number }>`
    select draft.*, (select count(*)::int from redundancy.version where version.draft = draft.id) as versions
    from redundancy.draft order by created_at desc, id limit ${max}`.execute(db)
  return rows.map((row) => ({ ...draftOf(row), versions: row.versions }))
}

/** Drafts that have come to no end yet. */
export async function countOpen(tx: Tx): Promise<number> {
  const { rows } = await sql<{ count: number }>`
    select count(*)::int as count from redundancy.draft
    where state in ('open', 'waiting', 'approved')`.execute(tx)
  return rows[0]?.count ?? 0
}

type Moved = Partial<Pick<Draft, 'state' | 'head' | 'base'>>

export async function moveDraft(tx: Tx, draft: Draft, to: Moved): Promise<void> {
  const { state, head, base } = { ...draft, ...to }
  await sql`update redundancy.draft set state = ${state}, head = ${head}, base = ${base ?? null}
    where id = ${draft.id}`.execute(tx)
}

/** Keeps contents by their SHA-256; what is kept already is not written again. */
export async function keepDocuments(tx: Tx, files: readonly SentFile[]): Promise<void> {
  for (const { content } of files)
    await sql`insert into redundancy.document (sha256, content)
      values (${sha256Of(content)}, ${Buffer.from(content)}) on conflict do nothing`.execute(tx)
}

/** Contents by SHA-256, of those that are kept here. */
export async function documentsOf(db: Db | Tx, hashes: readonly string[]): Promise<Map<string, Uint8Array>> {
  const { rows } = await sql<{ sha256: string; content: Buffer }>`
    select sha256, content from redundancy.document where sha256 = any(${[...hashes]}::text[])`.execute(db)
  return new Map(rows.map(({ sha256, content }) => [sha256, content]))
}

type StepRow = {
  number: number
  made_by: string
  made_at: Date
  changes: DraftStep['changes']
  files: ChangedDocument[]
}

export async function stepsOf(db: Db | Tx, draft: string): Promise<DraftStep[]> {
  const { rows } = await sql<StepRow>`
    select number, made_by, made_at, changes, files from redundancy.step
    where draft = ${draft} order by number`.execute(db)
  return rows.map((row) => ({
    number: row.number,
    madeBy: row.made_by,
    madeAtMs: row.made_at.getTime(),
    changes: row.changes,
    files: row.files,
  }))
}

/** Writes a step above the head; those that were undone before are gone then. */
export async function insertStep(tx: Tx, draft: string, step: DraftStep): Promise<void> {
  await sql`delete from redundancy.step where draft = ${draft} and number >= ${step.number}`.execute(tx)
  await sql`insert into redundancy.step (draft, number, made_by, made_at, changes, files)
    values (${draft}, ${step.number}, ${step.madeBy}, ${new Date(step.madeAtMs)},
      ${JSON.stringify(step.changes)}::jsonb, ${JSON.stringify(step.files)}::jsonb)`.execute(tx)
}

export async function replaceStepFiles(
  tx: Tx,
  draft: string,
  number: number,
  files: readonly ChangedDocument[],
): Promise<void> {
  await sql`update redundancy.step set files = ${JSON.stringify(files)}::jsonb
    where draft = ${draft} and number = ${number}`.execute(tx)
}

/** Steps that were undone are given up. */
export async function dropStepsAbove(tx: Tx, draft: string, head: number): Promise<void> {
  await sql`delete from redundancy.step where draft = ${draft} and number > ${head}`.execute(tx)
}

type VersionRow = {
  number: number
  saved_by: string
  saved_at: Date
  note: string
  files: ChangedDocument[]
  content: DraftVersion['content']
  digest: string
}

/** Versions, the newest first. */
export async function versionsOf(db: Db | Tx, draft: string): Promise<DraftVersion[]> {
  const { rows } = await sql<VersionRow>`
    select number, saved_by, saved_at, note, files, content, digest from redundancy.version
    where draft = ${draft} order by number desc`.execute(db)
  return rows.map(({ saved_by, saved_at, ...row }) => ({
    ...row,
    savedBy: saved_by,
    savedAtMs: saved_at.getTime(),
  }))
}

export async function insertVersion(tx: Tx, draft: string, version: DraftVersion): Promise<void> {
  await sql`insert into redundancy.version (draft, number, saved_by, saved_at, note, files, content, digest)
    values (${draft}, ${version.number}, ${version.savedBy}, ${new Date(version.savedAtMs)}, ${version.note},
      ${JSON.stringify(version.files)}::jsonb, ${JSON.stringify(version.content)}::jsonb,
      ${version.digest})`.execute(tx)
}

export async function insertEvent(tx: Tx, draft: string, event: DraftEvent): Promise<void> {
  await sql`insert into redundancy.event (draft, kind, by, at, version, note, digest)
    values (${draft}, ${event.kind}, ${event.by}, ${new Date(event.atMs)}, ${event.version ?? null},
      ${event.note ?? null}, ${event.digest ?? null})`.execute(tx)
}

type EventRow = {
  kind: DraftEventKind
  by: string
  at: Date
  version: number | null
  note: string | null
  digest: string | null
}

/** What happened to a draft, the oldest first. */
export async function eventsOf(db: Db | Tx, draft: string): Promise<DraftEvent[]> {
  const { rows } = await sql<EventRow>`
    select kind, by, at, version, note, digest from redundancy.event
    where draft = ${draft} order by place`.execute(db)
  return rows.map(({ at, version, note, digest, ...row }) => ({
    ...row,
    atMs: at.getTime(),
    ...(version !== null && { version }),
    ...(note !== null && { note }),
    ...(digest !== null && { digest }),
  }))
}
