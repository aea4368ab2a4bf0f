import type { Point, Span } from './expression.ts'
import type { DateReading, Order, TimeToken } from './lexeme.ts'
import type { Zone } from './zone.ts'

/** How the numeric dates of one mail are read, and what years may be taken from. */
export type Setting = {
  order: Exclude<Order, 'fixed'>
  /** When the mail was sent; epoch milliseconds. */
  sentMs: number | undefined
  /** Complete dates found elsewhere in the mail, as days since the epoch. */
  anchors: readonly number[]
  /** Read days and times written apart as one window a day, where they may as well be one long window. */
  nightly?: boolean
}

export type Doubt =
  /** The year was not written and nothing but nearness decides it. */
  | 'year-inferred'
  /** The written weekday belongs to another date. */
  | 'weekday-mismatch'
  /** Morning or afternoon of one end was not written and both are possible. */
  | 'meridian-inferred'
  /** Only dates, no times. */
  | 'no-time'
  /** Dates and times may mean one long window or one a day. */
  | 'nightly-or-through'
  /** Each night from one day to another: the last day may be that of the last start or of the last end. */
  | 'last-night'
  | 'no-end'

/** Wall clock times as if they were UTC milliseconds; the zone is applied later. */
export type WallSpan = {
  startWall: number
  endWall: number
  startZones: Zone[] | undefined
  endZones: Zone[] | undefined
  doubts: Doubt[]
  /** The written weekday agrees with the date. */
  weekdayAgrees: boolean
}

export const DAY_MS = 86_400_000
const NIGHTS_MAX = 31

type Civil = { dayMs: number; inferred: boolean }

/** All windows that a span means under a setting; undefined when the setting cannot read it. */
export function resolveSpan(span: Span, setting: Setting): WallSpan[] | undefined {
  const startDate = dateOfStart(span, setting)
  if (startDate === undefined) return undefined
  const doubts: Doubt[] = startDate.inferred ? ['year-inferred'] : []
  const endDay = dayOfEnd(span, startDate.dayMs, setting)
  if (endDay === undefined) return undefined
  const first = wallSpan(span, startDate.dayMs, endDay.dayMs, endDay.written, doubts)
  const all =
    span.alsoOn.length > 0
      ? withList(span, first, setting)
      : splitNights(span, first, endDay, setting.nightly === true)
  return all?.map((wall) => checked(wall, span, startDate.dayMs, endDay))
}

function dateOfStart(span: Span, setting: Setting): Civil | undefined {
  const listed = span.alsoOn.find((point) => point.date !== undefined)
  const own = span.start.date ?? listed?.date
  const weekday = span.start.date === undefined ? listed?.weekday : span.start.weekday
  if (own !== undefined) return civilOf(own.readings, weekday, setting, yearOf(span.end, setting))
  if (span.end.date === undefined || span.start.time === undefined) return undefined
  return civilOf(span.end.date.readings, span.end.weekday, setting, undefined)
}

function yearOf(point: Point, setting: Setting): number | undefined {
  return point.date === undefined ? undefined : pick(point.date.readings, setting.order)?.year
}

/** The reading under an order; a fixed notation always, a numeric one only when that order can read it. */
function pick(readings: readonly DateReading[], order: Setting['order']): DateReading | undefined {
  const fixed = readings.find((one) => one.order === 'fixed')
  if (fixed !== undefined) return fixed
  return readings.find((one) => one.order === order) ?? (readings.length === 1 ? readings[0] : undefined)
}

function civilOf(
  readings: readonly DateReading[],
  weekday: number | undefined,
  setting: Setting,
  partnerYear: number | undefined,
): Civil | undefined {
  const eras = readings.filter((one) => one.order === 'fixed' && one.year !== undefined)
  if (eras.length > 1) return nearest(eras.map(dayMsOf), setting, weekday)
  const one = pick(readings, setting.order)
  if (one === undefined) return undefined
  if (one.year !== undefined) return { dayMs: dayMsOf(one), inferred: false }
  if (partnerYear !== undefined) return { dayMs: dayMsOf({ ...one, year: partnerYear }), inferred: false }
  return inferYear(one, weekday, setting)
}

function dayMsOf(date: DateReading): number {
  return Date.UTC(date.year ?? 1970, date.month - 1, date.day)
}

/** The year that brings the date next to a complete date of the same mail, else next to the sending of the mail. */
function inferYear(date: DateReading, weekday: number | undefined, setting: Setting): Civil | undefined {
  const near = setting.anchors.find((anchor) => {
    const year = new Date(anchor * DAY_MS).getUTCFullYear()
    return [year - 1, year, year + 1].some(
      (y) => Math.abs(dayMsOf({ ...date, year: y }) / DAY_MS - anchor) <= 10,
    )
  })
  const reference = near === undefined ? setting.sentMs : near * DAY_MS
  if (reference === undefined) return undefined
  const year = new Date(reference).getUTCFullYear()
  const options = [year, year + 1, year - 1].map((y) => dayMsOf({ ...date, year: y }))
  if (near !== undefined) {
    const best = options.toSorted((a, b) => Math.abs(a - reference) - Math.abs(b - reference))[0]
    return best === undefined ? undefined : { dayMs: best, inferred: false }
  }
  return nearest(options, setting, weekday)
}

/** Of several possible days the one with the right weekday, then the one that a notice would announce. */
function nearest(days: number[], setting: Setting, weekday: number | undefined): Civil | undefined {
  const sent = setting.sentMs
  const fitting = weekday === undefined ? [] : days.filter((day) => new Date(day).getUTCDay() === weekday)
  const from = fitting.length > 0 ? fitting : days
  if (sent === undefined)
    return from.length === 1 && from[0] !== undefined ? { dayMs: from[0], inferred: true } : undefined
  const cost = (day: number): number => {
    const lead = (day - sent) / DAY_MS
    return lead >= -3 ? lead : 60 - lead * 2
  }
  const [best] = from.toSorted((a, b) => cost(a) - cost(b))
  if (best === undefined) return undefined
  const lead = (best - sent) / DAY_MS
  // Within half a year ahead no other year is possible; beyond that a person should look.
  return { dayMs: best, inferred: lead < -20 || lead > 200 }
}

function dayOfEnd(
  span: Span,
  startMs: number,
  setting: Setting,
): { dayMs: number; written: boolean } | undefined {
  const { end } = span
  if (end.date !== undefined && end.date !== span.start.date) {
    const one = pick(end.date.readings, setting.order)
    if (one === undefined) return undefined
    if (one.year !== undefined) return { dayMs: dayMsOf(one), written: span.start.date !== undefined }
    const year = new Date(startMs).getUTCFullYear()
    const same = dayMsOf({ ...one, year })
    return { dayMs: same < startMs ? dayMsOf({ ...one, year: year + 1 }) : same, written: true }
  }
  if (end.day?.shift !== undefined) return { dayMs: startMs + end.day.shift * DAY_MS, written: true }
  if (end.day?.day !== undefined) return { dayMs: followingDay(startMs, end.day.day), written: true }
  return { dayMs: startMs, written: false }
}

/** The next date with that day of the month, the start's own day included. */
function followingDay(startMs: number, day: number): number {
  const start = new Date(startMs)
  const month = start.getUTCMonth() + (day < start.getUTCDate() ? 1 : 0)
  return Date.UTC(start.getUTCFullYear(), month, day)
}

function wallSpan(
  span: Span,
  startDay: number,
  endDay: number,
  endWritten: boolean,
  doubts: Doubt[],
): WallSpan {
  const zones = {
    startZones: span.start.zones ?? span.end.zones,
    endZones: span.end.zones ?? span.start.zones,
  }
  if (span.start.time === undefined && span.end.time === undefined) {
    return {
      startWall: startDay,
      endWall: endDay + DAY_MS,
      ...zones,
      doubts: [...doubts, 'no-time'],
      weekdayAgrees: false,
    }
  }
  const { startMs, endMs, unsure } = clockTimes(span.start.time, span.end.time, endDay > startDay)
  const startWall = startDay + startMs
  let endWall = endDay + endMs
  if (!endWritten && endWall <= startWall) endWall += DAY_MS
  return {
    startWall,
    endWall,
    ...zones,
    doubts: unsure ? [...doubts, 'meridian-inferred'] : doubts,
    weekdayAgrees: false,
  }
}

/** Milliseconds of day of both ends; a missing am or pm comes from the other end, in the order that keeps the window short. */
function clockTimes(
  start: TimeToken | undefined,
  end: TimeToken | undefined,
  laterDay: boolean,
): { startMs: number; endMs: number; unsure: boolean } {
  if (start === undefined || end === undefined) {
    return {
      startMs: start === undefined ? 0 : msOf(start),
      endMs: end === undefined ? DAY_MS : msOf(end),
      unsure: true,
    }
  }
  const open = (time: TimeToken): boolean => time.meridian === undefined && time.hour >= 1 && time.hour <= 12
  if (start.meridian === undefined && end.meridian !== undefined && open(start) && !laterDay) {
    const same = msOf({ ...start, meridian: end.meridian })
    const other = msOf({ ...start, meridian: end.meridian === 'am' ? 'pm' : 'am' })
    const endMs = msOf(end)
    if (same < endMs) return { startMs: same, endMs, unsure: false }
    return { startMs: other, endMs, unsure: end.meridian === 'pm' && other > endMs }
  }
  if (start.meridian !== undefined && end.meridian === undefined && open(end)) {
    const startMs = msOf(start)
    const same = msOf({ ...end, meridian: start.meridian })
    if (!laterDay && same > startMs) return { startMs, endMs: same, unsure: false }
    if (start.meridian === 'pm')
      return { startMs, endMs: msOf({ ...end, meridian: 'am' }), unsure: laterDay && end.hour > 9 }
    return { startMs, endMs: laterDay ? msOf(end) : msOf({ ...end, meridian: 'pm' }), unsure: true }
  }
  return { startMs: msOf(start), endMs: msOf(end), unsure: false }
}

export function msOf(time: TimeToken): number {
  let hour = time.hour
  if (time.meridian === 'am' && hour === 12) hour = 0
  if (time.meridian === 'pm' && hour < 12) hour += 12
  return ((hour * 60 + time.minute) * 60 + time.second) * 1_000
}

/** The same times on further dates: `12月3日、4日、5日 1:00~5:00`. */
function withList(span: Span, first: WallSpan, setting: Setting): WallSpan[] | undefined {
  const lengthMs = first.endWall - first.startWall
  const timeMs = span.start.time === undefined ? 0 : msOf(span.start.time)
  const days: number[] = []
  let previous: number | undefined
  const listed = span.start.date === undefined ? [...span.alsoOn, span.start] : [span.start, ...span.alsoOn]
  for (const point of listed.toSorted(
    (a, b) => Number(b.date !== undefined) - Number(a.date !== undefined),
  )) {
    const day =
      point.date === undefined
        ? point.day?.day !== undefined && previous !== undefined
          ? followingDay(previous, point.day.day)
          : undefined
        : civilOf(point.date.readings, point.weekday, setting, yearOf(span.start, setting))?.dayMs
    if (day === undefined) return undefined
    days.push(day)
    previous = day
  }
  const inOrder = days.toSorted((a, b) => a - b)
  return inOrder.map((day) => ({ ...first, startWall: day + timeMs, endWall: day + timeMs + lengthMs }))
}

/** A range of days with times of day: every night where the text says so, a doubt where it may mean either. */
function splitNights(
  span: Span,
  wall: WallSpan,
  endDay: { dayMs: number; written: boolean },
  nightly: boolean,
): WallSpan[] {
  const startDay = Math.floor(wall.startWall / DAY_MS) * DAY_MS
  const days = Math.round((endDay.dayMs - startDay) / DAY_MS)
  const overnight = wall.endWall % DAY_MS <= wall.startWall % DAY_MS
  const lengthMs = (wall.endWall % DAY_MS) - (wall.startWall % DAY_MS) + (overnight ? DAY_MS : 0)
  if (days < 1 || !endDay.written || wall.doubts.includes('no-time')) return [wall]
  const lastOpen = span.each && span.apart && overnight && days > 1
  const nights = days + (overnight && (nightly || !lastOpen) ? 0 : 1)
  // One night over midnight is one window; more days may be one long window or several.
  const both = span.apart && (days > 1 || !overnight)
  const doubt: Doubt | undefined =
    both && !span.each ? 'nightly-or-through' : lastOpen ? 'last-night' : undefined
  const doubted: WallSpan = doubt === undefined ? wall : { ...wall, doubts: [...wall.doubts, doubt] }
  if (!(span.each || (both && nightly)) || nights > NIGHTS_MAX) return [doubted]
  return Array.from({ length: nights }, (_, night) => {
    const startWall = wall.startWall + night * DAY_MS
    return { ...doubted, startWall, endWall: startWall + lengthMs }
  })
}

function checked(
  wall: WallSpan,
  span: Span,
  startDay: number,
  endDay: { dayMs: number; written: boolean },
): WallSpan {
  const wrong = (weekday: number | undefined, dayMs: number): boolean =>
    weekday !== undefined && new Date(dayMs).getUTCDay() !== weekday
  const startPoint = span.start.date === undefined ? span.end : span.start
  const mismatch =
    span.alsoOn.length === 0 &&
    (wrong(startPoint.weekday, startDay) ||
      (endDay.written && span.end.date !== undefined && wrong(span.end.weekday, endDay.dayMs)))
  const agrees = startPoint.weekday !== undefined && !mismatch
  return {
    ...wall,
    weekdayAgrees: agrees,
    doubts: mismatch ? [...wall.doubts, 'weekday-mismatch'] : wall.doubts,
  }
}
