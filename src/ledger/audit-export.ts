import { open } from 'node:fs/promises'
import type { FileHandle } from 'node:fs/promises'
import { isUtf8 } from 'node:buffer'
import { InputError } from '../platform/failure.ts'
import { BECAUSE, knownSigner, LogAudit, vouch } from './audit.ts'
import type { AuditedPrefix, FirstBad, VouchedHead } from './audit.ts'
import type { AuditReport, KeptCheckpoint } from './audit-database.ts'
import { EXPORT_MAGIC, parseExportLine } from './bundle.ts'
import { isCanonical, LEAF_SUFFIX, leafPrefix, unframed } from './leaf.ts'
import { leafHash } from './merkle.ts'
import { NoteError, parseVerifier } from './note.ts'
import type { NoteVerifier } from './note.ts'

/** Longer lines end the reading: an entry has at most 65,535 bytes. */
const LINE_BYTES_MAX = 70_000
const CHUNK_BYTES = 1024 * 1024
const HEADER_LINES_MAX = 200_000

/**
 * Checks an export file. Memory does not grow with it. Throws InputError for a file that is no export, NoteError for
 * a kept checkpoint that none of the keys has signed. `vkeys`: keys known from elsewhere, of which one must have signed
 * the newest checkpoint of the file. `after`: go on from there; the bytes before are taken as found then.
 */
export async function verifyExport(
  path: string,
  vkeys: readonly string[] = [],
  kept: readonly KeptCheckpoint[] = [],
  after?: ExportPrefix,
): Promise<AuditReport> {
  const lines = await ExportLines.open(path)
  try {
    return await verifyLines(path, lines, vkeys, kept, after)
  } finally {
    await lines.close()
  }
}

async function verifyLines(
  path: string,
  lines: ExportLines,
  vkeys: readonly string[],
  kept: readonly KeptCheckpoint[],
  after: ExportPrefix | undefined,
): Promise<AuditReport> {
  if (!(await lines.more()) || lines.next() !== EXPORT_MAGIC)
    throw new InputError(path, { line: 1 }, `a file beginning ${EXPORT_MAGIC}`)
  const header = await readHeader(lines)
  if ('because' in header) return { ok: false, origin: '', size: 0, root: '', first_bad: header }
  const trusted = vkeys.length > 0 ? vkeys.map(parseVerifier) : header.verifiers
  const vouched = kept.map(({ note, from }) => vouch(note, trusted, from))
  const audit = new LogAudit([...header.vouched, ...vouched], after?.prefix)
  if (after) lines.skipTo(after.offsetBytes)
  const bad =
    (await auditLines(lines, audit, header)) ??
    (knownSigner(header.vouched.at(-1), vkeys)
      ? undefined
      : { index: 0, because: BECAUSE.checkpoint('none of the keys given has signed it') })
  const origin = header.vouched.at(-1)?.origin ?? ''
  const root = Buffer.from(audit.root()).toString('base64')
  return { ok: !bad, origin, size: audit.size, root, ...(bad && { first_bad: bad }) }
}

/** The entries before a place in the file, as an audit of the same bytes has found them. */
export type ExportPrefix = { prefix: AuditedPrefix; offsetBytes: number }

type Header = { vkeys: string[]; verifiers: NoteVerifier[]; vouched: VouchedHead[]; size: number }

async function readHeader(lines: ExportLines): Promise<Header | FirstBad> {
  const header: Header = { vkeys: [], verifiers: [], vouched: [], size: 0 }
  const trusted = () => header.vouched.at(-1)?.size ?? 0
  try {
    for (let count = 0; count < HEADER_LINES_MAX; count++) {
      const [word, rest = '', ...more] = (await headerLine(lines)).split(' ')
      if (more.length > 0 || rest === '') throw new NoteError('a line of the header is none')
      if (word === 'key' && header.vouched.length === 0) addKey(header, rest)
      else if (word === 'checkpoint') await addCheckpoint(header, lines, rest)
      else if (word === 'entries') return endHeader(header, rest)
      else throw new NoteError('a line of the header is none')
    }
    throw new NoteError('the header does not end')
  } catch (error) {
    if (!(error instanceof NoteError)) throw error
    return { index: trusted(), because: BECAUSE.checkpoint(error.message) }
  }
}

function addKey(header: Header, vkey: string): void {
  const verifier = parseVerifier(vkey)
  if (header.vkeys.includes(vkey)) throw new NoteError('a key stands twice')
  header.vkeys.push(vkey)
  header.verifiers.push(verifier)
}

async function addCheckpoint(header: Header, lines: ExportLines, count: string): Promise<void> {
  if (!/^[1-9]\d{0,2}$/.test(count)) throw new NoteError('the length of a checkpoint is none')
  let note = ''
  for (let order = 0; order < Number(count); order++) note += `${await headerLine(lines)}\n`
  const size = /^[^\n]*\n(\d{1,16})\n/.exec(note)?.[1] ?? ''
  const from = {
    ja: `ファイル内のチェックポイント（${size}件）`,
    en: `the checkpoint of ${size} entries in the file`,
  }
  const stated = vouch(note, header.verifiers, from)
  if (stated.size <= (header.vouched.at(-1)?.size ?? -1)) throw new NoteError('sizes do not rise')
  header.vouched.push(stated)
}

function endHeader(header: Header, size: string): Header {
  header.size = Number(size)
  const fits = /^(0|[1-9]\d{0,15})$/.test(size) && header.vouched.at(-1)?.size === header.size
  if (!fits) throw new NoteError('the last checkpoint is not one of all entries')
  return header
}

async function auditLines(
  lines: ExportLines,
  audit: LogAudit,
  header: Header,
): Promise<FirstBad | undefined> {
  const frame = new LeafFrame()
  while (await lines.more()) {
    // A block of lines at a time: waiting for each would take as long as hashing it.
    for (let line = lines.next(); line !== undefined; line = lines.next()) {
      const bad = auditLine(line, audit, header, frame)
      if (bad) return bad
    }
    audit.takeFullTiles()
  }
  if (audit.size < header.size) return audit.cutOff(header.size)
  const strange = header.vkeys.find((vkey) => !audit.origins.some(({ keys }) => keys.includes(vkey)))
  return audit.finish() ?? (strange === undefined ? undefined : { index: 0, because: BECAUSE.key(strange) })
}

function auditLine(
  text: string | null,
  audit: LogAudit,
  header: Header,
  frame: LeafFrame,
): FirstBad | undefined {
  const index = audit.size
  if (index === header.size) return { index, because: BECAUSE.count(index + 1, header.size) }
  const line = text === null ? undefined : parseExportLine(text)
  if (!line) return { index, because: BECAUSE.form() }
  if (line.index !== index) return { index, because: BECAUSE.missing(index) }
  if (!frame.holds(line.leaf)) {
    const same = leafHash(Buffer.from(line.leaf)).toString('base64') === line.hash
    return { index, because: same ? BECAUSE.form() : BECAUSE.hash() }
  }
  const fact = frame.factOf(line.leaf)
  const bad = audit.add(frame.at, fact, line.hash)
  if (bad) return bad
  return isCanonical(fact) ? undefined : { index, because: BECAUSE.form() }
}

/** What stands around the fact of a leaf. Entries of one batch have one instant: most need no parsing. */
class LeafFrame {
  at = Number.NaN
  #prefix = '\0'

  holds(leaf: string): boolean {
    if (leaf.startsWith(this.#prefix) && leaf.endsWith(LEAF_SUFFIX)) return true
    const at = unframed(leaf)?.at
    if (at === undefined) return false
    this.at = at
    this.#prefix = leafPrefix(at)
    return true
  }

  factOf(leaf: string): string {
    return leaf.slice(this.#prefix.length, -LEAF_SUFFIX.length)
  }
}

async function headerLine(lines: ExportLines): Promise<string> {
  const line = (await lines.more()) ? lines.next() : undefined
  if (line === undefined) throw new NoteError('the file ends early')
  if (line === null) throw new NoteError('the header is not UTF-8')
  return line
}

/**
 * The lines of a file without their newlines, a block at a time; null for one that is no UTF-8. A last line without a
 * newline, or a line too long, ends in one, so that it cannot pass for a whole line.
 */
class ExportLines {
  readonly #file: FileHandle
  #rest = Buffer.alloc(0)
  #block: (string | null)[] = []
  #at = 0
  #ended = false
  #positionBytes = 0

  private constructor(file: FileHandle) {
    this.#file = file
  }

  static async open(path: string): Promise<ExportLines> {
    const file = await open(path, 'r').catch((error: NodeJS.ErrnoException) => {
      throw new InputError(path, {}, `a readable file: ${error.code ?? error.message}`)
    })
    return new ExportLines(file)
  }

  async close(): Promise<void> {
    await this.#file.close()
  }

  /** The next line of the block at hand; undefined at its end. */
  next(): string | null | undefined {
    return this.#block[this.#at++]
  }

  /** Whether there are more lines, reading the next block if need be. */
  async more(): Promise<boolean> {
    while (this.#at >= this.#block.length && !this.#ended) await this.#read()
    return this.#at < this.#block.length
  }

  /** Goes on at another place, where a line begins. */
  skipTo(offsetBytes: number): void {
    this.#positionBytes = offsetBytes
    this.#rest = Buffer.alloc(0)
    this.#block = []
    this.#at = 0
    this.#ended = false
  }

  async #read(): Promise<void> {
    const into = Buffer.allocUnsafe(CHUNK_BYTES)
    const { bytesRead, buffer } = await this.#file.read(into, 0, CHUNK_BYTES, this.#positionBytes)
    this.#positionBytes += bytesRead
    const bytes = Buffer.concat([this.#rest, buffer.subarray(0, bytesRead)])
    const end = bytes.lastIndexOf(NEWLINE) + 1
    this.#rest = bytes.subarray(end)
    this.#block = linesOf(bytes.subarray(0, end))
    this.#at = 0
    this.#ended = bytesRead === 0 || this.#rest.length > LINE_BYTES_MAX
    if (this.#ended && this.#rest.length > 0) this.#block.push(`${this.#rest.toString('utf8')}\n`)
  }
}

const NEWLINE = 0x0a

/** Lines that each end with a newline. */
function linesOf(bytes: Buffer): (string | null)[] {
  if (isUtf8(bytes)) return bytes.toString('utf8').split('\n').slice(0, -1)
  const lines: (string | null)[] = []
  for (let start = 0, end = 0; start < bytes.length; start = end + 1) {
    end = bytes.indexOf(NEWLINE, start)
    const line = bytes.subarray(start, end)
    lines.push(isUtf8(line) ? line.toString('utf8') : null)
  }
  return lines
}
