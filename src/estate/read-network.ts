import { InputError } from '../platform/failure.ts'
import { checkSize, looksLikeJson, readDocument } from './document.ts'
import { readGraphMl } from './formats/graphml.ts'
import { readNetBox } from './formats/netbox.ts'
import { FIXTURE_KEYS } from './formats/netbox-records.ts'
import { readNet2Plan } from './formats/net2plan.ts'
import { readNodeLink } from './formats/node-link.ts'
import { readRfc8345 } from './formats/rfc8345.ts'
import { outlineJson } from './json.ts'
import type { Network } from './network.ts'
import { readNetworkFile } from './network-file.ts'
import { COLLECTIONS, ELEMENT_SHAPES, topFields } from './network-shape.ts'
import { isMapping } from './shape.ts'
import { looksLikeXml, xmlHeadHas, xmlRootName } from './xml.ts'

export type NetworkFormat = 'kensho' | 'node-link' | 'graphml' | 'net2plan' | 'netbox' | 'rfc8345'

const LOOKED_FOR =
  'expected a network: kensho’s own file (nodes, links, …), node-link JSON (nodes with links or edges of source and target), GraphML, Net2Plan .n2p, a NetBox fixture (dumpdata JSON), RFC 8345 JSON (ietf-network:networks)'

/**
 * Reads a network file of any known format, told by its content and never by its name alone. InputError, with file,
 * place and expectation, when it is of no known format or cannot be read.
 */
export function readNetwork(file: string, bytes: Uint8Array): { network: Network; format: NetworkFormat } {
  try {
    return readStrictly(file, bytes)
  } catch (problem) {
    const read = problem instanceof InputError ? readPythons(file, bytes) : undefined
    if (read === undefined) throw problem
    return read
  }
}

/** What Python's json writes for numbers that are none, as a value: JSON itself has no such words. */
const NO_NUMBER = /([:[,]\s*)(?:NaN|-?Infinity)(?=\s*[,\]}])/g

/** Node-link JSON as NetworkX writes it where a number is missing: read as if nothing were said there. */
function readPythons(
  file: string,
  bytes: Uint8Array,
): { network: Network; format: NetworkFormat } | undefined {
  if (!looksLikeJson(bytes)) return undefined
  const text = new TextDecoder().decode(bytes)
  const without = text.replace(NO_NUMBER, '$1null')
  if (without === text) return undefined
  try {
    const read = readStrictly(file, new TextEncoder().encode(without))
    return read.format === 'node-link' ? read : undefined
  } catch (problem) {
    // What is wrong is told of the file as it stands.
    if (problem instanceof InputError) return undefined
    throw problem
  }
}

function readStrictly(file: string, bytes: Uint8Array): { network: Network; format: NetworkFormat } {
  const format = formatOf(file, bytes)
  if (format === undefined) throw new InputError(file, { line: 1 }, `${LOOKED_FOR}; found none of these`)
  return { network: READERS[format](file, bytes), format }
}

const READERS: Record<NetworkFormat, (file: string, bytes: Uint8Array) => Network> = {
  kensho: readNetworkFile,
  'node-link': readNodeLink,
  graphml: readGraphMl,
  net2plan: readNet2Plan,
  netbox: readNetBox,
  rfc8345: readRfc8345,
}

/** The format of a network file by its content, or undefined when it is of no known one. */
function formatOf(file: string, bytes: Uint8Array): NetworkFormat | undefined {
  checkSize(file, bytes.length)
  if (looksLikeXml(bytes)) return xmlFormat(bytes)
  const outline = outlineOf(file, bytes)
  if (!outline) return undefined
  if (FIXTURE_KEYS.every((key) => outline.get('[]')?.includes(key))) return 'netbox'
  if (outline.has('ietf-network:networks')) return 'rfc8345'
  if (outline.has('nodes') && isNodeLink(outline)) return 'node-link'
  if (COLLECTIONS.some((key) => outline.has(key))) return 'kensho'
  return undefined
}

/** NetworkX says `directed` and `multigraph` at the top; others are told by the ends of their first link. */
function isNodeLink(outline: Outline): boolean {
  if (outline.has('directed') || outline.has('multigraph')) return true
  const ends = outline.get('links') ?? outline.get('edges')
  return ends === undefined ? outline.has('edges') : ends.includes('source') && ends.includes('target')
}

function xmlFormat(bytes: Uint8Array): NetworkFormat | undefined {
  switch (xmlRootName(bytes)) {
    case 'graphml':
      return 'graphml'
    case 'network':
      // SNDlib's own XML has the same outermost element and would give a network without any link.
      return xmlHeadHas(bytes, '<networkStructure') ? undefined : 'net2plan'
    default:
      return undefined
  }
}

/** True for a document with a key at its top, of those given, that no network file has. */
export function isWorkspaceDocument(
  file: string,
  bytes: Uint8Array,
  workspaceKeys: readonly string[],
): boolean {
  checkSize(file, bytes.length)
  if (looksLikeXml(bytes)) return false
  const outline = outlineOrPythons(file, bytes)
  return outline !== undefined && workspaceKeys.some((key) => outline.has(key) && !isNetworkFileKey(key))
}

function outlineOrPythons(file: string, bytes: Uint8Array): Outline | undefined {
  try {
    return outlineOf(file, bytes)
  } catch (problem) {
    if (problem instanceof InputError && readPythons(file, bytes) !== undefined) return undefined
    throw problem
  }
}

function isNetworkFileKey(key: string): boolean {
  return Object.hasOwn(ELEMENT_SHAPES, key) || Object.hasOwn(topFields, key)
}

type Outline = ReadonlyMap<string, string[] | undefined>

/** What a file is gets asked more than once; a large one is looked through only the first time. */
const outlines = new WeakMap<Uint8Array, Outline>()

/** Top-level keys, and for lists the keys of their first element, without reading all of a large file. */
function outlineOf(file: string, bytes: Uint8Array): Outline | undefined {
  const known = outlines.get(bytes)
  if (known) return known
  const outline = looksLikeJson(bytes) ? jsonOutline(file, bytes) : yamlOutline(file, bytes)
  if (outline) outlines.set(bytes, outline)
  return outline
}

function jsonOutline(file: string, bytes: Uint8Array): Outline | undefined {
  try {
    return outlineJson(file, bytes)
  } catch (problem) {
    if (file.toLowerCase().endsWith('.json') || !(problem instanceof InputError)) throw problem
    return yamlOutline(file, bytes)
  }
}

function yamlOutline(file: string, bytes: Uint8Array): Outline | undefined {
  const { value } = readDocument(file, bytes)
  if (!isMapping(value)) return undefined
  return new Map(
    Object.entries(value).map(([key, list]) => {
      const first: unknown = Array.isArray(list) ? list[0] : undefined
      return [key, isMapping(first) ? Object.keys(first) : undefined]
    }),
  )
}
