import { approves, covers } from './delegation.ts'
import { holdsHimself, type Organisation } from './organisation.ts'
import { holdsAt, type Period } from './period.ts'
import { isHere, samePerson } from './person.ts'

/** A token as far as rights go: bound to its owner, narrowed to some of his permissions. */
export type TokenRights = Period & { owner: string; permissions: readonly string[] }

/**
 * Whether a person may do something at an instant: by his own roles, or in place of another who gave him that for this
 * time and holds it himself. What is one's own is nobody's to delegate.
 */
export function mayDo(
  organisation: Organisation,
  person: string,
  permission: string,
  object: string | undefined,
  atMs: number,
): boolean {
  if (holdsHimself(organisation, person, permission, object, atMs)) return true
  if (!isHere(organisation.persons, person, atMs)) return false
  return organisation.delegations.some(
    (delegation) =>
      samePerson(delegation.delegate, person) &&
      holdsAt(delegation, atMs) &&
      covers(delegation, permission) &&
      holdsHimself(organisation, delegation.delegator, permission, object, atMs),
  )
}

/**
 * Whether a token may: what it names, while its owner holds that by roles of his own. It never approves, and it has
 * nothing that its owner was only delegated.
 */
export function tokenMayDo(
  organisation: Organisation,
  token: TokenRights,
  permission: string,
  object: string | undefined,
  atMs: number,
): boolean {
  if (approves(permission) || !token.permissions.includes(permission) || !holdsAt(token, atMs)) return false
  return holdsHimself(organisation, token.owner, permission, object, atMs)
}
