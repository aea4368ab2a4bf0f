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

/** What stands after a fact in its leaf. */
export const LEAF_SUFFIX = '}'

/**
 * What stands before a fact in its leaf, so that many leaves of one instant are made without parsing. A leaf is RFC 8785
 * of `{ at, fact }`: "at" sorts before "fact", and the fact's text is canonical already. `at` in epoch milliseconds,
 * years 0 to 9999.
 */
export function leafPrefix(at: number): string {
  const instant = new Date(at).toISOString()
  if (instant.length !== INSTANT_CHARACTERS)
    throw new RangeError(`the instant ${instant} has no four-digit year`)
  return `${HEAD}${instant}${MIDDLE}`
}

/** The leaf of one fact, given by its canonical text. */
export function leafOf(at: number, factText: string): Buffer {
  const leaf = Buffer.from(`${leafPrefix(at)}${factText}${LEAF_SUFFIX}`)
  if (leaf.length > ENTRY_BYTES_MAX) throw new RangeError(`a leaf has ${leaf.length} bytes`)
  return leaf
}

/** Instant and fact of a leaf's text by its frame; undefined when it has none. Of the fact nothing is checked. */
export function unframed(leaf: string): { at: number; fact: string } | undefined {
  const at = leafInstant(leaf)
  return at === undefined ? undefined : { at, fact: leaf.slice(PREFIX_BYTES, -1) }
}

/** The fact of a leaf, or why the bytes are no leaf. They come from a log that was verified or is about to be. */
export function readLeaf(leaf: Uint8Array): { at: number; fact: Fact } | { because: string } {
  if (!isUtf8(leaf)) return { because: 'an entry is UTF-8' }
  const parts = unframed(Buffer.from(leaf.buffer, leaf.byteOffset, leaf.length).toString('utf8'))
  if (!parts) return { because: 'the entry does not begin as a leaf' }
  const fact = readFact(parts.fact)
  return 'because' in fact ? fact : { at: parts.at, fact: fact.fact }
}

/** A fact from its canonical text, or why it is none. */
export function readFact(text: string): { fact: Fact } | { because: string } {
  const because = factFault(text)
  return because === undefined ? { fact: JSON.parse(text) as Fact } : { because }
}

/** The instant of a leaf in epoch milliseconds; undefined when the text is no leaf. Looks at the frame only. */
function leafInstant(leaf: string): number | undefined {
  const text = leaf.slice(HEAD.length, HEAD.length + INSTANT_CHARACTERS)
  const framed =
    leaf.length > PREFIX_BYTES + 2 &&
    leaf.startsWith(HEAD) &&
    leaf.startsWith(MIDDLE, HEAD.length + INSTANT_CHARACTERS) &&
    leaf.endsWith(LEAF_SUFFIX)
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
  return text.isWellFormed() && isCanonicalWithin(text, 0, text.length, isPlain(text) && !text.includes('\n'))
}

/** Lines without escapes and control characters are plain: there a string ends at the next quotation mark. */
export function isPlain(lines: string): boolean {
  return !SPECIAL_BUT_QUOTES_AND_NEWLINES.test(lines)
}

/**
 * The same for a line, or a part of one, of a well-formed text, without cutting it out. What runs on into the next line
 * does not end at `to`. `plain`: the line is known to be.
 */
export function isCanonicalWithin(text: string, from: number, to: number, plain: boolean): boolean {
  return afterValue({ text, plain }, from, 0) === to
}

type Reading = { text: string; plain: boolean }

const NOT_CANONICAL = -1
const NUMBER = /-?[0-9.]+(?:e[+-][0-9]+)?/y

const [QUOTE, COMMA, COLON] = [0x22, 0x2c, 0x3a]
const [ARRAY, ARRAY_END, OBJECT, OBJECT_END] = [0x5b, 0x5d, 0x7b, 0x7d]
const [LETTER_E, LETTER_F, LETTER_N, LETTER_T] = [0x65, 0x66, 0x6e, 0x74]
const [MINUS, POINT, ZERO, NINE] = [0x2d, 0x2e, 0x30, 0x39]

function isDigit(code: number): boolean {
  return code >= ZERO && code <= NINE
}

/** Where the canonical value that begins at `from` ends, or -1. Character codes: comparing letters takes twice as long. */
function afterValue(reading: Reading, from: number, depth: number): number {
  const { text } = reading
  switch (text.charCodeAt(from)) {
    case QUOTE:
      return afterString(reading, from)
    case OBJECT:
      return depth < CANONICAL_DEPTH_MAX ? afterObject(reading, from + 1, depth + 1) : NOT_CANONICAL
    case ARRAY:
      return depth < CANONICAL_DEPTH_MAX ? afterArray(reading, from + 1, depth + 1) : NOT_CANONICAL
    case LETTER_T:
      return text.startsWith('true', from) ? from + 4 : NOT_CANONICAL
    case LETTER_F:
      return text.startsWith('false', from) ? from + 5 : NOT_CANONICAL
    case LETTER_N:
      return text.startsWith('null', from) ? from + 4 : NOT_CANONICAL
    default:
      return afterNumber(text, from)
  }
}

/** Digits that every double holds, so that they are printed as they are read. */
const EXACT_DIGITS = 15

function afterNumber(text: string, from: number): number {
  const first = text.charCodeAt(from) === MINUS ? from + 1 : from
  let at = first
  while (isDigit(text.charCodeAt(at))) at++
  const next = text.charCodeAt(at)
  // Whole numbers, which most are, need not be converted to see that they are written in the one way.
  const whole = at > first && at - first <= EXACT_DIGITS && next !== POINT && next !== LETTER_E
  if (whole && (text.charCodeAt(first) !== ZERO || at - from === 1)) return at
  NUMBER.lastIndex = from
  const digits = NUMBER.exec(text)?.[0]
  if (digits === undefined || String(Number(digits)) !== digits) return NOT_CANONICAL
  return from + digits.length
}

function afterArray(reading: Reading, from: number, depth: number): number {
  const { text } = reading
  if (text.charCodeAt(from) === ARRAY_END) return from + 1
  for (let at = from; ; at++) {
    at = afterValue(reading, at, depth)
    if (at === NOT_CANONICAL) return NOT_CANONICAL
    const next = text.charCodeAt(at)
    if (next === ARRAY_END) return at + 1
    if (next !== COMMA) return NOT_CANONICAL
  }
}

function afterObject(reading: Reading, from: number, depth: number): number {
  const { text, plain } = reading
  if (text.charCodeAt(from) === OBJECT_END) return from + 1
  let [before, beforeEnd] = [-1, -1]
  for (let at = from; ; at++) {
    const colon = text.charCodeAt(at) === QUOTE ? afterString(reading, at) : NOT_CANONICAL
    if (colon === NOT_CANONICAL || text.charCodeAt(colon) !== COLON) return NOT_CANONICAL
    if (before >= 0 && !(plain && beginLower(text, before, at))) {
      const [one, other] = [text.slice(before, beforeEnd), text.slice(at, colon)]
      if (!(nameOf(one) < nameOf(other))) return NOT_CANONICAL
    }
    ;[before, beforeEnd] = [at, colon]
    at = afterValue(reading, colon + 1, depth)
    if (at === NOT_CANONICAL) return NOT_CANONICAL
    const next = text.charCodeAt(at)
    if (next === OBJECT_END) return at + 1
    if (next !== COMMA) return NOT_CANONICAL
  }
}

/** The first letters decide between most names; an empty one has none. */
function beginLower(text: string, one: number, other: number): boolean {
  const letter = text.charCodeAt(other + 1)
  return letter !== QUOTE && text.charCodeAt(one + 1) < letter
}

function nameOf(quoted: string): string {
  return quoted.includes('\\') ? (JSON.parse(quoted) as string) : quoted.slice(1, -1)
}

const ESCAPE = /\\(?:["\\bfnrt]|u00(?:0[0-7be-f]|1[0-9a-f]))/y
// oxlint-disable-next-line no-control-regex -- what must be escaped in a string, and the escapes
const SPECIAL = /[\u0000-\u001f"\\]/g
// oxlint-disable-next-line no-control-regex -- the same
const SPECIAL_BUT_QUOTES_AND_NEWLINES = /[\u0000-\u0009\u000b-\u001f\\]/

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
