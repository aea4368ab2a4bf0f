import { countStates, STATE_WORDS, type State } from './state.tsx'
import { join, number } from './message.ts'
import { useSay } from './language.tsx'

const SEGMENTS_MAX = 180

/** States that follow each other and are equal, in one piece; null where nothing was known. */
type Run = { state: State | null; count: number }

/** The runs of equal states, in the given order. */
function runsOf(states: readonly (State | null)[]): Run[] {
  const runs: Run[] = []
  for (const state of states) {
    const last = runs.at(-1)
    if (last !== undefined && last.state === state) last.count += 1
    else runs.push({ state, count: 1 })
  }
  return runs
}

type StripProps = {
  states: readonly (State | null)[]
  noun: string
  /** The states are of one thing at one moment after another: equal neighbours are one piece. */
  time?: boolean
}

/** A thin line of states in the given order, one segment each, or one a run of equals where they are many. */
export function Strip({ states, noun, time }: StripProps) {
  const say = useSay()
  const known = states.filter((state) => state !== null)
  if (known.length < 2) return null
  const spoken = say(
    join(
      countStates(known).map(([state, count]) => ({
        ja: `${STATE_WORDS[state].ja} ${number(count)}`,
        en: `${STATE_WORDS[state].en} ${number(count)}`,
      })),
    ),
  )
  const inRuns = time === true || states.length > SEGMENTS_MAX
  return (
    <div className={time === true ? 'strip time' : 'strip'} role="img" aria-label={`${noun}: ${spoken}`}>
      <StripPieces runs={inRuns ? runsOf(states) : states.map((state) => ({ state, count: 1 }))} />
    </div>
  )
}

/** A strip over time without words of its own, for a place that says them. */
export function TimeStrip({ states }: { states: readonly (State | null)[] }) {
  return (
    <div className="strip time" aria-hidden="true">
      <StripPieces runs={runsOf(states)} />
    </div>
  )
}

function StripPieces({ runs }: { runs: readonly Run[] }) {
  return runs.map(({ state, count }, index) => (
    // Pieces have no identity but their place.
    // oxlint-disable-next-line react/no-array-index-key
    <i key={index} className={state === null ? 'nothing' : `state-${state}`} style={{ flexGrow: count }} />
  ))
}
