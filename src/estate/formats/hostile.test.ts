import * as fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { InputError } from '../../platform/failure.ts'
import { readNetworkFile } from '../network-file.ts'
import { readNetwork } from '../read-network.ts'
import { writeNetwork } from '../write-network.ts'

/** One small file of each foreign format; what is done to it may be anything. */
const NODE_LINK = {
  directed: false,
  graph: { name: 'g', demands: { 1: { 2: 3 } } },
  nodes: [{ id: 1, name: 'a', pos: [1, 2] }, { id: 2 }, { id: 3 }],
  links: [
    { source: 1, target: 2, id: 'x', capacity: 4, dist: 5 },
    { source: 2, target: 3 },
    { source: 1, target: 2 },
  ],
}

const on = (id: string) => [{ 'network-ref': 'l1', 'node-ref': id }]
const end = (from: string, to: string) => ({
  'link-id': `${from}${to}`,
  source: { 'source-node': from, 'source-tp': '1' },
  destination: { 'dest-node': to, 'dest-tp': '1' },
})
const RFC8345 = {
  'ietf-network:networks': {
    network: [
      {
        'network-id': 'l3',
        node: [
          { 'node-id': 'A', 'supporting-node': on('a') },
          { 'node-id': 'B', 'supporting-node': [...on('a'), ...on('b')] },
        ],
        'ietf-network-topology:link': [
          { ...end('A', 'B'), 'supporting-link': [{ 'network-ref': 'l1', 'link-ref': 'ab' }] },
          { ...end('B', 'A'), te: { 'te-link-attributes': { 'te-srlgs': { value: [1, 2] } } } },
        ],
      },
      {
        'network-id': 'l1',
        node: [{ 'node-id': 'a', 'supporting-node': [] }, { 'node-id': 'b' }],
        link: [end('a', 'b'), end('b', 'a')],
      },
    ],
  },
}

const record = (model: string, pk: number, fields: object) => ({ model, pk, fields })
const cableEnd = (pk: number, cable: number, side: string, type: string, id: number) =>
  record('dcim.cabletermination', pk, {
    cable,
    cable_end: side,
    termination_type: type.split('.'),
    termination_id: id,
  })
const NETBOX = [
  record('dcim.site', 1, { name: 'S', slug: 's' }),
  record('dcim.location', 1, { site: 1, parent: 2, name: 'L' }),
  record('dcim.location', 2, { site: 1, parent: null, name: 'M' }),
  record('dcim.rack', 1, { site: 1, location: 1, name: 'R' }),
  record('dcim.device', 1, { name: 'a', status: 'active', site: 1, rack: 1, cluster: 1 }),
  record('dcim.device', 2, { name: 'b', status: 'active', site: 1, virtual_chassis: 1, vc_position: 1 }),
  record('dcim.device', 3, { name: 'panel', status: 'active', site: 1 }),
  record('dcim.device', 4, { name: 'pdu', status: 'active', site: 1 }),
  record('dcim.virtualchassis', 1, { name: 'vc', master: 2 }),
  record('dcim.devicebay', 1, { device: 1, installed_device: 2 }),
  record('dcim.interface', 1, { device: 1, name: 'e1' }),
  record('dcim.interface', 2, { device: 2, name: 'e2' }),
  record('dcim.rearport', 1, { device: 3, positions: 2 }),
  record('dcim.frontport', 1, { device: 3, rear_port: 1, rear_port_position: 1 }),
  record('dcim.powerport', 1, { device: 1, name: 'p' }),
  record('dcim.powerport', 2, { device: 4, name: 'p' }),
  record('dcim.poweroutlet', 1, { device: 4, name: 'o' }),
  record('circuits.provider', 1, { name: 'P', slug: 'p' }),
  record('circuits.circuit', 1, { cid: 'C', provider: 1, status: 'active', commit_rate: 10 }),
  record('circuits.circuittermination', 1, { circuit: 1, term_side: 'A', site: 1 }),
  record('circuits.circuittermination', 2, { circuit: 1, term_side: 'Z', site: 1 }),
  record('virtualization.cluster', 1, { name: 'K' }),
  record('virtualization.virtualmachine', 1, { name: 'v', status: 'active', cluster: 1 }),
  ...[1, 2, 3, 4].map((pk) => record('dcim.cable', pk, { status: 'connected' })),
  cableEnd(1, 1, 'A', 'dcim.interface', 1),
  cableEnd(2, 1, 'B', 'dcim.frontport', 1),
  cableEnd(3, 2, 'A', 'dcim.rearport', 1),
  cableEnd(4, 2, 'B', 'circuits.circuittermination', 1),
  cableEnd(5, 3, 'A', 'circuits.circuittermination', 2),
  cableEnd(6, 3, 'B', 'dcim.interface', 2),
  cableEnd(7, 4, 'A', 'dcim.powerport', 1),
  cableEnd(8, 4, 'B', 'dcim.poweroutlet', 1),
]

const GRAPHML = `<?xml version="1.0"?><graphml><key id="d1" for="node" attr.name="label"/><key id="d2" for="edge" attr.name="capacity"><default>5</default></key>
<graph edgedefault="undirected"><node id="a"><data key="d1">A</data></node><node id="b"><graph><node id="c"/></graph></node>
<edge id="e" source="a" target="b"><data key="d2">7</data></edge><edge source="c" target="c"/><hyperedge><endpoint node="a"/></hyperedge></graph></graphml>`
const NET2PLAN = `<?xml version="1.0"?><network name="n" version="6"><node id="1" name="A" xCoord="1" yCoord="2"/><node id="2" name="B" xCoord="1" yCoord="2"/>
<layer id="0"><link id="3" originNodeId="1" destinationNodeId="2" capacity="5" lengthInKm="1" bidirectionalPairId="4"/><link id="4" originNodeId="2" destinationNodeId="1" capacity="6" lengthInKm="1" bidirectionalPairId="3"/>
<demand id="5" ingressNodeId="1" egressNodeId="2" offeredTraffic="2"/></layer><srg id="6" nodes="1" links="3 4"/></network>`

/** What is read must be a whole network, whatever was given; else it must be refused as input. */
function readsOrRefuses(bytes: Uint8Array): 'read' | 'refused' {
  try {
    const { network } = readNetwork('hostile', bytes)
    const written = writeNetwork(network)
    expect(readNetworkFile(`hostile.${written.syntax}`, Buffer.from(written.text))).toEqual(network)
    return 'read'
  } catch (problem) {
    if (!(problem instanceof InputError) || problem.file !== 'hostile') throw problem
    expect(problem.expected).toContain('expected')
    return 'refused'
  }
}

const nasty = fc.oneof(
  fc.constantFrom<unknown>(
    null,
    '',
    0,
    -1,
    1.5,
    1e308,
    true,
    [],
    {},
    [[]],
    { id: {} },
    '__proto__',
    'x'.repeat(600),
    '\u{10FFFF}',
    'on:a',
    '1-2',
  ),
  fc.nat(8),
  fc.constantFrom('a', 'b', 'A', 'l1', 'l3', '1'),
)

/** The same value with one inner value replaced or one member removed. */
function damaged(value: unknown, path: number, replacement: unknown): unknown {
  if (typeof value !== 'object' || value === null) return replacement
  const keys = Object.keys(value)
  if (keys.length === 0) return replacement
  const key = keys[path % keys.length]!
  const deeper = Math.floor(path / keys.length)
  const inner = (value as Record<string, unknown>)[key]
  const changed = deeper === 0 ? replacement : damaged(inner, deeper - 1, replacement)
  return Array.isArray(value)
    ? value.map((item, index): unknown => (String(index) === key ? changed : item))
    : { ...value, [key]: changed }
}

describe('hostile foreign files', () => {
  it.each<[string, unknown]>([
    ['node-link', NODE_LINK],
    ['RFC 8345', RFC8345],
    ['NetBox', NETBOX],
  ])(
    '%s: whatever stands anywhere in it, a whole network is read or the file is refused (300 files)',
    (_name, sample) => {
      const counted = { read: 0, refused: 0 }
      const changes = fc.array(fc.tuple(fc.nat(1_000_000), nasty), { minLength: 0, maxLength: 4 })
      fc.assert(
        fc.property(changes, (list) => {
          let value = sample
          for (const [path, replacement] of list) value = damaged(value, path, replacement)
          counted[readsOrRefuses(new TextEncoder().encode(JSON.stringify(value)))]++
        }),
        { numRuns: 300 },
      )
      expect(counted.read).toBeGreaterThan(50)
      expect(counted.read + counted.refused).toBe(300)
    },
  )

  it.each<[string, string]>([
    ['GraphML', GRAPHML],
    ['Net2Plan', NET2PLAN],
    ['node-link', JSON.stringify(NODE_LINK)],
    ['NetBox', JSON.stringify(NETBOX)],
  ])('%s: with bytes changed, left out or put in (300 files)', (_name, sample) => {
    const counted = { read: 0, refused: 0 }
    const edit = fc.tuple(
      fc.nat(),
      fc.constantFrom('', '"', '<', '>', '/', '&', '1', '-', '}', ']', 'é', '\u0000', ' '),
      fc.nat(3),
    )
    fc.assert(
      fc.property(fc.array(edit, { maxLength: 3 }), (edits) => {
        let text = sample
        for (const [position, inserted, removed] of edits) {
          const at = position % text.length
          text = text.slice(0, at) + inserted + text.slice(at + removed)
        }
        counted[readsOrRefuses(new TextEncoder().encode(text))]++
      }),
      { numRuns: 300 },
    )
    expect(counted.read).toBeGreaterThan(10)
    expect(counted.refused).toBeGreaterThan(10)
  })
})
