import { afterAll, beforeAll, expect, it } from 'vitest'
import type { Board } from '../../src/charter/board.ts'
import { charterHouse, clauseOf, iso, type CharterHouse } from './charter-house.ts'

const DAY_MS = 86_400_000

let house: CharterHouse
beforeAll(async () => {
  house = await charterHouse()
  await house.enter('executive', ['approver'])
})
afterAll(() => house.stop())

const today = () => iso(Date.now()).slice(0, 10)
const edition = (more: object = {}) => ({
  title: { ja: '水面の品質憲章', en: 'Charter of Minamo' },
  preamble: [{ ja: '私たちは約束する。', en: 'We promise.' }],
  issuer: { office: { ja: '代表取締役社長', en: 'President' }, person: 'executive' },
  effective: today(),
  clauses: [
    {
      id: '4.4',
      title: { ja: '廃棄', en: 'Disposal' },
      text: { ja: '消してから捨てる。', en: 'Erase, then discard.' },
    },
  ],
  ...more,
})
const board = async () => (await house.get('/api/board')).json as Board

it('the charter is worded by the operator, in force from its date once another than the author approved it', async () => {
  const before = await board()
  expect([before.charter.edition, before.charter.effective]).toEqual([1, undefined])
  const drafted = await house.post('boss', '/api/charter/editions/2', edition())
  expect(drafted.status, drafted.text).toBe(201)
  expect((await board()).charter.edition).toBe(1)
  const { digest } = drafted.json
  expect((await house.post('boss', '/api/charter/editions/2/approve', { digest })).status).toBe(403)
  expect(
    (await house.post('executive', '/api/charter/editions/2/approve', { digest: '0'.repeat(64) })).status,
  ).toBe(403)
  const approved = await house.post('executive', '/api/charter/editions/2/approve', { digest })
  expect(approved.status, approved.text).toBe(200)
  const { charter, entries, conformance } = await board()
  expect(charter).toMatchObject({
    title: { en: 'Charter of Minamo' },
    edition: 2,
    effective: today(),
    issuer: { office: { en: 'President' }, name: { en: 'Name executive' } },
  })
  expect(entries.find(({ id }) => id === '4.4')).toMatchObject({
    text: { en: 'Erase, then discard.' },
    computed: false,
  })
  expect(entries.find(({ id }) => id === '2.1')).toEqual(before.entries.find(({ id }) => id === '2.1'))
  expect([conformance.charter, clauseOf(conformance, '4.4').title.en]).toEqual([
    'Charter of Minamo, edition 2',
    'Disposal',
  ])
  expect((await house.get('/api/oscal/catalog')).text).toContain('Erase, then discard.')
  // Nothing of it before it was approved, nor before anybody knew.
  const known = iso(Date.parse(approved.json.recorded_at) - 1)
  expect(clauseOf(await house.conformance({ known }), '4.4').title.en).not.toBe('Disposal')
})

it('an approved edition stays as it is; the next one is compared with it, and begins on its date', async () => {
  expect((await house.ask('boss', 'PUT', '/api/charter/editions/2', edition())).status).toBe(409)
  expect((await house.post('boss', '/api/charter/editions/1', edition())).status).toBe(400)
  const later = iso(Date.now() + 40 * DAY_MS).slice(0, 10)
  const text = { ja: '消してから捨てる。', en: 'Erase, verify, then discard.' }
  const next = edition({
    effective: later,
    clauses: [{ id: '4.4', title: { ja: '廃棄', en: 'Disposal' }, text }],
  })
  await house.post('boss', '/api/charter/editions/3', edition())
  const amended = await house.ask('boss', 'PUT', '/api/charter/editions/3', next)
  expect(amended.status, amended.text).toBe(200)
  const { digest } = amended.json
  expect((await house.post('executive', '/api/charter/editions/3/approve', { digest })).status).toBe(200)
  expect((await board()).charter.edition).toBe(2)
  const at = iso(Date.now() + 50 * DAY_MS)
  expect((await house.conformance({ at })).charter).toBe('Charter of Minamo, edition 3')
  const { editions } = (await house.get('/api/charter/editions')).json
  expect(
    editions.map(({ edition: number, state }: { edition: number; state: string }) => [number, state]),
  ).toEqual([
    [2, 'in-force'],
    [3, 'not-yet'],
  ])
  const { clauses } = (await house.get('/api/charter/editions/3/difference?from=2')).json
  expect(clauses).toEqual([
    {
      id: '4.4',
      title: { ja: [{ is: 'same', text: '廃棄' }], en: [{ is: 'same', text: 'Disposal' }] },
      text: {
        ja: [{ is: 'same', text: '消してから捨てる。' }],
        en: [
          { is: 'removed', text: 'Erase, then discard.' },
          { is: 'added', text: 'Erase, verify, then discard.' },
        ],
      },
    },
  ])
  expect(
    (await house.get('/api/charter/editions/3/difference?from=0')).json.clauses.map(
      ({ id }: { id: string }) => id,
    ),
  ).toEqual(['4.4'])
  const full = (await house.get('/api/charter/editions/3')).json
  expect([full.clauses.length, full.history.length, full.edition.state]).toEqual([40, 3, 'not-yet'])
})

it('what cannot be is refused with its place, and nobody words it who may not', async () => {
  const cases: [object, string][] = [
    [{ effective: '2026-13-01' }, 'effective'],
    [{ issuer: { office: { ja: '社長', en: 'President' }, person: 'a b' } }, 'issuer.person'],
    [{ clauses: [{ id: '9.9' }] }, 'clauses.0.id'],
    [{ clauses: [{ id: '4.4' }, { id: '4.4' }] }, 'clauses.1.id'],
    [{ title: { ja: '題' } }, 'title.en'],
    [{ issuer: undefined }, 'issuer'],
  ]
  for (const [more, place] of cases) {
    const refused = await house.post('boss', '/api/charter/editions/4', edition(more))
    expect([refused.status, refused.json.error.place.path], refused.text).toEqual([400, place])
  }
  expect((await house.post('engineer', '/api/charter/editions/4', edition())).status).toBe(403)
  expect((await house.get('/api/charter/editions/9')).status).toBe(404)
})
