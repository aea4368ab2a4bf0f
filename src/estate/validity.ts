import { Temporal } from 'temporal-polyfill'
import { mismatch, optional, patterned } from './shape.ts'
import type { Shape } from './shape.ts'

/** Half-open: valid from `valid_from` on, no longer at `valid_to`. */
export type Validity = { valid_from?: string; valid_to?: string }

const WHEN = /^\d{4}-\d{2}-\d{2}(T\d{2}:\d{2}(:\d{2}(\.\d{1,9})?)?(Z|[+-]\d{2}:\d{2}))?$/

const when = patterned(
  'a date in the operator’s zone or an instant with its offset (2026-04-01, 2026-04-01T09:00+09:00)',
  WHEN,
  (written) =>
    isCalendarDate(written.slice(0, 10)) && (written.length === 10 || Number.isFinite(Date.parse(written))),
)

export const validityFields = {
  valid_from: optional(when, 'From when on it exists; absent: always has.'),
  valid_to: optional(when, 'From when on it no longer exists (half-open); absent: for good.'),
}

/** Epoch milliseconds of a date (its first moment in the zone) or of an instant with its offset. */
export function instantMs(written: string, zone: string): number {
  if (written.length > 10) return Date.parse(written)
  return Temporal.PlainDate.from(written).toZonedDateTime(zone).epochMilliseconds
}

export function isValidAt({ valid_from, valid_to }: Validity, atMs: number, zone: string): boolean {
  if (valid_from !== undefined && atMs < instantMs(valid_from, zone)) return false
  return valid_to === undefined || atMs < instantMs(valid_to, zone)
}

/** True where a value is a date without zone, which only the operator's zone makes an instant. */
export function needsZone({ valid_from, valid_to }: Validity): boolean {
  return valid_from?.length === 10 || valid_to?.length === 10
}

function isZone(zone: string): boolean {
  try {
    Temporal.Instant.fromEpochMilliseconds(0).toZonedDateTimeISO(zone)
    return true
  } catch (problem) {
    if (problem instanceof RangeError) return false
    throw problem
  }
}

function isCalendarDate(written: string): boolean {
  const date = new Date(`${written}T00:00:00Z`)
  return Number.isFinite(date.getTime()) && date.toISOString().startsWith(written)
}

export const zoneShape: Shape<string> = {
  expects: 'a time zone (Asia/Tokyo)',
  schema: { type: 'string', minLength: 1 },
  read: (value, reading) =>
    typeof value === 'string' && isZone(value) ? value : mismatch(reading, 'a time zone (Asia/Tokyo)', value),
}
