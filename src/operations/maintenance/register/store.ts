import { sql } from 'kysely'
import type { Db, Tx } from '../../../platform/database.ts'
import type { EntryContent } from './amend.ts'
import type { Proposal } from './proposal.ts'

type Row = {
  id: string
  entry: string
  change: Proposal['change']
  content: EntryContent | null
  before_digest: string | null
  digest: string
  note: string
  proposed_by: string
  proposed_at: Date
  state: Proposal['state']
}

function proposalOf(row: Row): Proposal {
  return {
    id: row.id,
    entry: row.entry,
    change: row.change,
    content: row.content ?? undefined,
    beforeDigest: row.before_digest ?? undefined,
    digest: row.digest,
    note: row.note,
    proposedBy: row.proposed_by,
    proposedMs: row.proposed_at.getTime(),
    state: row.state,
  }
}

/** Puts a change forward; false where another of the same entry waits already. */
export async function insertProposal(tx: Tx, one: Proposal): Promise<boolean> {
  const content = one.content === undefined ? null : JSON.stringify(one.content)
  const { rows } = await sql`insert into maintenance.register_proposal
      (id, entry, change, content, before_digest, digest, note, proposed_by, proposed_at)
    values (${one.id}, ${one.entry}, ${one.change}, ${content}::jsonb, ${one.beforeDigest ?? null},
      ${one.digest}, ${one.note}, ${one.proposedBy}, ${new Date(one.proposedMs)})
    on conflict do nothing returning id`.execute(tx)
  return rows.length > 0
}

/** One proposal; in a transaction with `hold`, nobody else decides on it until that ends. */
export async function readProposal(db: Db, id: string, hold = false): Promise<Proposal | undefined> {
  const lock = hold ? sql`for update` : sql``
  const { rows } =
    await sql<Row>`select * from maintenance.register_proposal where id = ${id} ${lock}`.execute(db)
  return rows[0] && proposalOf(rows[0])
}

/** All that wait, the longest first. */
export async function waitingProposals(db: Db): Promise<Proposal[]> {
  const { rows } = await sql<Row>`select * from maintenance.register_proposal
    where state = 'waiting' order by proposed_at, id limit 1000`.execute(db)
  return rows.map(proposalOf)
}

export async function decideProposal(
  tx: Tx,
  id: string,
  state: 'approved' | 'withdrawn',
  atMs: number,
): Promise<void> {
  await sql`update maintenance.register_proposal
    set state = ${state}, decided_at = ${new Date(atMs)} where id = ${id}`.execute(tx)
}
