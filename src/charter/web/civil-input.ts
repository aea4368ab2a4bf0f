import { dayAfter, dayStartMs } from '../../web/civil-day.ts'

/** Between the instants of the server and the days that a form takes, in the operator's zone. */

/** The civil day of an instant: `2026-11-22`. */
export function dayOf(at: string, zone: string): string {
  return new Intl.DateTimeFormat('en-CA', {
    timeZone: zone,
    year: 'numeric',
    month: '2-digit',
    day: '2-digit',
  }).format(new Date(at))
}

/** The instant at which a civil day begins in a zone, ISO 8601 UTC. Where a day has no midnight, its first instant. */
export function beginOfDay(day: string, zone: string): string {
  return new Date(dayStartMs(day, zone)).toISOString()
}

/** The first instant after a civil day: where a period that includes the day ends, half-open. */
export function endOfDay(day: string, zone: string): string {
  return beginOfDay(dayAfter(day, 1), zone)
}
