import type { Conformance, Verdict } from '../verdict.ts'
import type { Waiver } from '../waiver.ts'
import type { Action } from './action.ts'
import type { Finding } from './finding.ts'
import { atFault } from './openings.ts'
import type { NoticedTurn } from './store.ts'

/** A control that says something else than at the review before. */
export type Change = { control: string; clause: string; from: Verdict | null; to: Verdict; objects: number }

/**
 * Everything that a review reads, as it stood at one instant: kept whole, by its SHA-256, and the conformance in it is
 * the one that `at` and `known` (both that instant) give at any later time.
 */
export type ReviewReading = {
  at: string
  since?: string
  conformance: Conformance
  changes: Change[]
  /** Changes as they were noticed in between, the first of them first; `turns_more` were left out. */
  turns: NoticedTurn[]
  turns_more: boolean
  findings: Finding[]
  actions: Action[]
  waivers: Waiver[]
}

/** What each control says otherwise than before; everything is new where there was no review before. */
export function changesBetween(before: Conformance | undefined, now: Conformance): Change[] {
  const earlier = new Map(
    (before?.clauses ?? []).flatMap(({ controls }) => controls.map(({ id, verdict }) => [id, verdict])),
  )
  return now.clauses.flatMap(({ id: clause, controls }) =>
    controls.flatMap((control): Change[] => {
      const from = earlier.get(control.id) ?? null
      if (from === control.verdict) return []
      return [{ control: control.id, clause, from, to: control.verdict, objects: atFault(control).length }]
    }),
  )
}
