import type { Text } from '../../../platform/text.ts'
import { bcopImpact } from '../lexicon/impact.ts'
import { bcopStatus } from '../lexicon/status.ts'
import type { NoticeImpact, NoticeStatus } from '../notice.ts'
import { readComponents, unescapeText } from './component.ts'
import type { Component, Property } from './component.ts'
import { durationMs, readTime } from './time.ts'

/** One VEVENT. `bcop`: it carries X-MAINTNOTE properties, so its fields are statements and not guesses. */
export type CalendarEvent = {
  bcop: boolean
  maintenanceId: string
  account: string | undefined
  status: NoticeStatus | undefined
  windows: { startMs: number; endMs: number }[]
  objects: { id: string; impact: NoticeImpact | undefined }[]
  stampMs: number | undefined
  organizer: string
  summary: string
  description: string
  uid: string
  sequence: number
  /** What could not be read, for a person. */
  doubts: Text[]
}

const EVENTS_MAX = 200
const RECURRENCES_MAX = 62

/** Reads all events of a calendar; the highest SEQUENCE of a UID supersedes the others. */
export function readCalendar(text: string): { events: CalendarEvent[]; doubts: Text[] } {
  const { components, truncated } = readComponents(text)
  const doubts: Text[] = truncated
    ? [
        {
          ja: 'カレンダーが大きすぎるため途中までしか読んでいません。',
          en: 'The calendar is too large; only its beginning was read.',
        },
      ]
    : []
  const all = components.flatMap((top) => (top.name === 'VEVENT' ? [top] : top.components))
  const zones = all.filter((component) => component.name === 'VTIMEZONE')
  const cancelled = components.some((top) =>
    top.properties.some(
      (property) => property.name === 'METHOD' && property.value.trim().toUpperCase() === 'CANCEL',
    ),
  )
  const events = new Map<string, CalendarEvent>()
  for (const component of all.filter((one) => one.name === 'VEVENT').slice(0, EVENTS_MAX)) {
    const event = readEvent(component, zones, cancelled)
    const key = `${event.uid}\n${event.maintenanceId}\n${event.uid === '' ? events.size : ''}`
    const known = events.get(key)
    if (known === undefined || event.sequence >= known.sequence) events.set(key, event)
  }
  if (events.size === 0)
    doubts.push({ ja: 'カレンダーに予定(VEVENT)がありません。', en: 'The calendar holds no event (VEVENT).' })
  return { events: [...events.values()], doubts }
}

function readEvent(component: Component, zones: readonly Component[], cancelled: boolean): CalendarEvent {
  const one = (name: string): Property | undefined =>
    component.properties.find((property) => property.name === name)
  const text = (name: string): string => unescapeText(one(name)?.value ?? '')
  const ids = component.properties.filter((property) => property.name === 'X-MAINTNOTE-MAINTENANCE-ID')
  const primary =
    ids.find((id) => id.parameters.get('X-MAINTNOTE-PRECEDENCE')?.toUpperCase() === 'PRIMARY') ?? ids[0]
  const doubts: Text[] = []
  const stamp = one('DTSTAMP')
  const stampTime = stamp === undefined ? undefined : readTime(stamp, zones)
  const statusToken = text('X-MAINTNOTE-STATUS') || text('STATUS')
  const account = text('X-MAINTNOTE-ACCOUNT')
  return {
    bcop: component.properties.some((property) => property.name.startsWith('X-MAINTNOTE-')),
    maintenanceId: unescapeText(primary?.value ?? ''),
    account: account === '' ? undefined : account,
    status: cancelled ? 'CANCELLED' : bcopStatus(statusToken),
    windows: readWindows(component, zones, doubts),
    objects: readObjects(component),
    stampMs: stampTime !== undefined && 'ms' in stampTime ? stampTime.ms : undefined,
    organizer: text('ORGANIZER').replace(/^mailto:\s*/i, ''),
    summary: text('SUMMARY'),
    description: text('DESCRIPTION'),
    uid: text('UID'),
    sequence: Number.parseInt(text('SEQUENCE'), 10) || 0,
    doubts,
  }
}

function readObjects(component: Component): { id: string; impact: NoticeImpact | undefined }[] {
  const overall = component.properties.find((property) => property.name === 'X-MAINTNOTE-IMPACT')
  const bcop = component.properties.some((property) => property.name.startsWith('X-MAINTNOTE-'))
  return component.properties
    .filter((property) => property.name === 'X-MAINTNOTE-OBJECT-ID')
    .map((property) => {
      const own = property.parameters.get('X-MAINTNOTE-OBJECT-IMPACT') ?? overall?.value
      return {
        id: unescapeText(property.value),
        impact: own === undefined && !bcop ? undefined : bcopImpact(own ?? ''),
      }
    })
    .filter((object) => object.id !== '')
}

function readWindows(
  component: Component,
  zones: readonly Component[],
  doubts: Text[],
): { startMs: number; endMs: number }[] {
  const start = component.properties.find((property) => property.name === 'DTSTART')
  if (start === undefined) return []
  const from = readTime(start, zones)
  if ('refused' in from) {
    doubts.push(refusal(from.refused, from.text))
    return []
  }
  const end = component.properties.find((property) => property.name === 'DTEND')
  const length = component.properties.find((property) => property.name === 'DURATION')
  const until = end === undefined ? undefined : readTime(end, zones)
  if (until !== undefined && 'refused' in until) {
    doubts.push(refusal(until.refused, until.text))
    return []
  }
  const lengthMs = length === undefined ? undefined : durationMs(length.value)
  const endMs = until?.ms ?? (lengthMs === undefined ? undefined : from.ms + lengthMs)
  if (endMs === undefined || endMs <= from.ms) {
    doubts.push({
      ja: 'カレンダーの予定に終了時刻がないか、開始より前です。',
      en: 'The calendar event has no end, or it ends before it starts.',
    })
    return []
  }
  if (from.dateOnly)
    doubts.push({
      ja: 'カレンダーの予定には日付だけで時刻がありません。',
      en: 'The calendar event gives dates without times.',
    })
  return recurrences(component, { startMs: from.ms, endMs }, zones, doubts)
}

/** FREQ=DAILY with COUNT or UNTIL is one window a day; any other rule is left to a person. */
function recurrences(
  component: Component,
  first: { startMs: number; endMs: number },
  zones: readonly Component[],
  doubts: Text[],
): { startMs: number; endMs: number }[] {
  const rule = component.properties.find((property) => property.name === 'RRULE')
  if (rule === undefined) return [first]
  const parts = new Map(
    rule.value
      .toUpperCase()
      .split(';')
      .map((part) => [part.slice(0, part.indexOf('=')), part.slice(part.indexOf('=') + 1).trim()]),
  )
  const interval = Number(parts.get('INTERVAL') ?? 1)
  const untilText = parts.get('UNTIL')
  const until =
    untilText === undefined
      ? undefined
      : readTime({ name: 'UNTIL', parameters: new Map(), value: untilText }, zones)
  const count = Number(parts.get('COUNT') ?? RECURRENCES_MAX)
  const known = [...parts.keys()].every((key) => ['FREQ', 'COUNT', 'UNTIL', 'INTERVAL', 'WKST'].includes(key))
  const bounded = parts.has('COUNT') || (until !== undefined && 'ms' in until)
  if (
    parts.get('FREQ') !== 'DAILY' ||
    !known ||
    !bounded ||
    !(interval >= 1) ||
    !(count >= 1) ||
    count > RECURRENCES_MAX
  ) {
    doubts.push({
      ja: `カレンダーの繰り返し規則(${rule.value.slice(0, 60)})は読み取れません。`,
      en: `The calendar's recurrence rule (${rule.value.slice(0, 60)}) cannot be read.`,
    })
    return [first]
  }
  const limit = until !== undefined && 'ms' in until ? until.ms : Infinity
  return Array.from({ length: count }, (_, index) => index * interval * 86_400_000)
    .filter((shift) => first.startMs + shift <= limit)
    .map((shift) => ({ startMs: first.startMs + shift, endMs: first.endMs + shift }))
}

function refusal(reason: 'floating' | 'zone' | 'format', text: string): Text {
  if (reason === 'floating')
    return {
      ja: `カレンダーの時刻「${text}」には時間帯がありません。`,
      en: `The calendar time "${text}" has no time zone.`,
    }
  if (reason === 'zone')
    return {
      ja: `カレンダーの時間帯「${text}」を特定できません。`,
      en: `The calendar's time zone "${text}" cannot be resolved.`,
    }
  return {
    ja: `カレンダーの日時「${text}」を読み取れません。`,
    en: `The calendar's date and time "${text}" cannot be read.`,
  }
}
