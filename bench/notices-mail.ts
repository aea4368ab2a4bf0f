/** Small means to make mails for measuring: random choice with a fixed seed, MIME parts, the truth beside each mail. */
import { uniformFrom } from '../src/platform/random.ts'
import iconv from 'iconv-lite'

export type Truth = {
  id: string
  status: string
  windows: { start: string; end: string; backup: boolean }[]
  objects: { id: string; impact: string }[]
}

export type Generated = { name: string; bytes: Uint8Array; truth: Truth }

export type Random = {
  /** Integer in [0, below). */
  int: (below: number) => number
  pick: <T>(list: readonly T[]) => T
  chance: (share: number) => boolean
  sample: <T>(list: readonly T[], count: number) => T[]
}

/** 32 bits of state are enough to vary layouts, and the same seed gives the same mails everywhere. */
export function seeded(seed: number): Random {
  const next = uniformFrom(seed)
  const int = (below: number): number => Math.floor(next() * below)
  return {
    int,
    pick: (list) => {
      const one = list[int(list.length)]
      if (one === undefined) throw new RangeError('expected a list with at least one entry to pick from')
      return one
    },
    chance: (share) => next() < share,
    sample: (list, count) =>
      list
        .map((one) => ({ one, key: next() }))
        .toSorted((a, b) => a.key - b.key)
        .slice(0, count)
        .map(({ one }) => one),
  }
}

export type Part = {
  type: string
  text?: string
  bytes?: Uint8Array
  charset?: string
  fileName?: string
  encoding?: '8bit' | 'base64' | 'quoted-printable'
}

export function encodeWord(text: string, charset = 'utf-8'): string {
  // oxlint-disable-next-line no-control-regex -- plain ASCII needs no encoding
  if (/^[\x20-\x7e]*$/.test(text)) return text
  const bytes = encodeText(text, charset)
  return `=?${charset}?B?${Buffer.from(bytes).toString('base64')}?=`
}

export function encodeText(text: string, charset: string): Uint8Array {
  if (/^iso-2022-jp$/i.test(charset)) return iso2022jp(text)
  if (/^euc-jp$/i.test(charset))
    return Buffer.concat(
      text
        .split(/[〜～]/)
        .flatMap((piece, index) => [...(index > 0 ? [WAVE_EUC] : []), iconv.encode(piece, charset)]),
    )
  return iconv.encode(text, charset)
}

/** The wave dash of JIS X 0208, which the converter does not map. */
const WAVE_EUC = Buffer.from([0xa1, 0xc1])

/** ISO-2022-JP from EUC-JP: the same row and cell, seven bits, between escapes. */
function iso2022jp(text: string): Uint8Array {
  const out: number[] = []
  let kanji = false
  for (const char of text) {
    const bytes = encodeText(char, 'euc-jp')
    const wide = bytes.length === 2 && (bytes[0] ?? 0) >= 0xa1
    if (wide !== kanji) out.push(0x1b, ...(wide ? [0x24, 0x42] : [0x28, 0x42]))
    kanji = wide
    if (wide) out.push((bytes[0] ?? 0) & 0x7f, (bytes[1] ?? 0) & 0x7f)
    else out.push(...(bytes.length === 1 ? bytes : [0x3f]))
  }
  if (kanji) out.push(0x1b, 0x28, 0x42)
  return Uint8Array.from(out)
}

function quotedPrintable(bytes: Uint8Array): string {
  let out = ''
  let width = 0
  for (const byte of bytes) {
    const piece =
      byte === 0x0a
        ? '\r\n'
        : byte === 0x0d
          ? ''
          : (byte >= 0x20 && byte < 0x7f && byte !== 0x3d) || byte === 0x09
            ? String.fromCharCode(byte)
            : `=${byte.toString(16).toUpperCase().padStart(2, '0')}`
    if (width + piece.length > 74 && byte !== 0x0a) {
      out += '=\r\n'
      width = 0
    }
    out += piece
    width = byte === 0x0a ? 0 : width + piece.length
  }
  return out
}

function partBytes(part: Part): Uint8Array {
  const charset = part.charset ?? 'utf-8'
  const body = part.bytes ?? encodeText((part.text ?? '').replace(/\r?\n/g, '\r\n'), charset)
  const encoding = part.encoding ?? 'base64'
  const name = part.fileName === undefined ? '' : `; name="${part.fileName}"`
  const label = part.bytes === undefined ? `; charset=${charset}` : ''
  const disposition =
    part.fileName === undefined ? '' : `Content-Disposition: attachment; filename="${part.fileName}"\r\n`
  const head = `Content-Type: ${part.type}${label}${name}\r\n${disposition}Content-Transfer-Encoding: ${encoding}\r\n\r\n`
  const content =
    encoding === 'base64'
      ? Buffer.from(Buffer.from(body).toString('base64').replace(/.{76}/g, '$&\r\n'))
      : encoding === 'quoted-printable'
        ? Buffer.from(quotedPrintable(body), 'latin1')
        : body
  return Buffer.concat([Buffer.from(head, 'latin1'), content])
}

export type Envelope = {
  subject: string
  from: string
  sentMs: number
  offsetMin: number
  subjectCharset?: string
  multipart?: 'alternative' | 'mixed'
}

/** Writes a mail; several parts become one multipart. */
export function writeMail(envelope: Envelope, parts: readonly Part[]): Uint8Array {
  const head =
    `From: ${envelope.from}\r\nTo: ops@kensho.example\r\nSubject: ${encodeWord(envelope.subject, envelope.subjectCharset ?? 'utf-8')}\r\n` +
    `Date: ${mailDate(envelope.sentMs, envelope.offsetMin)}\r\nMessage-ID: <${envelope.sentMs}@carrier.example>\r\nMIME-Version: 1.0\r\n`
  const [only] = parts
  if (parts.length === 1 && only !== undefined) return Buffer.concat([Buffer.from(head), partBytes(only)])
  const boundary = 'b0undary-of-kensho'
  const pieces = parts.flatMap((part) => [Buffer.from(`\r\n--${boundary}\r\n`), partBytes(part)])
  return Buffer.concat([
    Buffer.from(
      `${head}Content-Type: multipart/${envelope.multipart ?? 'mixed'}; boundary="${boundary}"\r\n\r\n`,
    ),
    ...pieces,
    Buffer.from(`\r\n--${boundary}--\r\n`),
  ])
}

const DAYS = ['Sun', 'Mon', 'Tue', 'Wed', 'Thu', 'Fri', 'Sat']
export const MONTHS = ['Jan', 'Feb', 'Mar', 'Apr', 'May', 'Jun', 'Jul', 'Aug', 'Sep', 'Oct', 'Nov', 'Dec']

export function mailDate(ms: number, offsetMin: number): string {
  const wall = new Date(ms + offsetMin * 60_000)
  const sign = offsetMin < 0 ? '-' : '+'
  const size = Math.abs(offsetMin)
  return `${DAYS[wall.getUTCDay()]}, ${wall.getUTCDate()} ${MONTHS[wall.getUTCMonth()]} ${wall.getUTCFullYear()} ${wall.toISOString().slice(11, 19)} ${sign}${pad(Math.floor(size / 60))}${pad(size % 60)}`
}

export function pad(value: number): string {
  return String(value).padStart(2, '0')
}

export function isoInstant(ms: number): string {
  return new Date(ms).toISOString().replace('.000Z', 'Z')
}
