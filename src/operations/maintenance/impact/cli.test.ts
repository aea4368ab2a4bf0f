import { mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterAll, describe, expect, it } from 'vitest'
import { noticeImpactCommand } from './cli.ts'
import type { ImpactReport } from './report.ts'

const folder = mkdtempSync(join(tmpdir(), 'impact-'))
afterAll(() => rmSync(folder, { recursive: true }))

const NETWORK = `
nodes: [{ id: a }, { id: b }]
risks: [{ id: CIR-10001, kind: circuit }, { id: CIR-10002, kind: circuit }, { id: CIR-10003, kind: circuit }]
links:
  - { id: l1, from: a, to: b, metric: 1, capacity: 20, rides_on: [CIR-10001] }
  - { id: l2, from: a, to: b, metric: 2, capacity: 20, rides_on: [CIR-10002] }
  - { id: l3, from: a, to: b, metric: 3, capacity: 5, rides_on: [CIR-10003] }
services: [{ id: voice, from: [a], to: [b], tolerate: [] }]
demands: [{ from: a, to: b, volume: 10 }]
`
writeFileSync(join(folder, 'network.yaml'), NETWORK)
writeFileSync(join(folder, 'bare.yaml'), NETWORK.replace(/demands.*/, ''))

function mail(name: string, circuit: string, hours: string, id = name): void {
  const [start, end] = hours.split('-')
  const text = `From: noc@carrier.example\r\nMessage-ID: <${name}@carrier.example>\r\nSubject: Planned work ${id}\r\nDate: Mon, 1 Jun 2026 10:00:00 +0000\r\n\r\nMaintenance ID: ${id}\r\nStart: 2026-06-16 ${start} UTC\r\nEnd: 2026-06-16 ${end} UTC\r\nCircuit ID: ${circuit}\r\n`
  writeFileSync(join(folder, `${name}.eml`), text)
}
mail('MA-1001', 'CIR-10001', '01:00-05:00')
mail('MA-1002', 'CIR-10002', '03:00-06:00')
mail('MA-1003', 'CIR-10003', '04:00-06:00')
mail('MA-1004', 'CIR-99999', '01:00-05:00')

async function run(target: string, files: string[], more: Record<string, unknown> = {}) {
  const lines: string[] = []
  const io = {
    out: (text: string) => void lines.push(text),
    err: () => undefined,
    clock: { now: () => Date.parse('2026-06-02T00:00:00Z') },
    env: { LANG: 'en' },
    cwd: folder,
  }
  const options = { notices: files, days: '400', ...more } as unknown as Record<string, string>
  const status = await noticeImpactCommand.run(io, [target], options)
  return { status, lines }
}

async function report(files: string[]): Promise<{ status: number; found: ImpactReport }> {
  const { status, lines } = await run('network.yaml', files, { json: true })
  return { status, found: JSON.parse(lines[0] ?? '') as ImpactReport }
}

describe('kensho notice impact', () => {
  it('says what several notices do together, when, and shows why; 1 as it is certain', async () => {
    const { status, found } = await report(['MA-1001.eml', 'MA-1002.eml', 'MA-1003.eml'])
    expect(status).toBe(1)
    expect(found.maintenances).toHaveLength(3)
    const told = found.intervals.map(
      ({ from, until, certain, down, redundancy_lost, below_capacity }) =>
        `${from.slice(11, 16)}-${until.slice(11, 16)} ${certain} ${down.length}${redundancy_lost.length}${below_capacity.length}`,
    )
    expect(told).toEqual([
      '01:00-03:00 true 001',
      '03:00-04:00 true 011',
      '04:00-05:00 true 100',
      '05:00-06:00 true 010',
    ])
    const [, both, all] = found.intervals
    expect(both!.redundancy_lost[0]).toMatchObject({
      service: 'voice',
      maintenances: ['carrier.example/MA-1001', 'carrier.example/MA-1002'],
      failures: ['l3', 'CIR-10003'],
    })
    expect(both!.below_capacity[0]!.overloaded).toEqual([
      { id: 'l3', direction: 'forward', load: 10, capacity: 5 },
    ])
    expect(all!.down[0]!.witness!.en).toContain('a no longer reaches')
    expect(all!.down[0]!.witness!.ja).toContain('届かなくなります')
  })

  it('ends with 0 where nothing is lost, and with 2 where something is not known', async () => {
    expect((await report(['MA-1003.eml'])).status).toBe(0)
    const unknown = await report(['MA-1004.eml'])
    expect(unknown.status).toBe(2)
    expect(unknown.found.unresolved).toEqual([
      { maintenance: 'carrier.example/MA-1004', said: ['CIR-99999'] },
    ])
    const bare = await run('bare.yaml', ['MA-1003.eml'])
    expect(bare.status).toBe(2)
    expect(bare.lines.join('\n')).toContain('whether capacity suffices was not judged')
  })

  it('prints for people in both languages', async () => {
    const files = ['MA-1001.eml', 'MA-1002.eml', 'MA-1003.eml']
    const english = (await run('network.yaml', files, { lang: 'en' })).lines.join('\n')
    const japanese = (await run('network.yaml', files, { lang: 'ja' })).lines.join('\n')
    expect(english).toContain('redundancy lost: voice')
    expect(english).toContain('down: voice')
    expect(japanese).toContain('冗長喪失: voice')
    expect(japanese).toContain('容量不足: voice')
  })

  it('refuses what cannot be used, by name', async () => {
    await expect(run('network.yaml', [])).rejects.toThrow('--notices: expected at least one mail')
    await expect(run('network.yaml', ['absent.eml'])).rejects.toThrow('absent.eml: expected a file')
    await expect(run('absent', ['MA-1001.eml'])).rejects.toThrow('expected a file or folder')
    await expect(run('network.yaml', ['MA-1001.eml'], { days: 'all' })).rejects.toThrow('--days: expected')
  })
})
