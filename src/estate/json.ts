import { InputError } from '../platform/failure.ts'
import { checkUtf8, placeOfByte, startsWithBom } from './text-bytes.ts'

/** Deeper nesting is refused. */
export const DEPTH_MAX = 64

export type PathPart = string | number

/**
 * Receives the elements of the arrays that stand directly in the top-level object, one after the other, so that a
 * large file never stands as a whole tree in memory. Returns true when it has taken the element; others are kept.
 */
export type TakeElement = (key: string, index: number, element: unknown) => boolean

/** Texts up to this length are looked for among those seen before. */
const SEEN_LENGTH_MAX = 64
const SEEN_MASK = 0x3_ffff

const QUOTE = 0x22
const BACKSLASH = 0x5c
const COMMA = 0x2c
const COLON = 0x3a
const OPEN_BRACE = 0x7b
const CLOSE_BRACE = 0x7d
const OPEN_BRACKET = 0x5b
const CLOSE_BRACKET = 0x5d

/**
 * JSON (RFC 8259) from bytes, stricter than JSON.parse: UTF-8 only, no key twice in one object, at most DEPTH_MAX
 * deep; every error names line and column. A byte order mark at the start is passed over.
 */
export function parseJson(file: string, bytes: Uint8Array, take?: TakeElement): unknown {
  checkUtf8(file, bytes)
  return new JsonReader(file, bytes).readAll(take)
}

/**
 * The keys of the top-level object and, of each array there, the keys of its first element that is an object. Of a
 * top-level array, the keys of its first element under the name `[]`.
 */
export function outlineJson(file: string, bytes: Uint8Array): Map<string, string[] | undefined> | undefined {
  checkUtf8(file, bytes)
  return new JsonReader(file, bytes).outline()
}

/** Byte offset of the value at a path, or of the nearest enclosing value that exists. */
export function offsetOfJsonPath(file: string, bytes: Uint8Array, path: readonly PathPart[]): number {
  return new JsonReader(file, bytes).locate(path)
}

class JsonReader {
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

  readAll(take: TakeElement | undefined): unknown {
    this.space()
    const value = take && this.bytes[this.at] === OPEN_BRACE ? this.object(take) : this.value()
    this.space()
    if (this.at < this.bytes.length) this.fail('the end of the file')
    return value
  }

  outline(): Map<string, string[] | undefined> | undefined {
    this.space()
    const outline = new Map<string, string[] | undefined>()
    if (this.bytes[this.at] === OPEN_BRACKET) outline.set('[]', this.elementKeys())
    else if (this.bytes[this.at] !== OPEN_BRACE) return undefined
    else this.members((key) => outline.set(key, this.elementKeys()))
    return outline
  }

  /** Skips a value; gives the keys of its first element where it is an array of objects. */
  elementKeys(): string[] | undefined {
    if (this.bytes[this.at] !== OPEN_BRACKET) {
      this.skip()
      return undefined
    }
    let keys: string[] | undefined
    this.elements((index) => {
      if (index > 0 || this.bytes[this.at] !== OPEN_BRACE) return this.skip()
      const first: string[] = []
      this.members((key) => {
        first.push(key)
        this.skip()
      })
      keys = first
    })
    return keys
  }

  locate(path: readonly PathPart[]): number {
    this.space()
    let found = this.at
    for (const part of path) {
      const wanted = this.child(part)
      if (wanted === undefined) return found
      this.at = wanted
      found = wanted
    }
    return found
  }

  /** Offset of one member or element of the value that starts here. */
  child(part: PathPart): number | undefined {
    let offset: number | undefined
    if (this.bytes[this.at] === OPEN_BRACE)
      this.members((key) => {
        if (key === String(part)) offset ??= this.at
        this.skip()
      })
    else if (this.bytes[this.at] === OPEN_BRACKET)
      this.elements((index) => {
        if (index === part) offset = this.at
        this.skip()
      })
    return offset
  }

  value(): unknown {
    switch (this.bytes[this.at]) {
      case OPEN_BRACE:
        return this.object(undefined)
      case OPEN_BRACKET: {
        const list: unknown[] = []
        this.elements(() => list.push(this.value()))
        return list
      }
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

  object(take: TakeElement | undefined): Record<string, unknown> {
    const object: Record<string, unknown> = {}
    const start = this.at
    let members = 0
    this.members((key) => {
      members++
      const value = take && this.bytes[this.at] === OPEN_BRACKET ? this.takeElements(key, take) : this.value()
      if (key === '__proto__') defineOwn(object, key, value)
      else object[key] = value
    })
    if (Object.keys(object).length !== members) this.failKeyTwice(start)
    return object
  }

  takeElements(key: string, take: TakeElement): unknown[] {
    const kept: unknown[] = []
    this.elements((index) => {
      const element = this.value()
      if (!take(key, index, element)) kept.push(element)
    })
    return kept
  }

  failKeyTwice(start: number): never {
    const keys = new Set<string>()
    this.at = start
    this.members((key, keyAt) => {
      if (keys.has(key)) this.fail(`each key once, found ${JSON.stringify(key)} again`, keyAt)
      keys.add(key)
      this.skip()
    })
    return this.fail('each key once', start)
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
    else this.value()
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

function defineOwn(object: Record<string, unknown>, key: string, value: unknown): void {
  Object.defineProperty(object, key, { value, enumerable: true, configurable: true, writable: true })
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
