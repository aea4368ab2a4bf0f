import { setTimeout as sleep } from 'node:timers/promises'
import { sql } from 'kysely'
import { readEntries, readHead } from '../ledger/index.ts'
import type { Context } from '../platform/context.ts'
import type { Db } from '../platform/database.ts'
import { differencesOf, PEOPLE_FACTS, replay, type Difference, type KeptRow } from './replay.ts'

const LOOKS = 3
const PAUSE_MS = 500

export type Audit = { facts: number; rows: number; differences: Difference[] }

/**
 * Compares who is there and who may do what, as the tables have it, with what the facts of the ledger say, from the
 * first on. A difference was made by somebody who went around the product. What is just being changed is looked at
 * again: a difference counts when every look finds it.
 */
export async function auditPeople(ctx: Context): Promise<Audit> {
  let audit = await look(ctx.db)
  for (let again = 1; again < LOOKS && audit.differences.length > 0; again += 1) {
    await sleep(PAUSE_MS)
    const next = await look(ctx.db)
    const lasting = new Set(audit.differences.map(({ row }) => row))
    audit = { ...next, differences: next.differences.filter(({ row }) => lasting.has(row)) }
  }
  return audit
}

async function look(db: Db): Promise<Audit> {
  const kept = await readKept(db)
  const said = new Map<string, KeptRow>()
  let facts = 0
  const size = (await readHead(db))?.size ?? 0
  for await (const { fact } of readEntries(db, 0, size, PEOPLE_FACTS)) {
    replay(said, fact)
    facts += 1
  }
  return { facts, rows: kept.size, differences: differencesOf(kept, said) }
}

/** All rows by name, in the form of replay.ts. Contacts are for few, and stand apart. */
async function readKept(db: Db): Promise<Map<string, KeptRow>> {
  const period = sql.raw(
    `'from', to_char(from_at, 'YYYY-MM-DD"T"HH24:MI:SS.MS"Z"'), 'until', to_char(until_at, 'YYYY-MM-DD"T"HH24:MI:SS.MS"Z"')`,
  )
  const { rows } = await sql<{ key: string; row: KeptRow }>`
    select 'person ' || id as key, json_strip_nulls(json_build_object('kind', kind, 'name', name,
      'erased', case when erased_at is not null then true end, ${period})) as row from people.person
    union all select 'superior ' || id, json_strip_nulls(json_build_object(
      'person', person, 'superior', superior, ${period})) from people.superior
    union all select 'grant ' || id, json_strip_nulls(json_build_object(
      'person', person, 'role', role, 'object', object, ${period})) from people.role_grant
    union all select 'delegation ' || id, json_strip_nulls(json_build_object(
      'delegator', delegator, 'delegate', delegate, 'permissions', permissions, ${period})) from people.delegation
    union all select 'token ' || id, json_strip_nulls(json_build_object(
      'owner', owner, 'permissions', permissions, ${period})) from people.token
    union all select 'role ' || id, json_build_object(
      'name', json_build_object('ja', name_ja, 'en', name_en), 'permissions', permissions) from people.role
    union all select 'team ' || id, json_build_object('name', json_build_object('ja', name_ja, 'en', name_en))
      from people.team
    union all select 'member ' || team || ' ' || person || ' '
        || row_number() over (partition by team, person order by from_at, id),
      json_strip_nulls(json_build_object('team', team, 'person', person, ${period})) from people.team_member`.execute(
    db,
  )
  return new Map(rows.map(({ key, row }) => [key, row]))
}
