import type { PdfDrawing, PdfShape } from '../../../../platform/pdf/document.ts'
import type { Text } from '../../../../platform/text.ts'
import { boundsOf, coursesOf, type Point } from '../../web/drawing.ts'
import { drawMap, isMappable } from '../../web/map-drawing.ts'
import { drawSpread } from '../../web/spread-drawing.ts'
import type { DraftPage } from '../page.ts'

const WIDTH = 459
const HEIGHT_MAX = 420
const NAMES_MAX = 60
/** Up to so many nodes all are named; beyond, those that matter. */
const ALL_NAMED_MAX = 25

/** The design as on screen: map where everything has a place, else structure. Undefined for a network without nodes. */
export function pictureOf(
  { network, drawn, outcome }: DraftPage,
  say: (text: Text) => string,
  nameOf: (id: string) => string,
  caption: Text,
): PdfDrawing | undefined {
  const nodes = [...network.nodes, ...drawn.removed.nodes]
  const links = [...network.links, ...drawn.removed.links]
  if (nodes.length === 0) return undefined
  const both = { ...network, nodes, links }
  const drawing = isMappable(both) ? drawMap(both) : drawSpread(both)
  const box = boundsOf(drawing)
  const size = { width: Math.max(1e-6, box.right - box.left), height: Math.max(1e-6, box.bottom - box.top) }
  const scale = Math.min((WIDTH - 40) / size.width, (HEIGHT_MAX - 40) / size.height)
  const at = (point: Point): [number, number] => [
    20 + (point.x - box.left) * scale + (WIDTH - 40 - size.width * scale) / 2,
    20 + (point.y - box.top) * scale,
  ]
  const added = new Set(drawn.added)
  const gone = new Set([...drawn.removed.nodes, ...drawn.removed.links].map(({ id }) => id))
  const single = new Set(
    outcome.services.flatMap(({ gained, kept }) => [...gained, ...kept].map(({ id }) => id)),
  )
  const shapes = drawing.plates.flatMap((plate): PdfShape[] => {
    const [x, y] = at(plate)
    const text = nameOf(plate.id)
    return [
      { kind: 'box', x, y, width: plate.width * scale, height: plate.height * scale, colour: 'rule' },
      { kind: 'label', x: x + 3, y: y - 6, text, size: 7, strong: true, widthMax: plate.width * scale },
    ]
  })
  for (const [id, course] of coursesOf(both, drawing))
    shapes.push({
      kind: 'line',
      points: curve(course).map(at),
      colour: single.has(id) ? 'fail' : added.has(id) ? 'link' : gone.has(id) ? 'soft' : 'ink',
      width: added.has(id) || single.has(id) ? 1.6 : 0.4,
      dashed: gone.has(id),
    })
  const named = nodes.filter(({ id }) => nodes.length <= ALL_NAMED_MAX || single.has(id) || added.has(id))
  for (const { id } of nodes) {
    const place = drawing.points.get(id)
    if (place === undefined) continue
    const [x, y] = at(place)
    const colour = single.has(id) ? 'fail' : added.has(id) ? 'link' : gone.has(id) ? 'soft' : 'ink'
    shapes.push({ kind: 'circle', x, y, radius: nodes.length > NAMES_MAX ? 1.2 : 2, colour, fill: colour })
  }
  for (const { id } of named.slice(0, NAMES_MAX)) {
    const place = drawing.points.get(id)
    if (place === undefined) continue
    const [x, y] = at(place)
    shapes.push({
      kind: 'label',
      x: x + 4,
      y: y - 5,
      text: nameOf(id),
      size: 6,
      colour: single.has(id) ? 'fail' : 'soft',
      widthMax: 90,
    })
  }
  return {
    kind: 'drawing',
    alternative: say(caption),
    width: WIDTH,
    height: 40 + size.height * scale,
    shapes,
    caption: say(caption),
  }
}

const PIECES = 8

/** A course as straight pieces. */
function curve({ points, control }: { points: readonly Point[]; control?: Point }): readonly Point[] {
  const [from, to] = [points[0], points.at(-1)]
  if (control === undefined || from === undefined || to === undefined) return points
  return Array.from({ length: PIECES + 1 }, (_, piece) => {
    const t = piece / PIECES
    const mix = (a: number, b: number, c: number): number =>
      (1 - t) ** 2 * a + 2 * t * (1 - t) * b + t * t * c
    return { x: mix(from.x, control.x, to.x), y: mix(from.y, control.y, to.y) }
  })
}
