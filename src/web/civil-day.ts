/** Civil days in a zone, for the browser. */

const DAY_MS = 86_400_000

/** Milliseconds by which a zone's clock is ahead of UTC at an instant. */
export function offsetMs(atMs: number, zone: string): number {
  const parts = new Intl.DateTimeFormat('en-GB', {
    timeZone: zone,
    hourCycle: 'h23',
    year: 'numeric',
    month: 'numeric',
    day: 'numeric',
    hour: 'numeric',
    minute: 'numeric',
    second: 'numeric',
  }).formatToParts(new Date(atMs))
  const of = (type: string): number => Number(parts.find((part) => part.type === type)?.value)
  const there = Date.UTC(of('year'), of('month') - 1, of('day'), of('hour'), of('minute'), of('second'))
  return there - Math.floor(atMs / 1000) * 1000
}

/** The first instant of a civil day in a zone: its midnight, or what comes first where it has none. */
export function dayStartMs(day: string, zone: string): number {
  const midnight = Date.parse(`${day}T00:00:00Z`)
  // The offset may change between the guess and the instant; a second look settles it.
  const guess = midnight - offsetMs(midnight, zone)
  return midnight - offsetMs(guess, zone)
}

/** The civil day so many days later. */
export function dayAfter(day: string, days: number): string {
  return new Date(Date.parse(`${day}T00:00:00Z`) + days * DAY_MS).toISOString().slice(0, 10)
}
