import type { Fact } from '../ledger/fact.ts'
import { isEffective } from './as-of.ts'
import { childrenOf, CLAUSES, type Clause } from './clauses.ts'
import type { Control } from './control.ts'
import { agedAt } from './freshness.ts'
import { zoneIn } from './scope.ts'
import {
  worst,
  type ClauseVerdict,
  type Conformance,
  type ControlVerdict,
  type Freshness,
  type Verdict,
} from './verdict.ts'
import { requestsIn, waitingReason, waiversCovering, waiversIn, type Waiver } from './waiver.ts'

/**
 * Judges the charter: a total function of facts and an instant (epoch milliseconds). Board, API, command line and gate
 * all call this one, so that two readers cannot disagree. Facts that take effect later do not count. A clause is the
 * worst of its own controls and its children; a clause that nobody judges is unknown. A waiver leaves the verdict and
 * marks it.
 */
export function conformanceOf(
  charter: string,
  controls: readonly Control[],
  facts: readonly Fact[],
  atMs: number,
): Conformance {
  const effective = facts.filter((fact) => isEffective(fact, atMs))
  const waivers = waiversIn(effective)
  // A request speaks of the future as well: that it waits is known from when it was made.
  const requests = requestsIn(facts)
  const zone = zoneIn(effective)
  const judged = new Map<string, ControlVerdict[]>()
  for (const control of controls) {
    const own = judged.get(control.clause) ?? []
    const said = judgedAt(control, effective, atMs, zone)
    const waiting = said.verdict === 'fail' ? waitingReason(requests, control.clause, said) : []
    own.push(waiting.length === 0 ? said : { ...said, because: [...said.because, ...waiting] })
    judged.set(control.clause, own)
  }
  const clauses = new Map<string, ClauseVerdict>()
  // Children stand behind their parents in the charter's order, so the way back meets them first.
  for (const clause of CLAUSES.toReversed()) {
    const below = childrenOf(clause.id).map((id) => clauses.get(id)!)
    clauses.set(clause.id, clauseVerdict(clause, judged.get(clause.id) ?? [], below, waivers, atMs))
  }
  const ordered = CLAUSES.map((clause) => clauses.get(clause.id)!)
  return {
    charter,
    at: new Date(atMs).toISOString(),
    zone,
    verdict: worst(ordered.map((clause) => clause.verdict)),
    clauses: ordered,
  }
}

function clauseVerdict(
  { id, title }: Clause,
  own: ControlVerdict[],
  below: readonly ClauseVerdict[],
  waivers: readonly Waiver[],
  atMs: number,
): ClauseVerdict {
  const parts = [...own, ...below]
  const verdict = worst(parts.map((part) => part.verdict))
  const marks = waivedMarks(id, own, below, waivers, atMs)
  return {
    id,
    title,
    verdict,
    freshness: stalest(parts.map(({ freshness }) => freshness)),
    ...marks,
    controls: own,
  }
}

type Marks = Pick<ClauseVerdict, 'waived' | 'waivers' | 'waived_until'>

/** Waived only where everything that fails it is: its own controls by waivers, the clauses below by their own marks. */
function waivedMarks(
  clause: string,
  own: readonly ControlVerdict[],
  below: readonly ClauseVerdict[],
  waivers: readonly Waiver[],
  atMs: number,
): Marks {
  const failsItself = own.some(({ verdict }) => verdict === 'fail')
  const failing = below.filter(({ verdict }) => verdict === 'fail')
  if ((!failsItself && failing.length === 0) || failing.some(({ waived }) => !waived))
    return { waived: false }
  const covering = failsItself ? waiversCovering(waivers, clause, own, atMs) : []
  if (covering === undefined) return { waived: false }
  const ids = [...covering.map(({ id }) => id), ...failing.flatMap((child) => child.waivers ?? [])]
  const ends = [
    ...covering.map(({ until }) => Date.parse(until)),
    ...failing.flatMap((child) => (child.waived_until === undefined ? [] : [Date.parse(child.waived_until)])),
  ]
  return { waived: true, waivers: [...new Set(ids)], waived_until: new Date(Math.min(...ends)).toISOString() }
}

/** What one control says of some facts at an instant (epoch milliseconds). */
export function controlVerdictOf(control: Control, facts: readonly Fact[], atMs: number): ControlVerdict {
  const effective = facts.filter((fact) => isEffective(fact, atMs))
  return judgedAt(control, effective, atMs, zoneIn(effective))
}

function judgedAt(control: Control, effective: readonly Fact[], atMs: number, zone: string): ControlVerdict {
  const judged = control.judge(foldedState(control, effective), atMs)
  return { id: control.id, ...agedAt(judged, control.cadence, atMs, zone) }
}

/** A control's state after some facts, in their order. */
export function foldedState(control: Control, facts: readonly Fact[]): unknown {
  let state = control.initial
  for (const fact of facts) if (control.facts.includes(fact.type)) state = control.fold(state, fact)
  return state
}

/**
 * What an exit status speaks of: the worst of all that is judged, without the failures of clauses that are waived.
 * Nothing left to say means that nothing wrong was found.
 */
export function unwaivedVerdict({ clauses }: Conformance): Verdict {
  const left = clauses.flatMap((clause): Verdict[] => {
    if (clause.controls.length === 0) return childrenOf(clause.id).length === 0 ? [clause.verdict] : []
    const verdicts = clause.controls.map(({ verdict }) => verdict)
    return clause.waived ? verdicts.filter((verdict) => verdict !== 'fail') : verdicts
  })
  return left.length === 0 ? 'not-applicable' : worst(left)
}

function stalest(freshness: readonly Freshness[]): Freshness {
  return freshness.includes('stale') ? 'stale' : 'fresh'
}
