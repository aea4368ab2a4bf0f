import { InputError, type Place } from '../platform/failure.ts'
import { pathText, record, required, text, type Shape } from '../estate/shape.ts'
import { CLAUSES, carriedClauses } from './clauses.ts'

/** Where an element of the charter's own collections stands in its document. */
export type Stand = { file: string; place: Place }
export type Placed<T> = T & { stand: Stand }

/** Remembers where an element was read, for what only the whole workspace can tell. */
export function placed<T extends object>(shape: Shape<T>): Shape<Placed<T>> {
  return {
    ...shape,
    read: (value, reading) => {
      const place = { ...reading.document.placeOf(reading.path), path: pathText(reading.path) }
      return { ...shape.read(value, reading), stand: { file: reading.document.file, place } }
    },
  }
}

/** Refuses an element at one of its fields. */
export function refuse({ file, place }: Stand, field: string, expected: string): never {
  throw new InputError(file, { ...place, path: `${place.path}.${field}` }, expected)
}

export const bothLanguages = record('a text in both languages', {
  ja: required(text(), 'In Japanese.'),
  en: required(text(), 'In English.'),
})

/** A clause that is judged itself; chapters and other parents only show their children. */
export function checkClause(stand: Stand, field: string, clause: string): void {
  if (carriedClauses().includes(clause)) return
  const parent = CLAUSES.some(({ id }) => id === clause)
  const found = `found ${JSON.stringify(clause)}${parent ? ', which only shows the clauses below it' : ''}`
  refuse(stand, field, `expected a clause that is judged itself, such as 3.2.5, ${found}`)
}

/** Refuses the second element of the same key, naming both places. */
export function checkOnce<T>(
  elements: readonly Placed<T>[],
  field: string,
  keyOf: (element: T) => string,
): void {
  const first = new Map<string, Stand>()
  for (const element of elements) {
    const key = keyOf(element)
    const earlier = first.get(key)
    if (earlier !== undefined) {
      const line = earlier.place.line === undefined ? '' : `:${earlier.place.line}`
      refuse(element.stand, field, `expected each once, found ${key} again; first at ${earlier.file}${line}`)
    }
    first.set(key, element.stand)
  }
}
