import { createHash } from 'node:crypto'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { followVerdicts } from '../../src/charter/improvement/jobs.ts'
import type { ActionPage, ReviewList, ReviewRow } from '../../src/charter/improvement/page.ts'
import type { ReviewReading } from '../../src/charter/improvement/review-input.ts'
import type { Conformance } from '../../src/charter/verdict.ts'
import { charterHouse, OPERATOR_IN_TOKYO, type CharterHouse } from './charter-house.ts'
import { answerOf as told, integratedOf } from './facts-told.ts'

const DAY_MS = 86_400_000
const dateAfter = (days: number): string => new Date(Date.now() + days * DAY_MS).toISOString().slice(0, 10)

let house: CharterHouse
beforeAll(async () => {
  house = await charterHouse()
  await house.enter('executive', ['approver'])
  await house.enter('recorder', ['quality-owner'])
  await followVerdicts(house.ctx)
})
afterAll(() => house.stop())

const REVIEWS = '/api/improvement/reviews'
const meeting = (changes: object = {}) => ({
  date: '2026-11-20',
  attendees: ['executive', 'boss', 'engineer'],
  executive: 'executive',
  ...changes,
})
const one = async (id: string): Promise<ReviewRow> => told(await house.get(`${REVIEWS}/${id}`))
const input = async (id: string) => {
  const reply = await house.get(`${REVIEWS}/${id}/input`)
  expect(reply.status).toBe(200)
  return { text: reply.text, reading: JSON.parse(reply.text) as ReviewReading }
}

describe('a management review', () => {
  let first: string

  it('takes a date, who attends and the executive, who is another than the recorder', async () => {
    for (const [changes, place] of [
      [{ date: '2026-13-01' }, 'date'],
      [{ attendees: [] }, 'attendees'],
      [{ attendees: ['nobody'] }, 'attendees.0'],
      [{ executive: 'recorder' }, 'executive'],
    ] as const) {
      const bad = await house.post('recorder', REVIEWS, meeting(changes))
      expect([place, bad.status, bad.json.error.place.path]).toEqual([place, 400, place])
    }
    expect((await house.post('engineer', REVIEWS, meeting())).status).toBe(403)
    const held = told<ReviewRow>(await house.post('recorder', REVIEWS, meeting()), 201)
    expect([held.state, held.recorder.id, held.attendees.length]).toEqual(['held', 'recorder', 3])
    first = held.id
  })

  it('reads every finding, action, waiver and verdict, and keeps them by their hash', async () => {
    const { text, reading } = await input(first)
    const review = await one(first)
    expect(createHash('sha256').update(text).digest('hex')).toBe(review.input.sha256)
    const { total } = told<{ total: number }>(await house.get('/api/improvement/findings'))
    expect([reading.findings.length, review.input.findings]).toEqual([total, total])
    expect(total).toBeGreaterThan(0)
    expect(reading.conformance.clauses.flatMap(({ controls }) => controls).length).toBeGreaterThan(50)
    expect([reading.actions, reading.waivers, reading.since]).toEqual([[], [], undefined])
  })

  it('and what it kept is what the same pair of instants still gives, whatever came later', async () => {
    const { reading } = await input(first)
    const rule = { clause: '4.4', because: 'Seen after the review.', objects: [] }
    told(await house.post('engineer', '/api/improvement/findings', rule), 201)
    await house.apply('boss', {
      'o.json': JSON.stringify({
        operator: { id: 'o', name: 'O', zone: 'Asia/Tokyo' },
        nodes: [{ id: 'a' }, { id: 'b' }],
        links: [{ id: 'ab', from: 'a', to: 'b' }],
      }),
    })
    const again = await house.conformance({ at: reading.at, known: reading.at })
    const { charter: _charter, ...kept } = reading.conformance
    const { charter: _name, ...asOf } = again
    expect(asOf).toEqual(kept)
    const now: Conformance = await house.conformance()
    expect(now.clauses).not.toEqual(kept.clauses)
    expect((await input(first)).reading.findings).toHaveLength(reading.findings.length)
  })

  it('records decisions with owner and due date, and waits for the executive', async () => {
    const early = await house.post('executive', `${REVIEWS}/${first}/approve`, { digest: 'a'.repeat(64) })
    expect(early.status).toBe(409)
    const decision = { what: 'Buy a second panel.', owner: 'engineer', due: dateAfter(30) }
    const minutes = { minutes: 'Everything was read.', decisions: [decision] }
    const bad = await house.post('recorder', `${REVIEWS}/${first}/record`, {
      ...minutes,
      decisions: [{ ...decision, owner: 'nobody' }],
    })
    expect([bad.status, bad.json.error.place.path]).toEqual([400, 'decisions.0.owner'])
    expect((await house.post('executive', `${REVIEWS}/${first}/record`, minutes)).status).toBe(403)
    const recorded = told<ReviewRow>(await house.post('recorder', `${REVIEWS}/${first}/record`, minutes))
    expect([recorded.state, recorded.decisions[0]!.owner.id]).toEqual(['recorded', 'engineer'])
    expect(recorded.digest).toMatch(/^[0-9a-f]{64}$/)
  })

  it('is approved by that executive and nobody else, exactly as recorded', async () => {
    const { digest } = await one(first)
    const approve = (who: string, sent = digest) =>
      house.post(who, `${REVIEWS}/${first}/approve`, { digest: sent })
    for (const who of ['recorder', 'boss', 'outsider', 'engineer'])
      expect((await approve(who)).status).toBe(403)
    expect((await approve('executive', 'b'.repeat(64))).status).toBe(403)
    expect((await one(first)).state).toBe('recorded')
    const approved = told<ReviewRow>(await approve('executive'))
    expect([approved.state, approved.approval!.by.id, approved.approval!.digest]).toEqual([
      'approved',
      'executive',
      digest,
    ])
    expect((await approve('executive')).status).toBe(409)
    expect((await integratedOf(house.ctx, first)).map(({ type }) => type)).toEqual([
      'charter.review.held',
      'charter.review.recorded',
      'charter.review.approved',
    ])
  })

  it('makes each decision an action, in the same step', async () => {
    const { decisions } = await one(first)
    const action = told<ActionPage>(await house.get(`/api/improvement/actions/${decisions[0]!.action}`))
    expect([action.what, action.owner.id, action.state, action.review]).toEqual([
      'Buy a second panel.',
      'engineer',
      'open',
      first,
    ])
  })

  it('reads, the next time, what has changed since the last that was approved', async () => {
    await followVerdicts(house.ctx)
    await house.apply('boss', OPERATOR_IN_TOKYO)
    await followVerdicts(house.ctx)
    await house.apply('boss', {
      'o.json': JSON.stringify({
        operator: { id: 'o', name: 'O', zone: 'Asia/Tokyo' },
        nodes: [{ id: 'a' }, { id: 'b' }],
        links: [{ id: 'ab', from: 'a', to: 'b' }],
      }),
    })
    await followVerdicts(house.ctx)
    const next = told<ReviewRow>(await house.post('recorder', REVIEWS, meeting({ date: dateAfter(0) })), 201)
    const { reading } = await input(next.id)
    expect(reading.since).toBe((await one(first)).at)
    const change = reading.changes.find(({ control }) => control === 'redundancy.single-points')
    expect(change).toMatchObject({ clause: '2.1', from: 'unknown', to: 'fail' })
    const turns = reading.turns.filter(({ control }) => control === 'redundancy.single-points')
    expect(turns.map(({ from, to }) => [from, to])).toEqual([
      ['unknown', 'fail'],
      ['fail', 'unknown'],
      ['unknown', 'fail'],
    ])
    expect(reading.actions.map(({ review }) => review)).toEqual([first])
    const { reviews } = told<ReviewList>(await house.get(REVIEWS))
    expect(reviews.map(({ id }) => id)).toEqual([next.id, first])
  })

  it('names, once an edition of the charter is in force, the executive who issues it and nobody else', async () => {
    const edition = {
      title: { ja: '品質憲章', en: 'Quality Charter' },
      preamble: [],
      issuer: { office: { ja: '役員', en: 'Executive' }, person: 'executive' },
      effective: dateAfter(0),
    }
    const { digest } = told<{ digest: string }>(
      await house.post('boss', '/api/charter/editions/2', edition),
      201,
    )
    told(await house.post('outsider', '/api/charter/editions/2/approve', { digest }))
    const bad = await house.post('recorder', REVIEWS, meeting({ executive: 'outsider' }))
    expect([bad.status, bad.json.error.place.path]).toEqual([400, 'executive'])
    expect(bad.json.error.expected).toContain('(executive)')
    expect((await house.post('recorder', REVIEWS, meeting())).status).toBe(201)
  })
})
