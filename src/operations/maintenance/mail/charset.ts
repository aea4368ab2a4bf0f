/**
 * Bytes to text when the declared charset may be absent, misspelt or a lie. The ladder: byte order mark,
 * ISO-2022 escapes, UTF-16 by its zero bytes, strict UTF-8, the declared charset if its result is plausible, and last
 * the candidate whose decoded text looks most like writing.
 */
import { lookup } from '../../../platform/lookup.ts'

export type DecodedText = {
  text: string
  /** The WHATWG name that was used in the end. */
  charset: string
  /** True when no candidate gave clean text, so that a person should look. */
  doubtful: boolean
}

/** Labels seen in mails that TextDecoder does not know (WHATWG Encoding, names table). */
const ALIASES = lookup<string>({
  cp932: 'shift_jis',
  ms932: 'shift_jis',
  'windows-932': 'shift_jis',
  'x-ms-cp932': 'shift_jis',
  sjis_open: 'shift_jis',
  'shift-jis-2004': 'shift_jis',
  'iso-2022-jp-ms': 'iso-2022-jp',
  'iso-2022-jp-1': 'iso-2022-jp',
  'iso-2022-jp-2': 'iso-2022-jp',
  'iso-2022-jp-3': 'iso-2022-jp',
  jis: 'iso-2022-jp',
  cp50220: 'iso-2022-jp',
  cp50221: 'iso-2022-jp',
  cp50222: 'iso-2022-jp',
  'eucjp-ms': 'euc-jp',
  eucjp: 'euc-jp',
  'euc-jp-ms': 'euc-jp',
  cp51932: 'euc-jp',
  'utf-8-mac': 'utf-8',
  utf8mb4: 'utf-8',
  cp1252: 'windows-1252',
  cp936: 'gbk',
  cp949: 'euc-kr',
  cp950: 'big5',
  ansi: 'windows-1252',
})

const SINGLE_BYTE = /^(windows-125\d|iso-8859-\d+|macintosh|koi8-[ru]|ibm866|windows-874)$/
const GUESSES = ['shift_jis', 'euc-jp', 'gb18030', 'euc-kr', 'big5', 'windows-1252'] as const
/** A sample decides between candidates; a longer text does not change the choice, only the cost. */
const SAMPLE_BYTES_MAX = 16_384

export function decodeBytes(bytes: Uint8Array, declared?: string): DecodedText {
  const marked = byMark(bytes)
  if (marked !== undefined) return marked
  if (hasJisEscape(bytes)) return decode(bytes, 'iso-2022-jp')
  const wide = utf16ByZeros(bytes)
  if (wide !== undefined) return decode(bytes, wide)
  const label = canonicalLabel(declared)
  if (isAscii(bytes))
    return decode(bytes, label === undefined || label.startsWith('utf-16') ? 'utf-8' : label)
  const strict = strictly(bytes, 'utf-8')
  if (strict !== undefined) return { text: strict, charset: 'utf-8', doubtful: false }
  return best(bytes, label)
}

function byMark(bytes: Uint8Array): DecodedText | undefined {
  if (bytes[0] === 0xef && bytes[1] === 0xbb && bytes[2] === 0xbf) return decode(bytes, 'utf-8')
  if (bytes[0] === 0xff && bytes[1] === 0xfe) return decode(bytes, 'utf-16le')
  if (bytes[0] === 0xfe && bytes[1] === 0xff) return decode(bytes, 'utf-16be')
  return undefined
}

/** ESC $ @, ESC $ B, ESC $ ( D or ESC ( I/J: nothing else in a mail starts so. */
function hasJisEscape(bytes: Uint8Array): boolean {
  for (let at = bytes.indexOf(0x1b); at >= 0 && at + 2 < bytes.length; at = bytes.indexOf(0x1b, at + 1)) {
    const second = bytes[at + 1]
    const third = bytes[at + 2]
    if (second === 0x24 && (third === 0x40 || third === 0x42 || third === 0x28)) return true
    if (second === 0x28 && (third === 0x49 || third === 0x4a)) return true
  }
  return false
}

function utf16ByZeros(bytes: Uint8Array): 'utf-16le' | 'utf-16be' | undefined {
  const length = Math.min(bytes.length, 512) & ~1
  if (length < 8) return undefined
  let even = 0
  let odd = 0
  for (let at = 0; at < length; at += 2) {
    if (bytes[at] === 0) even += 1
    if (bytes[at + 1] === 0) odd += 1
  }
  const half = length / 2
  if (odd > half * 0.4 && even < half * 0.1) return 'utf-16le'
  if (even > half * 0.4 && odd < half * 0.1) return 'utf-16be'
  return undefined
}

/** The WHATWG name of a label as mails write it; undefined when nothing knows it. */
function canonicalLabel(declared: string | undefined): string | undefined {
  if (declared === undefined) return undefined
  const plain = declared
    .trim()
    .toLowerCase()
    .replace(/^["']|["']$/g, '')
  const name = ALIASES[plain] ?? plain
  try {
    return new TextDecoder(name).encoding
  } catch {
    return undefined
  }
}

function isAscii(bytes: Uint8Array): boolean {
  for (const byte of bytes) if (byte > 0x7f) return false
  return true
}

function decode(bytes: Uint8Array, charset: string): DecodedText {
  const text = new TextDecoder(charset).decode(bytes)
  return { text, charset, doubtful: text.includes('\uFFFD') }
}

function strictly(bytes: Uint8Array, charset: string): string | undefined {
  try {
    return new TextDecoder(charset, { fatal: true }).decode(bytes)
  } catch {
    return undefined
  }
}

/** Few bytes above ASCII say nothing about a charset; a text in Japanese or Chinese has many. */
const HIGH_BYTES_MIN = 8

/** Neither UTF-8 nor escapes: the declared charset wins when clean, unless another reads clearly better. */
function best(bytes: Uint8Array, label: string | undefined): DecodedText {
  const damaged = damagedUtf8(bytes, label)
  if (damaged !== undefined) return damaged
  const sample = bytes.subarray(0, SAMPLE_BYTES_MAX)
  const candidates = new Set<string>(label === undefined ? GUESSES : [label, ...GUESSES])
  let winner = 'windows-1252'
  let winning = -Infinity
  for (const charset of candidates) {
    let score = plausibility(new TextDecoder(charset).decode(sample))
    // A declared multibyte charset that decodes is hardly a coincidence; a single-byte one always decodes.
    if (charset === label) score += SINGLE_BYTE.test(charset) ? 0.1 : 0.5
    if (score > winning) {
      winning = score
      winner = charset
    }
  }
  const result = decode(bytes, winner)
  return { ...result, doubtful: result.doubtful || winning < 0 }
}

/** A text declared UTF-8 (or nothing) that is UTF-8 but for a few stray bytes stays UTF-8; so does one with few high bytes. */
function damagedUtf8(bytes: Uint8Array, label: string | undefined): DecodedText | undefined {
  if (label !== undefined && label !== 'utf-8' && !SINGLE_BYTE.test(label)) return undefined
  let high = 0
  for (const byte of bytes) if (byte > 0x7f) high += 1
  const text = new TextDecoder('utf-8').decode(bytes)
  const broken = (text.match(/\uFFFD/g) ?? []).length
  if (broken * 5 < high) return { text, charset: 'utf-8', doubtful: false }
  if (high >= HIGH_BYTES_MIN) return undefined
  return {
    ...decode(bytes, label === undefined || label === 'utf-8' ? 'windows-1252' : label),
    doubtful: false,
  }
}

/** Mean weight of the non-ASCII characters: common writing counts up, what mojibake is made of counts down. */
function plausibility(text: string): number {
  let sum = 0
  let count = 0
  for (const char of text) {
    const code = char.codePointAt(0) ?? 0
    if (code < 0x80) continue
    count += 1
    sum += weight(code)
  }
  return count === 0 ? 0 : sum / count
}

function weight(code: number): number {
  if (code === 0xfffd) return -8
  if (code >= 0x80 && code < 0xa0) return -4
  if (code >= 0x3040 && code < 0x3100) return 2
  if (code >= 0x3000 && code < 0x3040) return 1.5
  if (code >= 0xff01 && code < 0xff61) return 1.5
  if (code >= 0xff61 && code < 0xffa0) return -0.5
  if (code >= 0x4e00 && code < 0xa000) return 0.9
  if (code >= 0xac00 && code < 0xd7a4) return 1
  if (code >= 0xe000 && code < 0xf900) return -4
  if (code >= 0xc0 && code < 0x180) return 0.8
  if (code >= 0x2010 && code < 0x2040) return 0.8
  if (code >= 0xa0 && code < 0xc0) return -0.2
  return 0
}
