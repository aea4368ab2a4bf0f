import type { Json } from '../platform/text.ts'
import { ESTATE_COLLECTIONS } from './estate-shape.ts'
import { COLLECTIONS } from './network-shape.ts'
import { isValidAt, type Validity } from './validity.ts'
import type { Workspace } from './workspace-content.ts'

/** One thing of the estate, as a list shows it. */
export type CatalogueRow = {
  id: string
  collection: string
  name?: string
  name_en?: string
  site?: string
  product?: string
  valid_from?: string
  valid_to?: string
  /** Whether it is valid now. */
  now: boolean
}

/** Where one thing names another: `{ id, collection, field }` is who does, or whom. */
export type Mention = { id: string; collection: string; name?: string; name_en?: string; field: string }

export type CatalogueObject = CatalogueRow & {
  /** All that its document says of it. */
  fields: Record<string, Json>
  /** What it names, and what names it, each by the field in which it does. */
  names: Mention[]
  named_by: Mention[]
}

type Element = { id: string } & Record<string, unknown>
type Entry = { collection: string; element: Element }

/** Everything with an id that a workspace declares, by collection; a single network file's elements where it is one. */
function entriesOf({ estate, network }: Workspace): Entry[] {
  const lists: [string, readonly unknown[]][] =
    network === undefined
      ? ESTATE_COLLECTIONS.map((key) => [key, estate[key]])
      : COLLECTIONS.map((key) => [key, network.network[key]])
  return lists.flatMap(([collection, list]) =>
    list
      .filter((element): element is Element => typeof (element as Element).id === 'string')
      .map((element) => ({ collection, element })),
  )
}

/** The rows of a catalogue at an instant (epoch milliseconds), in the order of their documents. */
export function catalogueOf(workspace: Workspace, atMs: number): CatalogueRow[] {
  return entriesOf(workspace).map((entry) => rowOf(entry, workspace.estate.zone, atMs))
}

function rowOf({ collection, element }: Entry, zone: string | undefined, atMs: number): CatalogueRow {
  const textOf = (field: string): Partial<Record<string, string>> =>
    typeof element[field] === 'string' ? { [field]: element[field] } : {}
  const validity: Validity = { ...textOf('valid_from'), ...textOf('valid_to') }
  return {
    id: element.id,
    collection,
    ...textOf('name'),
    ...textOf('name_en'),
    ...textOf('site'),
    ...textOf('product'),
    ...validity,
    now: isValidAt(validity, atMs, zone ?? 'UTC'),
  }
}

/** One thing with all that is said of it, what it names and what names it; undefined where nothing has that id. */
export function objectOf(workspace: Workspace, id: string, atMs: number): CatalogueObject | undefined {
  const entries = entriesOf(workspace)
  const own = entries.find(({ element }) => element.id === id)
  if (own === undefined) return undefined
  const byId = new Map(entries.map((entry) => [entry.element.id, entry]))
  const names = [...mentionsIn(own.element)].flatMap(([field, named]): Mention[] => {
    const other = byId.get(named)
    return other === undefined || named === id ? [] : [mention(other, field)]
  })
  const named_by = entries.flatMap((entry) =>
    entry.element.id === id
      ? []
      : [...mentionsIn(entry.element)]
          .filter(([, named]) => named === id)
          .map(([field]) => mention(entry, field)),
  )
  const { id: _id, ...fields } = own.element
  return {
    ...rowOf(own, workspace.estate.zone, atMs),
    fields: fields as Record<string, Json>,
    names: once(names),
    named_by: once(named_by),
  }
}

function mention({ collection, element }: Entry, field: string): Mention {
  const { id, name, name_en } = element
  return {
    id,
    collection,
    ...(typeof name === 'string' && { name }),
    ...(typeof name_en === 'string' && { name_en }),
    field,
  }
}

const DEPTH_MAX = 6

/** Every text in an element, by the field of the element under which it stands. */
function* mentionsIn(element: Element): Generator<[field: string, text: string]> {
  for (const [field, value] of Object.entries(element))
    if (field !== 'id' && field !== 'name' && field !== 'name_en')
      for (const text of textsIn(value, DEPTH_MAX)) yield [field, text]
}

function* textsIn(value: unknown, depth: number): Generator<string> {
  if (typeof value === 'string') yield value
  else if (typeof value === 'object' && value !== null && depth > 0)
    for (const part of Object.values(value)) yield* textsIn(part, depth - 1)
}

function once(mentions: readonly Mention[]): Mention[] {
  return [...new Map(mentions.map((one) => [`${one.field} ${one.id}`, one])).values()]
}
