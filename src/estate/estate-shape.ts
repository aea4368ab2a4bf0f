import type { Text } from '../platform/text.ts'
import {
  bothLanguages,
  demandFields,
  ELEMENT_SHAPES,
  groupFields,
  linkFields,
  nodeFields,
  poolFields,
  position,
  resources,
  riskFields,
  serviceFields,
  serviceShape,
} from './network-shape.ts'
import {
  defaulted,
  either,
  flag,
  id,
  isMapping,
  listOf,
  mapOf,
  number,
  oneOf,
  optional,
  record,
  required,
  text,
} from './shape.ts'
import { procedureFields, resourceWith } from './resource-shape.ts'
import type { Infer, Shape } from './shape.ts'
import { validityFields, zoneShape } from './validity.ts'

/** Shapes of everything that the charter protects, collection by collection. */

const ridesOn = defaulted(
  listOf(id, { max: 10_000 }),
  () => [],
  'Anything else that it fails with: sites, rooms, racks, power feeds, ducts, lines, circuits, equipment, risks, groups.',
)
const ids = listOf(id, { max: 1_000_000 })
const someIds = listOf(id, { min: 1, max: 1_000_000 })
const name = optional(text(), 'Name for people; the id stays the same when it changes.')
const name_en = optional(text(), 'Name in English, where name is in Japanese; absent: name stands for both.')
const ownId = required(id, 'Unique in the estate.')
const beyond = optional(
  flag,
  'Beyond the responsibility boundary (責任分界点): assumed to work, listed beside the verdict.',
)
const party = (doc: string) => optional(id, doc)
const interconnection = party('Carrier whose own point of interconnection this is.')

const base = { id: ownId, name, name_en, rides_on: ridesOn, beyond_boundary: beyond, ...validityFields }

const place = {
  site: optional(id, 'Site where it stands.'),
  room: optional(id, 'Room where it stands.'),
  rack: optional(id, 'Rack where it is mounted.'),
}

const site = record('a site', {
  ...base,
  kind: defaulted(text(100), () => 'site', 'site, building, data-centre, or another word.'),
  position: optional(position, 'Place on the map.'),
  party: party('Who runs the site, when it is not the operator.'),
})

const room = record('a room', { ...base, site: required(id, 'Site that it is in.') })
const rack = record('a rack', { ...base, site: place.site, room: place.room })
const powerFeed = record('a power feed', { ...base, site: place.site, room: place.room })
const duct = record('a duct', base)

const equipment = record('a piece of equipment', {
  ...base,
  product: optional(text(), 'Product as its maker names it.'),
  version: optional(text(200), 'Version of its software.'),
  serial: optional(text(200), 'Serial number.'),
  maker: party('Party that makes it.'),
  agent: party('Party that sells and maintains it.'),
  carrier: interconnection,
  ...place,
  power: defaulted(
    listOf(id, { max: 100 }),
    () => [],
    'Power feeds; with two or more, one suffices unless power_needs says more.',
  ),
  power_needs: defaulted(
    number({ min: 1, integer: true, what: 'a whole number' }),
    () => 1,
    'How many of its power feeds it needs.',
  ),
  in_network: defaulted(
    flag,
    () => true,
    'False: no node of the network (a patch panel, a UPS), but things may ride on it.',
  ),
  zone: nodeFields.zone,
  capacity: optional(resources, 'Capacity of each resource, such as pps, sessions, addresses.'),
  repair_hours: nodeFields.repair_hours,
  in_service_upgrade: nodeFields.in_service_upgrade,
  isolates_faults: nodeFields.isolates_faults,
  position: optional(position, 'Place on the map; absent: that of its site.'),
})

const route = optional(someIds, 'Ducts and other risks along the way. Absent: the route is not known.')

const line = record('a line', {
  ...base,
  carrier: party('Carrier that provides it.'),
  underlying_carrier: party('Carrier on whose network that carrier runs it.'),
  route,
})

const circuit = record('a circuit', {
  ...base,
  circuit_number: optional(text(200), 'Number by which the carrier knows it.'),
  carrier: required(id, 'Carrier that sells it.'),
  underlying_carrier: party('Carrier on whose network that carrier runs it.'),
  lines: defaulted(ids, () => [], 'Lines that it runs over; it needs all of them.'),
  route,
})

const node = record('a node', { ...nodeFields, carrier: interconnection, ...validityFields })
const link = record('a link', {
  ...linkFields,
  circuit: optional(id, 'Circuit that carries it.'),
  ...validityFields,
})
const risk = record('a risk', { ...riskFields, ...validityFields })
const group = record('a group', { ...groupFields, ...validityFields })
const demand = record('a demand', { ...demandFields, ...validityFields })
const pool = record('a pool', { ...poolFields, ...validityFields })
const resource = resourceWith(validityFields)
const procedure = record('a procedure', { ...procedureFields, ...validityFields })

const system = record('a system', {
  id: ownId,
  name,
  name_en,
  members: required(someIds, 'Equipment, nodes, groups or systems that make it up.'),
  needs: optional(
    number({ min: 1, integer: true, what: 'a whole number' }),
    'Alive while this many members are. Absent: all.',
  ),
  tested_at: groupFields.tested_at,
  ...validityFields,
})

const service = serviceShape({
  ...serviceFields,
  needs: defaulted(ids, () => [], 'Systems, nodes or groups that the service cannot do without.'),
  uses: defaulted(ids, () => [], 'Systems that it uses but can do without.'),
  carrier: party(
    'Carrier whose SIMs or lines it serves. Carriers are no redundancy for each other: one service each.',
  ),
  ...validityFields,
})

const software = record('a software', {
  id: ownId,
  name,
  name_en,
  product: required(text(), 'Product of the equipment.'),
  version: optional(text(200), 'Version; absent: every version of the product.'),
  fault_takes_all: defaulted(flag, () => true, 'True: a fault of it takes all equipment that runs it.'),
  rides_on: ridesOn,
  ...validityFields,
})

const terms = record('terms', {
  services: required(someIds, 'Services that they promise.'),
  availability: optional(
    number({ min: 0, max: 1, what: 'a share' }),
    'Promised share of time, such as 0.9999.',
  ),
  notice_days: optional(number({ min: 0, what: 'a number of days' }), 'Notice before planned work, in days.'),
  notice_of: optional(
    oneOf(['outage', 'risk']),
    'What notice is owed of: work that takes a service down (default), or also work that takes its redundancy.',
  ),
  contacts: optional(listOf(text(320), { max: 100 }), 'Mail addresses that notices go to.'),
  language: optional(oneOf(['ja', 'en']), 'Language of notices; absent: Japanese.'),
  text: optional(either(isMapping, bothLanguages, text()), 'As the contract words them.'),
  document: optional(text(1000), 'Contract file, relative to this document.'),
  ...validityFields,
})

const customer = record('a customer', {
  id: required(id, 'Unique among customers.'),
  name,
  name_en,
  terms: defaulted(listOf(terms, { max: 10_000 }), () => [], 'What was promised.'),
  ...validityFields,
})

const partyShape = record('a party', {
  id: ownId,
  name,
  name_en,
  roles: required(
    listOf(oneOf(['maker', 'agent', 'carrier', 'other']), { min: 1, max: 4 }),
    'What it is to the operator.',
  ),
  underlying: defaulted(
    listOf(id, { max: 100 }),
    () => [],
    'Carriers on whose networks this one runs as a whole.',
  ),
  ...validityFields,
})

const boundary = record('a boundary', {
  id: required(id, 'Unique among boundaries.'),
  name,
  name_en,
  party: party('Who answers for what lies beyond.'),
  beyond: required(someIds, 'Elements that lie beyond the responsibility boundary (責任分界点).'),
  ...validityFields,
})

const mapping = record('a mapping', {
  id: required(id, 'Name of the table file that it is for.'),
  collection: required(
    oneOf(['sites', 'equipment', 'circuits', 'links', 'nodes', 'customers']),
    'What its rows are.',
  ),
  sheet: optional(text(200), 'Sheet of a workbook; absent: the first.'),
  header_row: required(
    number({ min: 1, integer: true, what: 'a row number' }),
    'Row of the headings, from 1.',
  ),
  columns: required(mapOf(text(100), { max: 1000 }), 'Heading → field that it fills.'),
})

const state = record('a state', {
  id: required(id, 'Unique among states.'),
  of: required(id, 'The element.'),
  is: required(
    oneOf(['down', 'degraded', 'in-maintenance']),
    'What it is at the moment, apart from the steady state (定常時).',
  ),
  because: optional(text(), 'Why: the fault, maintenance or migration.'),
  owner: optional(id, 'Person who restores it, by pseudonymous id.'),
  valid_from: validityFields.valid_from,
  valid_to: optional(validityFields.valid_to.shape, 'By when it is restored (half-open).'),
})

/** Every collection of the estate, in the order in which it is written and read. */
export const ESTATE_SHAPES = {
  sites: site,
  rooms: room,
  racks: rack,
  power_feeds: powerFeed,
  ducts: duct,
  parties: partyShape,
  software,
  equipment,
  lines: line,
  circuits: circuit,
  nodes: node,
  links: link,
  risks: risk,
  groups: group,
  systems: system,
  services: service,
  demands: demand,
  pools: pool,
  resources: resource,
  procedures: procedure,
  customers: customer,
  boundaries: boundary,
  states: state,
  mappings: mapping,
  findings: ELEMENT_SHAPES.findings,
} satisfies Record<string, Shape<unknown>>

export type EstateCollection = keyof typeof ESTATE_SHAPES
export type EstateElement<C extends EstateCollection> = Infer<(typeof ESTATE_SHAPES)[C]>

export const ESTATE_COLLECTIONS = Object.keys(ESTATE_SHAPES) as EstateCollection[]

/** The operator: whose estate it is. A name in one language stands for both. */
export const operatorShape = record('an operator', {
  id: optional(id, 'Id of the operator.'),
  name: required(either(isMapping, bothLanguages, text()), 'Name, in one or both languages.'),
  zone: required(zoneShape, 'Time zone of the operator’s days and hours, such as Asia/Tokyo.'),
  demo: optional(flag, 'True: made up.'),
  era: optional(flag, 'True: show years also by Japanese era (和暦).'),
})

export type Operator = { id?: string; name: Text; zone: string; demo: boolean; era: boolean }
