import type { Fact } from '../../ledger/fact.ts'
import { holdsHimself, rolesOf, type Organisation } from '../../people/organisation.ts'
import type { Period } from '../../people/period.ts'
import { isHere, type PersonKind } from '../../people/person.ts'
import { replay, type KeptRow } from '../../people/replay.ts'
import { capacityPolicy } from './policy.ts'

/**
 * The facts of who was here and who might approve, the newest first. They are many, and asked for only where a document
 * declares an order: so they are only strung together, and replayed when somebody asks.
 */
export type Approvers = { newest?: Said }
type Said = { fact: Fact; before?: Said }

export const NOBODY: Approvers = {}

/** The facts that say who may approve. */
export const APPROVER_FACTS: readonly string[] = [
  'people.person.entered',
  'people.person.left',
  'people.grant.given',
  'people.grant.withdrawn',
  'people.role.defined',
]

/** One of those facts more. */
export function approversAfter({ newest }: Approvers, fact: Fact): Approvers {
  return { newest: { fact, ...(newest !== undefined && { before: newest }) } }
}

/** Whether the ledger knows of any person: a workspace alone does not. */
export function knowsPeople(approvers: Approvers): boolean {
  return organisationOf(approvers).persons.length > 0
}

export function isKnown(approvers: Approvers, id: string, atMs: number): boolean {
  return isHere(organisationOf(approvers).persons, id, atMs)
}

/** Whether somebody held a role of his own that approves plans. What another delegated to him shows in plans only. */
export function mayApprovePlans(approvers: Approvers, id: string, resource: string, atMs: number): boolean {
  return holdsHimself(organisationOf(approvers), id, 'capacity.approve', resource, atMs)
}

const NOTHING: Organisation = { persons: [], superiors: [], grants: [], delegations: [], roles: new Map() }
const replayed = new WeakMap<Said, Organisation>()

function organisationOf({ newest }: Approvers): Organisation {
  if (newest === undefined) return NOTHING
  const known = replayed.get(newest)
  if (known !== undefined) return known
  const facts: Fact[] = []
  for (let said: Said | undefined = newest; said !== undefined; said = said.before) facts.push(said.fact)
  const rows = new Map<string, KeptRow>()
  for (const fact of facts.toReversed()) replay(rows, fact)
  const organisation = organisationIn(rows)
  replayed.set(newest, organisation)
  return organisation
}

function organisationIn(rows: ReadonlyMap<string, KeptRow>): Organisation {
  const named = (kind: string): [string, KeptRow][] =>
    [...rows].flatMap(([key, row]) => (key.startsWith(`${kind} `) ? [[key.slice(kind.length + 1), row]] : []))
  const defined = named('role').map(
    ([id, { permissions }]) => [id, new Set(permissions as string[])] as const,
  )
  return {
    ...NOTHING,
    persons: named('person').map(([id, row]) => ({ id, kind: row['kind'] as PersonKind, ...periodOf(row) })),
    grants: named('grant').map(([, row]) => ({
      ...(row as { person: string; role: string; object?: string }),
      ...periodOf(row),
    })),
    roles: new Map([...defined, ...rolesOf([capacityPolicy])]),
  }
}

/** The facts of people say instants as ISO 8601 UTC. */
function periodOf({ from, until }: KeptRow): Period {
  return {
    fromMs: Date.parse(from as string),
    ...(until !== undefined && { untilMs: Date.parse(until as string) }),
  }
}
