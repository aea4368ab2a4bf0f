import { civilAt } from './civil-time.ts'
import { InputError } from './failure.ts'

/** An instant, shown in the workbook's zone; a number; a text; undefined leaves the cell empty. */
export type XlsxCell = string | number | { atMs: number } | undefined

/** `widths` in characters, one a column. The first row is the heads: it stays in sight and can be filtered by. */
export type XlsxSheet = {
  name: string
  header: readonly string[]
  rows: readonly (readonly XlsxCell[])[]
  widths?: readonly number[]
}

/** `createdMs` is the only instant in the file: the same input gives the same bytes. */
export type XlsxWorkbook = { title: string; zone: string; createdMs: number; sheets: readonly XlsxSheet[] }

/** What the format allows (ECMA-376; a cell's text by the limit that spreadsheets keep), and what one file may cost. */
const ROWS_MAX = 200_000
const SHEETS_MAX = 50
const CELL_CHARACTERS_MAX = 32_767
const NAME_CHARACTERS_MAX = 31
const DAY_MS = 86_400_000
/** Day 0 of a workbook's calendar; the leap day of 1900 that never was lies before every date that we write. */
const EPOCH_MS = Date.UTC(1899, 11, 30)

/** Places in the list of cell formats below. */
const STYLE = { text: 1, head: 2, instant: 3, number: 4, quoted: 5 } as const

/**
 * Makes a workbook (ECMA-376, SpreadsheetML) over zip. Texts are shared strings, never formulas, and one that a
 * spreadsheet would take for a formula when it is edited is marked as text. Instants are the wall clock of `zone`,
 * since a workbook knows no zones: name it in the column's head.
 */
export async function writeXlsx(book: XlsxWorkbook): Promise<Buffer> {
  assertBounds(book)
  const strings = new Strings()
  const sheets = book.sheets.map((sheet) => sheetXml(sheet, book.zone, strings))
  const parts: [string, string][] = [
    ['[Content_Types].xml', contentTypes(sheets.length)],
    ['_rels/.rels', PACKAGE_RELATIONS],
    ['docProps/core.xml', coreXml(book)],
    ['xl/workbook.xml', workbookXml(book.sheets)],
    ['xl/_rels/workbook.xml.rels', workbookRelations(sheets.length)],
    ['xl/styles.xml', STYLES],
    ['xl/sharedStrings.xml', strings.xml()],
    ...sheets.map((xml, at): [string, string] => [`xl/worksheets/sheet${at + 1}.xml`, xml]),
  ]
  const { date, time } = civilAt(book.createdMs, 'UTC')
  // Zip keeps wall clocks; one that is read off in UTC is the same wherever this runs.
  const lastModDate = new Date(`${date}T${time}`)
  // Comes with the first workbook: every command and process reads this file, and most never make one.
  const { BlobWriter, TextReader, ZipWriter } = await import('@zip.js/zip.js')
  const zip = new ZipWriter(new BlobWriter(), { extendedTimestamp: false, lastModDate, useWebWorkers: false })
  for (const [name, xml] of parts) await zip.add(name, new TextReader(XML + xml))
  return Buffer.from(await (await zip.close()).arrayBuffer())
}

function assertBounds({ sheets }: XlsxWorkbook): void {
  if (sheets.length === 0 || sheets.length > SHEETS_MAX)
    throw new InputError('workbook', {}, `1 to ${SHEETS_MAX} sheets, found ${sheets.length}`)
  for (const { name, header, rows } of sheets) {
    if (name === '' || name.length > NAME_CHARACTERS_MAX || /[[\]*?:/\\]/.test(name))
      throw new InputError('workbook', { path: name }, 'a name of 1 to 31 characters without []*?:/\\')
    if (rows.length > ROWS_MAX)
      throw new InputError('workbook', { path: name }, `at most ${ROWS_MAX} rows, found ${rows.length}`)
    const uneven = rows.findIndex((row) => row.length !== header.length)
    if (uneven !== -1)
      throw new InputError('workbook', { path: `${name}[${uneven}]` }, `${header.length} cells in each row`)
  }
  const names = new Set(sheets.map(({ name }) => name.toLowerCase()))
  if (names.size !== sheets.length) throw new InputError('workbook', {}, 'another name for each sheet')
}

/** Every text once. */
class Strings {
  readonly #places = new Map<string, number>()
  #uses = 0

  place(text: string): number {
    this.#uses += 1
    const place = this.#places.get(text) ?? this.#places.size
    this.#places.set(text, place)
    return place
  }

  xml(): string {
    const items = [...this.#places.keys()].map(
      (text) => `<si><t xml:space="preserve">${escaped(text)}</t></si>`,
    )
    return `<sst xmlns="${MAIN}" count="${this.#uses}" uniqueCount="${items.length}">${items.join('')}</sst>`
  }
}

function sheetXml({ header, rows, widths = [] }: XlsxSheet, zone: string, strings: Strings): string {
  const last = `${columnName(header.length - 1)}${rows.length + 1}`
  const columns = header
    .map((_, at) => `<col min="${at + 1}" max="${at + 1}" width="${widths[at] ?? 20}" customWidth="1"/>`)
    .join('')
  const lines = [header, ...rows].map((cells, row) => {
    const shown = cells.map((cell, at) =>
      cellXml(cell, `${columnName(at)}${row + 1}`, row === 0, zone, strings),
    )
    return `<row r="${row + 1}">${shown.join('')}</row>`
  })
  return (
    `<worksheet xmlns="${MAIN}"><dimension ref="A1:${last}"/>` +
    '<sheetViews><sheetView workbookViewId="0"><pane ySplit="1" topLeftCell="A2" activePane="bottomLeft" state="frozen"/></sheetView></sheetViews>' +
    `<cols>${columns}</cols><sheetData>${lines.join('')}</sheetData><autoFilter ref="A1:${last}"/></worksheet>`
  )
}

function cellXml(cell: XlsxCell, place: string, head: boolean, zone: string, strings: Strings): string {
  if (cell === undefined || cell === '') return ''
  if (typeof cell === 'number') {
    if (!Number.isFinite(cell))
      throw new InputError('workbook', { path: place }, `a finite number, found ${cell}`)
    return `<c r="${place}" s="${STYLE.number}"><v>${cell}</v></c>`
  }
  if (typeof cell === 'object')
    return `<c r="${place}" s="${STYLE.instant}"><v>${serial(cell.atMs, zone)}</v></c>`
  if (cell.length > CELL_CHARACTERS_MAX)
    throw new InputError('workbook', { path: place }, `at most ${CELL_CHARACTERS_MAX} characters`)
  const style = head ? STYLE.head : /^[=+\-@\t\r']/.test(cell) ? STYLE.quoted : STYLE.text
  return `<c r="${place}" s="${style}" t="s"><v>${strings.place(cell)}</v></c>`
}

/** Days since the calendar's start, as the wall shows it in a zone, to the second. */
function serial(atMs: number, zone: string): number {
  const { date, time } = civilAt(atMs, zone)
  return (Date.parse(`${date}T${time}Z`) - EPOCH_MS) / DAY_MS
}

/** A, B, … Z, AA: `at` counts from 0. */
function columnName(at: number): string {
  const rest = Math.floor(at / 26)
  return (rest === 0 ? '' : columnName(rest - 1)) + String.fromCharCode(65 + (at % 26))
}

/** What XML cannot hold is written as the format has it: _x0000_ to _x001F_. */
function escaped(text: string): string {
  return text
    .replaceAll(/_(?=x[0-9A-Fa-f]{4}_)/g, '_x005F_')
    .replaceAll(
      // oxlint-disable-next-line no-control-regex -- these very characters are what XML refuses
      /[\u0000-\u0008\u000b\u000c\u000d\u000e-\u001f\ufffe\uffff]|[\ud800-\udbff](?![\udc00-\udfff])|(?<![\ud800-\udbff])[\udc00-\udfff]/g,
      (character) => `_x${character.charCodeAt(0).toString(16).toUpperCase().padStart(4, '0')}_`,
    )
    .replaceAll('&', '&amp;')
    .replaceAll('<', '&lt;')
    .replaceAll('>', '&gt;')
    .replaceAll('"', '&quot;')
}

const XML = '<?xml version="1.0" encoding="UTF-8" standalone="yes"?>\n'
const MAIN = 'http://schemas.openxmlformats.org/spreadsheetml/2006/main'
const DOCUMENT = 'http://schemas.openxmlformats.org/officeDocument/2006/relationships'
const PACKAGE = 'http://schemas.openxmlformats.org/package/2006'
const SHEET_TYPE = 'application/vnd.openxmlformats-officedocument.spreadsheetml'

function contentTypes(sheets: number): string {
  const override = (part: string, type: string) => `<Override PartName="${part}" ContentType="${type}+xml"/>`
  return (
    `<Types xmlns="${PACKAGE}/content-types">` +
    '<Default Extension="rels" ContentType="application/vnd.openxmlformats-package.relationships+xml"/>' +
    '<Default Extension="xml" ContentType="application/xml"/>' +
    override('/xl/workbook.xml', `${SHEET_TYPE}.sheet.main`) +
    override('/xl/styles.xml', `${SHEET_TYPE}.styles`) +
    override('/xl/sharedStrings.xml', `${SHEET_TYPE}.sharedStrings`) +
    override('/docProps/core.xml', 'application/vnd.openxmlformats-package.core-properties') +
    Array.from({ length: sheets }, (_, at) =>
      override(`/xl/worksheets/sheet${at + 1}.xml`, `${SHEET_TYPE}.worksheet`),
    ).join('') +
    '</Types>'
  )
}

const PACKAGE_RELATIONS =
  `<Relationships xmlns="${PACKAGE}/relationships">` +
  `<Relationship Id="rId1" Type="${DOCUMENT}/officeDocument" Target="xl/workbook.xml"/>` +
  `<Relationship Id="rId2" Type="${PACKAGE}/relationships/metadata/core-properties" Target="docProps/core.xml"/>` +
  '</Relationships>'

function workbookXml(sheets: readonly XlsxSheet[]): string {
  const names = sheets.map(
    ({ name }, at) => `<sheet name="${escaped(name)}" sheetId="${at + 1}" r:id="rId${at + 1}"/>`,
  )
  return `<workbook xmlns="${MAIN}" xmlns:r="${DOCUMENT}"><sheets>${names.join('')}</sheets></workbook>`
}

function workbookRelations(sheets: number): string {
  const relation = (id: number, type: string, target: string) =>
    `<Relationship Id="rId${id}" Type="${DOCUMENT}/${type}" Target="${target}"/>`
  const all = Array.from({ length: sheets }, (_, at) =>
    relation(at + 1, 'worksheet', `worksheets/sheet${at + 1}.xml`),
  )
  return (
    `<Relationships xmlns="${PACKAGE}/relationships">${all.join('')}` +
    relation(sheets + 1, 'styles', 'styles.xml') +
    relation(sheets + 2, 'sharedStrings', 'sharedStrings.xml') +
    '</Relationships>'
  )
}

function coreXml({ title, createdMs }: XlsxWorkbook): string {
  return (
    `<cp:coreProperties xmlns:cp="${PACKAGE}/metadata/core-properties" xmlns:dc="http://purl.org/dc/elements/1.1/" ` +
    'xmlns:dcterms="http://purl.org/dc/terms/" xmlns:xsi="http://www.w3.org/2001/XMLSchema-instance">' +
    `<dc:title>${escaped(title)}</dc:title><dc:creator>Kensho</dc:creator>` +
    `<dcterms:created xsi:type="dcterms:W3CDTF">${new Date(createdMs).toISOString()}</dcterms:created></cp:coreProperties>`
  )
}

const TOP = '<alignment vertical="top" wrapText="1"/>'
const STYLES =
  `<styleSheet xmlns="${MAIN}"><numFmts count="1"><numFmt numFmtId="164" formatCode="yyyy\\-mm\\-dd\\ hh:mm:ss"/></numFmts>` +
  '<fonts count="2"><font><sz val="10"/><name val="BIZ UDPGothic"/></font><font><b/><sz val="10"/><name val="BIZ UDPGothic"/></font></fonts>' +
  '<fills count="2"><fill><patternFill patternType="none"/></fill><fill><patternFill patternType="gray125"/></fill></fills>' +
  '<borders count="2"><border/><border><bottom style="thin"/></border></borders>' +
  '<cellStyleXfs count="1"><xf numFmtId="0" fontId="0" fillId="0" borderId="0"/></cellStyleXfs><cellXfs count="6">' +
  '<xf numFmtId="0" fontId="0" fillId="0" borderId="0" xfId="0"/>' +
  `<xf numFmtId="49" fontId="0" fillId="0" borderId="0" xfId="0" applyNumberFormat="1" applyAlignment="1">${TOP}</xf>` +
  `<xf numFmtId="49" fontId="1" fillId="0" borderId="1" xfId="0" applyFont="1" applyBorder="1" applyAlignment="1">${TOP}</xf>` +
  '<xf numFmtId="164" fontId="0" fillId="0" borderId="0" xfId="0" applyNumberFormat="1" applyAlignment="1"><alignment vertical="top"/></xf>' +
  '<xf numFmtId="0" fontId="0" fillId="0" borderId="0" xfId="0" applyAlignment="1"><alignment vertical="top"/></xf>' +
  `<xf numFmtId="49" fontId="0" fillId="0" borderId="0" xfId="0" quotePrefix="1" applyNumberFormat="1" applyAlignment="1">${TOP}</xf>` +
  '</cellXfs><cellStyles count="1"><cellStyle name="Normal" xfId="0" builtinId="0"/></cellStyles></styleSheet>'
