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

/** `cut`: some sheet has more rows than are read. */
export type Workbook = { grids: Grid[]; cut: boolean } | { unreadable: 'damaged' | 'encrypted' }

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
  let cut = false
  for (const sheet of sheets.toSorted((a, b) => a.name.localeCompare(b.name, 'en', { numeric: true }))) {
    const xml = xmlOf(sheet)
    if (xml === undefined) return { unreadable: 'damaged' }
    const { rows, cut: more } = sheetRows(xml, strings, dates)
    grids.push({ kind: 'grid', rows, quote: 0 })
    cut ||= more
  }
  return grids.length === 0 ? { unreadable: 'damaged' } : { grids, cut }
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
  /** Whether enough was read. */
  done?: () => boolean
}

/** A sheet made to exhaust is left after a piece, before all of it has become objects. */
const PIECE_CHARACTERS = 64 * 1024

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
  const isOver = (): boolean => broken || handlers.done?.() === true
  for (let at = 0; at < xml.length && !isOver(); at += PIECE_CHARACTERS)
    parser.write(xml.slice(at, at + PIECE_CHARACTERS))
  if (!isOver()) parser.close()
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

const MERGES_MAX = 5_000

/** Rows and cells may name their place; those that do not come after the one before. */
function sheetRows(
  xml: string,
  strings: readonly string[],
  dates: readonly boolean[],
): { rows: Cell[][]; cut: boolean } {
  const rows: Cell[][] = []
  const merges: string[] = []
  let cell: OpenCell | undefined
  let inValue = false
  let row = -1
  let column = -1
  walk(xml, {
    open: (name, attributes) => {
      if (name === 'row') {
        row = wholeFrom(attributes['r'], row + 2) - 1
        column = -1
      }
      if (name === 'c') {
        const at = position(attributes['r'] ?? '') ?? { row: Math.max(0, row), column: column + 1 }
        column = at.column
        cell = {
          ...at,
          type: attributes['t'] ?? 'n',
          style: Number(attributes['s'] ?? 0),
          text: '',
        }
      }
      if (name === 'v' || name === 't') inValue = true
      if (name === 'mergeCell' && merges.length < MERGES_MAX) merges.push(attributes['ref'] ?? '')
    },
    done: () => row >= ROWS_MAX,
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
  const cut = row >= ROWS_MAX
  if (cut) merges.push(...mergesAfter(xml))
  for (const merge of merges) repeatDown(rows, merge)
  return { rows: rows.filter((one) => one.some((value) => value.text !== '')), cut }
}

function wholeFrom(text: string | undefined, otherwise: number): number {
  const whole = Number(text ?? otherwise)
  return Number.isSafeInteger(whole) && whole > 0 ? whole : otherwise
}

/** Joined cells are listed behind all rows. */
function mergesAfter(xml: string): string[] {
  const rest = xml.slice(xml.lastIndexOf('sheetData>'))
  return [...rest.matchAll(/<(?:\w+:)?mergeCell\s[^>]{0,200}?ref="([A-Z0-9:]{1,30})"/g)]
    .slice(0, MERGES_MAX)
    .map((match) => match[1] ?? '')
}

function position(reference: string): { row: number; column: number } | undefined {
  const match = /^([A-Z]{1,3})(\d{1,7})$/.exec(reference)
  if (match === null) return undefined
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
  const start = position(from ?? '')
  const end = position(to ?? '')
  if (start === undefined || end === undefined) return
  const value = rows[start.row]?.[start.column]
  if (value === undefined || end.row <= start.row) return
  for (let at = start.row + 1; at <= Math.min(end.row, rows.length - 1); at += 1) {
    const row = rows[at]
    if (row === undefined || start.column >= COLUMNS_MAX) continue
    while (row.length <= start.column) row.push({ text: '', header: false })
    row[start.column] = value
  }
}
