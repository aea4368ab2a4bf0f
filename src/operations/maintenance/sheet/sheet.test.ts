import { deflateRawSync } from 'node:zlib'
import { describe, expect, it } from 'vitest'
import iconv from 'iconv-lite'
import { inflateEntry, readArchive } from './archive.ts'
import { readDelimited } from './delimited.ts'
import { readWorkbook } from './workbook.ts'

/** A ZIP of deflated entries, written by hand; `flags` 1 marks them encrypted. */
function zip(files: Record<string, string | Uint8Array>, flags = 0): Uint8Array {
  const locals: Buffer[] = []
  const central: Buffer[] = []
  let offset = 0
  for (const [name, content] of Object.entries(files)) {
    const data = deflateRawSync(Buffer.from(content))
    const local = Buffer.alloc(30)
    local.writeUInt32LE(0x04034b50, 0)
    local.writeUInt16LE(flags, 6)
    local.writeUInt16LE(8, 8)
    local.writeUInt32LE(data.length, 18)
    local.writeUInt16LE(name.length, 26)
    const entry = Buffer.alloc(46)
    entry.writeUInt32LE(0x02014b50, 0)
    entry.writeUInt16LE(flags, 8)
    entry.writeUInt16LE(8, 10)
    entry.writeUInt32LE(data.length, 20)
    entry.writeUInt16LE(name.length, 28)
    entry.writeUInt32LE(offset, 42)
    locals.push(local, Buffer.from(name), data)
    central.push(entry, Buffer.from(name))
    offset += 30 + name.length + data.length
  }
  const directory = Buffer.concat(central)
  const end = Buffer.alloc(22)
  end.writeUInt32LE(0x06054b50, 0)
  end.writeUInt16LE(Object.keys(files).length, 10)
  end.writeUInt32LE(directory.length, 12)
  end.writeUInt32LE(offset, 16)
  return Buffer.concat([...locals, directory, end])
}

const BOOK = {
  'xl/sharedStrings.xml':
    '<sst><si><t>Circuit ID</t></si><si><r><t>Start</t></r><r><t> (UTC)</t></r></si><si><t>回線</t><rPh><t>カイセン</t></rPh></si></sst>',
  'xl/styles.xml':
    '<styleSheet><numFmts><numFmt numFmtId="165" formatCode="yyyy\\-mm\\-dd hh:mm"/></numFmts><cellXfs><xf numFmtId="0"/><xf numFmtId="165"/></cellXfs></styleSheet>',
  'xl/worksheets/sheet1.xml':
    '<worksheet><sheetData><row r="1"><c r="A1" t="s"><v>0</v></c><c r="B1" t="s"><v>1</v></c><c r="C1" t="s"><v>2</v></c></row><row r="2"><c r="A2" t="inlineStr"><is><t>A-1</t></is></c><c r="B2" s="1"><v>46359.0416666667</v></c></row><row r="3"><c r="B3" s="1"><v>46360.0416666667</v></c></row></sheetData><mergeCells><mergeCell ref="A2:A3"/></mergeCells></worksheet>',
}

describe('workbooks', () => {
  it('reads strings, dates by their format, and cells joined over rows', () => {
    const book = readWorkbook(zip(BOOK))
    const rows =
      'grids' in book ? book.grids.map((grid) => grid.rows.map((row) => row.map((cell) => cell.text))) : []
    expect(rows).toEqual([
      [
        ['Circuit ID', 'Start (UTC)', '回線'],
        ['A-1', '2026-12-03 01:00'],
        ['A-1', '2026-12-04 01:00'],
      ],
    ])
  })

  it('takes rows and cells that name no place in their order, up to the bound', () => {
    const cells = (at: number): string =>
      `<c t="inlineStr"><is><t>A-${at}</t></is></c><c t="inlineStr"><is><t>${at}</t></is></c>`
    const sheet = (rows: number): Uint8Array =>
      zip({
        'xl/worksheets/sheet1.xml': `<worksheet><sheetData>${Array.from({ length: rows }, (_, at) => `<row>${cells(at)}</row>`).join('')}</sheetData><mergeCells><mergeCell ref="A1:A2"/></mergeCells></worksheet>`,
      })
    for (const [rows, cut] of [
      [5000, false],
      [5001, true],
      [40_000, true],
    ] as const) {
      const book = readWorkbook(sheet(rows))
      const [grid] = 'grids' in book ? book.grids : []
      expect(book).toMatchObject({ cut })
      expect(grid?.rows).toHaveLength(5000)
      expect(grid?.rows.slice(0, 3).map((row) => row.map(({ text }) => text))).toEqual([
        ['A-0', '0'],
        ['A-0', '1'],
        ['A-2', '2'],
      ])
    }
  })

  it('says what it cannot open', () => {
    expect(readWorkbook(zip(BOOK, 1))).toEqual({ unreadable: 'encrypted' })
    expect(readWorkbook(Buffer.from([0xd0, 0xcf, 0x11, 0xe0]))).toEqual({ unreadable: 'encrypted' })
    expect(readWorkbook(Buffer.from('not a workbook'))).toEqual({ unreadable: 'damaged' })
    expect(readWorkbook(zip({ 'xl/worksheets/sheet1.xml': '<worksheet><sheetData><row' }))).toMatchObject({
      grids: [{ rows: [] }],
    })
  })

  it('never inflates beyond the bound, whatever the headers claim', () => {
    const archive = readArchive(zip({ bomb: Buffer.alloc(4_000_000) }))
    const entry = 'entries' in archive ? archive.entries[0] : undefined
    expect(entry !== undefined && entry.compressed.length < 10_000).toBe(true)
    expect(entry === undefined ? undefined : inflateEntry(entry, 100_000)).toBeUndefined()
    expect(entry === undefined ? undefined : inflateEntry(entry, 5_000_000)?.length).toBe(4_000_000)
  })
})

describe('delimited tables', () => {
  it.each([
    ['commas', 'Circuit ID,Impact\n"A-1, x",Outage'],
    ['semicolons', 'Circuit ID;Impact\nA-1, x;Outage'],
    ['tabs and a byte order mark', '\ufeffCircuit ID\tImpact\nA-1, x\tOutage\t'],
  ])('%s', (_, text) => {
    expect(readDelimited(text)?.grid.rows.map((row) => row.slice(0, 2).map((cell) => cell.text))).toEqual([
      ['Circuit ID', 'Impact'],
      ['A-1, x', 'Outage'],
    ])
  })

  it('says that there are more rows than it reads', () => {
    const table = (rows: number) => readDelimited('A-1,x\n'.repeat(rows))
    expect(table(5000)).toMatchObject({ cut: false })
    expect(table(5001)?.cut).toBe(true)
    expect(table(5001)?.grid.rows).toHaveLength(5000)
  })

  it('reads what the charset ladder hands over', () => {
    expect(
      readDelimited(iconv.decode(iconv.encode('回線番号,影響\nL-1,断', 'shift_jis'), 'shift_jis'))?.grid
        .rows[1]?.[0]?.text,
    ).toBe('L-1')
  })
})
