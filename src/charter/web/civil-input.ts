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
  const utcMs = Date.parse(`${day}T00:00:00Z`)
  // The offset may change between the guess and the instant; a second look settles it.
  const guessMs = utcMs - offsetMs(utcMs, zone)
  return new Date(utcMs - offsetMs(guessMs, zone)).toISOString()
}

/** The first instant after a civil day: where a period that includes the day ends, half-open. */
export function endOfDay(day: string, zone: string): string {
  return beginOfDay(daysAfter(day, 1), zone)
}

/** The civil day some days after another. */
export function daysAfter(day: string, days: number): string {
  const at = new Date(`${day}T00:00:00Z`)
  at.setUTCDate(at.getUTCDate() + days)
  return at.toISOString().slice(0, 10)
}

/** How far a zone is ahead of UTC at an instant. */
function offsetMs(atMs: number, zone: string): number {
  const parts = new Intl.DateTimeFormat('en-US', {
    timeZone: zone,
    hourCycle: 'h23',
    year: 'numeric',
    month: 'numeric',
    day: 'numeric',
    hour: 'numeric',
    minute: 'numeric',
    second: 'numeric',
  }).formatToParts(new Date(atMs))
  const of = (type: Intl.DateTimeFormatPartTypes) => Number(parts.find((part) => part.type === type)?.value)
  const civil = Date.UTC(of('year'), of('month') - 1, of('day'), of('hour'), of('minute'), of('second'))
  return civil - Math.floor(atMs / 1000) * 1000
}
