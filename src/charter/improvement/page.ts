import type { Text } from '../../platform/text.ts'
import type { Verdict } from '../verdict.ts'
import type { ActionState } from './action.ts'
import type { AdoptionState, BurnDownDay } from './adoption.ts'

/** A person as a screen names him; `system:…` by its id. */
export type Named = { id: string; name: Text }

/** A finding in a list: unplanned until it has an action, then as that action stands. */
export type FindingRow = {
  id: string
  clause: string
  control?: string
  kind: 'fail' | 'unknown' | 'seen'
  objects: string[]
  because: Text[]
  opened_by: Named
  opened_at: string
  state: 'unplanned' | ActionState
  action?: string
  /** Whether any of its objects is at fault now; absent where no control looks. */
  at_fault?: boolean
}

export type ActionRow = {
  id: string
  clauses: string[]
  findings: string[]
  review?: string
  what: string
  owner: Named
  due: string
  state: ActionState
  overdue: boolean
  /** From when on its effect is to be checked, and whether that time has come. */
  effect_due?: string
  effect_check_due: boolean
  reopened: number
  planned_at: string
}

export type ActionStep = {
  type: string
  by: Named
  at: string
  remark?: string
  targets?: { control: string; object: string }[]
}

/** `GET /api/improvement/actions/{id}` */
export type ActionPage = ActionRow & {
  effect_days: number
  targets: { control: string; object: string; at_fault: boolean }[]
  done?: { by: Named; at: string; what: string; evidence: { name: string; sha256: string }[] }
  verified?: { by: Named; at: string; remark: string }
  closed?: { by: Named; at: string; remark: string }
  history: ActionStep[]
}

/** A page of a list. `found` is how many match, `total` how many there are; `counts` is of all, by state. */
export type Listed<Row> = {
  at: string
  total: number
  found: number
  offset: number
  rows: Row[]
  counts: Record<string, number>
}
/** `GET /api/improvement/findings` and `GET /api/improvement/actions` */
export type FindingList = Listed<FindingRow>
export type ActionList = Listed<ActionRow>

export type ReviewRow = {
  id: string
  date: string
  at: string
  since?: string
  state: 'held' | 'recorded' | 'approved'
  recorder: Named
  executive: Named
  attendees: Named[]
  input: { sha256: string; findings: number; actions: number; waivers: number; turns: number }
  minutes: string
  decisions: { what: string; owner: Named; due: string; action?: string }[]
  /** What the executive signs; while it is recorded and not approved. */
  digest?: string
  approval?: { by: Named; at: string; method: string; digest: string }
}
/** `GET /api/improvement/reviews`, the newest first. */
export type ReviewList = { at: string; reviews: ReviewRow[] }

export type AdoptionRow = {
  control: string
  clause: string
  title: Text
  verdict: Verdict
  state: AdoptionState
  needed: Text[]
  /** The newest last. */
  plans: { owner: Named; target: string; remark: string; by: Named; at: string }[]
}
/** `GET /api/improvement/adoption`: `unknown` of `total` controls are unknown now. */
export type AdoptionPage = { at: string; zone: string; total: number; unknown: number; rows: AdoptionRow[] }
/** `GET /api/improvement/adoption/burn-down` */
export type BurnDownPage = { zone: string; days: BurnDownDay[] }
