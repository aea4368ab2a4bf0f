import { SCOPE_DECLARED, scopeIn, type Scope } from '../../charter/scope.ts'
import { HISTORIES_DECLARED, type Histories } from '../../estate/history.ts'
import type { Network } from '../../estate/network.ts'
import type { Fact } from '../../ledger/fact.ts'
import type { RecordedForecast } from './recorded.ts'
import { FORECAST_MADE, recordedIn } from './recorded.ts'
import { NO_PEAKS, PEAKS_READ, peaksAfter, type StoredPeaks } from './stored/peaks.ts'
import { APPROVER_FACTS, approversAfter, NOBODY, type Approvers } from './approvers.ts'
import { PLAN_FACTS, plansAfter, type Plans } from './plan/plan.ts'

/** What the controls of 2.2 know: the network as last declared, what was measured, and the forecasts that were made. */
export type Declared = {
  network?: Network
  source?: { ref: string; sha256: string }
  /** What files say was measured. */
  files: Histories
  peaks: StoredPeaks
  scope?: Scope
  /** By resource, the newest. */
  forecasts: Readonly<Record<string, RecordedForecast>>
  /** Plans to enlarge resources, by their id. */
  plans: Plans
  /** Who was here, and who might approve. */
  approvers: Approvers
}

export const NOTHING_DECLARED: Declared = {
  files: {},
  peaks: NO_PEAKS,
  forecasts: {},
  plans: {},
  approvers: NOBODY,
}

export const CAPACITY_FACTS: readonly string[] = [
  SCOPE_DECLARED,
  'estate.network.declared',
  HISTORIES_DECLARED,
  FORECAST_MADE,
  PEAKS_READ,
  ...PLAN_FACTS,
  ...APPROVER_FACTS,
]

/** What facts say of capacity, in their order; those of other things are passed over. */
export function declaredFrom(facts: readonly Fact[]): Declared {
  return facts.filter(({ type }) => CAPACITY_FACTS.includes(type)).reduce(declaredAfter, NOTHING_DECLARED)
}

export function declaredAfter(state: Declared, fact: Fact): Declared {
  if (PLAN_FACTS.includes(fact.type)) return { ...state, plans: plansAfter(state.plans, fact) }
  if (APPROVER_FACTS.includes(fact.type))
    return { ...state, approvers: approversAfter(state.approvers, fact) }
  switch (fact.type) {
    case SCOPE_DECLARED:
      return { ...state, scope: scopeIn(fact) }
    case HISTORIES_DECLARED:
      return { ...state, files: fact.body['histories'] as unknown as Histories }
    case PEAKS_READ:
      return { ...state, peaks: peaksAfter(state.peaks, fact) }
    case FORECAST_MADE: {
      const made = recordedIn(fact)
      return { ...state, forecasts: { ...state.forecasts, [made.resource]: made } }
    }
    default: {
      const { network, source, sha256 } = fact.body as unknown as {
        network: Network
        source: string
        sha256: string
      }
      return { ...state, network, source: { ref: source, sha256 } }
    }
  }
}
