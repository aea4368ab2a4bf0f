import { describe, expect, it } from 'vitest'
import { join, kanjiNumber, number, ordinal, plural } from './message.ts'

describe('the message functions', () => {
  it('count chapters and editions in kanji from 0 to 99 and leave the rest in digits', () => {
    const cases: [number, string][] = [
      [0, '〇'],
      [1, '一'],
      [10, '十'],
      [11, '十一'],
      [20, '二十'],
      [21, '二十一'],
      [99, '九十九'],
      [100, '100'],
      [1.5, '1.5'],
      [-1, '-1'],
    ]
    for (const [value, written] of cases) expect(kanjiNumber(value)).toBe(written)
    const all = new Set(Array.from({ length: 100 }, (_, value) => kanjiNumber(value)))
    expect(all.size).toBe(100)
  })

  it('write ordinals as English does, teens included', () => {
    expect([1, 2, 3, 4, 11, 12, 13, 21, 22, 101, 111].map(ordinal)).toEqual([
      '1st',
      '2nd',
      '3rd',
      '4th',
      '11th',
      '12th',
      '13th',
      '21st',
      '22nd',
      '101st',
      '111th',
    ])
  })

  it('choose the plural, group thousands and join in each language', () => {
    expect(plural(1, 'link')).toBe('1 link')
    expect(plural(0, 'link')).toBe('0 links')
    expect(plural(1206, 'entry', 'entries')).toBe('1,206 entries')
    expect(number(12345.678)).toBe('12,345.68')
    expect(
      join([
        { ja: '甲', en: 'A' },
        { ja: '乙', en: 'B' },
      ]),
    ).toEqual({ ja: '甲、乙', en: 'A, B' })
  })
})
