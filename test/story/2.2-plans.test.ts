import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { charterReading } from '../../src/charter/reading.ts'
import { applyWorkspace } from '../../src/estate/actions.ts'
import { integrated } from '../../src/ledger/index.ts'
import { peopleApp, type PeopleApp } from './people-app.ts'

const DAY_MS = 86_400_000
const dateIn = (days: number): string => new Date(Date.now() + days * DAY_MS).toISOString().slice(0, 10)

/** Grows by 0.2 a day up to 208 today and runs out at 220 in some 60 days; an order takes 90. */
function history(): string {
  const rows = Array.from({ length: 540 }, (_none, at) => {
    const day = 540 - at
    return `${new Date(Date.now() - day * DAY_MS).toISOString()},${(208 - 0.2 * day).toFixed(2)}`
  })
  return `timestamp,value\n${rows.join('\n')}\n`
}

const documents = (maximum: number): string => `
operator: { name: Test, zone: Asia/Tokyo }
nodes: [{ id: a }]
resources:
  - { id: band, name: 帯域, name_en: Bandwidth, owner: p-designer, unit: Gbit/s, maximum: ${maximum}, lead_time_days: 90, order_unit: 10, history: band.csv }
`

let house: PeopleApp
beforeAll(async () => {
  house = await peopleApp()
  await house.enter('p-designer', ['designer'])
  await house.enter('p-second', ['designer'])
  await house.enter('p-owner', ['quality-owner'])
  await house.enter('p-approver', ['approver'])
  await apply(220)
}, 120_000)
afterAll(() => house?.stop())

async function apply(maximum: number): Promise<void> {
  const bytes = (text: string) => new TextEncoder().encode(text)
  const files = [
    { path: 'all.yaml', content: bytes(documents(maximum)) },
    { path: 'band.csv', content: bytes(history()) },
  ]
  const options = { dryRun: false, reading: charterReading() }
  const { fact } = await applyWorkspace(house.ctx, { id: 'p-owner' }, files, options)
  if (fact !== undefined) await integrated(house.ctx, fact)
}

type Reason = { text: { en: string }; verdict?: string }

async function standing(): Promise<{
  verdict: string
  said: string
  state: string
  order_by: string | null
}> {
  const { json, status, text } = await house.ask('p-approver', 'GET', '/api/capacity')
  expect(status, text).toBe(200)
  const control = json.controls.find(({ id }: { id: string }) => id === 'capacity.ordered-in-time')
  const said = control.because.map((one: Reason) => one.text.en).join(' ')
  const [row] = json.resources
  return { verdict: control.verdict, said, state: row.state, order_by: row.order_by }
}

const plan = (change: object = {}) => ({
  id: 'plan-1',
  resource: 'band',
  amount: 60,
  order_on: dateIn(0),
  delivered: dateIn(20),
  reason: 'r',
  ...change,
})
const post = (who: string, path: string, body: object) =>
  house.ask(who, 'POST', `/api/capacity/plans${path}`, body)

describe('2.2 plans', () => {
  it('fails while the last day to order has passed and nothing is ordered', async () => {
    const now = await standing()
    expect([now.verdict, now.state]).toEqual(['fail', 'late'])
    expect(now.said).toMatch(/Bandwidth runs out on .*; the last day to order, .*, has passed\./)
  })

  it('counts for nothing while it waits; its author and whoever amended it never approve it', async () => {
    const first = await post('p-designer', '', plan({ amount: 40 }))
    expect(first.status, first.text).toBe(201)
    expect(first.json).toMatchObject({ id: 'plan-1', version: 1 })
    const second = await post('p-owner', '', plan())
    expect(second.json).toMatchObject({ id: 'plan-1', version: 2 })
    expect((await standing()).verdict).toBe('fail')
    const { digest } = second.json
    const refused = [
      await post('p-owner', '/plan-1/approve', { digest }),
      await post('p-designer', '/plan-1/approve', { digest }),
      await post('p-approver', '/plan-1/approve', { digest: first.json.digest }),
      await post('p-approver', '/nothing/approve', { digest }),
    ]
    expect(refused.map(({ status }) => status)).toEqual([403, 403, 403, 404])
    expect((await standing()).verdict).toBe('fail')
  })

  it('counts as an order once another has approved it, with a fact for each step', async () => {
    const { json: waiting } = await house.ask('p-approver', 'GET', '/api/capacity/plans/plan-1')
    expect(waiting.waiting.foreseen).toMatchObject({ late: true })
    expect(waiting.waiting.contributors.map(({ id }: { id: string }) => id)).toEqual([
      'p-designer',
      'p-owner',
    ])
    const approved = await post('p-approver', '/plan-1/approve', { digest: waiting.waiting.digest })
    expect(approved.status, approved.text).toBe(200)
    const now = await standing()
    expect([now.verdict, now.state]).toEqual(['pass', 'ordered'])
    expect(now.said).toContain('the approved order plan-1 of 60 Gbit/s')
    const { json } = await house.ask('p-second', 'GET', '/api/capacity/plans/plan-1')
    expect(json.history.map(({ type }: { type: string }) => type)).toEqual([
      'capacity.plan.proposed',
      'capacity.plan.proposed',
      'capacity.plan.approved',
    ])
    expect(json.approved).toMatchObject({ version: 2, approved_by: { id: 'p-approver' }, base: 220 })
  })

  it('keeps the version in force while the next one waits', async () => {
    const next = await post('p-second', '', plan({ amount: 90 }))
    expect(next.json).toMatchObject({ version: 3 })
    expect((await standing()).verdict).toBe('pass')
    const { json } = await house.ask('p-second', 'GET', '/api/capacity/plans/plan-1')
    expect([json.state, json.approved.amount, json.waiting.amount]).toEqual(['waiting', 60, 90])
    expect(json.waiting.base).toBe(220)
  })

  it('then goes by what came, and no longer counts once the documents hold it', async () => {
    expect((await post('p-second', '/plan-1/delivered', { on: dateIn(30), amount: 50 })).status).toBe(400)
    const came = await post('p-second', '/plan-1/delivered', { on: dateIn(-1), amount: 50 })
    expect(came.status, came.text).toBe(200)
    const row = async () => (await house.ask('p-second', 'GET', '/api/capacity')).json.resources[0]
    expect(await row()).toMatchObject({ maximum: 220, usable: 270 })
    await apply(270)
    expect(await row()).toMatchObject({ maximum: 270, usable: 270 })
    expect((await post('p-second', '', plan())).status).toBe(409)
  }, 60_000)

  it('stops counting when it is withdrawn', async () => {
    await apply(220)
    const proposed = await post('p-designer', '', plan({ id: 'plan-2' }))
    await post('p-approver', '/plan-2/approve', { digest: proposed.json.digest })
    expect((await post('p-designer', '/plan-2/withdraw', { reason: 'no' })).status).toBe(200)
    const { json } = await house.ask('p-second', 'GET', '/api/capacity/plans/plan-2')
    expect(json.state).toBe('withdrawn')
    expect((await post('p-approver', '/plan-2/approve', { digest: proposed.json.digest })).status).toBe(409)
  }, 60_000)

  it.each([
    ['an unknown resource', { resource: 'nothing' }],
    ['no amount', { amount: 0 }],
    ['a day that is none', { delivered: '2027-02-30' }],
    ['a delivery before the order', { order_on: dateIn(10), delivered: dateIn(5) }],
    ['a delivery in the past', { order_on: dateIn(-9), delivered: dateIn(-5) }],
  ])('refuses %s, and writes nothing', async (_what, change) => {
    const answer = await post('p-designer', '', plan({ id: 'plan-3', ...change }))
    expect(answer.status, answer.text).toBe(400)
    expect((await house.ask('p-designer', 'GET', '/api/capacity/plans/plan-3')).status).toBe(404)
  })
})
