import { dayAfter, dayStartMs } from '../../../web/civil-day.ts'
import { describe, expect, it } from 'vitest'
import { byDay, civilDay, isDay } from './days.ts'

describe('civil days', () => {
  it('cut a window over midnight at the midnight of the zone', () => {
    const window = { from: '2026-12-02T13:00:00Z', until: '2026-12-02T21:00:00Z' }
    const days = byDay([window], 'Asia/Tokyo')
    expect([...days.keys()]).toEqual(['2026-12-02', '2026-12-03'])
    expect(days.get('2026-12-02')).toEqual([{ of: window, fromShare: 22 / 24, untilShare: 1 }])
    expect(days.get('2026-12-03')).toEqual([{ of: window, fromShare: 0, untilShare: 6 / 24 }])
  })

  it('end a window at midnight on the day before, and stand in order', () => {
    const late = { from: '2026-12-04T00:00:00Z', until: '2026-12-05T00:00:00Z' }
    const early = { from: '2026-12-01T00:00:00Z', until: '2026-12-01T01:00:00Z' }
    expect([...byDay([late, early], 'UTC').keys()]).toEqual(['2026-12-01', '2026-12-04'])
  })

  it('know days of 23 and 25 hours', () => {
    const spring = dayStartMs('2026-03-30', 'Europe/Berlin') - dayStartMs('2026-03-29', 'Europe/Berlin')
    const autumn = dayStartMs('2026-10-26', 'Europe/Berlin') - dayStartMs('2026-10-25', 'Europe/Berlin')
    expect([spring, autumn].map((ms) => ms / 3_600_000)).toEqual([23, 25])
    expect(civilDay(Date.parse('2026-12-31T15:00:00Z'), 'Asia/Tokyo')).toBe('2027-01-01')
    expect(dayAfter('2026-12-31', 1)).toBe('2027-01-01')
  })

  it('tell a day from what is none', () => {
    expect(['2026-02-28', '2026-02-30', 'soon', undefined].map(isDay)).toEqual([true, false, false, false])
  })
})
