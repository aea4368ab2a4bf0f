import { expect, it } from 'vitest'
import { lastDay } from './last-day.ts'

it('names the day at whose end something is due, in the zone, also where summer time ends', () => {
  expect([
    lastDay('2026-12-20T15:00:00.000Z', 'Asia/Tokyo'),
    lastDay('2027-01-01T00:00:00.000Z', 'UTC'),
    lastDay('2026-10-25T23:00:00.000Z', 'Europe/Berlin'),
  ]).toEqual(['2026-12-20', '2026-12-31', '2026-10-25'])
})
