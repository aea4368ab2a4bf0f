import { Document, isMap, isScalar, isSeq, parseDocument, Scalar, visit, YAMLMap, YAMLSeq } from 'yaml'
import { looksLikeJson } from './document.ts'
import { InputError } from '../platform/failure.ts'

/** One element of a collection, as it is written in its document. Values are plain; numbers of YAML may be text. */
export type Item = {
  get: (field: string) => unknown
  fields: () => Record<string, unknown>
  /** Undefined takes the field away. */
  set: (field: string, value: unknown) => void
  remove: () => void
}

/** A document that is changed in place: what is not touched stays as it was written, comments included. */
export type Editable = {
  collections: () => string[]
  items: (collection: string) => Item[]
  add: (collection: string, element: Record<string, unknown>) => void
  bytes: () => Uint8Array
}

/** Opens a YAML or JSON document; undefined for what is neither, such as a file that is only evidence. */
export function editable(path: string, content: Uint8Array): Editable | undefined {
  const isYaml = /\.ya?ml$/i.test(path)
  if (!isYaml && !/\.json$/i.test(path)) return undefined
  const text = new TextDecoder().decode(content)
  if (looksLikeJson(content)) {
    try {
      return jsonEditable(path, JSON.parse(text))
    } catch (problem) {
      if (!isYaml) throw new InputError(path, {}, `expected JSON, found what is none: ${String(problem)}`)
    }
  }
  return yamlEditable(path, text)
}

/** An empty document for what is new. */
export function newDocument(path: string): Editable {
  return yamlEditable(path, '')!
}

type Plain = Record<string, unknown>

function isPlain(value: unknown): value is Plain {
  return typeof value === 'object' && value !== null && !Array.isArray(value)
}

function jsonEditable(path: string, top: unknown): Editable | undefined {
  if (!isPlain(top)) return undefined
  const listOf = (collection: string): unknown[] => {
    const list = top[collection]
    return Array.isArray(list) ? list : []
  }
  return {
    collections: () => Object.keys(top),
    items: (collection) => {
      const list = listOf(collection)
      return list.filter(isPlain).map((element) => ({
        get: (field) => element[field],
        fields: () => ({ ...element }),
        set: (field, value) => {
          if (value === undefined) delete element[field]
          else element[field] = value
        },
        remove: () => takeOut(list, element),
      }))
    },
    add: (collection, element) => {
      if (top[collection] === undefined) top[collection] = []
      if (!Array.isArray(top[collection])) throw new InputError(path, { path: collection }, 'expected a list')
      top[collection].push(element)
    },
    bytes: () => new TextEncoder().encode(`${JSON.stringify(top, undefined, 2)}\n`),
  }
}

/**
 * YAML under the failsafe schema: every scalar keeps its own characters, so that a circuit number 007 or a version 7.10
 * that nobody touches stays what it was.
 */
function yamlEditable(path: string, text: string): Editable | undefined {
  const document: Document = parseDocument(text, { schema: 'failsafe', uniqueKeys: true })
  const [problem] = document.errors
  if (problem !== undefined)
    throw new InputError(
      path,
      {},
      `expected YAML, found what is none: ${problem.message.split('\n')[0] ?? ''}`,
    )
  if (document.contents === null || isEmptyText(document)) document.contents = new YAMLMap()
  const top = document.contents
  if (!isMap(top)) return undefined
  const seqOf = (collection: string): YAMLSeq | undefined => {
    const list = top.get(collection, true)
    return isSeq(list) ? list : undefined
  }
  return {
    collections: () => top.items.map(({ key }) => String(isScalar(key) ? key.value : key)),
    items: (collection) => {
      const list = seqOf(collection)
      if (list === undefined) return []
      return list.items.filter(isMap).map((map) => itemOf(document, list, map))
    },
    add: (collection, element) => {
      const list = seqOf(collection) ?? new YAMLSeq()
      if (!top.has(collection)) top.set(document.createNode(collection), list)
      // Added to a list in flow style, it would make one long line.
      list.flow = false
      const node = written(document, element)
      if (isMap(node)) node.flow = true
      list.items.push(node)
    },
    bytes: () => new TextEncoder().encode(document.toString({ lineWidth: 0, flowCollectionPadding: true })),
  }
}

function isEmptyText({ contents }: Document): boolean {
  return isScalar(contents) && contents.value === '' && contents.source === ''
}

function itemOf(document: Document, list: YAMLSeq, map: YAMLMap): Item {
  return {
    fields: () => map.toJS(document) as Record<string, unknown>,
    get: (field) => {
      const node = map.get(field, true) as unknown
      return isMap(node) || isSeq(node) ? node.toJS(document) : isScalar(node) ? node.value : undefined
    },
    set: (field, value) => {
      if (value === undefined) map.delete(field)
      else map.set(field, written(document, value))
    },
    remove: () => takeOut(list.items, map),
  }
}

/** Once: what is no longer in the list stays out of it. */
function takeOut(list: unknown[], element: unknown): void {
  const at = list.indexOf(element)
  if (at >= 0) list.splice(at, 1)
}

/** A plain value as nodes: numbers and flags by their own characters, text quoted where it would be read as another. */
function written(document: Document, value: unknown): YAMLMap | YAMLSeq | Scalar {
  const node = document.createNode(asText(value)) as YAMLMap | YAMLSeq | Scalar
  const mark = (scalar: Scalar): void => {
    if (!(scalar.value instanceof Written)) return
    scalar.type = scalar.value.isText && isAmbiguous(scalar.value.text) ? 'QUOTE_DOUBLE' : 'PLAIN'
    scalar.value = scalar.value.text
  }
  if (isScalar(node)) mark(node)
  visit(node, { Scalar: (_key, scalar) => mark(scalar) })
  if (!isScalar(node)) node.flow = true
  return node
}

class Written {
  readonly text: string
  readonly isText: boolean
  constructor(text: string, isText: boolean) {
    this.text = text
    this.isText = isText
  }
}

function asText(value: unknown): unknown {
  if (Array.isArray(value)) return value.map(asText)
  if (isPlain(value))
    return Object.fromEntries(Object.entries(value).map(([key, inner]) => [key, asText(inner)]))
  return new Scalar(new Written(String(value), typeof value === 'string'))
}

/** Text that a reader of the core schema would take for a number, a flag or nothing. */
function isAmbiguous(text: string): boolean {
  if (text === '') return true
  const read = parseDocument(text, { schema: 'core' }).contents
  return isScalar(read) && typeof read.value !== 'string'
}
