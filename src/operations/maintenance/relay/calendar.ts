import type { NoticeImpact, NoticeStatus } from '../notice.ts'

/** One maintenance as BCOP maintnote writes it. Instants are epoch milliseconds. */
export type CalendarNotice = {
  uid: string
  sequence: number
  stampMs: number
  provider: string
  account: string
  maintenance: string
  organizer: string
  summary: string
  status: NoticeStatus
  windows: readonly { fromMs: number; untilMs: number }[]
  objects: readonly { id: string; impact: NoticeImpact }[]
}

/**
 * A calendar after BCOP maintnote (draft 0.1) and RFC 5545: an event for each window, of one maintenance id. METHOD as
 * the status asks for it.
 */
export function maintenanceCalendar(notice: CalendarNotice): string {
  const several = notice.windows.length > 1
  const events = notice.windows.flatMap((window, at) => [
    'BEGIN:VEVENT',
    `UID:${several ? `${at + 1}.` : ''}${escaped(notice.uid)}`,
    `SEQUENCE:${notice.sequence}`,
    `DTSTAMP:${stamp(notice.stampMs)}`,
    `DTSTART:${stamp(window.fromMs)}`,
    `DTEND:${stamp(window.untilMs)}`,
    `SUMMARY:${escaped(notice.summary)}`,
    `ORGANIZER:mailto:${notice.organizer}`,
    `STATUS:${notice.status === 'CANCELLED' ? 'CANCELLED' : notice.status === 'TENTATIVE' ? 'TENTATIVE' : 'CONFIRMED'}`,
    `X-MAINTNOTE-PROVIDER:${escaped(notice.provider)}`,
    `X-MAINTNOTE-ACCOUNT:${escaped(notice.account)}`,
    `X-MAINTNOTE-MAINTENANCE-ID:${escaped(notice.maintenance)}`,
    `X-MAINTNOTE-STATUS:${BCOP_STATUS[notice.status]}`,
    `X-MAINTNOTE-IMPACT:${worstImpact(notice.objects.map(({ impact }) => impact))}`,
    ...notice.objects.map(
      ({ id, impact }) => `X-MAINTNOTE-OBJECT-ID;X-MAINTNOTE-OBJECT-IMPACT=${impact}:${escaped(id)}`,
    ),
    'END:VEVENT',
  ])
  const head = ['BEGIN:VCALENDAR', 'VERSION:2.0', 'PRODID:-//kensho//maintenance//EN']
  const method = notice.status === 'CANCELLED' ? 'CANCEL' : 'PUBLISH'
  return lines([...head, `METHOD:${method}`, ...events, 'END:VCALENDAR'])
}

/** A reply that declines a provider's window (PARTSTAT=DECLINED), for where the contract allows it. */
export function declinedCalendar(event: {
  uid: string
  sequence: number
  stampMs: number
  organizer: string
  attendee: string
  windows: readonly { fromMs: number; untilMs: number }[]
}): string {
  const [first] = event.windows
  return lines([
    'BEGIN:VCALENDAR',
    'VERSION:2.0',
    'PRODID:-//kensho//maintenance//EN',
    'METHOD:REPLY',
    'BEGIN:VEVENT',
    `UID:${escaped(event.uid)}`,
    `SEQUENCE:${event.sequence}`,
    `DTSTAMP:${stamp(event.stampMs)}`,
    ...(first === undefined ? [] : [`DTSTART:${stamp(first.fromMs)}`, `DTEND:${stamp(first.untilMs)}`]),
    `ORGANIZER:mailto:${event.organizer}`,
    `ATTENDEE;PARTSTAT=DECLINED:mailto:${event.attendee}`,
    'END:VEVENT',
    'END:VCALENDAR',
  ])
}

/** BCOP knows no RE-SCHEDULED: a new edition of the same UID is one. */
const BCOP_STATUS: Record<NoticeStatus, string> = {
  TENTATIVE: 'TENTATIVE',
  CONFIRMED: 'CONFIRMED',
  CANCELLED: 'CANCELLED',
  'IN-PROCESS': 'IN-PROCESS',
  COMPLETED: 'COMPLETED',
  'RE-SCHEDULED': 'CONFIRMED',
}

const WORST: readonly NoticeImpact[] = ['OUTAGE', 'DEGRADED', 'REDUCED-REDUNDANCY', 'NO-IMPACT']

function worstImpact(impacts: readonly NoticeImpact[]): NoticeImpact {
  return WORST.find((impact) => impacts.includes(impact)) ?? 'OUTAGE'
}

function stamp(ms: number): string {
  return new Date(ms).toISOString().replace(/[-:]|\.\d{3}/g, '')
}

function escaped(text: string): string {
  return text.replace(/[\\;,]/g, (mark) => `\\${mark}`).replace(/\r?\n/g, '\\n')
}

const LINE_BYTES_MAX = 74

/** Lines of at most 75 bytes, folded between characters (RFC 5545 3.1). */
function lines(all: readonly string[]): string {
  return all.map((line) => `${folded(line)}\r\n`).join('')
}

function folded(line: string): string {
  let out = ''
  let bytes = 0
  for (const character of line) {
    const size = Buffer.byteLength(character)
    if (bytes + size > LINE_BYTES_MAX) {
      out += '\r\n '
      bytes = 1
    }
    out += character
    bytes += size
  }
  return out
}
