import * as fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { InputError } from '../../platform/failure.ts'
import { readNetwork } from '../read-network.ts'
import { pairLinks } from './rfc8345-pairs.ts'

type Members = Record<string, unknown>

const read = (...networks: Members[]) => {
  const bytes = new TextEncoder().encode(JSON.stringify({ 'ietf-network:networks': { network: networks } }))
  const { network, format } = readNetwork('x.json', bytes)
  expect(format).toBe('rfc8345')
  return network
}

const node = (id: string, more: Members = {}): Members => ({ 'node-id': id, ...more })

/** `a/1` is termination point 1 of node a. */
function link(from: string, to: string, more: Members = {}): Members {
  const [source, sourcePoint] = from.split('/')
  const [destination, destinationPoint] = to.split('/')
  return {
    'link-id': `${from},${to}`,
    source: { 'source-node': source, 'source-tp': sourcePoint },
    destination: { 'dest-node': destination, 'dest-tp': destinationPoint },
    ...more,
  }
}

const layer = (id: string, nodes: Members[], links: Members[]): Members => ({
  'network-id': id,
  node: nodes,
  'ietf-network-topology:link': links,
})

const te = (values: number[]): Members => ({
  'ietf-te-topology:te': { 'te-link-attributes': { 'te-srlgs': { value: values } } },
})

const on = (network: string, id: string): Members => ({
  'supporting-node': [{ 'network-ref': network, 'node-ref': id }],
})

describe('RFC 8345', () => {
  it('joins links whose terminations are each other’s mirror, parallel ones apart', () => {
    const links = [
      link('a/1', 'b/1'),
      link('a/2', 'b/2'),
      link('b/2', 'a/2'),
      link('b/1', 'a/1'),
      link('a/3', 'b/3'),
      link('a/9', 'a/9'),
    ]
    const network = read(layer('l3', [node('a'), node('b')], links))
    expect(network.name).toBe('l3')
    expect(network.links.map(({ id, from, to, directed }) => [id, from, to, directed])).toEqual([
      ['a/1,b/1', 'a', 'b', false],
      ['a/2,b/2', 'a', 'b', false],
      ['a/3,b/3', 'a', 'b', true],
      ['a/9,a/9', 'a', 'a', false],
    ])
    expect(network.findings).toEqual([])
  })

  it('pairs every link at most once, and only with its mirror (500 lists)', () => {
    let [pairs, alone] = [0, 0]
    const end = fc.record({
      node: fc.constantFrom('a', 'b', 'c'),
      point: fc.constantFrom(undefined, '1', '2'),
    })
    const some = fc.array(
      fc.record({
        id: fc.constant(undefined),
        from: end,
        to: end,
        members: fc.constant({}),
        place: fc.constant(''),
      }),
      { minLength: 4, maxLength: 30 },
    )
    fc.assert(
      fc.property(some, (links) => {
        const found = pairLinks(links)
        expect(found.flat().filter((one) => one !== undefined)).toHaveLength(links.length)
        expect(new Set(found.flat().filter((one) => one !== undefined)).size).toBe(links.length)
        for (const [one, back] of found) {
          if (back) expect([back.from, back.to]).toEqual([one.to, one.from])
          if (back) pairs++
          else alone++
        }
        // No two that stand alone could have been a pair, self loops apart.
        const left = found.filter(([, back]) => !back).map(([one]) => one)
        const keys = new Set(left.map((one) => JSON.stringify([one.from, one.to])))
        for (const one of left)
          if (JSON.stringify(one.from) !== JSON.stringify(one.to))
            expect(keys).not.toContain(JSON.stringify([one.to, one.from]))
      }),
      { numRuns: 500 },
    )
    expect(pairs).toBeGreaterThan(100)
    expect(alone).toBeGreaterThan(100)
  })

  it('makes lower layers risks of the layer above, layer under layer', () => {
    const network = read(
      layer(
        'l3',
        [node('A', on('l2', 'a')), node('B', on('l2', 'b'))],
        [
          link('A/1', 'B/1', { 'supporting-link': [{ 'network-ref': 'l2', 'link-ref': 'a/1,b/1' }] }),
          link('B/1', 'A/1', { 'supporting-link': [{ 'network-ref': 'l2', 'link-ref': 'b/1,a/1' }] }),
        ],
      ),
      layer(
        'l2',
        [node('a', on('l1', 'x')), node('b', on('l1', 'x'))],
        [link('a/1', 'b/1'), link('b/1', 'a/1')],
      ),
      layer('l1', [node('x')], []),
    )
    expect(network.nodes.map(({ id, rides_on }) => [id, rides_on])).toEqual([
      ['A', ['node:l2/a']],
      ['B', ['node:l2/b']],
    ])
    expect(network.links.map(({ rides_on }) => rides_on)).toEqual([['link:l2/a/1,b/1', 'link:l2/b/1,a/1']])
    expect(Object.fromEntries(network.risks.map(({ id, rides_on }) => [id, rides_on]))).toEqual({
      'node:l2/a': ['node:l1/x'],
      'node:l2/b': ['node:l1/x'],
      'link:l2/a/1,b/1': ['node:l2/a', 'node:l2/b'],
      'link:l2/b/1,a/1': ['link:l2/a/1,b/1'],
      'node:l1/x': [],
    })
    expect(network.findings).toEqual([])
  })

  it('does not guess whether one of several supporting nodes suffices: the node is unknown', () => {
    const supporting = ['x', 'y'].map((id) => ({ 'network-ref': 'l1', 'node-ref': id }))
    const network = read(
      layer('l3', [node('v', { 'supporting-node': supporting })], []),
      layer('l1', [node('x'), node('y')], []),
    )
    expect(network.groups).toEqual([{ id: 'supports:v', members: ['node:l1/x', 'node:l1/y'], needs: 1 }])
    expect(network.findings.map(({ touches }) => touches)).toEqual([['v']])
  })

  it('makes te-srlgs risks and takes metrics', () => {
    const l3 = { 'ietf-l3-unicast-topology:l3-link-attributes': { metric1: '100' } }
    const network = read(
      layer(
        'te',
        [node('a'), node('b')],
        [link('a/1', 'b/1', { ...te([7]), ...l3 }), link('b/1', 'a/1', te([7, 9]))],
      ),
    )
    expect(network.risks).toEqual([
      { id: 'srlg:7', kind: 'srlg', rides_on: [] },
      { id: 'srlg:9', kind: 'srlg', rides_on: [] },
    ])
    expect(network.links[0]).toMatchObject({ rides_on: ['srlg:7', 'srlg:9'], metric: 100 })
  })

  it('keeps two top networks apart where they use the same ids', () => {
    const network = read(
      layer('red', [node('a'), node('b')], [link('a/1', 'b/1')]),
      layer('blue', [node('a')], []),
    )
    expect(network.nodes.map(({ id }) => id)).toEqual(['red/a', 'b', 'blue/a'])
    expect(network.links[0]).toMatchObject({ from: 'red/a', to: 'b' })
  })

  it('makes findings of references to nothing, and breaks circles openly', () => {
    const network = read(
      layer('top', [node('a', on('l1', 'gone')), node('b', on('l1', 'x'))], [link('a/1', 'z/1')]),
      layer('l1', [node('x', on('l2', 'y'))], []),
      layer('l2', [node('y', on('l1', 'x'))], []),
    )
    expect(network.findings.map(({ touches }) => touches)).toEqual([
      ['a'],
      ['a/1,z/1', 'a', 'z'],
      ['node:l1/x', 'node:l2/y', 'node:l1/x'].slice(0, 2),
    ])
    const risks = Object.fromEntries(network.risks.map(({ id, rides_on }) => [id, rides_on]))
    expect(risks).toEqual({ 'node:l1/x': ['node:l2/y'], 'node:l2/y': [] })
  })

  it('refuses networks that are no list', () => {
    const bytes = new TextEncoder().encode('{"ietf-network:networks": {"network": 5}}')
    expect(() => readNetwork('x.json', bytes)).toThrow(InputError)
  })
})
