import { describe, expect, it } from 'vitest'
import { civilDate, clockTime, instantLine, stampDate, zoneName } from './civil.ts'

const at = '2026-11-22T12:40:09Z'

describe('civil time', () => {
  it('is in the operator’s zone, across midnight as well, with the zone written', () => {
    expect(instantLine(at, 'Asia/Tokyo')).toEqual({
      ja: '11月22日 日曜 21:40 JST',
      en: 'Sunday 22 November, 21:40 JST',
    })
    expect(instantLine('2026-11-22T15:00:00Z', 'Asia/Tokyo').ja).toBe('11月23日 月曜 00:00 JST')
    expect(clockTime(at, 'America/New_York')).toBe('07:40')
  })

  it('names a zone by its letters where it has some', () => {
    expect(zoneName(at, 'Asia/Tokyo')).toBe('JST')
    expect(zoneName(at, 'Asia/Kathmandu')).toMatch(/^GMT\+5:45$/)
  })

  it('writes civil dates by both calendars and as a stamp does', () => {
    expect(civilDate('2026-10-01', false)).toEqual({ ja: '2026年10月1日', en: '1 October 2026' })
    expect(civilDate('2026-10-01', true).ja).toBe('令和8年10月1日')
    expect(stampDate('2026-10-01')).toEqual({ ja: '26.10.1', en: '1 OCT 26' })
    expect(stampDate('2025-09-09').en).toBe('9 SEP 25')
  })
})
