import type { Text } from '../platform/text.ts'

/** Four values. No evidence is unknown, and unknown is never a pass. */
export type Verdict = 'pass' | 'fail' | 'unknown' | 'not-applicable'
export type Freshness = 'fresh' | 'stale'

/** Evidence that a reason rests on: a document, a fact of the ledger, a file, each by its SHA-256 where it has one. */
export type Evidence = { kind: string; ref: string; sha256?: string }

/**
 * One reason of a verdict, in both languages, with the objects it names. `verdict` is what this reason alone asks for;
 * without it the reason informs and decides nothing (a risk that is tolerated, something assumed).
 */
export type Because = { text: Text; evidence: Evidence[]; objects: string[]; verdict?: Verdict }

/** How many objects exist and how many of them were judged; a number on a verdict never stands without it. */
export type Population = { noun: Text; total: number; judged: number }

export type ControlVerdict = {
  id: string
  verdict: Verdict
  freshness: Freshness
  /** How the verdict came about: computed by kensho, or attested by a person. */
  basis: 'computed' | 'attested'
  /** End of the observation that it rests on, ISO 8601 UTC. */
  observed?: string
  /** The first instant at which it is no longer fresh, ISO 8601 UTC; absent where it does not age. */
  fresh_until?: string
  population: Population[]
  because: Because[]
}

export type ClauseVerdict = {
  id: string
  title: Text
  verdict: Verdict
  freshness: Freshness
  /** It fails, and waivers in force cover every object at fault. The verdict stays what it is. */
  waived: boolean
  /** The waivers that do so, and the first instant at which one of them ends, ISO 8601 UTC. */
  waivers?: string[]
  waived_until?: string
  controls: ControlVerdict[]
}

/** `zone` is the operator's, in which instants are shown to people, UTC where absent; the instants here are all UTC. */
export type Conformance = {
  charter: string
  at: string
  zone?: string
  /** By when what counts was received, ISO 8601 UTC; absent: everything counts. */
  known?: string
  verdict: Verdict
  clauses: ClauseVerdict[]
}

/** From worst to best: a parent shows the first of these that any child has. */
const WORST_FIRST: readonly Verdict[] = ['fail', 'unknown', 'pass', 'not-applicable']

/** The worst of some verdicts; of none, unknown: what nobody judged is not known. */
export function worst(verdicts: readonly Verdict[]): Verdict {
  return WORST_FIRST.find((verdict) => verdicts.includes(verdict)) ?? 'unknown'
}
