import type { Fact } from '../../ledger/fact.ts'
import { targetKey, type Target } from './finding.ts'

/** Open: to be done. Done: waits to be verified. Verified: waits until its effect is checked. Closed: it held. */
export const ACTION_STATES = ['open', 'done', 'verified', 'closed'] as const
export type ActionState = (typeof ACTION_STATES)[number]

export type EvidenceFile = { name: string; sha256: string }

/** A corrective action with all that became of it. Instants are ISO 8601 UTC. */
export type Action = {
  id: string
  clauses: string[]
  findings: string[]
  /** The review whose decision it carries out. */
  review?: string
  targets: Target[]
  /** What is to be done. */
  what: string
  owner: string
  /** The first instant at which it is overdue. */
  due: string
  /** Days from its verification until its effect is checked. */
  effect_days: number
  state: ActionState
  planned_by: string
  planned_at: string
  done?: { by: string; at: string; what: string; evidence: EvidenceFile[] }
  verified?: { by: string; at: string; remark: string }
  /** From when on its effect is to be checked; while verified. */
  effect_due?: string
  closed?: { by: string; at: string; remark: string }
  /** How often it was taken up again after it had been done. */
  reopened: number
  history: Step[]
}

/** One step of an action's life: its fact's type, who, when, and what was said. */
export type Step = { type: string; by: string; at: string; remark?: string; targets?: Target[] }

export const ACTION_PLANNED = 'charter.action.planned'
export const ACTION_REPLANNED = 'charter.action.replanned'
export const ACTION_DONE = 'charter.action.done'
export const ACTION_VERIFIED = 'charter.action.verified'
export const ACTION_REJECTED = 'charter.action.rejected'
export const ACTION_CONFIRMED = 'charter.action.confirmed'
export const ACTION_REFUTED = 'charter.action.refuted'
export const ACTION_REOPENED = 'charter.action.reopened'

/** Days until the effect is checked, where nobody says otherwise. */
export const EFFECT_DAYS = 90
const DAY_MS = 86_400_000

/** The bodies of the facts. `at` is when it was said; `id` that of the action. */
export type Planned = Pick<
  Action,
  'id' | 'clauses' | 'findings' | 'review' | 'targets' | 'what' | 'owner' | 'due' | 'effect_days'
> & { at: string }
type Replanned = { id: string; at: string; owner: string; due: string; what: string; remark: string }
type Done = { id: string; at: string; what: string; evidence: EvidenceFile[] }
type Remarked = { id: string; at: string; remark: string }
type Reopened = { id: string; at: string; targets: Target[]; findings: string[] }

/**
 * An action after one more fact. Total: what does not follow from the state in which it stands changes nothing, so that
 * a replay of any prefix gives what stood then.
 */
export function actionAfter(action: Action | undefined, fact: Fact): Action | undefined {
  if (fact.type === ACTION_PLANNED) return action ?? planned(fact)
  if (action === undefined) return undefined
  const body: unknown = fact.body
  const said = body as Remarked
  switch (`${action.state} ${fact.type}`) {
    case `open ${ACTION_REPLANNED}`: {
      const { owner, due, what, remark } = body as Replanned
      return stepped({ ...action, owner, due, what }, fact, { remark })
    }
    case `open ${ACTION_DONE}`: {
      const { at, what, evidence } = body as Done
      const done = { by: fact.by, at, what, evidence }
      return stepped({ ...action, state: 'done', done }, fact, { remark: what })
    }
    case `done ${ACTION_VERIFIED}`: {
      const effect_due = new Date(Date.parse(said.at) + action.effect_days * DAY_MS).toISOString()
      const verified = { by: fact.by, at: said.at, remark: said.remark }
      return stepped({ ...action, state: 'verified', verified, effect_due }, fact, said)
    }
    case `done ${ACTION_REJECTED}`:
    case `verified ${ACTION_REFUTED}`:
      return stepped(again(action), fact, said)
    case `verified ${ACTION_CONFIRMED}`: {
      const closed = { by: fact.by, at: said.at, remark: said.remark }
      return stepped({ ...action, state: 'closed', closed }, fact, said)
    }
    case `done ${ACTION_REOPENED}`:
    case `verified ${ACTION_REOPENED}`:
    case `closed ${ACTION_REOPENED}`: {
      const { targets, findings } = body as Reopened
      return stepped(
        { ...withTargets(again(action), targets), findings: union(action.findings, findings) },
        fact,
        {
          targets,
        },
      )
    }
    default:
      return action
  }
}

function planned(fact: Fact): Action {
  const { at, ...plan } = fact.body as unknown as Planned
  const bare = {
    ...plan,
    state: 'open' as const,
    planned_by: fact.by,
    planned_at: at,
    reopened: 0,
    history: [],
  }
  return stepped(bare, fact, { remark: plan.what })
}

/** To be done once more: what was done before stays in the history. */
function again({
  done: _done,
  verified: _verified,
  effect_due: _due,
  closed: _closed,
  ...action
}: Action): Action {
  return { ...action, state: 'open', reopened: action.reopened + 1 }
}

function withTargets(action: Action, more: readonly Target[]): Action {
  const known = new Set(action.targets.map(targetKey))
  return { ...action, targets: [...action.targets, ...more.filter((one) => !known.has(targetKey(one)))] }
}

function union(some: readonly string[], more: readonly string[]): string[] {
  return [...new Set([...some, ...more])]
}

function stepped(action: Action, fact: Fact, said: { remark?: string; targets?: Target[] }): Action {
  const step: Step = {
    type: fact.type,
    by: fact.by,
    at: fact.body['at'] as string,
    ...(said.remark !== undefined && { remark: said.remark }),
    ...(said.targets !== undefined && { targets: said.targets }),
  }
  return { ...action, history: [...action.history, step] }
}

/** Open past its due instant (epoch milliseconds). Decided when it is read, so that no job is needed to say so. */
export function isOverdue({ state, due }: Action, atMs: number): boolean {
  return state === 'open' && Date.parse(due) <= atMs
}

/** Verified, and the time has come to see whether it helped. */
export function isEffectDue({ state, effect_due }: Action, atMs: number): boolean {
  return state === 'verified' && effect_due !== undefined && Date.parse(effect_due) <= atMs
}
