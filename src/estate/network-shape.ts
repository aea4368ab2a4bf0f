import {
  defaulted,
  either,
  flag,
  id,
  isMapping,
  listOf,
  mapOf,
  mapped,
  mismatch,
  number,
  oneOf,
  optional,
  patterned,
  record,
  required,
  text,
} from './shape.ts'
import type { RecordOf, Shape } from './shape.ts'
import { GROUP_KINDS } from './network.ts'
import type {
  Demand,
  Finding,
  Group,
  Network,
  NetworkLink,
  NetworkNode,
  Pool,
  Risk,
  Service,
  ServiceTree,
  Tolerance,
} from './network.ts'
import { procedureShape, resourceShape } from './resource-shape.ts'
import type { Procedure, Resource } from './resource.ts'

/** What stands in each collection of a network file (contracts), with defaults. */

const capacityNumber = number({ min: 0, what: 'a capacity' })
const ridesOn = defaulted(
  listOf(id, { max: 10_000 }),
  () => [],
  'Risks or groups: when one of them fails, this fails.',
)
const ids = listOf(id, { max: 1_000_000 })
const someIds = listOf(id, { min: 1, max: 1_000_000 })
const beyond = optional(
  flag,
  'Beyond the responsibility boundary (責任分界点): assumed to work, listed beside the verdict.',
)
const name = optional(text(), 'Name for people; the id stays the same when it changes.')
const name_en = optional(text(), 'Name in English, where name is in Japanese; absent: name stands for both.')

export const position = record('a position', {
  longitude: required(number({ min: -180, max: 180, what: 'a longitude' }), 'Degrees east.'),
  latitude: required(number({ min: -90, max: 90, what: 'a latitude' }), 'Degrees north.'),
})

export const resources: Shape<Record<string, number>> = mapOf(capacityNumber, { max: 1000 })

/** One number means that much in each direction. */
export const bothWays: Shape<{ forward: number; backward: number }> = mapped(
  either(
    isMapping,
    record('a capacity', {
      forward: required(capacityNumber, 'From `from` to `to`.'),
      backward: required(capacityNumber, 'From `to` to `from`.'),
    }),
    capacityNumber,
  ),
  (capacity) => (typeof capacity === 'number' ? { forward: capacity, backward: capacity } : capacity),
)

export const nodeFields = {
  id: required(id, 'Unique across nodes, links, risks and groups.'),
  name,
  name_en,
  site: optional(id, 'Where it stands.'),
  product: optional(text(), 'Product and version as the operator names them.'),
  zone: optional(text(), 'Security zone.'),
  rides_on: ridesOn,
  capacity: optional(resources, 'Capacity of each resource, such as pps, sessions, addresses.'),
  repair_hours: optional(
    number({ min: 0, what: 'a number of hours' }),
    'Hours until it is repaired, as its maintenance promises.',
  ),
  in_service_upgrade: optional(flag, 'True: it can be upgraded without stopping.'),
  isolates_faults: optional(flag, 'True: a fault of its own stays within it.'),
  position: optional(position, 'Place on the map.'),
  beyond_boundary: beyond,
}

export const linkFields = {
  id: required(id, 'Unique across nodes, links, risks and groups.'),
  name,
  name_en,
  from: required(id, 'A node.'),
  to: required(id, 'A node; the same one makes a self loop.'),
  directed: defaulted(flag, () => false, 'True: usable only from `from` to `to`.'),
  capacity: optional(bothWays, 'One number for both directions, or forward and backward. Absent: unknown.'),
  metric: defaulted(number({ above: 0, what: 'a metric' }), () => 1, 'Cost for shortest paths.'),
  rides_on: ridesOn,
  length_km: optional(number({ min: 0, what: 'a length in km' }), 'Length of the way in km.'),
  route: optional(
    mapped(patterned('known or unknown', /^(known|unknown)$/), (route) => route as 'known' | 'unknown'),
    'unknown: the carrier did not disclose the route; such a link is never proven diverse.',
  ),
  beyond_boundary: beyond,
}

export const riskFields = {
  id: required(id, 'Unique across nodes, links, risks and groups.'),
  name,
  name_en,
  kind: required(text(200), 'site, building, duct, power, carrier, software, config, or another word.'),
  rides_on: ridesOn,
  beyond_boundary: beyond,
}

export const groupFields = {
  id: required(id, 'Unique across nodes, links, risks and groups.'),
  name,
  name_en,
  members: required(someIds, 'Nodes, links, risks or groups, each once.'),
  needs: required(
    number({ min: 1, integer: true, what: 'a whole number' }),
    'Alive while this many members are alive.',
  ),
  kind: optional(oneOf(GROUP_KINDS), 'How its members stand in for each other; absent: they switch over.'),
  tested_at: optional(
    patterned(
      'a date or an instant (2026-04-01, 2026-04-01T09:00:00Z)',
      /^\d{4}-\d{2}-\d{2}(T[\d:.]+(Z|[+-]\d{2}:\d{2}))?$/,
      (when) => Number.isFinite(Date.parse(when)),
    ),
    'When the switch-over was last tested; never: the group is no redundancy, unless active-active or lag.',
  ),
  test_evidence: optional(text(), 'What shows the test: a file, or the id of a record.'),
}

export const bothLanguages = record('a text in both languages', {
  ja: required(text(), 'Japanese.'),
  en: required(text(), 'English.'),
})

const offsetInstant = patterned(
  'an instant with its offset (2027-03-31T00:00+09:00)',
  /^\d{4}-\d{2}-\d{2}T\d{2}:\d{2}(:\d{2}(\.\d{1,9})?)?(Z|[+-]\d{2}:\d{2})$/,
  (written) => Number.isFinite(Date.parse(written)),
)

const tolerance = record('a tolerance', {
  risk: required(id, 'The risk that is tolerated: never a kind.'),
  reason: required(bothLanguages, 'Why.'),
  requested_by: required(id, 'Person who asked for it, by pseudonymous id.'),
  approved_by: required(id, 'Person who approved it, not the one who asked.'),
  approved_at: required(offsetInstant, 'When it was approved.'),
  until: required(offsetInstant, 'From when on it no longer holds (half-open).'),
})

/** Terms stand apart from the ids in memory, so that every analysis reads ids alone. */
function withTerms<S>(service: S): S & { tolerances?: Tolerance[] } {
  const written = (service as { tolerate: (string | Tolerance)[] }).tolerate
  const tolerances = written.filter((one) => typeof one !== 'string')
  const tolerate = written.map((one) => (typeof one === 'string' ? one : one.risk))
  return { ...service, tolerate, ...(tolerances.length > 0 && { tolerances }) }
}

/** Deeper trees are written by naming services that are made of others themselves. */
const TREE_DEPTH_MAX = 2

/** A service, or all, any or at least so many of some, each of them a tree again. */
function treeShape(depth: number): Shape<ServiceTree> {
  if (depth === TREE_DEPTH_MAX) return id
  const parts = listOf(treeShape(depth + 1), { min: 1, max: 10_000 })
  const all = record('a service tree', { all: required(parts, 'All of them must be up.') })
  const any = record('a service tree', { any: required(parts, 'One of them suffices.') })
  const some = record('a service tree', {
    at_least: required(number({ min: 1, integer: true, what: 'a whole number' }), 'So many must be up.'),
    of: required(parts, 'Of these.'),
  })
  const has = (field: string) => (value: unknown) => isMapping(value) && field in value
  return either(has('all'), all, either(has('any'), any, either(isMapping, some, id)))
}

const serviceTree = treeShape(0)

type ServiceOf<F extends typeof serviceFields> = RecordOf<F> & {
  made_of?: ServiceTree
  tolerances?: Tolerance[]
}

/**
 * A service with endpoints, or one that is made of others, from the fields of the former: both have the same form in
 * memory.
 */
export function serviceShape<F extends typeof serviceFields>(fields: F): Shape<ServiceOf<F>> {
  const { from: _from, to: _to, any_from: _any, any_to: _to_any, needs: _needs, ...kept } = fields
  const none = { from: [], to: [], any_from: false, any_to: false, needs: [] }
  const made = record('a service made of others', {
    ...kept,
    made_of: required(
      serviceTree,
      'The services that it is made of: an id, or { all | any: [...] }, or { at_least, of }.',
    ),
  })
  const isMade = (value: unknown): boolean => isMapping(value) && 'made_of' in value
  const both = either(
    isMade,
    mapped(made, (read) => ({ ...none, ...read }) as unknown as ServiceOf<F>),
    record('a service', fields) as unknown as Shape<ServiceOf<F>>,
  )
  return mapped(both, withTerms)
}

export const serviceFields = {
  id: required(id, 'Unique among services.'),
  name,
  name_en,
  from: required(someIds, 'Nodes at one end.'),
  to: required(someIds, 'Nodes at the other end.'),
  any_from: defaulted(flag, () => false, 'True: one of `from` suffices; false: all are needed.'),
  any_to: defaulted(flag, () => false, 'True: one of `to` suffices; false: all are needed.'),
  tolerate: defaulted(
    listOf(either(isMapping, tolerance, id) as Shape<string>, { max: 1_000_000 }),
    () => [],
    'Risks that the operator accepts as single points; with reason, approver and end, or the id alone.',
  ),
  needs: defaulted(ids, () => [], 'Nodes or groups (systems) that the service cannot do without.'),
  part_only: optional(flag, 'True: promised to nobody by itself, judged only as a part of others.'),
}

const factors = listOf(number({ min: 0, what: 'a factor' }), { max: 168 })
const profile: Shape<number[]> = {
  ...factors,
  expects: 'a list of 24 or 168 factors',
  schema: { oneOf: [24, 168].map((size) => ({ ...factors.schema, minItems: size, maxItems: size })) },
  read: (value, reading) => {
    const read = factors.read(value, reading)
    return read.length === 24 || read.length === 168 ? read : wrongProfile(read.length, reading)
  },
}

export const demandFields = {
  from: required(id, 'A node.'),
  to: required(id, 'A node.'),
  volume: required(number({ min: 0, what: 'a volume' }), 'In the unit of the capacities.'),
  profile: optional(
    profile,
    "Factor for each hour of the day or week in the operator's zone; absent: constant.",
  ),
  history: optional(
    text(1000),
    'CSV file of timestamp,value, relative to this document: its forecast stands for volume and profile where hours are judged.',
  ),
}

export const poolFields = {
  id: required(id, 'Unique among pools.'),
  members: required(someIds, 'Links or nodes that share the capacity.'),
  capacity: required(capacityNumber, 'Shared by all members.'),
  unit: required(text(100), 'Unit of the capacity.'),
}

const sha256 = patterned('a SHA-256 in hex', /^[0-9a-f]{64}$/)

const findingFields = {
  place: required(text(), 'Where in the imported file.'),
  text: required(bothLanguages, 'What could not be read or resolved.'),
  touches: required(ids, 'Ids that are unknown because of it.'),
}

export type NetworkCollection = Exclude<keyof Network, 'name'>

/** Shape of one element of each collection, in the order in which they are written. */
export const ELEMENT_SHAPES: {
  nodes: Shape<NetworkNode>
  links: Shape<NetworkLink>
  risks: Shape<Risk>
  groups: Shape<Group>
  services: Shape<Service>
  demands: Shape<Demand>
  pools: Shape<Pool>
  resources: Shape<Resource>
  procedures: Shape<Procedure>
  findings: Shape<Finding>
} = {
  nodes: record('a node', nodeFields),
  links: record('a link', linkFields),
  risks: record('a risk', riskFields),
  groups: record('a group', groupFields),
  services: serviceShape(serviceFields),
  demands: record('a demand', demandFields),
  pools: record('a pool', poolFields),
  resources: resourceShape,
  procedures: procedureShape,
  findings: record('a finding', findingFields),
}

export const COLLECTIONS = Object.keys(ELEMENT_SHAPES) as NetworkCollection[]

const importedShape = record('an import', {
  from: required(text(), 'Name of the file.'),
  format: required(text(100), 'Format that was recognised.'),
  sha256: required(sha256, 'Of the file.'),
  content_sha256: required(sha256, 'Of what was written; tells whether someone has edited it since.'),
})

/** Top-level fields of a network file besides the collections. */
export const topFields = {
  $schema: optional(text(), 'Where the JSON Schema is, for editors; not read.'),
  name: optional(text(), 'Name of the network.'),
  imported: optional(importedShape, 'Where the content came from, when it was imported; written by kensho.'),
}

function wrongProfile(size: number, reading: Parameters<Shape<unknown>['read']>[1]): never {
  return mismatch(reading, 'a list of 24 or 168 factors', undefined, `${size}`)
}
