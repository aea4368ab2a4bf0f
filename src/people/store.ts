import { sql } from 'kysely'
import { lockUntilEnd, type Db, type Tx } from '../platform/database.ts'
import type { Delegation } from './delegation.ts'
import type { Grant, Organisation } from './organisation.ts'
import type { Period } from './period.ts'
import type { PersonKind } from './person.ts'
import type { Superior } from './superior.ts'

/** Held while the organisation changes: circles and rights are then judged on what really stands. */
export async function lockOrganisation(tx: Tx): Promise<void> {
  await lockUntilEnd(tx, 'people.organisation')
}

/** Held while something is approved: nobody's place or rights change meanwhile; others may approve beside it. */
export async function holdOrganisation(tx: Tx): Promise<void> {
  await lockUntilEnd(tx, 'people.organisation', 'shared')
}

type Ends = { from_ms: string; until_ms: string | null }

function periodOf({ from_ms, until_ms }: Ends): Period {
  const fromMs = Number(from_ms)
  return until_ms === null ? { fromMs } : { fromMs, untilMs: Number(until_ms) }
}

const ends = sql.raw(
  `extract(epoch from from_at) * 1000 as from_ms, extract(epoch from until_at) * 1000 as until_ms`,
)

/** What holds at an instant, or may hold after it; roles are those of the operator's own. */
export async function readOrganisation(db: Db, atMs: number): Promise<Omit<Organisation, 'roles'>> {
  const still = sql`(until_at is null or until_at > ${new Date(atMs)})`
  const persons = await sql<Ends & { id: string; kind: PersonKind }>`
    select id, kind, ${ends} from people.person where ${still}`.execute(db)
  const superiors = await sql<Ends & { person: string; superior: string }>`
    select person, superior, ${ends} from people.superior where ${still}`.execute(db)
  const grants = await sql<Ends & { person: string; role: string; object: string | null }>`
    select person, role, object, ${ends} from people.role_grant where ${still}`.execute(db)
  const delegations = await sql<Ends & { delegator: string; delegate: string; permissions: string[] }>`
    select delegator, delegate, permissions, ${ends} from people.delegation where ${still}`.execute(db)
  return {
    persons: persons.rows.map((row) => ({ id: row.id, kind: row.kind, ...periodOf(row) })),
    superiors: superiors.rows.map((row): Superior => ({
      person: row.person,
      superior: row.superior,
      ...periodOf(row),
    })),
    grants: grants.rows.map((row): Grant => {
      const grant = { person: row.person, role: row.role, ...periodOf(row) }
      return row.object === null ? grant : { ...grant, object: row.object }
    }),
    delegations: delegations.rows.map((row): Delegation => ({
      delegator: row.delegator,
      delegate: row.delegate,
      permissions: row.permissions,
      ...periodOf(row),
    })),
  }
}

/** The operator's own roles: id to permissions. */
export async function readOwnRoles(db: Db): Promise<Map<string, Set<string>>> {
  const { rows } = await sql<{ id: string; permissions: string[] }>`
    select id, permissions from people.role`.execute(db)
  return new Map(rows.map(({ id, permissions }) => [id, new Set(permissions)]))
}

/** The sealed names of persons by id; null once erased, absent where nobody has that id. */
export async function readNames(db: Db, ids: readonly string[]): Promise<Map<string, string | null>> {
  const { rows } = await sql<{ id: string; name: string | null }>`
    select id, name from people.person where id = any (${[...ids]}::text[])`.execute(db)
  return new Map(rows.map(({ id, name }) => [id, name]))
}
