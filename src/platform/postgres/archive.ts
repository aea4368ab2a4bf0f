import { createHash } from 'node:crypto'
import { createWriteStream } from 'node:fs'
import { pipeline } from 'node:stream/promises'
import { createGzip } from 'node:zlib'

/**
 * The file of a backup: gzip around text that psql could run in an emergency. Lines that start with `-- {` hold JSON:
 * a header, after each table what it held, at the end everything once more with the SHA-256 of all bytes before that
 * line. Between them each table as COPY writes it, closed by `\.`.
 */
export type ArchiveHeader = {
  format: 1
  kensho: string
  /** server_version_num of the source. */
  server: number
  madeAt: string
  migrations: Migration[]
  tables: TableShape[]
  /** What the database held and this file does not, and why. */
  notIncluded: { what: string; because: string }[]
}

export type Migration = { module: string; name: string; sha256: string }
export type TableShape = { schema: string; table: string; columns: string[] }
/** `sha256` of the table's bytes as they stand in the file; `content` of its rows in any order (row-digest.ts). */
export type TableSummary = { schema: string; table: string; rows: number; sha256: string; content: string }
export type Sequence = { schema: string; sequence: string; last: string; called: boolean }
export type ArchiveEnd = { tables: TableSummary[]; sequences: Sequence[] }

export const firstLine = '-- kensho backup 1\n'
/** Closes the rows of a table; no row can look like it, since COPY doubles backslashes. */
export const rowsEnd = '\\.\n'
const blockBytes = 256 * 1024

export function quoted(name: string): string {
  return `"${name.replaceAll('"', '""')}"`
}

export function tableName({ schema, table }: { schema: string; table: string }): string {
  return `${quoted(schema)}.${quoted(table)}`
}

export function copyFromStatement(shape: TableShape): string {
  return `COPY ${tableName(shape)} (${shape.columns.map(quoted).join(', ')}) FROM stdin`
}

export type ArchiveWriter = {
  text: (text: string) => Promise<void> | null
  rows: (piece: Buffer) => Promise<void> | null
  /** Writes the last line and waits until everything is in the file. */
  end: (end: ArchiveEnd) => Promise<void>
  /** Ends it, complete or not; once it returns, nothing writes to the file any more. */
  destroy: () => Promise<void>
}

/** Writes in blocks; a returned promise asks to wait until the disk has caught up. */
export function openArchiveWriter(path: string): ArchiveWriter {
  const gzip = createGzip({ level: 3 })
  const file = createWriteStream(path, { mode: 0o600, flags: 'wx', flush: true })
  const written = pipeline(gzip, file)
  // Reported where it is awaited; here it only must not count as unhandled.
  written.catch(() => undefined)
  const sha256 = createHash('sha256')
  const block = Buffer.alloc(blockBytes)
  let used = 0
  const flush = (): Promise<void> | null => {
    const full = Buffer.from(block.subarray(0, used))
    used = 0
    return send(full)
  }
  const send = (bytes: Buffer): Promise<void> | null => {
    if (gzip.destroyed) return written
    return gzip.write(bytes)
      ? null
      : Promise.race([new Promise<void>((done) => gzip.once('drain', done)), written])
  }
  const put = (bytes: Buffer): Promise<void> | null => {
    sha256.update(bytes)
    let wait: Promise<void> | null = null
    if (used + bytes.length > blockBytes) wait = flush()
    if (bytes.length > blockBytes) return send(Buffer.from(bytes)) ?? wait
    used += bytes.copy(block, used)
    return wait
  }
  return {
    text: (text) => put(Buffer.from(text)),
    rows: put,
    end: async (end) => {
      const last = `-- ${JSON.stringify({ end, sha256: sha256.copy().digest('hex') })}\n`
      await put(Buffer.from(last))
      await flush()
      gzip.end()
      await written
    },
    destroy: async () => {
      gzip.destroy()
      // The file may still be on its way to being opened: whoever removes it before would leave it behind.
      if (!file.closed) await new Promise<void>((closed) => file.once('close', () => closed()).destroy())
    },
  }
}
