import { readSheet, type SheetData } from 'read-excel-file/node'
import { describe, expect, it } from 'vitest'
import { writeXlsx, type XlsxWorkbook } from './xlsx.ts'

const AT = Date.UTC(2026, 10, 22, 15, 30, 5)
const book = (zone: string): XlsxWorkbook => ({
  title: '監査報告書 <第1版> & "others"',
  zone,
  createdMs: AT,
  sheets: [
    {
      name: '母集団',
      header: ['対象', '件数', '時刻（JST）'],
      rows: [
        ['髙橋㈱ 東京–大阪 <A> & "B" \u{1f600}', 3.25, { atMs: AT }],
        ['=HYPERLINK("http://evil.example")', -4, undefined],
        ['+81 3', 0, { atMs: Date.UTC(2026, 2, 29, 0, 59, 59) }],
        [' spaces \n and lines ', 1e21, undefined],
        ['_x0041_ stays', undefined, undefined],
      ],
      widths: [40, 10, 20],
    },
    { name: 'Empty', header: ['Nothing here'], rows: [] },
  ],
})

describe('a workbook', () => {
  it('is read back as it was: texts, numbers, the wall clock of the zone, and no formula', async () => {
    const bytes = await writeXlsx(book('Asia/Tokyo'))
    const rows: SheetData = await readSheet(bytes, '母集団', { trim: false })
    expect(rows).toHaveLength(6)
    expect(rows[0]).toEqual(['対象', '件数', '時刻（JST）'])
    expect(rows[1]).toEqual(['髙橋㈱ 東京–大阪 <A> & "B" \u{1f600}', 3.25, new Date('2026-11-23T00:30:05Z')])
    expect(rows[2]).toEqual(['=HYPERLINK("http://evil.example")', -4, null])
    expect(rows[3]).toEqual(['+81 3', 0, new Date('2026-03-29T09:59:59Z')])
    expect(rows[4]).toEqual([' spaces \n and lines ', 1e21, null])
    expect(await readSheet(bytes, 'Empty')).toEqual([['Nothing here']])
    expect(bytes.includes('<f>')).toBe(false)
  })

  it('goes by the zone that it is given, over summer time', async () => {
    const rows = await readSheet(await writeXlsx(book('Europe/London')), 1)
    expect(rows[1]![2]).toEqual(new Date('2026-11-22T15:30:05Z'))
    expect(rows[3]![2]).toEqual(new Date('2026-03-29T00:59:59Z'))
  })

  it('is the same bytes for the same input', async () => {
    const first = await writeXlsx(book('Asia/Tokyo'))
    expect(first.equals(await writeXlsx(book('Asia/Tokyo')))).toBe(true)
    expect(first.equals(await writeXlsx({ ...book('Asia/Tokyo'), createdMs: AT + 4000 }))).toBe(false)
  })

  it.each([
    ['a name', { name: 'a/b', header: ['x'], rows: [] }, 'without []*?:/\\'],
    ['an uneven row', { name: 'a', header: ['x'], rows: [['1', '2']] }, '1 cells in each row'],
    ['no number', { name: 'a', header: ['x'], rows: [[Number.NaN]] }, 'a finite number'],
    ['a long text', { name: 'a', header: ['x'], rows: [['x'.repeat(32_768)]] }, 'at most 32767 characters'],
  ])('refuses %s', async (_, sheet, expected) => {
    await expect(writeXlsx({ title: '', zone: 'UTC', createdMs: AT, sheets: [sheet] })).rejects.toThrow(
      expected,
    )
  })
})
