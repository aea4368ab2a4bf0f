import type { PdfBlock, PdfInline } from './document.ts'
import { linesOf } from './lines.ts'
import { drawDrawing, heightOfDrawing } from './drawing.ts'
import { TEXT_WIDTH, type Element, type Sheet } from './sheet.ts'
import { drawTable } from './table.ts'

type Heading = Extract<PdfBlock, { kind: 'heading' }>
type Outline = (PDFKit.PDFOutline | undefined)[]

/** Sizes in points: the letters, the pitch of lines, the space before and after. */
const HEADINGS = {
  1: { size: 17, pitch: 26, before: 26, after: 8 },
  2: { size: 13, pitch: 21, before: 20, after: 5 },
  3: { size: 10.5, pitch: 17, before: 13, after: 3 },
} as const
const BODY = { size: 9.5, pitch: { ja: 17, en: 15 } }
/** What must follow a heading on its page. */
const KEPT_WITH_NEXT = 46
const LIST_INDENT = 15
const PAIR_SHARE = 0.27

/** Draws a block; `next` is what comes after it, which a heading stays with. */
export function drawBlock(sheet: Sheet, block: PdfBlock, next: PdfBlock | undefined, outline: Outline): void {
  switch (block.kind) {
    case 'heading':
      return drawHeading(sheet, block, next, outline)
    case 'paragraph':
      return drawParagraph(sheet, block.text, block.quiet === true)
    case 'list':
      return drawList(sheet, block.items)
    case 'pairs':
      return drawPairs(sheet, block.rows)
    case 'code':
      return drawCode(sheet, block.text)
    case 'table':
      return drawTable(sheet, block)
    case 'drawing':
      return drawDrawing(sheet, block)
  }
}

/** `outline` holds the last entry of each level: a heading stands under the last of the level above. */
function drawHeading(
  sheet: Sheet,
  { level, text, newPage }: Heading,
  next: PdfBlock | undefined,
  outline: Outline,
): void {
  const { size, pitch, before, after } = HEADINGS[level]
  const lines = linesOf(text, sheet.setting('serif', size), TEXT_WIDTH)
  if (newPage === true && sheet.y > 200) sheet.newPage()
  sheet.space(before)
  const kept = next?.kind === 'drawing' ? heightOfDrawing(next) : KEPT_WITH_NEXT
  sheet.need(lines.length * pitch + after + kept)
  outline[level] = sheet.outline(
    text,
    outline.slice(1, level).findLast((entry) => entry !== undefined),
  )
  outline.length = level + 1
  // The document's title is its one H1.
  const tag = `H${level + 1}`
  const element = sheet.element(tag)
  sheet.lines(element, tag, lines, pitch)
  element.end()
  sheet.y += after
}

function drawParagraph(sheet: Sheet, text: PdfInline, quiet: boolean): void {
  const element = sheet.element('P')
  const size = quiet ? BODY.size - 1 : BODY.size
  const lines = linesOf(text, sheet.setting('sans', size, quiet ? 'soft' : 'ink'), TEXT_WIDTH)
  const pitch = BODY.pitch[sheet.language] - (quiet ? 2 : 0)
  // A paragraph neither begins on the last line of a page nor ends on the first of the next.
  sheet.need(Math.min(lines.length, 2) * pitch)
  sheet.lines(element, 'P', lines, pitch)
  element.end()
  sheet.y += 6
}

function drawList(sheet: Sheet, items: readonly PdfInline[]): void {
  const list = sheet.element('L')
  const pitch = BODY.pitch[sheet.language]
  for (const item of items) {
    const entry = sheet.element('LI', list)
    const setting = sheet.setting('sans', BODY.size)
    sheet.need(pitch)
    const mark = sheet.element('Lbl', entry)
    const y = sheet.y
    sheet.lines(mark, 'Lbl', linesOf(sheet.language === 'ja' ? '・' : '–', setting, TEXT_WIDTH), pitch, 2)
    sheet.y = y
    const body = sheet.element('LBody', entry)
    sheet.lines(body, 'LBody', linesOf(item, setting, TEXT_WIDTH - LIST_INDENT), pitch, LIST_INDENT)
    sheet.y += 2
  }
  list.end()
  sheet.y += 5
}

function drawPairs(sheet: Sheet, rows: readonly (readonly [string, PdfInline])[]): void {
  const pitch = BODY.pitch[sheet.language] - 1
  const indent = TEXT_WIDTH * PAIR_SHARE
  const table = sheet.element('Table')
  for (const [name, what] of rows) {
    const row = sheet.element('TR', table)
    const names = linesOf(name, sheet.setting('sans', BODY.size - 0.5, 'soft'), indent - 12)
    const whats = linesOf(what, sheet.setting('sans', BODY.size), TEXT_WIDTH - indent)
    sheet.need(Math.min(names.length, 3) * pitch)
    const y = sheet.y
    const head: Element = sheet.element('TH', row, { scope: 'Row' })
    sheet.lines(head, 'TH', names, pitch)
    const under = sheet.y
    sheet.y = Math.min(y, under)
    sheet.lines(sheet.element('TD', row), 'TD', whats, pitch, indent)
    sheet.y = whats.length >= names.length ? sheet.y : Math.max(sheet.y, under)
    sheet.y += 2
  }
  table.end()
  sheet.y += 6
}

function drawCode(sheet: Sheet, text: string): void {
  const element = sheet.element('Code')
  sheet.lines(element, 'Code', linesOf(text, sheet.setting('mono', 8.6), TEXT_WIDTH - 10, true), 13, 10)
  element.end()
  sheet.y += 7
}
