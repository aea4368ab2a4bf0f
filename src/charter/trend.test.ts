import { describe, expect, it } from 'vitest'
import { lastDays } from './trend.ts'

describe('the days of a trend', () => {
  it('end with their civil day in the operator’s zone; the last is now', () => {
    const nowMs = Date.parse('2026-11-22T12:40:00Z')
    const days = lastDays(nowMs, 3, 'Asia/Tokyo')
    expect(days.map(({ date }) => date)).toEqual(['2026-11-20', '2026-11-21', '2026-11-22'])
    expect(days.map(({ atMs }) => new Date(atMs).toISOString())).toEqual([
      '2026-11-20T14:59:59.999Z',
      '2026-11-21T14:59:59.999Z',
      '2026-11-22T12:40:00.000Z',
    ])
  })

  it('follow the clock where a day has 25 hours', () => {
    const days = lastDays(Date.parse('2026-10-26T12:00:00Z'), 3, 'Europe/Berlin')
    expect(days[1]!.atMs - days[0]!.atMs).toBe(25 * 3_600_000)
  })
})
