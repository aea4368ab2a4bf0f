import { ESTATE_COLLECTIONS, ESTATE_SHAPES, operatorShape } from './estate-shape.ts'
import { COLLECTIONS, ELEMENT_SHAPES, topFields } from './network-shape.ts'
import { listOf, optional, record } from './shape.ts'
import type { Field, JsonSchema, Shape } from './shape.ts'
import type { CollectionReaders } from './workspace-content.ts'
import { documentFields } from './workspace-gathering.ts'

const DIALECT = 'https://json-schema.org/draft/2020-12/schema'

/** JSON Schema of a network file. References and cycles are checked by the reader beyond what a schema can say. */
export function networkFileSchema(): JsonSchema {
  const collections = Object.fromEntries(
    COLLECTIONS.map((key) => [
      key,
      optional(listOf(ELEMENT_SHAPES[key] as Shape<unknown>), NETWORK_DOCS[key]),
    ]),
  )
  return {
    $schema: DIALECT,
    title: 'Kensho network file / Kensho のネットワークファイル',
    description:
      'Nodes, links and what they ride on. References and cycles are checked by the reader beyond this schema.',
    ...record('a network file', { ...topFields, ...collections }).schema,
    anyOf: COLLECTIONS.map((key) => ({ required: [key] })),
  }
}

/** JSON Schema of one document of a workspace, with the collections that other modules add. */
export function workspaceDocumentSchema(added: CollectionReaders = {}): JsonSchema {
  const collections = Object.fromEntries([
    ...ESTATE_COLLECTIONS.map((key) => [
      key,
      optional(listOf(ESTATE_SHAPES[key] as Shape<unknown>), ESTATE_DOCS[key]),
    ]),
    ...Object.entries(added).map(([key, { shape, single, doc = `A part that ${key} are kept in.` }]) => [
      key,
      optional(single === true ? shape : listOf(shape), doc),
    ]),
  ]) as Record<string, Field<unknown, 'optional'>>
  const singles = { operator: optional(operatorShape, 'Whose estate it is; once in a workspace.') }
  return {
    $schema: DIALECT,
    title: 'Kensho workspace document / Kensho の作業場の文書',
    description: 'Any part of the estate; a workspace is all documents of a folder together.',
    ...record('a document', { ...documentFields, ...singles, ...collections }).schema,
  }
}

const NETWORK_DOCS = {
  nodes: 'What is connected.',
  links: 'Connections; parallel links and self loops are allowed.',
  risks: 'What can fail and takes along whatever rides on it.',
  groups: 'Redundancy groups: alive while `needs` members are alive.',
  services: 'Who must reach whom.',
  demands: 'Traffic between nodes.',
  pools: 'Capacity that members share.',
  resources: 'What there is a most of, with its history, lead time and orders.',
  procedures: 'Rates of signalling, for the surge when sessions come back.',
  findings: 'What an import could not resolve, and what is unknown because of it.',
} as const

const ESTATE_DOCS = {
  ...NETWORK_DOCS,
  sites: 'Where things stand.',
  rooms: 'Rooms of sites.',
  racks: 'Racks in rooms.',
  power_feeds: 'What powers equipment.',
  ducts: 'What lines run through.',
  parties: 'Makers, agents and carriers.',
  software: 'Products and versions whose fault takes all that runs them.',
  equipment: 'Devices with product, version, serial and maker.',
  lines: 'Physical lines (回線) of carriers.',
  circuits: 'Circuits that carriers sell, over lines.',
  systems: 'What services need, made up of equipment.',
  customers: 'Customers with their terms.',
  boundaries: 'Responsibility boundaries (責任分界点).',
  mappings: 'How the columns of tables were read, remembered for the next time.',
  states: 'The state of the moment, apart from the steady state (定常時).',
} as const
