import { decodeEntities } from './entity.ts'
import { COLUMNS_MAX, ITEMS_MAX, ROWS_MAX } from './item.ts'
import type { Cell, Doc, Item, Line } from './item.ts'
import { plainText } from './plain.ts'

/**
 * A tolerant reader of HTML mails. No tree: one pass over the tags keeps a stack of open tables and cells, so that
 * missing end tags, missing tbody and layout tables around data tables do no harm. Bounded in depth and items.
 */

type OpenCell = { items: Item[]; header: boolean; colspan: number; rowspan: number; nested: boolean }
type OpenTable = { rows: OpenCell[][]; open: boolean; quote: number }
/** What an element says about the text in it, that of its parents included. */
type OpenElement = {
  name: string
  bold: boolean
  struck: boolean
  hidden: boolean
  pre: boolean
  head: boolean
  quote: boolean
}

type State = {
  root: Item[]
  tables: OpenTable[]
  elements: OpenElement[]
  line: string
  lead: number
  leadOpen: boolean
  gap: boolean
  quote: number
  struck: string[]
  title: string
  items: number
  /** More rows than are read. */
  cut: boolean
  /** A line break came and no text since. */
  broken: boolean
}

const ELEMENTS_MAX = 400
const TABLES_MAX = 60
const BLOCK =
  /^(?:p|div|section|article|header|footer|main|aside|h[1-6]|ul|ol|li|dl|dt|dd|pre|blockquote|center|address|form|fieldset|table|thead|tbody|tfoot|tr|td|th|caption|hr|body|html|figure|details|summary)$/
const VOID = /^(?:br|hr|img|input|meta|link|wbr|col|area|base|embed|source|track|param)$/
const RAW = /^(?:script|style|title|template|noscript|textarea|xml)$/

export function readHtml(html: string): Doc & { title: string } {
  const state: State = {
    root: [],
    tables: [],
    elements: [],
    line: '',
    lead: 0,
    leadOpen: true,
    gap: true,
    quote: 0,
    struck: [],
    title: '',
    items: 0,
    cut: false,
    broken: false,
  }
  let at = 0
  while (at < html.length && state.items < ITEMS_MAX) {
    const open = html.indexOf('<', at)
    if (open < 0) {
      addText(state, html.slice(at))
      at = html.length
      break
    }
    if (open > at) addText(state, html.slice(at, open))
    at = readMarkup(state, html, open)
  }
  flush(state)
  while (state.tables.length > 0) closeTable(state)
  const cut = state.cut || at < html.length ? { cut: true as const } : {}
  return { source: 'html', items: state.root, struck: state.struck, title: state.title, ...cut }
}

/** Handles what starts at `<`; returns where to go on. */
function readMarkup(state: State, html: string, open: number): number {
  if (html.startsWith('<!--', open)) {
    const end = html.indexOf('-->', open + 4)
    return end < 0 ? html.length : end + 3
  }
  if (!/[a-zA-Z/!?]/.test(html[open + 1] ?? '')) {
    addText(state, '<')
    return open + 1
  }
  const close = tagEnd(html, open)
  const tag = html.slice(open + 1, close)
  const name = /^\/?\s*([a-zA-Z][a-zA-Z0-9]*)/.exec(tag)?.[1]?.toLowerCase()
  // An address in angle brackets is text, not a tag.
  if (/^[^\s<>]+@[^\s<>]+$/.test(tag)) addText(state, ` ${tag} `)
  if (name === undefined) return close + 1
  if (tag.startsWith('/')) closeElement(state, name)
  else openElement(state, name, tag.slice(0, 2_000))
  if (!tag.startsWith('/') && RAW.test(name) && !tag.endsWith('/')) {
    const end = endOfRaw(html, name, close)
    if (name === 'title')
      state.title = plainText(decodeEntities(html.slice(close + 1, end < 0 ? close + 1 : end))).trim()
    const after = end < 0 ? -1 : html.indexOf('>', end)
    closeElement(state, name)
    return after < 0 ? html.length : after + 1
  }
  return close + 1
}

/** Where the end tag of a script, style and the like stands; -1 when it never comes, and the rest is its content. */
function endOfRaw(html: string, name: string, from: number): number {
  const pattern = new RegExp(`</${name}`, 'gi')
  pattern.lastIndex = from
  return pattern.exec(html)?.index ?? -1
}

/** The closing `>` of a tag, quotes respected within reason. */
function tagEnd(html: string, open: number): number {
  const plain = html.indexOf('>', open)
  if (plain < 0) return html.length
  const quoted = /^<[^"'>]*(?:"[^"]{0,4000}"[^"'>]*|'[^']{0,4000}'[^"'>]*)*>/.exec(
    html.slice(open, open + 10_000),
  )
  return quoted === null ? plain : open + quoted[0].length - 1
}

const ATTRIBUTES = {
  style: /\sstyle\s*=\s*(?:"([^"]*)"|'([^']*)'|([^\s>]+))/i,
  colspan: /\scolspan\s*=\s*(?:"([^"]*)"|'([^']*)'|([^\s>]+))/i,
  rowspan: /\srowspan\s*=\s*(?:"([^"]*)"|'([^']*)'|([^\s>]+))/i,
} as const

function attribute(tag: string, name: keyof typeof ATTRIBUTES): string {
  const match = ATTRIBUTES[name].exec(tag)
  return match?.[1] ?? match?.[2] ?? match?.[3] ?? ''
}

function openElement(state: State, name: string, tag: string): void {
  if (BLOCK.test(name) || name === 'br') flush(state)
  // The first element of a body ends a head that nobody closed.
  if (state.elements.at(-1)?.head === true && name !== 'html' && BLOCK.test(name)) closeElement(state, 'head')
  if (name === 'br') {
    // Two breaks in a row are an empty line.
    if (state.broken) state.gap = true
    state.broken = true
    return
  }
  if (name === 'p' || name === 'hr' || /^h[1-6]$/.test(name)) state.gap = true
  if (VOID.test(name)) {
    if (name === 'wbr' || name === 'img') state.line += ''
    return
  }
  if (state.elements.length < ELEMENTS_MAX) state.elements.push(elementOf(name, tag, state.elements.at(-1)))
  if (name === 'blockquote') state.quote += 1
  if (name === 'li') state.line += '- '
  if (name === 'table') openTable(state)
  if (name === 'tr') openRow(state)
  if (name === 'td' || name === 'th') openCell(state, name === 'th', tag)
}

function elementOf(name: string, tag: string, parent: OpenElement | undefined): OpenElement {
  const style = tag.length > 12 ? attribute(tag, 'style').toLowerCase() : ''
  return {
    name,
    bold:
      parent?.bold === true ||
      name === 'b' ||
      name === 'strong' ||
      /font-weight\s*:\s*(?:bold|[6-9]00)/.test(style),
    struck:
      parent?.struck === true ||
      name === 's' ||
      name === 'strike' ||
      name === 'del' ||
      style.includes('line-through'),
    hidden:
      parent?.hidden === true || name === 'head' || /display\s*:\s*none|visibility\s*:\s*hidden/.test(style),
    pre: parent?.pre === true || name === 'pre',
    head: parent?.head === true || name === 'head',
    quote: name === 'blockquote',
  }
}

function closeElement(state: State, name: string): void {
  if (BLOCK.test(name)) flush(state)
  if (name === 'p' || name === 'table' || name === 'ul' || name === 'ol' || /^h[1-6]$/.test(name))
    state.gap = true
  if (name === 'td' || name === 'th' || name === 'tr') {
    const table = state.tables.at(-1)
    if (table !== undefined && name === 'tr') table.open = false
  }
  if (name === 'table') closeTable(state)
  const found = state.elements.findLastIndex((element) => element.name === name)
  if (found < 0) return
  for (const element of state.elements.splice(found))
    if (element.quote) state.quote = Math.max(0, state.quote - 1)
}

function openTable(state: State): void {
  if (state.tables.length >= TABLES_MAX) return
  const outer = state.tables.at(-1)?.rows.at(-1)?.at(-1)
  if (outer !== undefined) outer.nested = true
  state.tables.push({ rows: [], open: false, quote: state.quote })
}

function openRow(state: State): void {
  if (state.tables.length === 0) openTable(state)
  const table = state.tables.at(-1)
  if (table === undefined) return
  if (table.rows.length >= ROWS_MAX) {
    state.cut = true
    return
  }
  table.rows.push([])
  table.open = true
}

function openCell(state: State, header: boolean, tag: string): void {
  if (state.tables.at(-1)?.open !== true) openRow(state)
  const row = state.tables.at(-1)?.rows.at(-1)
  if (row === undefined || row.length >= COLUMNS_MAX) return
  row.push({
    items: [],
    header,
    colspan: Math.min(COLUMNS_MAX, Math.max(1, Number.parseInt(attribute(tag, 'colspan'), 10) || 1)),
    rowspan: Math.min(200, Math.max(1, Number.parseInt(attribute(tag, 'rowspan'), 10) || 1)),
    nested: false,
  })
}

function closeTable(state: State): void {
  const table = state.tables.pop()
  if (table === undefined) return
  const items = flattenTable(table)
  const target = state.tables.at(-1)?.rows.at(-1)?.at(-1)?.items ?? state.root
  for (const item of items) target.push(item)
}

/** Runs of rows without inner tables stay rows; a row that only lays out the page becomes its contents in order. */
function flattenTable(table: OpenTable): Item[] {
  const items: Item[] = []
  let run: OpenCell[][] = []
  const endRun = (): void => {
    const rows = spread(run)
    if (rows.length > 0) items.push({ kind: 'grid', rows, quote: table.quote })
    run = []
  }
  for (const row of table.rows) {
    const filled = row.filter((cell) => cell.items.length > 0)
    if (filled.length === 0) continue
    const layout = filled.some(
      (cell) => cell.nested || cell.items.length > 40 || cell.items.some((item) => item.kind === 'grid'),
    )
    if (!layout && filled.length > 1) {
      run.push(row)
      continue
    }
    if (!layout && run.length > 0 && row.length > 1) {
      run.push(row)
      continue
    }
    endRun()
    for (const cell of filled) items.push(...cell.items)
  }
  endRun()
  return items
}

/** Cells by column, joined cells repeated down and padded to the right. */
function spread(rows: readonly OpenCell[][]): Cell[][] {
  const carried: { left: number; cell: Cell }[] = []
  return rows.map((row) => {
    const out: Cell[] = []
    const takeCarried = (): void => {
      for (
        let held = carried[out.length];
        held !== undefined && held.left > 0 && out.length < COLUMNS_MAX;
        held = carried[out.length]
      ) {
        held.left -= 1
        out.push(held.cell)
      }
    }
    for (const cell of row) {
      takeCarried()
      const value: Cell = { text: cellText(cell.items), header: cell.header }
      for (let column = 0; column < cell.colspan && out.length < COLUMNS_MAX; column += 1) {
        if (cell.rowspan > 1) carried[out.length] = { left: cell.rowspan - 1, cell: value }
        out.push(column === 0 ? value : { text: '', header: cell.header })
      }
    }
    takeCarried()
    return out
  })
}

function cellText(items: readonly Item[]): string {
  return items
    .map((item) => (item.kind === 'line' ? item.text : ''))
    .join('\n')
    .trim()
}

function addText(state: State, raw: string): void {
  const top = state.elements.at(-1)
  if (top?.hidden === true) return
  const pre = top?.pre === true
  const text = decodeEntities(pre ? raw : raw.replace(/[ \t\r\n\f]+/g, ' '))
  if (top?.struck === true) {
    if (text.trim() !== '') state.struck.push(plainText(text).trim())
    return
  }
  const bold = top?.bold === true
  const pieces = pre ? text.split(/\r?\n/) : [text]
  for (const [index, piece] of pieces.entries()) {
    if (index > 0) flush(state)
    append(state, piece, bold)
  }
}

function append(state: State, text: string, bold: boolean): void {
  if (text.trim() === '') {
    if (state.line !== '') state.line += text === '' ? '' : ' '
    return
  }
  state.broken = false
  state.line += state.line === '' && !text.startsWith('\u00a0') ? text.trimStart() : text
  if (!bold) state.leadOpen = false
  else if (state.leadOpen) state.lead = state.line.length
}

/** Ends the line being built and hands it to the innermost cell or to the page. */
function flush(state: State): void {
  const text = plainText(state.line).trim()
  const lead = state.lead === 0 ? 0 : plainText(state.line.slice(0, state.lead)).trim().length
  state.line = ''
  state.lead = 0
  state.leadOpen = true
  if (text === '' || text === '-') return
  const line: Line = { kind: 'line', text, lead, quote: state.quote, gap: state.gap }
  state.gap = false
  state.items += 1
  const cell = state.tables.at(-1)?.rows.at(-1)?.at(-1)
  if (cell === undefined) state.root.push(line)
  else cell.items.push(line)
}
