import { useQuery } from '@tanstack/react-query'
import { useId } from 'react'
import { useDays } from '../../../charter/web/standing.ts'
import { clockTime, instantLine, zoneName } from '../../../web/civil.ts'
import { useSay } from '../../../web/language.tsx'
import { Link } from '../../../web/link.tsx'
import { useRedundancyPlace } from './place.ts'
import { timelineQuery, type Work } from './what-if-query.ts'
import { words } from './words.ts'

const WORK_MAX = 6

/** Work that is going on at an instant. */
export function workAt(work: readonly Work[], at: string): Work[] {
  const ms = Date.parse(at)
  return work.filter(({ from, until }) => Date.parse(from) <= ms && ms < Date.parse(until))
}

/** A slider through the instants at which the network is another, and what goes on at the one that is chosen. */
export function TimeSlider() {
  const say = useSay()
  const id = useId()
  const { zone, day } = useDays()
  const { place, goWith } = useRedundancyPlace()
  const { data } = useQuery(timelineQuery)
  if (data === undefined || data.turns.length === 0) return null
  const { turns, work } = data
  const chosen = place.at === undefined ? 0 : turns.findLastIndex((turn) => turn <= (place.at ?? '')) + 1
  const go = (to: number): void =>
    goWith({ at: to === 0 ? '' : (turns[to - 1] ?? ''), fail: '', also: '' }, { replace: true })
  const at = chosen === 0 ? data.at : (turns[chosen - 1] ?? data.at)
  const now = workAt(work, at)
  const said = `${day(at)} ${clockTime(at, zone)} ${zoneName(at, zone)}`
  const when = chosen === 0 ? say(words.today) : said
  return (
    <section className="time-slider unprinted" aria-label={say(words.timeTitle)}>
      <div className="time-line">
        <label htmlFor={id}>{say(words.timeTitle)}</label>
        <button
          type="button"
          className="button"
          disabled={chosen === 0}
          onClick={() => go(chosen - 1)}
          aria-label={say(words.timeBack)}
        >
          ←
        </button>
        <input
          id={id}
          type="range"
          min={0}
          max={turns.length}
          step={1}
          value={chosen}
          aria-valuetext={when}
          onChange={(event) => go(Number(event.target.value))}
        />
        <button
          type="button"
          className="button"
          disabled={chosen === turns.length}
          onClick={() => go(chosen + 1)}
          aria-label={say(words.timeOn)}
        >
          →
        </button>
        <output htmlFor={id}>{when}</output>
      </div>
      <p className="soft">
        {say(words.timeSays(turns.length, data.cut))}
        {now.length === 0 ? '' : ` ${say(words.workNow)}`}
      </p>
      {now.length > 0 && (
        <ul className="work-now">
          {now.slice(0, WORK_MAX).map((one) => (
            <li key={one.id}>
              {one.link === undefined ? say(one.title) : <Link href={one.link}>{say(one.title)}</Link>}{' '}
              <span className="soft">
                {say(instantLine(one.from, zone))} – {say(instantLine(one.until, zone))}
                {one.certain ? '' : ` ・ ${say(words.notCertain)}`}
              </span>
            </li>
          ))}
          {now.length > WORK_MAX && <li className="soft">{say(words.more(now.length - WORK_MAX))}</li>}
        </ul>
      )}
    </section>
  )
}
