import type { Text } from '../../../platform/text.ts'
import type { Point } from './drawing.ts'

/** Degrees, WGS 84; longitude -180 to 180, latitude -90 to 90. */
export type Place = { longitude: number; latitude: number }

/** Mercator, cut open at `seam` (a longitude), so that a network around the Pacific stays in one piece. */
export type Projection = { seam: number; scale: number }

/** Mercator has no poles; nothing is drawn beyond these parallels. */
const LATITUDE_MAX = 85

/** Cuts the map open in the middle of the widest gap of longitudes. */
export function projectionFor(places: readonly Place[]): Projection {
  const longitudes = [...new Set(places.map((place) => place.longitude))].toSorted((a, b) => a - b)
  let seam = -180
  let widest = 0
  longitudes.forEach((longitude, index) => {
    const next = longitudes[index + 1] ?? (longitudes[0] ?? 0) + 360
    if (next - longitude > widest) {
      widest = next - longitude
      seam = (longitude + next) / 2
    }
  })
  return { seam, scale: 1 }
}

/** From the place on earth to the place in the drawing. */
export function project({ seam, scale }: Projection, place: Place): Point {
  const latitude = Math.max(-LATITUDE_MAX, Math.min(LATITUDE_MAX, place.latitude))
  const north = Math.log(Math.tan(Math.PI / 4 + (latitude * Math.PI) / 360)) * (180 / Math.PI)
  return { x: scale * eastOf(seam, place.longitude), y: -scale * north }
}

/** And back. */
export function unproject({ seam, scale }: Projection, point: Point): Place {
  const east = point.x / scale + seam
  const north = (-point.y / scale) * (Math.PI / 180)
  return {
    longitude: ((((east + 180) % 360) + 360) % 360) - 180,
    latitude: (Math.atan(Math.exp(north)) * 360) / Math.PI - 90,
  }
}

function eastOf(seam: number, longitude: number): number {
  return (((longitude - seam) % 360) + 360) % 360
}

/** A line of the graticule: a meridian at x, or a parallel at y, of the drawing. */
export type GratLine = { kind: 'meridian' | 'parallel'; at: number; label: Text }

const STEPS_DEG = [0.01, 0.02, 0.05, 0.1, 0.2, 0.5, 1, 2, 5, 10, 15, 30] as const
const LINES_MAX = 9

/** The meridians and parallels inside a box of the drawing, at a round step, at most nine of each. */
export function graticule(
  projection: Projection,
  box: { left: number; top: number; right: number; bottom: number },
): GratLine[] {
  const { seam, scale } = projection
  const west = box.left / scale
  const east = box.right / scale
  const north = unproject(projection, { x: 0, y: box.top }).latitude
  const south = unproject(projection, { x: 0, y: box.bottom }).latitude
  const wide = Math.max(east - west, north - south)
  const step = STEPS_DEG.find((candidate) => wide / candidate <= LINES_MAX) ?? 30
  const lines: GratLine[] = []
  // From the first multiple of the step at or east of the western edge, counted from Greenwich.
  for (let degrees = Math.ceil((west + seam) / step) * step; degrees - seam <= east; degrees += step) {
    const longitude = tidy(((((degrees + 180) % 360) + 360) % 360) - 180)
    lines.push({ kind: 'meridian', at: (degrees - seam) * scale, label: longitudeLabel(longitude) })
  }
  for (let degrees = Math.ceil(south / step) * step; degrees <= north; degrees += step) {
    const latitude = tidy(degrees)
    if (Math.abs(latitude) > LATITUDE_MAX) continue
    lines.push({
      kind: 'parallel',
      at: project(projection, { longitude: 0, latitude }).y,
      label: latitudeLabel(latitude),
    })
  }
  return lines
}

function longitudeLabel(degrees: number): Text {
  if (degrees === 0) return { ja: '経度 0°', en: '0°' }
  if (Math.abs(degrees) === 180) return { ja: '180°', en: '180°' }
  return degrees > 0
    ? { ja: `東経 ${degrees}°`, en: `${degrees}° E` }
    : { ja: `西経 ${-degrees}°`, en: `${-degrees}° W` }
}

function latitudeLabel(degrees: number): Text {
  if (degrees === 0) return { ja: '赤道', en: 'Equator' }
  return degrees > 0
    ? { ja: `北緯 ${degrees}°`, en: `${degrees}° N` }
    : { ja: `南緯 ${-degrees}°`, en: `${-degrees}° S` }
}

/** Sums of steps such as 0.1 leave dust behind the last digit. */
function tidy(degrees: number): number {
  return Math.round(degrees * 1000) / 1000 + 0
}
