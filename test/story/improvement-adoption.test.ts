import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import type { AdoptionPage, BurnDownPage } from '../../src/charter/improvement/page.ts'
import { charterHouse, OPERATOR_IN_TOKYO, type CharterHouse } from './charter-house.ts'
import { answerOf as told } from './facts-told.ts'

const DAY_MS = 86_400_000
const dayOf = (ms: number): string => new Date(ms + 9 * 3_600_000).toISOString().slice(0, 10)
const dateAfter = (days: number): string => dayOf(Date.now() + days * DAY_MS)

let house: CharterHouse
beforeAll(async () => {
  house = await charterHouse()
  await house.apply('boss', OPERATOR_IN_TOKYO)
})
afterAll(() => house.stop())

const PLAN = '/api/improvement/adoption'
const page = async (): Promise<AdoptionPage> => told(await house.get(PLAN))
const burnDown = async (from: string, until: string): Promise<BurnDownPage> =>
  told(await house.get(`${PLAN}/burn-down?from=${from}&until=${until}`))

describe('the adoption plan', () => {
  it('is every control that is unknown on the first day, each with what it needs', async () => {
    const { rows, total, unknown } = await page()
    const all = (await house.conformance()).clauses.flatMap(({ controls }) => controls)
    const expected = all.filter(({ verdict }) => verdict === 'unknown').map(({ id }) => id)
    expect([rows.map(({ control }) => control), unknown, total]).toEqual([
      expected,
      expected.length,
      all.length,
    ])
    expect(unknown).toBeGreaterThan(20)
    for (const { state, needed, title } of rows) {
      expect(state).toBe('unplanned')
      expect(needed.length).toBeGreaterThan(0)
      expect(needed.every(({ ja, en }) => ja !== '' && en !== '')).toBe(true)
      expect(title.ja && title.en).toBeTruthy()
    }
  })

  it('gives each an owner and a target date, all of a request or none, and never turns a verdict', async () => {
    const before = await house.conformance()
    const { rows } = await page()
    const plans = rows.map(({ control }) => ({ control, owner: 'engineer', target: dateAfter(60) }))
    for (const [changes, place] of [
      [{ owner: 'nobody' }, 'plans.1.owner'],
      [{ target: dateAfter(-3) }, 'plans.1.target'],
      [{ control: 'no-such' }, 'plans.1.control'],
      [{ control: '2.1.rule-in-force' }, 'plans.1.control'],
    ] as const) {
      const bad = await house.post('boss', PLAN, { plans: [plans[0], { ...plans[1], ...changes }] })
      expect([place, bad.status, bad.json.error.place.path]).toEqual([place, 400, place])
    }
    expect((await page()).rows.every(({ state }) => state === 'unplanned')).toBe(true)
    const { planned } = told<{ planned: number }>(await house.post('boss', PLAN, { plans }), 201)
    expect(planned).toBe(rows.length)
    const after = await page()
    expect(after.rows.every(({ state, verdict }) => state === 'planned' && verdict === 'unknown')).toBe(true)
    const verdicts = (conformance: typeof before) =>
      conformance.clauses.map(({ id, verdict, controls }) => [
        id,
        verdict,
        controls.map((one) => one.verdict),
      ])
    expect(verdicts(await house.conformance())).toEqual(verdicts(before))
    expect((await house.post('viewer', PLAN, { plans })).status).toBe(403)
  })

  it('keeps what was planned before when it is planned anew, and says what is late', async () => {
    const { rows } = await page()
    const { control } = rows[0]!
    const again = { control, owner: 'designer', target: dateAfter(90), remark: 'The supplier is late.' }
    told(await house.post('boss', PLAN, { plans: [again] }), 201)
    const row = (await page()).rows.find((one) => one.control === control)!
    expect(row.plans.map(({ owner, remark }) => [owner.id, remark])).toEqual([
      ['engineer', ''],
      ['designer', 'The supplier is late.'],
    ])
    house.setClock(Date.now() + 70 * DAY_MS)
    const later = await page()
    expect(later.rows.find((one) => one.control === control)!.state).toBe('planned')
    expect(later.rows.filter(({ state }) => state === 'late')).toHaveLength(rows.length - 1)
    house.setClock(undefined)
    const table = await house.get(`${PLAN}.csv`)
    expect(table.text.trim().split('\r\n')).toHaveLength(rows.length + 1)
  })

  it('burns down by the facts known at the end of each day, not by counters: a correction shows on its own day only', async () => {
    const today = dateAfter(0)
    const { unknown, total } = await page()
    const start = await burnDown(dateAfter(-2), today)
    expect(start.zone).toBe('Asia/Tokyo')
    expect(start.days.map(({ date }) => date)).toEqual([dateAfter(-2), dateAfter(-1), today])
    // Before anything was recorded as much was unknown, and nothing was planned.
    expect(start.days[0]).toMatchObject({ unknown, total, unplanned: unknown, late: 0 })
    expect(start.days[2]).toMatchObject({ unknown, total, unplanned: 0 })
    const sha256 = await house.evidence('the erasure log of October')
    const attested = {
      clause: '4.4',
      verdict: 'pass',
      observed_from: new Date(Date.now() - 2 * DAY_MS).toISOString(),
      observed_to: new Date(Date.now() - DAY_MS).toISOString(),
      effective: new Date(Date.now() - DAY_MS).toISOString(),
      valid_until: new Date(Date.now() + 100 * DAY_MS).toISOString(),
      evidence: [{ file: 'erasure.log', sha256 }],
      population: { total: 3, judged: 3 },
      statement: { ja: '三台とも消去した。', en: 'All three were erased.' },
    }
    const made = await house.post('engineer', '/api/charter/attestations', attested)
    expect(made.status, made.text).toBe(201)
    const after = await burnDown(dateAfter(-2), today)
    // It held yesterday, but nobody knew it then.
    expect(after.days.map((day) => day.unknown)).toEqual([unknown, unknown, unknown - 1])
    const row = (await page()).rows.find(({ control }) => control === '4.4.attested')!
    expect([row.state, row.verdict, row.plans.length]).toEqual(['known', 'pass', 1])
    expect((await house.get(`${PLAN}/burn-down?from=2020-01-01&until=${today}`)).status).toBe(400)
    expect((await house.get(`${PLAN}/burn-down?from=yesterday`)).status).toBe(400)
  })
})
