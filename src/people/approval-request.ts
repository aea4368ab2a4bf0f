import { sql } from 'kysely'
import type { Context } from '../platform/context.ts'
import type { Db, Tx } from '../platform/database.ts'
import type { Approvable } from './approval.ts'

/** Something that waits for approval, and where it can be read in full. */
export type WaitingApproval = Approvable & { link: string; openedMs: number }

/** As many as one person is shown at a time. */
const WAITING_MAX = 500

/**
 * Says that something waits for approval, in the transaction that submits it. Once more for the same kind and id (it was
 * amended): what stands now takes its place. `link` is a path of the web application that shows all of it.
 */
export async function requestApproval(ctx: Context, tx: Tx, what: Approvable, link: string): Promise<void> {
  await sql`insert into people.approval_request
      (kind, id, digest, title_ja, title_en, link, contributors, superior_of, opened_at, due_at)
    values (${what.kind}, ${what.id}, ${what.digest}, ${what.title.ja}, ${what.title.en}, ${link},
      ${[...what.contributors]}::text[], ${what.superiorOf ?? null}, ${new Date(ctx.clock.now())},
      ${what.dueMs === undefined ? null : new Date(what.dueMs)})
    on conflict (kind, id) do update set digest = excluded.digest, title_ja = excluded.title_ja,
      title_en = excluded.title_en, link = excluded.link, contributors = excluded.contributors,
      superior_of = excluded.superior_of, opened_at = excluded.opened_at,
      due_at = excluded.due_at`.execute(tx)
}

/** It no longer waits: withdrawn or decided. `approved` closes what it approves. */
export async function closeApproval(tx: Tx, kind: string, id: string): Promise<void> {
  await sql`delete from people.approval_request where kind = ${kind} and id = ${id}`.execute(tx)
}

/** Nothing that waits now waits any more: it was the demo's, whose documents an operator's own have replaced. */
export async function closeAllApprovals(tx: Tx): Promise<void> {
  await sql`delete from people.approval_request`.execute(tx)
}

/** What waits, the longest first, whoever may approve it. */
export async function readWaiting(db: Db): Promise<WaitingApproval[]> {
  const { rows } = await sql<{
    kind: string
    id: string
    digest: string
    title_ja: string
    title_en: string
    link: string
    contributors: string[]
    superior_of: string | null
    opened_at: Date
    due_at: Date | null
  }>`select * from people.approval_request order by opened_at, kind, id limit ${WAITING_MAX}`.execute(db)
  return rows.map((row) => ({
    kind: row.kind,
    id: row.id,
    digest: row.digest,
    title: { ja: row.title_ja, en: row.title_en },
    link: row.link,
    contributors: row.contributors,
    ...(row.superior_of !== null && { superiorOf: row.superior_of }),
    openedMs: row.opened_at.getTime(),
    ...(row.due_at !== null && { dueMs: row.due_at.getTime() }),
  }))
}
