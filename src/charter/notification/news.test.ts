import { describe, expect, it } from 'vitest'
import type { Action } from '../improvement/action.ts'
import type { StandingAttestation } from '../attestation-standing.ts'
import type { StandingWaiver } from '../waiver-standing.ts'
import { newsLetter } from './letter.ts'
import { approvalNews, attestationNews, dueNews, turnNews, waiverNews, type News } from './news.ts'
import { kindsMailed, USUAL } from './preference.ts'

const NOW_MS = Date.parse('2026-11-22T03:00:00Z')
const DAY_MS = 86_400_000
const inDays = (days: number, ms = 0): string => new Date(NOW_MS + days * DAY_MS + ms).toISOString()

const action = (more: Partial<Action>): Action => ({
  id: 'a-1',
  clauses: ['2.1'],
  findings: [],
  targets: [],
  what: 'Lay a second line.',
  owner: 'engineer',
  due: inDays(30),
  effect_days: 90,
  state: 'open',
  planned_by: 'boss',
  planned_at: inDays(-1),
  reopened: 0,
  history: [],
  ...more,
})

const stages = (more: Partial<Action>): string[] => dueNews(action(more), NOW_MS).map(({ key }) => key)

describe('what is due', () => {
  it('is told within seven days, from the very instant on when it is overdue, and for its effect', () => {
    expect(stages({})).toEqual([])
    expect(stages({ due: inDays(7, 1) })).toEqual([])
    expect(stages({ due: inDays(7) })).toEqual([`due a-1 soon ${inDays(7)}`])
    expect(stages({ due: inDays(0, 1) })).toEqual([`due a-1 soon ${inDays(0, 1)}`])
    expect(stages({ due: inDays(0) })).toEqual([`due a-1 overdue ${inDays(0)}`])
    expect(stages({ state: 'done', due: inDays(-9) })).toEqual([])
    expect(stages({ state: 'verified', due: inDays(-9), effect_due: inDays(0, 1) })).toEqual([])
    expect(stages({ state: 'verified', due: inDays(-9), effect_due: inDays(0) })).toEqual([
      `due a-1 effect ${inDays(0)}`,
    ])
    expect(stages({ state: 'closed', due: inDays(-9), effect_due: inDays(-1) })).toEqual([])
  })
})

describe('what ends', () => {
  const waiver = (state: StandingWaiver['state'], until: string): StandingWaiver => ({
    id: 'w-1',
    clause: '2.1',
    objects: ['only'],
    reason: 'Being replaced.',
    requested_by: 'engineer',
    from: inDays(-30),
    until,
    state,
  })
  const attested = (state: StandingAttestation['state'], valid_until: string) =>
    ({ id: 'e-1', clause: '4.4', by: 'engineer', state, valid_until }) as StandingAttestation

  it('is told fourteen days before, only while it stands', () => {
    expect(waiverNews(waiver('in-force', inDays(14, 1)), NOW_MS)).toEqual([])
    expect(waiverNews(waiver('in-force', inDays(14)), NOW_MS).length).toBe(1)
    expect(waiverNews(waiver('expired', inDays(-1)), NOW_MS)).toEqual([])
    expect(attestationNews(attested('standing', inDays(14, 1)), NOW_MS)).toEqual([])
    expect(attestationNews(attested('standing', inDays(3)), NOW_MS)[0]!.key).toBe('ends attestation e-1 soon')
    expect(attestationNews(attested('stale', inDays(-3)), NOW_MS)[0]!.key).toBe('ends attestation e-1 ended')
    expect(attestationNews(attested('superseded', inDays(3)), NOW_MS)).toEqual([])
  })
})

describe('a mail of news', () => {
  const turn = { clause: '2.1', from: 'pass', at: inDays(0) } as const
  const [turned] = turnNews([
    { ...turn, control: 'redundancy.pairs', to: 'unknown', objects: [] },
    { ...turn, control: 'redundancy.single-points', to: 'fail', objects: ['only'] },
  ]) as [News]
  const waits = approvalNews({
    kind: 'charter.rule',
    id: 'r-1/2',
    digest: 'a'.repeat(64),
    title: { ja: '規則の改定', en: 'Rule amended' },
    link: '/rules/r-1',
    openedMs: NOW_MS,
  })

  it('is in both languages until its reader chooses one, links to what it tells, and keeps its id', () => {
    const both = newsLetter('x@example.jp', [turned, waits], undefined, 'https://kensho.example')
    expect(both.subject).toBe('kensho：お知らせ 2 件 / kensho: 2 things to know')
    for (const part of [turned.text.ja, turned.text.en, waits.text.ja, 'https://kensho.example/rules/r-1'])
      expect(both.text).toContain(part)
    const english = newsLetter('x@example.jp', [turned], 'en', 'https://kensho.example')
    expect(english.subject).toBe(
      '2.1 Redundant design: was “holds”, now “does not hold” (objects: 1); controls beside it: 1',
    )
    expect(english.text).not.toContain('冗長設計')
    const again = newsLetter('x@example.jp', [turned, waits], 'ja', 'https://kensho.example')
    expect(again.messageId).toBe(both.messageId)
    expect(english.messageId).not.toBe(both.messageId)
  })

  it('tells the rest by number where there is too much', () => {
    const many = Array.from({ length: 60 }, (_, n) => ({ ...turned, key: `k ${n}` }))
    const { text } = newsLetter('x@example.jp', many, 'en', 'https://kensho.example')
    expect(text.split('https://kensho.example/clause/2.1').length - 1).toBe(50)
    expect(text).toContain('and 10 more\nhttps://kensho.example/notifications')
  })

  it('goes at once for what waits or turned, once a day for what is due or ends, unless chosen otherwise', () => {
    expect(kindsMailed(USUAL, false)).toEqual(['approval', 'turned'])
    expect(kindsMailed(USUAL, true)).toEqual(['approval', 'turned', 'due', 'ends'])
    const quiet = { mail: { ...USUAL.mail, turned: 'never', approval: 'daily' } } as const
    expect(kindsMailed(quiet, false)).toEqual([])
    expect(kindsMailed(quiet, true)).toEqual(['approval', 'due', 'ends'])
  })
})
