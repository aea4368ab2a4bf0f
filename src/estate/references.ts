import type { PathPart } from './json.ts'
import { nearest } from './nearest.ts'

/** Throws an InputError at an element, or at a value inside it. */
export type Complain = (
  collection: string,
  index: number,
  path: readonly PathPart[],
  message: string,
) => never

/** Elements by collection, as far as ids and references are concerned. */
export type Elements = { readonly [collection: string]: unknown }

/** A field that names other elements: one id or a list of ids, of these collections. */
export type Reference = { collection: string; field: string; to: readonly string[]; expects: string }

/** Where each id of a namespace stands. One small integer an id, so that a million ids stay small. */
export class IdIndex {
  readonly collections: readonly string[]
  /** Position of each id as if all collections stood behind each other. */
  readonly positions = new Map<string, number>()
  /** Position of the first element of each collection. */
  readonly starts: number[] = []

  constructor(elements: Elements, collections: readonly string[], complain: Complain, placeText: PlaceText) {
    this.collections = collections
    let position = 0
    for (const collection of collections) {
      this.starts.push(position)
      const list = elementsOf(elements, collection)
      for (let index = 0; index < list.length; index++) {
        const { id } = list[index] as { id: string }
        const known = this.positions.size
        this.positions.set(id, position++)
        if (this.positions.size === known)
          this.complainTwice(id, collection, index, elements, complain, placeText)
      }
    }
  }

  complainTwice(
    id: string,
    collection: string,
    index: number,
    elements: Elements,
    complain: Complain,
    placeText: PlaceText,
  ): never {
    for (const earlier of this.collections) {
      const first = elementsOf(elements, earlier).findIndex(
        (element) => (element as { id: string }).id === id,
      )
      if (first === -1) continue
      const at = placeText(earlier, first)
      return complain(
        collection,
        index,
        ['id'],
        `expected each id once, found ${JSON.stringify(id)} again; first at ${at}`,
      )
    }
    return complain(collection, index, ['id'], `expected each id once, found ${JSON.stringify(id)} again`)
  }

  collectionOf(id: string): string | undefined {
    const position = this.positions.get(id)
    return position === undefined ? undefined : this.collections[this.numberOf(position)]
  }

  /** Index of an id within its collection. */
  indexOf(id: string): number {
    const position = this.positions.get(id) ?? 0
    return position - this.starts[this.numberOf(position)]!
  }

  /** The last collection that starts at or before a position; empty ones start where the next does. */
  numberOf(position: number): number {
    let number = this.starts.length - 1
    while (this.starts[number]! > position) number--
    return number
  }
}

function elementsOf(elements: Elements, collection: string): readonly object[] {
  return (elements[collection] as readonly object[] | undefined) ?? []
}

/** Names a place in words, for "first at …". */
export type PlaceText = (collection: string, index: number) => string

/** Refuses the first reference that names nothing, or something of a wrong kind. */
export function checkReferences(
  elements: Elements,
  references: readonly Reference[],
  ids: IdIndex,
  complain: Complain,
): void {
  for (const { collection, field, to, expects } of references)
    for (const [index, element] of elementsOf(elements, collection).entries()) {
      const named = (element as Record<string, string | string[] | undefined>)[field]
      if (named === undefined) continue
      const check = (id: string, path: readonly PathPart[]): void => {
        const found = ids.collectionOf(id)
        if (found !== undefined && to.includes(found)) return
        complain(collection, index, path, unresolved(id, found, to, expects, ids))
      }
      if (typeof named === 'string') check(named, [field])
      else for (let part = 0; part < named.length; part++) check(named[part]!, [field, part])
    }
}

function unresolved(
  id: string,
  found: string | undefined,
  to: readonly string[],
  expects: string,
  ids: IdIndex,
): string {
  const written = JSON.stringify(id)
  if (found !== undefined) return `expected ${expects}, found ${written}, which is in ${found}`
  const meant = nearest(id, ids.positions.keys())
  const fits = meant !== undefined && to.includes(ids.collectionOf(meant) ?? '')
  return `expected ${expects}, found ${written}, which nothing defines${fits ? `; did you mean ${JSON.stringify(meant)}?` : ''}`
}

/** The first cycle among ids as `[a, b, a]`, or undefined. `edgesOf` gives what an id rides on or consists of. */
export function findCycle(
  starts: Iterable<string>,
  edgesOf: (id: string) => readonly string[],
): string[] | undefined {
  let first: string[] | undefined
  walkCycles(starts, edgesOf, (cycle) => {
    first = cycle
    return false
  })
  return first
}

/**
 * Tells of every edge that closes a cycle, until `onCycle` returns false; with those edges taken away no cycle is left.
 * Iterative depth-first search: linear, and no stack to exhaust.
 */
export function walkCycles(
  starts: Iterable<string>,
  edgesOf: (id: string) => readonly string[],
  onCycle: (cycle: string[]) => boolean,
): void {
  const done = new Set<string>()
  for (const start of starts) {
    if (done.has(start)) continue
    const trail: { id: string; edges: readonly string[]; next: number }[] = [
      { id: start, edges: edgesOf(start), next: 0 },
    ]
    const onTrail = new Set([start])
    for (let top = trail.at(-1); top; top = trail.at(-1)) {
      const next = top.edges[top.next++]
      if (next === undefined) {
        done.add(top.id)
        onTrail.delete(top.id)
        trail.pop()
      } else if (onTrail.has(next)) {
        const from = trail.findIndex((step) => step.id === next)
        if (!onCycle([...trail.slice(from).map((step) => step.id), next])) return
      } else if (!done.has(next)) {
        trail.push({ id: next, edges: edgesOf(next), next: 0 })
        onTrail.add(next)
      }
    }
  }
}
