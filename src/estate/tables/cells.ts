import { isUtf8 } from 'node:buffer'
import { parse } from 'csv-parse/sync'
import type { CsvError, Options } from 'csv-parse/sync'
import encodingJapanese from 'encoding-japanese'
import iconv from 'iconv-lite'
import readXlsx from 'read-excel-file/node'
import { InputError } from '../../platform/failure.ts'
import type { Finding } from '../network.ts'
import { startsWithBom } from '../text-bytes.ts'
import { checkZipSize, looksLikeZip } from './zip-size.ts'

/** A row as it stands in its file: `number` is its line (CSV) or row (XLSX), from 1. */
export type Row = { number: number; cells: string[] }

export type Cells = {
  rows: Row[]
  /** Name of the sheet, of a workbook. */
  sheet?: string
  findings: Finding[]
}

/** What ISO-2022-JP begins Japanese text with. */
const JIS_ESCAPES = ['\u001B$B', '\u001B$@', '\u001B(J']

const ROWS_MAX = 1_000_000
const RECORD_SIZE_MAX = 1_000_000
const COLUMNS_MAX = 1_000

/** True for the first bytes of an XLSX workbook. */
export { looksLikeZip as looksLikeWorkbook }

/** The cells of a CSV file or of one sheet of an XLSX workbook, as text. InputError when it can be read as neither. */
export async function readCells(file: string, bytes: Uint8Array, sheet?: string): Promise<Cells> {
  const cells = looksLikeZip(bytes) ? await workbookCells(file, bytes, sheet) : csvCells(file, bytes)
  if (cells.rows.length > ROWS_MAX)
    throw new InputError(file, { line: ROWS_MAX }, `expected at most ${ROWS_MAX.toLocaleString('en')} rows`)
  const wide = cells.rows.find((row) => row.cells.length > COLUMNS_MAX)
  if (wide)
    throw new InputError(
      file,
      { line: wide.number },
      `expected at most ${COLUMNS_MAX} columns, found ${wide.cells.length}`,
    )
  return cells
}

function csvCells(file: string, bytes: Uint8Array): Cells {
  const text = decodeTable(file, bytes)
  const findings: Finding[] = []
  const options: Options = {
    delimiter: delimiterOf(text),
    relax_column_count: true,
    // A quote in the middle of a cell belongs to it, as spreadsheet programs take it.
    relax_quotes: true,
    skip_records_with_error: true,
    max_record_size: RECORD_SIZE_MAX,
    info: true,
    on_skip: (problem: CsvError | undefined): undefined => {
      const line = (problem as { lines?: number } | undefined)?.lines ?? 0
      if (problem?.code === 'CSV_QUOTE_NOT_CLOSED')
        throw new InputError(file, { line }, 'expected a closing double quote before the end of the file')
      const code = problem?.code ?? 'malformed'
      const ja = `${line} 行目を読み込めませんでした（${code}）。`
      findings.push({
        place: `row ${line}`,
        text: { ja, en: `Row ${line} could not be read (${code}).` },
        touches: [],
      })
    },
  }
  // The types of csv-parse do not know that `info` changes what a record is.
  const records = parse(text, options) as unknown as { record: string[]; info: { lines: number } }[]
  const rows = records.map(({ record, info }) => ({
    number: info.lines - extraLines(record),
    cells: record.map((cell) => cell.trim()),
  }))
  return { rows: rows.filter((row) => row.cells.some((cell) => cell !== '')), findings }
}

/** The parser counts a record's last line; people look for its first. */
function extraLines(record: readonly string[]): number {
  return record.reduce((sum, cell) => sum + cell.split('\n').length - 1, 0)
}

/** Text of a table in the encodings that Japanese tools write: UTF-8, UTF-16, Shift_JIS (CP932), EUC-JP, ISO-2022-JP. */
export function decodeTable(file: string, bytes: Uint8Array): string {
  if (bytes.length === 0) throw new InputError(file, { line: 1 }, 'expected a table, found an empty file')
  if (bytes[0] === 0xff && bytes[1] === 0xfe) return new TextDecoder('utf-16le').decode(bytes)
  if (bytes[0] === 0xfe && bytes[1] === 0xff) return new TextDecoder('utf-16be').decode(bytes)
  const head = bytes.subarray(0, 65_536)
  const hasEscapes = JIS_ESCAPES.some((escape) => Buffer.from(head).includes(escape))
  if (hasEscapes) return encodingJapanese.convert(bytes, { from: 'JIS', to: 'UNICODE', type: 'string' })
  if (startsWithBom(bytes) || isUtf8(bytes)) return new TextDecoder('utf-8').decode(bytes)
  const detected = encodingJapanese.detect(head, ['SJIS', 'EUCJP'])
  const text = iconv.decode(Buffer.from(bytes), detected === 'EUCJP' ? 'eucjp' : 'cp932')
  if (!text.includes('\uFFFD')) return text
  const line = text.slice(0, text.indexOf('\uFFFD')).split('\n').length
  throw new InputError(
    file,
    { line },
    'expected UTF-8, UTF-16, Shift_JIS, EUC-JP or ISO-2022-JP, found bytes that are none of them',
  )
}

/** The separator that the first line holds most of, outside quotes. */
function delimiterOf(text: string): string {
  const line =
    text
      .slice(0, 10_000)
      .split(/\r?\n/)
      .find((candidate) => candidate.trim() !== '') ?? ''
  const bare = line.replaceAll(/"[^"]*"/g, '')
  const counted = ['\t', ';', ','].map((mark) => ({ mark, count: bare.split(mark).length }))
  return counted.reduce((best, one) => (one.count >= best.count ? one : best)).mark
}

async function workbookCells(file: string, bytes: Uint8Array, wanted: string | undefined): Promise<Cells> {
  checkZipSize(file, bytes)
  const sheets = await sheetsOf(file, bytes)
  const found = wanted === undefined ? sheets[0] : sheets.find(({ sheet }) => sheet === wanted)
  if (!found) {
    const names = sheets.map(({ sheet }) => JSON.stringify(sheet)).join(', ')
    throw new InputError(
      file,
      { path: wanted },
      `expected a sheet ${JSON.stringify(wanted)}, found ${names || 'none'}`,
    )
  }
  const rows = found.data.map((cells, index) => ({
    number: index + 1,
    cells: cells.map((cell) => cellText(cell)),
  }))
  return {
    rows: rows.filter((row) => row.cells.some((cell) => cell !== '')),
    sheet: found.sheet,
    findings: [],
  }
}

async function sheetsOf(file: string, bytes: Uint8Array): Promise<{ sheet: string; data: unknown[][] }[]> {
  try {
    // Numbers come as they are written, so that long ones keep their digits.
    return await readXlsx(Buffer.from(bytes), { parseNumber: (written) => written })
  } catch (problem) {
    if (!(problem instanceof Error)) throw problem
    const error = new InputError(file, {}, `expected an XLSX workbook: ${problem.message.split('\n')[0]}`)
    error.cause = problem
    throw error
  }
}

function cellText(cell: unknown): string {
  if (cell === null || cell === undefined) return ''
  if (cell instanceof Date) return cell.toISOString().replace('T00:00:00.000Z', '')
  return typeof cell === 'string' || typeof cell === 'number' || typeof cell === 'boolean'
    ? String(cell).trim()
    : ''
}
