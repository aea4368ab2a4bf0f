import { assert as assertProperty, integer, property } from 'fast-check'
import { describe, expect, it } from 'vitest'
import {
  civilAt,
  civilDay,
  contains,
  dateText,
  instantText,
  instantsOf,
  intersection,
  isZone,
} from './civil-time.ts'

const HOUR = 3_600_000
const at = (text: string) => Date.parse(text)

const length = (date: string, zone: string) => {
  const { fromMs, untilMs } = civilDay(date, zone)
  return (untilMs - fromMs) / HOUR
}

describe('between instant and wall clock', () => {
  it('shows date, time, weekday and offset of a zone', () => {
    expect(civilAt(at('2026-11-22T15:30:05Z'), 'Asia/Tokyo')).toEqual({
      date: '2026-11-23',
      time: '00:30:05',
      weekday: 1,
      offset: '+09:00',
    })
    expect(civilAt(at('2026-11-22T15:30:05Z'), 'America/St_Johns')).toMatchObject({
      date: '2026-11-22',
      offset: '-03:30',
    })
  })

  it('gives one instant as a rule, two in the hour that comes twice, none in the hour left out', () => {
    expect(instantsOf('2026-11-22T21:40', 'Asia/Tokyo')).toEqual([at('2026-11-22T12:40:00Z')])
    expect(instantsOf('2026-10-25T02:30', 'Europe/Berlin')).toEqual([
      at('2026-10-25T00:30:00Z'),
      at('2026-10-25T01:30:00Z'),
    ])
    expect(instantsOf('2026-03-29T02:30', 'Europe/Berlin')).toEqual([])
    // Japan had summer time from 1948 to 1951.
    expect(instantsOf('1950-05-07T00:30', 'Asia/Tokyo')).toEqual([])
  })

  it('refuses what is no date and time', () => {
    for (const text of [
      '2026-02-30T10:00',
      '2026-11-22',
      '2026-11-22T24:30',
      '2026-11-22T21:40Z',
      'tomorrow',
    ])
      expect(instantsOf(text, 'Asia/Tokyo'), text).toBeUndefined()
    expect(['Asia/Tokyo', 'UTC', 'Europe/Berlin'].every(isZone)).toBe(true)
    expect(['', 'JST9', 'Mars/Olympus', '+09:00'].some(isZone)).toBe(false)
  })

  it('finds its way back from any instant of 200 years (1,000 of them, two zones)', () => {
    let checked = 0
    const seconds = integer({
      min: at('1900-01-01T00:00:00Z') / 1000,
      max: at('2100-01-01T00:00:00Z') / 1000,
    })
    assertProperty(
      property(seconds, (second) => {
        for (const zone of ['Asia/Tokyo', 'America/New_York']) {
          const { date, time } = civilAt(second * 1000, zone)
          expect(instantsOf(`${date}T${time}`, zone)).toContain(second * 1000)
          expect(contains(civilDay(date, zone), second * 1000)).toBe(true)
          checked += 1
        }
      }),
      { numRuns: 500 },
    )
    expect(checked).toBe(1000)
  })
})

describe('days and intervals', () => {
  it('make days of 23, 24 and 25 hours that leave no gap', () => {
    expect(length('2026-03-29', 'Europe/Berlin')).toBe(23)
    expect(length('2026-10-25', 'Europe/Berlin')).toBe(25)
    expect(length('2026-11-22', 'Asia/Tokyo')).toBe(24)
    expect(civilDay('2026-11-22', 'Asia/Tokyo').untilMs).toBe(civilDay('2026-11-23', 'Asia/Tokyo').fromMs)
    expect(() => civilDay('2026-02-30', 'Asia/Tokyo')).toThrow(RangeError)
  })

  it('are half-open', () => {
    const a = { fromMs: 0, untilMs: 10 }
    expect([contains(a, 0), contains(a, 9), contains(a, 10)]).toEqual([true, true, false])
    expect(intersection(a, { fromMs: 10, untilMs: 20 })).toBeUndefined()
    expect(intersection(a, { fromMs: 5, untilMs: 20 })).toEqual({ fromMs: 5, untilMs: 10 })
  })
})

describe('in words', () => {
  it('writes dates in both languages, by era on request', () => {
    expect(dateText('2026-11-22')).toEqual({ ja: '2026年11月22日（日）', en: 'Sun 22 November 2026' })
    expect(dateText('2026-11-22', { era: true }).ja).toBe('令和8年11月22日（日）')
    expect(instantText(at('2026-11-22T12:40:00Z'), 'Asia/Tokyo')).toEqual({
      ja: '2026年11月22日（日）21:40 JST',
      en: 'Sun 22 November 2026, 21:40 JST',
    })
    expect(instantText(at('2026-11-22T12:40:00Z'), 'Europe/Berlin').en).toBe(
      'Sun 22 November 2026, 13:40 UTC+01:00',
    )
  })

  it('counts eras as the Japanese calendar of the platform does, on the days around every change', () => {
    const other = new Intl.DateTimeFormat('ja-JP-u-ca-japanese', {
      timeZone: 'UTC',
      era: 'long',
      year: 'numeric',
    })
    const days = [
      '1873-01-01',
      '1912-07-29',
      '1912-07-30',
      '1926-12-24',
      '1926-12-25',
      '1989-01-07',
      '1989-01-08',
    ]
    const more = ['1990-01-01', '2019-04-30', '2019-05-01', '2019-12-31', '2020-01-01', '2026-11-22']
    for (const day of [...days, ...more]) {
      const year = dateText(day, { era: true }).ja.split('年')[0]
      expect(`${year}年`, day).toBe(other.format(new Date(`${day}T12:00:00Z`)))
    }
    expect(dateText('1872-12-31', { era: true }).ja).toBe('1872年12月31日（火）')
  })
})
