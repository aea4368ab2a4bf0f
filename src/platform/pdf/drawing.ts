import type { PdfDrawing, PdfShape } from './document.ts'
import { lineOf, linesOf } from './lines.ts'
import { COLOURS, PAGE, TEXT_WIDTH, type Sheet } from './sheet.ts'

const HEIGHT_MAX = PAGE.height - PAGE.top - PAGE.bottom - 40

function scaleOf({ width, height }: PdfDrawing): number {
  return Math.min(1, TEXT_WIDTH / width, HEIGHT_MAX / height)
}

/** With its caption, in points. */
export function heightOfDrawing(drawing: PdfDrawing): number {
  return drawing.height * scaleOf(drawing) + (drawing.caption === undefined ? 10 : 34)
}

/** A picture of lines, boxes, circles and labels, on one page, with its words for whoever cannot see it. */
export function drawDrawing(sheet: Sheet, drawing: PdfDrawing): void {
  const scale = scaleOf(drawing)
  const height = drawing.height * scale
  sheet.need(heightOfDrawing(drawing))
  const { left } = PAGE
  const top = sheet.y
  const figure = sheet.element('Figure', sheet.root, {
    alt: drawing.alternative,
    bbox: [left, top, left + drawing.width * scale, top + height],
  })
  sheet.within(figure, 'Figure', () => {
    sheet.pen.save().translate(left, top).scale(scale)
    for (const shape of drawing.shapes) drawShape(sheet, shape)
    sheet.pen.restore()
  })
  sheet.y += height + 8
  if (drawing.caption !== undefined) {
    const caption = sheet.element('Caption', figure)
    sheet.lines(
      caption,
      'Caption',
      linesOf(drawing.caption, sheet.setting('sans', 8.2, 'soft'), TEXT_WIDTH),
      13,
    )
  }
  figure.end()
  sheet.y += 8
}

function drawShape(sheet: Sheet, shape: PdfShape): void {
  const { pen } = sheet
  if (shape.kind === 'label') return drawLabel(sheet, shape)
  if (shape.kind === 'line') {
    const [first, ...rest] = shape.points
    if (first === undefined) return
    pen.moveTo(...first)
    for (const point of rest) pen.lineTo(...point)
    stroke(sheet, shape.colour, shape.width, shape.dashed)
    return
  }
  const trace = () =>
    shape.kind === 'circle'
      ? pen.circle(shape.x, shape.y, shape.radius)
      : pen.roundedRect(shape.x, shape.y, shape.width, shape.height, shape.round ?? 0)
  if (shape.fill !== undefined) trace().fill(COLOURS[shape.fill])
  if (shape.colour === undefined && shape.fill !== undefined) return
  trace()
  stroke(sheet, shape.colour, 0.8, shape.kind === 'box' && shape.dashed)
}

function stroke({ pen }: Sheet, colour: keyof typeof COLOURS = 'ink', width = 0.8, dashed = false): void {
  pen.lineWidth(width).strokeColor(COLOURS[colour])
  if (dashed) pen.dash(3, { space: 2.5 })
  pen.stroke()
  if (dashed) pen.undash()
}

function drawLabel(sheet: Sheet, label: Extract<PdfShape, { kind: 'label' }>): void {
  const style = label.mono === true ? 'mono' : label.strong === true ? 'strong' : 'sans'
  const setting = sheet.setting(style, label.size ?? 8.4, label.colour ?? 'ink')
  const line = lineOf(label.text, setting, label.widthMax ?? Number.POSITIVE_INFINITY)
  const shift = { start: 0, middle: line.width / 2, end: line.width }[label.anchor ?? 'start']
  sheet.bare(line, label.x - shift, label.y)
}
