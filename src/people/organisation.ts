import type { Policy } from '../platform/http/permission.ts'
import type { Delegation } from './delegation.ts'
import { holdsAt, type Period } from './period.ts'
import { isHere, samePerson, type Person } from './person.ts'
import type { Superior } from './superior.ts'

/** A role given to a person for a while, on one object or, without it, on all. */
export type Grant = Period & { person: string; role: string; object?: string }

/** Which permissions a role has, by the role's id. */
export type Roles = ReadonlyMap<string, ReadonlySet<string>>

/** What is known of people at an instant: enough to say who may do what. */
export type Organisation = {
  persons: readonly Person[]
  superiors: readonly Superior[]
  grants: readonly Grant[]
  delegations: readonly Delegation[]
  roles: Roles
}

/** The role that everybody has who is here: what one may do to what is one's own. */
export const EVERYBODY = '*'

/** The roles that come with the product, as the modules' policies give them permissions. */
export function rolesOf(policies: readonly Policy[]): Map<string, Set<string>> {
  const roles = new Map<string, Set<string>>()
  const give = (role: string, permission: string) =>
    roles.set(role, (roles.get(role) ?? new Set()).add(permission))
  for (const policy of policies)
    for (const [permission, { roles: having, own }] of Object.entries(policy)) {
      for (const role of having) give(role, permission)
      if (own === true) give(EVERYBODY, permission)
    }
  return roles
}

/**
 * Whether a person holds a permission by roles of his own at an instant: on that object, or, without one, on all.
 * A grant for one object counts for that object only.
 */
export function holdsHimself(
  { persons, grants, roles }: Organisation,
  person: string,
  permission: string,
  object: string | undefined,
  atMs: number,
): boolean {
  if (!isHere(persons, person, atMs)) return false
  if (roles.get(EVERYBODY)?.has(permission) === true) return true
  return grants.some(
    (grant) =>
      samePerson(grant.person, person) &&
      holdsAt(grant, atMs) &&
      (grant.object === undefined || grant.object === object) &&
      roles.get(grant.role)?.has(permission) === true,
  )
}
