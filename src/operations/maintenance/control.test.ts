import { expect, it } from 'vitest'
import { controlVerdictOf } from '../../charter/conformance.ts'
import type { Control } from '../../charter/control.ts'
import type { Fact } from '../../ledger/fact.ts'
import { intakeControl, noticesControl, registerControl, relaysControl } from './control.ts'
import {
  CONTACT_RECORDED,
  INTAKE_CHECKED,
  MAIL_RECEIVED,
  NOTICE_READ,
  type NoticeRead,
  type ReadNotice,
} from './notice-facts.ts'
import { REGISTER_DECLARED, type RegisterEntry } from './register/entry.ts'
import { RELAY_DUE, RELAY_SENT, type RelayDue } from './relay/relay.ts'

const DAY_MS = 86_400_000
const HOUR_MS = 3_600_000
const T0 = Date.parse('2026-11-23T00:00:00Z')
const iso = (ms: number): string => new Date(ms).toISOString()
const SYSTEM = 'system:maintenance'

const network = (...risks: { id: string; kind: string; rides_on: string[] }[]): Fact => ({
  type: 'estate.network.declared',
  by: 'system:estate',
  body: {
    network: { nodes: [], links: [], risks, groups: [], services: [], demands: [], pools: [], findings: [] },
    source: 'workspace',
    sha256: '',
  },
})
const line = network({ id: 'trunk-1', kind: 'circuit', rides_on: ['kaigan'] })

const entry = (more: Partial<RegisterEntry> = {}): RegisterEntry => ({
  id: 'kaigan-lines',
  party: 'kaigan',
  channel: 'mail',
  judge_hours: 24,
  contacts: 1,
  from: iso(T0),
  ...more,
})
const register = (...entries: RegisterEntry[]): Fact => ({
  type: REGISTER_DECLARED,
  by: SYSTEM,
  body: { entries },
})

function read(more: Partial<ReadNotice> = {}, aligned = true, said: Partial<NoticeRead> = {}): Fact {
  const body: NoticeRead = {
    mail: 'a'.repeat(64),
    round: 1,
    index: 0,
    slice: 0,
    received_at: iso(T0),
    message_id: 'm@kaigan.example',
    references: [],
    sender: 'kaigan.example',
    provider: 'kaigan-lines',
    authentication: { spf: 'none', dkim: aligned ? 'pass' : 'none', dmarc: 'none', aligned },
    layout: 'l',
    notice: {
      maintenance_id: 'CHG-1',
      status: 'CONFIRMED',
      windows: [{ start: iso(T0 + 10 * DAY_MS), end: iso(T0 + 10 * DAY_MS + HOUR_MS), backup: false }],
      stamp: iso(T0),
      needs_review: false,
      confidence: 0.9,
      reasons: [],
      competing: [],
      ...more,
    },
    objects: [{ id: 'trunk-1', said: 'KD-1', impact: 'OUTAGE' }],
    ...said,
  }
  return { type: NOTICE_READ, by: SYSTEM, body }
}

const verdict = (control: Control, facts: Fact[], atMs: number): string =>
  controlVerdictOf(control, facts, atMs).verdict

it('without a network nothing is known; without external lines nothing is asked', () => {
  for (const control of [registerControl, noticesControl, relaysControl, intakeControl]) {
    expect([control.id, verdict(control, [], T0)]).toEqual([control.id, 'unknown'])
    expect([control.id, verdict(control, [network()], T0)]).toEqual([control.id, 'not-applicable'])
  }
})

it('a line that no entry covers fails the register, by name; by its provider or by its id it is covered', () => {
  const without = controlVerdictOf(registerControl, [line], T0)
  expect([without.verdict, without.because[0]?.objects]).toEqual(['fail', ['trunk-1']])
  expect(without.population[0]).toMatchObject({ total: 1, judged: 0 })
  expect(verdict(registerControl, [line, register(entry())], T0)).toBe('pass')
  expect(verdict(registerControl, [line, register(entry({ party: 'x', covers: ['trunk-1'] }))], T0)).toBe(
    'pass',
  )
  expect(verdict(registerControl, [line, register(entry({ covers: ['trunk-2'] }))], T0)).toBe('fail')
})

it('silence is an alarm from its very instant, and only what is certainly the provider’s ends it', () => {
  const facts = [line, register(entry({ silence_days: 30 }))]
  const endMs = T0 + 30 * DAY_MS
  expect([endMs - 1, endMs].map((at) => verdict(registerControl, facts, at))).toEqual(['pass', 'fail'])
  const later = { received_at: iso(T0 + 5 * DAY_MS) }
  expect(verdict(registerControl, [...facts, read({}, true, later)], endMs)).toBe('pass')
  expect(verdict(registerControl, [...facts, read({}, false, later)], endMs)).toBe('fail')
})

it('a page that is to be looked at is a duty with a date', () => {
  const facts = [line, register(entry({ channel: 'portal', portal_every_days: 7 }))]
  const looked: Fact = {
    type: CONTACT_RECORDED,
    by: 'p-1',
    body: { entry: 'kaigan-lines', kind: 'portal-checked', at: iso(T0 + 6 * DAY_MS), note: '' },
  }
  expect(verdict(registerControl, facts, T0 + 7 * DAY_MS)).toBe('fail')
  expect(verdict(registerControl, [...facts, looked], T0 + 7 * DAY_MS)).toBe('pass')
  expect(verdict(registerControl, [...facts, looked], T0 + 13 * DAY_MS)).toBe('fail')
})

it('what is not clear is to be decided in time, and sooner near its window', () => {
  const facts = [line, register(entry()), read({ needs_review: true })]
  expect(
    [T0, T0 + 24 * HOUR_MS - 1, T0 + 24 * HOUR_MS].map((at) => verdict(noticesControl, facts, at)),
  ).toEqual(['pass', 'pass', 'fail'])
  const soon = { windows: [{ start: iso(T0 + DAY_MS), end: iso(T0 + 2 * DAY_MS), backup: false }] }
  expect(verdict(noticesControl, [line, read({ needs_review: true, ...soon })], T0)).toBe('fail')
  expect(verdict(noticesControl, [line, read()], T0 + 3 * DAY_MS)).toBe('pass')
})

it('a certain notice that names no line of ours leaves unknown what it takes', () => {
  const objects: NoticeRead['objects'] = [{ id: null, said: 'XX-9', impact: 'OUTAGE' }]
  expect(verdict(noticesControl, [line, read({}, true, { objects })], T0)).toBe('unknown')
})

it('strangers who name nothing of ours decide nothing; those who name a line of ours are to be looked at', () => {
  const stranger = { provider: null, sender: 'spam.example' }
  const foreign = { ...stranger, objects: [] }
  const judged = controlVerdictOf(noticesControl, [line, read({}, true, foreign)], T0 + 9 * DAY_MS)
  expect([judged.verdict, judged.because.length]).toEqual(['not-applicable', 2])
  expect(verdict(noticesControl, [line, read({}, true, stranger)], T0 + 9 * DAY_MS)).toBe('fail')
})

it('a mail that came in and was not read is told', () => {
  const body = { sha256: 'b'.repeat(64), size_bytes: 1, channel: 'smtp', received_at: iso(T0) }
  const facts = [line, { type: MAIL_RECEIVED, by: SYSTEM, body }]
  expect(verdict(noticesControl, facts, T0 + HOUR_MS / 4)).toBe('fail')
  expect(verdict(noticesControl, [...facts, read({}, true, { mail: 'b'.repeat(64) })], T0 + HOUR_MS)).toBe(
    'pass',
  )
})

it('a term of a customer that is missed fails, at its instant and for good', () => {
  const due: RelayDue = {
    id: 'r-0000000000000000',
    kind: 'notice',
    to: 'minato',
    maintenance: 'kaigan-lines/CHG-1',
    cancelled: false,
    effects: [],
    language: 'ja',
    due_by: iso(T0 + DAY_MS),
    notice_days: 14,
    late_by_provider: false,
  }
  const facts: Fact[] = [line, { type: RELAY_DUE, by: SYSTEM, body: due }]
  const sent = (at: number): Fact => ({
    type: RELAY_SENT,
    by: SYSTEM,
    body: { id: due.id, message_id: 'm', accepted: 1, refused: 0, at: iso(at) },
  })
  expect(verdict(relaysControl, facts, T0 + DAY_MS - 1)).toBe('pass')
  expect(verdict(relaysControl, facts, T0 + DAY_MS)).toBe('fail')
  expect(verdict(relaysControl, [...facts, sent(T0 + DAY_MS)], T0 + 9 * DAY_MS)).toBe('pass')
  expect(verdict(relaysControl, [...facts, sent(T0 + DAY_MS + 1)], T0 + 9 * DAY_MS)).toBe('fail')
})

it('the way in is known for two hours and a quarter; one that failed or was never tried is unknown', () => {
  const tried = (ok: boolean): Fact => ({
    type: INTAKE_CHECKED,
    by: SYSTEM,
    body: { channel: 'smtp', ok, at: iso(T0), because: ok ? '' : 'ECONNREFUSED' },
  })
  expect(verdict(intakeControl, [line], T0)).toBe('unknown')
  expect(verdict(intakeControl, [line, tried(true)], T0 + 2.25 * HOUR_MS)).toBe('pass')
  expect(verdict(intakeControl, [line, tried(true)], T0 + 2.25 * HOUR_MS + 1)).toBe('unknown')
  expect(verdict(intakeControl, [line, tried(true), tried(false)], T0)).toBe('unknown')
})
