import type { Context } from '../platform/context.ts'
import type { Tx } from '../platform/database.ts'
import type { Actor } from '../platform/http/permission.ts'
import { Refusal } from '../platform/refusal.ts'
import type { Approvable, ApprovalRecord, GivenApproval } from './approval.ts'
import { mayApprove } from './may-approve.ts'
import { rolesOf } from './organisation.ts'
import { peoplePolicy } from './policy.ts'
import { closeApproval } from './approval-request.ts'
import { assertSteppedUp } from './sign-in/step-up.ts'
import { holdOrganisation, readOrganisation, readOwnRoles } from './store.ts'

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
  const roles = new Map([...rolesOf([peoplePolicy]), ...(await readOwnRoles(tx))])
  const organisation = { ...(await readOrganisation(tx, atMs)), roles }
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
