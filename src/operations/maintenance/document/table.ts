import { impactOf } from '../lexicon/impact.ts'
import { classify } from '../lexicon/label.ts'
import type { Label } from '../lexicon/label.ts'
import type { Cell, Grid } from './item.ts'
import { isBareId, isKnown } from './label-line.ts'

/** What a table says: rows under column names, label and value side by side, or mere text. */
export type Piece =
  | { kind: 'row'; cells: { label: Label; value: string }[] }
  | { kind: 'pair'; raw: string; value: string }
  | { kind: 'text'; text: string }

/** Reads a grid whichever way it runs: names in a row above, in a column at the left, or side by side. */
export function readTable(grid: Grid): Piece[] {
  const rows = grid.rows
    .map((row) => row.map((cell) => ({ ...cell, text: cell.text.trim() })))
    .filter((row) => row.some((cell) => cell.text !== ''))
  const columns = transposed(rows)
  if (columns !== undefined) return columns
  const pieces: Piece[] = []
  const sideBySide = isSideBySide(rows)
  let header: Label[] | undefined
  for (const [index, row] of rows.entries()) {
    const cells = row.map((cell) => cell.text)
    if (!sideBySide && isHeader(row, rows[index + 1])) {
      header = row.map((cell) => classify(oneLine(cell.text)))
      continue
    }
    if (header !== undefined && fitsHeader(cells, header)) {
      pieces.push(...rowUnder(header, cells))
      continue
    }
    header = undefined
    pieces.push(...looseRow(cells))
  }
  return pieces
}

function oneLine(text: string): string {
  return text.replace(/\n/g, ' ')
}

function rowUnder(header: readonly Label[], cells: readonly string[]): Piece[] {
  const named = cells.flatMap((value, column) => {
    const label = header[column]
    return label === undefined || value === '' ? [] : [{ label, value }]
  })
  return named.length > 0 ? [{ kind: 'row', cells: named }] : []
}

/** Rows without names above: label and value side by side, once or several times. */
function looseRow(cells: readonly string[]): Piece[] {
  const rest = cells.slice(cells.findIndex((cell) => cell !== ''))
  if (
    rest.length >= 2 &&
    rest.length % 2 === 0 &&
    rest.every((cell, index) => index % 2 === 1 || cell === '' || isCellLabel(cell))
  ) {
    return rest.flatMap((raw, index): Piece[] =>
      index % 2 === 1 || raw === '' ? [] : [{ kind: 'pair', raw, value: rest[index + 1] ?? '' }],
    )
  }
  const filled = rest.filter((cell) => cell !== '')
  const [first = '', second = ''] = filled
  if (second !== '' && isBareId(first) && impactOf(second) !== undefined && !/\d{3}/.test(second)) {
    // An id with what happens to it, under no names.
    return [
      {
        kind: 'row',
        cells: [
          { label: classify('circuit id'), value: first },
          { label: classify('impact'), value: second },
        ],
      },
    ]
  }
  // A name over several rows, and names of its parts: `予備 | 開始 | 22:00`.
  if (filled.length >= 3 && isCellLabel(first) && isPart(second))
    return [{ kind: 'pair', raw: `${oneLine(first)} ${oneLine(second)}`, value: filled.slice(2).join('\n') }]
  if (rest.length >= 2 && isCellLabel(first))
    return [{ kind: 'pair', raw: first, value: filled.slice(1).join('\n') }]
  return filled
    .flatMap((cell) => cell.split('\n'))
    .filter((text) => text.trim() !== '')
    .map((text) => ({ kind: 'text', text }))
}

function isPart(cell: string): boolean {
  return /^(?:start|end)$/.test(classify(oneLine(cell)).role) && !/\d/.test(cell)
}

function isCellLabel(cell: string): boolean {
  const text = cell.trim()
  if (text.includes('\n') && text.length > 60) return false
  const label = classify(oneLine(text))
  if (label.role !== 'unknown') return !/\d{4}/.test(text)
  return (
    text.length <= 50 && text.split(/\s+/).length <= 6 && !/\d/.test(text) && !/(?<!\bno)[.。]$/i.test(text)
  )
}

/** A row of column names: none holds a value, and enough of them are known. */
function isHeader(row: readonly Cell[], below: readonly Cell[] | undefined): boolean {
  const filled = row.filter((cell) => cell.text !== '')
  if (filled.length < 2 || below === undefined) return false
  if (
    filled.some(
      (cell) => /\d{4}|\d:\d\d|@/.test(cell.text.replace(/\([^)]*\)/g, '')) || cell.text.length > 70,
    )
  )
    return false
  const known = filled.filter((cell) => isKnown(oneLine(cell.text))).length
  // Names and values in turn: `System | RSG-1 | Circuits | RSG1-JED-MRS-012`.
  if (
    filled.length % 2 === 0 &&
    filled.every((cell, index) => isKnown(oneLine(cell.text)) === (index % 2 === 0)) &&
    filled.some((cell, index) => index % 2 === 1 && /\d/.test(cell.text))
  )
    return false
  if (filled.length === 2 && known < 2) return false
  // `Start: | 2021… | End: | 2021…`: names with a colon and values without stand side by side.
  const colons = filled.filter((cell) => /:\s*$/.test(cell.text)).length
  if (colons > 0 && colons < filled.length) return false
  return known >= 2 && known >= filled.length / 3
}

/** Two columns of which the first holds names all the way down. */
function isSideBySide(rows: readonly Cell[][]): boolean {
  let names = 0
  let pairs = 0
  for (const row of rows) {
    const filled = row.filter((cell) => cell.text !== '')
    if (filled.length > 2) return false
    if (filled.length < 2) continue
    pairs += 1
    if (isKnown(filled[0]?.text ?? '') && !/\d{3}/.test(filled[0]?.text ?? '')) names += 1
  }
  return pairs >= 2 && names >= 2 && names >= pairs * 0.6
}

function fitsHeader(cells: readonly string[], header: readonly Label[]): boolean {
  if (cells.length > header.length) return false
  const filled = cells.filter((cell) => cell !== '').length
  return filled >= 2 || (filled === 1 && header.length <= 2) || cells.length === header.length
}

/**
 * Names in the first column and a record in each further one: `Start | 00:00 | 22:00` under `| Paris | UTC`. The names
 * above, where there are any, give their column its zone, or say that it is the backup.
 */
function transposed(rows: readonly Cell[][]): Piece[] | undefined {
  const width = Math.max(0, ...rows.map((row) => row.length))
  const [top] = rows
  if (rows.length < 2 || width < 3 || width > 12 || top === undefined) return undefined
  const headed =
    top[0]?.text === '' ||
    (isKnown(top[0]?.text ?? '') &&
      top.slice(1).every((cell) => cell.text !== '' && !/\d{3}/.test(cell.text)))
  if (!headed || (top[0]?.text !== '' && isHeader(top, rows[1]))) return undefined
  const body = rows.slice(1)
  const names = body.filter((row) => isKnown(row[0]?.text ?? '') && !/\d{3}/.test(row[0]?.text ?? ''))
  const roles = names.map((row) => classify(row[0]?.text ?? '').role)
  const temporal = roles.includes('start') || roles.includes('end')
  if (top.slice(1).some((cell) => ['start', 'end'].includes(classify(oneLine(cell.text)).role)))
    return undefined
  if (names.length < 2 || names.length < body.length * 0.8 || !temporal) return undefined
  return Array.from({ length: width - 1 }, (_, index) => columnRecord(names, top, index + 1))
}

function columnRecord(names: readonly Cell[][], top: readonly Cell[], column: number): Piece {
  const above = classify(oneLine(top[column]?.text ?? ''))
  const cells = names.flatMap((row) => {
    const label = classify(oneLine(row[0]?.text ?? ''))
    const value = row[column]?.text ?? ''
    const joined: Label = {
      ...label,
      zones: label.zones ?? above.zones,
      backup: label.backup || above.backup,
      previous: label.previous || above.previous,
      next: label.next || above.next,
    }
    return value === '' ? [] : [{ label: joined, value }]
  })
  return { kind: 'row', cells }
}
