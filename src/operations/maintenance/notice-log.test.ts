import { expect, it } from 'vitest'
import { digestOf } from '../../charter/digest.ts'
import type { Fact } from '../../ledger/fact.ts'
import type { Json } from '../../platform/text.ts'
import { plannedWindows, type Maintenance } from './maintenance.ts'
import { foldNotice, maintenancesOf, type NoticeLog } from './notice-log.ts'
import { NOTICE_DECIDED, NOTICE_READ, type Choice, type NoticeRead, type ReadNotice } from './notice-facts.ts'

const DAY_MS = 86_400_000
const T0 = Date.parse('2026-12-01T00:00:00Z')
const iso = (ms: number): string => new Date(ms).toISOString()
const window = (day: number, hours = 4) => ({
  start: iso(T0 + day * DAY_MS),
  end: iso(T0 + day * DAY_MS + hours * 3_600_000),
  backup: false,
})

type Said = Partial<Omit<NoticeRead, 'notice'>> & { notice?: Partial<ReadNotice>; circuits?: string[] }
let count = 0

/** A notice as a fact; each is of a mail of its own unless it says otherwise. */
function read({ notice, circuits = ['c1'], ...said }: Said): Fact {
  count += 1
  const body: NoticeRead = {
    mail: `${String(count).padStart(4, '0')}${'a'.repeat(60)}`,
    round: 0,
    index: 0,
    slice: 0,
    received_at: iso(T0 + count * 60_000),
    message_id: `m${count}@carrier.example`,
    references: [],
    sender: 'carrier.example',
    provider: 'carrier',
    authentication: { spf: 'pass', dkim: 'pass', dmarc: 'pass', aligned: true },
    layout: 'l',
    objects: circuits.map((id) => ({ id, said: id.toUpperCase(), impact: 'OUTAGE' })),
    ...said,
    notice: {
      maintenance_id: 'CHG-1',
      status: 'CONFIRMED',
      windows: [window(10)],
      stamp: iso(T0 + count * 60_000),
      needs_review: false,
      confidence: 0.9,
      reasons: [],
      competing: [],
      ...notice,
    },
  }
  return { type: NOTICE_READ, by: 'system:maintenance', body }
}

function decided(of: Fact, choice: Choice): Fact {
  const { mail, index } = of.body as unknown as NoticeRead
  const body = {
    mail,
    index,
    choice: choice as unknown as Json,
    because: 'seen',
    lesson: false,
    decided_at: iso(T0),
  }
  return { type: NOTICE_DECIDED, by: 'p-1', body }
}

const FORGED = { authentication: { spf: 'fail', dkim: 'none', dmarc: 'fail', aligned: false } } as const

function folded(...facts: Fact[]): readonly Maintenance[] {
  return maintenancesOf(facts.reduce<NoticeLog>(foldNotice, undefined))
}

const days = (maintenance: Maintenance | undefined): number[] =>
  (maintenance?.windows ?? []).map(({ fromMs }) => (fromMs - T0) / DAY_MS)

it('a reschedule replaces the windows, whatever the order of arrival', () => {
  const initial = read({})
  const moved = read({ notice: { status: 'RE-SCHEDULED', windows: [window(12)] } })
  for (const facts of [
    [initial, moved],
    [moved, initial],
  ]) {
    const [one, ...others] = folded(...facts)
    expect(others).toEqual([])
    expect([one?.key, one?.status, one?.certainty, days(one)]).toEqual([
      'carrier/CHG-1',
      'RE-SCHEDULED',
      'certain',
      [12],
    ])
  }
})

it('the same mail by two mailboxes is one reading, and a decision on either copy is one on both', () => {
  const doubtful = {
    stamp: iso(T0),
    needs_review: true,
    competing: [{ windows: [window(20)], because: text }],
  }
  const first = read({ message_id: 'same@carrier.example', notice: doubtful })
  const second = read({ message_id: 'same@carrier.example', notice: doubtful })
  const [open] = folded(first, second)
  expect([open?.certainty, open?.plausible.length, open?.plausible[0]?.windows.length]).toEqual([
    'review',
    1,
    2,
  ])
  const [one] = folded(first, second, decided(first, { kind: 'competing', index: 0 }))
  expect([one?.certainty, days(one), one?.plausible]).toEqual(['certain', [20], []])
})
const text = { ja: '別の読み', en: 'other reading' }

it('a cancellation that nobody vouches for leaves every window, and is there to be decided', () => {
  const [one] = folded(
    read({}),
    read({ ...FORGED, notice: { status: 'CANCELLED', windows: [] } }),
    read({ provider: null, sender: 'stranger.example', notice: { status: 'CANCELLED', windows: [] } }),
  )
  expect([one?.status, one?.certainty, days(one)]).toEqual(['CONFIRMED', 'certain', [10]])
  expect(one?.plausible.map(({ status }) => status)).toEqual(['CANCELLED', 'CANCELLED'])
})

it('a person who decides for it makes the same cancellation hold; rejecting it leaves no trace', () => {
  const initial = read({})
  const forged = read({ ...FORGED, notice: { status: 'CANCELLED', windows: [] } })
  const [held] = folded(initial, forged, decided(forged, { kind: 'given' }))
  expect([held?.status, days(held), held?.plausible]).toEqual(['CANCELLED', [], []])
  const [dropped] = folded(initial, forged, decided(forged, { kind: 'rejected' }))
  expect([dropped?.status, days(dropped), dropped?.plausible]).toEqual(['CONFIRMED', [10], []])
})

it('a forged reschedule adds its windows for review and takes none away', () => {
  const maintenances = folded(
    read({}),
    read({ ...FORGED, notice: { status: 'RE-SCHEDULED', windows: [window(30)] } }),
  )
  expect(plannedWindows(maintenances).map((one) => [(one.fromMs - T0) / DAY_MS, one.certainty])).toEqual([
    [10, 'certain'],
    [30, 'review'],
  ])
})

it('of one UID the highest sequence holds, although its stamp is older', () => {
  const edition = (sequence: number) => ({ uid: 'u-1', sequence })
  const [one] = folded(
    read({ notice: { edition: edition(2), windows: [window(14)], stamp: iso(T0) } }),
    read({ notice: { edition: edition(1), windows: [window(13)], stamp: iso(T0 + DAY_MS) } }),
  )
  expect(days(one)).toEqual([14])
})

it('one number of two accounts, or of two circuits without anything in common, are two maintenances', () => {
  const accounts = folded(
    read({ notice: { account: 'A' } }),
    read({ notice: { account: 'B', windows: [window(11)] }, circuits: ['c2'] }),
  )
  expect(accounts.map(({ account }) => account)).toEqual(['A', 'B'])
  const parts = [read({}), read({ notice: { windows: [window(11)] }, circuits: ['c2'] })]
  expect(folded(...parts).map((one) => [one.objects.map(({ id }) => id), days(one)])).toEqual([
    [['c1'], [10]],
    [['c2'], [11]],
  ])
  const cancelled = folded(...parts, read({ notice: { status: 'CANCELLED', windows: [] }, circuits: [] }))
  expect(cancelled.map(({ status }) => status)).toEqual(['CANCELLED', 'CANCELLED'])
})

it('a mail without a number joins by its thread', () => {
  const initial = read({})
  const { message_id } = initial.body as unknown as NoticeRead
  const done = read({
    references: [message_id],
    circuits: [],
    notice: { maintenance_id: '', status: 'COMPLETED', windows: [] },
  })
  const maintenances = folded(done, initial)
  expect(maintenances.map(({ status, windows }) => [status, windows])).toEqual([['COMPLETED', []]])
})

it('reading a mail anew replaces what was read of it before, and slices add up', () => {
  const initial = read({})
  const { mail } = initial.body as unknown as NoticeRead
  const again = read({ mail, round: 1, circuits: ['c7'], notice: { maintenance_id: 'CHG-2' } })
  const rest = read({ mail, round: 1, slice: 1, circuits: ['c8'], notice: { maintenance_id: 'CHG-2' } })
  const [one, ...others] = folded(initial, again, rest, rest)
  expect(others).toEqual([])
  expect([one?.number, one?.objects.map(({ id }) => id)]).toEqual(['CHG-2', ['c7', 'c8']])
})

it('choosing what was read before an archive was opened says nothing of what it held', () => {
  const initial = read({ notice: { needs_review: true, windows: [window(10)] } })
  const { mail, notice } = initial.body as unknown as NoticeRead
  const chosen = decided(initial, { kind: 'given' })
  const made: Fact = { ...chosen, body: { ...chosen.body, of: digestOf(notice) } }
  expect(folded(initial, made)[0]?.certainty).toBe('certain')
  const opened = read({ mail, round: 1, notice: { needs_review: true, windows: [window(11)] } })
  const [after] = folded(initial, made, opened)
  expect([after?.certainty, after?.plausible[0]?.windows.length]).toEqual(['review', 1])
})
