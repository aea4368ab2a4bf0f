import type { Json } from '../platform/text.ts'

/** Levels of arrays and objects in a value; deeper ones (and cycles) are refused instead of exhausting the stack. */
export const CANONICAL_DEPTH_MAX = 64

/** A value that has no canonical form. `path` is a JSON pointer (RFC 6901) to the part that was refused. */
export class NotCanonicalError extends Error {
  override readonly name = 'NotCanonicalError'
  readonly path: string

  constructor(path: string, because: string) {
    super(`${path === '' ? '(the whole value)' : path}: ${because}`)
    this.path = path
  }
}

/**
 * The canonical bytes of a JSON value by RFC 8785 (JCS): members sorted by UTF-16 code units, no white space, numbers
 * as ECMAScript prints them, UTF-8. An object member that is `undefined` counts as absent, as in JSON.stringify.
 *
 * Refuses with NotCanonicalError: NaN and infinities, strings or names with a lone surrogate, `undefined` in an array,
 * values that are not JSON (bigint, function, symbol, Date and other class instances), more than 64 levels.
 */
export function canonicalBytes(value: Json): Uint8Array {
  return Buffer.from(canonicalText(value), 'utf8')
}

/** The same as text. */
export function canonicalText(value: Json): string {
  return write(value, [])
}

/** Names and indexes from the whole value down to the part at hand: its length is the depth. */
type Trail = (string | number)[]

function refused(trail: Trail, because: string): NotCanonicalError {
  const steps = trail.map((step) => `/${String(step).replaceAll('~', '~0').replaceAll('/', '~1')}`)
  return new NotCanonicalError(steps.join(''), because)
}

function write(value: unknown, trail: Trail): string {
  if (typeof value === 'string') return quote(value, trail)
  if (typeof value === 'number') {
    if (!Number.isFinite(value)) throw refused(trail, `a finite number was expected, found ${value}`)
    // Number.prototype.toString is what RFC 8785 section 3.2.2.3 asks for; it prints minus zero as 0.
    return String(value)
  }
  if (value === null) return 'null'
  if (typeof value === 'boolean') return value ? 'true' : 'false'
  if (typeof value !== 'object') throw refused(trail, `JSON was expected, found ${typeof value}`)
  if (trail.length >= CANONICAL_DEPTH_MAX) {
    throw refused(trail, `at most ${CANONICAL_DEPTH_MAX} levels were expected`)
  }
  return Array.isArray(value) ? writeArray(value, trail) : writeObject(value, trail)
}

function writeArray(items: unknown[], trail: Trail): string {
  let text = '['
  for (let index = 0; index < items.length; index++) {
    if (index > 0) text += ','
    trail.push(index)
    text += write(items[index], trail)
    trail.pop()
  }
  return `${text}]`
}

function writeObject(object: object, trail: Trail): string {
  const prototype: unknown = Object.getPrototypeOf(object)
  if (prototype !== Object.prototype && prototype !== null) {
    throw refused(trail, 'a plain object was expected, found an instance of a class')
  }
  // The default order of sort() is by UTF-16 code units, as RFC 8785 section 3.2.3 asks for.
  const names = Object.keys(object).sort()
  let text = '{'
  for (const name of names) {
    const member = (object as Record<string, unknown>)[name]
    if (member === undefined) continue
    if (text.length > 1) text += ','
    trail.push(name)
    text += `${quote(name, trail)}:${write(member, trail)}`
    trail.pop()
  }
  return `${text}}`
}

/** Nothing to escape, nothing that could be ill-formed: most strings and all our names are such. */
const PLAIN = /^[ !#-[\]-~]*$/

function quote(text: string, trail: Trail): string {
  // A call of JSON.stringify costs several times as much as looking.
  if (PLAIN.test(text)) return `"${text}"`
  if (!text.isWellFormed()) throw refused(trail, 'well-formed Unicode was expected, found a lone surrogate')
  // JSON.stringify escapes exactly what RFC 8785 section 3.2.2.2 lists once lone surrogates are excluded.
  return JSON.stringify(text)
}
