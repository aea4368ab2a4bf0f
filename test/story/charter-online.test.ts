import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { charterHouse, clauseOf, controlOf, iso, type CharterHouse } from './charter-house.ts'

const HOUR_MS = 3_600_000
const DAY_MS = 24 * HOUR_MS

let house: CharterHouse
beforeAll(async () => {
  house = await charterHouse()
})
afterAll(() => house.stop())

const rule = (more: object = {}) => ({
  clause: '3.2.5',
  title: { ja: 'リハーサルの規則', en: 'Rule of rehearsals' },
  owner: 'boss',
  effective_from: iso(Date.now() - DAY_MS),
  review_by: iso(Date.now() + 300 * DAY_MS),
  text: '# 規則\n\n本番の前に、同等の環境で試す。\n',
  ...more,
})
const approvedRule = async (id: string, version: string, more: object = {}) => {
  const path = `/api/charter/rules/${id}/versions/${version}`
  const drafted = await house.post('engineer', path, rule(more))
  expect(drafted.status, drafted.text).toBe(201)
  expect((await house.post('engineer', `${path}/submit`)).status).toBe(200)
  const { digest } = drafted.json
  const approved = await house.post('boss', `${path}/approve`, { digest })
  expect(approved.status, approved.text).toBe(200)
}

describe('a rule under a clause', () => {
  it('fails on an installation without one; waits visibly; is in force once another above has approved it', async () => {
    const before = controlOf(await house.conformance(), '3.2.5.rule-in-force')
    expect(before.verdict).toBe('fail')
    const path = '/api/charter/rules/rehearsal/versions/1'
    const ends = Date.now() + 2 * HOUR_MS
    const drafted = await house.post('engineer', path, rule({ effective_to: iso(ends) }))
    expect([drafted.status, drafted.json.digest]).toEqual([201, expect.stringMatching(/^[0-9a-f]{64}$/)])
    await house.post('engineer', `${path}/submit`)
    const waiting = controlOf(await house.conformance(), '3.2.5.rule-in-force')
    expect(waiting.verdict).toBe('fail')
    expect(waiting.because.map(({ text }) => text.en)).toContainEqual(
      '1 rule waits for approval (“Rule of rehearsals” 1). Until approved, it does not count.',
    )
    expect((await house.get('/api/people/me', 'boss')).text).toContain('rehearsal')
    const { digest } = drafted.json
    expect((await house.post('boss', `${path}/approve`, { digest: '0'.repeat(64) })).status).toBe(403)
    expect((await house.post('boss', `${path}/approve`, { digest })).status).toBe(200)
    const { index, recorded_at } = (await house.get('/api/charter/rules/rehearsal')).json.history.at(-1)
    expect(index).toBeGreaterThan(0)
    // It lapses by itself, at the instant.
    for (const [at, verdict] of [
      [ends - 1, 'pass'],
      [ends, 'fail'],
      [ends + 1, 'fail'],
    ] as const)
      expect(controlOf(await house.conformance({ at: iso(at) }), '3.2.5.rule-in-force').verdict).toBe(verdict)
    // Before the approval was received, nobody knew of it.
    const known = iso(Date.parse(recorded_at) - 1)
    expect(
      controlOf(await house.conformance({ at: iso(ends - 1), known }), '3.2.5.rule-in-force').verdict,
    ).toBe('fail')
  })

  it('keeps its text from who may not read it, shows what changed between versions, and cannot be changed once approved', async () => {
    await approvedRule('texts', '1', { clause: '3.1', text: 'one\ntwo\nthree\n' })
    await approvedRule('texts', '2', { clause: '3.1', text: 'one\n2\nthree\nfour\n' })
    const path = '/api/charter/rules/texts/versions/2'
    expect((await house.get(`${path}/text`, 'viewer')).status).toBe(403)
    expect((await house.get(`${path}/text`)).text).toBe('one\n2\nthree\nfour\n')
    const difference = await house.get(`${path}/difference?from=1`)
    expect(
      difference.json.lines.map(({ is, text }: { is: string; text: string }) => `${is} ${text}`),
    ).toEqual(['same one', 'removed two', 'added 2', 'same three', 'added four'])
    expect((await house.ask('engineer', 'PUT', path, rule({ clause: '3.1' }))).status).toBe(409)
    const { items, total } = (await house.get('/api/charter/rules?clause=3&search=rehearsals')).json
    expect([total, items.length]).toEqual([3, 3])
    expect(JSON.stringify(items)).not.toContain('three')
    const { versions } = (await house.get('/api/charter/rules/texts')).json
    expect(versions.map(({ state }: { state: string }) => state)).toEqual(['superseded', 'in-force'])
    const csv = await house.get('/api/charter/rules?clause=3.1&format=csv')
    expect(csv.text.split('\r\n')).toHaveLength(4)
  })

  it('is retired from an instant on', async () => {
    await approvedRule('old', '1', { clause: '4.3' })
    const gone = await house.post('engineer', '/api/charter/rules/old/retire', { reason: 'replaced' })
    expect(gone.status, gone.text).toBe(200)
    expect(controlOf(await house.conformance(), '4.3.rule-in-force').verdict).toBe('fail')
    expect((await house.get('/api/charter/rules/old')).json.versions[0].state).toBe('retired')
  })
})

const attestation = async (more: object = {}) => ({
  clause: '3.2.5',
  verdict: 'pass',
  observed_from: iso(Date.now() - 2 * DAY_MS),
  observed_to: iso(Date.now() - DAY_MS),
  valid_until: iso(Date.now() + DAY_MS),
  evidence: [{ file: 'rehearsal.txt', sha256: await house.evidence('all four went well') }],
  population: { total: 4, judged: 4, noun: { ja: '商用導入', en: 'rollouts' } },
  statement: { ja: '四件とも試した。' },
  ...more,
})

describe('what a person attests', () => {
  it('passes with its population until the instant at which it is stale, and says that it was attested', async () => {
    const ends = Date.now() + DAY_MS
    const made = await house.post(
      'engineer',
      '/api/charter/attestations',
      await attestation({ id: 'a1', valid_until: iso(ends) }),
    )
    expect(made.status, made.text).toBe(201)
    for (const [at, verdict, freshness] of [
      [ends - 1, 'pass', 'fresh'],
      [ends, 'unknown', 'stale'],
      [ends + 1, 'unknown', 'stale'],
    ] as const) {
      const control = controlOf(await house.conformance({ at: iso(at) }), '3.2.5.attested')
      expect([control.verdict, control.freshness, control.basis]).toEqual([verdict, freshness, 'attested'])
      expect(control.population).toEqual([{ noun: { ja: '商用導入', en: 'rollouts' }, total: 4, judged: 4 }])
    }
    const { attestation: shown, history } = (await house.get('/api/charter/attestations/a1')).json
    expect(shown).toMatchObject({
      by: 'engineer',
      state: 'standing',
      statement: { en: '(written in Japanese only) 四件とも試した。' },
    })
    expect(history).toHaveLength(1)
    const [{ sha256 }] = shown.evidence
    expect((await house.get(`/api/charter/evidence/${sha256}`)).text).toBe('all four went well')
    expect((await house.get(`/api/charter/evidence/${sha256}`, 'viewer')).status).toBe(403)
  })

  it('is told as of before and after a correction, for the same day', async () => {
    const effective = iso(Date.now() - DAY_MS)
    const first = await house.post(
      'engineer',
      '/api/charter/attestations',
      await attestation({ id: 'b1', clause: '4.4', effective }),
    )
    const wrong = { id: 'b2', clause: '4.4', effective, verdict: 'fail', corrects: 'b1', objects: ['disk-7'] }
    const corrected = await house.post('designer', '/api/charter/attestations', await attestation(wrong))
    expect([first.status, corrected.status]).toEqual([201, 201])
    const before = Date.parse(corrected.json.recorded_at) - 1
    const seen = async (known?: number) =>
      controlOf(
        await house.conformance({ at: iso(Date.now()), ...(known && { known: iso(known) }) }),
        '4.4.attested',
      ).verdict
    expect([
      await seen(Date.parse(first.json.recorded_at) - 1),
      await seen(before),
      await seen(before + 1),
      await seen(),
    ]).toEqual(['unknown', before >= Date.parse(first.json.recorded_at) ? 'pass' : 'unknown', 'fail', 'fail'])
    // The correction was itself wrong: taken back, the first counts again.
    expect(
      (await house.post('engineer', '/api/charter/attestations/b2/withdraw', { reason: 'misread' })).status,
    ).toBe(200)
    expect(await seen()).toBe('pass')
    expect(
      (await house.get('/api/charter/attestations?clause=4.4')).json.items.map(
        ({ state }: { state: string }) => state,
      ),
    ).toEqual(['withdrawn', 'standing'])
  })

  it('is refused with its place where it cannot be', async () => {
    const cases: [object, string][] = [
      [{ clause: '2.1' }, 'clause'],
      [{ clause: '3.2' }, 'clause'],
      [{ clause: 'x' }, 'clause'],
      [{ observed_to: iso(Date.now() + DAY_MS) }, 'observed_to'],
      [{ observed_from: iso(Date.now()) }, 'observed_to'],
      [{ valid_until: iso(Date.now() - 3 * DAY_MS) }, 'valid_until'],
      [{ evidence: [] }, 'evidence'],
      [{ evidence: [{ file: 'e', sha256: 'a'.repeat(64) }] }, 'evidence.0.sha256'],
      [{ evidence: [{ file: 'e', sha256: 'short' }] }, 'evidence.0.sha256'],
      [{ population: { total: 1, judged: 2 } }, 'population.judged'],
      [{ statement: {} }, 'statement'],
      [{ corrects: 'nothing' }, 'corrects'],
      [{ verdict: 'maybe' }, 'verdict'],
      [{ valid_until: 'tomorrow' }, 'valid_until'],
      [{ extra: 1 }, ''],
    ]
    for (const [more, place] of cases) {
      const refused = await house.post('engineer', '/api/charter/attestations', await attestation(more))
      expect([refused.status, refused.json.error.place.path ?? ''], refused.text).toEqual([400, place])
      expect(refused.json.error.expected.length).toBeGreaterThan(5)
    }
  })
})

describe('a waiver', () => {
  const asked = async (id: string, more: object = {}) => {
    const request = {
      id,
      clause: '4.2.3',
      objects: ['4.2.3.rule-in-force'],
      reason: 'until the rule is written',
      until: iso(Date.now() + DAY_MS),
      ...more,
    }
    return house.post('engineer', '/api/charter/waivers', request)
  }

  it('waives nothing while it waits and says so, waives once granted, and nothing any more once taken back', async () => {
    const request = await asked('w1')
    expect(request.status, request.text).toBe(201)
    const waiting = clauseOf(await house.conformance(), '4.2.3')
    expect([waiting.verdict, waiting.waived]).toEqual(['fail', false])
    expect(waiting.controls.flatMap(({ because }) => because).map(({ text }) => text.en)).toContainEqual(
      '1 waiver waits for approval (w1). Until approved, it does not count.',
    )
    expect((await house.get('/api/charter/waivers/w1')).json.waiver.state).toBe('waiting')
    const granted = await house.post('boss', '/api/charter/waivers/w1/approve', {
      digest: request.json.digest,
    })
    expect(granted.status, granted.text).toBe(200)
    const waived = clauseOf(await house.conformance(), '4.2.3')
    expect([waived.verdict, waived.waived, waived.waivers]).toEqual(['fail', true, ['w1']])
    // It holds for no time before its approval.
    const { approved_at } = (await house.get('/api/charter/waivers/w1')).json.waiver
    expect(clauseOf(await house.conformance({ at: iso(Date.parse(approved_at) - 1) }), '4.2.3').waived).toBe(
      false,
    )
    expect(
      (await house.post('engineer', '/api/charter/waivers/w1/withdraw', { reason: 'done' })).status,
    ).toBe(200)
    expect(clauseOf(await house.conformance(), '4.2.3').waived).toBe(false)
    const { waiver, history } = (await house.get('/api/charter/waivers/w1')).json
    expect([waiver.state, history.map(({ type }: { type: string }) => type)]).toEqual([
      'withdrawn',
      ['charter.waiver.requested', 'charter.waiver.granted', 'charter.waiver.withdrawn'],
    ])
  })

  it('is refused with its place without an end, an object or a reason, and for a clause that only shows others', async () => {
    const cases: [object, string][] = [
      [{ until: undefined }, 'until'],
      [{ until: iso(Date.now() - 1000) }, 'until'],
      [{ objects: [] }, 'objects'],
      [{ reason: ' ' }, 'reason'],
      [{ clause: '4.2' }, 'clause'],
      [{ id: 'a b' }, 'id'],
    ]
    for (const [more, place] of cases) {
      const refused = await asked('w-bad', more)
      expect([refused.status, refused.json.error.place.path]).toEqual([400, place])
    }
    expect((await asked('w1')).status).toBe(409)
    expect(
      (await house.post('boss', '/api/charter/waivers/none/approve', { digest: '0'.repeat(64) })).status,
    ).toBe(404)
    expect((await house.post('viewer', '/api/charter/waivers', {})).status).toBe(403)
  })

  it('is granted once, however many approve at the same moment', async () => {
    const request = await asked('w-once')
    const approve = () =>
      house.post('boss', '/api/charter/waivers/w-once/approve', { digest: request.json.digest })
    const answers = await Promise.all([approve(), approve(), approve(), approve()])
    expect(answers.map(({ status }) => status).toSorted((one, other) => one - other)).toEqual([
      200, 404, 404, 404,
    ])
    expect((await house.get('/api/charter/waivers/w-once')).json.history).toHaveLength(2)
  })
})
