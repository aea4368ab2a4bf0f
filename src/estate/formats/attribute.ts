/** Values as foreign files write them, loosely typed. */

/** A number of at least 0, or undefined. Java writes its largest double for "no limit", which is not known capacity. */
export function amountIn(value: unknown): number | undefined {
  const amount = typeof value === 'string' && value.trim() !== '' ? Number(value) : value
  return typeof amount === 'number' && amount >= 0 && amount < 1e300 ? amount : undefined
}

/** A place on the map; coordinates that are no degrees, as in schematic drawings, are none. */
export function positionFrom(
  longitudeIn: unknown,
  latitudeIn: unknown,
): { longitude: number; latitude: number } | undefined {
  const longitude = degrees(longitudeIn)
  const latitude = degrees(latitudeIn)
  return Math.abs(longitude) <= 180 && Math.abs(latitude) <= 90 ? { longitude, latitude } : undefined
}

function degrees(value: unknown): number {
  return typeof value === 'number' || (typeof value === 'string' && value.trim() !== '')
    ? Number(value)
    : Number.NaN
}

const TEXT_LENGTH_MAX = 10_000

/** A text, cut where it is longer than any name; numbers as text. */
export function textIn(value: unknown): string | undefined {
  if (typeof value === 'string' && value.trim() !== '') return value.slice(0, TEXT_LENGTH_MAX).toWellFormed()
  return typeof value === 'number' ? String(value) : undefined
}
