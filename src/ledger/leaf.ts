import { isUtf8 } from 'node:buffer'
import { CANONICAL_DEPTH_MAX } from './canonical.ts'
import type { Fact } from './fact.ts'
import { ENTRY_BYTES_MAX } from './tiles.ts'

/** A fact at its place in the log. `at` is the leader's instant, epoch milliseconds, never decreasing with the index. */
export type Entry = { index: number; at: number; fact: Fact }

const HEAD = '{"at":"'
const MIDDLE = '","fact":'
const INSTANT_CHARACTERS = 24
const PREFIX_BYTES = HEAD.length + INSTANT_CHARACTERS + MIDDLE.length

/** The canonical bytes of a fact may be this long, so that its leaf still is an entry. */
export const LEAF_FACT_BYTES_MAX = ENTRY_BYTES_MAX - PREFIX_BYTES - 1

/** What stands before and after a fact in its leaf, so that many leaves of one instant are made without parsing. */
export type LeafFrame = { prefix: Buffer; suffix: Buffer }

/**
 * A leaf is RFC 8785 of `{ at, fact }`: "at" sorts before "fact", and the fact's bytes are canonical already.
 * `at` in epoch milliseconds, years 0 to 9999.
 */
export function leafFrame(at: number): LeafFrame {
  const instant = new Date(at).toISOString()
  if (instant.length !== INSTANT_CHARACTERS)
    throw new RangeError(`the instant ${instant} has no four-digit year`)
  return { prefix: Buffer.from(`${HEAD}${instant}${MIDDLE}`), suffix: Buffer.from('}') }
}

/** The leaf of one fact, given by its canonical bytes. */
export function leafOf(at: number, factBytes: Uint8Array): Buffer {
  if (factBytes.length > LEAF_FACT_BYTES_MAX) throw new RangeError(`a fact has ${factBytes.length} bytes`)
  const { prefix, suffix } = leafFrame(at)
  return Buffer.concat([prefix, factBytes, suffix])
}

/** The fact of a leaf, or why the bytes are no leaf. They come from a log that was verified or is about to be. */
export function readLeaf(leaf: Uint8Array): { at: number; fact: Fact } | { because: string } {
  const at = leafInstant(leaf)
  if (at === undefined) return { because: 'the entry does not begin as a leaf' }
  const factBytes = leaf.subarray(PREFIX_BYTES, leaf.length - 1)
  if (!isUtf8(factBytes)) return { because: 'a fact is UTF-8' }
  const text = Buffer.from(factBytes.buffer, factBytes.byteOffset, factBytes.length).toString('utf8')
  const because = factFault(text)
  return because === undefined ? { at, fact: JSON.parse(text) as Fact } : { because }
}

/** The instant of a leaf in epoch milliseconds; undefined when the bytes are no leaf. Looks at the frame only. */
export function leafInstant(leaf: Uint8Array): number | undefined {
  const bytes = Buffer.from(leaf.buffer, leaf.byteOffset, leaf.byteLength)
  const text = bytes.toString('latin1', HEAD.length, HEAD.length + INSTANT_CHARACTERS)
  const framed =
    bytes.length > PREFIX_BYTES + 2 &&
    bytes.toString('latin1', 0, HEAD.length) === HEAD &&
    bytes.toString('latin1', HEAD.length + INSTANT_CHARACTERS, PREFIX_BYTES) === MIDDLE &&
    bytes[bytes.length - 1] === 0x7d
  if (!framed) return undefined
  const at = Date.parse(text)
  return Number.isNaN(at) || new Date(at).toISOString() !== text ? undefined : at
}

/**
 * The type of a fact from its canonical text, without parsing: "type" is the last of a fact's members, and its value
 * has no quotation mark within. Undefined when it does not stand there.
 */
export function factTypeOf(factText: string): string | undefined {
  const from = factText.lastIndexOf(',"type":"')
  if (from < 0 || !factText.endsWith('"}')) return undefined
  const type = factText.slice(from + 9, -2)
  return TYPE.test(type) ? type : undefined
}

const TYPE_TAIL_BYTES = 220

/** The type of the fact of the leaf in `bytes` up to `end`, without parsing. */
export function leafTypeOf(bytes: Buffer, end = bytes.length): string | undefined {
  return factTypeOf(bytes.toString('latin1', Math.max(0, end - 1 - TYPE_TAIL_BYTES), end - 1))
}

const TYPE = /^[a-z0-9_.-]{1,200}$/

/** Why a text is not the canonical form of a fact; undefined when it is. */
export function factFault(text: string): string | undefined {
  // A character is at most three bytes: most facts need no counting.
  if (text.length * 3 > LEAF_FACT_BYTES_MAX && Buffer.byteLength(text) > LEAF_FACT_BYTES_MAX) {
    return `a fact has at most ${LEAF_FACT_BYTES_MAX} bytes, found ${Buffer.byteLength(text)}`
  }
  if (!text.startsWith('{')) return 'a fact is an object'
  if (factTypeOf(text) === undefined) return 'a fact ends with its type'
  if (!isCanonical(text)) return 'a fact is canonical JSON (RFC 8785)'
  return undefined
}

/** Is this the canonical form of some JSON value? Equal to serialising anew and comparing, at a fraction of the cost. */
export function isCanonical(text: string): boolean {
  return (
    text.isWellFormed() && afterValue({ text, plain: !SPECIAL_BUT_QUOTES.test(text) }, 0, 0) === text.length
  )
}

/** A text without escapes and control characters is `plain`: there a string ends at the next quotation mark. */
type Reading = { text: string; plain: boolean }

const NOT_CANONICAL = -1
const NUMBER = /-?[0-9.]+(?:e[+-][0-9]+)?/y

/** Where the canonical value that begins at `from` ends, or -1. */
function afterValue(reading: Reading, from: number, depth: number): number {
  const { text } = reading
  switch (text[from]) {
    case '"':
      return afterString(reading, from)
    case '{':
      return depth < CANONICAL_DEPTH_MAX ? afterObject(reading, from + 1, depth + 1) : NOT_CANONICAL
    case '[':
      return depth < CANONICAL_DEPTH_MAX ? afterArray(reading, from + 1, depth + 1) : NOT_CANONICAL
    case 't':
      return text.startsWith('true', from) ? from + 4 : NOT_CANONICAL
    case 'f':
      return text.startsWith('false', from) ? from + 5 : NOT_CANONICAL
    case 'n':
      return text.startsWith('null', from) ? from + 4 : NOT_CANONICAL
    default:
      return afterNumber(text, from)
  }
}

function afterNumber(text: string, from: number): number {
  NUMBER.lastIndex = from
  const digits = NUMBER.exec(text)?.[0]
  if (digits === undefined || String(Number(digits)) !== digits) return NOT_CANONICAL
  return from + digits.length
}

function afterArray(reading: Reading, from: number, depth: number): number {
  const { text } = reading
  if (text[from] === ']') return from + 1
  for (let at = from; ; at++) {
    at = afterValue(reading, at, depth)
    if (at === NOT_CANONICAL) return NOT_CANONICAL
    if (text[at] === ']') return at + 1
    if (text[at] !== ',') return NOT_CANONICAL
  }
}

function afterObject(reading: Reading, from: number, depth: number): number {
  const { text, plain } = reading
  if (text[from] === '}') return from + 1
  let before: string | undefined
  for (let at = from; ; at++) {
    const colon = text[at] === '"' ? afterString(reading, at) : NOT_CANONICAL
    if (colon === NOT_CANONICAL || text[colon] !== ':') return NOT_CANONICAL
    const quoted = text.slice(at, colon)
    const name = plain || !quoted.includes('\\') ? quoted.slice(1, -1) : (JSON.parse(quoted) as string)
    if (before !== undefined && !(before < name)) return NOT_CANONICAL
    before = name
    at = afterValue(reading, colon + 1, depth)
    if (at === NOT_CANONICAL) return NOT_CANONICAL
    if (text[at] === '}') return at + 1
    if (text[at] !== ',') return NOT_CANONICAL
  }
}

const ESCAPE = /\\(?:["\\bfnrt]|u00(?:0[0-7be-f]|1[0-9a-f]))/y
// oxlint-disable-next-line no-control-regex -- what must be escaped in a string, and the escapes
const SPECIAL = /[\u0000-\u001f"\\]/g
// oxlint-disable-next-line no-control-regex -- the same
const SPECIAL_BUT_QUOTES = /[\u0000-\u001f\\]/

function afterString({ text, plain }: Reading, from: number): number {
  if (plain) {
    const end = text.indexOf('"', from + 1)
    return end < 0 ? NOT_CANONICAL : end + 1
  }
  for (let at = from + 1; ;) {
    SPECIAL.lastIndex = at
    if (!SPECIAL.test(text)) return NOT_CANONICAL
    at = SPECIAL.lastIndex - 1
    if (text[at] === '"') return at + 1
    ESCAPE.lastIndex = at
    if (!ESCAPE.test(text)) return NOT_CANONICAL
    at = ESCAPE.lastIndex
  }
}
