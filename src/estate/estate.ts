import { ESTATE_COLLECTIONS } from './estate-shape.ts'
import type { EstateCollection, EstateElement } from './estate-shape.ts'
import { checkReferences, findCycle, IdIndex } from './references.ts'
import type { Complain, PlaceText, Reference } from './references.ts'
import { checkResources } from './resource-check.ts'
import { checkServiceTrees } from './service-tree.ts'
import { needsZone } from './validity.ts'
import type { Validity } from './validity.ts'

/**
 * What the charter protects. Everything is valid from and to; the network at an instant is derived (networkAt).
 * `zone` is the operator's, in which dates without an offset are read; undefined when no operator is declared.
 */
export type Estate = { [C in EstateCollection]: EstateElement<C>[] } & { zone?: string }

export function emptyEstate(): Estate {
  return Object.fromEntries(ESTATE_COLLECTIONS.map((collection) => [collection, []])) as unknown as Estate
}

/** These share one namespace: anything may ride on any of them. */
export const ELEMENT_COLLECTIONS = [
  'sites',
  'rooms',
  'racks',
  'power_feeds',
  'ducts',
  'parties',
  'software',
  'equipment',
  'lines',
  'circuits',
  'nodes',
  'links',
  'risks',
  'groups',
  'systems',
] as const satisfies readonly EstateCollection[]

const OWN_NAMESPACE = [
  'services',
  'pools',
  'resources',
  'procedures',
  'customers',
  'boundaries',
  'states',
  'mappings',
] as const satisfies readonly EstateCollection[]

const NODES = ['nodes', 'equipment']
const ROUTE = ['sites', 'rooms', 'ducts', 'power_feeds', 'lines', 'risks', 'groups']

const to = (collection: EstateCollection, field: string, to: readonly string[], noun: string): Reference => ({
  collection,
  field,
  to,
  expects: `the id of ${noun}`,
})

const REFERENCES: readonly Reference[] = [
  ...ELEMENT_COLLECTIONS.map((collection) =>
    to(collection, 'rides_on', ELEMENT_COLLECTIONS, 'something in the estate'),
  ),
  ...(['rooms', 'racks', 'power_feeds', 'equipment'] as const).map((from) =>
    to(from, 'site', ['sites'], 'a site'),
  ),
  ...(['racks', 'power_feeds', 'equipment'] as const).map((from) => to(from, 'room', ['rooms'], 'a room')),
  to('equipment', 'rack', ['racks'], 'a rack'),
  to('equipment', 'power', ['power_feeds', 'risks', 'groups'], 'a power feed'),
  ...(['maker', 'agent', 'carrier'] as const).map((field) => to('equipment', field, ['parties'], 'a party')),
  ...(['nodes', 'lines', 'circuits', 'services'] as const).map((from) =>
    to(from, 'carrier', ['parties'], 'a party'),
  ),
  ...(['lines', 'circuits'] as const).map((from) => to(from, 'underlying_carrier', ['parties'], 'a party')),
  ...(['lines', 'circuits'] as const).map((from) => to(from, 'route', ROUTE, 'a duct, site, line or risk')),
  to('circuits', 'lines', ['lines'], 'a line'),
  to('links', 'circuit', ['circuits'], 'a circuit'),
  ...(['links', 'demands', 'services'] as const).flatMap((from) =>
    ['from', 'to'].map((end) => to(from, end, NODES, 'a node or equipment')),
  ),
  to('groups', 'members', ELEMENT_COLLECTIONS, 'something in the estate'),
  to(
    'systems',
    'members',
    ['equipment', 'nodes', 'groups', 'systems'],
    'equipment, a node, a group or a system',
  ),
  to('services', 'tolerate', ELEMENT_COLLECTIONS, 'something in the estate'),
  ...['needs', 'uses'].map((field) =>
    to('services', field, ['systems', 'groups', ...NODES], 'a system, node or group'),
  ),
  to('pools', 'members', ['links', ...NODES], 'a link or node'),
  to('parties', 'underlying', ['parties'], 'a party'),
  to('sites', 'party', ['parties'], 'a party'),
  to('boundaries', 'party', ['parties'], 'a party'),
  to('boundaries', 'beyond', ELEMENT_COLLECTIONS, 'something in the estate'),
  to('states', 'of', ELEMENT_COLLECTIONS, 'something in the estate'),
]

/** What no single element shows. `complain` throws an InputError where the element stands. */
export function checkEstate(estate: Estate, complain: Complain, placeText: PlaceText): void {
  const ids = new IdIndex(estate, ELEMENT_COLLECTIONS, complain, placeText)
  const own = Object.fromEntries(
    OWN_NAMESPACE.map((collection) => [collection, new IdIndex(estate, [collection], complain, placeText)]),
  )
  checkReferences(estate, REFERENCES, ids, complain)
  checkTerms(estate, own['services']!, complain)
  checkCounts(estate, complain)
  checkCarriers(estate, complain)
  checkServiceTrees(estate.services, complain)
  checkZones(estate, complain)
  checkNodesInNetwork(estate, complain)
  checkResources(estate, (id) => NODES.includes(ids.collectionOf(id) ?? ''), complain)
  checkCycles(estate, ids, complain)
}

function checkTerms({ customers }: Estate, services: IdIndex, complain: Complain): void {
  for (const [index, customer] of customers.entries())
    for (const [part, terms] of customer.terms.entries())
      for (const [at, service] of terms.services.entries())
        if (services.collectionOf(service) === undefined)
          complain(
            'customers',
            index,
            ['terms', part, 'services', at],
            `expected the id of a service, found ${JSON.stringify(service)}, which nothing defines`,
          )
}

/** A member counted twice would look like redundancy, and more than all can never be alive. */
function checkCounts({ groups, systems, equipment }: Estate, complain: Complain): void {
  const check = (
    collection: EstateCollection,
    index: number,
    field: string,
    members: string[],
    needs: number,
  ): void => {
    const seen = new Set<string>()
    for (const [at, member] of members.entries()) {
      if (seen.has(member))
        complain(
          collection,
          index,
          [field, at],
          `expected each member once, found ${JSON.stringify(member)} again`,
        )
      seen.add(member)
    }
    const needsField = field === 'power' ? 'power_needs' : 'needs'
    if (needs > Math.max(1, members.length))
      complain(
        collection,
        index,
        [needsField],
        `expected at most the number of members (${members.length}), found ${needs}`,
      )
  }
  for (const [index, group] of groups.entries()) check('groups', index, 'members', group.members, group.needs)
  for (const [index, system] of systems.entries())
    check('systems', index, 'members', system.members, system.needs ?? 1)
  for (const [index, device] of equipment.entries())
    check('equipment', index, 'power', device.power, device.power_needs)
}

/** A SIM of one carrier needs that carrier's own points of interconnection: another's do not help. */
function checkCarriers({ services, nodes, equipment }: Estate, complain: Complain): void {
  const carrierOf = new Map([...nodes, ...equipment].map((node) => [node.id, node.carrier]))
  for (const [index, service] of services.entries())
    for (const end of ['from', 'to'] as const)
      for (const [at, node] of service[end].entries()) {
        const carrier = carrierOf.get(node)
        if (service.carrier === undefined || carrier === undefined || carrier === service.carrier) continue
        const found = `${JSON.stringify(node)}, a point of interconnection of ${JSON.stringify(carrier)}`
        complain(
          'services',
          index,
          [end, at],
          `expected only points of interconnection of ${JSON.stringify(service.carrier)}, found ${found}; carriers are no redundancy for each other: declare a service for each`,
        )
      }
}

function checkZones(estate: Estate, complain: Complain): void {
  for (const collection of ESTATE_COLLECTIONS)
    for (const [index, element] of (estate[collection] as Validity[]).entries()) {
      if (estate.zone === undefined && needsZone(element))
        complain(
          collection,
          index,
          [],
          'expected instants with an offset, or an operator with a zone, found a date without zone',
        )
      const { valid_from, valid_to } = element
      if (
        valid_from !== undefined &&
        valid_to !== undefined &&
        valid_from.length === valid_to.length &&
        valid_from.length === 10 &&
        valid_from >= valid_to
      )
        complain(
          collection,
          index,
          ['valid_to'],
          `expected a date after valid_from (${valid_from}), found ${valid_to}`,
        )
    }
}

function checkNodesInNetwork({ equipment, links, services, demands }: Estate, complain: Complain): void {
  const outside = new Set(equipment.filter((device) => !device.in_network).map((device) => device.id))
  if (outside.size === 0) return
  const check = (
    collection: EstateCollection,
    index: number,
    path: (string | number)[],
    id: string,
  ): void => {
    if (outside.has(id))
      complain(
        collection,
        index,
        path,
        `expected a node of the network, found ${JSON.stringify(id)}, which has in_network: false`,
      )
  }
  for (const [index, element] of links.entries())
    for (const end of ['from', 'to'] as const) check('links', index, [end], element[end])
  for (const [index, element] of demands.entries())
    for (const end of ['from', 'to'] as const) check('demands', index, [end], element[end])
  for (const [index, service] of services.entries())
    for (const end of ['from', 'to'] as const)
      for (const [at, id] of service[end].entries()) check('services', index, [end, at], id)
}

function checkCycles(estate: Estate, ids: IdIndex, complain: Complain): void {
  const edgesOf = (id: string): readonly string[] => {
    const collection = ids.collectionOf(id) as EstateCollection | undefined
    const element = collection && estate[collection][ids.indexOf(id)]
    return element ? ridesOf(element, ids) : []
  }
  const cycle = findCycle(ids.positions.keys(), edgesOf)
  if (!cycle) return
  complain(
    ids.collectionOf(cycle[0]!)!,
    ids.indexOf(cycle[0]!),
    [],
    `expected no cycle in what rides on what, found ${cycle.join(' → ')}`,
  )
}

const RIDING_FIELDS = [
  'rides_on',
  'site',
  'room',
  'rack',
  'power',
  'carrier',
  'underlying_carrier',
  'underlying',
  'lines',
  'route',
  'circuit',
  'members',
] as const

/** Everything that an element rides on or consists of, by any of its fields. The site of a node may be only a name. */
function ridesOf(element: object, ids: IdIndex): string[] {
  const fields = element as Record<string, string | string[] | undefined>
  return RIDING_FIELDS.flatMap((field) => {
    const ridden = fields[field] ?? []
    return field === 'site' && ids.collectionOf(String(ridden)) !== 'sites' ? [] : ridden
  })
}
