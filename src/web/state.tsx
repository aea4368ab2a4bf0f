import type { Text } from '../platform/text.ts'
import { useSay } from './language.tsx'

/** The six states that a reader sees. Each has its own shape, so none needs its colour. */
export type State = 'pass' | 'fail' | 'unknown' | 'stale' | 'waived' | 'na'

export const STATE_WORDS: Record<State, Text> = {
  pass: { ja: '適合', en: 'Holds' },
  fail: { ja: '不適合', en: 'Fails' },
  unknown: { ja: '不明', en: 'Unknown' },
  stale: { ja: '期限切れ', en: 'Expired' },
  waived: { ja: '免除', en: 'Waived' },
  na: { ja: '対象外', en: 'Does not apply' },
}

/** In this order wherever states are counted: what hurts first. */
export const STATES: readonly State[] = ['fail', 'stale', 'unknown', 'waived', 'pass', 'na']

const SHAPES = {
  pass: <circle cx="8" cy="8" r="6.6" fill="currentColor" />,
  fail: <path d="M8 1.2 15.2 14.4H.8z" fill="currentColor" />,
  unknown: (
    <circle
      cx="8"
      cy="8"
      r="6.2"
      fill="none"
      stroke="currentColor"
      strokeWidth="1.8"
      strokeDasharray="2.9 1.97"
    />
  ),
  stale: (
    <>
      <circle cx="8" cy="8" r="6.2" fill="none" stroke="currentColor" strokeWidth="1.8" />
      <path d="M8 1.8a6.2 6.2 0 0 0 0 12.4z" fill="currentColor" />
    </>
  ),
  waived: (
    <path d="M2.2 2.2h11.6v11.6H2.2zM2.2 13.8 13.8 2.2" fill="none" stroke="currentColor" strokeWidth="1.8" />
  ),
  na: <path d="M2.5 8h11" fill="none" stroke="currentColor" strokeWidth="2" />,
} satisfies Record<State, React.ReactNode>

/** The mark of a state. Silent: its word always stands beside it, or in the text for screen readers. */
export function StateMark({ state }: { state: State }) {
  return (
    <svg className={`mark state-${state}`} viewBox="0 0 16 16" aria-hidden="true">
      {SHAPES[state]}
    </svg>
  )
}

/** Mark and word. */
export function StateWord({ state }: { state: State }) {
  const say = useSay()
  return (
    <span className={`state-word state-${state}`}>
      <StateMark state={state} /> {say(STATE_WORDS[state])}
    </span>
  )
}

/** How often each state occurs, in the order of STATES, without those that do not. */
export function countStates(states: Iterable<State>): [State, number][] {
  const counts = new Map<State, number>()
  for (const state of states) counts.set(state, (counts.get(state) ?? 0) + 1)
  return STATES.flatMap((state) => {
    const count = counts.get(state)
    return count === undefined ? [] : [[state, count] satisfies [State, number]]
  })
}
