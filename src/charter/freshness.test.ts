import { describe, expect, it } from 'vitest'
import type { Judgement } from './control.ts'
import { agedAt, staleFromMs } from './freshness.ts'
import type { Verdict } from './verdict.ts'

const DAY_MS = 86_400_000
const judged = (verdict: Verdict, more: Partial<Judgement> = {}): Judgement => ({
  verdict,
  freshness: 'fresh',
  basis: 'computed',
  observed: '1970-01-11T00:00:00.000Z',
  population: [],
  because: [{ text: { ja: '文', en: 'text' }, evidence: [], objects: [], verdict }],
  ...more,
})

describe('a cadence', () => {
  const cadence = { days: 5 }
  const DUE_MS = 15 * DAY_MS

  it.each<[Verdict, number, Verdict, string]>([
    ['pass', -1000, 'pass', 'fresh'],
    ['pass', 0, 'unknown', 'stale'],
    ['pass', 1000, 'unknown', 'stale'],
    ['fail', -1000, 'fail', 'fresh'],
    ['fail', 0, 'fail', 'stale'],
    ['fail', 1000, 'fail', 'stale'],
    ['not-applicable', -1000, 'not-applicable', 'fresh'],
    ['not-applicable', 0, 'unknown', 'stale'],
    ['unknown', 0, 'unknown', 'stale'],
  ])('%s at %i ms from when it is due is %s and %s', (verdict, offsetMs, expected, freshness) => {
    const aged = agedAt(judged(verdict), cadence, DUE_MS + offsetMs, 'Asia/Tokyo')
    expect([aged.verdict, aged.freshness]).toEqual([expected, freshness])
    if (freshness === 'fresh') return
    expect(aged.because).toHaveLength(2)
    expect(aged.because[0]!.text.en).toContain('Fri 16 January 1970, 09:00 (Asia/Tokyo)')
    expect(aged.because.some((because) => because.verdict === 'pass')).toBe(false)
  })

  it('ends with the validity where that comes first, and never where neither is stated', () => {
    const until = '1970-01-12T00:00:00.000Z'
    expect(staleFromMs(judged('pass', { fresh_until: until }), cadence)).toBe(11 * DAY_MS)
    expect(staleFromMs(judged('pass', { fresh_until: '1971-01-01T00:00:00Z' }), cadence)).toBe(DUE_MS)
    expect(staleFromMs(judged('pass'), undefined)).toBe(Infinity)
  })

  it('does not let a control call itself stale and pass', () => {
    expect(agedAt(judged('pass', { freshness: 'stale' }), undefined, 0, 'UTC').verdict).toBe('unknown')
  })
})
