import { createHash } from 'node:crypto'
import { createReadStream } from 'node:fs'
import { pipeline } from 'node:stream'
import { createGunzip } from 'node:zlib'
import { InputError } from '../failure.ts'
import { copyFromStatement, firstLine, rowsEnd } from './archive.ts'
import type { ArchiveEnd, ArchiveHeader, TableShape, TableSummary } from './archive.ts'
import { lineCutter } from './lines.ts'
import { rowDigest } from './row-digest.ts'

export type ArchivePart =
  | { part: 'header'; header: ArchiveHeader }
  | { part: 'table'; shape: TableShape }
  | { part: 'rows'; rows: Buffer[] }
  | { part: 'table-end'; summary: TableSummary }
  | { part: 'end'; end: ArchiveEnd }

/** PostgreSQL's own bound on a row in text is 1 GiB. */
const lineBytesMax = 1024 * 1024 * 1024

/**
 * Reads a backup part by part and checks it on the way: form, counts, digests, and at the end the SHA-256 of the
 * whole. Throws InputError with file and line for anything that is not a whole, undamaged backup. Memory is bounded
 * by the longest row.
 */
export async function* readArchive(path: string): AsyncGenerator<ArchivePart> {
  const reader = archiveReader(path)
  try {
    for await (const piece of pipeline(createReadStream(path), createGunzip(), () => undefined)) {
      yield* reader.parts(piece as Buffer)
    }
  } catch (error) {
    if (error instanceof InputError) throw error
    const because = error instanceof Error ? error.message : String(error)
    throw new InputError(path, {}, `a whole backup of kensho, which is a gzip file: ${because}`)
  }
  reader.finish()
}

type Open = { shape: TableShape; digest: ReturnType<typeof rowDigest>; sha256: ReturnType<typeof createHash> }

function archiveReader(path: string) {
  const cutter = lineCutter(lineBytesMax)
  const whole = createHash('sha256')
  const summaries: TableSummary[] = []
  let lineNumber = 0
  let header: ArchiveHeader | null = null
  let open: Open | null = null
  let closing: Open | null = null
  let ended = false
  const refuse = (expected: string): never => {
    throw new InputError(path, { line: lineNumber }, expected)
  }

  function* parts(piece: Buffer): Generator<ArchivePart> {
    let rows: Buffer[] = []
    for (const line of cutter.push(piece)) {
      lineNumber++
      if (ended) refuse('nothing after the end of the backup')
      if (open && !isRowsEnd(line)) {
        whole.update(line)
        open.digest.add(line)
        open.sha256.update(line)
        rows.push(line)
        continue
      }
      if (rows.length > 0) yield { part: 'rows', rows }
      rows = []
      const part = readLine(line)
      if (part) yield part
    }
    if (rows.length > 0) yield { part: 'rows', rows }
  }

  function readLine(line: Buffer): ArchivePart | null {
    if (lineNumber === 1 && line.toString('latin1') !== firstLine) refuse('a backup of kensho, format 1')
    if (open) {
      whole.update(line)
      closing = open
      open = null
      return null
    }
    if (line.length > 3 && line.subarray(0, 4).toString('latin1') === '-- {') return readJson(line)
    whole.update(line)
    if (!line.subarray(0, 5).equals(Buffer.from('COPY '))) return null
    const shape = header?.tables[summaries.length]
    if (!shape || line.toString() !== `${copyFromStatement(shape)};\n`)
      return refuse('the next table of the header')
    open = { shape, digest: rowDigest(), sha256: createHash('sha256') }
    return { part: 'table', shape }
  }

  function readJson(line: Buffer): ArchivePart {
    const before = whole.copy().digest('hex')
    whole.update(line)
    const value = parseJson(line.subarray(3)) as {
      header?: ArchiveHeader
      table?: TableSummary
      end?: ArchiveEnd
      sha256?: string
    }
    if (value.header && !header) {
      header = checkedHeader(value.header) ?? refuse('the header of a backup, format 1')
      return { part: 'header', header }
    }
    if (value.table && closing) return closeTable(value.table, closing)
    if (!value.end || !header || closing || summaries.length !== header.tables.length)
      return refuse('the next part of the backup')
    if (value.sha256 !== before)
      refuse('the bytes that were written: the SHA-256 of the whole differs, the file is damaged')
    if (JSON.stringify(value.end.tables) !== JSON.stringify(summaries)) refuse('the same tables as before')
    ended = true
    return { part: 'end', end: value.end }
  }

  function closeTable(said: TableSummary, table: Open): ArchivePart {
    const { schema, table: name } = table.shape
    const found = {
      schema,
      table: name,
      rows: table.digest.rows(),
      sha256: table.sha256.digest('hex'),
      content: table.digest.content(),
    }
    if (JSON.stringify(said) !== JSON.stringify(found))
      refuse(`the rows of ${schema}.${name} as they were written; they differ, the file is damaged`)
    summaries.push(found)
    closing = null
    return { part: 'table-end', summary: found }
  }

  function parseJson(bytes: Buffer): object {
    try {
      const value: unknown = JSON.parse(bytes.toString())
      if (typeof value === 'object' && value !== null) return value
    } catch (error) {
      if (!(error instanceof SyntaxError)) throw error
    }
    return refuse('a line of JSON')
  }

  const finish = () => {
    if (!ended) refuse('the end of the backup; the file is cut off')
    if (cutter.rest().length > 0) refuse('nothing after the end of the backup')
  }
  return { parts, finish }
}

function isRowsEnd(line: Buffer): boolean {
  return line.length === rowsEnd.length && line.toString('latin1') === rowsEnd
}

function isName(value: unknown): boolean {
  return typeof value === 'string' && value !== ''
}

function checkedHeader(header: ArchiveHeader): ArchiveHeader | null {
  const tables = Array.isArray(header.tables) ? header.tables : [null]
  const migrations = Array.isArray(header.migrations) ? header.migrations : [null]
  const good =
    header.format === 1 &&
    isName(header.kensho) &&
    Number.isInteger(header.server) &&
    tables.every(
      (one) =>
        isName(one?.schema) && isName(one?.table) && Array.isArray(one?.columns) && one.columns.every(isName),
    ) &&
    migrations.every((one) => isName(one?.module) && isName(one?.name) && isName(one?.sha256))
  return good ? header : null
}
