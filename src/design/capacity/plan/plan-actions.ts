import { digestOf } from '../../../charter/digest.ts'
import { decided, type Recorded } from '../../../charter/deciding.ts'
import type { Known } from '../../../charter/known.ts'
import type { Fact } from '../../../ledger/fact.ts'
import {
  approved,
  closeApproval,
  requestApproval,
  type Approvable,
  type GivenApproval,
} from '../../../people/index.ts'
import { civilAt } from '../../../platform/civil-time.ts'
import type { Context } from '../../../platform/context.ts'
import { InputError } from '../../../platform/failure.ts'
import type { Actor } from '../../../platform/http/permission.ts'
import { Refusal } from '../../../platform/refusal.ts'
import type { Json } from '../../../platform/text.ts'
import { declaredFrom, type Declared } from '../declared.ts'
import { unitOf } from '../resource-reasons.ts'
import { resourceStanding, withPlans } from '../standing.ts'
import {
  PLAN_APPROVED,
  PLAN_DELIVERED,
  PLAN_PROPOSED,
  PLAN_WITHDRAWN,
  planStateOn,
  type Foreseen,
  type Plan,
  type PlanContent,
  type WaitingPlan,
} from './plan.ts'

const KIND = 'capacity.plan'

/** What somebody puts forward: how much of what, ordered and usable on which civil days. */
export type PlanDraft = Pick<PlanContent, 'resource' | 'amount' | 'order_on' | 'delivered'> & {
  id?: string | undefined
  cost?: string | undefined
  reason: string
}

/** What the approver of a plan is shown and signs. */
export function approvablePlan({ digest, ...plan }: WaitingPlan): Approvable {
  const { id, version, resource, amount, unit, delivered, contributors } = plan
  return {
    kind: KIND,
    id,
    digest,
    title: {
      ja: `増設計画 ${id} 第${version}版：${resource} に ${amount} ${unit.ja}（${delivered} から）`,
      en: `Plan ${id}, version ${version}: ${amount} ${unit.en} more of ${resource} from ${delivered}`,
    },
    contributors,
  }
}

type Looked = { state: Declared; today: string; now: string; zone: string }

function lookedAt({ facts, workspace, atMs }: Known): Looked {
  const zone = workspace.operator?.zone ?? 'UTC'
  const { date: today } = civilAt(atMs, zone)
  return { state: declaredFrom(facts), today, now: new Date(atMs).toISOString(), zone }
}

/** Puts a plan forward, or the next version of one. It waits for another's approval and counts for nothing until then. */
export function proposePlan(
  ctx: Context,
  actor: Actor,
  draft: PlanDraft,
): Promise<Recorded & { id: string; version: number; digest: string }> {
  return decided(ctx, async (tx, known) => {
    const looked = lookedAt(known)
    const { state, today, now } = looked
    const resource = state.network?.resources.find(({ id }) => id === draft.resource)
    if (resource === undefined)
      throw new InputError(
        'body',
        { path: 'resource' },
        `a resource that is declared, found ${draft.resource}`,
      )
    if (draft.delivered < draft.order_on)
      throw new InputError('body', { path: 'delivered' }, 'expected a day that is not before order_on')
    if (draft.delivered < today)
      throw new InputError('body', { path: 'delivered' }, 'expected a day that has not passed')
    const id = draft.id ?? `plan-${ctx.ids.next().slice(-8)}`
    const before = Object.hasOwn(state.plans, id) ? state.plans[id] : undefined
    if (before !== undefined) assertOpen(before, draft.resource)
    const { orders } = withPlans(without(state, id), resource, today)
    const content: PlanContent = {
      id,
      version: versionsOf(before) + 1,
      resource: resource.id,
      unit: unitOf(resource),
      amount: draft.amount,
      order_on: draft.order_on,
      delivered: draft.delivered,
      cost: draft.cost ?? resource.cost_step ?? '',
      reason: draft.reason,
      base: resource.maximum + orders.reduce((sum, { amount }) => sum + amount, 0),
      foreseen: foreseenOf(without(state, id), resource.id, looked),
      contributors: [...new Set([...contributorsOf(before), actor.id])],
    }
    const waiting: WaitingPlan = {
      ...content,
      digest: digestOf(content),
      proposed_at: now,
    }
    await requestApproval(ctx, tx, approvablePlan(waiting), `/capacity?resource=${resource.id}`)
    const { version, digest } = waiting
    return { fact: factOf(PLAN_PROPOSED, actor.id, waiting, looked), said: { id, version, digest } }
  })
}

/** Lets the actor approve what another put forward: exactly the version that waits, with his proof of himself. */
export function approvePlan(
  ctx: Context,
  actor: Actor,
  id: string,
  given: GivenApproval,
): Promise<Recorded & { id: string; version: number }> {
  return decided(ctx, async (tx, known) => {
    const looked = lookedAt(known)
    const waiting = openPlan(looked.state, id).waiting
    if (waiting === undefined) throw missing()
    const approval = await approved(ctx, tx, actor, approvablePlan(waiting), given)
    const { proposed_at: _at, ...content } = waiting
    const body = { ...content, approved_by: approval.approver, approved_at: approval.approved_at, approval }
    return { fact: factOf(PLAN_APPROVED, actor.id, body, looked), said: { id, version: waiting.version } }
  })
}

/** Takes a plan back, waiting or approved: from now on it counts for nothing. */
export function withdrawPlan(
  ctx: Context,
  actor: Actor,
  id: string,
  reason: string,
): Promise<Recorded & { id: string }> {
  return decided(ctx, async (tx, known) => {
    const looked = lookedAt(known)
    const { resource } = openPlan(looked.state, id)
    await closeApproval(tx, KIND, id)
    const body = { id, resource, reason, at: looked.now }
    return { fact: factOf(PLAN_WITHDRAWN, actor.id, body, looked), said: { id } }
  })
}

/** Says what came of an approved plan, and when: from then on this counts, not what was planned. */
export function deliverPlan(
  ctx: Context,
  actor: Actor,
  id: string,
  came: { on: string; amount: number },
): Promise<Recorded & { id: string }> {
  return decided(ctx, async (_tx, known) => {
    const looked = lookedAt(known)
    const plan = openPlan(looked.state, id)
    if (plan.approved === undefined)
      throw new Refusal('conflict', {
        ja: 'まだ承認されていない計画です。届いたことは、承認のあとに記録できます。',
        en: 'This plan is not approved yet. What came can be recorded once it is.',
      })
    if (came.on > looked.today)
      throw new InputError('body', { path: 'on' }, `expected a day up to today, ${looked.today}`)
    const body = { id, resource: plan.resource, ...came, at: looked.now }
    return { fact: factOf(PLAN_DELIVERED, actor.id, body, looked), said: { id } }
  })
}

function factOf(
  type: string,
  by: string,
  body: { id: string; resource: string },
  { now }: Pick<Looked, 'now'>,
): Fact {
  const said = body as unknown as { [key: string]: Json }
  return { type, by, clause: '2.2', effective: now, objects: [body.resource], body: said }
}

function versionsOf(plan: Plan | undefined): number {
  return plan?.waiting?.version ?? plan?.approved?.version ?? 0
}

/** Who amends what another began does not free that one to approve it. */
function contributorsOf(plan: Plan | undefined): readonly string[] {
  return plan?.waiting?.contributors ?? plan?.approved?.contributors ?? []
}

function without(state: Declared, id: string): Declared {
  const { [id]: _left, ...plans } = state.plans
  return { ...state, plans }
}

function foreseenOf(state: Declared, resource: string, { today, zone }: Looked): Foreseen | null {
  const found = resourceStanding(state, resource, today, zone)
  if (found?.observed === undefined || found.late === undefined) return null
  const { observed, exhausts, order_by = null, late } = found
  return { observed, exhausts, order_by, late }
}

function assertOpen(plan: Plan, resource: string): void {
  if (plan.resource !== resource)
    throw new Refusal('conflict', {
      ja: `計画 ${plan.id} は別の資源（${plan.resource}）のものです。別の ID にしてください。`,
      en: `Plan ${plan.id} is of another resource (${plan.resource}). Choose another id.`,
    })
  if (['withdrawn', 'delivered'].includes(planStateOn(plan, '')))
    throw new Refusal('conflict', {
      ja: `計画 ${plan.id} は既に終わっています。新しい計画を起案してください。`,
      en: `Plan ${plan.id} is over already. Put a new one forward.`,
    })
}

function openPlan(state: Declared, id: string): Plan {
  const plan = Object.hasOwn(state.plans, id) ? state.plans[id] : undefined
  if (plan === undefined) throw missing()
  assertOpen(plan, plan.resource)
  return plan
}

function missing(): Refusal {
  return new Refusal('missing', {
    ja: 'その増設計画はないか、もう待っていません。',
    en: 'There is no such plan, or it does not wait any more.',
  })
}
