import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { followVerdicts } from '../../src/charter/improvement/jobs.ts'
import type { ActionList, ActionPage, FindingList } from '../../src/charter/improvement/page.ts'
import { answerOf as told, integratedOf } from './facts-told.ts'
import { charterHouse, OPERATOR_IN_TOKYO, controlOf, type CharterHouse } from './charter-house.ts'

const DAY_MS = 86_400_000
const CONTROL = 'redundancy.single-points'

/** Two switches between which one or two lines lie: with one, that line is a single point of failure. */
function network(lines: readonly string[]): Record<string, string> {
  const links = lines.map((id) => ({ id, from: 'east', to: 'west' }))
  const services = [
    { id: 'voice', from: ['east'], to: ['west'], any_from: false, tolerate: ['east', 'west'] },
  ]
  const nodes = [{ id: 'east' }, { id: 'west' }]
  const operator = { id: 'o', name: 'O', zone: 'Asia/Tokyo' }
  return { 'n.json': JSON.stringify({ operator, nodes, links, services }) }
}

let house: CharterHouse
beforeAll(async () => {
  house = await charterHouse()
})
afterAll(() => house.stop())

const findings = async (query = ''): Promise<FindingList> =>
  told(await house.get(`/api/improvement/findings?limit=500${query}`))
const actions = async (query = ''): Promise<ActionList> =>
  told(await house.get(`/api/improvement/actions?limit=500${query}`))
const action = async (id: string): Promise<ActionPage> =>
  told(await house.get(`/api/improvement/actions/${id}`))
const dateAfter = (days: number): string => new Date(Date.now() + days * DAY_MS).toISOString().slice(0, 10)
const later = (days: number): void => house.setClock(Date.now() + days * DAY_MS)

describe('findings', () => {
  it('what is unknown on the first day opens none; what fails on it does', async () => {
    await followVerdicts(house.ctx)
    const { rows, total } = await findings()
    const conformance = await house.conformance()
    const all = conformance.clauses.flatMap(({ controls }) => controls)
    const failing = all.filter(({ verdict }) => verdict === 'fail').map(({ id }) => id)
    expect(all.filter(({ verdict }) => verdict === 'unknown').length).toBeGreaterThan(20)
    expect(total).toBe(rows.length)
    expect(new Set(rows.map(({ kind }) => kind))).toEqual(new Set(['fail']))
    expect(new Set(rows.map(({ control }) => control))).toEqual(new Set(failing))
  })

  it('a control that turns to fail opens one with the objects at fault and the reason, once, whoever looks', async () => {
    const before = (await findings()).total
    await house.apply('boss', network(['only']))
    const looks = await Promise.all(Array.from({ length: 4 }, () => followVerdicts(house.ctx)))
    expect(looks.reduce((sum, one) => sum + one.findings, 0)).toBeGreaterThan(0)
    const { rows } = await findings(`&control=${CONTROL}`)
    const mine = rows.filter(({ kind }) => kind === 'fail')
    expect(mine.flatMap(({ objects }) => objects)).toContain('only')
    expect(mine[0]).toMatchObject({
      clause: '2.1',
      state: 'unplanned',
      opened_by: { id: 'system:charter' },
      at_fault: true,
    })
    expect(mine[0]!.because[0]!.ja && mine[0]!.because[0]!.en).toBeTruthy()
    const pairs = (await findings()).rows.flatMap((row) =>
      row.objects.map((object) => `${row.control} ${object}`),
    )
    expect(new Set(pairs).size).toBe(pairs.length)
    expect(await followVerdicts(house.ctx)).toEqual({ turns: 0, findings: 0, reopened: 0 })
    expect((await findings()).total).toBeGreaterThan(before)
  })

  it('a control that turns to unknown opens one', async () => {
    await house.apply('boss', network(['one', 'two']))
    const repaired = await followVerdicts(house.ctx)
    expect(repaired.turns).toBeGreaterThan(0)
    expect(controlOf(await house.conformance(), CONTROL).verdict).not.toBe('fail')
    await house.apply('boss', OPERATOR_IN_TOKYO)
    expect(controlOf(await house.conformance(), CONTROL).verdict).toBe('unknown')
    expect((await followVerdicts(house.ctx)).findings).toBeGreaterThan(0)
    const { rows } = await findings(`&control=${CONTROL}`)
    expect(rows[0]).toMatchObject({ kind: 'unknown', objects: [CONTROL], state: 'unplanned' })
  })

  it('a person may open one by hand, for a clause that is judged itself', async () => {
    const seen = { clause: '4.4', objects: ['disk-7'], because: 'It stood unlocked in the corridor.' }
    const { id } = told<{ id: string }>(await house.post('engineer', '/api/improvement/findings', seen), 201)
    const row = (await findings('&q=corridor')).rows[0]!
    expect([row.id, row.kind, row.opened_by.id, row.objects]).toEqual([id, 'seen', 'engineer', ['disk-7']])
    for (const [changes, place] of [
      [{ clause: '4' }, 'clause'],
      [{ control: CONTROL }, 'control'],
      [{ because: '  ' }, 'because'],
    ] as const) {
      const bad = await house.post('engineer', '/api/improvement/findings', { ...seen, ...changes })
      expect([bad.status, bad.json.error.place.path]).toEqual([400, place])
    }
    expect((await house.post('viewer', '/api/improvement/findings', seen)).status).toBe(403)
  })
})

describe('a corrective action', () => {
  let id: string
  const post = (who: string, verb: string, body: object) =>
    house.post(who, `/api/improvement/actions/${id}/${verb}`, body)

  it('has findings, an owner, a due date and what is to be done', async () => {
    await house.apply('boss', network(['only']))
    await followVerdicts(house.ctx)
    const finding = (await findings(`&control=${CONTROL}`)).rows.find(({ objects }) =>
      objects.includes('only'),
    )!
    const plan = { findings: [finding.id], what: 'Lay a second line.', owner: 'engineer', due: dateAfter(30) }
    const made = told<ActionPage>(await house.post('boss', '/api/improvement/actions', plan), 201)
    id = made.id
    expect(made).toMatchObject({ state: 'open', owner: { id: 'engineer' }, effect_days: 90, overdue: false })
    expect(made.targets).toContainEqual({ control: CONTROL, object: 'only', at_fault: true })
    expect((await findings('&state=open')).rows.map((row) => row.id)).toEqual([finding.id])
    const twice = await house.post('boss', '/api/improvement/actions', plan)
    expect([twice.status, twice.json.error.kind]).toEqual([409, 'conflict'])
    for (const [changes, place] of [
      [{ owner: 'nobody' }, 'owner'],
      [{ due: dateAfter(-2) }, 'due'],
      [{ due: '2026-02-30' }, 'due'],
      [{ findings: ['none'] }, 'findings'],
    ] as const) {
      const bad = await house.post('boss', '/api/improvement/actions', { ...plan, ...changes })
      expect([place, bad.status, bad.json.error.place.path]).toEqual([place, 400, place])
    }
  })

  it('is marked overdue from the end of its due date in the operator’s zone, and can be planned anew with a reason', async () => {
    const dueMs = Date.parse((await action(id)).due)
    expect(new Date(dueMs).toISOString()).toMatch(/T15:00:00\.000Z$/)
    for (const [offset, overdue] of [
      [-1, false],
      [0, true],
    ] as const) {
      house.setClock(dueMs + offset)
      expect((await action(id)).overdue).toBe(overdue)
      expect((await actions('&overdue=true')).rows.map((row) => row.id)).toEqual(overdue ? [id] : [])
    }
    house.setClock(undefined)
    const again = {
      what: 'Lay a second line by the north.',
      owner: 'engineer',
      due: dateAfter(60),
      remark: 'The duct was full.',
    }
    const replanned = told<ActionPage>(await post('boss', 'replan', again))
    expect(replanned.history.map(({ type }) => type)).toEqual([
      'charter.action.planned',
      'charter.action.replanned',
    ])
  })

  it('is verified by another than its owner and than who did it, or sent back', async () => {
    const remark = { holds: true, remark: 'Seen on site.' }
    expect((await post('boss', 'verify', remark)).status).toBe(409)
    const unknown = { what: 'Laid.', evidence: [{ name: 'photo.jpg', sha256: 'a'.repeat(64) }] }
    const unkept = await post('designer', 'done', unknown)
    expect([unkept.status, unkept.json.error.place.path]).toEqual([400, 'evidence.0.sha256'])
    const sha256 = await house.evidence('a photo of the line')
    told(
      await post('designer', 'done', {
        what: 'Laid.',
        evidence: [{ name: 'photo.jpg', sha256 }],
      }),
    )
    expect((await post('engineer', 'verify', remark)).status).toBe(403)
    expect((await post('designer', 'verify', remark)).status).toBe(403)
    const sentBack = told<ActionPage>(
      await post('boss', 'verify', { holds: false, remark: 'Not connected.' }),
    )
    expect([sentBack.state, sentBack.reopened]).toEqual(['open', 1])
    told(await post('engineer', 'done', { what: 'Connected.' }))
    await house.apply('boss', network(['only', 'second']))
    await followVerdicts(house.ctx)
    const verified = told<ActionPage>(await post('boss', 'verify', remark))
    expect(verified.state).toBe('verified')
    const days = (Date.parse(verified.effect_due!) - Date.parse(verified.verified!.at)) / DAY_MS
    expect(days).toBe(90)
  })

  it('closes only once its effect was checked after the set time, while nothing of it fails', async () => {
    const remark = { holds: true, remark: 'Three months without a fault.' }
    const early = await post('boss', 'effect', remark)
    expect([early.status, early.json.error.text.en]).toEqual([
      409,
      expect.stringContaining('can be said from'),
    ])
    later(91)
    expect((await actions('&effect_due=true')).rows.map((row) => row.id)).toEqual([id])
    expect((await post('engineer', 'effect', remark)).status).toBe(403)
    await house.apply('boss', network(['only']))
    const failing = await post('boss', 'effect', remark)
    expect([failing.status, failing.json.error.text.en]).toEqual([409, expect.stringContaining('only')])
    await house.apply('boss', network(['only', 'second']))
    const closed = told<ActionPage>(await post('boss', 'effect', remark))
    expect([closed.state, closed.closed!.by.id]).toEqual(['closed', 'boss'])
  })

  it('opens again, the same one with its history, when the same object of the same control fails again', async () => {
    await followVerdicts(house.ctx)
    const before = await action(id)
    expect(before.state).toBe('closed')
    await house.apply('boss', network(['only']))
    expect((await followVerdicts(house.ctx)).reopened).toBe(1)
    const again = await action(id)
    expect([again.state, again.reopened, again.overdue]).toEqual(['open', 2, true])
    expect(again.history.slice(0, before.history.length)).toEqual(before.history)
    const last = again.history.at(-1)!
    expect([last.type, last.by.id]).toEqual(['charter.action.reopened', 'system:charter'])
    expect(last.targets).toContainEqual({ control: CONTROL, object: 'only' })
    expect((await followVerdicts(house.ctx)).reopened).toBe(0)
    house.setClock(undefined)
  })

  it('stands in the ledger step by step, and in lists that can be narrowed and taken as CSV', async () => {
    const facts = await integratedOf(house.ctx, id)
    expect(facts.map(({ type }) => type)).toEqual((await action(id)).history.map(({ type }) => type))
    const all = await actions()
    expect([all.total, all.found, all.counts['open']]).toEqual([1, 1, 1])
    expect((await actions('&owner=designer')).found).toBe(0)
    expect((await actions('&q=NORTH&clause=2.1&state=open')).found).toBe(1)
    expect((await actions('&offset=1')).rows).toEqual([])
    const table = await house.get('/api/improvement/actions.csv')
    expect(table.text.split('\r\n').length).toBe(3)
    expect(table.text).toContain('Lay a second line by the north.')
    const formula = { clause: '4.4', objects: [], because: '=HYPERLINK("http://x")' }
    told(await house.post('engineer', '/api/improvement/findings', formula), 201)
    const csv = (await house.get('/api/improvement/findings.csv?q=hyperlink')).text
    expect(csv).toContain(`"'=HYPERLINK(""http://x"")"`)
    expect((await house.get('/api/improvement/actions/none')).status).toBe(404)
    expect((await house.get('/api/improvement/actions?limit=0')).status).toBe(400)
  })

  it('is exported with its finding as a plan of action and milestones, the same bytes for the same head', async () => {
    const model = '/api/oscal/plan-of-action-and-milestones'
    const [one, other] = [await house.get(model), await house.get(model)]
    expect([one.status, one.text]).toEqual([200, other.text])
    expect(one.text).not.toContain('"satisfied"')
    type Item = { props?: { name: string; value: string }[] }
    const poam = one.json['plan-of-action-and-milestones'] as {
      'poam-items': Item[]
      risks: { deadline?: string }[]
    }
    const acted = poam['poam-items'].filter(({ props = [] }) =>
      props.some(({ name, value }) => name === 'action' && value === id),
    )
    expect(acted.length).toBeGreaterThan(0)
    expect(poam.risks.map(({ deadline }) => deadline)).toContain((await action(id)).due)
  })
})
