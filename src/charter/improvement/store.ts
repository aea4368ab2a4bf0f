import { sql } from 'kysely'
import type { Fact } from '../../ledger/fact.ts'
import { lockUntilEnd, type Db, type Tx } from '../../platform/database.ts'
import type { Verdict } from '../verdict.ts'
import type { Standing, Turn } from './openings.ts'

export type SaidKind = 'finding' | 'action' | 'review' | 'adoption'
export type Said = { kind: SaidKind; object: string; fact: Fact }

/** Held while anything here changes, so that what two people and the worker do follows each other. */
export async function lockImprovement(tx: Tx): Promise<void> {
  await lockUntilEnd(tx, 'charter.improvement')
}

/** Which of all that was said: of one object, and up to an instant (epoch milliseconds); by default everything. */
export type Which = { object?: string; untilMs?: number }

/** All that was said of one kind, in its order. */
export async function readSaid(
  db: Db | Tx,
  kind: SaidKind,
  { object, untilMs }: Which = {},
): Promise<Said[]> {
  const until = untilMs === undefined ? null : new Date(untilMs)
  const { rows } = await sql<Said>`
    select kind, object, fact from improvement.said
    where kind = ${kind} and (${object ?? null}::text is null or object = ${object ?? null})
      and (${until}::timestamptz is null or at <= ${until})
    order by place`.execute(db)
  return rows
}

export async function insertSaid(tx: Tx, said: Said, atMs: number): Promise<void> {
  await sql`insert into improvement.said (kind, object, at, fact)
    values (${said.kind}, ${said.object}, ${new Date(atMs)}, ${JSON.stringify(said.fact)}::jsonb)`.execute(tx)
}

/** What each control said at the last look, and when that was; undefined before the first. */
export async function readStanding(
  tx: Tx,
): Promise<{ atMs: number; standing: Map<string, Standing> } | undefined> {
  const looked = await sql<{ at: Date }>`select at from improvement.look`.execute(tx)
  const at = looked.rows[0]?.at
  if (at === undefined) return undefined
  const { rows } = await sql<{ control: string; verdict: Verdict; objects: string[] }>`
    select control, verdict, objects from improvement.standing`.execute(tx)
  const standing = new Map(rows.map(({ control, verdict, objects }) => [control, { verdict, objects }]))
  return { atMs: at.getTime(), standing }
}

/** Puts this look in the place of the last one. */
export async function replaceStanding(
  tx: Tx,
  atMs: number,
  standing: ReadonlyMap<string, Standing>,
): Promise<void> {
  const rows = [...standing].map(([control, said]) => ({ control, ...said }))
  await sql`delete from improvement.standing`.execute(tx)
  await sql`insert into improvement.standing (control, verdict, objects)
    select control, verdict, objects from jsonb_to_recordset(${JSON.stringify(rows)}::jsonb)
      as r (control text, verdict text, objects jsonb)`.execute(tx)
  await sql`insert into improvement.look (at) values (${new Date(atMs)})
    on conflict (one) do update set at = excluded.at`.execute(tx)
}

export async function insertTurns(tx: Tx, atMs: number, turns: readonly Turn[]): Promise<void> {
  for (const turn of turns)
    await sql`insert into improvement.turn (at, turn)
      values (${new Date(atMs)}, ${JSON.stringify(turn)}::jsonb)`.execute(tx)
}

export type NoticedTurn = Turn & { at: string }

/** Changes of verdicts noticed from an instant up to, and including, another; in their order, at most `limit`. */
export async function readTurns(
  db: Db | Tx,
  fromMs: number,
  toMs: number,
  limit: number,
): Promise<NoticedTurn[]> {
  const { rows } = await sql<{ at: Date; turn: Turn }>`
    select at, turn from improvement.turn
    where at > ${new Date(fromMs)} and at <= ${new Date(toMs)} order by place limit ${limit}`.execute(db)
  return rows.map(({ at, turn }) => ({ ...turn, at: at.toISOString() }))
}
