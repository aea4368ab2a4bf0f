import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import path from 'node:path'
import { afterAll, expect, it } from 'vitest'
import '../../modules.ts'
import { fixedClock } from '../../platform/clock.ts'
import { runCommandLine } from '../../platform/command-line.ts'
import { capacityCommands } from './cli.ts'

const folder = mkdtempSync(path.join(tmpdir(), 'kensho-capacity-bad-'))
afterAll(() => rmSync(folder, { recursive: true }))

const NOW_MS = Date.parse('2026-11-23T00:00:00Z')
const DAY_MS = 86_400_000

/** Runs a command on one network file and on a workspace folder that holds the same. */
async function both(command: string, document: object, history = ''): Promise<Ran[]> {
  const dir = mkdtempSync(path.join(folder, 'w-'))
  const text = JSON.stringify(document)
  mkdirSync(path.join(dir, 'workspace'))
  for (const place of [dir, path.join(dir, 'workspace')]) writeFileSync(path.join(place, 'band.csv'), history)
  writeFileSync(path.join(dir, 'net.json'), text)
  const operator = { operator: { name: 'Test', zone: 'Asia/Tokyo' } }
  writeFileSync(path.join(dir, 'workspace/all.json'), JSON.stringify({ ...operator, ...document }))
  return [await run(command, dir, 'net.json'), await run(command, dir, 'workspace')]
}

type Ran = { status: number; out: string; err: string[] }

async function run(command: string, cwd: string, target: string): Promise<Ran> {
  const out: string[] = []
  const err: string[] = []
  const io = {
    out: (line: string) => void out.push(line),
    err: (line: string) => void err.push(line),
    clock: fixedClock(NOW_MS),
    env: {},
    cwd,
  }
  const status = await runCommandLine(capacityCommands, [], ['capacity', command, target, '--json'], io)
  return { status, out: out.join('\n'), err }
}

const nodes = [{ id: 'a' }, { id: 'b' }]
const link = (change: object = {}) => ({ id: 'ab', from: 'a', to: 'b', capacity: 10, ...change })
const demands = [{ from: 'a', to: 'b', volume: 1 }]
const network = { nodes, links: [link()], demands }

const REFUSED: [string, object, RegExp][] = [
  ['a negative capacity', { ...network, links: [link({ capacity: -1 })] }, /links\[0\]\.capacity.*expected/],
  [
    'a capacity that is text',
    { ...network, links: [link({ capacity: 'ten' })] },
    /links\[0\]\.capacity.*expected/,
  ],
  [
    'a demand of an unknown node',
    { ...network, demands: [{ from: 'a', to: 'z', volume: 1 }] },
    /demands\[0\]\.to.*"z"/,
  ],
  ['a link to an unknown node', { ...network, links: [link({ to: 'z' })] }, /links\[0\]\.to.*"z"/],
  ['a duplicate id', { ...network, nodes: [...nodes, { id: 'a' }] }, /nodes\[2\]\.id.*"a"/],
  [
    'a negative demand',
    { ...network, demands: [{ from: 'a', to: 'b', volume: -1 }] },
    /demands\[0\]\.volume.*expected/,
  ],
]

it.each(REFUSED)(
  'survive, flow and surge refuse %s: 64, one line, where and what',
  async (_what, bad, where) => {
    let checked = 0
    for (const command of ['survive', 'flow', 'surge'])
      for (const { status, out, err } of await both(command, bad)) {
        expect([command, status, out, err.length], err.join('\n')).toEqual([command, 64, '', 1])
        expect(err[0]).toMatch(where)
        checked += 1
      }
    expect(checked).toBe(6)
  },
)

it('a missing capacity is unknown, never NaN', async () => {
  const { capacity: _none, ...bare } = link()
  // Two of them, so that no failure leaves the demand unserved.
  const unknown = { ...network, links: [bare, { ...bare, id: 'ab2' }] }
  for (const { status, out } of await both('survive', unknown)) {
    expect(status).toBe(2)
    expect(out).not.toContain('NaN')
    expect(JSON.parse(out).links[0].utilisation).toBeNull()
  }
  for (const { status, out } of await both('flow', unknown))
    expect([status, out.includes('NaN')]).toEqual([2, false])
})

const band = { id: 'band', owner: 'p', unit: 'x', maximum: 100, lead_time_days: 30, history: 'band.csv' }
const rows = (count: number, value: (day: number) => number | string): string =>
  `timestamp,value\n${Array.from({ length: count }, (_none, day) => `${new Date(NOW_MS - (count - day) * DAY_MS).toISOString()},${value(day)}`).join('\n')}\n`

const HISTORIES: [string, string, number, RegExp][] = [
  ['text in the series', rows(30, (day) => (day === 7 ? 'full' : day)), 64, /band\.csv:9.*expected/],
  [
    'two values for one instant',
    `timestamp,value\n2026-01-01,1\n2026-01-01,2\n`,
    64,
    /band\.csv:3: expected one value for each instant/,
  ],
  ['an empty file', '', 64, /band\.csv.*expected/],
  ['a header without any row', 'timestamp,value\n', 64, /band\.csv: expected rows .*; found none/],
  [
    'less than nothing of a resource',
    rows(30, (day) => 3 - day),
    64,
    /band\.csv: expected amounts of at least 0/,
  ],
  ['a series that never changes', rows(60, () => 7), 2, /cannot be told from a meter that stands still/],
  ['one point', rows(1, () => 7), 2, /Of its days only 1 can be used/],
  ['a series without instants', 'band,1,2,3,4,5,6,7,8,9,10,11,12\n', 2, /no instants/],
]

it.each(HISTORIES)(
  'exhaust on %s is refused or explained, never NaN',
  async (_what, history, wanted, says) => {
    const document = { nodes, links: [link()], resources: [band] }
    let checked = 0
    for (const { status, out, err } of await both('exhaust', document, history)) {
      expect([status, out.includes('NaN')], err.join('\n')).toEqual([wanted, false])
      if (wanted === 64) expect([out, err.length]).toEqual(['', 1])
      else expect(JSON.parse(out).resources[0].cannot_forecast.ja).not.toBe('')
      expect(wanted === 64 ? err[0] : out).toMatch(says)
      checked += 1
    }
    expect(checked).toBe(2)
  },
)

it.each([
  ['a negative maximum', { maximum: -1 }, /resources\[0\]\.maximum/],
  ['a reserve beyond the maximum', { reserve: 101 }, /resources\[0\]\.reserve.*at most maximum \(100\)/],
  ['a lead time that is text', { lead_time_days: 'soon' }, /resources\[0\]\.lead_time_days/],
  ['a deadline that is no date', { deadlines: ['2026-02-30'] }, /resources\[0\]\.deadlines\[0\]/],
])('exhaust refuses %s', async (_what, change, where) => {
  const document = { nodes, links: [], resources: [{ ...band, ...change }] }
  for (const { status, err } of await both(
    'exhaust',
    document,
    rows(30, (day) => day),
  )) {
    expect([status, err.length]).toEqual([64, 1])
    expect(err[0]).toMatch(where)
  }
})

it('says what it expected where nothing is named, or nothing is there', async () => {
  expect((await run('survive', folder, 'nowhere')).err[0]).toMatch(/nowhere: expected a file or folder/)
  expect((await run('exhaust', folder, 'nowhere')).status).toBe(64)
})

const POOL = { id: 'sim', unit: 'numbers', ranges: ['09012340000-09012349999'] }
const RANGES: [string, object[], RegExp][] = [
  [
    'ranges that overlap between two resources',
    [POOL, { ...POOL, id: 'voice', ranges: ['09012349999-09012350000'] }],
    /resources\[1\]\.ranges\[0\].*09012349999-09012350000 of voice, which shares 09012349999 with ranges\[0\] of sim/,
  ],
  [
    'ranges that overlap within one',
    [{ ...POOL, ranges: ['203.0.113.0/24', '203.0.113.128-203.0.113.130'] }],
    /resources\[0\]\.ranges\[1\].*shares 203\.0\.113\.128-203\.0\.113\.130 with ranges\[0\] of the same resource/,
  ],
  ['host bits in a prefix', [{ ...POOL, ranges: ['203.0.113.1/24'] }], /ranges\[0\].*203\.0\.113\.0\/24/],
  ['a maximum beside ranges', [{ ...POOL, maximum: 5 }], /resources\[0\]\.maximum/],
]

it.each(RANGES)('exhaust refuses %s: 64, one line, where and what', async (_what, resources, where) => {
  let checked = 0
  for (const { status, out, err } of await both('exhaust', { ...network, resources })) {
    expect([status, out, err.length], err.join('\n')).toEqual([64, '', 1])
    expect(err[0]).toMatch(where)
    checked += 1
  }
  expect(checked).toBe(2)
})

it('exhaust counts what ranges hold, minus the reserve, and says so', async () => {
  const days = Array.from({ length: 60 }, (_none, day) => {
    const date = new Date(NOW_MS - (60 - day) * DAY_MS).toISOString().slice(0, 10)
    return `${date},${9_000 + 10 * day}`
  })
  const resources = [{ ...POOL, reserve: 100, lead_time_days: 5, history: 'band.csv' }]
  for (const { out, err } of await both('exhaust', { ...network, resources }, `${days.join('\n')}\n`)) {
    const [found] = (JSON.parse(out) as { resources: Record<string, unknown>[] }).resources
    expect(found, err.join('\n')).toMatchObject({
      usable: 9_900,
      counted: { ranges: 1, maximum: 10_000 },
      exhausts: { date: '2026-12-24' },
    })
    expect(JSON.stringify(found)).toContain('The maximum is what its range holds: 10000.')
  }
})
