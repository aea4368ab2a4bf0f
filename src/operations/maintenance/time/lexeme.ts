import type { Zone } from './zone.ts'

/** Which way a numeric date is read; `fixed` where the notation leaves no choice. */
export type Order = 'fixed' | 'mdy' | 'dmy' | 'ymd'

export type DateReading = { year?: number; month: number; day: number; order: Order }

export type DateToken = {
  kind: 'date'
  from: number
  to: number
  readings: DateReading[]
  /** `12/3` and the like: a date only beside a weekday or a time. */
  weak: boolean
}
/** A day of the month alone (4日, `to 13th`), or counted from the date before: 同日 0, 翌日 1. */
export type DayToken = { kind: 'day'; from: number; to: number; day?: number; shift?: number }
export type TimeToken = {
  kind: 'time'
  from: number
  to: number
  /** 0 to 29: Japanese carriers write the small hours of the next day as 25 to 29. */
  hour: number
  minute: number
  second: number
  meridian?: 'am' | 'pm'
}
export type WeekdayToken = { kind: 'weekday'; from: number; to: number; weekday: number }
export type ZoneToken = { kind: 'zone'; from: number; to: number; options: Zone[] }
export type DurationToken = { kind: 'duration'; from: number; to: number; minutes: number }
export type Token = DateToken | DayToken | TimeToken | WeekdayToken | ZoneToken | DurationToken
