import type { Context } from '../platform/context.ts'
import type { Db, Tx } from '../platform/database.ts'
import type { Actor } from '../platform/http/permission.ts'
import { Refusal } from '../platform/refusal.ts'
import type { Approvable, ApprovalRecord, GivenApproval } from './approval.ts'
import { closeApproval, readWaiting, type WaitingApproval } from './approval-request.ts'
import { mayApprove } from './may-approve.ts'
import { rolesOf, type Organisation } from './organisation.ts'
import { canonicalId } from './person.ts'
import { peoplePolicy } from './policy.ts'
import { assertSteppedUp } from './sign-in/step-up.ts'
import { readStanding } from './standing-store.ts'
import { holdOrganisation } from './store.ts'
import { readLinesAbove } from './superior-store.ts'

/**
 * Lets the actor approve exactly this, inside the transaction that writes the approval: by the organisation as it
 * stands now and stays until the transaction ends, and with the actor having proven anew that it is he. `what` is what
 * stands now, read in the same transaction. The record goes into the fact of the approval; what waited for it no longer
 * waits. Throws a Refusal that says why not.
 */
export async function approved(
  ctx: Context,
  tx: Tx,
  actor: Actor,
  what: Approvable,
  given: GivenApproval,
): Promise<ApprovalRecord> {
  await holdOrganisation(tx)
  const atMs = ctx.clock.now()
  const organisation = await organisationAround(tx, actor.id, [what], atMs)
  const approver = { person: actor.id, byToken: actor.via?.kind === 'token', digest: given.digest }
  const decided = mayApprove(organisation, what, approver, atMs)
  if (!decided.may) throw new Refusal('forbidden', decided.because)
  const { method, assertion } = await assertSteppedUp(ctx, tx, actor, what.digest, given.assertion)
  await closeApproval(tx, what.kind, what.id)
  return {
    approver: actor.id,
    ...(decided.onBehalfOf !== undefined && { on_behalf_of: decided.onBehalfOf }),
    digest: what.digest,
    approved_at: new Date(atMs).toISOString(),
    method,
    ...(assertion !== undefined && { assertion }),
  }
}

/** What waits and the actor could approve at this instant, the longest first, and in whose place where it is another's. */
export async function approvalsFor(
  db: Db,
  actor: Actor,
  atMs: number,
): Promise<(WaitingApproval & { onBehalfOf?: string })[]> {
  if (actor.via?.kind === 'token') return []
  const waits = await readWaiting(db)
  if (waits.length === 0) return []
  const organisation = await organisationAround(db, actor.id, waits, atMs)
  return waits.flatMap((what) => {
    const approver = { person: actor.id, byToken: false, digest: what.digest }
    const decided = mayApprove(organisation, what, approver, atMs)
    if (!decided.may) return []
    return [{ ...what, ...(decided.onBehalfOf !== undefined && { onBehalfOf: decided.onBehalfOf }) }]
  })
}

/**
 * As much of the organisation as decides: the approver and those who delegate to him, and who is above those who made
 * what is to be approved, and above himself.
 */
async function organisationAround(
  db: Db,
  approver: string,
  whats: readonly Approvable[],
  atMs: number,
): Promise<Organisation> {
  const { ownRoles, ...standing } = await readStanding(db, approver, undefined, atMs)
  const authors = whats.flatMap(({ contributors, superiorOf }) => [...contributors, superiorOf ?? approver])
  const superiors = await readLinesAbove(db, [...new Set([approver, ...authors].map(canonicalId))], atMs)
  return { ...standing, superiors, roles: new Map([...ownRoles, ...rolesOf([peoplePolicy])]) }
}
