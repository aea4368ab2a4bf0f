import { mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import path from 'node:path'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import type { Board } from '../../src/charter/board.ts'
import type { Conformance } from '../../src/charter/verdict.ts'
import type { RedundancyPage } from '../../src/design/redundancy/page.ts'
import { startKensho, type Running } from './running.ts'
import { DEMO_WORKSPACE, kensho } from './story.ts'

/** Every sentence of a conformance, in order. */
const reasons = (conformance: Conformance) =>
  conformance.clauses.flatMap(({ controls }) =>
    controls.flatMap(({ because }) => because.map(({ text }) => text)),
  )

/** In the steady state, no single line or device, once lost, stops a service that customers depend on. */
describe('2.1 on the demo operator', () => {
  let running: Running
  const get = async <T>(route: string) => (await (await fetch(`${running.url}${route}`)).json()) as T

  beforeAll(async () => {
    running = await startKensho({ seed: 'demo' })
  })
  afterAll(() => running.stop())

  it('fails for the one genuine single point, and says what follows from it', async () => {
    const board = await get<Board>('/api/board')
    const clause = board.conformance.clauses.find(({ id }) => id === '2.1')!
    expect(board.operator.demo).toBe(true)
    expect(clause.verdict).toBe('fail')
    const failing = clause.controls[0]!.because.filter(({ verdict }) => verdict === 'fail')
    expect(failing).toHaveLength(1)
    expect(failing[0]!.objects).toEqual(['tokyo2-panel-b', 'voice-a'])
    expect(failing[0]!.text).toEqual({
      ja: '東京第二ビル 受電盤B が失われると、音声 A網 が停止します。',
      en: 'Losing Tokyo 2 power panel B alone takes down Voice on carrier A.',
    })
    const [services, elements] = clause.controls[0]!.population
    expect(services).toMatchObject({ total: 6, judged: 5 })
    expect(elements!.judged).toBe(elements!.total)
    expect(elements!.total).toBeGreaterThan(200)
  })

  it('leaves a service unknown whose diversity a carrier did not disclose, and judges the others', async () => {
    const { report } = await get<RedundancyPage>('/api/redundancy')
    const verdicts = Object.fromEntries(report.services.map((service) => [service.id, service.verdict]))
    expect(verdicts).toEqual({
      'data-a': 'pass',
      'data-b': 'pass',
      'data-c': 'unknown',
      'voice-a': 'fail',
      provisioning: 'pass',
      management: 'pass',
    })
    expect(report.services.find(({ id }) => id === 'voice-a')!.tolerated!.map(({ id }) => id)).toEqual([
      'tokyo2',
    ])
  })

  it('gives the same from the command line, without a server', async () => {
    const { stdout, status } = await kensho('check', DEMO_WORKSPACE, '--json')
    const offline = JSON.parse(stdout) as Conformance
    const online = (await get<Board>('/api/board')).conformance
    expect(status).toBe(1)
    const computed = ['1', '2.1']
    const told = ({ clauses }: Conformance) =>
      clauses.filter(({ id }) => computed.includes(id)).map(({ id, verdict }) => [id, verdict])
    expect(told(offline)).toHaveLength(computed.length)
    expect(told(offline)).toEqual(told(online))
    const of = (conformance: Conformance) => ({
      ...conformance,
      clauses: conformance.clauses.filter(({ id }) => id === '2.1'),
    })
    expect(reasons(of(offline)).length).toBeGreaterThan(3)
    expect(reasons(of(offline))).toEqual(reasons(of(online)))
  })

  it('shows the difference, replaces the demo by an own network in one step, and the second time does nothing', async () => {
    const folder = mkdtempSync(path.join(tmpdir(), 'kensho-own-'))
    const file = path.join(folder, 'ring.yaml')
    const links = ['a b', 'b c', 'c a']
      .map((pair) => pair.split(' '))
      .map(([from, to]) => ({ id: `${from}${to}`, from, to }))
    writeFileSync(file, JSON.stringify({ nodes: ['a', 'b', 'c'].map((id) => ({ id })), links }))
    try {
      const dry = await kensho('apply', file, '--server', running.url, '--dry-run')
      expect(dry.stdout).toContain('+ nodes a')
      expect(dry.stdout).toContain('nothing was written')
      expect((await get<Board>('/api/board')).operator.demo).toBe(true)
      const first = await kensho('apply', file, '--server', running.url)
      expect(first).toMatchObject({ status: 0, stderr: '' })
      // The demo's own past has some revisions of its own.
      const revision = Number(/revision (\d+) stands now/.exec(first.stdout)?.[1])
      expect(revision).toBeGreaterThan(1)
      const board = await get<Board>('/api/board')
      expect(board.operator.demo).toBe(false)
      const { controls } = board.conformance.clauses.find(({ id }) => id === '2.1')!
      expect(controls.find(({ id }) => id === 'redundancy.single-points')!.verdict).toBe('pass')
      // Nothing that the demo's people attested counts for the operator who has replaced it.
      const attested = board.conformance.clauses.flatMap((clause) =>
        clause.controls.filter(({ basis }) => basis === 'attested'),
      )
      expect(attested.length).toBeGreaterThan(20)
      expect(attested.filter(({ verdict }) => verdict !== 'unknown')).toEqual([])
      const second = await kensho('apply', file, '--server', running.url)
      expect(second.stdout).toBe(
        `0 added, 0 changed, 0 removed; nothing to do, revision ${revision} stands\n`,
      )
    } finally {
      rmSync(folder, { recursive: true, force: true })
    }
  })

  it('refuses over HTTP what it cannot read, with file and place, and writes nothing', async () => {
    const before = await get<RedundancyPage>('/api/redundancy')
    const content_base64 = Buffer.from('nodes:\n  - id: a\n  - id: a\n').toString('base64')
    const response = await fetch(`${running.url}/api/estate/apply`, {
      method: 'POST',
      headers: { 'content-type': 'application/json', origin: running.url },
      body: JSON.stringify({ files: [{ path: 'twice.yaml', content_base64 }] }),
    })
    expect(response.status).toBe(400)
    expect(await response.json()).toMatchObject({
      error: { file: 'twice.yaml', place: { line: 3 }, expected: expect.stringContaining('"a"') },
    })
    expect((await get<RedundancyPage>('/api/redundancy')).network).toEqual(before.network)
  })

  it('does not take a change from another site', async () => {
    const response = await fetch(`${running.url}/api/estate/apply`, {
      method: 'POST',
      headers: { 'content-type': 'application/json', origin: 'http://elsewhere.example' },
      body: '{}',
    })
    expect(response.status).toBe(403)
  })
})

it('nothing holds on an installation that holds nothing', async () => {
  const running = await startKensho({ seed: 'empty' })
  try {
    const board = (await (
      await fetch(`${running.url}/api/board`, { headers: running.headers })
    ).json()) as Board
    const { controls } = board.conformance.clauses.find(({ id }) => id === '2.1')!
    expect(controls.find(({ id }) => id === 'redundancy.single-points')!.verdict).toBe('unknown')
    expect(board.conformance.clauses.length).toBeGreaterThan(30)
    expect(board.conformance.clauses.filter(({ verdict }) => verdict === 'pass')).toEqual([])
  } finally {
    await running.stop()
  }
})
