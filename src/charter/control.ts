import type { Fact } from '../ledger/fact.ts'
import type { Text } from '../platform/text.ts'
import type { ControlVerdict } from './verdict.ts'

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
  initial: State
  fold: (state: State, fact: Fact) => State
  judge: (state: State, atMs: number) => Omit<ControlVerdict, 'id'>
}

/** Keeps the state type inside one control while the registry holds controls of all kinds. */
export function defineControl<State>(control: Control<State>): Control {
  return control as unknown as Control
}
