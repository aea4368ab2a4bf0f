import {
  mkdirSync,
  mkdtempSync,
  readdirSync,
  rmSync,
  symlinkSync,
  truncateSync,
  writeFileSync,
} from 'node:fs'
import { tmpdir } from 'node:os'
import { dirname, join } from 'node:path'
import { afterEach, beforeEach, describe, expect, it } from 'vitest'
import { InputError } from '../platform/failure.ts'
import { listOf, record, required, text } from './shape.ts'
import { networkOf, readTarget, readWorkspace } from './workspace.ts'
import type { CollectionReader } from './workspace-content.ts'

let folder = ''
beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), 'kensho-workspace-'))
})
afterEach(() => rmSync(folder, { recursive: true }))

function put(files: Record<string, string>): void {
  for (const [path, content] of Object.entries(files)) {
    mkdirSync(dirname(join(folder, path)), { recursive: true })
    writeFileSync(join(folder, path), content)
  }
}

async function problem(files: Record<string, string>): Promise<string> {
  put(files)
  try {
    await readWorkspace(folder)
  } catch (found) {
    if (found instanceof InputError) return found.message.replaceAll(folder, 'WS')
    throw found
  }
  throw new Error('read without complaint')
}

const AT = Date.parse('2026-06-01T00:00:00Z')

describe('a workspace', () => {
  it('is the same however it is split over files and folders', async () => {
    const parts = {
      operator: 'operator: {name: {ja: 試験, en: Test}, zone: Asia/Tokyo}\n',
      nodes: 'nodes: [{id: a}, {id: b, rides_on: [r]}]\n',
      links: 'links: [{id: l, from: a, to: b}]\nrisks: [{id: r, kind: duct}]\n',
    }
    put({ 'all.yaml': `${parts.operator}${parts.nodes}${parts.links}` })
    const whole = await readWorkspace(folder)
    rmSync(join(folder, 'all.yaml'))
    put({
      'z/deep/links.yml': parts.links,
      'a.yaml': parts.operator,
      'nodes.json': '{"nodes":[{"id":"a"},{"id":"b","rides_on":["r"]}]}',
    })
    const split = await readWorkspace(folder)
    expect(split.estate).toEqual(whole.estate)
    expect(split.operator).toEqual({
      name: { ja: '試験', en: 'Test' },
      zone: 'Asia/Tokyo',
      demo: false,
      era: false,
    })
    expect(split.files.map(({ path }) => path)).toEqual(['a.yaml', 'nodes.json', 'z/deep/links.yml'])
    expect(split.files.every(({ sha256 }) => /^[0-9a-f]{64}$/.test(sha256))).toBe(true)
    expect(networkOf(split, AT)).toEqual(networkOf(whole, AT))
  })

  it('passes over hidden files, other files, and links that lead outside', async () => {
    const outside = mkdtempSync(join(tmpdir(), 'kensho-outside-'))
    writeFileSync(join(outside, 'bad.yaml'), 'kitchen: []\n')
    put({
      'a.yaml': 'nodes: [{id: a}]\n',
      '.hidden.yaml': 'kitchen: []\n',
      '.git/config.yaml': 'x: [',
      'notes.txt': 'x',
      'sub/b.yaml': 'nodes: [{id: b}]\n',
    })
    symlinkSync(outside, join(folder, 'away'))
    symlinkSync(join(outside, 'bad.yaml'), join(folder, 'bad.yaml'))
    symlinkSync(folder, join(folder, 'sub', 'round'))
    symlinkSync(join(folder, 'nowhere'), join(folder, 'broken.yaml'))
    const { files } = await readWorkspace(folder)
    expect(files.map(({ path }) => path)).toEqual(['a.yaml', 'sub/b.yaml'])
    rmSync(outside, { recursive: true })
  })

  it.each<[string, Record<string, string>, string]>([
    [
      'an id in two files',
      { 'a.yaml': 'nodes:\n  - {id: x}\n', 'b.yaml': 'risks:\n\n  - {id: x, kind: y}\n' },
      'WS/b.yaml:3:10: risks[0].id: expected each id once, found "x" again; first at WS/a.yaml:2',
    ],
    [
      'an unknown collection',
      { 'a.yaml': 'equipmnt: []\n' },
      'WS/a.yaml:1:11: equipmnt: expected a collection of a workspace, found "equipmnt"; did you mean "equipment"?',
    ],
    [
      'a reference to nothing',
      { 'a.yaml': 'equipment:\n  - {id: r1, site: tokoy}\n', 'b.yaml': 'sites: [{id: tokyo}]\n' },
      'WS/a.yaml:2:20: equipment[0].site: expected the id of a site, found "tokoy", which nothing defines; did you mean "tokyo"?',
    ],
    [
      'a cycle over files',
      { 'a.yaml': 'sites: [{id: s, rides_on: [f]}]\n', 'b.yaml': 'power_feeds: [{id: f, site: s}]\n' },
      'WS/a.yaml:1:9: sites[0]: expected no cycle in what rides on what, found s → f → s',
    ],
    [
      'the operator twice',
      {
        'a.yaml': 'operator: {name: x, zone: UTC}\n',
        'b.yaml': '# once more\noperator: {name: x, zone: UTC}\n',
      },
      'WS/b.yaml:2:11: operator: expected operator once, found it again; first at WS/a.yaml:1',
    ],
    [
      'a zone that is none',
      { 'a.yaml': 'operator: {name: x, zone: Mars/Base}\n' },
      'WS/a.yaml:1:27: operator.zone: expected a time zone (Asia/Tokyo), found "Mars/Base"',
    ],
    [
      'a date without a zone to read it in',
      { 'a.yaml': 'nodes: [{id: a, valid_from: 2026-01-01}]\n' },
      'WS/a.yaml:1:9: nodes[0]: expected instants with an offset, or an operator with a zone, found a date without zone',
    ],
    [
      'an interval that ends before it begins',
      {
        'a.yaml':
          'operator: {name: x, zone: UTC}\nnodes: [{id: a, valid_from: 2026-02-01, valid_to: 2026-01-01}]\n',
      },
      'WS/a.yaml:2:51: nodes[0].valid_to: expected a date after valid_from (2026-02-01), found 2026-01-01',
    ],
    [
      'another carrier’s point of interconnection',
      {
        'a.yaml':
          'parties: [{id: A, roles: [carrier]}, {id: B, roles: [carrier]}]\nnodes: [{id: poi, carrier: B}, {id: c}]\nservices:\n  - {id: s, carrier: A, from: [c], to: [poi]}\n',
      },
      'WS/a.yaml:4:41: services[0].to[0]: expected only points of interconnection of "A", found "poi", a point of interconnection of "B"; carriers are no redundancy for each other: declare a service for each',
    ],
    [
      'an end outside the network',
      {
        'a.yaml':
          'equipment: [{id: pdu, in_network: false}]\nnodes: [{id: n}]\nlinks: [{id: l, from: n, to: pdu}]\n',
      },
      'WS/a.yaml:3:30: links[0].to: expected a node of the network, found "pdu", which has in_network: false',
    ],
    [
      'more power than feeds',
      { 'a.yaml': 'power_feeds: [{id: f}]\nequipment: [{id: r, power: [f], power_needs: 2}]\n' },
      'WS/a.yaml:2:46: equipment[0].power_needs: expected at most the number of members (1), found 2',
    ],
    [
      'terms of no service',
      { 'a.yaml': 'customers: [{id: c, terms: [{services: [s]}]}]\n' },
      'WS/a.yaml:1:41: customers[0].terms[0].services[0]: expected the id of a service, found "s", which nothing defines',
    ],
    [
      'evidence outside',
      {
        'a.yaml':
          'nodes: [{id: n}]\nservices: [{id: s, from: [n], to: [n]}]\ncustomers: [{id: c, terms: [{services: [s], document: ../../x}]}]\n',
      },
      'WS/a.yaml:3:55: customers.0.terms.0.document: expected evidence inside the workspace, found "../../x"',
    ],
    ['no YAML', { 'a.yaml': 'nodes: [\n' }, 'WS/a.yaml:2:1: expected YAML or JSON'],
    [
      'a list at the top',
      { 'a.json': '[1]' },
      'WS/a.json:1:1: (top): expected a document (a mapping of collections), found a list',
    ],
  ])('names both places and the expectation of %s', async (_name, files, message) => {
    expect(await problem(files)).toContain(message)
    expect(readdirSync(folder).sort()).toEqual(Object.keys(files).sort())
  })

  it('refuses a document of 200 MB without reading it', async () => {
    put({ 'large.json': '' })
    truncateSync(join(folder, 'large.json'), 200_000_000)
    const began = process.cpuUsage()
    await expect(readWorkspace(folder)).rejects.toThrow('expected at most 150,000,000 bytes')
    expect(process.cpuUsage(began).user).toBeLessThan(300_000)
  })

  it('refuses what is no folder', async () => {
    await expect(readWorkspace(join(folder, 'none'))).rejects.toThrow('expected a folder, found ENOENT')
    await expect(readTarget(join(folder, 'none'))).rejects.toThrow('expected a file or folder, found ENOENT')
  })
})

const report: CollectionReader<{ id: string; file: string }> = {
  shape: record('a report', { id: required(text(), ''), file: required(text(), '') }),
  evidence: ({ file }) => [file],
}

describe('collections of later modules', () => {
  it('are read where they are registered, with the evidence that they name', async () => {
    put({
      'reports/r.yaml': 'reports: [{id: r1, file: out/junit.json}]\nlimits: [1, 2]\n',
      // Evidence may look like anything: it is no document where a document names it.
      'reports/out/junit.json': '{"nodes": 5}',
    })
    const limits: CollectionReader<string[]> = { shape: listOf(text()), single: true }
    const workspace = await readWorkspace(folder, { reports: report, limits })
    expect(workspace.other).toEqual({
      reports: [{ file: join(folder, 'reports/r.yaml'), value: { id: 'r1', file: 'out/junit.json' } }],
      limits: [{ file: join(folder, 'reports/r.yaml'), value: ['1', '2'] }],
    })
    expect(workspace.files.map(({ path, evidence }) => [path, evidence])).toEqual([
      ['reports/out/junit.json', true],
      ['reports/r.yaml', false],
    ])
  })

  it('need their evidence to be there, and to be inside', async () => {
    put({ 'r.yaml': 'reports:\n  - {id: r1, file: none.xml}\n' })
    await expect(readWorkspace(folder, { reports: report })).rejects.toThrow(
      'r.yaml:2:5: reports.0: expected an evidence file, found none at none.xml',
    )
    const outside = mkdtempSync(join(tmpdir(), 'kensho-outside-'))
    writeFileSync(join(outside, 'secret'), 'x')
    symlinkSync(join(outside, 'secret'), join(folder, 'none.xml'))
    await expect(readWorkspace(folder, { reports: report })).rejects.toThrow(
      'expected evidence inside the workspace',
    )
    rmSync(outside, { recursive: true })
  })

  it('are unknown keys elsewhere', async () => {
    expect(await problem({ 'r.yaml': 'reports: []\n' })).toContain(
      'expected a collection of a workspace, found "reports"',
    )
  })
})

describe('one file', () => {
  it('is a network file of any format, the same at any instant', async () => {
    put({
      'net.graphml': '<graphml><graph><node id="a"/></graph></graphml>',
      'net.yaml': 'nodes: [{id: a}]\n',
    })
    const foreign = await readTarget(join(folder, 'net.graphml'))
    expect(foreign.network?.format).toBe('graphml')
    expect(networkOf(foreign, AT).nodes).toEqual([{ id: 'a', rides_on: [] }])
    expect(networkOf(await readTarget(join(folder, 'net.yaml')), AT)).toEqual(networkOf(foreign, AT))
    expect(foreign.files).toHaveLength(1)
  })

  it('is a workspace when it holds more than a network file may', async () => {
    put({ 'estate.yaml': 'sites: [{id: s}]\nequipment: [{id: r, site: s}]\nnodes: [{id: n}]\n' })
    const workspace = await readTarget(join(folder, 'estate.yaml'))
    expect(workspace.network).toBeUndefined()
    expect(networkOf(workspace, AT).nodes.map(({ id, rides_on }) => [id, rides_on])).toEqual([
      ['r', ['s']],
      ['n', []],
    ])
  })
})
