import type { SentFile } from '../../../estate/workspace-files.ts'
import { InputError } from '../../../platform/failure.ts'
import { ELEMENT_COLLECTIONS } from '../../../estate/estate.ts'
import { editable, newDocument, type Editable, type Item } from '../../../estate/editable.ts'

/** One change of the documents of an estate. Elements and fields are those that documents have. */
export type Edit =
  | { kind: 'add'; collection: string; element: Record<string, unknown> }
  /** Fields that are null are taken away. */
  | { kind: 'change'; id: string; collection?: string | undefined; fields: Record<string, unknown> }
  | { kind: 'remove'; id: string; collection?: string | undefined }
  | { kind: 'remove-document'; path: string }

/** Collections whose ids are unique within themselves alone. */
const OWN_IDS = [
  'services',
  'pools',
  'demands',
  'resources',
  'procedures',
  'customers',
  'boundaries',
  'states',
]
/** What a drawing is made of is looked through first. */
const DRAWN = ['nodes', 'equipment', 'links', 'risks', 'groups']
/** Everything that can be edited: first what shares one namespace, then those of their own. */
const COLLECTIONS: readonly string[] = [
  ...DRAWN,
  ...ELEMENT_COLLECTIONS.filter((collection) => !DRAWN.includes(collection)),
  ...OWN_IDS,
]

/** Lists that name other elements; without any member left, the element that holds such a list goes as well. */
const LISTS = ['rides_on', 'members', 'from', 'to', 'power', 'needs', 'uses', 'tolerate', 'beyond', 'route']
const MORE_LISTS = ['lines', 'underlying']
const SINGLES = [
  'site',
  'room',
  'rack',
  'circuit',
  'carrier',
  'underlying_carrier',
  'party',
  'maker',
  'agent',
]
/** What cannot be without its end goes with it. */
const ENDED = ['links', 'demands'] as const

/**
 * The documents after some edits, made in order; what nobody touches keeps its bytes. `home` is where new elements go.
 * InputError where an edit names what is not there: nothing has changed then. Whether the whole still makes an estate
 * is for the reader of workspaces to say.
 */
export function editedFiles(files: readonly SentFile[], edits: readonly Edit[], home: string): SentFile[] {
  const desk = new Desk(files)
  for (const edit of edits) desk.make(edit, home)
  return desk.files()
}

/** How an element stands in its document; undefined where no document has it. Fields are as they are written there. */
export function elementIn(
  files: readonly SentFile[],
  id: string,
  wanted?: string,
): { collection: string; path: string; fields: Record<string, unknown> } | undefined {
  const desk = new Desk(files)
  const among = wanted === undefined ? desk.all() : desk.of(wanted)
  const found = among.find(({ item }) => String(item.get('id')) === id)
  return found && { collection: found.collection, path: found.path, fields: found.item.fields() }
}

type Found = { collection: string; path: string; item: Item }

class Desk {
  readonly given: ReadonlyMap<string, Uint8Array>
  readonly open = new Map<string, Editable | undefined>()
  readonly changed = new Set<string>()
  readonly gone = new Set<string>()

  constructor(files: readonly SentFile[]) {
    this.given = new Map(files.map(({ path, content }) => [path, content]))
    for (const { path, content } of files) this.open.set(path, editable(path, content))
  }

  files(): SentFile[] {
    return [...this.open]
      .filter(([path]) => !this.gone.has(path))
      .map(([path, document]) => ({
        path,
        content: this.changed.has(path) && document !== undefined ? document.bytes() : this.given.get(path)!,
      }))
      .toSorted((a, b) => (a.path < b.path ? -1 : 1))
  }

  make(edit: Edit, home: string): void {
    if (edit.kind === 'add') this.add(edit, home)
    else if (edit.kind === 'change') this.change(edit)
    else if (edit.kind === 'remove') this.remove(edit.id, edit.collection)
    else this.removeDocument(edit.path)
  }

  add({ collection, element }: Extract<Edit, { kind: 'add' }>, home: string): void {
    if (!COLLECTIONS.includes(collection))
      throw refused('collection', `one of ${COLLECTIONS.join(', ')}`, collection)
    const document = this.open.get(home) ?? newDocument(home)
    this.open.set(home, document)
    this.gone.delete(home)
    this.changed.add(home)
    document.add(collection, element)
  }

  change({ id, collection, fields }: Extract<Edit, { kind: 'change' }>): void {
    const { item, path } = this.find(id, collection)
    if ('id' in fields) throw refused('fields.id', 'an id to stay as it is; add another and remove this', id)
    for (const [field, value] of Object.entries(fields)) item.set(field, value ?? undefined)
    this.changed.add(path)
  }

  removeDocument(path: string): void {
    if (!this.open.has(path) || this.gone.has(path)) throw refused('path', 'a document of the estate', path)
    this.gone.add(path)
    this.open.delete(path)
  }

  remove(id: string, collection?: string): void {
    const found = this.find(id, collection)
    found.item.remove()
    this.changed.add(found.path)
    // Services, pools and the like have ids of their own, which nothing but trees of services names.
    if (isElement(found.collection)) this.forget(id)
  }

  /** Takes an id out of everything that names it, and with it what cannot be without it. */
  forget(id: string): void {
    for (const one of this.all()) {
      const { collection, item, path } = one
      const ends = (ENDED as readonly string[]).includes(collection)
      if ((ends && [item.get('from'), item.get('to')].includes(id)) || isStateOf(one, id)) {
        this.drop(one)
        continue
      }
      for (const field of SINGLES) {
        if (item.get(field) !== id) continue
        item.set(field, undefined)
        this.changed.add(path)
      }
      for (const field of [...LISTS, ...MORE_LISTS]) this.shorten(one, field, id)
    }
  }

  shorten(one: Found, field: string, id: string): void {
    const { collection, item, path } = one
    const list = item.get(field)
    if (!Array.isArray(list)) return
    const left = list.filter((entry) => entry !== id && (entry as { risk?: unknown } | null)?.risk !== id)
    if (left.length === list.length) return
    this.changed.add(path)
    if (left.length > 0) item.set(field, left)
    else if (field === 'from' || field === 'to')
      throw refused(
        `${collection}.${String(item.get('id'))}.${field}`,
        'another end for this service first, or the service removed',
        id,
      )
    else if (field === 'members' || field === 'beyond') this.drop(one)
    else item.set(field, undefined)
  }

  /** Removes what was found; links and groups are named by others in turn. */
  drop({ collection, item, path }: Found): void {
    const id = item.get('id')
    item.remove()
    this.changed.add(path)
    if (isElement(collection) && typeof id === 'string') this.forget(id)
  }

  find(id: string, wanted?: string): Found {
    for (const collection of wanted === undefined ? COLLECTIONS : [wanted])
      for (const found of this.of(collection)) if (String(found.item.get('id')) === id) return found
    throw refused(
      'id',
      `the id of something in the estate${wanted === undefined ? '' : ` among ${wanted}`}`,
      id,
    )
  }

  /** Everything in all documents, read before anything of it is removed. */
  all(): Found[] {
    return COLLECTIONS.flatMap((collection) => this.of(collection))
  }

  of(collection: string): Found[] {
    return [...this.open].flatMap(([path, document]) =>
      document === undefined || this.gone.has(path)
        ? []
        : document.items(collection).map((item) => ({ collection, path, item })),
    )
  }
}

function isElement(collection: string): boolean {
  return !OWN_IDS.includes(collection)
}

function isStateOf({ collection, item }: Found, id: string): boolean {
  return collection === 'states' && item.get('of') === id
}

function refused(path: string, expected: string, found: string): InputError {
  return new InputError('draft', { path }, `expected ${expected}, found ${JSON.stringify(found)}`)
}
