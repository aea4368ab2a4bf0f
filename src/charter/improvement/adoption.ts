import type { Fact } from '../../ledger/fact.ts'
import type { Text } from '../../platform/text.ts'
import type { Conformance, ControlVerdict, Verdict } from '../verdict.ts'

/** What is planned so that a control becomes known: the body of `charter.adoption.planned`. */
export type AdoptionStep = {
  control: string
  clause: string
  owner: string
  /** What is needed, as the verdict said it when this was planned. */
  needed: Text[]
  /** The first instant at which it is late, ISO 8601 UTC. */
  target: string
  remark: string
  at: string
  by: string
}

export const ADOPTION_PLANNED = 'charter.adoption.planned'

export function adoptionIn(fact: Fact): AdoptionStep {
  return { ...(fact.body as unknown as AdoptionStep), by: fact.by }
}

/** Every plan for each control, the newest last: planning anew keeps what was planned before. */
export function plansByControl(steps: readonly AdoptionStep[]): Map<string, AdoptionStep[]> {
  const plans = new Map<string, AdoptionStep[]>()
  for (const step of steps) plans.set(step.control, [...(plans.get(step.control) ?? []), step])
  return plans
}

/**
 * Where a control of the plan stands. Known means that something answers for it now, be it a pass or a failure; it is
 * the verdict that says which, and the plan is never a reason to show one.
 */
export type AdoptionState = 'unplanned' | 'planned' | 'late' | 'known'

export type AdoptionEntry = {
  control: string
  clause: string
  title: Text
  verdict: Verdict
  state: AdoptionState
  /** What is needed now; of what is known, nothing. */
  needed: Text[]
  plans: AdoptionStep[]
}

/** The plan at an instant: every control that is unknown, and every one that was ever planned for. */
export function adoptionOf(
  conformance: Conformance,
  titles: ReadonlyMap<string, Text>,
  steps: readonly AdoptionStep[],
  atMs: number,
): AdoptionEntry[] {
  const plans = plansByControl(steps)
  return conformance.clauses.flatMap(({ id: clause, title, controls }) =>
    controls.flatMap((control): AdoptionEntry[] => {
      const own = plans.get(control.id) ?? []
      if (control.verdict !== 'unknown' && own.length === 0) return []
      const state = stateOf(control.verdict, own, atMs)
      const entry = { control: control.id, clause, title: titles.get(control.id) ?? title }
      return [{ ...entry, verdict: control.verdict, state, needed: neededFor(control), plans: own }]
    }),
  )
}

function stateOf(verdict: Verdict, plans: readonly AdoptionStep[], atMs: number): AdoptionState {
  const last = plans.at(-1)
  if (verdict !== 'unknown') return 'known'
  if (last === undefined) return 'unplanned'
  return Date.parse(last.target) <= atMs ? 'late' : 'planned'
}

const NEEDED_MAX = 5

/** What a control says that it lacks. */
export function neededFor({ verdict, because }: ControlVerdict): Text[] {
  if (verdict !== 'unknown') return []
  const asked = because.filter((one) => one.verdict === 'unknown')
  return (asked.length > 0 ? asked : because).slice(0, NEEDED_MAX).map(({ text }) => text)
}

/** How many controls were unknown at the end of a day, of how many, and for how many of them nothing was planned. */
export type BurnDownDay = {
  /** Civil date, operator's zone. */
  date: string
  total: number
  unknown: number
  unplanned: number
  late: number
}

/** One day of the burn-down, from the conformance at its end and the plans that were known then. */
export function burnDownDay(
  date: string,
  conformance: Conformance,
  steps: readonly AdoptionStep[],
  endMs: number,
): BurnDownDay {
  const known = steps.filter(({ at }) => Date.parse(at) <= endMs)
  const entries = adoptionOf(conformance, new Map(), known, endMs)
  const count = (state: AdoptionState) => entries.filter((entry) => entry.state === state).length
  return {
    date,
    total: conformance.clauses.reduce((sum, { controls }) => sum + controls.length, 0),
    unknown: entries.filter(({ verdict }) => verdict === 'unknown').length,
    unplanned: count('unplanned'),
    late: count('late'),
  }
}
