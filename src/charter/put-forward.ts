import type { Workspace } from '../estate/workspace-content.ts'
import type { Fact } from '../ledger/index.ts'
import { closeAllApprovals } from '../people/approval-request.ts'
import { closeApproval, requestApproval } from '../people/index.ts'
import type { Context } from '../platform/context.ts'
import type { Tx } from '../platform/database.ts'
import { charterFacts } from './charter-documents.ts'
import { claimsOf } from './claims.ts'
import { knownAtMoment } from './known.ts'
import { RULE_SUBMITTED } from './rule.ts'
import { approvableRule, versionsIn } from './rule-actions.ts'
import { approvableWaiver } from './waiver-actions.ts'
import { requestsIn, WAIVER_REQUESTED } from './waiver.ts'

/**
 * Says, in the transaction that applies documents, which of their rules and waivers now wait for approval; what only
 * the documents before them put forward waits no longer, nor does anything of the demo once it is replaced.
 */
export async function putForward(
  ctx: Context,
  tx: Tx,
  documents: { before: Workspace; after: Workspace },
  applier: string,
): Promise<void> {
  const isDemo = ({ operator }: Workspace): boolean => operator?.demo === true
  if (isDemo(documents.before) && !isDemo(documents.after)) await closeAllApprovals(tx)
  const [before, after] = [claimed(documents.before, applier), claimed(documents.after, applier)]
  for (const { kind, id } of namesIn(before)) await closeApproval(tx, kind, id)
  if (after.length === 0) return
  const { received, atMs } = await knownAtMoment(ctx, {})
  const facts = [...after, ...received.map(({ fact }) => fact)]
  const own = new Set(namesIn(after).map(({ kind, id }) => `${kind} ${id}`))
  const waiting = [
    ...requestsIn(facts).map((one) => ({ what: approvableWaiver(one), link: `/charter/waivers/${one.id}` })),
    ...versionsIn(facts, atMs)
      .filter(({ state }) => state === 'waiting')
      .map((one) => ({ what: approvableRule(one), link: `/charter/rules/${one.id}` })),
  ]
  for (const { what, link } of waiting)
    if (own.has(`${what.kind} ${what.id}`)) await requestApproval(ctx, tx, what, link)
}

function claimed(workspace: Workspace, applier: string): Fact[] {
  const declared = charterFacts(workspace, '').map(({ fact }) => fact)
  return claimsOf(declared, applier).filter(
    ({ type }) => type === RULE_SUBMITTED || type === WAIVER_REQUESTED,
  )
}

function namesIn(claims: readonly Fact[]): { kind: string; id: string }[] {
  return claims.map(({ type, body }) => {
    const { id, version } = body as { id: string; version?: string }
    return type === RULE_SUBMITTED
      ? { kind: 'charter.rule', id: `${id}/${version ?? ''}` }
      : { kind: 'charter.waiver', id }
  })
}
