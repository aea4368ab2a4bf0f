import { cpSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import path from 'node:path'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import type { Decision } from '../../src/charter/gate.ts'
import { told } from './rules-told.ts'
import { DEMO_WORKSPACE, kensho, unjudgedStory } from './story.ts'

unjudgedStory('4.1', 'A release happens only when a superior approved its content')

const KEPT = path.join(import.meta.dirname, 'fixtures/kept-charter')
const CHANGE = {
  id: 'change-1',
  requester: 'p-engineer',
  digest: 'sha256:0000',
  from: '2026-12-01T01:00:00+09:00',
  until: '2026-12-01T05:00:00+09:00',
  takes_down: ['in-1'],
}

describe('the gate asks what a change would break, before it is made', () => {
  let folder: string
  beforeAll(() => {
    folder = mkdtempSync(path.join(tmpdir(), 'kensho-gate-'))
  })
  afterAll(() => rmSync(folder, { recursive: true, force: true }))

  const written = (change: object): string => {
    const file = path.join(folder, 'change.json')
    writeFileSync(file, JSON.stringify({ ...CHANGE, ...change }))
    return file
  }
  const asked = async (change: object, workspace = KEPT, ...options: string[]) => {
    const { status, stdout, stderr } = await told(
      'gate',
      written(change),
      '--workspace',
      workspace,
      '--json',
      ...options,
    )
    return { status, stderr, ...(stdout === '' ? {} : (JSON.parse(stdout) as Decision)) }
  }

  it('objects where the last redundancy is lost, naming the service, what remains, and the window in the operator’s zone', async () => {
    const { status, decision, objections } = await asked({})
    expect([status, decision]).toEqual([2, 'needs-acceptance'])
    expect(objections).toHaveLength(1)
    const [objection] = objections!
    expect(objection).toMatchObject({
      clause: '2.1',
      effect: 'needs-acceptance',
      acceptable_by: 'quality-owner',
      from: '2026-11-30T16:00:00.000Z',
      until: '2026-11-30T20:00:00.000Z',
    })
    expect(objection!.because[0]!.text).toEqual({
      ja: 'この変更により、データ は 2026年12月1日（火）01:00 から 05:00 まで（Asia/Tokyo）、冗長を失います。残るのは ルータ2、接続線2、中継線2、西館 で、そのどれか一つが失われると停止します。',
      en: 'Data loses redundancy from Tue 1 December 2026 01:00 until 05:00 (Asia/Tokyo): what remains is Router 2, Access 2, Trunk 2 and West hall, and losing any one of them takes it down.',
    })
    expect(objection!.because[0]!.objects).toEqual(['data', 'r2', 'in-2', 'out-2', 'west', 'in-1'])
    expect(objection!.because[0]!.evidence[0]).toMatchObject({ kind: 'document', ref: 'workspace' })
  })

  it('denies where a service goes down, through a building as well as by itself', async () => {
    for (const takes_down of [['in-1', 'in-2'], ['east', 'out-2'], ['peer']]) {
      const { status, decision, objections } = await asked({ takes_down })
      expect([status, decision, objections!.map(({ effect }) => effect)]).toEqual([1, 'deny', ['blocks']])
    }
  })

  it('lets pass what breaks nothing: a second line is added before the first is taken down', async () => {
    const adds = { links: [{ id: 'in-3', from: 'peer', to: 'r1' }] }
    expect(await asked({ adds })).toEqual({ status: 0, stderr: '', decision: 'allow', objections: [] })
    expect(await asked({ takes_down: [] })).toMatchObject({ status: 0, decision: 'allow' })
  })

  it('never blocks the repair of what is already lost, and counts what is lost at the moment', async () => {
    const workspace = path.join(folder, 'departed')
    const said = {
      because: 'cut by a digger',
      owner: 'p-engineer',
      valid_from: '2026-11-20',
      valid_to: '2026-12-05',
    }
    const states = [{ id: 's1', of: 'in-2', is: 'down', ...said }]
    rmSync(workspace, { recursive: true, force: true })
    cpSync(KEPT, workspace, { recursive: true })
    writeFileSync(path.join(workspace, 'states.yaml'), JSON.stringify({ states }))
    // Down already: taking it down for the repair loses nothing more.
    expect(await asked({ takes_down: ['in-2'] }, workspace)).toMatchObject({ status: 0, decision: 'allow' })
    expect(await asked({ takes_down: [], restores: ['in-2'] }, workspace)).toMatchObject({ status: 0 })
    // Harmless in the steady state, but not now: with in-2 down, in-1 is all there is.
    expect(await asked({ takes_down: ['in-1'] }, workspace)).toMatchObject({ status: 1, decision: 'deny' })
    expect(await asked({ takes_down: ['in-1'], restores: ['in-2'] }, workspace)).toMatchObject({ status: 2 })
    const judged = async (at: string) => {
      const { stdout } = await told('check', workspace, '--json', '--at', at)
      const { clauses } = JSON.parse(stdout) as {
        clauses: { id: string; controls: { id: string; verdict: string }[] }[]
      }
      const controls = clauses.find(({ id }) => id === '2.1')!.controls
      return controls.find(({ id }) => id === 'redundancy.departures')!.verdict
    }
    const deadline = Date.parse('2026-12-05T00:00:00+09:00')
    expect(await judged(new Date(deadline - 1000).toISOString())).toBe('pass')
    expect(await judged(new Date(deadline).toISOString())).toBe('fail')
  })

  it('judges each part of a window by what is out of work then', async () => {
    const workspace = path.join(folder, 'in-maintenance')
    const until = '2026-11-24T06:00+09:00'
    const state = {
      id: 'memory',
      of: 'osaka1-nat2',
      is: 'in-maintenance',
      valid_from: '2026-11-21T01:00+09:00',
      valid_to: until,
    }
    cpSync(DEMO_WORKSPACE, workspace, { recursive: true })
    writeFileSync(path.join(workspace, 'states.yaml'), JSON.stringify({ states: [state] }))
    const window = { from: '2026-11-23T01:00:00+09:00', until: '2026-11-25T05:00:00+09:00' }
    const { objections } = await asked({ ...window, takes_down: ['osaka1-nat1'] }, workspace)
    const asking = objections!.filter(({ effect }) => effect === 'needs-acceptance')
    // The other translator of Osaka is back from maintenance at six in the morning of the 24th.
    expect(asking.map(({ from, until }) => [from, until])).toEqual(
      ['data-a', 'data-b', 'data-c'].map(() => ['2026-11-22T16:00:00.000Z', '2026-11-23T21:00:00.000Z']),
    )
    expect(objections!.filter(({ effect }) => effect === 'informs')).toHaveLength(1)
  })

  it('refuses what it cannot read with 64, file and place, and never lets it pass', async () => {
    const cases: [object, RegExp][] = [
      [
        { takes_down: ['in-9'] },
        /change\.json:1:\d+: takes_down\[0\]: expected the id of .* found "in-9".*did you mean "in-1"/,
      ],
      [{ until: CHANGE.from }, /change\.json:1:\d+: until: expected an instant after from/],
      [
        { adds: { links: [{ id: 'in-3', from: 'peer', to: 'r9' }] } },
        /adds\.links\[0\]\.to: expected .* found "r9"/,
      ],
      [
        { adds: { links: [{ id: 'in-1', from: 'peer', to: 'r1' }] } },
        /adds\.links\[0\]\.id: expected each id once/,
      ],
      [{ digest: undefined }, /expected a change with digest/],
      [{ takes_dwn: [] }, /did you mean "takes_down"/],
    ]
    for (const [change, complaint] of cases) {
      const { status, stderr, decision } = await asked(change)
      expect([status, decision]).toEqual([64, undefined])
      expect(stderr).toMatch(complaint)
    }
    const empty = path.join(folder, 'empty')
    writeFileSync(`${empty}.yaml`, 'operator: { name: nobody, zone: Asia/Tokyo }\n')
    const unknown = await asked({ takes_down: [] }, `${empty}.yaml`)
    expect(unknown).toMatchObject({ status: 2, decision: 'needs-acceptance' })
  })

  it('gives the same from the real command line, in words of either language', async () => {
    const { status, stdout } = await kensho('gate', written({}), '--workspace', KEPT, '--lang', 'ja')
    expect(status).toBe(2)
    expect(stdout).toMatch(/^◌ 承諾が要る\n {2}2\.1 要承諾 \(quality-owner\): この変更により、データ は/)
  })
})
