import { describe, expect, it } from 'vitest'
import { InputError } from '../../platform/failure.ts'
import { readNetwork } from '../read-network.ts'

const read = (value: unknown) => readNetwork('x.json', new TextEncoder().encode(JSON.stringify(value)))

it('leaves out a site whose name is none, and says so', () => {
  const { network } = read({
    nodes: [
      { id: 'a', site: 'x'.repeat(600) },
      { id: 'b', site: 'tokyo' },
    ],
    links: [{ source: 'a', target: 'b' }],
  })
  expect(network.nodes.map(({ site }) => site)).toEqual([undefined, 'tokyo'])
  expect(network.findings.map(({ touches }) => touches)).toEqual([['a']])
})

it('takes what Python writes for a number that is none as nothing said, and in no other format', () => {
  const text =
    '{"graph": {"gini": NaN}, "nodes": [{"id": 0, "lat": NaN}, {"id": "NaN"}], "links": [{"source": 0, "target": "NaN", "dist": Infinity, "capacity": NaN}]}'
  const { network, format } = readNetwork('x.json', new TextEncoder().encode(text))
  expect(format).toBe('node-link')
  expect(network.nodes.map(({ id }) => id)).toEqual(['0', 'NaN'])
  expect(network.links).toMatchObject([{ from: '0', to: 'NaN' }])
  expect(network.links[0]).not.toHaveProperty('length_km')
  expect(network.findings.map(({ place }) => place)).toEqual(['links[0].capacity'])
  const own = '{"nodes": [{"id": "a"}], "links": [{"id": "l", "from": "a", "to": "a", "capacity": NaN}]}'
  expect(() => readNetwork('y.json', new TextEncoder().encode(own))).toThrow(/NaN/u)
})

describe('node-link JSON', () => {
  it('reads what NetworkX writes for a multigraph: keys, parallel links, self loops', () => {
    const { network, format } = read({
      directed: false,
      multigraph: true,
      graph: {},
      nodes: [{ id: 'a', label: 'A' }, { id: 'b' }],
      links: [
        { source: 'a', target: 'b', key: 0 },
        { source: 'a', target: 'b', key: 1, capacity: 40 },
        { source: 'b', target: 'a', key: 2 },
        { source: 'a', target: 'a', key: 0 },
      ],
    })
    expect(format).toBe('node-link')
    expect(network.links.map((link) => link.id)).toEqual(['a-b', 'a-b-2', 'b-a', 'a-a'])
    expect(network.links[1]!.capacity).toEqual({ forward: 40, backward: 40 })
    expect(network.links.every((link) => !link.directed)).toBe(true)
    expect(network.nodes[0]).toEqual({ id: 'a', name: 'A', rides_on: [] })
    expect(network.findings).toEqual([])
  })

  it('reads what TopoHub writes: edges, numeric ids, places, lengths and demands', () => {
    const { network } = read({
      directed: false,
      multigraph: false,
      graph: { name: 'tiny', demands: { 0: { 1: 5.5 }, 1: { 0: 3 } }, stats: { nodes: 2 } },
      nodes: [
        { id: 0, name: 'Tokyo', pos: [139.7, 35.7] },
        { id: 1, pos: [283, 248] },
      ],
      edges: [{ source: 0, target: 1, dist: 132.4, ecmp_fwd: { org: 1 } }],
    })
    expect(network.name).toBe('tiny')
    expect(network.nodes).toEqual([
      { id: '0', name: 'Tokyo', position: { longitude: 139.7, latitude: 35.7 }, rides_on: [] },
      { id: '1', rides_on: [] },
    ])
    expect(network.links[0]).toMatchObject({ from: '0', to: '1', length_km: 132.4, metric: 1 })
    expect(network.demands).toEqual([
      { from: '0', to: '1', volume: 5.5 },
      { from: '1', to: '0', volume: 3 },
    ])
  })

  it('keeps directed links directed, even when one runs each way', () => {
    const links = [
      { source: 1, target: 2 },
      { source: 2, target: 1 },
    ]
    const { network } = read({ directed: true, nodes: [{ id: 1 }, { id: 2 }], links })
    expect(network.links.map(({ id, directed }) => [id, directed])).toEqual([
      ['1-2', true],
      ['2-1', true],
    ])
  })

  it('makes findings of what it cannot resolve, with what they touch', () => {
    const { network } = read({
      multigraph: false,
      graph: { demands: { a: { z: 1, b: 'many' } } },
      nodes: [{ id: 'a' }, { id: 'a' }, {}, { id: 'b' }, { id: [1, 2] }],
      links: [{ source: 'a', target: 'gone' }, { source: 'a' }, { source: 'a', target: 'b', capacity: -4 }],
    })
    expect(network.nodes.map((node) => node.id)).toEqual(['a', 'b', '[1,2]'])
    expect(network.links.map((link) => link.id)).toEqual(['a-b'])
    expect(network.links[0]!.capacity).toBeUndefined()
    expect(network.demands).toEqual([])
    expect(network.findings.map(({ place, touches }) => [place, touches])).toEqual([
      ['nodes[1]', ['a']],
      ['nodes[2]', []],
      ['links[1]', ['a']],
      ['links[2].capacity', []],
      ['graph.demands.a.z', ['a', 'z']],
      ['graph.demands.a.b', ['a', 'b']],
      ['links[0]', ['a', 'gone']],
    ])
    expect(network.findings.every(({ text }) => text.ja !== '' && text.en !== '')).toBe(true)
  })

  it('uses link ids only where every one of them is usable', () => {
    const nodes = [{ id: '0' }, { id: '1' }]
    const used = read({
      nodes,
      links: [
        { id: 'x', source: '0', target: '1' },
        { id: 'y', source: '0', target: '1' },
      ],
    })
    expect(used.network.links.map((link) => link.id)).toEqual(['x', 'y'])
    const taken = read({
      nodes,
      links: [
        { id: '0', source: '0', target: '1' },
        { id: 'y', source: '0', target: '1' },
      ],
    })
    expect(taken.network.links.map((link) => link.id)).toEqual(['0-1', '0-1-2'])
  })

  it('is not taken for kensho’s own file with a mistyped key, nor the other way round', () => {
    const nodes = [{ id: 'a' }]
    expect(() => read({ nodes, edges: [{ id: 'l', from: 'a', to: 'a' }] })).toThrow(
      'expected a key of a network file, found "edges"',
    )
    expect(read({ nodes, edges: [] }).format).toBe('node-link')
    expect(read({ nodes, links: [] }).format).toBe('kensho')
    expect(read({ directed: false, nodes, links: [] }).format).toBe('node-link')
  })

  it('refuses what has no nodes to read', () => {
    expect(() => read({ directed: true, nodes: 5, links: [] })).toThrow(InputError)
    expect(() => read({ directed: true, nodes: [], edges: {} })).toThrow('expected a list of edges')
  })
})
