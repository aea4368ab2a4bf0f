import type { Text } from '../../../platform/text.ts'
import type { CompetingReading, NoticeStatus } from '../notice.ts'
import { windowText } from './entry.ts'
import type { Evidence } from './evidence.ts'
import { unexplained } from './mention.ts'
import { reason } from './reason.ts'
import { selectWindows } from './select.ts'
import type { Selected } from './select.ts'
import { daysBetween, settle } from './settle.ts'
import type { Reading } from './settle.ts'

/** The windows of a letter, settled and chosen, with what speaks against them. */
export type Plan = {
  /** All readings, chosen or not. */
  readings: readonly Reading[]
  selected: Selected
  doubts: Text[]
  competing: CompetingReading[]
}

export function planOf(evidence: Evidence): Plan {
  const settled = settle(evidence.windows, evidence.context)
  const events = eventReadings(evidence)
  const readings = [...settled.readings, ...events]
  const selected = selectWindows(readings)
  const key = (one: Selected): string => JSON.stringify(one.windows)
  const doubts = [
    ...selected.doubts,
    ...looseDates(evidence, readings),
    ...unexplained(evidence, settled.setting, readings),
  ]
  const competing: CompetingReading[] = []
  let orderIsOpen = settled.orderDoubt !== undefined
  for (const { readings: others, because, order } of settled.rivals) {
    const rival = selectWindows([...others, ...events])
    if (key(rival) !== key(selected)) competing.push({ windows: rival.windows.map(windowText), because })
    else if (order) orderIsOpen = false
  }
  // A calendar has no order of day and month to doubt.
  if (selected.sources.includes('calendar')) orderIsOpen = false
  if (orderIsOpen && settled.orderDoubt !== undefined) doubts.push(settled.orderDoubt)
  for (const text of [...evidence.unread, ...settled.dropped].slice(0, 3))
    doubts.push(reason.unreadTime(text))
  if (evidence.alternatives) doubts.push(reason.alternatives())
  const [conflict] = selected.doubts
  if (selected.rivals.length > 0 && conflict !== undefined)
    competing.push({ windows: selected.rivals.map(windowText), because: conflict })
  const shown = doubts.length > 0 ? competing : []
  return {
    readings,
    selected: { ...selected, notes: [...selected.notes, ...settled.notes] },
    doubts,
    competing: shown,
  }
}

function eventReadings(evidence: Evidence): Reading[] {
  return evidence.layer.events.flatMap((event) =>
    event.windows.map((window) => ({
      ...window,
      backup: /\b(?:back-?up|alternate)\b|予備/i.test(event.summary),
      previous: false,
      next: false,
      actual: false,
      rank: 1,
      source: 'calendar' as const,
      row: undefined,
      text: event.summary,
      zone: 'UTC',
      dateOnly: false,
      doubts: event.doubts,
      notes: [],
    })),
  )
}

const NEAR_MS = 1.5 * 86_400_000

/** A date under a label of time that lies in none of the windows: something was passed over. */
function looseDates(evidence: Evidence, readings: readonly Reading[]): Text[] {
  const isNear = (day: number): boolean =>
    readings.some((one) => day >= one.startMs - NEAR_MS && day < one.endMs + NEAR_MS)
  const years = new Set(readings.map((one) => new Date(one.startMs).getUTCFullYear()))
  const loose = evidence.loose.find(
    (date) =>
      !date.readings.some((one) =>
        (one.year === undefined ? [...years] : [one.year]).some((year) =>
          isNear(Date.UTC(year, one.month - 1, one.day)),
        ),
      ),
  )
  const [one] = loose?.readings ?? []
  return one === undefined ? [] : [reason.unreadTime(`${one.year ?? '----'}-${one.month}-${one.day}`)]
}

const YEARS_AHEAD_MAX = 3

/** A plan long past, or years ahead of every date on which the mail can have been written. */
export function isFar(selected: Selected, evidence: readonly Evidence[], status: NoticeStatus): boolean {
  const first = selected.windows.find((one) => !one.backup)
  if (first === undefined || status === 'COMPLETED' || status === 'CANCELLED' || status === 'IN-PROCESS')
    return false
  const written = writtenMs(evidence)
  if (written.length === 0) return false
  return !written.some((ms) => {
    const lead = daysBetween(first.endMs, ms)
    return lead >= -7 && lead <= YEARS_AHEAD_MAX * 366
  })
}

/** What is over when the mail is written, by a little: a report of something that happened, and no announcement. */
export function isPast(selected: Selected, evidence: readonly Evidence[], status: NoticeStatus): boolean {
  if (status !== 'CONFIRMED' && status !== 'TENTATIVE' && status !== 'RE-SCHEDULED') return false
  const ends = selected.windows.map((one) => one.endMs)
  const written = writtenMs(evidence)
  if (ends.length === 0 || written.length === 0) return false
  return written.every((ms) => {
    const ago = ms - Math.max(...ends)
    return ago > 3_600_000 && ago < PAST_DAYS * 86_400_000
  })
}

/** Longer ago, the date of the header is that of a later forward or import. */
const PAST_DAYS = 60

/** All moments at which the mail may have been written: by its headers, by what it says of itself; epoch milliseconds. */
export function writtenMs(evidence: readonly Evidence[]): number[] {
  return evidence.flatMap((one) => {
    const sent = one.context.sentDates.flatMap((date) =>
      date.readings.flatMap((each) =>
        each.year === undefined ? [] : [Date.UTC(each.year, each.month - 1, each.day)],
      ),
    )
    const known = [...sent, ...one.context.mentionedMs]
    return one.layer.sentMs === undefined ? known : [one.layer.sentMs, ...known]
  })
}
