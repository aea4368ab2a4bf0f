import { Temporal } from 'temporal-polyfill'
import { civilAt, dateText } from '../platform/civil-time.ts'
import type { Text } from '../platform/text.ts'
import { patterned } from '../estate/shape.ts'

const WRITTEN = /^\d{4}-\d{2}-\d{2}(T\d{2}:\d{2}(:\d{2}(\.\d{1,9})?)?(Z|[+-]\d{2}:\d{2}))?$/

/** An instant in a document: with its offset, or a civil date, which begins with its first moment in a zone. */
export const instant = patterned(
  'an instant with its offset, or a date in the operator’s zone (2026-04-01T09:00+09:00, 2026-04-01)',
  WRITTEN,
  (written) =>
    isDate(written.slice(0, 10)) && (written.length === 10 || Number.isFinite(Date.parse(written))),
)

function isDate(written: string): boolean {
  const date = new Date(`${written}T00:00:00Z`)
  return Number.isFinite(date.getTime()) && date.toISOString().startsWith(written)
}

/** Epoch milliseconds of what a document says; undefined for a date where no zone is known. */
export function msOf(written: string, zone: string | undefined): number | undefined {
  if (written.length > 10) return Date.parse(written)
  if (zone === undefined) return undefined
  return Temporal.PlainDate.from(written).toZonedDateTime(zone).epochMilliseconds
}

export function isoOf(ms: number): string {
  return new Date(ms).toISOString()
}

/** Minutes are enough for people, except where seconds decide. */
function clockOf(time: string): string {
  return time.endsWith(':00') ? time.slice(0, 5) : time
}

/** An instant in words, with its zone: `2026年11月22日（日）21:00（Asia/Tokyo）`. */
export function saidAt(ms: number, zone: string): Text {
  const { date, time } = civilAt(ms, zone)
  const day = dateText(date)
  return { ja: `${day.ja}${clockOf(time)}（${zone}）`, en: `${day.en}, ${clockOf(time)} (${zone})` }
}

/** A window in words; the second date stands only where it differs from the first. */
export function saidWindow(fromMs: number, untilMs: number, zone: string): Text {
  const from = civilAt(fromMs, zone)
  const until = civilAt(untilMs, zone)
  const first = dateText(from.date)
  const last = from.date === until.date ? { ja: '', en: '' } : dateText(until.date)
  const end = { ja: `${last.ja}${clockOf(until.time)}`, en: `${last.en} ${clockOf(until.time)}`.trim() }
  return {
    ja: `${first.ja}${clockOf(from.time)} から ${end.ja} まで（${zone}）`,
    en: `from ${first.en} ${clockOf(from.time)} until ${end.en} (${zone})`,
  }
}
