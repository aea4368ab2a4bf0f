import {
  closeSync,
  ftruncateSync,
  mkdirSync,
  mkdtempSync,
  openSync,
  readdirSync,
  rmSync,
  writeFileSync,
} from 'node:fs'
import { tmpdir } from 'node:os'
import path from 'node:path'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { kensho } from './story.ts'

let folder: string
beforeAll(() => {
  folder = mkdtempSync(path.join(tmpdir(), 'kensho-bad-'))
})
afterAll(() => rmSync(folder, { recursive: true, force: true }))

const CYCLE = `nodes:
  - { id: a, rides_on: [panel] }
risks:
  - { id: panel, kind: power, rides_on: [hall] }
  - { id: hall, kind: building, rides_on: [panel] }
`

/** Name, content, where it is wrong, and a word of what was expected. */
const CASES: [string, string | Uint8Array, RegExp, RegExp][] = [
  ['not-yaml.yaml', 'nodes: [{ id: a }\nlinks: ]\n', /^\S*not-yaml\.yaml:\d+:\d+: /, /expected/],
  ['not-json.json', '{ "nodes": [ { "id": "a" }, ] }', /^\S*not-json\.json:1:\d+: /, /expected/],
  [
    'wrong-kind.yaml',
    'nodes:\n  - id: a\nlinks:\n  id: ab\n',
    /^\S*wrong-kind\.yaml:\d+:\d+: links: /,
    /expected a list/,
  ],
  ['a-list.yaml', '- 1\n- 2\n', /^\S*a-list\.yaml:\d+/, /expected/],
  ['cycle.yaml', CYCLE, /^\S*cycle\.yaml:\d+:\d+: /, /panel → hall → panel|hall → panel → hall/],
  [
    'unknown-reference.yaml',
    'nodes:\n  - id: a\nlinks:\n  - { id: ab, from: a, to: b }\n',
    /^\S*unknown-reference\.yaml:4:\d+: links\[0\]\.to: /,
    /expected .*found "b"/,
  ],
  [
    'invalid-utf8.yaml',
    Uint8Array.from([...Buffer.from('nodes:\n  - id: "'), 0xff, 0xfe, ...Buffer.from('"\n')]),
    /^\S*invalid-utf8\.yaml:2:/,
    /UTF-8/,
  ],
  [
    'twice.yaml',
    'nodes:\n  - id: a\n  - id: b\n  - id: a\n',
    /^\S*twice\.yaml:4:\d+: nodes\[2\]\.id: /,
    /"a"/,
  ],
  [
    'negative.yaml',
    'nodes:\n  - id: a\n  - id: b\nlinks:\n  - { id: ab, from: a, to: b, capacity: -1 }\n',
    /^\S*negative\.yaml:5:\d+: links\[0\]\.capacity/,
    /expected/,
  ],
  ['misspelt.yaml', 'nodes:\n  - id: a\nlniks: []\n', /^\S*misspelt\.yaml:3:\d+: /, /"links"/],
  ['empty.yaml', '', /^\S*empty\.yaml/, /expected/],
]

describe('bad input ends with 64, one line, file, place and what was expected', () => {
  it.each(CASES)('%s', async (name, content, place, expected) => {
    writeFileSync(path.join(folder, name), content)
    const before = readdirSync(folder).sort()
    for (const command of ['check', 'redundancy']) {
      const { status, stdout, stderr } = await kensho(command, path.join(folder, name), '--json')
      expect({ status, stdout }, `${command}: ${stderr}`).toEqual({ status: 64, stdout: '' })
      expect(stderr.trim().split('\n')).toHaveLength(1)
      expect(stderr).toMatch(place)
      expect(stderr).toMatch(expected)
    }
    expect(readdirSync(folder).sort()).toEqual(before)
  })

  it('a file of 200 MB is refused without reading it', async () => {
    const file = path.join(folder, 'huge.yaml')
    const handle = openSync(file, 'w')
    ftruncateSync(handle, 200_000_000)
    closeSync(handle)
    const { status, stderr } = await kensho('check', file)
    expect(status).toBe(64)
    expect(stderr).toMatch(/huge\.yaml.*at most/)
  })

  it('a duplicate id in two files of a workspace names both places', async () => {
    const workspace = path.join(folder, 'workspace')
    mkdirSync(workspace)
    writeFileSync(path.join(workspace, 'a.yaml'), 'sites:\n  - id: tokyo\n')
    writeFileSync(path.join(workspace, 'b.yaml'), '# second\nsites:\n  - id: tokyo\n')
    const { status, stderr } = await kensho('check', workspace)
    expect(status).toBe(64)
    expect(stderr).toMatch(/b\.yaml:3:\d+: .*a\.yaml:2/)
  })

  it('a file that is not there, and an instant that is none', async () => {
    expect(await kensho('check', path.join(folder, 'missing.yaml'))).toMatchObject({
      status: 64,
      stderr: expect.stringContaining('missing.yaml'),
    })
    writeFileSync(path.join(folder, 'good.yaml'), 'nodes:\n  - id: a\n')
    expect(await kensho('check', path.join(folder, 'good.yaml'), '--at', 'yesterday')).toMatchObject({
      status: 64,
      stderr: expect.stringContaining('--at'),
    })
  })
})
