import { describe, expect, it } from 'vitest'
import { InputError } from '../../platform/failure.ts'
import type { Network } from '../network.ts'
import { readNetwork } from '../read-network.ts'

type Fields = Record<string, unknown>

/** A fixture as `manage.py dumpdata` writes it: content types first, without pk. */
class Fixture {
  readonly records: unknown[] = [
    { model: 'contenttypes.contenttype', fields: { app_label: 'dcim', model: 'device' } },
  ]
  cables = 0

  add(model: string, pk: number, fields: Fields = {}): this {
    this.records.push({ model, pk, fields })
    return this
  }

  device(pk: number, name: string | null, fields: Fields = {}): this {
    return this.add('dcim.device', pk, {
      name,
      status: 'active',
      site: 1,
      rack: null,
      location: null,
      device_type: null,
      platform: null,
      ...fields,
    })
  }

  interface(pk: number, device: number, name = `eth${pk}`): this {
    return this.add('dcim.interface', pk, { device, name })
  }

  /** Ends are such as `dcim.interface:1`. */
  cable(a: string[], b: string[], fields: Fields = {}): this {
    const cable = ++this.cables
    this.add('dcim.cable', cable, { status: 'connected', ...fields })
    for (const [side, ends] of [
      ['A', a],
      ['B', b],
    ] as const)
      for (const [index, end] of ends.entries()) {
        const [type, pk] = end.split(':')
        this.add('dcim.cabletermination', cable * 100 + index + (side === 'A' ? 0 : 50), {
          cable,
          cable_end: side,
          termination_type: type!.split('.'),
          termination_id: Number(pk),
        })
      }
    return this
  }

  read(): Network {
    const { network, format } = readNetwork(
      'netbox.json',
      new TextEncoder().encode(JSON.stringify(this.records)),
    )
    expect(format).toBe('netbox')
    return network
  }
}

const site = () =>
  new Fixture().add('dcim.site', 1, { name: 'Tokyo DC', slug: 'tokyo', latitude: '35.7', longitude: '139.7' })
const ends = ({ links }: Network) => links.map(({ id, rides_on }) => [id, rides_on])

describe('NetBox: places and power', () => {
  it('lets devices ride on rack, location, site, platform, and shows their product and place', () => {
    const network = site()
      .add('dcim.location', 4, { name: 'Hall', slug: 'hall', site: 1, parent: null })
      .add('dcim.rack', 3, { name: 'R1', site: 1, location: 4 })
      .add('dcim.platform', 2, { name: 'IOS', slug: 'ios' })
      .add('dcim.manufacturer', 1, { name: 'Acme' })
      .add('dcim.devicetype', 1, { model: 'X1', manufacturer: 1 })
      .device(1, 'r1', { rack: 3, location: 4, platform: 2, device_type: 1 })
      .device(2, 'r2', { location: 4 })
      .device(3, null)
      .interface(1, 1)
      .read()
    expect(network.nodes).toEqual([
      {
        id: 'r1',
        name: 'r1',
        rides_on: ['rack:3', 'platform:ios'],
        site: 'Tokyo DC',
        product: 'Acme X1',
        position: { longitude: 139.7, latitude: 35.7 },
      },
      {
        id: 'r2',
        name: 'r2',
        rides_on: ['location:4'],
        site: 'Tokyo DC',
        position: { longitude: 139.7, latitude: 35.7 },
      },
      {
        id: 'device:3',
        rides_on: ['site:tokyo'],
        site: 'Tokyo DC',
        position: { longitude: 139.7, latitude: 35.7 },
      },
    ])
    expect(network.risks.map(({ id, kind, rides_on }) => [id, kind, rides_on])).toEqual([
      ['site:tokyo', 'site', []],
      ['location:4', 'location', ['site:tokyo']],
      ['rack:3', 'rack', ['location:4']],
      ['platform:ios', 'software', []],
    ])
  })

  it('takes two power sources as a group of which one suffices, two cords into one strip as one source', () => {
    const fixture = site()
      .add('dcim.powerpanel', 1, { name: 'P', site: 1, location: null })
      .add('dcim.powerfeed', 1, { name: 'A', power_panel: 1 })
      .add('dcim.powerfeed', 2, { name: 'B', power_panel: 1 })
      .device(10, 'pdu-a')
      .device(11, 'pdu-b')
      .device(1, 'dual')
      .device(2, 'single')
      .device(3, 'both-in-one')
    for (const [port, device] of [
      [1, 1],
      [2, 1],
      [3, 2],
      [4, 3],
      [5, 3],
      [10, 10],
      [11, 11],
    ] as const)
      fixture.add('dcim.powerport', port, { device, name: `PSU${port}` })
    for (const [outlet, device] of [
      [1, 10],
      [2, 11],
      [3, 10],
      [4, 10],
      [5, 10],
    ] as const)
      fixture.add('dcim.poweroutlet', outlet, { device, name: `O${outlet}` })
    for (const port of [1, 2, 3, 4, 5])
      fixture.cable([`dcim.powerport:${port}`], [`dcim.poweroutlet:${port}`])
    const network = fixture
      .cable(['dcim.powerport:10'], ['dcim.powerfeed:1'])
      .cable(['dcim.powerfeed:2'], ['dcim.powerport:11'])
      .interface(1, 1)
      .read()
    const riding = Object.fromEntries(
      [...network.nodes, ...network.risks].map(({ id, rides_on }) => [id, rides_on]),
    )
    expect(riding).toMatchObject({
      dual: ['site:tokyo', 'power:dual'],
      single: ['site:tokyo', 'pdu-a'],
      'both-in-one': ['site:tokyo', 'pdu-a'],
      'pdu-a': ['site:tokyo', 'power-feed:1'],
      'pdu-b': ['site:tokyo', 'power-feed:2'],
      'power-feed:1': ['power-panel:1'],
    })
    expect(network.groups).toEqual([
      { id: 'power:dual', members: ['pdu-a', 'pdu-b'], needs: 1, kind: 'active-active' },
    ])
    expect(network.nodes.map(({ id }) => id)).not.toContain('pdu-a')
  })

  it('puts machines on their cluster, clusters on their hosts, stacks on their chassis', () => {
    const network = site()
      .add('virtualization.cluster', 1, { name: 'C', site: null })
      .add('virtualization.virtualmachine', 7, {
        name: 'vm',
        status: 'active',
        cluster: 1,
        device: null,
        platform: null,
      })
      .add('virtualization.virtualmachine', 8, {
        name: 'vm',
        status: 'active',
        cluster: 9,
        device: null,
        platform: null,
      })
      .add('dcim.virtualchassis', 1, { name: 'stack', master: 2 })
      .device(1, 'host', { cluster: 1 })
      .device(2, null, { virtual_chassis: 1, vc_position: 1 })
      .device(3, null, { virtual_chassis: 1, vc_position: 2 })
      .read()
    const riding = Object.fromEntries(
      [...network.nodes, ...network.risks].map(({ id, rides_on }) => [id, rides_on]),
    )
    expect(riding).toMatchObject({
      'vm:7': ['cluster:1'],
      'cluster:1': ['hosts:cluster:1'],
      'vm:8': [],
      'device:2': ['site:tokyo', 'virtual-chassis:1'],
    })
    expect(network.nodes.find(({ id }) => id === 'device:3')!.name).toBe('stack:2')
    expect(ends(network)).toEqual([['device:2-device:3', ['virtual-chassis:1']]])
    expect(network.findings.map(({ touches }) => touches)).toEqual([['vm:8']])
  })

  it('knows where a cluster stands by its site, or by its scope as NetBox 4.2 writes it', () => {
    const scope = (scope_type: unknown, scope_id: unknown) => ({ name: 'C', scope_type, scope_id })
    const network = site()
      .add('dcim.location', 5, { site: 1, parent: null, name: 'L' })
      .add('dcim.region', 9, { name: 'R', slug: 'r' })
      .add('contenttypes.contenttype', 70, { app_label: 'dcim', model: 'site' })
      .add('virtualization.cluster', 1, { name: 'C', site: 1 })
      .add('virtualization.cluster', 2, scope(['dcim', 'site'], 1))
      .add('virtualization.cluster', 3, scope(['dcim', 'location'], 5))
      .add('virtualization.cluster', 4, scope(70, 1))
      .add('virtualization.cluster', 6, scope(['dcim', 'region'], 9))
      .add('virtualization.cluster', 7, scope(null, null))
      .read()
    const riding = network.risks.filter(({ kind }) => kind === 'cluster').map(({ rides_on }) => rides_on)
    expect(riding).toEqual([['site:tokyo'], ['site:tokyo'], ['location:5'], ['site:tokyo'], [], []])
  })
})

describe('NetBox: cables', () => {
  it('traces through front and rear ports, position by position, and makes panels and trunks risks', () => {
    const fixture = site().device(1, 'a').device(2, 'b').device(10, 'panel-1').device(11, 'panel-2')
    for (const interfaceOf of [
      [1, 1],
      [2, 1],
      [3, 2],
      [4, 2],
    ] as const)
      fixture.interface(interfaceOf[0], interfaceOf[1])
    for (const [rear, device] of [
      [1, 10],
      [2, 11],
    ] as const)
      fixture.add('dcim.rearport', rear, { device, name: 'R', positions: 2 })
    for (const [front, device, rear, position] of [
      [1, 10, 1, 1],
      [2, 10, 1, 2],
      [3, 11, 2, 1],
      [4, 11, 2, 2],
    ] as const)
      fixture.add('dcim.frontport', front, {
        device,
        name: `F${front}`,
        rear_port: rear,
        rear_port_position: position,
      })
    const network = fixture
      .cable(['dcim.interface:1'], ['dcim.frontport:1'])
      .cable(['dcim.interface:2'], ['dcim.frontport:2'])
      .cable(['dcim.rearport:1'], ['dcim.rearport:2'])
      .cable(['dcim.frontport:3'], ['dcim.interface:3'])
      .cable(['dcim.frontport:4'], ['dcim.interface:4'])
      .read()
    expect(network.links.map(({ name }) => name)).toEqual(['a eth1 – b eth3', 'a eth2 – b eth4'])
    expect(ends(network)).toEqual([
      ['a-b', ['panel-1', 'panel-2', 'cable:3']],
      ['a-b-2', ['panel-1', 'panel-2', 'cable:3']],
    ])
    expect(network.risks.map(({ id, kind }) => [id, kind])).toContainEqual(['panel-1', 'patch-panel'])
    expect(network.risks.map(({ id, kind }) => [id, kind])).toContainEqual(['cable:3', 'cable'])
    expect(network.nodes.map(({ id }) => id)).toEqual(['a', 'b'])
  })

  it('goes through circuits: their risk rides on the provider, their route is unknown', () => {
    const network = site()
      .add('circuits.provider', 1, { name: 'Carrier', slug: 'carrier' })
      .add('circuits.circuit', 1, { cid: 'X-1', provider: 1, status: 'active', commit_rate: 100_000 })
      .add('circuits.circuittermination', 1, { circuit: 1, term_side: 'A', site: 1, provider_network: null })
      .add('circuits.circuittermination', 2, { circuit: 1, term_side: 'Z', site: 1, provider_network: null })
      .device(1, 'a')
      .device(2, 'b')
      .interface(1, 1)
      .interface(2, 2)
      .cable(['dcim.interface:1'], ['circuits.circuittermination:1'])
      .cable(['circuits.circuittermination:2'], ['dcim.interface:2'])
      .read()
    expect(network.links).toEqual([
      {
        id: 'a-b',
        name: 'a eth1 – b eth2',
        from: 'a',
        to: 'b',
        directed: false,
        metric: 1,
        rides_on: ['circuit:1'],
        route: 'unknown',
        capacity: { forward: 100, backward: 100 },
      },
    ])
    expect(network.risks.find(({ id }) => id === 'circuit:1')).toEqual({
      id: 'circuit:1',
      kind: 'circuit',
      name: 'X-1',
      rides_on: ['provider:carrier'],
    })
  })

  it.each([
    ['before 4.2', { provider_network: 5 }],
    ['since 4.2', { termination_type: ['circuits', 'providernetwork'], termination_id: 5 }],
  ])('ends at a provider’s network, which lies beyond the boundary (%s)', (_version, far) => {
    const network = site()
      .add('circuits.provider', 1, { name: 'Carrier', slug: 'carrier' })
      .add('circuits.providernetwork', 5, { name: 'MPLS', provider: 1 })
      .add('circuits.circuit', 1, { cid: 'X-1', provider: 1, status: 'active' })
      .add('circuits.circuittermination', 1, { circuit: 1, term_side: 'A', ...far })
      .add('circuits.circuittermination', 2, { circuit: 1, term_side: 'Z', site: 1 })
      .device(1, 'a')
      .interface(1, 1)
      .cable(['circuits.circuittermination:2'], ['dcim.interface:1'])
      .read()
    expect(network.nodes[0]).toEqual({
      id: 'provider-network:5',
      name: 'MPLS',
      rides_on: ['provider:carrier'],
      beyond_boundary: true,
    })
    expect(ends(network)).toEqual([['a-provider-network:5', ['circuit:1']]])
    expect(network.findings).toEqual([])
  })

  it('makes a finding of a circuit with one end, and of a cable into nothing', () => {
    const network = site()
      .add('circuits.provider', 1, { name: 'Carrier', slug: 'carrier' })
      .add('circuits.circuit', 1, { cid: 'X-1', provider: 1, status: 'active' })
      .add('circuits.circuittermination', 1, { circuit: 1, term_side: 'A', site: 1 })
      .device(1, 'a')
      .interface(1, 1)
      .interface(2, 1)
      .interface(3, 1)
      .cable(['circuits.circuittermination:1'], ['dcim.interface:1'])
      .cable(['dcim.interface:2'], ['dcim.interface:404'])
      .read()
    expect(network.links).toEqual([])
    expect(network.findings.map(({ touches }) => touches)).toEqual([['a'], ['circuit:1', 'a']])
  })

  it('fans out breakout cables and runs multi-strand cables pair by pair', () => {
    const fixture = site().device(1, 'a').device(2, 'b').device(3, 'c')
    for (const interfaceOf of [
      [1, 1],
      [2, 2],
      [3, 3],
      [4, 1],
      [5, 2],
      [6, 1],
      [7, 3],
    ] as const)
      fixture.interface(interfaceOf[0], interfaceOf[1])
    const network = fixture
      .cable(['dcim.interface:1'], ['dcim.interface:2', 'dcim.interface:3'])
      .cable(['dcim.interface:4', 'dcim.interface:6'], ['dcim.interface:5', 'dcim.interface:7'])
      .read()
    expect(network.links.map(({ from, to }) => `${from}-${to}`).sort()).toEqual(['a-b', 'a-b', 'a-c', 'a-c'])
    expect(network.risks.filter(({ kind }) => kind === 'cable')).toHaveLength(2)
  })

  it('reads the cables of NetBox before 3.3, and leaves out what is not in service', () => {
    const old = {
      termination_a_type: ['dcim', 'interface'],
      termination_a_id: 1,
      termination_b_type: ['dcim', 'interface'],
      termination_b_id: 2,
    }
    const fixture = site()
      .device(1, 'a')
      .device(2, 'b')
      .device(3, 'spare', { status: 'inventory' })
      .interface(1, 1)
      .interface(2, 2)
      .interface(3, 3)
      .interface(4, 1)
    const network = fixture
      .add('dcim.cable', 1, { status: 'connected', ...old })
      .add('dcim.cable', 2, { status: 'planned', ...old })
      .add('wireless.wirelesslink', 1, { interface_a: 1, interface_b: 2, ssid: 'air', status: 'connected' })
      .read()
    expect(network.links.map(({ id, name }) => [id, name])).toEqual([
      ['a-b', 'a eth1 – b eth2'],
      ['a-b-2', 'air'],
    ])
    expect(network.nodes.map(({ id }) => id)).toEqual(['a', 'b'])
    expect(network.findings.map(({ touches }) => touches)).toEqual([[]])
  })

  it('does not follow a circle of cables for ever', () => {
    const fixture = site().device(1, 'a').device(10, 'panel').interface(1, 1)
    for (const port of [1, 2]) {
      fixture.add('dcim.rearport', port, { device: 10, name: `R${port}`, positions: 1 })
      fixture.add('dcim.frontport', port, {
        device: 10,
        name: `F${port}`,
        rear_port: port,
        rear_port_position: 1,
      })
    }
    const network = fixture
      .cable(['dcim.interface:1'], ['dcim.frontport:1'])
      .cable(['dcim.rearport:1'], ['dcim.rearport:2'])
      .cable(['dcim.frontport:2'], ['dcim.rearport:9'])
      .read()
    expect(network.links).toEqual([])
    expect(network.findings.map(({ touches }) => touches)).toEqual([['a']])
  })

  it('refuses what is no fixture', () => {
    const bytes = new TextEncoder().encode('[{"model":"dcim.site","fields":{}},\n{"model":5}]')
    expect(() => readNetwork('x.json', bytes)).toThrow(InputError)
    expect(() => readNetwork('x.json', bytes)).toThrow(
      'x.json:2:1: [1]: expected a record with model, pk and fields',
    )
  })
})
