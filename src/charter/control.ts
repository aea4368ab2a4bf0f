import type { Fact } from '../ledger/fact.ts'
import type { Text } from '../platform/text.ts'
import type { Cadence } from './freshness.ts'
import type { ControlVerdict } from './verdict.ts'

/** What a control says, before its id and its freshness are put to it. */
export type Judgement = Omit<ControlVerdict, 'id'>

/**
 * A control of a clause: a pure fold over facts and a total judgement of the folded state at an instant.
 * `at` is epoch milliseconds. The same function serves board, API, command line and gate.
 */
export type Control<State = unknown> = {
  id: string
  clause: string
  title: Text
  /** Fact types that the fold reads; others are not given to it. */
  facts: readonly string[]
  /** How often it is to be shown anew. What is later than that is stale by itself; the judgement says `observed`. */
  cadence?: Cadence
  initial: State
  fold: (state: State, fact: Fact) => State
  judge: (state: State, atMs: number) => Judgement
}

/** Keeps the state type inside one control while the registry holds controls of all kinds. */
export function defineControl<State>(control: Control<State>): Control {
  return control as unknown as Control
}
