import encodingJapanese from 'encoding-japanese'
import iconv from 'iconv-lite'
import { crc32, deflateRawSync } from 'node:zlib'
import { describe, expect, it } from 'vitest'
import { InputError } from '../../platform/failure.ts'
import { readTable } from './read-table.ts'
import { dateIn, namesIn, numberIn, rateIn, unitOfHeading } from './values.ts'

const bytesOf = (text: string): Uint8Array => new TextEncoder().encode(text)

const REGISTER = `機器管理台帳,,,,,,,,
,,,,,,,,
機器名,型番,ＯＳバージョン,シリアル番号,メーカー,設置場所,ラック,電源系統,設置日
rt-01,ASR1001,7.10,0012345,シスコ,東京DC,A-01,"A系、B系",2024/4/1
"rt
02",ASR1001,,,,大阪DC,A-01,A系,令和6年5月1日
`

describe('a table of equipment', () => {
  it('is read from Japanese headings below a title, with quoted line breaks and lists', async () => {
    const table = await readTable('台帳.csv', bytesOf(REGISTER))
    expect(table.collection).toBe('equipment')
    expect(table.mapping).toEqual({
      id: '台帳.csv',
      collection: 'equipment',
      header_row: 3,
      columns: {
        機器名: 'name',
        型番: 'product',
        ＯＳバージョン: 'version',
        シリアル番号: 'serial',
        メーカー: 'maker',
        設置場所: 'site',
        ラック: 'rack',
        電源系統: 'power',
        設置日: 'valid_from',
      },
    })
    expect(table.elements[0]).toEqual({
      id: 'rt-01',
      name: 'rt-01',
      product: 'ASR1001',
      version: '7.10',
      serial: '0012345',
      maker: 'シスコ',
      site: '東京DC',
      rack: '東京DC/A-01',
      power: ['A系', 'B系'],
      valid_from: '2024-04-01',
    })
    expect(table.elements[1]).toMatchObject({ id: 'rt\n02', rack: '大阪DC/A-01', valid_from: '2024-05-01' })
    expect([...table.referred.keys()].sort()).toEqual(['parties', 'power_feeds', 'racks', 'sites'])
    expect([...table.referred.get('racks')!]).toEqual([
      ['東京DC/A-01', { site: '東京DC', role: 'rack' }],
      ['大阪DC/A-01', { site: '大阪DC', role: 'rack' }],
    ])
    expect(table.findings).toEqual([])
  })

  it.each<[string, Uint8Array]>([
    ['Shift_JIS', iconv.encode(REGISTER, 'cp932')],
    ['EUC-JP', iconv.encode(REGISTER, 'eucjp')],
    [
      'ISO-2022-JP',
      new Uint8Array(
        encodingJapanese.convert(encodingJapanese.stringToCode(REGISTER), {
          from: 'UNICODE',
          to: 'JIS',
          type: 'array',
        }),
      ),
    ],
    ['UTF-8 with a mark', bytesOf(`\uFEFF${REGISTER}`)],
    ['UTF-16', Buffer.from(`\uFEFF${REGISTER}`, 'utf16le')],
    ['UTF-16, big end first', Buffer.from(`\uFEFF${REGISTER}`, 'utf16le').swap16()],
    ['tabs', bytesOf(REGISTER.replaceAll(',', '\t'))],
    ['semicolons', bytesOf(REGISTER.replaceAll(',', ';'))],
    ['carriage returns', bytesOf(REGISTER.replaceAll('\n', '\r\n'))],
  ])('is the same in %s', async (_name, bytes) => {
    const [here, there] = [await readTable('台帳.csv', bytes), await readTable('台帳.csv', bytesOf(REGISTER))]
    expect(JSON.parse(JSON.stringify(here.elements).replaceAll(String.raw`\r`, ''))).toEqual(there.elements)
    expect(here.mapping.columns).toEqual(there.mapping.columns)
  })

  it('makes findings of rows that cannot be read, with their numbers', async () => {
    const text = `機器名,型番,設置日
a,X,2024-04-01
,X,
b,X,someday
a,Y,
c,"X" tail,
d,X,
`
    const table = await readTable('t.csv', bytesOf(text))
    expect(table.elements.map(({ id }) => id)).toEqual(['a', 'b', 'c', 'd'])
    expect(table.findings.map(({ place, touches }) => [place, touches])).toEqual([
      ['row 3', []],
      ['row 4', ['b']],
      ['row 5', ['a']],
    ])
    expect(table.findings.every(({ text: { ja, en } }) => /行目/.test(ja) && /Row \d/.test(en))).toBe(true)
  })
})

describe('tables of links and circuits', () => {
  it('reads rates with their units, and names links after their ends', async () => {
    const text = 'From,To,Bandwidth (Gbps),OSPF cost\na,b,10,5\na,b,100M,\nb,a,"1,000 Mbps",\n'
    const { collection, elements } = await readTable('links.csv', bytesOf(text))
    expect(collection).toBe('links')
    expect(elements).toEqual([
      { id: 'a-b', from: 'a', to: 'b', capacity: 10_000, metric: 5 },
      { id: 'a-b-2', from: 'a', to: 'b', capacity: 100 },
      { id: 'b-a', from: 'b', to: 'a', capacity: 1_000 },
    ])
  })

  it('reads circuits by their number, with carrier and underlying carrier', async () => {
    const { collection, elements, referred } = await readTable(
      '回線.csv',
      bytesOf('回線番号,通信事業者,卸元,管路\nN-1,甲,乙,"D1、D2"\nN-2,甲,,\n'),
    )
    expect(collection).toBe('circuits')
    expect(elements[0]).toEqual({
      id: 'N-1',
      circuit_number: 'N-1',
      carrier: '甲',
      underlying_carrier: '乙',
      route: ['D1', 'D2'],
    })
    expect([...referred.get('parties')!.keys()]).toEqual(['甲', '乙'])
  })

  it.each([
    [
      'sites',
      '拠点名,緯度,経度\n東京,35.7,139.7\n',
      { id: '東京', name: '東京', position: { longitude: 139.7, latitude: 35.7 } },
    ],
    ['customers', '顧客番号,顧客名\nC-1,株式会社甲\n', { id: 'C-1', name: '株式会社甲' }],
    ['nodes', 'id,name\nn1,Node 1\n', { id: 'n1', name: 'Node 1' }],
    [
      'equipment',
      'Device,Site,Serial Number\nr1,Tokyo,1E10\n',
      { id: 'r1', name: 'r1', site: 'Tokyo', serial: '1E10' },
    ],
  ])('recognises %s', async (collection, text, first) => {
    const table = await readTable('t.csv', bytesOf(text))
    expect([table.collection, table.elements[0]]).toEqual([collection, first])
  })
})

describe('a mapping', () => {
  const mapping = {
    id: 't.csv',
    collection: 'nodes' as const,
    header_row: 1,
    columns: { 甲: 'id', 乙: 'site' },
  }

  it('reads columns that no one could guess', async () => {
    const { elements } = await readTable('t.csv', bytesOf('乙,丙,甲\ns,x,n\n'), mapping)
    expect(elements).toEqual([{ id: 'n', site: 's' }])
  })

  it.each([
    ['a missing column', '甲,丙\n', mapping, 'expected a column "乙"'],
    [
      'an unknown field',
      '甲,乙\n',
      { ...mapping, columns: { 甲: 'id', 乙: 'colour' } },
      'expected a field of nodes',
    ],
  ])('is refused with %s', async (_name, text, given, expected) => {
    await expect(readTable('t.csv', bytesOf(text), given)).rejects.toThrow(expected)
  })
})

describe('XLSX', () => {
  it('is read like CSV, numbers with all their digits', async () => {
    const book = workbook({
      機器: [
        ['機器名', '型番', 'シリアル番号', '設置場所'],
        ['rt-01', 'X', '123456789012345', '東京'],
      ],
      リンク: [
        ['始点', '終点', '帯域'],
        ['a', 'b', '10G'],
      ],
    })
    const first = await readTable('台帳.xlsx', book)
    expect(first.mapping.sheet).toBe('機器')
    expect(first.elements).toEqual([
      { id: 'rt-01', name: 'rt-01', product: 'X', serial: '123456789012345', site: '東京' },
    ])
    const second = await readTable('台帳.xlsx', book, {
      id: 'x',
      collection: 'links',
      sheet: 'リンク',
      header_row: 1,
      columns: { 始点: 'from', 終点: 'to', 帯域: 'capacity' },
    })
    expect(second.elements).toEqual([{ id: 'a-b', from: 'a', to: 'b', capacity: 10_000 }])
    await expect(readTable('台帳.xlsx', book, { ...second.mapping, sheet: '無い' })).rejects.toThrow(
      'found "機器", "リンク"',
    )
  })

  it('is refused when it is broken, or would unpack to far more than it is', async () => {
    const book = workbook({ s: [['id'], ['a']] })
    await expect(readTable('x.xlsx', book.subarray(0, 200))).rejects.toThrow(InputError)
    await expect(readTable('x.xlsx', zip({ 'other.txt': 'x' }))).rejects.toThrow('expected an XLSX workbook')
    const bomb = zip({ 'xl/a.xml': 'x' })
    const directory = bomb.lastIndexOf(Buffer.from('PK\u0001\u0002'))
    bomb.writeUInt32LE(4_000_000_000, directory + 24)
    await expect(readTable('x.xlsx', bomb)).rejects.toThrow('when unpacked')
  })
})

describe('what is no table', () => {
  it.each([
    ['without headings', 'a,b,c\n1,2,3\n', 'expected a row of headings'],
    ['empty', '', 'found an empty file'],
    ['blank', '\n\n', 'found no rows'],
    ['a quote that never ends', 'id,name\na,"b\nc,d\n', 'expected a closing double quote'],
  ])('is refused: %s', async (_name, text, expected) => {
    await expect(readTable('t.csv', bytesOf(text))).rejects.toThrow(expected)
  })

  it('is refused in bytes of no encoding', async () => {
    await expect(
      readTable('t.csv', new Uint8Array([...bytesOf('id,name\na,b\n'), 0xff, 0xfd, 0xff, 0x0a])),
    ).rejects.toThrow('t.csv:3')
  })
})

describe('cells', () => {
  it.each([
    ['2024/4/1', '2024-04-01'],
    ['2024年04月01日', '2024-04-01'],
    ['20240401', '2024-04-01'],
    ['令和元年5月1日', '2019-05-01'],
    ['R8.4.1', '2026-04-01'],
    ['H31.4.30', '2019-04-30'],
    ['昭和64年1月7日', '1989-01-07'],
    ['2026-04-01T09:00:00+09:00', '2026-04-01T09:00:00+09:00'],
    ['soon', undefined],
  ])('reads %s as the date %s', (cell, date) => expect(dateIn(cell)).toBe(date))

  it.each([
    ['10G', undefined, 10_000],
    ['１００Ｍｂｐｓ', undefined, 100],
    ['1.5Gbit/s', undefined, 1_500],
    ['2', 1000, 2_000],
    ['512k', 1000, 0.512],
    ['fast', 1, undefined],
  ])('reads %s as a rate', (cell, unit, mbps) => expect(rateIn(cell, unit)).toBe(mbps))

  it('reads numbers, units and lists as people write them', () => {
    expect([numberIn('1,234.5'), numberIn('１２'), numberIn('-'), numberIn('')]).toEqual([
      1234.5,
      12,
      undefined,
      undefined,
    ])
    expect([unitOfHeading('帯域（Ｇｂｐｓ）'), unitOfHeading('speed [Mb/s]'), unitOfHeading('帯域')]).toEqual(
      [1000, 1, undefined],
    )
    expect(namesIn('A系、B系; C / D,\nA系')).toEqual(['A系', 'B系', 'C', 'D'])
  })
})

const cells = (row: string[], at: number) =>
  row.map((cell, column) => {
    const place = `${String.fromCharCode(65 + column)}${at + 1}`
    return /^\d+$/.test(cell)
      ? `<c r="${place}"><v>${cell}</v></c>`
      : `<c r="${place}" t="inlineStr"><is><t>${cell}</t></is></c>`
  })

/** A workbook with its text inline: what spreadsheet programs accept at least. */
function workbook(sheets: Record<string, string[][]>): Buffer {
  const names = Object.keys(sheets)
  const files: Record<string, string> = {
    '[Content_Types].xml': '<Types xmlns="http://schemas.openxmlformats.org/package/2006/content-types"/>',
    'xl/workbook.xml': `<workbook xmlns="http://schemas.openxmlformats.org/spreadsheetml/2006/main" xmlns:r="http://schemas.openxmlformats.org/officeDocument/2006/relationships"><sheets>${names.map((name, index) => `<sheet name="${name}" sheetId="${index + 1}" r:id="rId${index + 1}"/>`).join('')}</sheets></workbook>`,
    'xl/_rels/workbook.xml.rels': `<Relationships xmlns="http://schemas.openxmlformats.org/package/2006/relationships">${names.map((_name, index) => `<Relationship Id="rId${index + 1}" Type="http://schemas.openxmlformats.org/officeDocument/2006/relationships/worksheet" Target="worksheets/sheet${index + 1}.xml"/>`).join('')}</Relationships>`,
    'xl/styles.xml': '<styleSheet xmlns="http://schemas.openxmlformats.org/spreadsheetml/2006/main"/>',
  }
  for (const [index, rows] of Object.values(sheets).entries()) {
    files[`xl/worksheets/sheet${index + 1}.xml`] =
      `<worksheet xmlns="http://schemas.openxmlformats.org/spreadsheetml/2006/main"><dimension ref="A1:Z99"/><sheetData>${rows.map((row, at) => `<row r="${at + 1}">${cells(row, at).join('')}</row>`).join('')}</sheetData></worksheet>`
  }
  return zip(files)
}

/** A ZIP archive, deflated. */
function zip(files: Record<string, string>): Buffer {
  const locals: Buffer[] = []
  const entries: Buffer[] = []
  let offset = 0
  for (const [name, text] of Object.entries(files)) {
    const [raw, path] = [Buffer.from(text), Buffer.from(name)]
    const packed = deflateRawSync(raw)
    const head = Buffer.alloc(26)
    head.writeUInt16LE(20, 0)
    head.writeUInt16LE(0x800, 2)
    head.writeUInt16LE(8, 4)
    head.writeUInt32LE(crc32(raw), 10)
    head.writeUInt32LE(packed.length, 14)
    head.writeUInt32LE(raw.length, 18)
    head.writeUInt16LE(path.length, 22)
    locals.push(Buffer.from('PK\u0003\u0004'), head, path, packed)
    const tail = Buffer.alloc(14)
    tail.writeUInt32LE(offset, 10)
    entries.push(
      Buffer.from('PK\u0001\u0002'),
      Buffer.from([20, 0]),
      head.subarray(0, 26),
      tail.subarray(0, 14),
      path,
    )
    offset += 30 + path.length + packed.length
  }
  const directory = Buffer.concat(entries)
  const end = Buffer.alloc(18)
  end.writeUInt16LE(Object.keys(files).length, 4)
  end.writeUInt16LE(Object.keys(files).length, 6)
  end.writeUInt32LE(directory.length, 8)
  end.writeUInt32LE(offset, 12)
  return Buffer.concat([...locals, directory, Buffer.from('PK\u0005\u0006'), end])
}
