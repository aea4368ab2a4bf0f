import { cpSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import path from 'node:path'
import { afterAll, expect, it } from 'vitest'
// Joins what modules add to documents, as the command line does.
import '../../modules.ts'
import { systemClock } from '../../platform/clock.ts'
import { runCommandLine } from '../../platform/command-line.ts'
import { redundancyCommand } from './cli.ts'
import type { RedundancyReport } from './report.ts'

const folder = mkdtempSync(path.join(tmpdir(), 'kensho-redundancy-'))
afterAll(() => rmSync(folder, { recursive: true }))

async function kensho(...argv: string[]): Promise<{ status: number; out: string[]; err: string[] }> {
  const out: string[] = []
  const err: string[] = []
  const io = {
    out: (line: string) => void out.push(line),
    err: (line: string) => void err.push(line),
    clock: systemClock,
    env: {},
    cwd: folder,
  }
  return { status: await runCommandLine([redundancyCommand], [], argv, io), out, err }
}

it('takes a workspace folder with what every module adds to its documents', async () => {
  cpSync(path.resolve(import.meta.dirname, '../../demo/workspace'), path.join(folder, 'demo'), {
    recursive: true,
  })
  const { status, out, err } = await kensho('redundancy', 'demo', '--json')
  expect([status, err]).toEqual([1, []])
  const report = JSON.parse(out.join('')) as RedundancyReport
  expect(report.nodes).toBeGreaterThan(50)
  expect(report.services.filter(({ verdict }) => verdict === 'fail').map(({ id }) => id)).toEqual(['voice-a'])
})

it('refuses bad input with place and expectation, and prints nothing', async () => {
  const bad = {
    'negative.yaml': [
      'links: [{ id: l, from: a, to: b, capacity: -1 }]',
      /links\[0\]\.capacity: expected .*found -1/,
    ],
    'unknown.yaml': [
      'links: [{ id: l, from: a, to: zz }]',
      /links\[0\]\.to: expected the id of a node, found "zz"/,
    ],
    'twice.yaml': ['links: [{ id: a, from: a, to: b }]', /id: expected each id once, found "a" again/],
  } as const
  for (const [name, [links, because]] of Object.entries(bad)) {
    writeFileSync(path.join(folder, name), `nodes: [{ id: a }, { id: b }]\n${links}\n`)
    const { status, out, err } = await kensho('redundancy', name, '--json')
    expect([name, status, out]).toEqual([name, 64, []])
    expect(err.join('')).toMatch(because)
  }
  expect(Object.keys(bad)).toHaveLength(3)
})
