import { isUtf8 } from 'node:buffer'
import type { Json } from '../platform/text.ts'
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

/**
 * A leaf is RFC 8785 of `{ at, fact }`. Since "at" sorts before "fact" and the fact's bytes are canonical already, it
 * is put together without parsing. `at` in epoch milliseconds, years 0 to 9999.
 */
export function leafOf(at: number, factBytes: Uint8Array): Buffer {
  if (factBytes.length > LEAF_FACT_BYTES_MAX) throw new RangeError(`a fact has ${factBytes.length} bytes`)
  const leaf = Buffer.allocUnsafe(PREFIX_BYTES + factBytes.length + 1)
  leaf.write(`${HEAD}${instantText(at)}${MIDDLE}`, 0, 'latin1')
  leaf.set(factBytes, PREFIX_BYTES)
  leaf[leaf.length - 1] = 0x7d
  return leaf
}

/** The fact of a leaf, or why the bytes are no leaf. They come from a log that was verified or is about to be. */
export function readLeaf(leaf: Uint8Array): { at: number; fact: Fact } | { because: string } {
  const at = leafInstant(leaf)
  if (at === undefined) return { because: 'the entry does not begin as a leaf' }
  const fault = factFault(factBytesOf(leaf))
  if (fault !== undefined) return { because: fault }
  const { fact } = JSON.parse(Buffer.from(leaf).toString('utf8')) as { fact: Fact }
  return { at, fact }
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

/** The fact's bytes within a leaf whose frame is right; shares the leaf's memory. */
export function factBytesOf(leaf: Uint8Array): Uint8Array {
  return leaf.subarray(PREFIX_BYTES, leaf.length - 1)
}

/**
 * The type of a fact from its canonical bytes, without parsing: "type" is the last of a fact's members, and its value
 * has no quotation mark within. Undefined when it does not stand there.
 */
export function factTypeOf(factBytes: Uint8Array): string | undefined {
  const bytes = Buffer.from(factBytes.buffer, factBytes.byteOffset, factBytes.byteLength)
  const tail = bytes.toString('latin1', Math.max(0, bytes.length - TYPE_CHARACTERS_MAX - 12))
  return TYPE_AT_END.exec(tail)?.[1]
}

const TYPE_CHARACTERS_MAX = 200
const TYPE_AT_END = /,"type":"([a-z0-9_.-]{1,200})"\}$/

/** Why bytes are not the canonical bytes of a fact; undefined when they are. */
export function factFault(bytes: Uint8Array): string | undefined {
  if (bytes.length > LEAF_FACT_BYTES_MAX)
    return `a fact has at most ${LEAF_FACT_BYTES_MAX} bytes, found ${bytes.length}`
  if (bytes[0] !== 0x7b) return 'a fact is an object'
  if (factTypeOf(bytes) === undefined) return 'a fact ends with its type'
  if (!isCanonical(bytes)) return 'a fact is canonical JSON (RFC 8785)'
  return undefined
}

function instantText(at: number): string {
  const text = new Date(at).toISOString()
  if (text.length !== INSTANT_CHARACTERS) throw new RangeError(`the instant ${text} has no four-digit year`)
  return text
}

/** Are these the canonical bytes of some JSON value? Equal to serialising anew and comparing, at a fifth of the cost. */
export function isCanonical(bytes: Uint8Array): boolean {
  if (!isUtf8(bytes)) return false
  const text = Buffer.from(bytes.buffer, bytes.byteOffset, bytes.byteLength).toString('utf8')
  return afterValue(text, 0, 0) === text.length
}

const NOT_CANONICAL = -1
const NUMBER = /-?[0-9.]+(?:e[+-][0-9]+)?/y

/** Where the canonical value that begins at `from` ends, or -1. */
function afterValue(text: string, from: number, depth: number): number {
  switch (text[from]) {
    case '"':
      return afterString(text, from)
    case '{':
      return depth < CANONICAL_DEPTH_MAX ? afterObject(text, from + 1, depth + 1) : NOT_CANONICAL
    case '[':
      return depth < CANONICAL_DEPTH_MAX ? afterArray(text, from + 1, depth + 1) : NOT_CANONICAL
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

function afterArray(text: string, from: number, depth: number): number {
  if (text[from] === ']') return from + 1
  for (let at = from; ; at++) {
    at = afterValue(text, at, depth)
    if (at === NOT_CANONICAL) return NOT_CANONICAL
    if (text[at] === ']') return at + 1
    if (text[at] !== ',') return NOT_CANONICAL
  }
}

function afterObject(text: string, from: number, depth: number): number {
  if (text[from] === '}') return from + 1
  let before: string | undefined
  for (let at = from; ; at++) {
    const colon = text[at] === '"' ? afterString(text, at) : NOT_CANONICAL
    if (colon === NOT_CANONICAL || text[colon] !== ':') return NOT_CANONICAL
    const quoted = text.slice(at, colon)
    const name = quoted.includes('\\') ? (JSON.parse(quoted) as string) : quoted.slice(1, -1)
    if (before !== undefined && !(before < name)) return NOT_CANONICAL
    before = name
    at = afterValue(text, colon + 1, depth)
    if (at === NOT_CANONICAL) return NOT_CANONICAL
    if (text[at] === '}') return at + 1
    if (text[at] !== ',') return NOT_CANONICAL
  }
}

const ESCAPE = /\\(?:["\\bfnrt]|u00(?:0[0-7be-f]|1[0-9a-f]))/y

function afterString(text: string, from: number): number {
  for (let at = from + 1; at < text.length;) {
    const code = text.charCodeAt(at)
    if (code === 0x22) return at + 1
    if (code < 0x20) return NOT_CANONICAL
    if (code === 0x5c) {
      ESCAPE.lastIndex = at
      const escape = ESCAPE.exec(text)?.[0]
      if (escape === undefined) return NOT_CANONICAL
      at += escape.length
    } else {
      at++
    }
  }
  return NOT_CANONICAL
}

/** What a reader of JSON sees of an entry. */
export function entryJson({ index, at, fact }: Entry): Json {
  return { index, at: instantText(at), fact: fact as unknown as Json }
}
