import { SaxesParser } from 'saxes'
import type { Cell, Grid } from '../document/item.ts'
import { COLUMNS_MAX, ROWS_MAX } from '../document/item.ts'
import { plainText } from '../document/plain.ts'
import { inflateEntry, readArchive } from './archive.ts'
import type { ArchiveEntry } from './archive.ts'

/** XLSX to grids, one a sheet. Joined cells repeat downwards, dates come out as ISO text. */

const XML_BYTES_MAX = 16 * 1024 * 1024
const SHEETS_MAX = 20
const STRINGS_MAX = 50_000

export type Workbook = { grids: Grid[] } | { unreadable: 'damaged' | 'encrypted' }

export function readWorkbook(bytes: Uint8Array): Workbook {
  // An encrypted workbook is an OLE file, not a ZIP.
  if (bytes[0] === 0xd0 && bytes[1] === 0xcf) return { unreadable: 'encrypted' }
  const archive = readArchive(bytes)
  if ('unreadable' in archive) return { unreadable: 'damaged' }
  if (archive.entries.some((entry) => entry.encrypted)) return { unreadable: 'encrypted' }
  const text = (name: string): string | undefined =>
    xmlOf(archive.entries.find((entry) => entry.name === name))
  const strings = sharedStrings(text('xl/sharedStrings.xml') ?? '')
  const dates = dateStyles(text('xl/styles.xml') ?? '')
  const sheets = archive.entries
    .filter((entry) => /^xl\/worksheets\/sheet\d+\.xml$/.test(entry.name))
    .slice(0, SHEETS_MAX)
  const grids: Grid[] = []
  for (const sheet of sheets.toSorted((a, b) => a.name.localeCompare(b.name, 'en', { numeric: true }))) {
    const xml = xmlOf(sheet)
    if (xml === undefined) return { unreadable: 'damaged' }
    grids.push({ kind: 'grid', rows: sheetRows(xml, strings, dates), quote: 0 })
  }
  return grids.length === 0 ? { unreadable: 'damaged' } : { grids }
}

function xmlOf(entry: ArchiveEntry | undefined): string | undefined {
  if (entry === undefined) return undefined
  const bytes = inflateEntry(entry, XML_BYTES_MAX)
  return bytes === undefined ? undefined : new TextDecoder().decode(bytes)
}

type Handlers = {
  open?: (name: string, attributes: Record<string, string>) => void
  close?: (name: string) => void
  text?: (text: string) => void
}

/** Runs over XML; what is not well formed ends the reading where it breaks. */
function walk(xml: string, handlers: Handlers): void {
  const parser = new SaxesParser({ xmlns: false })
  let broken = false
  parser.on('error', () => {
    broken = true
  })
  const local = (name: string): string => name.slice(name.indexOf(':') + 1)
  parser.on('opentag', (tag) => {
    if (!broken) handlers.open?.(local(tag.name), tag.attributes)
  })
  parser.on('closetag', (tag) => {
    if (!broken) handlers.close?.(local(tag.name))
  })
  parser.on('text', (text) => {
    if (!broken) handlers.text?.(text)
  })
  parser.write(xml).close()
}

function sharedStrings(xml: string): string[] {
  const strings: string[] = []
  let current = ''
  let inText = false
  let phonetic = false
  walk(xml, {
    open: (name) => {
      if (name === 'si') current = ''
      if (name === 'rPh') phonetic = true
      if (name === 't') inText = !phonetic
    },
    text: (text) => {
      if (inText && current.length < 10_000) current += text
    },
    close: (name) => {
      if (name === 't') inText = false
      if (name === 'rPh') phonetic = false
      if (name === 'si' && strings.length < STRINGS_MAX) strings.push(current)
    },
  })
  return strings
}

/** For each cell style whether its number format shows a date or time. */
function dateStyles(xml: string): boolean[] {
  const custom = new Map<string, boolean>()
  const styles: boolean[] = []
  let inFormats = false
  walk(xml, {
    open: (name, attributes) => {
      if (name === 'cellXfs') inFormats = true
      if (name === 'numFmt')
        custom.set(
          attributes['numFmtId'] ?? '',
          /[ymdh年月日時]/i.test((attributes['formatCode'] ?? '').replace(/"[^"]*"|\[[^\]]*\]|\\./g, '')),
        )
      if (name !== 'xf' || !inFormats) return
      const id = attributes['numFmtId'] ?? '0'
      const number = Number(id)
      styles.push(
        custom.get(id) ??
          ((number >= 14 && number <= 22) ||
            (number >= 27 && number <= 36) ||
            (number >= 45 && number <= 58)),
      )
    },
    close: (name) => {
      if (name === 'cellXfs') inFormats = false
    },
  })
  return styles
}

type OpenCell = { row: number; column: number; type: string; style: number; text: string }

function sheetRows(xml: string, strings: readonly string[], dates: readonly boolean[]): Cell[][] {
  const rows: Cell[][] = []
  const merges: string[] = []
  let cell: OpenCell | undefined
  let inValue = false
  let row = 0
  walk(xml, {
    open: (name, attributes) => {
      if (name === 'row') row = Math.max(0, Number(attributes['r'] ?? row + 1) - 1)
      if (name === 'c')
        cell = {
          ...position(attributes['r'] ?? '', row),
          type: attributes['t'] ?? 'n',
          style: Number(attributes['s'] ?? 0),
          text: '',
        }
      if (name === 'v' || name === 't') inValue = true
      if (name === 'mergeCell' && merges.length < 5_000) merges.push(attributes['ref'] ?? '')
    },
    text: (text) => {
      if (inValue && cell !== undefined && cell.text.length < 10_000) cell.text += text
    },
    close: (name) => {
      if (name === 'v' || name === 't') inValue = false
      if (name !== 'c' || cell === undefined) return
      place(rows, cell, valueOf(cell, strings, dates))
      cell = undefined
    },
  })
  for (const merge of merges) repeatDown(rows, merge)
  return rows.filter((one) => one.some((value) => value.text !== ''))
}

function position(reference: string, row: number): { row: number; column: number } {
  const match = /^([A-Z]{1,3})(\d{1,7})$/.exec(reference)
  if (match === null) return { row, column: 0 }
  let column = 0
  for (const letter of match[1] ?? '') column = column * 26 + letter.charCodeAt(0) - 64
  return { row: Number(match[2]) - 1, column: column - 1 }
}

function place(rows: Cell[][], cell: OpenCell, text: string): void {
  if (cell.row >= ROWS_MAX || cell.column >= COLUMNS_MAX) return
  while (rows.length <= cell.row) rows.push([])
  const row = rows[cell.row]
  if (row === undefined) return
  while (row.length <= cell.column) row.push({ text: '', header: false })
  row[cell.column] = { text: plainText(text).trim(), header: false }
}

function valueOf(cell: OpenCell, strings: readonly string[], dates: readonly boolean[]): string {
  if (cell.type === 's') return strings[Number(cell.text)] ?? ''
  if (cell.type !== 'n' || dates[cell.style] !== true || !/^-?\d+(?:\.\d+)?(?:E[+-]?\d+)?$/i.test(cell.text))
    return cell.text
  return serialDate(Number(cell.text))
}

/** Days since 1899-12-30 as a date, a time, or both; seconds are rounded because serials are binary fractions. */
function serialDate(serial: number): string {
  const iso = new Date(Math.round((serial - 25_569) * 86_400) * 1_000)
  if (!Number.isFinite(iso.getTime())) return String(serial)
  const text = iso.toISOString()
  if (serial < 1) return text.slice(11, 16)
  return serial % 1 === 0 ? text.slice(0, 10) : `${text.slice(0, 10)} ${text.slice(11, 16)}`
}

/** A cell joined over rows stands for each of them. */
function repeatDown(rows: Cell[][], reference: string): void {
  const [from, to] = reference.split(':')
  const start = position(from ?? '', 0)
  const end = position(to ?? '', 0)
  const value = rows[start.row]?.[start.column]
  if (value === undefined || end.row <= start.row) return
  for (let at = start.row + 1; at <= Math.min(end.row, rows.length - 1); at += 1) {
    const row = rows[at]
    if (row === undefined || start.column >= COLUMNS_MAX) continue
    while (row.length <= start.column) row.push({ text: '', header: false })
    row[start.column] = value
  }
}
