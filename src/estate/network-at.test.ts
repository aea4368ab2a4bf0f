import * as fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { InputError } from '../platform/failure.ts'
import { anyNetwork } from './network.oracle.ts'
import type { Network } from './network.ts'
import { networkAt } from './network-at.ts'
import { instantMs, isValidAt } from './validity.ts'
import { Gathering } from './workspace-gathering.ts'

function estateOf(yaml: string) {
  const gathering = new Gathering({})
  gathering.addFile('estate.yaml', 'estate.yaml', new TextEncoder().encode(yaml))
  return gathering.finish('estate.yaml').estate
}

const at = (yaml: string, when = '2026-06-01T00:00:00Z'): Network =>
  networkAt(estateOf(yaml), Date.parse(when))
const riding = ({ nodes, links, risks }: Network) =>
  Object.fromEntries([...nodes, ...links, ...risks].map(({ id, rides_on }) => [id, rides_on]))

describe('the network that follows from an estate', () => {
  it('lets equipment ride on rack, room, site and whatever they ride on', () => {
    const network = at(`
sites: [{id: tokyo, kind: building, rides_on: [grid], position: {longitude: 139.7, latitude: 35.7}}, {id: osaka}]
rooms: [{id: t-1, site: tokyo}]
racks: [{id: t-1-a, room: t-1}, {id: o-a, site: osaka}]
risks: [{id: grid, kind: power}]
equipment:
  - {id: r1, rack: t-1-a, product: IOS XR, version: 7.10}
  - {id: r2, rack: o-a}
  - {id: r3, room: t-1}
  - {id: r4, site: osaka, position: {longitude: 135.5, latitude: 34.7}}
`)
    expect(riding(network)).toEqual({
      r1: ['t-1-a'],
      r2: ['o-a'],
      r3: ['t-1'],
      r4: ['osaka'],
      tokyo: ['grid'],
      osaka: [],
      't-1': ['tokyo'],
      't-1-a': ['t-1'],
      'o-a': ['osaka'],
      grid: [],
    })
    expect(network.nodes.map(({ site, product, position }) => [site, product, position?.longitude])).toEqual([
      ['tokyo', 'IOS XR 7.10', 139.7],
      ['osaka', undefined, undefined],
      ['tokyo', undefined, 139.7],
      ['osaka', undefined, 135.5],
    ])
    expect(network.risks.find(({ id }) => id === 'tokyo')!.kind).toBe('building')
    expect(network.findings).toEqual([])
  })

  it('takes one power feed as a risk, two as a group that needs one, three that need two as they say', () => {
    const network = at(`
sites: [{id: s}]
power_feeds: [{id: a, site: s}, {id: b, site: s}, {id: c}]
equipment: [{id: one, power: [a]}, {id: two, power: [a, b]}, {id: three, power: [a, b, c], power_needs: 2}]
`)
    expect(riding(network)).toMatchObject({
      one: ['a'],
      two: ['power:two'],
      three: ['power:three'],
      a: ['s'],
      c: [],
    })
    expect(network.groups).toEqual([
      { id: 'power:two', members: ['a', 'b'], needs: 1, kind: 'active-active' },
      { id: 'power:three', members: ['a', 'b', 'c'], needs: 2, kind: 'active-active' },
    ])
  })

  it('makes a software a risk of what runs it, where a fault of it takes all', () => {
    const network = at(`
software:
  - {id: any-os, product: OS}
  - {id: os-1, product: OS, version: 1.10}
  - {id: harmless, product: OS, fault_takes_all: false}
equipment: [{id: a, product: OS, version: 1.10}, {id: b, product: OS, version: 1.1}, {id: c, product: Other, version: 1.10}, {id: d}]
`)
    expect(riding(network)).toMatchObject({ a: ['any-os', 'os-1'], b: ['any-os'], c: [], d: [] })
  })

  it('lets circuits ride on carrier, underlying carrier, lines and ducts; a route is known only where all of it is stated', () => {
    const network = at(`
parties: [{id: A, roles: [carrier], underlying: [C]}, {id: B, roles: [carrier]}, {id: C, roles: [carrier]}, {id: M, roles: [maker]}]
ducts: [{id: d1}, {id: d2, rides_on: [bridge]}]
risks: [{id: bridge, kind: bridge}]
lines: [{id: line-1, carrier: B, route: [d1]}, {id: line-2, carrier: B}]
circuits:
  - {id: c-known, carrier: A, underlying_carrier: B, route: [d2]}
  - {id: c-unknown, carrier: A}
  - {id: c-by-lines, carrier: A, lines: [line-1]}
  - {id: c-half, carrier: A, lines: [line-1, line-2]}
nodes: [{id: x}, {id: y}]
links:
  - {id: l1, from: x, to: y, circuit: c-known}
  - {id: l2, from: x, to: y, circuit: c-unknown}
  - {id: l3, from: x, to: y, circuit: c-by-lines}
  - {id: l4, from: x, to: y, circuit: c-half}
  - {id: l5, from: x, to: y, circuit: c-unknown, route: known}
  - {id: l6, from: x, to: y}
`)
    expect(riding(network)).toMatchObject({
      l1: ['c-known'],
      'c-known': ['A', 'B', 'd2'],
      'c-unknown': ['A'],
      'c-by-lines': ['A', 'line-1'],
      'line-1': ['B', 'd1'],
      A: ['C'],
      d2: ['bridge'],
    })
    expect(network.links.map(({ route }) => route)).toEqual([
      'known',
      'unknown',
      'known',
      'unknown',
      'known',
      undefined,
    ])
    expect(network.risks.map(({ id }) => id)).not.toContain('M')
  })

  it('lets things ride on equipment, nodes and links as groups of one', () => {
    const network = at(`
equipment: [{id: host}, {id: pdu, in_network: false}, {id: vm, rides_on: [host, pdu]}]
nodes: [{id: n}, {id: m, rides_on: [l]}]
links: [{id: l, from: n, to: host}]
systems: [{id: pair, members: [host, vm], needs: 1}, {id: all, members: [pair, n]}]
services: [{id: s, from: [vm], to: [n], needs: [pair], uses: [all]}]
`)
    expect(riding(network)).toMatchObject({ vm: ['on:host', 'pdu'], m: ['on:l'] })
    expect(network.groups).toEqual([
      { id: 'on:host', members: ['host'], needs: 1 },
      { id: 'on:l', members: ['l'], needs: 1 },
      { id: 'pair', members: ['host', 'vm'], needs: 1 },
      { id: 'all', members: ['pair', 'n'], needs: 2 },
    ])
    expect(network.risks).toEqual([{ id: 'pdu', kind: 'equipment', rides_on: [] }])
    expect(network.services[0]!.needs).toEqual(['pair'])
  })

  it('marks what lies beyond the responsibility boundary', () => {
    const network = at(`
parties: [{id: A, roles: [carrier]}]
boundaries: [{id: demarcation, party: A, beyond: [cpe, l]}]
nodes: [{id: cpe}, {id: own}, {id: told, beyond_boundary: true}]
links: [{id: l, from: cpe, to: own}]
`)
    expect(network.nodes.map(({ beyond_boundary }) => beyond_boundary)).toEqual([true, undefined, true])
    expect(network.links[0]!.beyond_boundary).toBe(true)
  })

  it('keeps the state of the moment apart: what is down now still belongs to the steady state', () => {
    const down = 'nodes: [{id: a}]\nstates: [{id: x, of: a, is: down, because: fibre cut}]\n'
    expect(at(down)).toEqual(at('nodes: [{id: a}]\n'))
    expect(estateOf(down).states).toHaveLength(1)
  })

  it('keeps customers, parties and terms in the estate, not in the network', () => {
    const estate = estateOf(`
nodes: [{id: a}]
services: [{id: s, from: [a], to: [a]}]
parties: [{id: agent, roles: [agent, maker]}]
equipment: [{id: e, maker: agent, agent: agent, serial: 0012}]
customers: [{id: c, name: 客, terms: [{services: [s], availability: 0.999, text: {ja: 約款, en: Terms}}]}]
`)
    expect(estate.equipment[0]!.serial).toBe('0012')
    expect(estate.customers[0]!.terms[0]!.availability).toBe(0.999)
    expect(networkAt(estate, 0).risks).toEqual([])
  })

  it('is the network file itself where there is nothing else (60 networks)', () => {
    let same = 0
    fc.assert(
      fc.property(anyNetwork, (network) => {
        const gathering = new Gathering({})
        gathering.addFile('x.json', 'x.json', new TextEncoder().encode(JSON.stringify(network)))
        const { name: _name, ...rest } = network
        expect(networkAt(gathering.finish('x').estate, 0)).toEqual(rest)
        same++
      }),
      { numRuns: 60 },
    )
    expect(same).toBe(60)
  })
})

describe('time', () => {
  const estate = `
operator: {name: x, zone: Asia/Tokyo}
nodes:
  - {id: a}
  - {id: b, valid_from: 2026-04-01, valid_to: 2026-07-01T00:00:00Z}
links: [{id: l, from: a, to: b}]
risks: [{id: r, kind: x, valid_to: 2026-05-01}]
groups: [{id: g, members: [a, b], needs: 1}]
services: [{id: s, from: [a], to: [b]}, {id: t, from: [a], to: [a, b]}]
demands: [{from: a, to: b, volume: 1}]
`
  const ids = (when: string) => at(estate, when).nodes.map(({ id }) => id)

  it('is half-open, and dates begin at midnight in the operator’s zone', () => {
    expect(ids('2026-03-31T14:59:59.999Z')).toEqual(['a'])
    expect(ids('2026-03-31T15:00:00Z')).toEqual(['a', 'b'])
    expect(ids('2026-06-30T23:59:59.999Z')).toEqual(['a', 'b'])
    expect(ids('2026-07-01T00:00:00Z')).toEqual(['a'])
    expect(instantMs('2026-04-01', 'Asia/Tokyo')).toBe(Date.parse('2026-03-31T15:00:00Z'))
    expect(instantMs('2026-04-01T09:00+09:00', 'UTC')).toBe(Date.parse('2026-04-01T00:00:00Z'))
  })

  it('makes what refers to something that is not valid then a finding, never silently less', () => {
    const network = at(estate, '2026-08-01T00:00:00Z')
    expect(network.links).toEqual([])
    expect(network.groups).toEqual([{ id: 'g', members: ['a'], needs: 1 }])
    expect(network.services.map(({ id, to }) => [id, to])).toEqual([['t', ['a']]])
    expect(network.demands).toEqual([])
    expect(network.findings.map(({ touches }) => touches)).toEqual([
      ['l', 'a'],
      ['g'],
      ['s'],
      ['s'],
      ['t'],
      ['demands[0]'],
    ])
  })

  it('never holds before its start nor from its end on (500 intervals)', () => {
    let judged = 0
    const instant = fc.integer({ min: 0, max: 4e12 })
    fc.assert(
      fc.property(instant, instant, instant, (from, to, atMs) => {
        const validity = { valid_from: new Date(from).toISOString(), valid_to: new Date(to).toISOString() }
        expect(isValidAt(validity, atMs, 'UTC')).toBe(atMs >= from && atMs < to)
        judged++
      }),
      { numRuns: 500 },
    )
    expect(judged).toBe(500)
  })

  it.each(['2026-02-30', '2026-04-01T25:00:00Z', '2026-04-01T09:00:00', 'tomorrow'])(
    'refuses %s as an instant',
    (when) => {
      expect(() => estateOf(`nodes: [{id: a, valid_from: "${when}"}]\n`)).toThrow(InputError)
    },
  )
})
