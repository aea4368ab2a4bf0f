import { posix } from 'node:path'
import { InputError } from '../platform/failure.ts'
import type { Json } from '../platform/text.ts'
import { readDocument } from './document.ts'
import type { Document } from './document.ts'
import { checkEstate, emptyEstate } from './estate.ts'
import type { Estate } from './estate.ts'
import { ESTATE_COLLECTIONS, ESTATE_SHAPES, operatorShape } from './estate-shape.ts'
import type { EstateCollection, Operator } from './estate-shape.ts'
import { demandHistoryKey } from './history.ts'
import type { PathPart } from './json.ts'
import { nearest } from './nearest.ts'
import { topFields } from './network-shape.ts'
import { fail, isMapping, mismatch, optional, record } from './shape.ts'
import type { Shape } from './shape.ts'
import type { CollectionReader, CollectionReaders, OtherElement, Workspace } from './workspace-content.ts'

type Origin = { document: Document; path: PathPart[] }

/** A file that named evidence, relative to the workspace, and where it was named. */
type NamedEvidence = {
  path: string
  shown: string
  from: InputError
  /** The key in Histories of what it is the history of. */
  historyOf?: string
}

type ParsedFile = { path: string; document: Document } | { path: string; problem: InputError }

/** Fields that a document may hold besides collections and the operator. */
export const documentFields = {
  ...topFields,
  charter: optional(anyMapping(), 'Edition of the charter; once in a workspace.'),
}

const documentShape = record('a document', documentFields)
const OWN_KEYS = ['operator', ...Object.keys(documentFields)]

function anyMapping(): Shape<{ [key: string]: Json }> {
  return {
    expects: 'a mapping',
    schema: { type: 'object' },
    read: (value, reading) =>
      isMapping(value) ? (value as { [key: string]: Json }) : mismatch(reading, 'a mapping', value),
  }
}

/** Collects documents into one estate, remembering where everything stood, and checks the whole at the end. */
export class Gathering {
  readonly readers: CollectionReaders
  readonly estate = emptyEstate()
  readonly origins = Object.fromEntries(ESTATE_COLLECTIONS.map((key) => [key, [] as Origin[]])) as Record<
    EstateCollection,
    Origin[]
  >
  readonly other: Record<string, OtherElement[]> = {}
  readonly singles = new Map<string, Origin>()
  readonly parsed: ParsedFile[] = []
  readonly evidence: NamedEvidence[] = []
  operator: Operator | undefined
  charter: Json | undefined

  constructor(readers: CollectionReaders) {
    this.readers = readers
  }

  /** Keys that a document may have at its top and a plain network file may not. */
  ownKeys(): string[] {
    return [...ESTATE_COLLECTIONS, ...OWN_KEYS, ...Object.keys(this.readers)]
  }

  /** A file that is no document may still be evidence: its problem waits until all documents are known. */
  addFile(path: string, shown: string, bytes: Uint8Array): void {
    try {
      const document = readDocument(shown, bytes)
      this.checkKeys(document)
      this.parsed.push({ path, document })
    } catch (problem) {
      if (!(problem instanceof InputError)) throw problem
      this.parsed.push({ path, problem })
    }
  }

  checkKeys(document: Document): void {
    const { value } = document
    if (value === null) return
    if (!isMapping(value)) mismatch({ document, path: [] }, 'a document (a mapping of collections)', value)
    const known = this.ownKeys()
    for (const key of Object.keys(value)) {
      if (known.includes(key)) continue
      const meant = nearest(key, known)
      const advice = meant ? `did you mean ${JSON.stringify(meant)}?` : `known are ${known.join(', ')}`
      fail(
        { document, path: [key] },
        `expected a collection of a workspace, found ${JSON.stringify(key)}; ${advice}`,
      )
    }
  }

  /** Evidence that the documents name. Asked once all files are added; files so named are no documents. */
  evidencePaths(): NamedEvidence[] {
    for (const file of this.parsed) if ('document' in file) this.nameEvidence(file.path, file.document)
    return this.evidence
  }

  nameEvidence(path: string, document: Document): void {
    const top = isMapping(document.value) ? document.value : {}
    const name = (given: unknown, at: PathPart[], historyOf?: string): void => {
      if (typeof given !== 'string') return
      const place = { ...document.placeOf(at), path: at.join('.') }
      const resolved = posix.normalize(posix.join(posix.dirname(path), given))
      if (given.startsWith('/') || resolved === '..' || resolved.startsWith('../'))
        throw new InputError(
          document.file,
          place,
          `expected evidence inside the workspace, found ${JSON.stringify(given)}`,
        )
      this.evidence.push({
        path: resolved,
        shown: given,
        from: new InputError(document.file, place, 'evidence'),
        ...(historyOf !== undefined && { historyOf }),
      })
    }
    for (const [index, customer] of listAt(top, 'customers').entries())
      for (const [part, terms] of listAt(customer, 'terms').entries())
        if (isMapping(terms)) name(terms['document'], ['customers', index, 'terms', part, 'document'])
    for (const [index, resource] of listAt(top, 'resources').entries())
      if (isMapping(resource))
        name(resource['history'], ['resources', index, 'history'], String(resource['id']))
    for (const [index, demand] of listAt(top, 'demands').entries())
      if (isMapping(demand) && typeof demand['history'] === 'string') {
        const [from, to] = [String(demand['from']), String(demand['to'])]
        const key = demandHistoryKey({ from, to, history: demand['history'] })
        name(demand['history'], ['demands', index, 'history'], key)
      }
    for (const [key, reader] of Object.entries(this.readers)) {
      if (!reader.evidence || top[key] === undefined) continue
      const elements = reader.single ? [top[key]] : listAt(top, key)
      for (const [index, element] of elements.entries()) {
        const at = reader.single ? [key] : [key, index]
        for (const given of reader.evidence(reader.shape.read(element, { document, path: [...at] })))
          name(given, at)
      }
    }
  }

  /** Reads all documents, each for itself. Throws the first problem. */
  collect(): Estate {
    const named = new Set(this.evidence.map(({ path }) => path))
    for (const file of this.parsed) {
      if (named.has(file.path)) continue
      if ('problem' in file) throw file.problem
      if (isMapping(file.document.value)) this.addDocument(file.document, file.document.value)
    }
    if (this.operator) this.estate.zone = this.operator.zone
    return this.estate
  }

  /** Reads all documents and checks the whole. Throws the first problem. */
  finish(shown: string): Omit<Workspace, 'files'> {
    checkEstate(
      this.collect(),
      (collection, index, path, message) => {
        const origin = this.origins[collection as EstateCollection][index]
        if (!origin) throw new InputError(shown, { path: collection }, message)
        return fail({ document: origin.document, path: [...origin.path, ...path] }, message)
      },
      (collection, index) => this.placeText(this.origins[collection as EstateCollection][index]),
    )
    const read: Omit<Workspace, 'files'> = { estate: this.estate, other: this.other }
    if (this.operator) read.operator = this.operator
    if (this.charter !== undefined) read.charter = this.charter
    return read
  }

  placeText(origin: Origin | undefined): string {
    if (!origin) return 'an unknown place'
    const { line } = origin.document.placeOf(origin.path)
    return `${origin.document.file}${line === undefined ? '' : `:${line}`}`
  }

  addDocument(document: Document, top: Record<string, unknown>): void {
    for (const collection of ESTATE_COLLECTIONS) this.addCollection(document, collection, top[collection])
    if (top['operator'] !== undefined) {
      this.once('operator', document)
      const read = operatorShape.read(top['operator'], { document, path: ['operator'] })
      const { name, demo = false, era = false, ...rest } = read
      this.operator = {
        ...rest,
        name: typeof name === 'string' ? { ja: name, en: name } : name,
        demo,
        era,
      }
    }
    const own = Object.entries(top).filter(([key]) => Object.hasOwn(documentFields, key))
    const { charter } = documentShape.read(Object.fromEntries(own), { document, path: [] })
    if (charter !== undefined) {
      this.once('charter', document)
      this.charter = charter
    }
    for (const [key, reader] of Object.entries(this.readers))
      if (top[key] !== undefined) this.addOther(document, key, reader, top[key])
  }

  once(key: string, document: Document): void {
    const first = this.singles.get(key)
    if (first)
      fail(
        { document, path: [key] },
        `expected ${key} once, found it again; first at ${this.placeText(first)}`,
      )
    this.singles.set(key, { document, path: [key] })
  }

  addCollection(document: Document, collection: EstateCollection, list: unknown): void {
    if (list === undefined) return
    if (!Array.isArray(list))
      return mismatch({ document, path: [collection] }, `a list of ${collection}`, list)
    const shape: Shape<unknown> = ESTATE_SHAPES[collection]
    for (let index = 0; index < list.length; index++) {
      const path = [collection, index]
      ;(this.estate[collection] as unknown[]).push(shape.read(list[index], { document, path: [...path] }))
      this.origins[collection].push({ document, path })
    }
  }

  addOther(document: Document, key: string, reader: CollectionReader, given: unknown): void {
    const into = (this.other[key] ??= [])
    if (reader.single) {
      this.once(key, document)
      into.push({ file: document.file, value: reader.shape.read(given, { document, path: [key] }) })
    } else if (!Array.isArray(given)) mismatch({ document, path: [key] }, `a list of ${key}`, given)
    else
      for (const [index, element] of given.entries())
        into.push({
          file: document.file,
          value: reader.shape.read(element, { document, path: [key, index] }),
        })
  }
}

function listAt(value: unknown, key: string): unknown[] {
  const list = isMapping(value) ? value[key] : undefined
  return Array.isArray(list) ? list : []
}
