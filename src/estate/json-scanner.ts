import { InputError } from '../platform/failure.ts'
import { placeOfByte, startsWithBom } from './text-bytes.ts'

/** Deeper nesting is refused. */
export const DEPTH_MAX = 64

/** Texts up to this length are looked for among those seen before. */
const SEEN_LENGTH_MAX = 64
const SEEN_MASK = 0x3_ffff

const QUOTE = 0x22
const BACKSLASH = 0x5c
const COMMA = 0x2c
const COLON = 0x3a
export const OPEN_BRACE = 0x7b
const CLOSE_BRACE = 0x7d
export const OPEN_BRACKET = 0x5b
const CLOSE_BRACKET = 0x5d

/** Walks over JSON in bytes; every problem is an InputError with line and column. */
export class JsonScanner {
  readonly file: string
  readonly bytes: Buffer
  at: number
  depth = 0
  /** Keys and ids recur: where a text stands in its slot already, it is not made again. */
  readonly seen: (string | undefined)[] = []

  constructor(file: string, bytes: Uint8Array) {
    this.file = file
    this.bytes = Buffer.from(bytes.buffer, bytes.byteOffset, bytes.byteLength)
    this.at = startsWithBom(bytes) ? 3 : 0
  }

  /** Calls `member` with each key while standing at its value; `member` must read or skip the value. */
  members(member: (key: string, keyAt: number) => void): void {
    this.enter()
    this.space()
    if (this.bytes[this.at] === CLOSE_BRACE) return this.leave()
    for (;;) {
      if (this.bytes[this.at] !== QUOTE) this.fail('a key in double quotes')
      const keyAt = this.at
      const key = this.string()
      this.space()
      if (this.bytes[this.at] !== COLON) this.fail('":" after the key')
      this.at++
      this.space()
      member(key, keyAt)
      this.space()
      const next = this.bytes[this.at]
      if (next === CLOSE_BRACE) return this.leave()
      if (next !== COMMA) this.fail('"," or "}"')
      this.at++
      this.space()
    }
  }

  elements(element: (index: number) => void): void {
    this.enter()
    this.space()
    if (this.bytes[this.at] === CLOSE_BRACKET) return this.leave()
    for (let index = 0; ; index++) {
      element(index)
      this.space()
      const next = this.bytes[this.at]
      if (next === CLOSE_BRACKET) return this.leave()
      if (next !== COMMA) this.fail('"," or "]"')
      this.at++
      this.space()
    }
  }

  enter(): void {
    if (++this.depth > DEPTH_MAX) this.fail(`at most ${DEPTH_MAX} levels of nesting`)
    this.at++
  }

  leave(): void {
    this.depth--
    this.at++
  }

  space(): void {
    const bytes = this.bytes
    for (let byte = bytes[this.at]; byte === 0x20 || byte === 0x0a || byte === 0x0d || byte === 0x09;)
      byte = bytes[++this.at]
  }

  isLatin(text: string, start: number): boolean {
    for (let index = 0; index < text.length; index++)
      if (text.charCodeAt(index) !== this.bytes[start + index]) return false
    return true
  }

  string(): string {
    const bytes = this.bytes
    const start = this.at + 1
    let end = start
    let hash = 0
    let byte = bytes[end]
    // The usual text: short, plain, without escapes.
    while (byte !== undefined && byte !== QUOTE && byte >= 0x20 && byte < 0x80 && byte !== BACKSLASH) {
      hash = (Math.imul(hash, 31) + byte) | 0
      byte = bytes[++end]
    }
    if (byte !== QUOTE) return this.unusualString(start, end)
    this.at = end + 1
    if (end - start > SEEN_LENGTH_MAX) return bytes.toString('latin1', start, end)
    const slot = (hash ^ (hash >>> 15)) & SEEN_MASK
    const known = this.seen[slot]
    if (known !== undefined && known.length === end - start && this.isLatin(known, start)) return known
    return (this.seen[slot] = bytes.toString('latin1', start, end))
  }

  /** A text with escapes, with other characters than ASCII, or without an end. */
  unusualString(start: number, from: number): string {
    const bytes = this.bytes
    let end = from
    let escaped = false
    for (let byte = bytes[end]; byte !== QUOTE; byte = bytes[++end]) {
      if (byte === undefined) this.fail('a closing double quote', start - 1)
      if (byte < 0x20) this.fail('no control character inside a text (write \\n or \\u00XX)', end)
      if (byte === BACKSLASH) {
        escaped = true
        end++
      }
    }
    this.at = end + 1
    return escaped ? this.unescaped(start - 1, end + 1) : bytes.toString('utf8', start, end)
  }

  unescaped(start: number, end: number): string {
    try {
      return JSON.parse(this.bytes.toString('utf8', start, end)) as string
    } catch (cause) {
      throw this.problem('a text with valid escapes', start, cause)
    }
  }

  /** A text, number, true, false or null. */
  scalar(): string | number | boolean | null {
    switch (this.bytes[this.at]) {
      case QUOTE:
        return this.string()
      case 0x74:
        return this.word('true', true)
      case 0x66:
        return this.word('false', false)
      case 0x6e:
        return this.word('null', null)
      default:
        return this.number()
    }
  }

  number(): number {
    const bytes = this.bytes
    const start = this.at
    let end = start
    for (let byte = bytes[end]; byte !== undefined && isNumberByte(byte);) byte = bytes[++end]
    if (end - start <= 9 && end > start) {
      const small = this.smallInteger(start, end)
      if (small !== undefined) return small
    }
    const written = bytes.toString('latin1', start, end)
    if (!/^-?(0|[1-9]\d*)(\.\d+)?([eE][+-]?\d+)?$/.test(written)) this.fail('a JSON value')
    this.at = end
    return Number(written)
  }

  /** Most numbers are short integers; they need no text. */
  smallInteger(start: number, end: number): number | undefined {
    if (this.bytes[start] === 0x30 && end - start > 1) return undefined
    let value = 0
    for (let at = start; at < end; at++) {
      const digit = this.bytes[at]! - 0x30
      if (digit < 0 || digit > 9) return undefined
      value = value * 10 + digit
    }
    this.at = end
    return value
  }

  word<T>(word: string, value: T): T {
    if (!this.isLatin(word, this.at)) this.fail('a JSON value')
    this.at += word.length
    return value
  }

  skip(): void {
    const first = this.bytes[this.at]
    if (first === OPEN_BRACE) this.members(() => this.skip())
    else if (first === OPEN_BRACKET) this.elements(() => this.skip())
    else if (first === QUOTE) this.skipString()
    else this.scalar()
  }

  skipString(): void {
    let end = this.at + 1
    for (let byte = this.bytes[end]; byte !== QUOTE; byte = this.bytes[++end]) {
      if (byte === undefined) this.fail('a closing double quote')
      if (byte === BACKSLASH) end++
    }
    this.at = end + 1
  }

  fail(expected: string, at = this.at): never {
    throw this.problem(expected, at)
  }

  problem(expected: string, at: number, cause?: unknown): InputError {
    const found = at >= this.bytes.length ? 'the end of the file' : JSON.stringify(this.excerpt(at))
    const suffix = expected.includes(', found ') ? '' : `, found ${found}`
    const error = new InputError(this.file, placeOfByte(this.bytes, at), `expected ${expected}${suffix}`)
    error.cause = cause
    return error
  }

  excerpt(at: number): string {
    return this.bytes
      .toString('utf8', at, at + 24)
      .replace(/\uFFFD+$/, '')
      .split('\n')[0]!
      .slice(0, 16)
  }
}

function isNumberByte(byte: number): boolean {
  return (
    (byte >= 0x30 && byte <= 0x39) ||
    byte === 0x2d ||
    byte === 0x2b ||
    byte === 0x2e ||
    byte === 0x65 ||
    byte === 0x45
  )
}
