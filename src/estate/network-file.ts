import { jsonPlaces, looksLikeJson, readDocument } from './document.ts'
import type { Document } from './document.ts'
import { parseJson } from './json.ts'
import type { Network } from './network.ts'
import { emptyNetwork } from './network.ts'
import { checkNetwork } from './network-check.ts'
import { COLLECTIONS, ELEMENT_SHAPES, topFields } from './network-shape.ts'
import type { NetworkCollection } from './network-shape.ts'
import { fail, isMapping, mismatch, record } from './shape.ts'
import type { Reading, Shape } from './shape.ts'

/** From this size on, JSON is read element by element and never stands as a whole tree in memory. */
const STREAMED_FROM_BYTES = 4_000_000

/**
 * Kensho's own network file (contracts), YAML or JSON, strict: every problem is an InputError with file, line and
 * what was expected.
 */
export function readNetworkFile(file: string, bytes: Uint8Array): Network {
  const network =
    bytes.length >= STREAMED_FROM_BYTES && looksLikeJson(bytes)
      ? streamed(file, bytes)
      : whole(readDocument(file, bytes))
  return network
}

/** The same from a document that has been read already. */
export function networkOfDocument(document: Document): Network {
  return whole(document)
}

function whole(document: Document): Network {
  const network = emptyNetwork()
  const reading: Reading = { document, path: [] }
  if (!isMapping(document.value))
    return mismatch(reading, `a mapping with ${COLLECTIONS.join(', ')}`, document.value)
  for (const key of COLLECTIONS) {
    const list = document.value[key]
    if (list === undefined) continue
    if (!Array.isArray(list)) return mismatch({ document, path: [key] }, `a list of ${key}`, list)
    for (let index = 0; index < list.length; index++) addElement(network, reading, key, index, list[index])
  }
  return finish(network, document, document.value)
}

function streamed(file: string, bytes: Uint8Array): Network {
  const network = emptyNetwork()
  const document = jsonPlaces(file, bytes)
  const reading: Reading = { document, path: [] }
  const rest = parseJson(file, bytes, (key, index, element) => {
    if (!isCollection(key)) return false
    addElement(network, reading, key, index, element)
    return true
  })
  if (!isMapping(rest)) return mismatch(reading, `a mapping with ${COLLECTIONS.join(', ')}`, rest)
  for (const key of COLLECTIONS)
    if (rest[key] !== undefined && !Array.isArray(rest[key]))
      mismatch({ document, path: [key] }, `a list of ${key}`, rest[key])
  return finish(network, document, rest)
}

function isCollection(key: string): key is NetworkCollection {
  return Object.hasOwn(ELEMENT_SHAPES, key)
}

function addElement(
  network: Network,
  reading: Reading,
  key: NetworkCollection,
  index: number,
  element: unknown,
): void {
  reading.path.push(key, index)
  const shape: Shape<unknown> = ELEMENT_SHAPES[key]
  ;(network[key] as unknown[]).push(shape.read(element, reading))
  reading.path.length = 0
}

const collectionKeys = Object.fromEntries(COLLECTIONS.map((key) => [key, anyList()]))
const topShape = record('a network file', { ...topFields, ...collectionKeys })

/** Collections are read by their own loop; here only their keys are known. */
function anyList(): { shape: Shape<unknown>; presence: 'optional'; doc: string } {
  return { shape: { expects: 'a list', schema: {}, read: () => undefined }, presence: 'optional', doc: '' }
}

function finish(network: Network, document: Document, top: Record<string, unknown>): Network {
  const { name } = topShape.read(top, { document, path: [] })
  if (name !== undefined) network.name = name
  if (!COLLECTIONS.some((key) => Object.hasOwn(top, key)))
    fail(
      { document, path: [] },
      `expected a network file with at least one of ${COLLECTIONS.join(', ')}, found none of them`,
    )
  checkNetwork(
    network,
    (collection, index, path, message) => fail({ document, path: [collection, index, ...path] }, message),
    (collection, index) => {
      const { line } = document.placeOf([collection, index])
      return `${collection}[${index}]${line === undefined ? '' : ` in line ${line}`}`
    },
  )
  return network
}
