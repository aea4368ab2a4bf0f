import { open } from 'node:fs/promises'
import type { FileHandle } from 'node:fs/promises'
import { isUtf8 } from 'node:buffer'
import { InputError } from '../platform/failure.ts'
import { BECAUSE, knownSigner, LogAudit, vouch } from './audit.ts'
import type { AuditedPrefix, FirstBad, VouchedHead } from './audit.ts'
import type { AuditReport, KeptCheckpoint } from './audit-database.ts'
import { EXPORT_MAGIC, exportLineStart } from './bundle.ts'
import { isCanonicalWithin, isPlain, LEAF_SUFFIX, leafPrefix, unframed } from './leaf.ts'
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
  if ((await lineText(lines)) !== EXPORT_MAGIC)
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
    while (lines.advance()) {
      const bad = auditLine(lines.line, audit, header, frame)
      if (bad) return bad
    }
    audit.takeFullTiles()
  }
  if (audit.size < header.size) return audit.cutOff(header.size)
  const strange = header.vkeys.find((vkey) => !audit.origins.some(({ keys }) => keys.includes(vkey)))
  return audit.finish() ?? (strange === undefined ? undefined : { index: 0, because: BECAUSE.key(strange) })
}

/** Nothing is cut out of a line that is as it should be: most of an audit would be spent on that. */
function auditLine(line: Line, audit: LogAudit, header: Header, frame: LeafFrame): FirstBad | undefined {
  const index = audit.size
  if (index === header.size) return { index, because: BECAUSE.count(index + 1, header.size) }
  const { text, from, to } = line
  const start = text === undefined ? undefined : exportLineStart(text, from, to)
  if (text === undefined || !start) return { index, because: BECAUSE.form() }
  if (start.index !== index) return { index, because: BECAUSE.missing(index) }
  // All before the leaf is ASCII: it lies as far from the line's beginning in the bytes.
  const leafBytes = line.bytesFrom + start.leafFrom - from
  if (!frame.holds(text, start.leafFrom, to)) {
    const same = leafHash(line.bytes.subarray(leafBytes, line.bytesTo)).toString('base64') === start.hash
    return { index, because: same ? BECAUSE.form() : BECAUSE.hash() }
  }
  const fact = { text, from: start.leafFrom + frame.prefixCharacters, to: to - LEAF_SUFFIX.length }
  // The space before the leaf, which has been read, becomes the 0x00 that is hashed before a leaf.
  line.bytes[leafBytes - 1] = 0
  const bad = audit.addLeaf(frame.at, line.bytes.subarray(leafBytes - 1, line.bytesTo), start.hash, fact)
  if (bad) return bad
  const plain = line.plain || isPlain(text.slice(fact.from, fact.to))
  return isCanonicalWithin(text, fact.from, fact.to, plain) ? undefined : { index, because: BECAUSE.form() }
}

/** What stands around the fact of a leaf. Entries of one batch have one instant: most need no parsing. */
class LeafFrame {
  at = Number.NaN
  #prefix = '\0'

  get prefixCharacters(): number {
    return this.#prefix.length
  }

  /** Whether a leaf stands there; its instant is `at` then. */
  holds(text: string, from: number, to: number): boolean {
    const ended = text.startsWith(LEAF_SUFFIX, to - LEAF_SUFFIX.length)
    if (ended && to - from > this.#prefix.length && text.startsWith(this.#prefix, from)) return true
    const at = unframed(text.slice(from, to))?.at
    if (at === undefined) return false
    this.at = at
    this.#prefix = leafPrefix(at)
    return true
  }
}

async function headerLine(lines: ExportLines): Promise<string> {
  const text = await lineText(lines)
  if (text === undefined) throw new NoteError('the file ends early')
  if (text === null) throw new NoteError('the header is not UTF-8')
  return text
}

/** The next line; undefined at the end of the file, null for one that is no UTF-8. */
async function lineText(lines: ExportLines): Promise<string | null | undefined> {
  if (!(await lines.more()) || !lines.advance()) return undefined
  const { text, from, to } = lines.line
  return text === undefined ? null : text.slice(from, to)
}

/**
 * Bytes that end where a line does, and the same as text; none where they are no UTF-8, which is then one line.
 * `plain`: no line has escapes or control characters.
 */
type Block = { bytes: Buffer; text: string | undefined; plain: boolean }

/** A line where it stands, without its newline: in the text of its block and in its bytes. */
type Line = Block & { from: number; to: number; bytesFrom: number; bytesTo: number }

/**
 * The lines of a file, a block at a time. A last line without a newline, or a line too long, is given with a newline as
 * part of it, so that it cannot pass for a whole line.
 */
class ExportLines {
  readonly #file: FileHandle
  #rest = Buffer.alloc(0)
  #blocks: Block[] = []
  #ended = false
  #positionBytes = 0
  /** The line at hand: always the same object. */
  readonly line: Line = { ...NOTHING, from: 0, to: -1, bytesFrom: 0, bytesTo: -1 }
  /** What stands in no line yet was cut off. */
  #cut = false

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

  /** Goes on to the next line of the block at hand; false at its end. */
  advance(): boolean {
    const { line } = this
    line.from = line.to + 1
    line.bytesFrom = line.bytesTo + 1
    if (line.bytesFrom >= line.bytes.length) return false
    if (line.text === undefined || this.#cut) {
      line.to = line.text?.length ?? 0
      line.bytesTo = line.bytes.length
    } else {
      line.to = line.text.indexOf('\n', line.from)
      line.bytesTo = line.bytes.indexOf(NEWLINE, line.bytesFrom)
    }
    return true
  }

  /** Whether there are more lines, reading the next block if need be. */
  async more(): Promise<boolean> {
    while (this.line.bytesTo + 1 >= this.line.bytes.length) {
      const block = this.#blocks.shift()
      if (block) this.#begin(block, false)
      else if (!this.#ended) await this.#read()
      else if (this.#rest.length > 0) {
        const bytes = Buffer.concat([this.#rest, Buffer.from('\n')])
        this.#rest = Buffer.alloc(0)
        this.#begin(blockOf(bytes), true)
      } else return false
    }
    return true
  }

  /** Goes on at another place, where a line begins. */
  skipTo(offsetBytes: number): void {
    this.#positionBytes = offsetBytes
    this.#rest = Buffer.alloc(0)
    this.#blocks = []
    this.#begin(NOTHING, false)
    this.#ended = false
  }

  #begin(block: Block, cut: boolean): void {
    Object.assign(this.line, block, { from: 0, to: -1, bytesFrom: 0, bytesTo: -1 })
    this.#cut = cut
  }

  async #read(): Promise<void> {
    const into = Buffer.allocUnsafe(CHUNK_BYTES)
    const { bytesRead, buffer } = await this.#file.read(into, 0, CHUNK_BYTES, this.#positionBytes)
    this.#positionBytes += bytesRead
    const bytes = Buffer.concat([this.#rest, buffer.subarray(0, bytesRead)])
    const end = bytes.lastIndexOf(NEWLINE) + 1
    this.#rest = bytes.subarray(end)
    this.#blocks = blocksOf(bytes.subarray(0, end))
    this.#ended = bytesRead === 0 || this.#rest.length > LINE_BYTES_MAX
  }
}

const NEWLINE = 0x0a
const NOTHING: Block = { bytes: Buffer.alloc(0), text: undefined, plain: false }

function blockOf(bytes: Buffer): Block {
  const text = isUtf8(bytes) ? bytes.toString('utf8') : undefined
  return { bytes, text, plain: text !== undefined && isPlain(text) }
}

/** Lines that each end with a newline, in one block; or where they are no UTF-8, each in its own. */
function blocksOf(bytes: Buffer): Block[] {
  const block = blockOf(bytes)
  if (bytes.length === 0) return []
  if (block.text !== undefined) return [block]
  const blocks: Block[] = []
  for (let start = 0, end = 0; start < bytes.length; start = end) {
    end = bytes.indexOf(NEWLINE, start) + 1
    blocks.push(blockOf(bytes.subarray(start, end)))
  }
  return blocks
}
