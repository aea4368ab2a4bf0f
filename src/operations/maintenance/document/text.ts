import { COLUMNS_MAX, ITEMS_MAX, ROWS_MAX } from './item.ts'
import type { Cell, Doc, Item, Line, SourceKind } from './item.ts'
import { plainText } from './plain.ts'

/** Reads plain text: lines with their depth of quotation, and rows where tabs or bars draw a table. */
export function readText(raw: string, flowed: boolean, source: SourceKind = 'text'): Doc {
  const joined = flowed ? unflow(raw) : raw
  const items: Item[] = []
  let gap = true
  let cut = false
  const lines = plainText(joined.replace(/<!--[\s\S]{0,4000}?-->/g, '')).split(/\r\n|\r|\n|\f/)
  // `start=2028-06-02 18:00 UTC` as programs write it: several such lines, so that no sentence is meant.
  const assigned = lines.slice(0, ASSIGNED_WITHIN).filter((each) => ASSIGNED.test(each)).length >= 3
  for (const eachLine of lines) {
    const rawLine = assigned ? eachLine.replace(ASSIGNED, '$1: ') : eachLine
    if (items.length >= ITEMS_MAX) {
      cut = true
      break
    }
    const quote = /^(?:\s?>)+/.exec(rawLine)?.[0] ?? ''
    const text = undrawn(rawLine.slice(quote.length)).replace(EMPHASIS, '$1').trimEnd()
    if (text.trim() === '' || /^\s*[-=_*+|~─━]{5,}\s*$|^--\s*$/.test(text)) {
      gap = true
      if (/^\s*[_─━]{20,}\s*$/.test(text))
        items.push(line('________________', 0, quote.replace(/[^>]/g, '').length, true))
      continue
    }
    items.push(line(text, 0, quote.replace(/[^>]/g, '').length, gap))
    gap = false
  }
  return { source, items: groupRows(items), struck: [], ...(cut && { cut }) }
}

const ASSIGNED_WITHIN = 200
const ASSIGNED = /^\s{0,8}([A-Za-z][\w .-]{0,30}?)\s?=\s?(?=[^\s=])/

/** `*Start:* 10:00` as some programs write bold in plain text. */
const EMPHASIS = /(?<![*\w])\*(?![*\s])([^*\n]{1,200}?)\*(?!\*)/g

/** Frames of tables drawn with lines: bars where cells end, nothing where rows do. */
function undrawn(text: string): string {
  // `"start": "2026-05-22T01:00:00Z",` as programs send it.
  const named = /^\s*"([A-Za-z_]\w*)"\s*:\s*(\S.*?),?\s*$/.exec(text)
  if (named !== null) return `${named[1]}: ${(named[2] ?? '').replace(/[[\]"]/g, '')}`
  if (!/[─-╿]/.test(text)) return text
  return /^[\s─-╿]+$/.test(text) && /[┌┬┐├┼┤└┴┘╔╦╗╠╬╣╚╩╝]/.test(text) ? '' : text.replace(/[│┃║]/g, '|')
}

function line(text: string, lead: number, quote: number, gap: boolean): Line {
  return { kind: 'line', text, lead, quote, gap }
}

/** RFC 3676: a line that ends in a blank goes on in the next; the signature mark `-- ` does not. */
function unflow(raw: string): string {
  return raw.replace(/([^\n]*) \r?\n(?!\s*\r?\n)/g, (whole, start: string) =>
    /^(?:>\s?)*--$/.test(start) ? whole : `${start} `,
  )
}

/** Consecutive lines with as many tabs or bars become a grid. */
function groupRows(items: readonly Item[]): Item[] {
  const out: Item[] = []
  let at = 0
  while (at < items.length) {
    const run = rowRun(items, at)
    if (run.length < 2) {
      const item = items[at]
      if (item !== undefined) out.push(item)
      at += 1
      continue
    }
    out.push({ kind: 'grid', rows: run, quote: items[at]?.quote ?? 0 })
    at += run.length
  }
  return out
}

function rowRun(items: readonly Item[], from: number): Cell[][] {
  const rows: Cell[][] = []
  for (let at = from; at < items.length && rows.length < ROWS_MAX; at += 1) {
    const item = items[at]
    if (item?.kind !== 'line') break
    const cells = rowCells(item.text)
    const first = rows[0]
    if (cells === undefined || (first !== undefined && cells.length !== first.length)) break
    rows.push(cells)
  }
  return rows
}

function rowCells(text: string): Cell[] | undefined {
  const bars = (text.match(/\|/g) ?? []).length
  const barred = bars >= 2 || (bars === 1 && /^[^|]{1,60}\s\|\s[^|]+$/.test(text))
  const pieces = barred
    ? text
        .replace(/^\s*\|/, '')
        .replace(/\|\s*$/, '')
        .split('|')
    : text.split(/\t+/)
  if (pieces.length < 2 || pieces.length > COLUMNS_MAX) return undefined
  return pieces.map((piece) => ({ text: piece.trim(), header: false }))
}
