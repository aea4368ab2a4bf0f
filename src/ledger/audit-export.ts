import { open } from 'node:fs/promises'
import { isUtf8 } from 'node:buffer'
import { InputError } from '../platform/failure.ts'
import { BECAUSE, knownSigner, LogAudit, vouch } from './audit.ts'
import type { FirstBad, VouchedHead } from './audit.ts'
import type { AuditReport, KeptCheckpoint } from './audit-database.ts'
import { EXPORT_MAGIC, parseExportLine } from './bundle.ts'
import { isCanonical } from './leaf.ts'
import { NoteError, parseVerifier } from './note.ts'
import type { NoteVerifier } from './note.ts'

/** Longer lines end the reading: an entry has at most 65,535 bytes. */
const LINE_BYTES_MAX = 70_000
const CHUNK_BYTES = 1024 * 1024
const HEADER_LINES_MAX = 200_000

/**
 * Checks an export file. Memory does not grow with it. Throws InputError for a file that is no export, NoteError for
 * a kept checkpoint that none of the keys has signed. `vkeys`: keys known from elsewhere, of which one must have signed
 * the newest checkpoint of the file.
 */
export async function verifyExport(
  path: string,
  vkeys: readonly string[] = [],
  kept: readonly KeptCheckpoint[] = [],
): Promise<AuditReport> {
  const lines = readLines(path)
  try {
    return await verifyLines(path, lines, vkeys, kept)
  } finally {
    // Closes the file, wherever the reading stopped.
    await lines.return(undefined)
  }
}

async function verifyLines(
  path: string,
  lines: AsyncGenerator<Buffer, undefined>,
  vkeys: readonly string[],
  kept: readonly KeptCheckpoint[],
): Promise<AuditReport> {
  const first = (await lines.next()).value
  if (first?.toString('latin1') !== EXPORT_MAGIC)
    throw new InputError(path, { line: 1 }, `a file beginning ${EXPORT_MAGIC}`)
  const header = await readHeader(lines)
  if ('because' in header) return { ok: false, origin: '', size: 0, root: '', first_bad: header }
  const trusted = vkeys.length > 0 ? vkeys.map(parseVerifier) : header.verifiers
  const vouched = kept.map(({ note, from }) => vouch(note, trusted, from))
  const audit = new LogAudit([...header.vouched, ...vouched])
  const bad =
    (await auditLines(lines, audit, header)) ??
    (knownSigner(header.vouched.at(-1), vkeys)
      ? undefined
      : { index: 0, because: BECAUSE.checkpoint('none of the keys given has signed it') })
  const origin = header.vouched.at(-1)?.origin ?? ''
  const root = Buffer.from(audit.root()).toString('base64')
  return { ok: !bad, origin, size: audit.size, root, ...(bad && { first_bad: bad }) }
}

type Header = { vkeys: string[]; verifiers: NoteVerifier[]; vouched: VouchedHead[]; size: number }

async function readHeader(lines: AsyncGenerator<Buffer>): Promise<Header | FirstBad> {
  const header: Header = { vkeys: [], verifiers: [], vouched: [], size: 0 }
  const trusted = () => header.vouched.at(-1)?.size ?? 0
  try {
    for (let count = 0; count < HEADER_LINES_MAX; count++) {
      const line = (await lines.next()).value
      const [word, rest = '', ...more] = textOf(line).split(' ')
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

async function addCheckpoint(header: Header, lines: AsyncGenerator<Buffer>, count: string): Promise<void> {
  if (!/^[1-9]\d{0,2}$/.test(count)) throw new NoteError('the length of a checkpoint is none')
  let note = ''
  for (let order = 0; order < Number(count); order++) note += `${textOf((await lines.next()).value)}\n`
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
  lines: AsyncGenerator<Buffer>,
  audit: LogAudit,
  header: Header,
): Promise<FirstBad | undefined> {
  for await (const bytes of lines) {
    if (audit.size === header.size)
      return { index: audit.size, because: BECAUSE.count(audit.size + 1, header.size) }
    const line = parseExportLine(bytes)
    if (!line || !isUtf8(bytes)) return { index: audit.size, because: BECAUSE.form() }
    if (line.index !== audit.size) return { index: audit.size, because: BECAUSE.missing(audit.size) }
    const bad = audit.add(bytes, line.leafStart, bytes.length, line.hash)
    if (bad) return bad
    if (!isCanonical(bytes.toString('utf8', line.leafStart)))
      return { index: line.index, because: BECAUSE.form() }
    audit.takeFullTiles()
  }
  if (audit.size < header.size) return audit.cutOff(header.size)
  const strange = header.vkeys.find((vkey) => !audit.origins.some(({ keys }) => keys.includes(vkey)))
  return audit.finish() ?? (strange === undefined ? undefined : { index: 0, because: BECAUSE.key(strange) })
}

function textOf(line: Buffer | undefined): string {
  if (!line) throw new NoteError('the file ends early')
  if (!isUtf8(line)) throw new NoteError('the header is not UTF-8')
  return line.toString('utf8')
}

/** The lines of a file without their newlines. A last line without one, or a line too long, is given as it is: no entry. */
async function* readLines(path: string): AsyncGenerator<Buffer, undefined> {
  const file = await open(path, 'r').catch((error: NodeJS.ErrnoException) => {
    throw new InputError(path, {}, `a readable file: ${error.code ?? error.message}`)
  })
  try {
    let rest = Buffer.alloc(0)
    for (;;) {
      const { bytesRead, buffer } = await file.read(Buffer.allocUnsafe(CHUNK_BYTES), 0, CHUNK_BYTES)
      if (bytesRead === 0) break
      rest = Buffer.concat([rest, buffer.subarray(0, bytesRead)])
      let start = 0
      for (let end = rest.indexOf(0x0a); end >= 0; end = rest.indexOf(0x0a, start)) {
        yield rest.subarray(start, end)
        start = end + 1
      }
      rest = rest.subarray(start)
      if (rest.length > LINE_BYTES_MAX) break
    }
    // Marked so that it cannot pass for a whole line.
    if (rest.length > 0) yield Buffer.concat([rest, Buffer.from('\n')])
    return undefined
  } finally {
    await file.close()
  }
}
