import { STATES, type State } from '../../web/state.tsx'
import type { Board, CharterEntry } from '../board.ts'
import { shownState } from '../shown-state.ts'
import { worst, type Because, type ClauseVerdict, type Verdict } from '../verdict.ts'

/**
 * A line of the charter with the truth beside it. `level` counts the parts of the id: 1 for a chapter. `state` is that
 * of its own controls; what hangs below has its own.
 */
export type Clause = {
  entry: CharterEntry
  verdict: ClauseVerdict | undefined
  state: State
  level: number
  /** It is judged itself: it has controls of its own, or nothing below it. */
  isJudged: boolean
  /** What is judged at it and below, in the charter's order; empty for a clause without children. */
  judged: Clause[]
}

/** A chapter and everything below it, in the charter's order. */
export type Chapter = { head: Clause; clauses: Clause[] }

/** The first reason of its kind beside a clause, and how many more of that kind there are. */
export type Finding = { state: State; because: Because; more: number }

/**
 * What needs somebody: a clause, and a reason unless it gives none. `alike` clauses more say the same; `more` counts
 * further reasons of this kind.
 */
export type Need = { clause: Clause; state: State; because?: Because; more: number; alike: number }

/** The board as chapters. Entries of the charter without a verdict are unknown, never left out. */
export function chaptersOf(board: Pick<Board, 'entries' | 'conformance'>): Chapter[] {
  const verdicts = new Map(board.conformance.clauses.map((clause) => [clause.id, clause]))
  const lines = board.entries.map((entry): Clause => {
    const verdict = verdicts.get(entry.id)
    const hasChildren = board.entries.some(({ id }) => id.startsWith(`${entry.id}.`))
    const isJudged = !hasChildren || (verdict?.controls.length ?? 0) > 0
    const own = hasChildren && isJudged && verdict !== undefined ? ownOf(verdict) : verdict
    return { entry, verdict, state: shownState(own), level: entry.id.split('.').length, isJudged, judged: [] }
  })
  for (const line of lines) {
    const below = lines.filter(({ entry }) => entry.id.startsWith(`${line.entry.id}.`))
    if (below.length > 0) line.judged = [line, ...below].filter(({ isJudged }) => isJudged)
  }
  return lines
    .filter((line) => line.level === 1)
    .map((head) => ({ head, clauses: lines.filter(({ entry }) => entry.id.startsWith(`${head.entry.id}.`)) }))
}

/** A clause that has children shows the worst of them; its own controls alone say how it stands itself. */
function ownOf(verdict: ClauseVerdict): ClauseVerdict {
  const stale = verdict.controls.some((control) => control.freshness === 'stale')
  return {
    ...verdict,
    verdict: worst(verdict.controls.map((control) => control.verdict)),
    freshness: stale ? 'stale' : 'fresh',
  }
}

/** The clauses that are judged: those without children, and those that have controls of their own beside them. */
export function judgedClauses(chapters: readonly Chapter[]): Clause[] {
  return chapters.flatMap(({ head }) => (head.judged.length === 0 ? [head] : head.judged))
}

/**
 * True where nothing is known because nothing has been recorded yet: the controls found nothing to look at and no
 * evidence. A clause that kensho computes is never silent: what it misses is something that one can do at once.
 */
export function isSilent(clause: Clause): boolean {
  return (
    clause.state === 'unknown' &&
    !clause.entry.computed &&
    (clause.verdict?.controls ?? []).every(
      (control) =>
        control.population.every(({ total }) => total === 0) &&
        control.because.every(({ evidence }) => evidence.length === 0),
    )
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
        ? [{ clause, state: clause.state, more: 0, alike: 0 }]
        : found.map((one) => ({ clause, ...one, alike: 0 }))
    })
  return STATES.flatMap((state) => onceEach(needs.filter((need) => need.state === state)))
}

/** What several clauses say in the same words is one thing to do. */
function onceEach(needs: readonly Need[]): Need[] {
  const groups = Map.groupBy(needs, ({ clause, because }) => because?.text.en ?? clause.entry.id)
  return [...groups.values()].map(([first, ...others]) => ({
    ...first!,
    more: first!.more + others.reduce((sum, { more }) => sum + more, 0),
    alike: others.length,
  }))
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

const DECIDING: Record<Verdict, readonly Verdict[]> = {
  fail: ['fail', 'unknown'],
  unknown: ['unknown'],
  pass: ['pass'],
  'not-applicable': ['not-applicable'],
}

/** The reasons that decided, in the order of the controls; where none says so, all. Others only inform. */
export function decidingReasons(clause: Clause): Because[] {
  const all = (clause.verdict?.controls ?? []).flatMap((control) => control.because)
  const wanted = DECIDING[clause.verdict?.verdict ?? 'unknown']
  const deciding = all.filter(({ verdict }) => verdict !== undefined && wanted.includes(verdict))
  return deciding.length > 0 ? deciding : all
}
