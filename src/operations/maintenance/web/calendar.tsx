import { dayAfter } from '../../../web/civil-day.ts'
import type { CSSProperties } from 'react'
import { civilDate, clockTime, zoneName } from '../../../web/civil.ts'
import { useSay } from '../../../web/language.tsx'
import { Link } from '../../../web/link.tsx'
import { paths } from '../../../web/paths.ts'
import type { MaintenanceImpact } from '../impact/routes.ts'
import { byDay, civilDay, isDay, type DayPart } from './days.ts'
import { labelOf } from './label.ts'
import { Losses, worstOf, type Interval } from './losses.tsx'
import { OwnWork } from './own-work.tsx'
import { OpenQuestions } from './open-questions.tsx'
import { Overview } from './overview.tsx'
import { words } from './words.ts'

const DAYS_SHOWN = 28

/** One window of one maintenance. */
export type CalendarWindow = {
  key: string
  from: string
  until: string
  certainty: string
  backup: boolean
}

type CalendarProps = { impact: MaintenanceImpact; from: string | undefined; form: string | undefined }

/** The days ahead with their windows and what is lost in them, after a strip of all 400. */
export function Calendar({ impact, from, form }: CalendarProps) {
  const say = useSay()
  const { zone } = impact
  const windows = impact.maintenances.flatMap(({ key, windows: own }) =>
    own.map((window): CalendarWindow => ({ key, ...window })),
  )
  const today = civilDay(Date.parse(impact.at), zone)
  const first = isDay(from) ? from : today
  const end = dayAfter(first, DAYS_SHOWN)
  const work = byDay(windows, zone)
  const losses = byDay(impact.intervals, zone)
  const days = [...work.keys()].filter((day) => day >= first && day < end)
  return (
    <>
      <Overview today={today} work={work} losses={losses} windows={windows.length} />
      {impact.loads_judged && (
        <p className="soft load-ground">
          {say(
            words.loadGround(
              impact.loads.forecast,
              impact.loads.by_profile + impact.loads.not_forecast.length,
            ),
          )}
        </p>
      )}
      <OwnWork zone={zone} at={impact.at} open={form === 'own'} />
      <section aria-labelledby="days-title" className="days">
        <div className="days-head">
          <h2 id="days-title">
            {say(words.shownDays(civilDate(first, false), civilDate(dayAfter(end, -1), false)))}
            <span className="soft"> {zoneName(impact.at, zone)}</span>
          </h2>
          <div className="days-turn">
            <Link
              className="button"
              keepScroll
              href={paths.maintenance({ from: dayAfter(first, -DAYS_SHOWN) })}
            >
              {say(words.earlier)}
            </Link>
            <Link className="button" keepScroll href={paths.maintenance()}>
              {say(words.today)}
            </Link>
            <Link className="button" keepScroll href={paths.maintenance({ from: end })}>
              {say(words.later)}
            </Link>
          </div>
        </div>
        {days.length === 0 && <p className="soft">{say(words.noWork)}</p>}
        <ol className="day-list">
          {days.map((day) => (
            <Day
              key={day}
              day={day}
              work={work.get(day) ?? []}
              losses={losses.get(day) ?? []}
              impact={impact}
            />
          ))}
        </ol>
      </section>
      <OpenQuestions impact={impact} />
    </>
  )
}

type DayProps = {
  day: string
  work: readonly DayPart<CalendarWindow>[]
  losses: readonly DayPart<Interval>[]
  impact: MaintenanceImpact
}

function Day({ day, work, losses, impact }: DayProps) {
  const say = useSay()
  const weekday = { ja: 'ja-JP', en: 'en-GB' } as const
  const named = (locale: string): string =>
    new Intl.DateTimeFormat(locale, {
      timeZone: 'UTC',
      month: 'long',
      day: 'numeric',
      weekday: 'short',
    }).format(new Date(`${day}T12:00:00Z`))
  return (
    <li className="day">
      <h3>{say({ ja: named(weekday.ja), en: named(weekday.en) })}</h3>
      <div>
        <Strip work={work} losses={losses} />
        <ul className="day-work">
          {work.map(({ of }) => (
            <WorkLine key={`${of.key} ${of.from} ${of.certainty}`} window={of} impact={impact} />
          ))}
        </ul>
        {losses.length === 0 ? (
          <p className="soft day-quiet">{say(words.nothingLost)}</p>
        ) : (
          losses.map(({ of }) => (
            <div key={`${of.from} ${of.until} ${String(of.certain)}`} className="day-loss">
              <p className="day-time">
                {clockTime(of.from, impact.zone)}–{clockTime(of.until, impact.zone)}
              </p>
              <Losses interval={of} names={impact.names} />
            </div>
          ))
        )}
      </div>
    </li>
  )
}

function WorkLine({ window, impact }: { window: CalendarWindow; impact: MaintenanceImpact }) {
  const say = useSay()
  const { key, certainty, backup } = window
  const { zone } = impact
  return (
    <li>
      <span className="day-time">
        {clockTime(window.from, zone)}–{clockTime(window.until, zone)}
      </span>{' '}
      <Link href={paths.maintenance({ key })}>{say(labelOf(impact, key))}</Link>
      {backup && <span className="tag">{say(words.backup)}</span>}
      {certainty !== 'certain' && (
        <span className="tag">
          {say(words.certainties[certainty === 'tentative' ? 'tentative' : 'review'])}
        </span>
      )}
    </li>
  )
}

const HOURS = [0, 6, 12, 18, 24] as const
/** Works that overlap lie beside each other, in so many lanes. */
const LANES = 3

/** A day from midnight to midnight: work as bars, what is lost below them. All of it stands in words beside it. */
function Strip({ work, losses }: Pick<DayProps, 'work' | 'losses'>) {
  const place = ({ fromShare, untilShare }: { fromShare: number; untilShare: number }) => ({
    left: `${fromShare * 100}%`,
    width: `${Math.max(0.4, (untilShare - fromShare) * 100)}%`,
  })
  return (
    <div className="day-strip" aria-hidden="true">
      {HOURS.map((hour) => (
        <span key={hour} className="day-hour" style={{ left: `${(hour / 24) * 100}%` }}>
          {hour}
        </span>
      ))}
      {work.map((part, at) => (
        <i
          key={`${part.of.key} ${part.of.from} ${part.of.certainty}`}
          className={part.of.certainty === 'certain' && !part.of.backup ? 'bar' : 'bar possible'}
          style={{ ...place(part), '--lane': at % LANES } as CSSProperties}
        />
      ))}
      {losses.map((part) => (
        <i
          key={`${part.of.from} ${part.of.until} ${String(part.of.certain)}`}
          className={`loss ${worstOf(part.of)}${part.of.certain ? '' : ' possible'}`}
          style={place(part)}
        />
      ))}
    </div>
  )
}
