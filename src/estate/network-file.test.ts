import * as fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { InputError } from '../platform/failure.ts'
import { readDocument } from './document.ts'
import { networkOfDocument, readNetworkFile } from './network-file.ts'
import { anyNetwork } from './network.oracle.ts'
import { readNetwork } from './read-network.ts'
import { writeCollections, writeNetwork } from './write-network.ts'

const bytesOf = (text: string): Uint8Array => new TextEncoder().encode(text)
const read = (text: string, file = 'network.yaml') => readNetwork(file, bytesOf(text)).network

function problemOf(text: string | Uint8Array, file = 'network.yaml'): InputError {
  try {
    readNetwork(file, typeof text === 'string' ? bytesOf(text) : text)
  } catch (problem) {
    if (problem instanceof InputError) return problem
    throw problem
  }
  throw new Error('read without complaint')
}

describe('the network file', () => {
  it('fills in the defaults of the contract', () => {
    const network = read(
      'nodes: [{id: 1}, {id: b}]\nlinks: [{id: l, from: 1, to: b, capacity: 10}]\nservices: [{id: s, from: [1], to: [b]}]\n',
    )
    expect(network.nodes).toEqual([
      { id: '1', rides_on: [] },
      { id: 'b', rides_on: [] },
    ])
    const link = {
      id: 'l',
      from: '1',
      to: 'b',
      directed: false,
      metric: 1,
      rides_on: [],
      capacity: { forward: 10, backward: 10 },
    }
    expect(network.links).toEqual([link])
    const service = {
      id: 's',
      from: ['1'],
      to: ['b'],
      any_from: false,
      any_to: false,
      tolerate: [],
      needs: [],
    }
    expect(network.services).toEqual([service])
    expect([network.risks, network.groups, network.demands, network.pools, network.findings]).toEqual([
      [],
      [],
      [],
      [],
      [],
    ])
  })

  it('keeps ids as they are written', () => {
    const network = read(
      'nodes: [{id: 007}, {id: 1.10}, {id: "1.1"}]\nlinks: [{id: 5, from: 007, to: 1.10}]\n',
    )
    expect(network.nodes.map((node) => node.id)).toEqual(['007', '1.10', '1.1'])
    expect(network.links[0]).toMatchObject({ id: '5', from: '007', to: '1.10' })
  })

  it('allows parallel links and self loops', () => {
    const network = read('nodes: [{id: a}]\nlinks: [{id: l, from: a, to: a}, {id: m, from: a, to: a}]\n')
    expect(network.links).toHaveLength(2)
  })

  it('lets things ride on groups, and groups have groups, risks and links as members', () => {
    const network = read(`
nodes: [{id: a, rides_on: [g]}, {id: b}]
links: [{id: l, from: a, to: b}]
risks: [{id: r, kind: power}, {id: q, kind: power}]
groups: [{id: g, members: [r, h], needs: 1}, {id: h, members: [q, l], needs: 2}]
`)
    expect(network.groups.map((group) => group.members)).toEqual([
      ['r', 'h'],
      ['q', 'l'],
    ])
  })

  it('written and read again is the same (200 networks, YAML and JSON)', () => {
    let [yaml, json] = [0, 0]
    fc.assert(
      fc.property(anyNetwork, (network) => {
        const written = writeNetwork(network)
        expect(written.syntax).toBe('yaml')
        expect(read(written.text)).toEqual(network)
        yaml++
        expect(read(JSON.stringify(network), 'network.json')).toEqual(network)
        json++
      }),
      { numRuns: 200 },
    )
    expect([yaml, json]).toEqual([200, 200])
  })

  it('is read the same element by element as as a whole', () => {
    const nodes = Array.from({ length: 30_000 }, (_, index) => ({
      id: `node-${index}`,
      rides_on: [`risk-${index % 7}`],
    }))
    const links = Array.from({ length: 30_000 }, (_, index) => ({
      id: index,
      from: `node-${index}`,
      to: `node-${(index * 7) % 30_000}`,
      capacity: index,
    }))
    const risks = Array.from({ length: 7 }, (_, index) => ({ id: `risk-${index}`, kind: '管路' }))
    const written = writeCollections({ name: 'large', links, nodes, risks })
    const bytes = bytesOf(`${' '.repeat(3_000_000)}${written.text}`)
    expect(written.syntax).toBe('json')
    expect(bytes.length).toBeGreaterThan(4_000_000)
    expect(readNetworkFile('large.json', bytes)).toEqual(networkOfDocument(readDocument('large.json', bytes)))
  })

  it.each([
    ['links', '{"links": [{"id":"l","from":"a","to":"gone"}], "nodes": [{"id":"a"}]'],
    ['a key', '{"nodes": [{"id":"a"}], "liinks": []'],
    ['a kind', '{"nodes": {"id":"a"}'],
    ['an element', '{"nodes": [{"id":"a"},\n{"id":"b","rides_on":"r"}]'],
  ])('complains of the same in large files: %s', (_name, start) => {
    const small = problemOf(`${start}}`, 'x.json')
    const large = problemOf(`${start}${' '.repeat(4_000_000)}}`, 'x.json')
    expect(large.message).toBe(small.message)
    expect(small.place.line).toBeGreaterThan(0)
  })
})

describe('bad input', () => {
  const start = 'nodes: [{id: a}, {id: b}]\n'
  it.each<[string, string, number, string, string]>([
    ['not YAML', 'nodes: [\n  {id: a\n', 3, '', 'expected YAML or JSON'],
    ['a wrong kind', 'nodes: 5\n', 1, 'nodes', 'expected a list of nodes, found 5'],
    ['a wrong kind of element', 'nodes:\n  - a\n', 2, 'nodes[0]', 'expected a node'],
    [
      'a wrong kind of field',
      'nodes:\n  - {id: [1]}\n',
      2,
      'nodes[0].id',
      'expected an id (a text or an integer), found a list',
    ],
    ['a missing field', `${start}links:\n  - {id: l, from: a}\n`, 3, 'links[0]', 'a link with to'],
    ['nothing as id', 'nodes:\n  - id:\n', 2, 'nodes[0].id', 'found nothing'],
    ['an empty id', 'nodes:\n  - id: ""\n', 2, 'nodes[0].id', 'expected an id'],
    [
      'an unknown key',
      'nodes:\n  - {id: a, ride_on: [x]}\n',
      2,
      'nodes[0].ride_on',
      'did you mean "rides_on"?',
    ],
    ['an unknown collection', `${start}lniks: []\n`, 2, 'lniks', 'did you mean "links"?'],
    [
      'an unknown node',
      `${start}links:\n  - {id: l, from: a, to: c}\n`,
      3,
      'links[0].to',
      'expected the id of a node, found "c"',
    ],
    [
      'a mistyped node',
      'nodes: [{id: tokyo}]\nlinks:\n  - {id: l, from: tokyo, to: tokoy}\n',
      3,
      'links[0].to',
      'did you mean "tokyo"?',
    ],
    [
      'a risk as end',
      `${start}risks: [{id: r, kind: x}]\nlinks: [{id: l, from: a, to: r}]\n`,
      3,
      'links[0].to',
      'which is in risks',
    ],
    [
      'a node to ride on',
      'nodes: [{id: a, rides_on: [b]}, {id: b}]\n',
      1,
      'nodes[0].rides_on[0]',
      'expected the id of a risk or group',
    ],
    [
      'an unknown risk',
      'nodes:\n  - id: a\n    rides_on: [r, s]\nrisks: [{id: r, kind: x}]\n',
      3,
      'nodes[0].rides_on[1]',
      'found "s", which nothing defines',
    ],
    ['an id twice', 'nodes:\n  - {id: a}\n  - {id: a}\n', 3, 'nodes[1].id', 'first at nodes[0] in line 2'],
    [
      'an id twice across collections',
      `${start}risks:\n  - {id: b, kind: x}\n`,
      3,
      'risks[0].id',
      'first at nodes[1] in line 1',
    ],
    [
      'a service twice',
      `${start}services:\n  - {id: s, from: [a], to: [b]}\n  - {id: s, from: [a], to: [b]}\n`,
      4,
      'services[1].id',
      'each id once',
    ],
    [
      'a cycle',
      'risks:\n  - {id: a, kind: x, rides_on: [b]}\n  - {id: b, kind: x, rides_on: [c]}\n  - {id: c, kind: x, rides_on: [a]}\n',
      2,
      'risks[0].rides_on',
      'a → b → c → a',
    ],
    [
      'a cycle through a group and a node',
      'nodes: [{id: n, rides_on: [g]}]\ngroups:\n  - {id: g, members: [n], needs: 1}\n',
      3,
      'groups[0].members',
      'g → n → g',
    ],
    ['a risk on itself', 'risks: [{id: a, kind: x, rides_on: [a]}]\n', 1, 'risks[0].rides_on', 'a → a'],
    [
      'a negative capacity',
      `${start}links: [{id: l, from: a, to: b, capacity: -1}]\n`,
      2,
      'links[0].capacity',
      'a capacity of at least 0, found -1',
    ],
    [
      'no number as capacity',
      `${start}links: [{id: l, from: a, to: b, capacity: .nan}]\n`,
      2,
      'links[0].capacity',
      'found NaN',
    ],
    [
      'half a capacity',
      `${start}links: [{id: l, from: a, to: b, capacity: {forward: 1}}]\n`,
      2,
      'links[0].capacity',
      'backward',
    ],
    [
      'a metric of 0',
      `${start}links: [{id: l, from: a, to: b, metric: 0}]\n`,
      2,
      'links[0].metric',
      'above 0',
    ],
    [
      'a group that needs too many',
      `${start}groups: [{id: g, members: [a, b], needs: 3}]\n`,
      2,
      'groups[0].needs',
      'at most the number of members (2)',
    ],
    [
      'a member twice',
      `${start}groups: [{id: g, members: [a, "a"], needs: 1}]\n`,
      2,
      'groups[0].members[1]',
      'each member once',
    ],
    [
      'a group without members',
      `${start}groups: [{id: g, members: [], needs: 1}]\n`,
      2,
      'groups[0].members',
      'at least 1',
    ],
    [
      'a profile of 12 hours',
      `${start}demands: [{from: a, to: b, volume: 1, profile: [1,1,1,1,1,1,1,1,1,1,1,1]}]\n`,
      2,
      'demands[0].profile',
      '24 or 168',
    ],
    [
      'a date that is none',
      `${start}groups: [{id: g, members: [a], needs: 1, tested_at: 2026-13-01}]\n`,
      2,
      'groups[0].tested_at',
      'a date',
    ],
    [
      'a service without ends',
      `${start}services: [{id: s, from: [], to: [a]}]\n`,
      2,
      'services[0].from',
      'at least 1',
    ],
    [
      'something tolerated that is no risk',
      `${start}services: [{id: s, from: [a], to: [b], tolerate: [a]}]\n`,
      2,
      'services[0].tolerate[0]',
      'the id of a risk',
    ],
    [
      'a pool of nothing known',
      `${start}pools: [{id: p, members: [x], capacity: 1, unit: Mbps}]\n`,
      2,
      'pools[0].members[0]',
      'a node or link',
    ],
    ['half a surrogate', '{"nodes":[{"id":"\\ud800"}]}', 1, 'nodes[0].id', 'half surrogates'],
    ['an id beyond exact numbers', '{"nodes":[{"id":12345678901234567890}]}', 1, 'nodes[0].id', 'an id'],
  ])('names file, line and expectation of %s', (_name, text, line, path, expected) => {
    const problem = problemOf(text)
    expect(problem.file).toBe('network.yaml')
    expect(problem.place.line).toBe(line)
    expect(problem.place.path ?? '').toBe(path)
    expect(problem.message).toContain(expected)
    expect(problem.message).not.toContain('\n')
  })

  it.each([
    ['words', 'hello world\n'],
    ['a list', '- 1\n- 2\n'],
    ['nothing', ''],
    ['a mapping of something else', 'kitchen: [{id: knife}]\n'],
    ['JSON of something else', '{"a": {"nodes": []}}'],
    ['XML of something else', '<html><body/></html>'],
    ['bytes', '\u0000\u0001\u0002'],
  ])('says what was looked for when it finds %s', (_name, text) => {
    const problem = problemOf(text, 'thing')
    expect(problem.message).toMatch(/^thing:1:?.* expected/)
    if (text !== '\u0000\u0001\u0002') expect(problem.expected).toContain('GraphML')
  })

  it('refuses what is not UTF-8 with its byte offset', () => {
    const problem = problemOf(
      new Uint8Array([...bytesOf('nodes:\n  - {id: "'), 0x93, 0x8c, 0x8b, 0x9e, ...bytesOf('"}\n')]),
    )
    expect(problem.place.line).toBe(2)
    expect(problem.expected).toBe('expected UTF-8, found byte 0x93 at byte offset 17')
  })
})
