import { dayAfter } from '../../web/civil-day.ts'
import { expect, it } from 'vitest'
import { beginOfDay, dayOf, endOfDay } from './civil-input.ts'

it('turns days of a form into instants and back, in each zone, across summer time too', () => {
  const zones = [
    'Asia/Tokyo',
    'UTC',
    'Europe/Berlin',
    'America/New_York',
    'Asia/Kathmandu',
    'Pacific/Auckland',
  ]
  let checked = 0
  for (const zone of zones)
    for (let day = '2026-01-01'; day < '2027-01-01'; day = dayAfter(day, 1)) {
      const begin = beginOfDay(day, zone)
      const end = endOfDay(day, zone)
      const before = new Date(Date.parse(begin) - 1).toISOString()
      expect([dayOf(begin, zone), dayOf(before, zone)]).toEqual([day, dayAfter(day, -1)])
      expect(end).toBe(beginOfDay(dayAfter(day, 1), zone))
      const hours = (Date.parse(end) - Date.parse(begin)) / 3_600_000
      expect([23, 24, 25]).toContain(hours)
      checked += 1
    }
  expect(checked).toBe(365 * zones.length)
  expect(beginOfDay('2026-11-22', 'Asia/Tokyo')).toBe('2026-11-21T15:00:00.000Z')
})
