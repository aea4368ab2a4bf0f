import { InputError } from '../platform/failure.ts'
import type { Json } from '../platform/text.ts'
import type { Document } from './document.ts'
import type { PathPart } from './json.ts'
import { nearest } from './nearest.ts'

/**
 * A shape says once what a value must be. The strict reader, the defaults, the TypeScript type and the JSON Schema all
 * come from it, so they cannot drift apart.
 */
export type Shape<T> = {
  /** As it stands after "expected": `a text`. */
  expects: string
  /** Throws InputError at the place where the value is not of this shape. */
  read: (value: unknown, reading: Reading) => T
  schema: JsonSchema
}

export type JsonSchema = { [key: string]: Json }
export type Infer<S> = S extends Shape<infer T> ? T : never

/** Where a reader stands in a document. `path` is pushed and popped as it walks. */
export type Reading = { document: Document; path: PathPart[] }

export type Field<T, P extends 'required' | 'optional' | 'defaulted'> = {
  shape: Shape<T>
  presence: P
  doc: string
  fallback?: () => T
}
export type Fields = Record<string, Field<unknown, 'required' | 'optional' | 'defaulted'>>

type OptionalNames<F extends Fields> = {
  [N in keyof F]: F[N]['presence'] extends 'optional' ? N : never
}[keyof F]
type FieldType<D> = D extends Field<infer T, 'required' | 'optional' | 'defaulted'> ? T : never
export type RecordOf<F extends Fields> = { [N in Exclude<keyof F, OptionalNames<F>>]: FieldType<F[N]> } & {
  [N in OptionalNames<F>]?: FieldType<F[N]>
}

export function required<T>(shape: Shape<T>, doc: string): Field<T, 'required'> {
  return { shape, presence: 'required', doc }
}

export function optional<T>(shape: Shape<T>, doc: string): Field<T, 'optional'> {
  return { shape, presence: 'optional', doc }
}

export function defaulted<T>(shape: Shape<T>, fallback: () => T, doc: string): Field<T, 'defaulted'> {
  return { shape, presence: 'defaulted', doc, fallback }
}

const ID_LENGTH_MAX = 500
const TEXT_LENGTH_MAX = 20_000

/** A text. Numbers are taken as they are written, so that `version: 7.10` in YAML stays 7.10. */
export function text(lengthMax = TEXT_LENGTH_MAX, expects = 'a text'): Shape<string> {
  return {
    expects,
    schema: {
      type: ['string', 'integer'],
      minLength: 1,
      maxLength: lengthMax,
      minimum: Number.MIN_SAFE_INTEGER,
      maximum: Number.MAX_SAFE_INTEGER,
    },
    read: (value, reading) => {
      const read = typeof value === 'number' ? writtenNumber(value, reading) : value
      if (typeof read !== 'string' || read.length === 0) return mismatch(reading, expects, value)
      if (read.length > lengthMax && Array.from(read).length > lengthMax)
        return mismatch(reading, `${expects} of at most ${lengthMax} characters`, value)
      if (!read.isWellFormed()) return mismatch(reading, `${expects} without half surrogates`, value)
      return read
    },
  }
}

function writtenNumber(value: number, reading: Reading): string | undefined {
  return reading.document.writtenAt(reading.path) ?? (Number.isSafeInteger(value) ? String(value) : undefined)
}

/** An id: a text, or an integer that is kept as text. */
export const id: Shape<string> = text(ID_LENGTH_MAX, 'an id (a text or an integer)')

export const flag: Shape<boolean> = {
  expects: 'true or false',
  schema: { type: 'boolean' },
  read: (value, reading) => (typeof value === 'boolean' ? value : mismatch(reading, 'true or false', value)),
}

export type NumberBounds = { min?: number; above?: number; max?: number; integer?: boolean; what?: string }

/** A finite number within bounds; `above` is exclusive. */
export function number({ min, above, max, integer, what = 'a number' }: NumberBounds = {}): Shape<number> {
  let expects = what
  if (min !== undefined) expects += ` of at least ${min}`
  if (above !== undefined) expects += ` above ${above}`
  if (max !== undefined)
    expects += `${min === undefined && above === undefined ? '' : ' and'} of at most ${max}`
  const schema: JsonSchema = { type: integer ? 'integer' : 'number' }
  if (min !== undefined) schema['minimum'] = min
  if (above !== undefined) schema['exclusiveMinimum'] = above
  if (max !== undefined) schema['maximum'] = max
  return {
    expects,
    schema,
    read: (value, reading) => {
      const fits =
        typeof value === 'number' &&
        Number.isFinite(value) &&
        (!integer || Number.isInteger(value)) &&
        (min === undefined || value >= min) &&
        (above === undefined || value > above) &&
        (max === undefined || value <= max)
      return fits ? value : mismatch(reading, expects, value)
    },
  }
}

export function oneOf<const T extends string>(choices: readonly T[]): Shape<T> {
  const expects = `one of ${choices.join(', ')}`
  return {
    expects,
    schema: { enum: [...choices] },
    read: (value, reading) => choices.find((choice) => choice === value) ?? mismatch(reading, expects, value),
  }
}

/** A text of a form, such as a civil date. `valid` is asked after the pattern. */
export function patterned(
  expects: string,
  pattern: RegExp,
  valid: (text: string) => boolean = () => true,
): Shape<string> {
  return {
    expects,
    schema: { type: 'string', pattern: pattern.source },
    read: (value, reading) =>
      typeof value === 'string' && pattern.test(value) && valid(value)
        ? value
        : mismatch(reading, expects, value),
  }
}

export function listOf<T>(item: Shape<T>, { min = 0, max = 5_000_000 } = {}): Shape<T[]> {
  const expects = `a list${min > 0 ? ` of at least ${min}` : ''}, each ${item.expects}`
  return {
    expects,
    schema: { type: 'array', items: item.schema, ...(min > 0 && { minItems: min }), maxItems: max },
    read: (value, reading) => {
      if (!Array.isArray(value) || value.length < min || value.length > max)
        return mismatch(reading, expects, value)
      // A copy has exactly the room that it needs; pushing would reserve far more for each of a million short lists.
      const list: unknown[] = value.slice()
      for (let index = 0; index < list.length; index++) {
        reading.path.push(index)
        list[index] = item.read(list[index], reading)
        reading.path.pop()
      }
      return list as T[]
    },
  }
}

/** A mapping from free names to values of one shape. */
export function mapOf<T>(item: Shape<T>, { max = 10_000 } = {}): Shape<Record<string, T>> {
  const expects = `a mapping, each value ${item.expects}`
  return {
    expects,
    schema: { type: 'object', additionalProperties: item.schema, maxProperties: max },
    read: (value, reading) => {
      if (!isMapping(value) || Object.keys(value).length > max) return mismatch(reading, expects, value)
      const entries = Object.entries(value).map(([key, inner]): [string, T] => {
        reading.path.push(key)
        const read = item.read(inner, reading)
        reading.path.pop()
        return [key, read]
      })
      return Object.fromEntries(entries)
    },
  }
}

/** Takes the first shape whose `when` holds for the value; the last shape is for all others. */
export function either<A, B>(
  when: (value: unknown) => boolean,
  first: Shape<A>,
  second: Shape<B>,
): Shape<A | B> {
  return {
    expects: `${first.expects} or ${second.expects}`,
    schema: { anyOf: [first.schema, second.schema] },
    read: (value, reading): A | B => (when(value) ? first.read(value, reading) : second.read(value, reading)),
  }
}

/** The same values on paper, another form in memory. */
export function mapped<A, B>(shape: Shape<A>, to: (value: A) => B): Shape<B> {
  return { ...shape, read: (value, reading) => to(shape.read(value, reading)) }
}

/** A mapping with exactly these fields; an unknown one is refused with the nearest known name. */
export function record<F extends Fields>(noun: string, fields: F): Shape<RecordOf<F>> {
  const names = Object.keys(fields)
  const expects = `${noun} (a mapping with ${names.filter((name) => fields[name]!.presence === 'required').join(', ') || names.join(', ')})`
  return {
    expects,
    schema: recordSchema(fields),
    read: (value, reading) => {
      if (!isMapping(value)) return mismatch(reading, expects, value)
      for (const key in value) if (!Object.hasOwn(fields, key)) unknownKey(reading, key, noun, names)
      const out: Record<string, unknown> = {}
      for (const name of names) {
        const field = fields[name]!
        const given = value[name]
        if (given === undefined) {
          if (field.presence === 'required')
            return mismatch(reading, `${noun} with ${name} (${field.shape.expects})`, undefined, 'none')
          if (field.fallback) out[name] = field.fallback()
          continue
        }
        reading.path.push(name)
        out[name] = field.shape.read(given, reading)
        reading.path.pop()
      }
      return out as RecordOf<F>
    },
  }
}

function recordSchema(fields: Fields): JsonSchema {
  const properties: JsonSchema = {}
  for (const [name, field] of Object.entries(fields))
    properties[name] = { description: field.doc, ...field.shape.schema, ...defaultOf(field) }
  const needed = Object.keys(fields).filter((name) => fields[name]!.presence === 'required')
  return { type: 'object', properties, required: needed, additionalProperties: false }
}

function defaultOf(field: Fields[string]): JsonSchema {
  return field.fallback ? { default: field.fallback() as Json } : {}
}

export function isMapping(value: unknown): value is Record<string, unknown> {
  return typeof value === 'object' && value !== null && !Array.isArray(value)
}

function unknownKey(reading: Reading, key: string, noun: string, known: string[]): never {
  const meant = nearest(key, known)
  const advice = meant ? `did you mean ${JSON.stringify(meant)}?` : `known are ${known.join(', ')}`
  return fail(
    { ...reading, path: [...reading.path, key] },
    `expected a key of ${noun}, found ${JSON.stringify(key)}; ${advice}`,
  )
}

export function mismatch(reading: Reading, expects: string, value: unknown, found = describe(value)): never {
  return fail(reading, `expected ${expects}, found ${found}`)
}

/** Throws InputError at the place where the reader stands. */
export function fail({ document, path }: Reading, message: string): never {
  throw new InputError(document.file, { ...document.placeOf(path), path: pathText(path) }, message)
}

/** `links[3].capacity.forward`; keys that are no plain words stand in brackets and quotes. */
export function pathText(path: readonly PathPart[]): string {
  let written = ''
  for (const part of path)
    if (typeof part === 'number') written += `[${part}]`
    else if (/^[\w$-]+$/.test(part)) written += written ? `.${part}` : part
    else written += `[${JSON.stringify(part)}]`
  return written || '(top)'
}

function describe(value: unknown): string {
  if (value === null || value === undefined) return 'nothing'
  if (Array.isArray(value)) return value.length === 0 ? 'an empty list' : 'a list'
  if (typeof value === 'object') return 'a mapping'
  if (typeof value === 'number' || typeof value === 'boolean') return String(value)
  const written = JSON.stringify(value)
  return written.length > 60 ? `${written.slice(0, 57)}…"` : written
}
