import { dayAfter } from '../../../web/civil-day.ts'
import { civilDate } from '../../../web/civil.ts'
import { useSay } from '../../../web/language.tsx'
import { Link } from '../../../web/link.tsx'
import { paths } from '../../../web/paths.ts'
import type { CalendarWindow } from './calendar.tsx'
import type { DayPart } from './days.ts'
import { worstOf, type Interval } from './losses.tsx'
import { words } from './words.ts'

const DAYS = 400
const LINKED_MAX = 14
const HEIGHT = 44

type OverviewProps = {
  today: string
  work: ReadonlyMap<string, readonly DayPart<CalendarWindow>[]>
  losses: ReadonlyMap<string, readonly DayPart<Interval>[]>
  windows: number
}

/** All 400 days as one strip: work in ink, what is lost in its colour; the days with losses as links beneath. */
export function Overview({ today, work, losses, windows }: OverviewProps) {
  const say = useSay()
  const days = Array.from({ length: DAYS }, (_, at) => dayAfter(today, at))
  const lossDays = days.filter((day) => losses.has(day))
  const sentence = say(words.overviewSays(windows, lossDays.length))
  return (
    <section aria-labelledby="overview-title" className="overview">
      <h2 id="overview-title">{say(words.overview)}</h2>
      <svg viewBox={`0 0 ${DAYS} ${HEIGHT}`} preserveAspectRatio="none" role="img" aria-label={sentence}>
        {days.map((day, at) => (
          <g key={day}>
            {day.endsWith('-01') && <path className="month" d={`M${at} 0V${HEIGHT}`} />}
            {work.has(day) && <rect className="work" x={at} y={24} width={1.4} height={18} />}
            {losses.has(day) && (
              <rect
                className={`loss ${worstOn(losses.get(day) ?? [])}`}
                x={at}
                y={2}
                width={1.8}
                height={20}
              />
            )}
          </g>
        ))}
      </svg>
      <p>{sentence}</p>
      {lossDays.length > 0 && (
        <p className="loss-days">
          <span className="soft">{say(words.lossDays)}</span>{' '}
          {lossDays.slice(0, LINKED_MAX).map((day) => (
            <Link key={day} keepScroll href={paths.maintenance({ from: day })}>
              {say(civilDate(day, false))}
            </Link>
          ))}
          {lossDays.length > LINKED_MAX && <span className="soft">…</span>}
        </p>
      )}
    </section>
  )
}

function worstOn(parts: readonly DayPart<Interval>[]): string {
  const kinds = parts.map(({ of }) => worstOf(of))
  return (
    (['down', 'redundancy_lost', 'below_capacity'] as const).find((kind) => kinds.includes(kind)) ?? 'down'
  )
}
