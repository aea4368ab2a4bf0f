import { classify } from '../lexicon/label.ts'
import { COLUMNS_MAX } from './item.ts'
import type { Cell, Grid, Item } from './item.ts'
import { isKnown, isSentence, isStrong } from './label-line.ts'

/** Tables that were drawn with blanks, or lost their lines on the way into plain text. */

/** Columns lined up by blanks under a line of at least two known names. */
export function spacedTable(items: readonly Item[], at: number): { grid: Grid; count: number } | undefined {
  const first = items[at]
  if (first?.kind !== 'line') return undefined
  const starts = [...first.text.matchAll(/(?<=^|\s{2,})\S/g)].map((match) => match.index)
  if (starts.length < 2 || starts.length > COLUMNS_MAX) return undefined
  const names = slice(first.text, starts)
  if (
    names.filter((name) => isStrong(name)).length < Math.max(2, names.length / 2) ||
    names.some((name) => /:|\d/.test(name.replace(/\([^)]*\)/g, ''))) ||
    (names.length === 2 && classify(names[0] ?? '').role === classify(names[1] ?? '').role)
  )
    return undefined
  const rows: Cell[][] = [names.map((text) => ({ text, header: true }))]
  let count = 1
  for (
    let next = items[at + count];
    next?.kind === 'line' && !(next.gap && count > 1);
    next = items[at + count]
  ) {
    // Rows that are set apart by blanks but not lined up: as many cells as names is enough.
    if (!/\S(?:\t|\s{2,})\S/.test(next.text)) break
    const apart = next.text.trim().split(/\t+|\s{2,}/)
    const cells = apart.length === names.length ? apart : slice(next.text, starts)
    if (cells.filter((cell) => cell !== '').length < 2 || isSentence(next.text.replace(/\s{2,}/g, ' | ')))
      break
    rows.push(cells.map((text) => ({ text, header: false })))
    count += 1
  }
  return rows.length < 2 ? undefined : { grid: { kind: 'grid', rows, quote: first.quote }, count }
}

/** Cells by the offsets of the header; a cell that begins a little earlier keeps its whole word. */
function slice(text: string, starts: readonly number[]): string[] {
  const bounds = starts.map((start, index) => {
    if (index === 0) return 0
    let at = Math.min(start, text.length)
    while (at > 0 && /\S/.test(text[at - 1] ?? ' ') && start - at < 12) at -= 1
    return at
  })
  return bounds.map((from, index) => text.slice(from, bounds[index + 1] ?? text.length).trim())
}

/** Column names one below the other, then the values of each row in the same order (a table pasted as text). */
export function stackedTable(items: readonly Item[], at: number): { grid: Grid; count: number } | undefined {
  const names: string[] = []
  let count = 0
  for (let item = items[at]; item?.kind === 'line' && names.length < 12; item = items[at + count]) {
    const text = item.text.trim()
    if (text.length > 40 || /[:.。]$|^[■●◆○・【[<(]/.test(text) || !isKnown(text) || /\d/.test(text)) break
    names.push(text)
    count += 1
  }
  if (names.length < 3 || !names.some((name) => classify(name).role === 'object')) return undefined
  const rows: Cell[][] = [names.map((text) => ({ text, header: true }))]
  let row: string[] = []
  for (let item = items[at + count]; item?.kind === 'line'; item = items[at + count]) {
    if (isSentence(item.text) || /:\s/.test(item.text)) break
    if ((item.gap || row.length === names.length) && row.length > 0) {
      rows.push(padded(row, names.length))
      row = []
    }
    row.push(item.text.trim())
    count += 1
  }
  if (row.length > 1) rows.push(padded(row, names.length))
  return rows.length < 2 ? undefined : { grid: { kind: 'grid', rows, quote: 0 }, count }
}

function padded(row: readonly string[], width: number): Cell[] {
  return Array.from({ length: width }, (_, index) => ({ text: row[index] ?? '', header: false }))
}

/** A whole table in one line, cells set apart by blanks: names, then values in multiples of the names. */
export function flatTable(text: string): Grid | undefined {
  const cells = text
    .split(/\t+|\s{2,}/)
    .map((cell) => cell.trim())
    .filter((cell) => cell !== '')
  if (cells.length < 4 || cells.length > 600) return undefined
  const first = cells.findIndex((cell, index) => isStrong(cell) && isStrong(cells[index + 1] ?? ''))
  if (first < 0 || first > 2) return undefined
  let width = 0
  while (
    first + width < cells.length &&
    isKnown(cells[first + width] ?? '') &&
    !/\d{3}/.test(cells[first + width] ?? '')
  )
    width += 1
  if (width < 2) return undefined
  const values = cells.slice(first + width)
  if (values.length < width || values.length % width !== 0) return undefined
  // A value in words under a column of ids shows that the names were not counted rightly.
  const ids = cells.slice(first, first + width).map((name) => classify(name).role === 'object')
  if (values.some((value, at) => ids[at % width] === true && !/^(?:\S+|[A-Z0-9/ ._-]+)$/.test(value)))
    return undefined
  const rows: Cell[][] = [cells.slice(first, first + width).map((name) => ({ text: name, header: true }))]
  for (let at = 0; at + width <= values.length; at += width)
    rows.push(values.slice(at, at + width).map((value) => ({ text: value, header: false })))
  return { kind: 'grid', rows, quote: 0 }
}
