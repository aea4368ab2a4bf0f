import { isSameJson } from '../platform/json-difference.ts'
import type { Workspace } from './workspace-content.ts'

export type DifferenceEntry = { collection: string; id: string }
export type DifferenceChange = DifferenceEntry & { field: string; before: string; after: string }

/** What a new workspace adds to, changes in and removes from the one before, each by collection and id. */
export type Difference = { added: DifferenceEntry[]; changed: DifferenceChange[]; removed: DifferenceEntry[] }

type Element = { id?: string; from?: string; to?: string }

/** Compares two workspaces, element by element and field by field; values are shown as JSON. Equal ones differ in nothing. */
export function differenceOf(before: Workspace, after: Workspace): Difference {
  const difference: Difference = { added: [], changed: [], removed: [] }
  const [old, now] = [collectionsOf(before), collectionsOf(after)]
  for (const collection of new Set([...old.keys(), ...now.keys()])) {
    const oldElements = keyed(old.get(collection) ?? [])
    const newElements = keyed(now.get(collection) ?? [])
    for (const [id, element] of newElements) {
      const known = oldElements.get(id)
      if (known === undefined) difference.added.push({ collection, id })
      else if (!isSameJson(known, element))
        difference.changed.push(...changesOf(collection, id, known, element))
    }
    for (const id of oldElements.keys()) if (!newElements.has(id)) difference.removed.push({ collection, id })
  }
  return difference
}

/** Nothing was added, changed or removed. */
export function isSame({ added, changed, removed }: Difference): boolean {
  return added.length + changed.length + removed.length === 0
}

function collectionsOf(workspace: Workspace): Map<string, readonly Element[]> {
  const { operator, charter, estate, network, other } = workspace
  const lists: Record<string, unknown> = { ...estate, ...network?.network }
  const collections = Object.entries(lists).filter((entry): entry is [string, Element[]] =>
    Array.isArray(entry[1]),
  )
  const singles = Object.entries({ operator, charter }).filter(([, value]) => value !== undefined)
  return new Map<string, readonly Element[]>([
    ...collections,
    ...singles.map(([name, value]): [string, Element[]] => [name, [{ ...(value as Element), id: name }]]),
    ...Object.entries(other).map(([name, elements]): [string, Element[]] => [
      name,
      elements.map(({ value }) => value as Element),
    ]),
  ])
}

/** Elements by id; demands and findings, which have none, by their ends and place among those with the same ends. */
function keyed(elements: readonly Element[]): Map<string, Element> {
  const byKey = new Map<string, Element>()
  for (const element of elements) {
    const base =
      element.id ?? (element.from === undefined ? JSON.stringify(element) : `${element.from} → ${element.to}`)
    let key = base
    for (let count = 2; byKey.has(key); count += 1) key = `${base} (${count})`
    byKey.set(key, element)
  }
  return byKey
}

function changesOf(collection: string, id: string, before: Element, after: Element): DifferenceChange[] {
  const [old, now] = [before, after] as Record<string, unknown>[]
  const changes: DifferenceChange[] = []
  for (const field of new Set([...Object.keys(old!), ...Object.keys(now!)])) {
    const [was, is] = [shown(old![field]), shown(now![field])]
    if (was !== is) changes.push({ collection, id, field, before: was, after: is })
  }
  return changes
}

function shown(value: unknown): string {
  return value === undefined ? '' : typeof value === 'string' ? value : JSON.stringify(value)
}
