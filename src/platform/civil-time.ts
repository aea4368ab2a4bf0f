import { Temporal } from 'temporal-polyfill'
import type { Text } from './text.ts'

/** Half-open: `fromMs` belongs to it, `untilMs` does not. Epoch milliseconds. */
export type Interval = { fromMs: number; untilMs: number }

/** What a calendar and a clock on the wall show in a zone. */
export type CivilTime = {
  /** `2026-11-22`. */
  date: string
  /** `21:40:05`. */
  time: string
  /** 1 Monday to 7 Sunday. */
  weekday: number
  /** `+09:00`. */
  offset: string
}

export function contains(interval: Interval, atMs: number): boolean {
  return interval.fromMs <= atMs && atMs < interval.untilMs
}

/** What two intervals have in common; undefined when nothing: that one ends where the other begins is nothing. */
export function intersection(a: Interval, b: Interval): Interval | undefined {
  const fromMs = Math.max(a.fromMs, b.fromMs)
  const untilMs = Math.min(a.untilMs, b.untilMs)
  return fromMs < untilMs ? { fromMs, untilMs } : undefined
}

/** Whether a name is that of a time zone (IANA). */
export function isZone(zone: string): boolean {
  // An offset such as +09:00 is taken by the library, but says nothing about past and future rules.
  return /^[A-Za-z]/.test(zone) && attempt(() => Temporal.Now.zonedDateTimeISO(zone)) !== undefined
}

/** An instant as the wall shows it in a zone. */
export function civilAt(atMs: number, zone: string): CivilTime {
  const zoned = Temporal.Instant.fromEpochMilliseconds(atMs).toZonedDateTimeISO(zone)
  return {
    date: zoned.toPlainDate().toString(),
    time: zoned.toPlainTime().toString({ smallestUnit: 'second' }),
    weekday: zoned.dayOfWeek,
    offset: zoned.offset,
  }
}

/**
 * The instants at which the wall shows `2026-11-22T21:40` in a zone, the earlier one first: one as a rule, two in the
 * hour that comes twice when summer time ends, none in the hour that is left out when it begins. Undefined when the
 * text is no date and time. The caller decides what two or none mean.
 */
export function instantsOf(civil: string, zone: string): number[] | undefined {
  if (!/^\d{4}-\d{2}-\d{2}T\d{2}:\d{2}(:\d{2})?$/.test(civil)) return undefined
  const plain = attempt(() => Temporal.PlainDateTime.from(civil, { overflow: 'reject' }))
  if (plain === undefined) return undefined
  const candidates = (['earlier', 'later'] as const).map((disambiguation) =>
    plain.toZonedDateTime(zone, { disambiguation }),
  )
  // In a gap the library shifts to a time that the wall does show: not what was asked for.
  const shown = candidates.filter((zoned) => zoned.toPlainDateTime().equals(plain))
  return [...new Set(shown.map((zoned) => zoned.epochMilliseconds))].sort((a, b) => a - b)
}

/** A civil day from its first moment to that of the next: 23, 24 or 25 hours. Throws RangeError for no date. */
export function civilDay(date: string, zone: string): Interval {
  const day = Temporal.PlainDate.from(date, { overflow: 'reject' })
  const first = (plain: Temporal.PlainDate) => plain.toZonedDateTime(zone).epochMilliseconds
  return { fromMs: first(day), untilMs: first(day.add({ days: 1 })) }
}

export type DateStyle = {
  /** Japanese years by era (令和8年) instead of 2026年. */
  era?: boolean
}

const WEEKDAYS_JA = ['月', '火', '水', '木', '金', '土', '日']
const WEEKDAYS_EN = ['Mon', 'Tue', 'Wed', 'Thu', 'Fri', 'Sat', 'Sun']
const MONTHS_EN =
  'January February March April May June July August September October November December'.split(' ')

/** A civil date in words: `2026年11月22日（日）` or `令和8年11月22日（日）`, `Sun 22 November 2026`. */
export function dateText(date: string, { era = false }: DateStyle = {}): Text {
  const day = Temporal.PlainDate.from(date, { overflow: 'reject' })
  const year = era ? eraYear(date) : `${day.year}年`
  return {
    ja: `${year}${day.month}月${day.day}日（${WEEKDAYS_JA[day.dayOfWeek - 1]}）`,
    en: `${WEEKDAYS_EN[day.dayOfWeek - 1]} ${day.day} ${MONTHS_EN[day.month - 1]} ${day.year}`,
  }
}

/** An instant in words, with its zone: `2026年11月22日（日）21:40 JST`, `Sun 22 November 2026, 21:40 JST`. */
export function instantText(atMs: number, zone: string, style: DateStyle = {}): Text {
  const { date, time, offset } = civilAt(atMs, zone)
  const { ja, en } = dateText(date, style)
  const clock = `${time.slice(0, 5)} ${zone === 'Asia/Tokyo' ? 'JST' : zone === 'UTC' ? 'UTC' : `UTC${offset}`}`
  return { ja: `${ja}${clock}`, en: `${en}, ${clock}` }
}

/** Eras by their first day. Before 1873 Japan counted by another calendar, so earlier dates have no era year here. */
const ERAS = [
  ['令和', '2019-05-01'],
  ['平成', '1989-01-08'],
  ['昭和', '1926-12-25'],
  ['大正', '1912-07-30'],
  ['明治', '1873-01-01'],
] as const
const MEIJI_FIRST_YEAR = 1868

/** The year of a date by era: `令和8年`, the first `元年`; before 1873 the plain year. */
function eraYear(date: string): string {
  const year = Number(date.slice(0, 4))
  const era = ERAS.find(([, first]) => first <= date)
  if (era === undefined) return `${year}年`
  const [name, first] = era
  const count = year - (name === '明治' ? MEIJI_FIRST_YEAR : Number(first.slice(0, 4))) + 1
  return `${name}${count === 1 ? '元' : count}年`
}

/** The result, or undefined where the library refuses the value. */
function attempt<T>(work: () => T): T | undefined {
  try {
    return work()
  } catch (error) {
    if (error instanceof RangeError || error instanceof TypeError) return undefined
    throw error
  }
}
