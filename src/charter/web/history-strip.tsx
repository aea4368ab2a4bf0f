import { useQuery } from '@tanstack/react-query'
import { useRef, type KeyboardEvent, type PointerEvent } from 'react'
import { civilDate } from '../../web/civil.ts'
import { useSay } from '../../web/language.tsx'
import { useGo, usePlace } from '../../web/link.tsx'
import { paths } from '../../web/paths.ts'
import { STATE_WORDS, StateMark, type State } from '../../web/state.tsx'
import { TimeStrip } from '../../web/strip.tsx'
import type { Trend } from '../trend.ts'
import { words } from './clause-words.ts'
import { useDays } from './standing.ts'
import { trendQuery } from './trend-query.ts'

const YEAR_DAYS = 365
const LEAP: Partial<Record<string, number>> = {
  ArrowLeft: -1,
  ArrowDown: -1,
  ArrowRight: 1,
  ArrowUp: 1,
  PageUp: -30,
  PageDown: 30,
  Home: -YEAR_DAYS,
  End: YEAR_DAYS,
}

/** The days of the last year with the state of every clause, as soon as they are judged. */
export function useDays365(): Trend | undefined {
  return useQuery(trendQuery(YEAR_DAYS)).data
}

/** The last year of a clause as a strip on which one walks back in time: by hand, or by arrow keys. */
export function HistoryStrip({ clause }: { clause: string }) {
  const say = useSay()
  const trend = useDays365()
  return (
    <section className="part history" aria-labelledby="history-title">
      <h2 id="history-title">{say(words.history)}</h2>
      {trend === undefined ? (
        <p className="soft">{say(words.historyWait)}</p>
      ) : (
        <Walk clause={clause} trend={trend} states={trend.clauses[clause] ?? []} />
      )}
    </section>
  )
}

type WalkProps = { clause: string; trend: Trend; states: readonly (State | null)[] }

function Walk({ clause, trend: { days }, states }: WalkProps) {
  const say = useSay()
  const go = useGo()
  const { era } = useDays()
  const { day } = usePlace()
  const track = useRef<HTMLDivElement>(null)
  const last = days.length - 1
  const found = days.findIndex(({ date }) => date === day)
  const here = found === -1 ? last : found
  const goTo = (place: number) => {
    const wanted = Math.max(0, Math.min(last, place))
    const date = wanted === last ? undefined : days[wanted]?.date
    go(paths.clausePage(clause, date === undefined ? {} : { day: date }), { replace: true })
  }
  const press = (event: KeyboardEvent) => {
    const leap = LEAP[event.key]
    if (leap === undefined) return
    event.preventDefault()
    goTo(here + leap)
  }
  const point = (event: PointerEvent) => {
    const box = track.current?.getBoundingClientRect()
    if (box !== undefined && box.width > 0)
      goTo(Math.floor(((event.clientX - box.left) / box.width) * days.length))
  }
  const state = states[here] ?? null
  const spoken = `${say(civilDate(days[here]?.date ?? '', era))} ${say(state === null ? words.notKnown : STATE_WORDS[state])}`
  const turns = states.filter(
    (one, place) => place > 0 && one !== null && states[place - 1] !== null && one !== states[place - 1],
  ).length
  return (
    <>
      <div
        className="walk"
        ref={track}
        role="slider"
        tabIndex={0}
        aria-label={say(words.historyOf(days.length))}
        aria-valuemin={0}
        aria-valuemax={last}
        aria-valuenow={here}
        aria-valuetext={spoken}
        onKeyDown={press}
        onPointerDown={point}
      >
        <TimeStrip states={states} />
        <span
          className="here"
          style={{ left: `${((here + 0.5) / days.length) * 100}%` }}
          aria-hidden="true"
        />
      </div>
      <p className="walk-ends meta">
        <span>{say(civilDate(days[0]?.date ?? '', era))}</span>
        <span className="now">
          {state !== null && <StateMark state={state} />} {spoken}
        </span>
        <span>{say(civilDate(days[last]?.date ?? '', era))}</span>
      </p>
      <p className="meta">
        {say(words.turns(turns))} {say(words.historyHow)}
      </p>
    </>
  )
}
