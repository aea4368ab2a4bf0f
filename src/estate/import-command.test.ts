import {
  appendFileSync,
  existsSync,
  mkdirSync,
  mkdtempSync,
  readdirSync,
  readFileSync,
  rmSync,
  writeFileSync,
} from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterEach, beforeEach, describe, expect, it } from 'vitest'
import { fixedClock } from '../platform/clock.ts'
import type { CommandIo } from '../platform/command.ts'
import { EXIT } from '../platform/failure.ts'
import { importCommand } from './import-command.ts'
import { networkOf, readWorkspace } from './workspace.ts'

let folder = ''
beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), 'kensho-import-'))
})
afterEach(() => rmSync(folder, { recursive: true }))

const at = (...parts: string[]): string => join(folder, ...parts)

async function run(
  file: string,
  options: Record<string, unknown> = {},
): Promise<{ status: number; out: string[]; err: string[] }> {
  const [out, err]: [string[], string[]] = [[], []]
  const io: CommandIo = {
    out: (line) => out.push(line),
    err: (line) => err.push(line),
    clock: fixedClock(0),
    env: {},
    cwd: folder,
  }
  const status = await importCommand({}).run(io, [at(file)], { into: at('ws'), ...options })
  return { status, out, err }
}

const GRAPHML =
  '<graphml><graph edgedefault="undirected"><node id="a"/><node id="b"/><edge id="l" source="a" target="b"/></graph></graphml>'

describe('kensho import', () => {
  it('writes a document of the workspace, and nothing the second time', async () => {
    writeFileSync(at('net.graphml'), GRAPHML)
    const first = await run('net.graphml')
    expect(first.status).toBe(EXIT.done)
    expect(first.out).toEqual([
      `graphml → ${at('ws')}: 3 added / 追加, 0 changed / 変更, 0 removed / 削除`,
      '+ nodes a',
      '+ nodes b',
      '+ links l',
    ])
    const written = readFileSync(at('ws/imports/net.yaml'), 'utf8')
    expect(written).toContain('- { id: l, from: a, to: b }')
    const second = await run('net.graphml')
    expect(second.out.at(-1)).toBe('nothing changes / 変更はありません')
    expect([second.err, readFileSync(at('ws/imports/net.yaml'), 'utf8')]).toEqual([[], written])
    expect(networkOf(await readWorkspace(at('ws')), 0).links).toHaveLength(1)
  })

  it('shows what changes, and with --dry-run only that', async () => {
    writeFileSync(at('net.graphml'), GRAPHML)
    await run('net.graphml')
    writeFileSync(
      at('net.graphml'),
      GRAPHML.replace('<node id="b"/>', '<node id="b"/><node id="c"/>').replace('target="b"', 'target="c"'),
    )
    const before = readFileSync(at('ws/imports/net.yaml'), 'utf8')
    const dry = await run('net.graphml', { dryRun: true, json: true })
    expect(JSON.parse(dry.out[0]!)).toEqual({
      format: 'graphml',
      document: at('ws/imports/net.yaml'),
      changes: true,
      difference: {
        added: [{ collection: 'nodes', id: 'c' }],
        changed: [{ collection: 'links', id: 'l', field: 'to', before: 'b', after: 'c' }],
        removed: [],
      },
      findings: [],
    })
    expect(readFileSync(at('ws/imports/net.yaml'), 'utf8')).toBe(before)
    await run('net.graphml')
    expect(networkOf(await readWorkspace(at('ws')), 0).links[0]!.to).toBe('c')
  })

  it('does not overwrite what was made or edited by hand, unless it is told to', async () => {
    writeFileSync(at('net.graphml'), GRAPHML)
    mkdirSync(at('ws/imports'), { recursive: true })
    writeFileSync(at('ws/imports/net.json'), '{"nodes": [{"id": "mine"}]}')
    await expect(run('net.graphml')).rejects.toThrow('found one made by hand (--replace overwrites it)')
    expect(readdirSync(at('ws/imports'))).toEqual(['net.json'])
    await run('net.graphml', { replace: true })
    expect(readdirSync(at('ws/imports'))).toEqual(['net.yaml'])
    // A comment changes nothing that the document says; a name does.
    appendFileSync(at('ws/imports/net.yaml'), '# seen\n')
    writeFileSync(at('net.graphml'), GRAPHML.replace('<node id="b"/>', '<node id="b"/><node id="c"/>'))
    expect((await run('net.graphml', { dryRun: true })).status).toBe(EXIT.done)
    writeFileSync(
      at('ws/imports/net.yaml'),
      readFileSync(at('ws/imports/net.yaml'), 'utf8').replace('{ id: a }', '{ id: a, name: A }'),
    )
    await expect(run('net.graphml')).rejects.toThrow('found one edited since its import')
  })

  it('never leaves a workspace that cannot be read', async () => {
    writeFileSync(at('net.graphml'), GRAPHML)
    mkdirSync(at('ws'))
    writeFileSync(at('ws/own.yaml'), 'risks: [{id: a, kind: x}]\n')
    await expect(run('net.graphml')).rejects.toThrow('expected each id once, found "a" again')
    expect(readdirSync(at('ws'))).toEqual(['own.yaml'])
  })

  it('says 2 when something is unknown, and keeps the findings in the document', async () => {
    writeFileSync(at('net.json'), '{"nodes": [{"id": 1}], "links": [{"source": 1, "target": 2}]}')
    const { status, out } = await run('net.json')
    expect(status).toBe(EXIT.unknown)
    expect(out.filter((line) => line.startsWith('?'))).toHaveLength(1)
    expect(networkOf(await readWorkspace(at('ws')), 0).findings[0]!.touches).toEqual(['1', '2'])
  })

  it.each([
    ['what is unknown', 'x.json', '{"a": 1}', 'expected a network'],
    ['what is broken', 'x.graphml', '<graphml>', 'expected well-formed XML'],
    ['a table without headings', 'x.csv', '1,2\n3,4\n', 'expected a row of headings'],
  ])('refuses %s and leaves no trace', async (_name, file, content, expected) => {
    writeFileSync(at(file), content)
    await expect(run(file)).rejects.toThrow(expected)
    expect(existsSync(at('ws'))).toBe(false)
  })

  it('keeps files of one name apart by --as', async () => {
    mkdirSync(at('east'))
    writeFileSync(at('net.graphml'), GRAPHML)
    writeFileSync(
      at('east/net.graphml'),
      GRAPHML.replaceAll('"a"', '"x"').replaceAll('"b"', '"y"').replace('"l"', '"m"'),
    )
    await run('net.graphml')
    await run('east/net.graphml', { as: 'east net' })
    expect(readdirSync(at('ws/imports')).sort()).toEqual(['east-net.yaml', 'net.yaml'])
    expect((await readWorkspace(at('ws'))).estate.nodes.map(({ id }) => id)).toEqual(['x', 'y', 'a', 'b'])
  })

  it('needs a folder to import into', async () => {
    writeFileSync(at('net.graphml'), GRAPHML)
    await expect(run('net.graphml', { into: undefined })).rejects.toThrow('--into')
  })
})

describe('kensho import of tables', () => {
  it('makes an estate of a register and a list of links, and remembers how they were read', async () => {
    writeFileSync(
      at('register.csv'),
      '機器名,型番,設置場所,ラック,電源系統,メーカー\nrt-1,X,東京,A1,"A系、B系",甲社\nrt-2,X,大阪,A1,A系,甲社\n',
    )
    writeFileSync(at('links.csv'), '始点,終点,帯域,回線\nrt-1,rt-2,10G,N-1\nrt-1,rt-9,1G,\n')
    expect((await run('register.csv')).status).toBe(EXIT.done)
    expect((await run('links.csv')).status).toBe(EXIT.unknown)
    const { estate } = await readWorkspace(at('ws'))
    expect(estate.equipment.map(({ id, rack }) => [id, rack])).toEqual([
      ['rt-1', '東京/A1'],
      ['rt-2', '大阪/A1'],
    ])
    expect(estate.racks).toMatchObject([
      { id: '東京/A1', name: 'A1', site: '東京' },
      { id: '大阪/A1', name: 'A1', site: '大阪' },
    ])
    expect(estate.parties).toMatchObject([{ id: '甲社', roles: ['maker'] }])
    expect(estate.nodes.map(({ id }) => id)).toEqual(['rt-9'])
    expect(estate.links.map(({ id, route }) => [id, route])).toEqual([
      ['rt-1-rt-2', 'unknown'],
      ['rt-1-rt-9', undefined],
    ])
    expect(estate.mappings.map(({ id, collection }) => [id, collection])).toEqual([
      ['links.csv', 'links'],
      ['register.csv', 'equipment'],
    ])
    expect((await run('register.csv')).out.at(-1)).toBe('nothing changes / 変更はありません')
    // The remembered mapping now stands: a heading that it names and that is gone is told, not guessed anew.
    writeFileSync(
      at('register.csv'),
      '機器名,機種,設置場所,ラック,電源系統,メーカー\nrt-1,X,東京,A1,A系,甲社\n',
    )
    await expect(run('register.csv')).rejects.toThrow(
      'expected a column "型番", as mapping "register.csv" says',
    )
  })

  it('takes a mapping from a file', async () => {
    writeFileSync(at('list.csv'), '甲,乙\nn1,s1\n')
    writeFileSync(
      at('mapping.yaml'),
      'mappings: [{id: list.csv, collection: nodes, header_row: 1, columns: {甲: id, 乙: site}}]\n',
    )
    await run('list.csv', { mapping: at('mapping.yaml') })
    const { estate } = await readWorkspace(at('ws'))
    expect(estate.nodes).toMatchObject([{ id: 'n1', site: 's1' }])
    expect(estate.sites).toMatchObject([{ id: 's1' }])
  })

  it('needs the operator’s zone for dates', async () => {
    writeFileSync(at('register.csv'), '機器名,型番,設置日\nrt-1,X,2024/4/1\n')
    await expect(run('register.csv')).rejects.toThrow('expected a workspace whose operator has a time zone')
    mkdirSync(at('ws'))
    writeFileSync(at('ws/operator.yaml'), 'operator: {name: x, zone: Asia/Tokyo}\n')
    expect((await run('register.csv')).status).toBe(EXIT.done)
    const workspace = await readWorkspace(at('ws'))
    expect(networkOf(workspace, Date.parse('2024-03-31T14:59:59Z')).nodes).toHaveLength(0)
    expect(networkOf(workspace, Date.parse('2024-03-31T15:00:00Z')).nodes).toHaveLength(1)
  })
})
