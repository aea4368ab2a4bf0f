import type { Text } from '../../../platform/text.ts'
import { decodeBytes } from './charset.ts'
import { addressOf, headerText, parseHeaders, parseParameterised } from './header.ts'
import type { Headers } from './header.ts'
import { decodeTransfer } from './transfer.ts'

/** A leaf of the MIME tree with its transfer encoding undone. */
export type MailPart = {
  /** `text/html` and so on; corrected by file name and content where senders write octet-stream. */
  type: string
  charset: string | undefined
  /** RFC 3676: lines that end in a blank continue. */
  flowed: boolean
  fileName: string
  bytes: Uint8Array
}

export type Mail = {
  subject: string
  /** Address of the From field, lower case not forced; empty when absent. */
  from: string
  /** Date field, else the newest Received field; epoch milliseconds. */
  sentMs: number | undefined
  /** Offset of the Date field in minutes east of UTC, a hint at the sender's zone. */
  sentOffsetMin: number | undefined
  parts: MailPart[]
  /** Mails attached as message/rfc822 or .eml, in order. */
  inner: Mail[]
  /** What was left unread, and why. */
  unread: Text[]
}

export const MAIL_BYTES_MAX = 64 * 1024 * 1024
const HEADER_BYTES_MAX = 256 * 1024
const PART_BYTES_MAX = 8 * 1024 * 1024
const PARTS_MAX = 200
/** All parts together; a notice with its tables and documents has a tenth of it. */
const DECODED_BYTES_MAX = 24 * 1024 * 1024
const DEPTH_MAX = 12

type Budget = { parts: number; bytes: number }

/** Reads the MIME tree of a mail. Never throws on content; what is over a bound is named in `unread`. */
export function readMail(bytes: Uint8Array): Mail {
  if (bytes.length > MAIL_BYTES_MAX)
    return {
      ...emptyMail(),
      unread: [
        { ja: `${MAIL_BYTES_MAX}バイトを超えるメール`, en: `a mail larger than ${MAIL_BYTES_MAX} bytes` },
      ],
    }
  return readMessage(bytes, 0, { parts: PARTS_MAX, bytes: DECODED_BYTES_MAX })
}

function emptyMail(): Mail {
  return {
    subject: '',
    from: '',
    sentMs: undefined,
    sentOffsetMin: undefined,
    parts: [],
    inner: [],
    unread: [],
  }
}

function readMessage(bytes: Uint8Array, depth: number, budget: Budget): Mail {
  const { headers, body } = splitEntity(bytes)
  const date = parseMailDate(headers.get('date')?.[0] ?? '') ?? receivedDate(headers)
  const mail: Mail = {
    ...emptyMail(),
    subject: headerText(headers, 'subject'),
    from: addressOf(headerText(headers, 'from')),
    sentMs: date?.ms,
    sentOffsetMin: date?.offsetMin,
  }
  readEntity(mail, headers, body, depth, budget)
  return mail
}

function splitEntity(bytes: Uint8Array): { headers: Headers; body: Uint8Array } {
  const from = bytes[0] === 0xef && bytes[1] === 0xbb && bytes[2] === 0xbf ? 3 : 0
  const buffer = Buffer.from(bytes.buffer, bytes.byteOffset, bytes.byteLength)
  if (buffer[from] === 0x0a || (buffer[from] === 0x0d && buffer[from + 1] === 0x0a)) {
    return { headers: new Map(), body: bytes.subarray(buffer[from] === 0x0a ? from + 1 : from + 2) }
  }
  const head = buffer.subarray(from, from + HEADER_BYTES_MAX).toString('latin1')
  const gap = /\r?\n[ \t]*\r?\n/.exec(head)
  const block = gap === null ? head : head.slice(0, gap.index)
  const headers = parseHeaders(block)
  if (headers.size === 0) return { headers, body: bytes.subarray(from) }
  const bodyFrom = gap === null ? bytes.length : from + gap.index + gap[0].length
  return { headers, body: bytes.subarray(bodyFrom) }
}

function readEntity(mail: Mail, headers: Headers, body: Uint8Array, depth: number, budget: Budget): void {
  if (depth > DEPTH_MAX) {
    mail.unread.push({
      ja: `入れ子が${DEPTH_MAX}段を超える部分`,
      en: `parts nested deeper than ${DEPTH_MAX}`,
    })
    return
  }
  const type = parseParameterised(headers.get('content-type')?.[0] ?? 'text/plain')
  const boundary = type.parameters.get('boundary')
  if (type.value.startsWith('multipart/') && boundary !== undefined && boundary !== '') {
    for (const piece of splitMultipart(body, boundary)) {
      if (budget.parts <= 0) {
        mail.unread.push({ ja: `${PARTS_MAX}個を超える部分`, en: `parts beyond the first ${PARTS_MAX}` })
        return
      }
      budget.parts -= 1
      const entity = splitEntity(piece)
      readEntity(mail, entity.headers, entity.body, depth + 1, budget)
    }
    return
  }
  readLeaf(mail, headers, body, depth, budget)
}

function readLeaf(mail: Mail, headers: Headers, body: Uint8Array, depth: number, budget: Budget): void {
  const type = parseParameterised(headers.get('content-type')?.[0] ?? 'text/plain')
  const disposition = parseParameterised(headers.get('content-disposition')?.[0] ?? '')
  const fileName = (disposition.parameters.get('filename') ?? type.parameters.get('name') ?? '').slice(0, 200)
  if (body.length > PART_BYTES_MAX * 1.4 || body.length > budget.bytes * 1.4) {
    mail.unread.push({
      ja: `大きすぎる部分 ${fileName || type.value}(${body.length}バイト)`,
      en: `part ${fileName || type.value}, too large (${body.length} bytes)`,
    })
    return
  }
  const bytes = decodeTransfer(body, headers.get('content-transfer-encoding')?.[0] ?? '')
  budget.bytes -= bytes.length
  const actual = actualType(type.value, fileName, bytes)
  if (actual === 'message/rfc822') {
    mail.inner.push(readMessage(bytes, depth + 1, budget))
    return
  }
  mail.parts.push({
    type: actual,
    charset: type.parameters.get('charset'),
    flowed: type.parameters.get('format')?.toLowerCase() === 'flowed',
    fileName,
    bytes,
  })
}

/** Types by the ending of a file name, where senders write octet-stream. */
export const BY_EXTENSION: Readonly<Record<string, string>> = {
  ics: 'text/calendar',
  ical: 'text/calendar',
  eml: 'message/rfc822',
  csv: 'text/csv',
  tsv: 'text/csv',
  htm: 'text/html',
  html: 'text/html',
  xlsx: 'application/vnd.openxmlformats-officedocument.spreadsheetml.sheet',
  xlsm: 'application/vnd.openxmlformats-officedocument.spreadsheetml.sheet',
  zip: 'application/zip',
  pdf: 'application/pdf',
}

function actualType(declared: string, fileName: string, bytes: Uint8Array): string {
  const byName = BY_EXTENSION[/\.([a-z0-9]{1,5})$/i.exec(fileName)?.[1]?.toLowerCase() ?? '']
  if (byName !== undefined) return byName
  if (/^(text\/(x-vcalendar|ics)|application\/(ics|calendar))$/.test(declared)) return 'text/calendar'
  if (declared === 'message/rfc822' || declared === 'text/csv' || declared === 'text/html') return declared
  const opening = Buffer.from(bytes.subarray(0, 2_048)).toString('latin1').replaceAll('\0', '')
  // oxlint-disable-next-line no-control-regex -- a byte order mark in latin1 before the keyword
  if (/^[\s\x80-\xff]*BEGIN:VCALENDAR/i.test(opening)) return 'text/calendar'
  if (!declared.startsWith('text/') && declared !== '') return declared
  if (/^\s*(<!doctype html|<html[\s>])/i.test(opening)) return 'text/html'
  return declared === '' ? 'text/plain' : declared
}

/** Pieces between delimiter lines; a missing closing delimiter ends with the body. */
function splitMultipart(body: Uint8Array, boundary: string): Uint8Array[] {
  const buffer = Buffer.from(body.buffer, body.byteOffset, body.byteLength)
  const mark = Buffer.from(`--${boundary}`, 'latin1')
  const pieces: Uint8Array[] = []
  let from = -1
  for (let at = buffer.indexOf(mark); at >= 0; at = buffer.indexOf(mark, at + mark.length)) {
    if (at > 0 && buffer[at - 1] !== 0x0a) continue
    // `--b1` is no delimiter of `b`.
    if (!isDelimiterEnd(buffer, at + mark.length)) continue
    if (from >= 0) pieces.push(buffer.subarray(from, trimmedEnd(buffer, from, at)))
    const after = at + mark.length
    if (buffer[after] === 0x2d && buffer[after + 1] === 0x2d) return pieces
    const lineEnd = buffer.indexOf(0x0a, after)
    if (lineEnd < 0) return pieces
    from = lineEnd + 1
    if (pieces.length > PARTS_MAX) return pieces
  }
  if (from >= 0) pieces.push(buffer.subarray(from))
  return pieces
}

function isDelimiterEnd(buffer: Buffer, at: number): boolean {
  const next = buffer[at]
  if (next === 0x2d) return buffer[at + 1] === 0x2d
  return next === undefined || next === 0x0d || next === 0x0a || next === 0x20 || next === 0x09
}

/** The line break before a delimiter belongs to the delimiter (RFC 2046 5.1.1). */
function trimmedEnd(buffer: Buffer, from: number, at: number): number {
  let end = at
  if (end > from && buffer[end - 1] === 0x0a) end -= 1
  if (end > from && buffer[end - 1] === 0x0d) end -= 1
  return end
}

const MONTHS = ['jan', 'feb', 'mar', 'apr', 'may', 'jun', 'jul', 'aug', 'sep', 'oct', 'nov', 'dec']
const NAMED_ZONES: Readonly<Record<string, number>> = {
  ut: 0,
  utc: 0,
  gmt: 0,
  z: 0,
  est: -300,
  edt: -240,
  cst: -360,
  cdt: -300,
  mst: -420,
  mdt: -360,
  pst: -480,
  pdt: -420,
  jst: 540,
}

/** RFC 5322 dates with the obsolete forms; undefined when there is no day, month, year and time. */
export function parseMailDate(raw: string): { ms: number; offsetMin: number } | undefined {
  const found =
    /(\d{1,2})[\s-]+([a-z]{3})[a-z]*[\s-]+(\d{2,4})[\s,]+(\d{1,2}):(\d{2})(?::(\d{2}))?(?:\.\d+)?\s*(?:([+-])(\d{2}):?(\d{2})|([a-z]{1,4}))?/i.exec(
      raw,
    )
  if (found === null) return undefined
  const month = MONTHS.indexOf((found[2] ?? '').toLowerCase())
  if (month < 0) return undefined
  const short = Number(found[3])
  const year = short < 50 ? 2000 + short : short < 1000 ? 1900 + short : short
  const sign = found[7] === '-' ? -1 : 1
  const named = NAMED_ZONES[(found[10] ?? '').toLowerCase()] ?? 0
  const offsetMin = found[7] === undefined ? named : sign * (Number(found[8]) * 60 + Number(found[9]))
  const wall = Date.UTC(
    year,
    month,
    Number(found[1]),
    Number(found[4]),
    Number(found[5]),
    Number(found[6] ?? 0),
  )
  return Number.isFinite(wall) ? { ms: wall - offsetMin * 60_000, offsetMin } : undefined
}

function receivedDate(headers: Headers): { ms: number; offsetMin: number } | undefined {
  const received = headers.get('received')?.[0] ?? ''
  return parseMailDate(received.slice(received.lastIndexOf(';') + 1))
}

export function partText(part: MailPart): { text: string; doubtful: boolean } {
  return decodeBytes(part.bytes, part.charset)
}
