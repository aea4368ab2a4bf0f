import { countStates, STATE_WORDS, type State } from './state.tsx'
import { join, number } from './message.ts'
import { useSay } from './language.tsx'

const SEGMENTS_MAX = 180

/** A thin line of states, one segment each in the given order, or one a run of equals where they are many. */
export function Strip({ states, noun }: { states: readonly State[]; noun: string }) {
  const say = useSay()
  if (states.length < 2) return null
  const counted = countStates(states)
  const spoken = say(
    join(
      counted.map(([state, count]) => ({
        ja: `${STATE_WORDS[state].ja} ${number(count)}`,
        en: `${STATE_WORDS[state].en} ${number(count)}`,
      })),
    ),
  )
  const runs: [State, number][] = states.length <= SEGMENTS_MAX ? states.map((state) => [state, 1]) : counted
  return (
    <div className="strip" role="img" aria-label={`${noun}: ${spoken}`}>
      {runs.map(([state, count], index) => (
        // Segments have no identity but their place.
        // oxlint-disable-next-line react/no-array-index-key
        <i key={index} className={`state-${state}`} style={{ flexGrow: count }} />
      ))}
    </div>
  )
}
