import { createHash } from 'node:crypto'
import type { Hash } from 'node:crypto'
import { createReadStream } from 'node:fs'
import { pipeline } from 'node:stream'
import { createGunzip } from 'node:zlib'
import { InputError } from '../failure.ts'
import { copyFromStatement, firstLine, rowsEnd } from './archive.ts'
import type { ArchiveEnd, ArchiveHeader, TableShape, TableSummary } from './archive.ts'
import { rowDigest } from './row-digest.ts'
import type { RowDigest } from './row-digest.ts'

export type ArchivePart =
  | { part: 'header'; header: ArchiveHeader }
  | { part: 'table'; shape: TableShape }
  | { part: 'rows'; rows: Buffer }
  | { part: 'table-end'; summary: TableSummary }
  | { part: 'end'; end: ArchiveEnd }

/** Of lines that hold no rows: the header of thousands of tables is far below. */
const lineBytesMax = 8 * 1024 * 1024

/**
 * Reads a backup part by part and checks it on the way: form, counts, digests, and at the end the SHA-256 of the
 * whole. Throws InputError with file and line for anything that is not a whole, undamaged backup. Rows come in
 * pieces of any length, so memory does not depend on them.
 */
export async function* readArchive(path: string, pieceBytes = 64 * 1024): AsyncGenerator<ArchivePart> {
  const reader = archiveReader(path)
  try {
    for await (const piece of pipeline(
      createReadStream(path),
      createGunzip({ chunkSize: pieceBytes }),
      () => undefined,
    )) {
      yield* reader.parts(piece as Buffer)
    }
  } catch (error) {
    if (error instanceof InputError) throw error
    const because = error instanceof Error ? error.message : String(error)
    throw new InputError(path, {}, `a whole backup of kensho, which is a gzip file: ${because}`)
  }
  reader.finish()
}

type Open = { shape: TableShape; digest: RowDigest; sha256: Hash }

function archiveReader(path: string) {
  const whole = createHash('sha256')
  const summaries: TableSummary[] = []
  let lineNumber = 0
  let header: ArchiveHeader | null = null
  /** The table whose rows are being read, and the one that awaits its summary. */
  let open: Open | null = null
  let closing: Open | null = null
  let atLineStart = true
  let ended = false
  /** The beginning of a line that goes on in the next piece. Of rows never more than two bytes are kept. */
  let kept: Buffer = Buffer.alloc(0)
  const refuse = (expected: string): never => {
    throw new InputError(path, { line: lineNumber }, expected)
  }

  function* parts(piece: Buffer): Generator<ArchivePart> {
    let left = kept.length === 0 ? piece : Buffer.concat([kept, piece])
    kept = Buffer.alloc(0)
    while (left.length > 0) {
      if (ended) refuse('nothing after the end of the backup')
      const length = open ? rowBytes(left, open) : 0
      if (length > 0) {
        yield { part: 'rows', rows: left.subarray(0, length) }
        left = left.subarray(length)
        continue
      }
      const newline = left.indexOf(0x0a)
      if (newline < 0) {
        if (left.length > lineBytesMax) refuse(`a line of at most ${lineBytesMax} bytes`)
        kept = Buffer.from(left)
        return
      }
      lineNumber++
      const part = readLine(left.subarray(0, newline + 1))
      left = left.subarray(newline + 1)
      if (part) yield part
    }
  }

  /** How many bytes from here on are rows; they are digested on the way. 0: the end of the rows, or what may be it. */
  function rowBytes(left: Buffer, table: Open): number {
    let at = 0
    while (at < left.length) {
      if (atLineStart && rowsEnd.startsWith(left.toString('latin1', at, at + rowsEnd.length))) break
      const newline = left.indexOf(0x0a, at)
      const end = newline < 0 ? left.length : newline + 1
      atLineStart = newline >= 0
      if (atLineStart) lineNumber++
      table.digest.part(left.subarray(at, end), atLineStart)
      at = end
    }
    const rows = left.subarray(0, at)
    whole.update(rows)
    table.sha256.update(rows)
    return at
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
    if (kept.length > 0) refuse('nothing after the end of the backup')
  }
  return { parts, finish }
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
