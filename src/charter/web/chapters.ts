import { STATES, type State } from '../../web/state.tsx'
import type { Board, CharterEntry } from '../board.ts'
import type { Because, ClauseVerdict } from '../verdict.ts'

/** A line of the charter with the truth beside it. `level` counts the parts of the id: 1 for a chapter. */
export type Clause = {
  entry: CharterEntry
  verdict: ClauseVerdict | undefined
  state: State
  level: number
  /** Nothing below it: it is judged itself. Others show how their leaves stand. */
  leaves: Clause[]
}

/** A chapter and everything below it, in the charter's order. */
export type Chapter = { head: Clause; clauses: Clause[] }

/** The first reason of its kind beside a clause, and how many more of that kind there are. */
export type Finding = { state: State; because: Because; more: number }

/** What needs somebody: a clause, and a reason unless it gives none. */
export type Need = { clause: Clause; state: State; because?: Because; more: number }

/**
 * The state that a reader sees. A waiver covers a failure until it ends; what fails, fails however old the evidence
 * is; what was judged once on evidence that has since expired shows that; unknown is never a pass.
 */
export function stateOf(verdict: ClauseVerdict | undefined): State {
  if (verdict === undefined) return 'unknown'
  if (verdict.verdict === 'not-applicable') return 'na'
  if (verdict.waived) return 'waived'
  if (verdict.verdict === 'fail') return 'fail'
  if (verdict.freshness === 'stale' && verdict.controls.length > 0) return 'stale'
  return verdict.verdict
}

/** The board as chapters. Entries of the charter without a verdict are unknown, never left out. */
export function chaptersOf(board: Pick<Board, 'entries' | 'conformance'>): Chapter[] {
  const verdicts = new Map(board.conformance.clauses.map((clause) => [clause.id, clause]))
  const lines = board.entries.map((entry): Clause => {
    const verdict = verdicts.get(entry.id)
    return { entry, verdict, state: stateOf(verdict), level: entry.id.split('.').length, leaves: [] }
  })
  for (const line of lines) line.leaves = leavesBelow(line, lines)
  return lines
    .filter((line) => line.level === 1)
    .map((head) => ({ head, clauses: lines.filter((line) => line.entry.id.startsWith(`${head.entry.id}.`)) }))
}

function leavesBelow(line: Clause, lines: readonly Clause[]): Clause[] {
  const below = lines.filter((other) => other.entry.id.startsWith(`${line.entry.id}.`))
  return below.filter((one) => !below.some((other) => other.entry.id.startsWith(`${one.entry.id}.`)))
}

/** The clauses that are judged: those without children. A chapter without clauses is one itself. */
export function judgedClauses(chapters: readonly Chapter[]): Clause[] {
  return chapters.flatMap(({ head }) => (head.leaves.length === 0 ? [head] : head.leaves))
}

/** True where nothing is known because nothing is there yet: no control in this version, or nothing for it to read. */
export function isSilent(clause: Clause): boolean {
  return (
    clause.state === 'unknown' &&
    (clause.verdict?.controls ?? []).every((control) => control.because.length === 0)
  )
}

/**
 * What needs somebody, worst first: reasons of failures, then expired evidence, then what a control tried to judge and
 * could not. A clause that is silent needs nobody: there is nothing to be done about it yet.
 */
export function needsOf(clauses: readonly Clause[]): Need[] {
  const needs = clauses
    .filter((clause) => NEEDING.has(clause.state) && !isSilent(clause))
    .flatMap((clause): Need[] => {
      const found = findingsOf(clause)
      return found.length === 0
        ? [{ clause, state: clause.state, more: 0 }]
        : found.map((one) => ({ clause, ...one }))
    })
  return STATES.flatMap((state) => needs.filter((need) => need.state === state))
}

/** The reasons of a clause in short: the first of each kind. */
export function findingsOf(clause: Clause): Finding[] {
  const kinds = Map.groupBy(decidingReasons(clause), (because) => stateOfReason(clause, because))
  return [...kinds].flatMap(([state, [because, ...others]]) =>
    because === undefined ? [] : [{ state, because, more: others.length }],
  )
}

const NEEDING: ReadonlySet<State> = new Set(['fail', 'stale', 'unknown'])

/** Where a clause fails, a reason may still be one of not knowing; without a word of its own it shares the clause's. */
function stateOfReason(clause: Clause, because: Because): State {
  return clause.state === 'fail' && because.verdict === 'unknown' ? 'unknown' : clause.state
}

/** The reasons that decided, in the order of the controls; where none says so, all. Others only inform. */
export function decidingReasons(clause: Clause): Because[] {
  const all = (clause.verdict?.controls ?? []).flatMap((control) => control.because)
  const deciding = all.filter((because) => because.verdict !== undefined)
  return deciding.length > 0 ? deciding : all
}
