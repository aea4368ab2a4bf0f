import { afterAll, beforeAll, expect, it } from 'vitest'
import { inTransaction } from '../../src/platform/database.ts'
import { nameSuperior } from '../../src/people/superior-actions.ts'
import { charterHouse, clauseOf, controlOf, iso, type CharterHouse } from './charter-house.ts'

const DAY_MS = 86_400_000

/**
 * `author` may do everything that a role can let him do: he writes, asks, approves, administers. `below` and `peer` hold
 * the same roles; `boss` is above all of them.
 */
let house: CharterHouse
beforeAll(async () => {
  house = await charterHouse()
  const everything = ['quality-owner', 'approver', 'engineer', 'designer']
  for (const person of ['author', 'below', 'peer', 'gone', 'second-author'])
    await house.enter(person, everything)
  const lines = { author: 'boss', below: 'author', peer: 'boss', 'second-author': 'boss', author2: '' }
  for (const [person, superior] of Object.entries(lines))
    if (superior !== '')
      await inTransaction(house.ctx.db, (tx) =>
        nameSuperior(house.ctx, tx, { id: 'system:test' }, { person, superior, fromMs: Date.now() }),
      )
})
afterAll(() => house.stop())

const OBJECT = '4.4.rule-in-force'
let made = 0

/** A request of the author's that waits for approval. */
async function waiting(): Promise<{ path: string; digest: string; id: string }> {
  made += 1
  const id = `guise-${made}`
  const request = { id, clause: '4.4', objects: [OBJECT], reason: 'r', until: iso(Date.now() + DAY_MS) }
  const asked = await house.post('author', '/api/charter/waivers', request)
  expect(asked.status, asked.text).toBe(201)
  return { id, path: `/api/charter/waivers/${id}/approve`, digest: asked.json.digest }
}

/** The attempt was refused, and nothing came of it. */
async function stillWaits(id: string, answer: { status: number; text: string }, status = 403): Promise<void> {
  expect(answer.status, answer.text).toBe(status)
  const { waiver, history } = (await house.get(`/api/charter/waivers/${id}`)).json
  expect([waiver.state, history.length]).toEqual(['waiting', 1])
  expect(clauseOf(await house.conformance(), '4.4').waived).toBe(false)
}

const delegated = async (from: string, to: string) => {
  const until = iso(Date.now() + DAY_MS)
  const given = await house.post(from, '/api/people/me/delegations', {
    delegate: to,
    permissions: ['people.approve'],
    until,
  })
  expect(given.status, given.text).toBe(201)
}

it('1: as himself, with every role and as administrator', async () => {
  const { id, path, digest } = await waiting()
  await stillWaits(id, await house.post('author', path, { digest }))
})

it('2: under another spelling of his id, in case, width or space', async () => {
  const { id, path, digest } = await waiting()
  for (const spelling of ['Author', 'AUTHOR', 'author '])
    // Blanks around a header's value are no part of it: that one is the author himself.
    await stillWaits(id, await house.post(spelling, path, { digest }))
})

it('3: by his own token', async () => {
  const { id, path, digest } = await waiting()
  const token = await house.post('author', '/api/people/me/tokens', {
    label: 'robot',
    permissions: ['charter.read'],
    until: iso(Date.now() + DAY_MS),
  })
  expect(token.status, token.text).toBe(201)
  await stillWaits(id, await house.post(`Bearer ${token.json.secret}`, path, { digest }))
  const approving = await house.post('author', '/api/people/me/tokens', {
    label: 'robot that approves',
    permissions: ['people.approve'],
    until: iso(Date.now() + DAY_MS),
  })
  // Nobody gets such a token in the first place.
  expect(approving.status, approving.text).toBeGreaterThanOrEqual(400)
})

it('4: by the token of another', async () => {
  const { id, path, digest } = await waiting()
  const token = await house.post('boss', '/api/people/me/tokens', {
    label: 'robot of the boss',
    permissions: ['charter.read'],
    until: iso(Date.now() + DAY_MS),
  })
  await stillWaits(id, await house.post(`Bearer ${token.json.secret}`, path, { digest }))
})

it('5: by a delegate of his, and by somebody below to whom the boss delegated', async () => {
  await delegated('author', 'peer')
  await delegated('boss', 'below')
  const { id, path, digest } = await waiting()
  await stillWaits(id, await house.post('peer', path, { digest }))
  await stillWaits(id, await house.post('below', path, { digest }))
})

it('6: himself, in the place of his superior who delegated to him', async () => {
  await delegated('boss', 'author')
  const { id, path, digest } = await waiting()
  await stillWaits(id, await house.post('author', path, { digest }))
})

it('7: by somebody below him, whatever role that one holds', async () => {
  const { id, path, digest } = await waiting()
  await stillWaits(id, await house.post('below', path, { digest }))
})

it('8: by somebody beside him, who is not above him', async () => {
  const { id, path, digest } = await waiting()
  await stillWaits(id, await house.post('outsider', path, { digest }))
})

it('9: by somebody who has left', async () => {
  const { id, path, digest } = await waiting()
  expect((await house.post('boss', '/api/people/persons/gone/leave')).status).toBe(200)
  await stillWaits(id, await house.post('gone', path, { digest }))
})

it('10: by naming another in the request', async () => {
  const { id, path, digest } = await waiting()
  await stillWaits(
    id,
    await house.post('author', path, { digest, approver: 'boss', approved_by: 'boss', by: 'boss' }),
  )
  const until = iso(Date.now() + DAY_MS)
  for (const more of [{ requested_by: 'boss' }, { approved_by: 'boss' }, { contributors: [] }]) {
    const request = { id: `guise-x`, clause: '4.4', objects: [OBJECT], reason: 'r', until, ...more }
    expect((await house.post('author', '/api/charter/waivers', request)).status).toBe(400)
  }
})

const rule = (text: string) => ({
  clause: '4.4',
  title: { ja: '廃棄の規則', en: 'Rule of disposal' },
  owner: 'boss',
  effective_from: iso(Date.now() - DAY_MS),
  review_by: iso(Date.now() + 100 * DAY_MS),
  text,
})
const inForce = async () => controlOf(await house.conformance(), OBJECT).verdict

it('11: by having it approved and changing it afterwards, before or after the approval', async () => {
  const path = '/api/charter/rules/disposal/versions/1'
  const shown = await house.post('author', path, rule('what the boss reads'))
  await house.post('author', `${path}/submit`)
  await house.ask('author', 'PUT', path, rule('what the boss does not read'))
  await house.post('author', `${path}/submit`)
  const stale = await house.post('boss', `${path}/approve`, { digest: shown.json.digest })
  expect(stale.status, stale.text).toBe(403)
  expect(await inForce()).toBe('fail')
  const { digest } = (await house.get('/api/charter/rules/disposal')).json.versions[0]
  expect((await house.post('boss', `${path}/approve`, { digest })).status).toBe(200)
  const after = await house.ask('author', 'PUT', path, rule('something else'))
  expect(after.status, after.text).toBe(409)
  expect((await house.get(`${path}/text`)).text).toBe('what the boss does not read')
  expect(await inForce()).toBe('pass')
  expect(
    (await house.post('author', '/api/charter/rules/disposal/retire', { reason: 'end of story' })).status,
  ).toBe(200)
})

it('12: by amending what another wrote, and by having the superior write a word of it himself', async () => {
  const path = '/api/charter/rules/joint/versions/1'
  await house.post('second-author', path, { ...rule('a'), clause: '4.3' })
  await house.ask('author', 'PUT', path, { ...rule('b'), clause: '4.3' })
  await house.ask('boss', 'PUT', path, { ...rule('c'), clause: '4.3' })
  const { digest } = (await house.post('second-author', `${path}/submit`)).json
  for (const who of ['second-author', 'author', 'boss']) {
    const refused = await house.post(who, `${path}/approve`, { digest })
    expect(refused.status, `${who} ${refused.text}`).toBe(403)
  }
  expect((await house.get('/api/charter/rules/joint')).json.versions[0].state).toBe('waiting')
})

it('13: by documents that claim another’s approval: they wait, and their applier cannot approve them', async () => {
  const operator = 'operator: { name: Minamo, zone: Asia/Tokyo }\n'
  const waiver = {
    id: 'claimed', clause: '4.4', objects: [OBJECT, 'disposal'], reason: 'r', requested_by: 'engineer', approved_by: 'boss',
    from: iso(Date.now() - DAY_MS), until: iso(Date.now() + DAY_MS),
  } // prettier-ignore
  const written = {
    id: 'claimed-rule', clause: '4.4', title: { ja: '規則', en: 'rule' }, file: 'rule.md', version: '1', owner: 'boss',
    author: 'engineer', approver: 'boss', approved_at: iso(Date.now() - DAY_MS),
    effective_from: iso(Date.now() - DAY_MS), review_by: iso(Date.now() + DAY_MS),
  } // prettier-ignore
  await house.apply('author', {
    'operator.yaml': operator,
    'waivers.json': JSON.stringify({ waivers: [waiver] }),
    'rules.json': JSON.stringify({ rules: [written] }),
    'rule.md': '# rule\n',
  })
  const clause = clauseOf(await house.conformance(), '4.4')
  expect([clause.verdict, clause.waived, await inForce()]).toEqual(['fail', false, 'fail'])
  const said = clause.controls.flatMap(({ because }) => because.map(({ text }) => text.en)).join('\n')
  expect(said).toMatch(/waivers? waits? for approval \(.*claimed.*\)/)
  expect(said).toMatch(/1 rule waits for approval \(“rule” 1\)/)
  // Whoever may approve it finds it among what waits.
  expect((await house.get('/api/people/me', 'boss')).text).toMatch(/claimed-rule\/1/)
  const { digest } = (await house.get('/api/charter/waivers/claimed')).json.waiver
  for (const who of ['author', 'engineer'])
    expect((await house.post(who, '/api/charter/waivers/claimed/approve', { digest })).status).toBe(403)
  const version = (await house.get('/api/charter/rules/claimed-rule')).json.versions[0]
  const path = '/api/charter/rules/claimed-rule/versions/1'
  expect((await house.post('author', `${path}/approve`, { digest: version.digest })).status).toBe(403)
  // Only a superior of who is said to have written it, who had no hand in it.
  expect((await house.post('boss', `${path}/approve`, { digest: version.digest })).status).toBe(200)
  expect(await inForce()).toBe('pass')
  expect((await house.get(`${path}/text`)).text).toBe('# rule\n')
})

it('14: by attesting in another’s name, in documents', async () => {
  const attestation = {
    id: 'a', clause: '4.4', verdict: 'pass', by: 'boss', observed_from: '2026-04-01', observed_to: '2026-05-01',
    effective: '2026-05-01', valid_until: '2027-05-01', evidence: [{ file: 'e.txt' }],
    population: { total: 1, judged: 1 }, statement: { ja: '文', en: 'text' },
  } // prettier-ignore
  const files = {
    'operator.yaml': 'operator: { name: Minamo, zone: Asia/Tokyo }\n',
    'attestations.json': JSON.stringify({ attestations: [attestation] }),
    'e.txt': 'seen',
  }
  await expect(house.apply('author', files)).rejects.toThrow(
    /attestations\.json:1:\d+: attestations\[0\]\.by: expected the person who applies these documents \(author\), found "boss"/,
  )
  await house.apply('boss', files)
  expect(controlOf(await house.conformance(), '4.4.attested').verdict).toBe('pass')
})

it('and the same request is granted to somebody above who had no hand in it', async () => {
  const { id, path, digest } = await waiting()
  expect((await house.post('boss', path, { digest })).status).toBe(200)
  expect((await house.get(`/api/charter/waivers/${id}`)).json.waiver).toMatchObject({
    approved_by: 'boss',
    state: 'in-force',
  })
  expect(made).toBeGreaterThan(9)
})
