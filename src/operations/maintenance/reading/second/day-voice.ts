import { clauseOf, hears, type Clause } from './clauses.ts'
import { anyOffsets, bearingOffsets, isAside, type Span, type TimesHeard } from './clock-voice.ts'
import { daysOf, type DayOfYear, type NamedDay } from './day-scan.ts'

const MINUTE_MS = 60_000
const DAY_MS = 86_400_000

/** Days that stand for others by what is said of them. */
const RELATIVE = ['today', 'tonight', 'tomorrow', 'this evening', 'this morning', 'this afternoon', 'overnight', 'mon*', 'tue*', 'wed*', 'thu*', 'fri*', 'sat*', 'sun*', 'heute', 'morgen', 'demain', 'mañana', 'hoy', 'domani', 'oggi', 'amanhã', 'hoje'] // prettier-ignore
const RELATIVE_PIECES = ['本日', '明日', '今夜', '今晩', '明晩', '明後日', '当日', '明朝', '昨日', '曜']
/** Hours behind midnight that are told as those of the day before. */
const LATE_PIECES = ['翌', '深夜', '未明']
const ROW = [
  'night*',
  'nightly',
  'daily',
  'each',
  'every',
  'consecutive',
  'nächte',
  'nuits',
  'noches',
  'noites',
  'notti',
  'nachten',
]
const ROW_PIECES = ['各日', '毎', '夜間', '日間', '連日', '連夜', '各夜', '両日']
const SERIES = ['through', 'to', 'until', 'till', 'bis', 'au', 'al', 'tot']
const SERIES_PIECES = ['~', '\u2013', '-', 'から', 'まで']

/** What a mail says of days. */
export type DaysHeard = {
  clauses: readonly Clause[]
  days: readonly NamedDay[]
  /** It tells hours behind midnight as those of the day before. */
  isLate: boolean
}

export function hearDays(clauses: readonly Clause[], { lines }: TimesHeard): DaysHeard {
  const isLate =
    lines.some(({ clocks }) => clocks.some((one) => one.over)) ||
    clauses.some((clause) => hears(clause, [], LATE_PIECES))
  return { clauses, days: daysOf(clauses), isLate }
}

/** A window on a day that the mail does not name: neither by date nor by a word for it. */
export function undatedWindow(
  heard: TimesHeard,
  { clauses, days, isLate }: DaysHeard,
  windows: readonly Span[],
  sentMs: readonly number[],
): Span | undefined {
  const isNamed = (ms: number): boolean => days.some(({ readings }) => readings.some((one) => isDay(one, ms)))
  const isRow = clauses.some((clause) => hears(clause, ROW, ROW_PIECES))
  return windows.find((window) => {
    const offsets = bearingOffsets(heard, window)
    const wall = (ms: number): number[] => offsets.map((offset) => ms + offset * MINUTE_MS)
    const start = wall(window.startMs).some(
      (ms) => isNamed(ms) || (isLate && isNamed(ms - DAY_MS)) || isSaid(ms, clauses, sentMs, days),
    )
    if (!start && !wall(window.startMs).some((ms) => isInSeries(ms, days, isRow))) return true
    const length = window.endMs - window.startMs
    if (length < DAY_MS || heard.lengths.has(length / MINUTE_MS)) return false
    return !wall(window.endMs).every((ms) => isNamed(ms) || isNamed(ms - 1))
  })
}

function isDay({ year, month, day }: DayOfYear, ms: number): boolean {
  const date = new Date(ms)
  return (
    date.getUTCMonth() + 1 === month &&
    date.getUTCDate() === day &&
    (year === undefined || year === date.getUTCFullYear())
  )
}

/** Tomorrow, on Friday: near the day on which the mail was sent, where that is how it speaks. */
function isSaid(
  ms: number,
  clauses: readonly Clause[],
  sentMs: readonly number[],
  days: readonly NamedDay[],
): boolean {
  if (days.some(({ clause, readings }) => !isAside(clause) && readings.some((one) => isNear(one, ms))))
    return false
  return (
    sentMs.some((sent) => ms > sent - 2 * DAY_MS && ms < sent + 9 * DAY_MS) &&
    clauses.some((clause) => hears(clause, RELATIVE, RELATIVE_PIECES))
  )
}

/** A date close by is named, so the words of weekdays belong to it. */
function isNear(day: DayOfYear, ms: number): boolean {
  return Math.abs(momentOf(day, ms) - ms) < 9 * DAY_MS
}

/** One of several nights between two days that are named, where the mail speaks of a row of them. */
function isInSeries(ms: number, days: readonly NamedDay[], isRow: boolean): boolean {
  const between = (named: readonly NamedDay[]): boolean => {
    const moments = named.flatMap(({ readings }) => readings.map((one) => momentOf(one, ms)))
    return (
      moments.some((one) => one <= ms - DAY_MS && one > ms - SERIES_MS) &&
      moments.some((one) => one > ms && one < ms + SERIES_MS)
    )
  }
  if (isRow) return between(days)
  // `12 - 16 September` in one clause, or the days of one reading.
  return days.some(
    (one) =>
      one.readings.length > 1 && !one.weak && hears(one.clause, SERIES, SERIES_PIECES) && between([one]),
  )
}

const SERIES_MS = 15 * DAY_MS

/** The day's beginning, epoch milliseconds; of any year, in that of a moment. */
function momentOf({ year, month, day }: DayOfYear, nearMs: number): number {
  return Date.UTC(year ?? new Date(nearMs).getUTCFullYear(), month - 1, day)
}

const SPARE = ['if needed', 'if required', 'if necessary', 'only if', 'as required', 'backup', 'back up', 'reserve', 'spare', 'contingency', 'fallback', 'alternat*', 'standby'] // prettier-ignore
const SPARE_PIECES = [
  '予備',
  '必要な場合',
  '必要に応じ',
  '必要時',
  '順延',
  '万一',
  '未完了の場合',
  '終わらない場合',
]

/** A window that counts as certain, while its day is named only where a spare one is spoken of. */
export function spareWindow(
  heard: TimesHeard,
  { days }: DaysHeard,
  windows: readonly Span[],
): Span | undefined {
  return windows.find((window) => {
    if (window.backup) return false
    const walls = bearingOffsets(heard, window).map((offset) => window.startMs + offset * MINUTE_MS)
    const naming = days.filter(({ readings }) => walls.some((ms) => readings.some((one) => isDay(one, ms))))
    return (
      naming.length > 0 &&
      naming.every(({ clause, at }) => {
        // `12日 1:00~5:00(予備日 14日)`: beside another day only what stands before it is said of it.
        const alone = days.every((one) => one.clause !== clause || one.at === at)
        return hears(alone ? clause : clauseOf(clause.text.slice(0, at)), SPARE, SPARE_PIECES)
      })
    )
  })
}

/** A day close to the windows that is neither a day of one of them nor one of something else. */
export function unexplainedDay(
  heard: TimesHeard,
  { days, isLate }: DaysHeard,
  windows: readonly Span[],
): string | undefined {
  const walls = windows.flatMap((window) =>
    anyOffsets(heard, window).map((offset) => ({
      from: window.startMs + offset * MINUTE_MS,
      to: window.endMs + offset * MINUTE_MS,
    })),
  )
  if (walls.length === 0) return undefined
  const isTaken = (day: DayOfYear): boolean =>
    walls.some(({ from, to }) => {
      const ms = momentOf(day, from)
      return ms > from - (isLate ? 2 : 1) * DAY_MS && ms <= to
    })
  const isClose = (day: DayOfYear): boolean =>
    walls.some(({ from, to }) => {
      const ms = momentOf(day, from)
      return ms > from - CLOSE_MS && ms < to + CLOSE_MS
    })
  return days.find(
    ({ readings, clause, weak }) =>
      !weak && !readings.some(isTaken) && readings.every(isClose) && !isAside(clause),
  )?.clause.text
}

/** Further away stand holidays, letters of before and other works. */
const CLOSE_MS = 4 * DAY_MS
