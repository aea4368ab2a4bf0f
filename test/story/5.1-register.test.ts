import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { charterHouse, controlOf, iso, type CharterHouse } from './charter-house.ts'
import { integratedOf } from './facts-told.ts'

const DAY_MS = 86_400_000
const ESTATE = `
operator: { name: { ja: 試験通信, en: Trial Telecom }, zone: Asia/Tokyo }
parties:
  - { id: kaigan, name: 海岸電送, name_en: Kaigan, roles: [carrier] }
  - { id: kita, name: 北幹線, roles: [carrier] }
circuits:
  - { id: trunk-1, circuit_number: KD-7702, carrier: kaigan }
  - { id: trunk-2, circuit_number: KT-0001, carrier: kita }
nodes: [{ id: tokyo }, { id: osaka }]
links:
  - { id: link-1, from: tokyo, to: osaka, circuit: trunk-1 }
  - { id: link-2, from: tokyo, to: osaka, circuit: trunk-2 }
services: [{ id: data, from: [tokyo], to: [osaka] }]
`
const REGISTER = `# Written by hand.
external_lines:
  - id: kaigan-lines # to be asked again in spring
    party: kaigan
    channel: mail
    senders: [kaigan.example]
    contacts: [{ role: notices, address: noc@kaigan.example }]
    from: 2026-01-01T00:00:00+09:00
`
const KITA = {
  id: 'kita-lines',
  party: 'kita',
  channel: 'portal',
  senders: [],
  contacts: [{ role: 'desk', phone: '03-0000-0000' }],
  portal: { url: 'https://kita.example/maintenance', every_days: 7 },
  judge_hours: 24,
  language: 'ja',
  reschedule: 'ask',
  tolerates: ['capacity'],
  from: iso(Date.now()),
}
const START_MS = Math.floor(Date.now() / DAY_MS) * DAY_MS + 20 * DAY_MS

let house: CharterHouse
beforeAll(async () => {
  house = await charterHouse()
})
afterAll(() => house?.stop())

const PROPOSALS = '/api/maintenance/register/proposals'
const register = async () => (await house.get('/api/maintenance/register')).json
const propose = (who: string, entry: string, content: object | null) =>
  house.post(who, PROPOSALS, { entry, content, note: 'as agreed' })

describe('5.1 the register of external lines and services is edited by two persons', () => {
  it('needs the documents of an estate first, and says so', async () => {
    const told = await propose('engineer', KITA.id, KITA)
    expect(told.status, told.text).toBe(409)
    expect(told.text).toContain('no documents of an estate yet')
  })

  it('names the lines that have no entry, and fails for them', async () => {
    await house.apply('engineer', { 'estate.yaml': ESTATE, 'register.yaml': REGISTER })
    const { entries, without_entry, parties } = await register()
    expect([entries.length, without_entry, parties.length]).toEqual([1, ['trunk-2'], 2])
    expect(controlOf(await house.conformance(), 'maintenance.register').verdict).toBe('fail')
  })

  it('takes an entry that another has approved, and leaves what was written by hand as it was', async () => {
    expect((await propose('viewer', KITA.id, KITA)).status).toBe(403)
    const { status, text, json } = await propose('engineer', KITA.id, KITA)
    expect(status, text).toBe(201)
    expect((await propose('engineer', KITA.id, { ...KITA, judge_hours: 8 })).status).toBe(409)
    const [waiting] = (await register()).proposals
    expect([waiting.id, waiting.change, waiting.proposed_by]).toEqual([json.id, 'add', 'engineer'])
    const path = `${PROPOSALS}/${json.id}/approve`
    expect((await house.post('engineer', path, { digest: waiting.digest })).status).toBe(403)
    expect((await house.post('boss', path, { digest: 'a'.repeat(64) })).status).toBe(403)
    const approved = await house.post('boss', path, { digest: waiting.digest })
    expect(approved.status, approved.text).toBe(201)
    const after = await register()
    expect([after.entries.length, after.without_entry, after.proposals]).toEqual([2, [], []])
    expect(controlOf(await house.conformance(), 'maintenance.register').verdict).toBe('pass')
    expect((await house.post('boss', path, { digest: waiting.digest })).status).toBe(409)
    const facts = await integratedOf(house.ctx, json.id)
    expect(facts.map(({ type, by }) => [type, by])).toEqual([
      ['maintenance.register.proposed', 'engineer'],
      ['maintenance.register.approved', 'boss'],
    ])
    expect(JSON.stringify(facts)).not.toContain('03-0000-0000')
  })

  it('refuses what the documents would not hold, with the place, and keeps nothing of it', async () => {
    const told = await propose('engineer', KITA.id, { ...KITA, party: 'nobody' })
    expect(told.status, told.text).toBe(400)
    expect(told.text).toContain('the id of a party')
    expect((await propose('engineer', KITA.id, { ...KITA })).status).toBe(409)
    expect((await register()).proposals).toEqual([])
  })

  it('is not changed by an approval of what has changed since; what is taken back waits no longer', async () => {
    const { json } = await propose('engineer', 'kaigan-lines', null)
    const [waiting] = (await register()).proposals
    const moved = REGISTER.replace('noc@kaigan', 'desk@kaigan')
    const kita = `  - ${JSON.stringify(KITA)}\n`
    await house.apply('engineer', { 'estate.yaml': ESTATE, 'register.yaml': `${moved}${kita}` })
    const late = await house.post('boss', `${PROPOSALS}/${json.id}/approve`, { digest: waiting.digest })
    expect(late.status, late.text).toBe(409)
    expect((await register()).entries.length).toBe(2)
    const back = await house.post('engineer', `${PROPOSALS}/${json.id}/withdraw`, { reason: 'too late' })
    expect(back.status, back.text).toBe(200)
    expect((await register()).proposals).toEqual([])
  })

  it('what a provider only publishes on its page is entered by hand, counts as looked at, and bites', async () => {
    const soon = iso(Date.now() + 8 * DAY_MS)
    expect(controlOf(await house.conformance({ at: soon }), 'maintenance.register').verdict).toBe('fail')
    const path = '/api/maintenance/register/kita-lines/notices'
    const read = {
      number: 'P-17',
      status: 'CONFIRMED',
      windows: [{ start: iso(START_MS), end: iso(START_MS + 4 * 3_600_000), backup: false }],
      objects: [{ said: 'KT-0001', impact: 'OUTAGE' }],
    }
    const entered = await house.post('engineer', path, read)
    expect(entered.status, entered.text).toBe(201)
    const { maintenances } = (await house.get('/api/maintenance/maintenances')).json
    expect(maintenances.map((one: { key: string; certainty: string }) => [one.key, one.certainty])).toEqual([
      ['kita-lines/P-17', 'certain'],
    ])
    expect(maintenances[0].objects[0].id).toBe('trunk-2')
    expect((await register()).entries[1].looked_at).toBeDefined()
    const change = {
      id: 'c-1',
      requester: 'engineer',
      digest: 'a'.repeat(64),
      from: iso(START_MS + 3_600_000),
      until: iso(START_MS + 7_200_000),
      takes_down: ['link-1'],
    }
    const told = (await house.post('engineer', '/api/gate', change)).json
    expect(told.decision).toBe('deny')
    expect(JSON.stringify(told.objections)).toContain('P-17')
    await house.post('engineer', path, { ...read, status: 'CANCELLED' })
    const after = (await house.post('engineer', '/api/gate', change)).json
    expect(JSON.stringify(after.objections ?? [])).not.toContain('P-17')
  })
})
