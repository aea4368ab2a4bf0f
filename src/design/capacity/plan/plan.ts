import { digestOf } from '../../../charter/digest.ts'
import type { Resource } from '../../../estate/resource.ts'
import type { Fact } from '../../../ledger/fact.ts'
import type { ApprovalRecord } from '../../../people/index.ts'
import type { Json, Text } from '../../../platform/text.ts'
import type { Crossing } from '../exhaust/exhaustion.ts'

/** Each step of a plan is a fact: put forward, approved by another, taken back, and what came of it. */
export const PLAN_PROPOSED = 'capacity.plan.proposed'
export const PLAN_APPROVED = 'capacity.plan.approved'
export const PLAN_WITHDRAWN = 'capacity.plan.withdrawn'
export const PLAN_DELIVERED = 'capacity.plan.delivered'

export const PLAN_FACTS: readonly string[] = [PLAN_PROPOSED, PLAN_APPROVED, PLAN_WITHDRAWN, PLAN_DELIVERED]

/** What the forecast said when a plan was put forward: later it is laid beside what came. */
export type Foreseen = { observed: string; exhausts: Crossing; order_by: string | null; late: boolean }

/** One version of a plan to enlarge a resource. Amounts in the resource's unit; dates are civil. */
export type PlanContent = {
  id: string
  version: number
  resource: string
  unit: Text
  amount: number
  /** The day on which it is to be ordered, and the day from which it is to be usable. */
  order_on: string
  delivered: string
  cost: string
  reason: string
  /** The maximum, with what else was ordered by then, on which it builds. */
  base: number
  foreseen: Foreseen | null
  /** Who had a hand in it: none of them may approve it. */
  contributors: string[]
}

export type WaitingPlan = PlanContent & { digest: string; proposed_at: string }
export type ApprovedPlan = PlanContent & { digest: string; approved_by: string; approved_at: string }

/** A plan as it stands after all that was said of it. */
export type Plan = {
  id: string
  resource: string
  waiting?: WaitingPlan
  /** The version in force. */
  approved?: ApprovedPlan
  /** Versions that were in force before, oldest first. */
  earlier: ApprovedPlan[]
  /** What came: the day and the amount that was really there. */
  came?: { on: string; amount: number; by: string }
  withdrawn?: { at: string; by: string; reason: string }
}

export type Plans = Readonly<Record<string, Plan>>

/** What documents and people said of one plan, after one more fact; a fact of nothing that stands changes nothing. */
export function plansAfter(plans: Plans, fact: Fact): Plans {
  const id = fact.body['id'] as string
  const plan = Object.hasOwn(plans, id) ? plans[id] : undefined
  const after = planAfter(plan, fact)
  return after === undefined ? plans : { ...plans, [id]: after }
}

function planAfter(plan: Plan | undefined, { type, by, body }: Fact): Plan | undefined {
  if (type === PLAN_PROPOSED) {
    const waiting = body as unknown as WaitingPlan
    return { earlier: [], ...plan, id: waiting.id, resource: waiting.resource, waiting }
  }
  if (plan === undefined || plan.withdrawn !== undefined) return undefined
  switch (type) {
    case PLAN_APPROVED: {
      const { waiting: _taken, approved, ...rest } = plan
      const earlier = approved === undefined ? rest.earlier : [...rest.earlier, approved]
      return { ...rest, earlier, approved: body as unknown as ApprovedPlan }
    }
    case PLAN_WITHDRAWN:
      return { ...plan, withdrawn: { at: body['at'] as string, by, reason: body['reason'] as string } }
    default:
      return { ...plan, came: { on: body['on'] as string, amount: body['amount'] as number, by } }
  }
}

export type PlanState = 'waiting' | 'approved' | 'overdue' | 'delivered' | 'withdrawn'

/** How a plan stands on a civil day: an approved one of which nobody said that it came is overdue from the day after. */
export function planStateOn({ waiting, approved, came, withdrawn }: Plan, today: string): PlanState {
  if (withdrawn !== undefined) return 'withdrawn'
  if (came !== undefined) return 'delivered'
  if (approved === undefined) return 'waiting'
  if (approved.delivered < today) return 'overdue'
  return waiting === undefined ? 'approved' : 'waiting'
}

type Order = Resource['orders'][number]

/**
 * The approved plans of a resource that count as orders on a civil day. One of which nobody said that it came does not
 * count after its day; one whose amount the documents' maximum holds by now counts no longer, or it would count twice.
 */
export function ordersOf(plans: Plans, resource: Pick<Resource, 'id' | 'maximum'>, today: string): Order[] {
  return Object.values(plans).flatMap((plan) => {
    const { approved, came } = plan
    const state = planStateOn(plan, today)
    if (plan.resource !== resource.id || approved === undefined) return []
    if (state === 'withdrawn' || state === 'overdue') return []
    const amount = came?.amount ?? approved.amount
    if (resource.maximum >= approved.base + amount) return []
    const { id, approved_by, approved_at } = approved
    return [{ id, amount, delivered: came?.on ?? approved.delivered, approved_by, approved_at }]
  })
}

/** Approved plans of a resource whose day has passed without anybody saying that they came. */
export function overdueOf(plans: Plans, resource: string, today: string): ApprovedPlan[] {
  return Object.values(plans).flatMap((plan) =>
    plan.resource === resource && plan.approved !== undefined && planStateOn(plan, today) === 'overdue'
      ? [plan.approved]
      : [],
  )
}

/** How a plan was put forward and approved, as facts; instants in epoch milliseconds. */
export type Planned = {
  proposedMs: number
  approvedMs: number
  by: string
  approver: string
  method: ApprovalRecord['method']
}

/** The two facts of a plan that another approved as it was put forward. */
export function plannedFacts(
  content: PlanContent,
  { proposedMs, approvedMs, by, approver, method }: Planned,
): { proposed: Fact; approved: Fact } {
  const digest = digestOf(content)
  const [proposed_at, approved_at] = [proposedMs, approvedMs].map((ms) => new Date(ms).toISOString())
  const approval = { approver, digest, approved_at: approved_at!, method }
  const about = { clause: '2.2', objects: [content.resource] }
  const said = { ...content, digest } as unknown as { [key: string]: Json }
  return {
    proposed: {
      type: PLAN_PROPOSED,
      by,
      ...about,
      effective: proposed_at!,
      body: { ...said, proposed_at: proposed_at! },
    },
    approved: {
      type: PLAN_APPROVED,
      by: approver,
      ...about,
      effective: approved_at!,
      body: { ...said, approved_by: approver, approved_at: approved_at!, approval },
    },
  }
}
