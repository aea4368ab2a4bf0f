import type { Fact } from '../../ledger/fact.ts'
import { samePerson } from '../../people/index.ts'
import { capacityPolicy } from './policy.ts'

/** Whom the ledger knows, and who held which role when; instants in epoch milliseconds, half-open. */
export type Approvers = {
  persons: Readonly<Record<string, Span>>
  grants: Readonly<Record<string, Span & { person: string; role: string; object?: string }>>
  /** Roles that the operator defined and that may approve plans; others that he defined may not. */
  defined: Readonly<Record<string, boolean>>
}

type Span = { fromMs: number; untilMs?: number }

export const NOBODY: Approvers = { persons: {}, grants: {}, defined: {} }

const PERMISSION = 'capacity.approve'

/** The facts that say who may approve. */
export const APPROVER_FACTS: readonly string[] = [
  'people.person.entered',
  'people.person.left',
  'people.grant.given',
  'people.grant.withdrawn',
  'people.role.defined',
]

export function approversAfter(before: Approvers, { type, objects, body }: Fact): Approvers {
  const { persons, grants } = before
  switch (type) {
    case 'people.person.entered':
      return { ...before, persons: { ...persons, [objects?.[0] ?? '']: { fromMs: msOf(body['from']) } } }
    case 'people.person.left': {
      const id = objects?.[0] ?? ''
      const left = { ...persons[id], fromMs: persons[id]?.fromMs ?? Infinity, untilMs: msOf(body['until']) }
      return { ...before, persons: { ...persons, [id]: left } }
    }
    case 'people.grant.given': {
      const { person, role, object, from, until } = body
      const grant = {
        person: String(person),
        role: String(role),
        fromMs: msOf(from),
        ...(typeof object === 'string' && { object }),
        ...(typeof until === 'string' && { untilMs: msOf(until) }),
      }
      return { ...before, grants: { ...grants, [String(body['grant'])]: grant } }
    }
    case 'people.grant.withdrawn': {
      const id = String(body['grant'])
      const grant = grants[id]
      if (grant === undefined) return before
      return { ...before, grants: { ...grants, [id]: { ...grant, untilMs: msOf(body['until']) } } }
    }
    case 'people.role.defined': {
      const { role, permissions } = body
      const may = Array.isArray(permissions) && permissions.includes(PERMISSION)
      return { ...before, defined: { ...before.defined, [String(role)]: may } }
    }
    default:
      return before
  }
}

/** Whether the ledger knows of any person: a workspace alone does not. */
export function knowsPeople({ persons }: Approvers): boolean {
  return Object.keys(persons).length > 0
}

export function isKnown({ persons }: Approvers, id: string, atMs: number): boolean {
  return Object.entries(persons).some(([person, span]) => samePerson(person, id) && holdsAt(span, atMs))
}

/** Whether somebody held a role of his own that approves plans. What another delegated to him shows in plans only. */
export function mayApprovePlans(known: Approvers, id: string, resource: string, atMs: number): boolean {
  const builtIn: readonly string[] = capacityPolicy[PERMISSION].roles
  return Object.values(known.grants).some(
    (grant) =>
      samePerson(grant.person, id) &&
      holdsAt(grant, atMs) &&
      (grant.object === undefined || grant.object === resource) &&
      (builtIn.includes(grant.role) || known.defined[grant.role] === true),
  )
}

function holdsAt({ fromMs, untilMs }: Span, atMs: number): boolean {
  return fromMs <= atMs && (untilMs === undefined || atMs < untilMs)
}

function msOf(instant: unknown): number {
  return typeof instant === 'string' ? Date.parse(instant) : NaN
}
