import { sql } from 'kysely'
import type { Db, Tx } from '../platform/database.ts'
import type { Text } from '../platform/text.ts'
import type { Delegation } from './delegation.ts'
import type { Grant } from './organisation.ts'

export type GrantRow = Grant & { id: string }
export type DelegationRow = Delegation & { id: string; untilMs: number }
export type RoleRow = { id: string; name: Text; permissions: string[] }

const ROWS_MAX = 20_000

type RawGrant = {
  id: string
  person: string
  role: string
  object: string | null
  from_at: Date
  until_at: Date | null
}

function grantOf({ id, person, role, object, from_at, until_at }: RawGrant): GrantRow {
  return {
    id,
    person,
    role,
    ...(object !== null && { object }),
    fromMs: from_at.getTime(),
    ...(until_at !== null && { untilMs: until_at.getTime() }),
  }
}

/** Every grant that ever was, or those of one person, the newest first. */
export async function readGrants(db: Db, person?: string): Promise<GrantRow[]> {
  const { rows } = await sql<RawGrant>`
    select id, person, role, object, from_at, until_at from people.role_grant
    where ${person ?? null}::text is null or person = ${person ?? null}
    order by from_at desc, id desc limit ${ROWS_MAX}`.execute(db)
  return rows.map(grantOf)
}

export async function readGrant(db: Db, id: string): Promise<GrantRow | undefined> {
  const { rows } = await sql<RawGrant>`
    select id, person, role, object, from_at, until_at from people.role_grant where id = ${id}`.execute(db)
  return rows[0] && grantOf(rows[0])
}

export async function insertGrant(tx: Tx, grant: GrantRow): Promise<void> {
  await sql`insert into people.role_grant (id, person, role, object, from_at, until_at)
    values (${grant.id}, ${grant.person}, ${grant.role}, ${grant.object ?? null}, ${new Date(grant.fromMs)},
      ${grant.untilMs === undefined ? null : new Date(grant.untilMs)})`.execute(tx)
}

export async function endGrant(tx: Tx, id: string, untilMs: number): Promise<void> {
  await sql`update people.role_grant set until_at = greatest(from_at, ${new Date(untilMs)}::timestamptz)
    where id = ${id}`.execute(tx)
}

export async function readRoles(db: Db): Promise<RoleRow[]> {
  const { rows } = await sql<{ id: string; name_ja: string; name_en: string; permissions: string[] }>`
    select id, name_ja, name_en, permissions from people.role order by id limit ${ROWS_MAX}`.execute(db)
  return rows.map(({ id, name_ja, name_en, permissions }) => ({
    id,
    name: { ja: name_ja, en: name_en },
    permissions,
  }))
}

export async function writeRole(tx: Tx, { id, name, permissions }: RoleRow): Promise<void> {
  await sql`insert into people.role (id, name_ja, name_en, permissions)
    values (${id}, ${name.ja}, ${name.en}, ${permissions}::text[])
    on conflict (id) do update set name_ja = excluded.name_ja, name_en = excluded.name_en,
      permissions = excluded.permissions`.execute(tx)
}

type RawDelegation = {
  id: string
  delegator: string
  delegate: string
  permissions: string[]
  from_at: Date
  until_at: Date
}

function delegationOf({ from_at, until_at, ...rest }: RawDelegation): DelegationRow {
  return { ...rest, fromMs: from_at.getTime(), untilMs: until_at.getTime() }
}

/** Every delegation that ever was, or those from and to one person, the newest first. */
export async function readDelegations(db: Db, person?: string): Promise<DelegationRow[]> {
  const { rows } = await sql<RawDelegation>`
    select id, delegator, delegate, permissions, from_at, until_at from people.delegation
    where ${person ?? null}::text is null or delegator = ${person ?? null} or delegate = ${person ?? null}
    order by from_at desc, id desc limit ${ROWS_MAX}`.execute(db)
  return rows.map(delegationOf)
}

export async function readDelegation(db: Db, id: string): Promise<DelegationRow | undefined> {
  const { rows } = await sql<RawDelegation>`
    select id, delegator, delegate, permissions, from_at, until_at from people.delegation
    where id = ${id}`.execute(db)
  return rows[0] && delegationOf(rows[0])
}

export async function insertDelegation(tx: Tx, row: DelegationRow): Promise<void> {
  await sql`insert into people.delegation (id, delegator, delegate, permissions, from_at, until_at)
    values (${row.id}, ${row.delegator}, ${row.delegate}, ${[...row.permissions]}::text[],
      ${new Date(row.fromMs)}, ${new Date(row.untilMs)})`.execute(tx)
}

export async function endDelegation(tx: Tx, id: string, untilMs: number): Promise<void> {
  await sql`update people.delegation set until_at = greatest(from_at, ${new Date(untilMs)}::timestamptz)
    where id = ${id}`.execute(tx)
}
