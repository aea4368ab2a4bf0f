import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import path from 'node:path'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import type { Decision } from '../../src/charter/gate.ts'
import type { Conformance } from '../../src/charter/verdict.ts'
import { charterHouse, clauseOf, controlOf, iso, type CharterHouse } from './charter-house.ts'
import { told } from './rules-told.ts'

const HOUR_MS = 3_600_000
const KEPT = path.join(import.meta.dirname, 'fixtures/kept-charter')

let house: CharterHouse
let server: Awaited<ReturnType<CharterHouse['serve']>>
let folder: string
beforeAll(async () => {
  house = await charterHouse()
  server = await house.serve('engineer')
  folder = mkdtempSync(path.join(tmpdir(), 'kensho-readers-'))
  const read = (name: string) => readFileSync(path.join(KEPT, name), 'utf8')
  await house.apply('engineer', {
    'network.yaml': read('network.yaml'),
    'operator.yaml': read('operator.yaml'),
  })
})
afterAll(async () => {
  await server.close()
  await house.stop()
  rmSync(folder, { recursive: true, force: true })
})

type Finding = { title: string; target: { status: { state: string; remarks: string } } }

describe('a waiver on a server', () => {
  it('expires, and board, verdicts, command line and export agree one second before, at, and one second after', async () => {
    const endsMs = Math.ceil(Date.now() / 1000) * 1000 + 24 * HOUR_MS
    const request = {
      id: 'w',
      clause: '4.4',
      objects: ['4.4.rule-in-force'],
      reason: 'r',
      until: iso(endsMs),
    }
    const { digest } = (await house.post('engineer', '/api/charter/waivers', request)).json
    expect((await house.post('boss', '/api/charter/waivers/w/approve', { digest })).status).toBe(200)
    let compared = 0
    for (const [offsetMs, waived] of [
      [-1000, true],
      [0, false],
      [1000, false],
    ] as const) {
      const at = iso(endsMs + offsetMs)
      const api = await house.conformance({ at })
      const json = await told('verdicts', '--server', server.url, '--at', at, '--json')
      const lines = await told('verdicts', '--server', server.url, '--at', at, '--lang', 'en')
      house.setClock(endsMs + offsetMs)
      const board = (await house.get('/api/board')).json.conformance as Conformance
      const list = (await house.get('/api/charter/waivers/w')).json.waiver.state
      house.setClock(undefined)
      for (const reader of [api, board, JSON.parse(json.stdout) as Conformance]) {
        expect([at, clauseOf(reader, '4.4').verdict, clauseOf(reader, '4.4').waived]).toEqual([
          at,
          'fail',
          waived,
        ])
        compared += 1
      }
      expect(lines.stdout.includes('fails (waived by w until')).toBe(waived)
      expect(list).toBe(waived ? 'in-force' : 'expired')
      const out = path.join(folder, 'results.json')
      expect((await told('oscal', '--server', server.url, '--at', at, '--out', out)).status).toBe(0)
      const exported = JSON.parse(readFileSync(out, 'utf8')) as {
        'assessment-results': { results: [{ findings: Finding[] }] }
      }
      const finding = exported['assessment-results'].results[0].findings.find(({ title }) =>
        title.startsWith('4.4 '),
      )!
      expect(finding.target.status.state).toBe('not-satisfied')
      expect(finding.target.status.remarks.includes('waived by w')).toBe(waived)
      expect([json.status, lines.status]).toEqual([1, 1])
      compared += 3
    }
    expect(compared).toBe(18)
  })
})

describe('every number of a verdict', () => {
  it('stands with how many there are and how many were judged', async () => {
    const { clauses } = await house.conformance()
    const controls = clauses.flatMap((clause) => clause.controls)
    expect(controls.length).toBeGreaterThan(59)
    let populations = 0
    for (const { id, population } of controls) {
      expect(population.length, id).toBeGreaterThan(0)
      for (const { noun, total, judged } of population) {
        expect(noun.ja && noun.en, id).toBeTruthy()
        expect(Number.isInteger(total) && judged >= 0 && judged <= total, id).toBe(true)
        populations += 1
      }
    }
    expect(populations).toBeGreaterThanOrEqual(controls.length)
  })
})

describe('the export', () => {
  it('gives the same bytes for the same head, and others once something lapses by time alone', async () => {
    const ask = async () => (await house.get('/api/oscal/assessment-results')).text
    const one = await ask()
    expect(await ask()).toBe(one)
    house.setClock(Date.now() + HOUR_MS)
    expect(await ask()).toBe(one)
    // The waiver of above has ended by then: since when is found, so it is the same for who asks later.
    house.setClock(Date.now() + 30 * HOUR_MS)
    const lapsed = await ask()
    expect(lapsed).not.toBe(one)
    house.setClock(Date.now() + 31 * HOUR_MS)
    expect(await ask()).toBe(lapsed)
    house.setClock(undefined)
    expect((await house.get('/api/oscal/catalog')).status).toBe(200)
    expect((await house.get('/api/oscal/nothing')).status).toBe(400)
  })
})

describe('the gate of a server', () => {
  const change = (more: object = {}) => ({
    id: 'change-1',
    requester: 'engineer',
    digest: 'sha256:0000',
    from: iso(Date.now() + HOUR_MS),
    until: iso(Date.now() + 5 * HOUR_MS),
    takes_down: ['in-1'],
    ...more,
  })
  const asked = async (more: object = {}) => {
    const file = path.join(folder, 'change.json')
    writeFileSync(file, JSON.stringify(change(more)))
    const { status, stdout, stderr } = await told('gate', file, '--server', server.url, '--json')
    return { status, stderr, ...(stdout === '' ? {} : (JSON.parse(stdout) as Decision)) }
  }

  it('objects to a change that takes the last redundancy, denies one that stops a service, and lets others pass', async () => {
    const { status, decision, objections } = await asked()
    expect([status, decision, objections!.map(({ clause, effect }) => [clause, effect])]).toEqual([
      2,
      'needs-acceptance',
      [['2.1', 'needs-acceptance']],
    ])
    expect(await asked({ takes_down: ['in-1', 'in-2'] })).toMatchObject({ status: 1, decision: 'deny' })
    expect(await asked({ takes_down: [] })).toMatchObject({ status: 0, decision: 'allow', objections: [] })
    const direct = await house.post('viewer', '/api/gate', change())
    expect([direct.status, direct.json.decision]).toEqual([200, 'needs-acceptance'])
  })

  it('counts what those on duty declare at once, without any document, and never blocks the repair of it', async () => {
    const departure = {
      id: 'digger', of: 'in-2', is: 'down', because: 'cut by a digger', owner: 'engineer', until: iso(Date.now() + 3 * HOUR_MS),
    } // prettier-ignore
    const declared = await house.post('engineer', '/api/estate/departures', departure)
    expect(declared.status, declared.text).toBe(201)
    expect(controlOf(await house.conformance(), 'redundancy.departures').verdict).toBe('pass')
    const late = await house.conformance({ at: departure.until })
    expect([controlOf(late, 'redundancy.departures').verdict, clauseOf(late, '2.1').verdict]).toEqual([
      'fail',
      'fail',
    ])
    const population = controlOf(late, 'redundancy.departures').population
    expect(population).toEqual([
      { noun: { ja: '定常時からの逸脱', en: 'departures from the steady state' }, total: 1, judged: 1 },
    ])
    // in-1 is all there is now, until in-2 is to be back.
    expect(await asked()).toMatchObject({ status: 1, decision: 'deny' })
    expect(await asked({ takes_down: ['in-2'], until: iso(Date.now() + 2 * HOUR_MS) })).toMatchObject({
      status: 0,
      decision: 'allow',
    })
    expect(await asked({ takes_down: [], restores: ['in-2'] })).toMatchObject({
      status: 0,
      decision: 'allow',
    })
    expect(await asked({ restores: ['in-2'] })).toMatchObject({ status: 2 })
    const ended = await house.post('engineer', '/api/estate/departures/digger/end')
    expect(ended.status, ended.text).toBe(200)
    expect((await house.post('engineer', '/api/estate/departures/digger/end')).status).toBe(404)
    expect(await asked()).toMatchObject({ status: 2, decision: 'needs-acceptance' })
    expect(controlOf(await house.conformance(), 'redundancy.departures').verdict).toBe('not-applicable')
    const { departures } = (await house.get('/api/estate/departures')).json
    expect(departures).toMatchObject([{ id: 'digger', declared_by: 'engineer', owner: 'engineer' }])
  })

  it('asks for no second acceptance of what a waiver lets fail, up to the instant at which the waiver ends', async () => {
    const endsMs = Math.ceil(Date.now() / 1000) * 1000 + 48 * HOUR_MS
    const objects = ['data', 'r2', 'in-2', 'out-2', 'west', 'in-1']
    const request = { id: 'gate-w', clause: '2.1', objects, reason: 'r', until: iso(endsMs) }
    const { digest } = (await house.post('engineer', '/api/charter/waivers', request)).json
    expect((await asked()).decision).toBe('needs-acceptance')
    expect((await house.post('boss', '/api/charter/waivers/gate-w/approve', { digest })).status).toBe(200)
    for (const [offsetMs, decision] of [
      [-1000, 'allow'],
      [0, 'allow'],
      [1000, 'needs-acceptance'],
    ] as const) {
      const until = iso(endsMs + offsetMs)
      const told = await asked({ from: iso(endsMs - 2 * HOUR_MS), until })
      expect([offsetMs, told.decision]).toEqual([offsetMs, decision])
      if (decision === 'allow')
        expect(told.objections![0]!.because.at(-1)!.text.en).toMatch(/^Waived by gate-w until /)
    }
    // One object more than it names, and what stops a service, it does not cover.
    expect((await asked({ takes_down: ['in-1', 'r1'] })).decision).toBe('needs-acceptance')
    expect((await asked({ takes_down: ['in-1', 'in-2'] })).decision).toBe('deny')
  })

  it('refuses what it cannot read with its place: 400 over HTTP, 64 from the command line', async () => {
    const cases: [object, RegExp][] = [
      [{ takes_down: ['in-9'] }, /takes_down\[0\]: expected the id of .*did you mean "in-1"/],
      [{ until: change().from }, /until: expected an instant after from/],
      [{ digest: undefined }, /expected a change with digest/],
    ]
    for (const [more, complaint] of cases) {
      const { status, stderr, decision } = await asked(more)
      expect([status, decision]).toEqual([64, undefined])
      expect(stderr).toMatch(complaint)
      expect(stderr).toContain('change.json')
      const refused = await house.post('engineer', '/api/gate', change(more))
      expect([refused.status, refused.json.error.expected.length > 10]).toEqual([400, true])
    }
    expect((await house.send('engineer', '/api/gate', 'application/json', '{')).status).toBe(400)
    expect((await house.send('engineer', '/api/gate', 'application/json', '')).status).toBe(400)
    for (const query of ['at=now', 'known=2026-02-30T00:00:00Z', 'at=2026-11-22'])
      expect((await house.get(`/api/verdicts?${query}`)).status, query).toBe(400)
    for (const wrong of [
      { of: 'in-9' },
      { until: iso(0) },
      { owner: 'a b' },
      { because: '' },
      { is: 'gone' },
    ]) {
      const departure = {
        of: 'in-2',
        is: 'down',
        because: 'x',
        owner: 'engineer',
        until: iso(Date.now() + HOUR_MS),
        ...wrong,
      }
      const refused = await house.post('engineer', '/api/estate/departures', departure)
      expect([refused.status, refused.json.error.place.path]).toEqual([400, Object.keys(wrong)[0]])
    }
    expect((await told('verdicts', '--server', server.url, '--at', 'soon')).status).toBe(64)
    expect((await told('verdicts', '--server', 'http://127.0.0.1:1')).status).toBe(64)
  })
})
