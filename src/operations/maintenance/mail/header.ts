import { decodeBytes } from './charset.ts'
import { decodeQuotedPrintable } from './transfer.ts'

/** Header fields by lower-case name, values unfolded but not decoded, in latin1 (one character, one byte). */
export type Headers = ReadonlyMap<string, readonly string[]>

const FIELDS_MAX = 2_000
const ADDRESS_TEXT_MAX = 4_000
const ENCODED_WORD = /=\?([^?\s*]{1,40})(?:\*[^?\s]*)?\?([bBqQ])\?([^?]*)\?=/g

/** Reads a header block given as latin1. Lines that are no field are ignored: mails from portals have such. */
export function parseHeaders(block: string): Headers {
  const fields = new Map<string, string[]>()
  let count = 0
  for (const line of block.replace(/\r?\n[ \t]+/g, ' ').split(/\r?\n/)) {
    const colon = line.indexOf(':')
    if (colon < 1 || /[\s]/.test(line.slice(0, colon).trimEnd())) continue
    count += 1
    if (count > FIELDS_MAX) break
    const name = line.slice(0, colon).trim().toLowerCase()
    const values = fields.get(name)
    if (values === undefined) fields.set(name, [line.slice(colon + 1).trim()])
    else values.push(line.slice(colon + 1).trim())
  }
  return fields
}

export function headerText(headers: Headers, name: string): string {
  const value = headers.get(name)?.[0]
  return value === undefined ? '' : decodeHeader(value)
}

/**
 * Decodes encoded words (RFC 2047). Neighbours with the same charset are joined as bytes first, because many senders
 * split inside a character or inside an ISO-2022-JP shift. Raw 8-bit goes through the charset ladder.
 */
export function decodeHeader(raw: string): string {
  let text = ''
  let from = 0
  let pending: { charset: string; bytes: Uint8Array[] } | undefined
  const flush = (): void => {
    if (pending !== undefined) text += decodeBytes(Buffer.concat(pending.bytes), pending.charset).text
    pending = undefined
  }
  for (const match of raw.matchAll(ENCODED_WORD)) {
    const between = raw.slice(from, match.index)
    const charset = (match[1] ?? '').toLowerCase()
    const bytes = wordBytes(match[2] ?? '', match[3] ?? '')
    if (pending !== undefined && pending.charset === charset && between.trim() === '')
      pending.bytes.push(bytes)
    else {
      const joined = pending !== undefined && between.trim() === ''
      flush()
      if (!joined) text += plainHeader(between)
      pending = { charset, bytes: [bytes] }
    }
    from = match.index + match[0].length
  }
  flush()
  return text + plainHeader(raw.slice(from))
}

function wordBytes(encoding: string, payload: string): Uint8Array {
  if (encoding.toLowerCase() === 'b') return Buffer.from(payload, 'base64')
  return decodeQuotedPrintable(Buffer.from(payload, 'latin1'), true)
}

function plainHeader(raw: string): string {
  // oxlint-disable-next-line no-control-regex -- raw ISO-2022-JP starts with ESC, other raw text with the high bit
  return /[\x1b\x80-\xff]/.test(raw) ? decodeBytes(Buffer.from(raw, 'latin1')).text : raw
}

/** A structured field such as `text/plain; charset="x"`, with RFC 2231 continuations and charsets in parameters. */
export type Parameterised = { value: string; parameters: ReadonlyMap<string, string> }

export function parseParameterised(raw: string): Parameterised {
  const [head = '', ...rest] = splitOutsideQuotes(raw)
  const parts = new Map<string, { text: string; order: number; encoded: boolean }[]>()
  for (const piece of rest) {
    const equals = piece.indexOf('=')
    if (equals < 1) continue
    const key = piece.slice(0, equals).trim().toLowerCase()
    const found = /^([^*]+)(?:\*(\d{1,3}))?(\*)?$/.exec(key)
    if (found === null) continue
    const list = parts.get(found[1] ?? '') ?? []
    list.push({
      text: unquote(piece.slice(equals + 1).trim()),
      order: Number(found[2] ?? 0),
      encoded: found[3] === '*',
    })
    parts.set(found[1] ?? '', list)
  }
  const parameters = new Map<string, string>()
  for (const [key, list] of parts) parameters.set(key, joinParameter(list))
  return { value: head.trim().toLowerCase(), parameters }
}

function joinParameter(list: { text: string; order: number; encoded: boolean }[]): string {
  const ordered = list.toSorted((a, b) => a.order - b.order)
  if (!ordered.some((piece) => piece.encoded))
    return decodeHeader(ordered.map((piece) => piece.text).join(''))
  const charset = /^([^']*)'[^']*'/.exec(ordered[0]?.text ?? '')
  const bytes = ordered.map((piece, index) => {
    const text = index === 0 && charset !== null ? piece.text.slice(charset[0].length) : piece.text
    return Buffer.from(piece.encoded ? percentDecode(text) : text, 'latin1')
  })
  return decodeBytes(Buffer.concat(bytes), charset?.[1]).text
}

function percentDecode(text: string): string {
  return text.replace(/%([0-9a-f]{2})/gi, (_, hex: string) => String.fromCharCode(Number.parseInt(hex, 16)))
}

function splitOutsideQuotes(raw: string): string[] {
  const pieces: string[] = []
  let quoted = false
  let from = 0
  for (let at = 0; at < raw.length; at += 1) {
    if (raw[at] === '\\' && quoted) at += 1
    else if (raw[at] === '"') quoted = !quoted
    else if (raw[at] === ';' && !quoted) {
      pieces.push(raw.slice(from, at))
      from = at + 1
    }
  }
  pieces.push(raw.slice(from))
  return pieces
}

function unquote(text: string): string {
  return text.startsWith('"') ? text.slice(1).replace(/"\s*$/, '').replace(/\\(.)/g, '$1') : text
}

/** The first address of a From or Organizer field, without display name; empty when there is none. */
export function addressOf(text: string): string {
  return (
    /[^\s<>"',;:()[\]@]{1,256}@[^\s<>"',;:()[\]]{1,256}/
      .exec(text.slice(0, ADDRESS_TEXT_MAX))?.[0]
      .replace(/[.,;]+$/, '') ?? ''
  )
}
