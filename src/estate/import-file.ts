import { createHash } from 'node:crypto'
import { InputError } from '../platform/failure.ts'
import type { Difference } from './difference.ts'
import { differenceOf, isSame } from './difference.ts'
import { readDocument } from './document.ts'
import { ELEMENT_COLLECTIONS } from './estate.ts'
import type { Estate } from './estate.ts'
import type { Finding } from './network.ts'
import { readNetwork } from './read-network.ts'
import { isMapping } from './shape.ts'
import { looksLikeWorkbook } from './tables/cells.ts'
import { readTable } from './tables/read-table.ts'
import type { Table, TableMapping } from './tables/read-table.ts'
import { needsZone } from './validity.ts'
import type { Validity } from './validity.ts'
import type { CollectionReaders, Workspace } from './workspace-content.ts'
import { sha256Of } from './sha256.ts'
import type { SentFile } from './workspace-files.ts'
import { Gathering } from './workspace-gathering.ts'
import { plainNetwork, writeCollections } from './write-network.ts'

export type ImportRequest = {
  /** Name of the file as the user gave it, for messages. */
  file: string
  bytes: Uint8Array
  /** The workspace folder, for messages. */
  dir: string
  /** Documents that stand in it already, with paths relative to it. */
  standing: readonly SentFile[]
  mapping?: TableMapping
  /** Name of the document under `imports/`; absent: that of the file. */
  as?: string
  /** Overwrite a document that was not written by an import, or was edited since. */
  replace: boolean
  /** What modules above the estate add to workspaces. */
  collections: CollectionReaders
}

export type Import = {
  format: string
  /** The document, relative to the workspace; it replaces `replaces` when that has another name. */
  path: string
  text: string
  replaces?: string
  difference: Difference
  findings: Finding[]
  /** False when the workspace would be the same. */
  changes: boolean
}

type Content = { format: string; collections: Record<string, unknown>; findings: Finding[] }

/**
 * Turns a foreign file into a document of a workspace, without writing it: what would stand there, and how it differs
 * from what stands. The workspace is read with the new document before it is accepted, so that an import never leaves
 * one that cannot be read. The same file a second time changes nothing.
 */
export async function importFile(request: ImportRequest): Promise<Import> {
  const { file, bytes, dir, standing } = request
  const before = folderOf(request, standing)
  const content = await contentOf(request, before)
  const stem = documentStem(request.as ?? file)
  const earlier = earlierOf(standing, stem)
  const { syntax, text } = written(content, file, bytes)
  const path = `${stem}.${syntax}`
  if (earlier && !request.replace) refuseHandMade(dir, earlier)
  const others = standing.filter((one) => one !== earlier)
  const after = folderOf(request, [...others, { path, content: new TextEncoder().encode(text) }])
  const difference = differenceOf(before, after)
  return {
    format: content.format,
    path,
    text,
    ...(earlier && earlier.path !== path && { replaces: earlier.path }),
    difference,
    findings: content.findings,
    changes: !isSame(difference) || earlier === undefined,
  }
}

/** The document that the same file was imported to before. */
function earlierOf(standing: readonly SentFile[], stem: string): SentFile | undefined {
  return standing.find(({ path }) => ['yaml', 'yml', 'json'].some((ending) => path === `${stem}.${ending}`))
}

function idsIn(estate: Estate): string[] {
  return ELEMENT_COLLECTIONS.flatMap((collection) => estate[collection].map(({ id }) => id))
}

/** One document by itself; what it refers to may stand in others. */
function collected({ dir, collections }: ImportRequest, { path, content }: SentFile): Estate {
  const gathering = new Gathering(collections)
  gathering.addFile(path, `${dir}/${path}`, content)
  return gathering.collect()
}

/** All documents together, as a folder of them is read. */
function folderOf({ dir, collections }: ImportRequest, files: readonly SentFile[]): Workspace {
  const gathering = new Gathering(collections)
  for (const { path, content } of files) gathering.addFile(path, `${dir}/${path}`, content)
  gathering.evidencePaths()
  return { ...gathering.finish(dir), files: [] }
}

async function contentOf(request: ImportRequest, before: Workspace): Promise<Content> {
  const { file, bytes, standing, mapping, as } = request
  if (!looksLikeWorkbook(bytes) && !isTable(file, bytes)) {
    const { network, format } = readNetwork(file, bytes)
    return { format, collections: plainNetwork(network), findings: network.findings }
  }
  const earlier = earlierOf(standing, documentStem(as ?? file))
  const remembered = before.estate.mappings.find(({ id }) => id === file.split(/[\\/]/).at(-1))
  const table = await readTable(file, bytes, mapping ?? remembered)
  if (
    before.estate.zone === undefined &&
    (table.elements as Validity[]).some((element) => needsZone(element))
  )
    throw new InputError(
      file,
      {},
      'expected a workspace whose operator has a time zone (operator: {name: …, zone: Asia/Tokyo}), as the table holds dates; found none',
    )
  // What only this file's own earlier document defines is defined anew, or is gone.
  const own = new Set(earlier ? idsIn(collected(request, earlier)) : [])
  return tableContent(table, new Set(idsIn(before.estate).filter((id) => !own.has(id))))
}

/** Text that is neither YAML of a known kind, JSON nor XML, but has a separator in its first line. */
function isTable(file: string, bytes: Uint8Array): boolean {
  return (
    /\.(csv|tsv|txt)$/i.test(file) ||
    (!/\.\w+$/.test(file) && bytes.subarray(0, 500).includes(0x2c) && bytes[0] !== 0x7b && bytes[0] !== 0x3c)
  )
}

/** Rows, the mapping, and the sites, racks, parties and other things that rows name and nothing else defines. */
function tableContent(table: Table, known: Set<string>): Content {
  for (const { id } of table.elements) known.add(id)
  const created: Record<string, { id: string }[]> = {}
  const findings = [...table.findings]
  const define = (collection: string, id: string, around: Record<string, string>): void => {
    if (known.has(id)) return
    known.add(id)
    ;(created[collection] ??= []).push(createdElement(collection, id, around))
    if (collection !== 'nodes') return
    const ja = `「${id}」はリンクの端点としてだけ現れるため、ノードとして加えました。`
    findings.push({
      place: id,
      text: { ja, en: `“${id}” appears only as the end of a link and was added as a node.` },
      touches: [],
    })
  }
  for (const collection of [
    'sites',
    'rooms',
    'racks',
    'power_feeds',
    'parties',
    'ducts',
    'lines',
    'circuits',
    'risks',
    'nodes',
  ])
    for (const [id, around] of table.referred.get(collection) ?? []) {
      // A circuit that only a link names has no carrier: it cannot be made up.
      if (collection === 'circuits' && !known.has(id)) findings.push(unknownCircuit(id, table))
      else define(collection, id, around)
    }
  const all: Record<string, { id: string }[]> = {
    ...created,
    [table.collection]: [...(created[table.collection] ?? []), ...table.elements],
  }
  return {
    format: `table of ${table.collection}`,
    collections: { ...all, mappings: [table.mapping], ...(findings.length > 0 && { findings }) },
    findings,
  }
}

/** The links keep what they say of themselves; only the circuit that nothing defines is left out. */
function unknownCircuit(id: string, { elements }: Table): Finding {
  const links = elements.filter((element) => (element as { circuit?: string }).circuit === id)
  for (const link of links as { circuit?: string; route?: string }[]) {
    delete link.circuit
    link.route = 'unknown'
  }
  const ja = `回線「${id}」が定義されていないため、リンクの経路を不明としました。`
  return {
    place: id,
    text: { ja, en: `The circuit “${id}” is not defined; the routes of its links count as unknown.` },
    touches: links.map(({ id }) => id),
  }
}

function createdElement(
  collection: string,
  id: string,
  { role, ...around }: Record<string, string>,
): { id: string } {
  const name = id.includes('/') ? id.slice(id.lastIndexOf('/') + 1) : undefined
  const element: Record<string, unknown> = { id, ...(name !== undefined && { name }), ...around }
  if (collection === 'parties')
    element['roles'] = [
      role === 'maker' || role === 'agent' ? role : role?.endsWith('carrier') ? 'carrier' : 'other',
    ]
  if (collection === 'risks') element['kind'] = 'shared'
  return element as { id: string }
}

/** Stands beside hand-made documents: `imports/` and the name of the file. */
function documentStem(file: string): string {
  const name = file
    .split(/[\\/]/)
    .at(-1)!
    .replace(/\.(json|ya?ml|graphml|xml|n2p|csv|tsv|txt|xlsx)$/i, '')
  const safe = name.replaceAll(/[^\p{L}\p{N}._-]+/gu, '-').replace(/^\.+/, '')
  return `imports/${safe === '' ? 'import' : safe}`
}

function written(
  { format, collections }: Content,
  file: string,
  bytes: Uint8Array,
): { syntax: string; text: string } {
  const imported = {
    from: file.split(/[\\/]/).at(-1)!,
    format,
    sha256: sha256Of(bytes),
    content_sha256: digestOf(collections),
  }
  return writeCollections({ imported, ...collections })
}

/** Of what the collections say, however they are written down. */
function digestOf(collections: Record<string, unknown>): string {
  return createHash('sha256')
    .update(JSON.stringify(sortedKeys(collections)))
    .digest('hex')
}

function sortedKeys(value: unknown): unknown {
  if (Array.isArray(value)) return value.map((item) => sortedKeys(item))
  if (!isMapping(value)) return value
  const entries = Object.entries(value).filter(([, inner]) => inner !== undefined)
  return Object.fromEntries(
    entries.sort(([a], [b]) => (a < b ? -1 : 1)).map(([key, inner]) => [key, sortedKeys(inner)]),
  )
}

/** A document that no import wrote, or that someone has edited since, is not overwritten unasked. */
function refuseHandMade(dir: string, { path, content }: SentFile): void {
  const document = readDocument(`${dir}/${path}`, content)
  const { imported, ...collections } = isMapping(document.value) ? document.value : {}
  const digest = isMapping(imported) ? imported['content_sha256'] : undefined
  if (digest === digestOf(collections)) return
  const found = digest === undefined ? 'one made by hand' : 'one edited since its import'
  throw new InputError(
    document.file,
    document.placeOf([]),
    `expected no document here, or one as an import wrote it; found ${found} (--replace overwrites it)`,
  )
}
