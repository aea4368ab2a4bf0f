import { mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import path from 'node:path'
import { afterAll, expect, it } from 'vitest'
import { fixedClock } from '../../platform/clock.ts'
import { runCommandLine } from '../../platform/command-line.ts'
import { capacityCommands } from './cli.ts'

const folder = mkdtempSync(path.join(tmpdir(), 'kensho-capacity-'))
afterAll(() => rmSync(folder, { recursive: true }))

async function kensho(
  content: string,
  name: string,
  ...argv: string[]
): Promise<{ status: number; out: string[]; err: string[] }> {
  writeFileSync(path.join(folder, name), content)
  const out: string[] = []
  const err: string[] = []
  const io = {
    out: (line: string) => void out.push(line),
    err: (line: string) => void err.push(line),
    clock: fixedClock(0),
    env: {},
    cwd: folder,
  }
  return { status: await runCommandLine(capacityCommands, [], argv, io), out, err }
}

function triangle(capacity: number | undefined): string {
  const link = (id: string, from: string, to: string) => ({
    id,
    from,
    to,
    ...(capacity !== undefined && { capacity }),
  })
  return JSON.stringify({
    nodes: [{ id: 'a' }, { id: 'b' }, { id: 'c' }],
    links: [link('ab', 'a', 'b'), link('bc', 'b', 'c'), link('ca', 'c', 'a')],
    demands: [
      { from: 'a', to: 'b', volume: 6 },
      { from: 'a', to: 'c', volume: 6 },
    ],
  })
}

it.each([
  ['nothing overloads', triangle(12), 0],
  ['a failure overloads', triangle(8), 1],
  ['capacities are unknown', triangle(undefined), 2],
  ['a capacity is negative', triangle(-1), 64],
])('capacity survive where %s', async (_what, content, status) => {
  const ran = await kensho(content, 'net.json', 'capacity', 'survive', 'net.json', '--json', '--timings')
  expect(ran.status).toBe(status)
  if (status === 64) return
  const report = JSON.parse(ran.out[0]!) as Record<string, unknown>
  expect(report).toMatchObject({
    links: expect.any(Array),
    failures: expect.any(Array),
    timings: expect.any(Object),
  })
  expect(report['links']).toHaveLength(6)
  expect(report['failures']).toHaveLength(6)
})

it('forecast prints a JSON line a series, and gives 2 where one cannot be forecast, never 1', async () => {
  const row = Array.from({ length: 60 }, (_none, at) => 10 + (at % 7)).join()
  const good = await kensho(
    `id,v\na,${row}\n`,
    'a.csv',
    'forecast',
    'a.csv',
    '--horizon',
    '5',
    '--season',
    '7',
    '--levels',
    '80,95',
  )
  expect(good.status).toBe(0)
  expect(JSON.parse(good.out[0]!)).toMatchObject({
    id: 'a',
    cpu_ms: expect.any(Number),
    lower: { 80: expect.any(Array), 95: expect.any(Array) },
  })
  const part = await kensho(`a,${row}\none,5\n`, 'b.csv', 'forecast', 'b.csv', '--horizon', '5')
  expect(part.status).toBe(2)
  expect(part.out).toHaveLength(2)
  expect(JSON.parse(part.out[1]!)).toHaveProperty('cannot_forecast.ja')
})

it('forecast takes the busy hour of each day where asked, on the calendar of the operator', async () => {
  const at = (hour: number): string => new Date(Date.UTC(2026, 0, 1, hour)).toISOString().slice(0, 19)
  const value = (hour: number): number =>
    (hour % 24 === 20 ? 100 : 10) + Math.floor(hour / 24) + (Math.floor(hour / 24) % 7 > 4 ? 30 : 0)
  const rows = Array.from({ length: 24 * 60 }, (_none, hour) => `${at(hour)},${value(hour)}`)
  const text = `timestamp,value\n${rows.join('\n')}\n`
  const ran = await kensho(text, 'd.csv', 'forecast', 'd.csv', '--horizon', '7', '--peaks', 'busy-hour')
  expect(ran.status, ran.err.join()).toBe(0)
  const found = JSON.parse(ran.out[0]!) as { point: number[]; seasons: number[] }
  expect(found.seasons).toEqual([7])
  found.point.forEach((point, day) => expect(point).toBeCloseTo(value((60 + day) * 24 + 20), 0))
  const rowsAlone = await kensho(
    'a,1,2,3,4,5,6,7,8,9\n',
    'e.csv',
    'forecast',
    'e.csv',
    '--horizon',
    '3',
    '--peaks',
    'p95',
  )
  expect([rowsAlone.status, rowsAlone.err[0]]).toEqual([64, expect.stringContaining('expected instants')])
})

it.each([
  [['--horizon', '0']],
  [['--horizon', '3', '--peaks', 'week']],
  [['--horizon', '2.5']],
  [['--horizon', '3', '--season', 'x']],
  [[]],
])('forecast refuses the options %j', async (options) => {
  const ran = await kensho('a,1,2,3,4,5,6,7,8,9\n', 'c.csv', 'forecast', 'c.csv', ...options)
  expect(ran.status).toBe(64)
  expect(ran.out).toEqual([])
  expect(ran.err).toHaveLength(1)
})

const procedure = { id: 'attach', servers: { a: 100, b: 100 }, sessions: { c: 1_000 }, timeout_s: 60 }
const resource = { id: 'ab', unit: 'Gbit/s', maximum: 10, lead_time_days: 30 }
const withPart = (part: object): string =>
  JSON.stringify({ ...(JSON.parse(triangle(12)) as object), ...part })

it.each([
  ['flow', triangle(12), 0],
  ['flow', triangle(5), 1],
  ['flow', triangle(undefined), 2],
  ['surge', withPart({ procedures: [procedure] }), 0],
  ['surge', withPart({ procedures: [{ ...procedure, drained_within_s: 1 }] }), 1],
  ['surge', withPart({ procedures: [{ ...procedure, sessions: {} }] }), 2],
  ['exhaust', withPart({ resources: [resource] }), 2],
  ['surge', triangle(12), 64],
  ['exhaust', triangle(12), 64],
  ['surge', withPart({ procedures: [{ ...procedure, servers: { z: 1 } }] }), 64],
  ['exhaust', withPart({ resources: [{ ...resource, maximum: -1 }] }), 64],
  ['exhaust', withPart({ resources: [{ ...resource, reserve: 11 }] }), 64],
  ['exhaust', withPart({ resources: [resource, resource] }), 64],
  ['exhaust', withPart({ resources: [{ ...resource, history: 'nowhere.csv' }] }), 64],
])('capacity %s on %s gives %i', async (command, content, status) => {
  const ran = await kensho(content, 'net.json', 'capacity', command, 'net.json', '--json')
  expect(ran.status, ran.err.join()).toBe(status)
  expect(ran.out).toHaveLength(status === 64 ? 0 : 1)
  if (status === 64) expect(ran.err).toHaveLength(1)
  else expect(ran.out[0]).not.toContain('NaN')
})

it('capacity flow finds the factor between a flow and a proof', async () => {
  // Two links of 12 leave a, which sends 12: everything may double.
  const ran = await kensho(triangle(12), 'net.json', 'capacity', 'flow', 'net.json', '--json', '--timings')
  const report = JSON.parse(ran.out[0]!) as { lambda: number; upper_bound: number; gap: number }
  expect(report.lambda).toBeLessThanOrEqual(2 + 1e-9)
  expect(report.upper_bound).toBeGreaterThanOrEqual(2 - 1e-9)
  expect(report.gap).toBeLessThanOrEqual(0.01)
})
