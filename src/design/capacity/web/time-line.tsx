import { useSpoken } from '../../../web/language.tsx'
import type { WallRowView } from '../wall/page.ts'
import { daysBetween } from './civil-words.ts'

/** What the axis of the wall spans: civil dates, the last one not included. */
export type Span = { from: string; days: number; today: string }

const BEFORE_DAYS = 45
const AHEAD = { least: 365, most: 760 }
const BEYOND_DAYS = 45

/** From a little before today to a little after most of what happens; what lies farther stands at the right edge. */
export function spanOf(rows: readonly WallRowView[], today: string): Span {
  const ahead = rows
    .flatMap(({ order_by, exhausts }) => [order_by, exhausts.date])
    .flatMap((date) => (date == null ? [] : [daysBetween(today, date)]))
  const reach = Math.max(AHEAD.least, ...ahead.filter((days) => days <= AHEAD.most)) + BEYOND_DAYS
  const from = new Date(Date.parse(`${today}T00:00:00Z`) - BEFORE_DAYS * 86_400_000)
    .toISOString()
    .slice(0, 10)
  return { from, days: BEFORE_DAYS + reach, today }
}

/** Where a day stands on the axis, in percent, held within it. */
export function placeOn({ from, days }: Span, date: string): number {
  return Math.min(100, Math.max(0, (100 * daysBetween(from, date)) / days))
}

/** Whether a day lies beyond the right end of the axis. */
export function isBeyond(span: Span, date: string): boolean {
  return daysBetween(span.from, date) > span.days
}

type Tick = { date: string; isYear: boolean }

/** The first day of each third month. */
function ticksOf(span: Span): Tick[] {
  const ticks: Tick[] = []
  const [year = 0, month = 0] = span.from.split('-').map(Number)
  for (let at = year * 12 + month; ticks.length < 40; at += 1) {
    const date = `${Math.floor(at / 12)}-${String((at % 12) + 1).padStart(2, '0')}-01`
    if (daysBetween(span.from, date) > span.days) break
    if (at % 3 === 0) ticks.push({ date, isYear: at % 12 === 0 })
  }
  return ticks
}

const NARROW = 8

/** The axis over the rows: quarters, and the year where one begins. */
export function TimeScale({ span }: { span: Span }) {
  const { language } = useSpoken()
  const label = (date: string, isYear: boolean): string => {
    // The year alone: with its month it would run into the next quarter's on a narrow page.
    if (isYear) return date.slice(0, 4)
    const month = language === 'ja' ? 'numeric' : 'short'
    const format = new Intl.DateTimeFormat(language === 'ja' ? 'ja-JP' : 'en-GB', { month, timeZone: 'UTC' })
    return format.format(new Date(`${date}T00:00:00Z`))
  }
  return (
    <div className="time-scale">
      {ticksOf(span)
        .filter(({ date }) => placeOn(span, date) < 100 - NARROW)
        .map(({ date, isYear }) => (
          <span
            key={date}
            className={isYear ? 'year' : undefined}
            style={{ left: `${placeOn(span, date)}%` }}
          >
            {label(date, isYear)}
          </span>
        ))}
    </div>
  )
}

/** The same quarters as hairlines behind a row. */
export function Hairlines({ span }: { span: Span }) {
  return (
    <>
      {ticksOf(span).map(({ date, isYear }) => (
        <i key={date} className={isYear ? 'hair year' : 'hair'} style={{ left: `${placeOn(span, date)}%` }} />
      ))}
    </>
  )
}
