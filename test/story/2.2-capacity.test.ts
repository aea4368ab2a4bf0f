import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import path from 'node:path'
import { afterAll, describe, expect, it } from 'vitest'
import type { Conformance } from '../../src/charter/verdict.ts'
import { kensho } from './story.ts'

const folder = mkdtempSync(path.join(tmpdir(), 'kensho-story-capacity-'))
afterAll(() => rmSync(folder, { recursive: true, force: true }))

const DAY_MS = 86_400_000
const AT = '2026-10-23T00:00:00+09:00'

/** A line between two sites, doubled, with a demand and a contracted bandwidth that grows by 0.2 Gbit/s a day. */
function workspace(name: string, capacity: number, lead_time_days: number): string {
  const dir = path.join(folder, name)
  mkdirSync(path.join(dir, 'history'), { recursive: true })
  const rows = Array.from({ length: 540 }, (_none, day) => {
    const at = new Date(Date.parse(AT) - (540 - day) * DAY_MS + DAY_MS / 2)
    return `${at.toISOString()},${100 + 0.2 * day}`
  })
  writeFileSync(path.join(dir, 'history/band.csv'), `timestamp,value\n${rows.join('\n')}\n`)
  const link = (id: string) => ({ id, from: 'tokyo', to: 'osaka', capacity })
  const document = {
    operator: { name: { ja: '試験事業者', en: 'Test operator' }, zone: 'Asia/Tokyo' },
    nodes: ['tokyo', 'osaka'].map((id) => ({ id, beyond_boundary: true })),
    links: [link('east'), link('west')],
    demands: [{ from: 'tokyo', to: 'osaka', volume: 10 }],
    resources: [
      {
        id: 'band',
        name: '接続帯域',
        name_en: 'Contracted bandwidth',
        owner: 'p-0001',
        unit: 'Gbit/s',
        maximum: 300,
        reserve: 20,
        lead_time_days,
        buffer_days: 14,
        history: 'history/band.csv',
      },
    ],
  }
  writeFileSync(path.join(dir, 'all.json'), JSON.stringify(document))
  return dir
}

async function clauseOf(dir: string) {
  const { stdout, stderr } = await kensho('check', dir, '--at', AT, '--json')
  if (stdout === '') throw new Error(stderr)
  return (JSON.parse(stdout) as Conformance).clauses.find(({ id }) => id === '2.2')!
}

describe('2.2 capacity stays ahead of forecast demand', () => {
  it('holds while both lines can carry it alone and there is time to order', async () => {
    const clause = await clauseOf(workspace('good', 12, 90))
    const computed = clause.controls.filter(({ id }) => id.startsWith('capacity.'))
    expect(computed.map(({ verdict }) => verdict)).toEqual(['pass', 'pass', 'not-applicable'])
    expect(computed[1]!.because[0]!.text.ja).toMatch(/^接続帯域 は 2027-10-\d\d に尽きます。/)
    expect(computed[1]!.because[0]!.evidence.map(({ ref }) => ref)).toContain('history/band.csv')
  })

  it('fails where one line alone cannot carry it, and where it is too late to order', async () => {
    const clause = await clauseOf(workspace('bad', 8, 500))
    expect(clause.verdict).toBe('fail')
    const faults = clause.controls.flatMap(({ because }) =>
      because.flatMap(({ verdict, objects }) => (verdict === 'fail' ? objects : [])),
    )
    expect(new Set(faults)).toEqual(new Set(['east', 'west', 'band']))
  })

  it('tells by when to order, and says why it cannot where the history is no series', async () => {
    const dir = workspace('order', 12, 90)
    const { status, stdout } = await kensho('capacity', 'exhaust', dir, '--at', AT, '--json')
    expect(status).toBe(0)
    const [band] = (JSON.parse(stdout) as { resources: Record<string, unknown>[] }).resources
    expect(band).toMatchObject({ id: 'band', usable: 280, under_failure: null, late: false })
    writeFileSync(path.join(dir, 'history/band.csv'), 'timestamp,value\n2026-01-01,1\n2026-01-01,2\n')
    const refused = await kensho('capacity', 'exhaust', dir, '--json')
    expect([refused.status, refused.stdout]).toEqual([64, ''])
    expect(refused.stderr).toContain('history/band.csv:3: expected one value for each instant')
  })
})
