import type { Fact } from '../ledger/fact.ts'
import { childrenOf, CLAUSES } from './clauses.ts'
import type { Control } from './control.ts'
import {
  worst,
  type ClauseVerdict,
  type Conformance,
  type ControlVerdict,
  type Freshness,
} from './verdict.ts'

/**
 * Judges the charter: a total function of facts and an instant (epoch milliseconds). Board, API, command line and gate
 * all call this one, so that two readers cannot disagree. A clause is the worst of its own controls and its children;
 * a clause that nobody judges is unknown.
 */
export function conformanceOf(
  charter: string,
  controls: readonly Control[],
  facts: readonly Fact[],
  atMs: number,
): Conformance {
  const judged = new Map<string, ControlVerdict[]>()
  for (const control of controls) {
    judged.set(control.clause, [
      ...(judged.get(control.clause) ?? []),
      controlVerdictOf(control, facts, atMs),
    ])
  }
  const clauses = new Map<string, ClauseVerdict>()
  // Children stand behind their parents in the charter's order, so the way back meets them first.
  for (const clause of CLAUSES.toReversed()) {
    const own = judged.get(clause.id) ?? []
    const below = childrenOf(clause.id).map((id) => clauses.get(id)!)
    const parts = [...own, ...below]
    clauses.set(clause.id, {
      id: clause.id,
      title: clause.title,
      verdict: worst(parts.map((part) => part.verdict)),
      freshness: stalest(parts.map((part) => part.freshness)),
      waived: false,
      controls: own,
    })
  }
  const ordered = CLAUSES.map((clause) => clauses.get(clause.id)!)
  return {
    charter,
    at: new Date(atMs).toISOString(),
    verdict: worst(ordered.map((clause) => clause.verdict)),
    clauses: ordered,
  }
}

/** What one control says of some facts at an instant (epoch milliseconds). */
export function controlVerdictOf(control: Control, facts: readonly Fact[], atMs: number): ControlVerdict {
  return { id: control.id, ...control.judge(folded(control, facts), atMs) }
}

function folded(control: Control, facts: readonly Fact[]): unknown {
  let state = control.initial
  for (const fact of facts) if (control.facts.includes(fact.type)) state = control.fold(state, fact)
  return state
}

function stalest(freshness: readonly Freshness[]): Freshness {
  return freshness.includes('stale') ? 'stale' : 'fresh'
}
