import { InputError } from '../../platform/failure.ts'
import type { Document } from '../document.ts'
import { ESTATE_SHAPES } from '../estate-shape.ts'
import type { EstateElement } from '../estate-shape.ts'
import type { Finding } from '../network.ts'
import type { Shape } from '../shape.ts'
import { readCells } from './cells.ts'
import type { Cells, Row } from './cells.ts'
import { collectionOf, columnsFor, TABLE_FIELDS } from './headings.ts'
import type { TableCollection } from './headings.ts'
import { dateIn, flagIn, namesIn, numberIn, rateIn, unitOfHeading } from './values.ts'

/** How the columns of a table fill the fields of a collection; kept in the workspace, so that it is asked only once. */
export type TableMapping = EstateElement<'mappings'>

export type Table = {
  collection: TableCollection
  elements: { id: string }[]
  /** Names that the rows refer to, by the collection that they belong to. */
  referred: Map<string, Map<string, Record<string, string>>>
  mapping: TableMapping
  findings: Finding[]
}

const HEADING_ROWS_MAX = 20

/**
 * Reads a CSV or XLSX table by a mapping, or by what its headings most likely mean; the mapping comes back, to be
 * remembered. Rows that cannot be read are findings with their row number. InputError when no headings are found.
 */
export async function readTable(file: string, bytes: Uint8Array, mapping?: TableMapping): Promise<Table> {
  const cells = await readCells(file, bytes, mapping?.sheet)
  const used = mapping ?? guessedMapping(file, cells)
  return new TableReader(file, cells, used).read()
}

/** The best row of headings among the first, and what it means. */
function guessedMapping(file: string, { rows, sheet }: Cells): TableMapping {
  let best: TableMapping | undefined
  for (const row of rows.slice(0, HEADING_ROWS_MAX)) {
    const collection = collectionOf(row.cells)
    if (!collection) continue
    const columns = columnsFor(collection, row.cells)
    if (best && Object.keys(columns).length <= Object.keys(best.columns).length) continue
    best = {
      id: mappingId(file),
      collection,
      header_row: row.number,
      columns,
      ...(sheet !== undefined && { sheet }),
    }
  }
  if (best) return best
  const found = rows[0] ? rows[0].cells.slice(0, 8).join(', ') : 'no rows'
  throw new InputError(
    file,
    { line: rows[0]?.number ?? 1 },
    `expected a row of headings such as 機器名, 型番, 拠点 or from, to, capacity; found ${found}`,
  )
}

/** A mapping belongs to the files of one name, whatever folder they come from. */
function mappingId(file: string): string {
  return file.split(/[\\/]/).at(-1)!
}

/** Where each reference field points to. */
const REFERS_TO: Record<string, string> = {
  site: 'sites',
  room: 'rooms',
  rack: 'racks',
  power: 'power_feeds',
  maker: 'parties',
  agent: 'parties',
  carrier: 'parties',
  underlying_carrier: 'parties',
  party: 'parties',
  route: 'ducts',
  lines: 'lines',
  circuit: 'circuits',
  from: 'nodes',
  to: 'nodes',
  rides_on: 'risks',
}

const LISTS = new Set(['power', 'route', 'lines', 'rides_on'])

class TableReader {
  readonly file: string
  readonly rows: readonly Row[]
  readonly mapping: TableMapping
  readonly collection: TableCollection
  readonly findings: Finding[]
  readonly referred = new Map<string, Map<string, Record<string, string>>>()
  readonly elements: { id: string }[] = []
  readonly ids = new Map<string, number>()

  constructor(file: string, cells: Cells, mapping: TableMapping) {
    this.file = file
    this.rows = cells.rows
    this.findings = [...cells.findings]
    this.mapping = mapping
    this.collection = mapping.collection
  }

  read(): Table {
    const heading = this.rows.find((row) => row.number === this.mapping.header_row)
    const columns = this.columnsIn(heading)
    for (const row of this.rows) if (row.number > this.mapping.header_row) this.row(row, columns)
    const { collection, elements, referred, mapping, findings } = this
    return { collection, elements, referred, mapping, findings }
  }

  /** Position of each mapped column in the heading row of this file. */
  columnsIn(heading: Row | undefined): { field: string; at: number; heading: string }[] {
    const fields: readonly string[] = TABLE_FIELDS[this.collection]
    return Object.entries(this.mapping.columns).map(([title, field]) => {
      const at = heading?.cells.indexOf(title) ?? -1
      if (at === -1)
        throw new InputError(
          this.file,
          { line: this.mapping.header_row },
          `expected a column ${JSON.stringify(title)}, as mapping ${JSON.stringify(this.mapping.id)} says, found none`,
        )
      if (!fields.includes(field))
        throw new InputError(
          this.file,
          { line: this.mapping.header_row },
          `expected a field of ${this.collection} (${fields.join(', ')}), found ${JSON.stringify(field)}`,
        )
      return { field, at, heading: title }
    })
  }

  row(row: Row, columns: readonly { field: string; at: number; heading: string }[]): void {
    const element: Record<string, unknown> = {}
    const unread: string[] = []
    for (const { field, at, heading } of columns) {
      const cell = row.cells[at] ?? ''
      if (cell === '') continue
      const value = valueOf(field, cell, heading)
      if (value === undefined) unread.push(`${heading}: ${cell}`)
      else element[field] = value
    }
    const whole = this.completed(element)
    if (unread.length > 0)
      this.find(
        row,
        `${unread.join('、')} を読み取れませんでした`,
        `could not read ${unread.join('; ')}`,
        whole['id'],
      )
    this.qualifyPlaces(whole, row)
    const read = this.checked(whole, row)
    if (!read) return
    const earlier = this.ids.get(read.id)
    if (earlier !== undefined)
      return this.find(
        row,
        `ID「${read.id}」は ${earlier} 行目と同じです`,
        `the id “${read.id}” stands in row ${earlier} already`,
        read.id,
      )
    this.ids.set(read.id, row.number)
    this.elements.push(read)
    this.refer(whole)
  }

  /** Without an id the name is the id; links without either are named after their ends. */
  completed(element: Record<string, unknown>): Record<string, unknown> {
    const { latitude, longitude, ...rest } = element
    if (latitude !== undefined && longitude !== undefined) rest['position'] = { longitude, latitude }
    if (rest['id'] === undefined) {
      const name = rest['circuit_number'] ?? rest['name']
      if (name !== undefined) rest['id'] = name
      else if (this.collection === 'links')
        rest['id'] = this.freeLinkId(`${String(rest['from'])}-${String(rest['to'])}`)
    }
    const { id, ...others } = rest
    return id === undefined ? others : { id, ...others }
  }

  freeLinkId(base: string): string {
    let id = base
    for (let count = 2; this.ids.has(id); count++) id = `${base}-${count}`
    return id
  }

  /** Rooms and racks are numbered anew in every building: their ids carry where they are. */
  qualifyPlaces(element: Record<string, unknown>, row: Row): void {
    const { site, room, rack } = element as { site?: string; room?: string; rack?: string }
    if (room !== undefined && site === undefined) {
      this.find(
        row,
        `部屋「${room}」の拠点が分からないため、部屋を読み込みませんでした`,
        `the site of room “${room}” is not given, so the room was left out`,
        element['id'],
      )
      delete element['room']
    } else if (room !== undefined) element['room'] = `${site}/${room}`
    const around = room === undefined || site === undefined ? site : `${site}/${room}`
    if (rack !== undefined && around !== undefined) element['rack'] = `${around}/${rack}`
  }

  checked(element: Record<string, unknown>, row: Row): { id: string } | undefined {
    const document: Document = {
      file: this.file,
      syntax: 'json',
      value: element,
      placeOf: () => ({}),
      writtenAt: () => undefined,
    }
    try {
      const shape: Shape<unknown> = ESTATE_SHAPES[this.collection]
      shape.read(element, { document, path: [] })
      return element as { id: string }
    } catch (problem) {
      if (!(problem instanceof InputError)) throw problem
      const field = problem.place.path === '(top)' ? '' : `${problem.place.path}: `
      this.find(
        row,
        `読み込めませんでした（${field}${problem.expected}）`,
        `could not be read (${field}${problem.expected})`,
        element['id'],
      )
      return undefined
    }
  }

  refer(element: Record<string, unknown>): void {
    const { site, room } = element as { site?: string; room?: string }
    for (const [field, collection] of Object.entries(REFERS_TO))
      for (const name of [element[field] ?? []].flat() as string[]) {
        const names = this.referred.get(collection) ?? new Map<string, Record<string, string>>()
        this.referred.set(collection, names)
        if (names.has(name)) continue
        const around =
          field === 'room' || (field === 'rack' && room === undefined)
            ? { site }
            : field === 'rack'
              ? { room }
              : {}
        names.set(
          name,
          Object.fromEntries(
            Object.entries({ ...around, role: field }).filter(([, value]) => value !== undefined),
          ) as Record<string, string>,
        )
      }
  }

  find(row: Row, ja: string, en: string, id: unknown): void {
    const text = { ja: `${row.number} 行目: ${ja}。`, en: `Row ${row.number}: ${en}.` }
    this.findings.push({ place: `row ${row.number}`, text, touches: typeof id === 'string' ? [id] : [] })
  }
}

function valueOf(field: string, cell: string, heading: string): unknown {
  switch (field) {
    case 'capacity':
      return rateIn(cell, unitOfHeading(heading))
    case 'metric':
    case 'length_km':
    case 'latitude':
    case 'longitude':
      return numberIn(cell)
    case 'valid_from':
    case 'valid_to':
      return dateIn(cell)
    case 'directed':
    case 'in_network':
      return flagIn(cell)
    default:
      return LISTS.has(field) ? namesIn(cell) : cell
  }
}
