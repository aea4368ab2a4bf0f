import type { Period } from './period.ts'

/**
 * One person acts for another for a while, in what is named: permissions, or `approve` for all that approve. It gives
 * what the delegator himself holds at that instant, nothing that he was delegated, and never goes on to a third.
 */
export type Delegation = Period & { delegator: string; delegate: string; permissions: readonly string[] }

/** Stands for every permission that approves. */
export const APPROVE = 'approve'

/** Permissions to approve are named so: `people.approve`, `release.approve-change`. */
export function approves(permission: string): boolean {
  return /^[a-z0-9/-]+\.approve(-|$)/.test(permission)
}

export function covers({ permissions }: Pick<Delegation, 'permissions'>, permission: string): boolean {
  return permissions.includes(permission) || (permissions.includes(APPROVE) && approves(permission))
}
