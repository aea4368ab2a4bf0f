import type { Network, NetworkLink } from '../../../estate/network.ts'
import type { Projection } from './projection.ts'
import type { Side } from './site-plan.ts'

/** A place in the drawing; y grows downwards. The unit is free: the view scales it. */
export type Point = { x: number; y: number }

/** A site that holds more than one node: its outline, and where it really lies. */
export type Plate = {
  id: string
  name: string
  x: number
  y: number
  width: number
  height: number
  anchor?: Point
}

/** What of a network is drawn where. */
export type Drawing = {
  points: ReadonlyMap<string, Point>
  plates: readonly Plate[]
  /** Bends of links that are not straight, from end to end. */
  routes: ReadonlyMap<string, readonly Point[]>
  /** Where a name stands free of lines; nodes that are not here do not mind. */
  sides: ReadonlyMap<string, Side>
  /** Present where the drawing is a map. */
  projection?: Projection
  /** Distance between neighbours inside a plate, or what stands for it elsewhere. */
  spacing: number
}

/** The least and the greatest of some numbers; spreading them into Math.min would fail on very many. */
export function extremes(values: Iterable<number>): { least: number; greatest: number } {
  let least = Infinity
  let greatest = -Infinity
  for (const value of values) {
    least = Math.min(least, value)
    greatest = Math.max(greatest, value)
  }
  return { least, greatest }
}

export type Box = { left: number; top: number; right: number; bottom: number }

/** What the drawing covers, plates included; a box of no size at the origin for an empty one. */
export function boundsOf(drawing: Drawing): Box {
  const box: Box = { left: Infinity, top: Infinity, right: -Infinity, bottom: -Infinity }
  const cover = (x: number, y: number): void => {
    box.left = Math.min(box.left, x)
    box.right = Math.max(box.right, x)
    box.top = Math.min(box.top, y)
    box.bottom = Math.max(box.bottom, y)
  }
  for (const point of drawing.points.values()) cover(point.x, point.y)
  for (const plate of drawing.plates) {
    cover(plate.x, plate.y)
    cover(plate.x + plate.width, plate.y + plate.height)
  }
  return box.left === Infinity ? { left: 0, top: 0, right: 0, bottom: 0 } : box
}

/** Where a link runs: bends for straight pieces, or one control point for a curve. Missing where an end has no place. */
export type Course = { points: readonly Point[]; control?: Point }

/**
 * The courses of all links. Parallel links part from each other, a self loop is a small ring, and a link inside a row
 * of a plate arches over what stands between its ends.
 */
export function coursesOf(network: Pick<Network, 'links'>, drawing: Drawing): Map<string, Course> {
  const courses = new Map<string, Course>()
  for (const parallel of Map.groupBy(network.links, pairOf).values()) {
    parallel.forEach((link, index) => {
      const course = courseOf(link, index - (parallel.length - 1) / 2, drawing)
      if (course !== undefined) courses.set(link.id, course)
    })
  }
  return courses
}

function pairOf(link: NetworkLink): string {
  return link.from < link.to ? `${link.from}\u0000${link.to}` : `${link.to}\u0000${link.from}`
}

function courseOf(link: NetworkLink, lane: number, drawing: Drawing): Course | undefined {
  const route = drawing.routes.get(link.id)
  if (route !== undefined) return { points: route }
  const from = drawing.points.get(link.from)
  const to = drawing.points.get(link.to)
  if (from === undefined || to === undefined) return undefined
  const { spacing } = drawing
  if (link.from === link.to) return ring(from, spacing * (0.22 + 0.06 * Math.abs(lane)))
  const away = Math.hypot(to.x - from.x, to.y - from.y)
  const inRow =
    drawing.plates.length > 0 &&
    Math.abs(to.y - from.y) < 1e-6 &&
    away > spacing * 1.6 &&
    drawing.sides.size === 0 &&
    away < spacing * 20
  const bend = lane * spacing * 0.34 + (inRow ? -spacing * 0.5 : 0)
  if (bend === 0 || away === 0) return { points: [from, to] }
  // The bend belongs to the pair, not to the direction in which a link was written.
  const side = link.from < link.to || inRow ? 1 : -1
  const normal = inRow
    ? { x: 0, y: 1 }
    : { x: (-(to.y - from.y) / away) * side, y: ((to.x - from.x) / away) * side }
  return {
    points: [from, to],
    control: { x: (from.x + to.x) / 2 + normal.x * bend * 2, y: (from.y + to.y) / 2 + normal.y * bend * 2 },
  }
}

function ring(at: Point, size: number): Course {
  const corners = [0, 1, 2, 3, 4, 5, 6, 7, 8].map((step) => (step / 8) * 2 * Math.PI - Math.PI / 2)
  return {
    points: corners.map((angle) => ({
      x: at.x + size * Math.cos(angle),
      y: at.y - size * (1 + Math.sin(angle)),
    })),
  }
}

/** SVG path data of many courses at once: few elements stay smooth where thousands would not. */
export function pathOf(courses: Iterable<Course>): string {
  const parts: string[] = []
  for (const { points, control } of courses) {
    const [first, ...rest] = points
    const last = rest.at(-1)
    if (first === undefined || last === undefined) continue
    parts.push(`M${round(first.x)} ${round(first.y)}`)
    if (control === undefined) parts.push(...rest.map((point) => `L${round(point.x)} ${round(point.y)}`))
    else parts.push(`Q${round(control.x)} ${round(control.y)} ${round(last.x)} ${round(last.y)}`)
  }
  return parts.join('')
}

/** Path data that a round line cap turns into dots. */
export function dotsOf(points: Iterable<Point | undefined>): string {
  const parts: string[] = []
  for (const point of points) if (point !== undefined) parts.push(`M${round(point.x)} ${round(point.y)}h0`)
  return parts.join('')
}

/** The middle of a course, and the direction across it. */
export function middleOf({ points, control }: Course): { at: Point; across: Point } | undefined {
  const first = points[0]
  const last = points.at(-1)
  if (first === undefined || last === undefined || points.length < 2) return undefined
  const before = points[Math.ceil(points.length / 2) - 1] ?? first
  const after = points[Math.ceil(points.length / 2)] ?? last
  const length = Math.hypot(after.x - before.x, after.y - before.y) || 1
  const straight = { x: (before.x + after.x) / 2, y: (before.y + after.y) / 2 }
  const at =
    control === undefined ? straight : { x: (straight.x + control.x) / 2, y: (straight.y + control.y) / 2 }
  return { at, across: { x: -(after.y - before.y) / length, y: (after.x - before.x) / length } }
}

function round(value: number): string {
  return String(Math.round(value * 100) / 100)
}
