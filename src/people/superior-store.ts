import { sql } from 'kysely'
import type { Db, Tx } from '../platform/database.ts'
import type { Superior } from './superior.ts'

export type SuperiorRow = Superior & { id: string }

type Raw = { id: string; person: string; superior: string; from_at: Date; until_at: Date | null }

function rowOf({ id, person, superior, from_at, until_at }: Raw): SuperiorRow {
  return {
    id,
    person,
    superior,
    fromMs: from_at.getTime(),
    ...(until_at !== null && { untilMs: until_at.getTime() }),
  }
}

/** Every line that ever was, or those of one person, the newest first. */
export async function readSuperiors(db: Db, person?: string): Promise<SuperiorRow[]> {
  const { rows } = await sql<Raw>`
    select id, person, superior, from_at, until_at from people.superior
    where ${person ?? null}::text is null or person = ${person ?? null}
    order by from_at desc, id desc limit 20000`.execute(db)
  return rows.map(rowOf)
}

/** The lines that lead up from these persons at an instant, through whomever, each once. */
export async function readLinesAbove(db: Db, persons: readonly string[], atMs: number): Promise<Superior[]> {
  const at = new Date(atMs)
  const { rows } = await sql<Raw>`
    with recursive above as (
      select id, person, superior, from_at, until_at from people.superior
      where person = any (${[...persons]}::text[]) and from_at <= ${at} and (until_at is null or until_at > ${at})
      union
      select next.id, next.person, next.superior, next.from_at, next.until_at
      from above join people.superior as next on next.person = above.superior
      where next.from_at <= ${at} and (next.until_at is null or next.until_at > ${at}))
    select id, person, superior, from_at, until_at from above`.execute(db)
  return rows.map(rowOf)
}

export async function readSuperior(db: Db, id: string): Promise<SuperiorRow | undefined> {
  const { rows } = await sql<Raw>`
    select id, person, superior, from_at, until_at from people.superior where id = ${id}`.execute(db)
  return rows[0] && rowOf(rows[0])
}

export async function insertSuperior(tx: Tx, line: SuperiorRow): Promise<void> {
  await sql`insert into people.superior (id, person, superior, from_at, until_at)
    values (${line.id}, ${line.person}, ${line.superior}, ${new Date(line.fromMs)},
      ${line.untilMs === undefined ? null : new Date(line.untilMs)})`.execute(tx)
}

export async function endSuperiorRow(tx: Tx, id: string, untilMs: number): Promise<void> {
  await sql`update people.superior set until_at = greatest(from_at, ${new Date(untilMs)}::timestamptz)
    where id = ${id}`.execute(tx)
}
