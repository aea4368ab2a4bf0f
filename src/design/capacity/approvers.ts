import type { Fact } from '../../ledger/fact.ts'
import { samePerson } from '../../people/index.ts'
import { capacityPolicy } from './policy.ts'

/**
 * The facts of who was here and who might approve, the newest first. They are many, and asked for only where a document
 * declares an order: so they are only strung together, and read when somebody asks.
 */
export type Approvers = { newest?: Said }
type Said = { fact: Fact; before?: Said }

export const NOBODY: Approvers = {}

const PERMISSION = 'capacity.approve'

/** The facts that say who may approve. */
export const APPROVER_FACTS: readonly string[] = [
  'people.person.entered',
  'people.person.left',
  'people.grant.given',
  'people.grant.withdrawn',
  'people.role.defined',
]

export function approversAfter({ newest }: Approvers, fact: Fact): Approvers {
  if (!APPROVER_FACTS.includes(fact.type)) return newest === undefined ? NOBODY : { newest }
  return { newest: { fact, ...(newest !== undefined && { before: newest }) } }
}

/** Epoch milliseconds, half-open. */
type Span = { fromMs: number; untilMs?: number }
type Grant = Span & { person: string; role: string; object?: string }

type Known = {
  persons: Map<string, Span>
  grants: Map<string, Grant>
  /** Roles that the operator defined, and whether they approve plans. */
  defined: Map<string, boolean>
}

const read = new WeakMap<Said, Known>()

function knownFrom({ newest }: Approvers): Known {
  const done = newest && read.get(newest)
  if (done !== undefined) return done
  const facts: Fact[] = []
  for (let said = newest; said !== undefined; said = said.before) facts.push(said.fact)
  const known: Known = { persons: new Map(), grants: new Map(), defined: new Map() }
  for (const fact of facts.toReversed()) take(known, fact)
  if (newest !== undefined) read.set(newest, known)
  return known
}

function take({ persons, grants, defined }: Known, { type, objects, body }: Fact): void {
  const id = objects?.[0] ?? ''
  switch (type) {
    case 'people.person.entered':
      persons.set(id, { fromMs: msOf(body['from']) })
      break
    case 'people.person.left':
      persons.set(id, { fromMs: persons.get(id)?.fromMs ?? Infinity, untilMs: msOf(body['until']) })
      break
    case 'people.grant.given': {
      const { object, from, until } = body
      const { grant, person, role } = body as { grant: string; person: string; role: string }
      grants.set(grant, {
        person,
        role,
        fromMs: msOf(from),
        ...(typeof object === 'string' && { object }),
        ...(typeof until === 'string' && { untilMs: msOf(until) }),
      })
      break
    }
    case 'people.grant.withdrawn': {
      const given = grants.get(body['grant'] as string)
      if (given !== undefined) given.untilMs = msOf(body['until'])
      break
    }
    default: {
      const { role, permissions } = body
      defined.set(role as string, Array.isArray(permissions) && permissions.includes(PERMISSION))
    }
  }
}

/** Whether the ledger knows of any person: a workspace alone does not. */
export function knowsPeople(approvers: Approvers): boolean {
  return knownFrom(approvers).persons.size > 0
}

export function isKnown(approvers: Approvers, id: string, atMs: number): boolean {
  return knownFrom(approvers)
    .persons.entries()
    .some(([person, span]) => samePerson(person, id) && holdsAt(span, atMs))
}

/** Whether somebody held a role of his own that approves plans. What another delegated to him shows in plans only. */
export function mayApprovePlans(approvers: Approvers, id: string, resource: string, atMs: number): boolean {
  const builtIn: readonly string[] = capacityPolicy[PERMISSION].roles
  const { grants, defined } = knownFrom(approvers)
  return grants
    .values()
    .some(
      (grant) =>
        samePerson(grant.person, id) &&
        holdsAt(grant, atMs) &&
        (grant.object === undefined || grant.object === resource) &&
        (builtIn.includes(grant.role) || defined.get(grant.role) === true),
    )
}

function holdsAt({ fromMs, untilMs }: Span, atMs: number): boolean {
  return fromMs <= atMs && (untilMs === undefined || atMs < untilMs)
}

function msOf(instant: unknown): number {
  return typeof instant === 'string' ? Date.parse(instant) : NaN
}
