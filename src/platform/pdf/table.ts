import type { PdfColumn, PdfInline, PdfTable } from './document.ts'
import { linesOf, type Line } from './lines.ts'
import { PAGE, TEXT_WIDTH, type Element, type Sheet } from './sheet.ts'

const SIZE = 8.4
const PITCH = { ja: 13.5, en: 12.5 }
const PADDING = 4
const GUTTER = 9
/** A row is broken only where it is taller than this part of a page's text: else it moves to the next page whole. */
const WHOLE_ROW_MAX = PAGE.height - PAGE.top - PAGE.bottom - 60

type Column = PdfColumn & { x: number; width: number }

/** A table of hairlines; its head is read out once, and shown again on every page that it reaches. */
export function drawTable(sheet: Sheet, { caption, columns, rows, empty }: PdfTable): void {
  const placed = placedColumns(columns)
  const table = sheet.element('Table')
  if (caption !== undefined) {
    const element = sheet.element('Caption', table)
    sheet.need(70)
    sheet.lines(element, 'Caption', linesOf(caption, sheet.setting('strong', SIZE + 0.6), TEXT_WIDTH), 15)
    sheet.y += 2
  }
  sheet.need(60)
  drawHead(sheet, placed, sheet.element('TR', table))
  for (const row of rows) drawRow(sheet, placed, row, table)
  if (rows.length === 0) drawEmpty(sheet, empty, table)
  table.end()
  sheet.y += 12
}

function placedColumns(columns: readonly PdfColumn[]): Column[] {
  const shares = columns.reduce((sum, { share }) => sum + share, 0)
  const room = TEXT_WIDTH - GUTTER * (columns.length - 1)
  let x = PAGE.left
  return columns.map((column) => {
    const width = (room * column.share) / shares
    const placed = { ...column, x, width }
    x += width + GUTTER
    return placed
  })
}

/** Without an element it is a head shown again. */
function drawHead(sheet: Sheet, columns: readonly Column[], element?: Element): void {
  const pitch = PITCH[sheet.language]
  const cells = columns.map(({ head, width }) =>
    linesOf(head, sheet.setting('strong', SIZE - 0.4, 'soft'), width),
  )
  const height = Math.max(...cells.map((lines) => lines.length)) * pitch
  for (const [at, column] of columns.entries()) {
    const lines = cells[at]!
    const top = sheet.y + height - lines.length * pitch
    if (element === undefined) sheet.artifact(() => drawLines(lines, column, top, pitch, sheet), 'Pagination')
    else cellLines(sheet, sheet.element('TH', element, { scope: 'Column' }), 'TH', lines, column, top, pitch)
  }
  sheet.y += height + 3
  sheet.artifact(() => sheet.rule(sheet.y, 'ink', 0.7))
  sheet.y += 1
}

function drawLines(lines: readonly Line[], column: Column, top: number, pitch: number, sheet: Sheet): void {
  for (const [at, line] of lines.entries()) sheet.bare(line, left(column, line), top + pitch * at + pitch / 2)
}

function cellLines(
  sheet: Sheet,
  element: Element,
  tag: string,
  lines: readonly Line[],
  column: Column,
  top: number,
  pitch: number,
): void {
  for (const [at, line] of lines.entries())
    sheet.line(element, tag, line, left(column, line), top + pitch * at + pitch / 2)
}

function left({ x, width, align }: Column, line: Line): number {
  return align === 'end' ? x + width - line.width : x
}

function drawRow(sheet: Sheet, columns: readonly Column[], row: readonly PdfInline[], table: Element): void {
  const pitch = PITCH[sheet.language]
  const cells = columns.map(({ mono, width }, at) =>
    linesOf(row[at] ?? '', sheet.setting(mono === true ? 'mono' : 'sans', SIZE), width),
  )
  const tallest = Math.max(...cells.map((lines) => lines.length))
  const height = tallest * pitch + PADDING * 2
  const needed = height > WHOLE_ROW_MAX ? pitch * 3 : height
  if (sheet.room < needed) anotherPage(sheet, columns)
  const element = sheet.element('TR', table)
  const elements = columns.map(() => sheet.element('TD', element))
  sheet.y += PADDING
  for (let from = 0; from < tallest;) {
    const fitting = Math.max(1, Math.floor((sheet.room - PADDING) / pitch))
    const until = Math.min(tallest, from + fitting)
    for (const [at, column] of columns.entries())
      cellLines(sheet, elements[at]!, 'TD', cells[at]!.slice(from, until), column, sheet.y, pitch)
    sheet.y += (until - from) * pitch
    from = until
    if (from < tallest) {
      anotherPage(sheet, columns)
      sheet.y += PADDING
    }
  }
  sheet.y += PADDING
  sheet.artifact(() => sheet.rule(sheet.y, 'rule', 0.4))
  element.end()
}

function anotherPage(sheet: Sheet, columns: readonly Column[]): void {
  sheet.newPage()
  drawHead(sheet, columns)
}

function drawEmpty(sheet: Sheet, empty: string, table: Element): void {
  const cell = sheet.element('TD', sheet.element('TR', table))
  sheet.y += PADDING
  sheet.lines(
    cell,
    'TD',
    linesOf(empty, sheet.setting('sans', SIZE, 'soft'), TEXT_WIDTH),
    PITCH[sheet.language],
  )
  sheet.y += PADDING
  sheet.artifact(() => sheet.rule(sheet.y, 'rule', 0.4))
}
