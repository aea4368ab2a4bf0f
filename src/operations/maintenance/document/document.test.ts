import { describe, expect, it } from 'vitest'
import { readFields } from './field.ts'
import type { Field } from './field.ts'
import { readHtml } from './html.ts'
import { readText } from './text.ts'

const shown = (fields: readonly Field[]): string[] =>
  fields.map((field) => {
    const under = field.scope === undefined ? '' : ` {${field.scope.text}}`
    if (field.kind === 'prose') return `. ${field.text}${under}`
    if (field.kind === 'pair')
      return `${field.label.role}${field.label.backup ? '!' : ''}: ${field.value}${under}`
    return `row ${field.cells.map((cell) => `${cell.label.role}${cell.label.backup ? '!' : ''}=${cell.value}`).join(' ')}${under}`
  })
const html = (text: string): string[] => shown(readFields(readHtml(text).items))
const text = (body: string): string[] => shown(readFields(readText(body, false).items))

describe('labels in lines', () => {
  it.each([
    ['colon', 'Ticket Number: A-1'],
    ['wide colon and blanks', '■ Ticket Number　　：A-1'],
    ['tab', 'Ticket Number\tA-1'],
    ['blanks', 'Ticket Number      A-1'],
    ['dots', 'Ticket Number....: A-1'],
    ['equals', 'Ticket Number = A-1'],
    ['brackets', '[Ticket Number] A-1'],
    ['stars', '*Ticket Number:* A-1'],
    ['bullet', '- Ticket Number: A-1'],
    ['number', '3) Ticket Number: A-1'],
    ['next line', 'Ticket Number:\nA-1'],
    ['no colon', 'Ticket Number A-1'],
  ])('%s', (_, line) => {
    expect(text(line).filter((one) => one.startsWith('id'))).toEqual([expect.stringMatching(/^id: A-1/)])
  })

  it('reads Japanese labels in their forms', () => {
    const lines = [
      '■工事番号　　：KJ-1',
      '【工事番号】KJ-1',
      '【工事番号】\n　KJ-1',
      '（１）工事番号\n　　KJ-1',
      '工 事 番 号：KJ-1',
      '工事番号　KJ-1',
    ]
    for (const line of lines) expect(text(line)[0]).toMatch(/^id: KJ-1/)
    expect(lines).toHaveLength(6)
  })

  it('splits several labels of a line and keeps what is none', () => {
    expect(text('Start: 2026-12-03 01:00 End: 2026-12-03 05:00 UTC')).toEqual([
      'start: 2026-12-03 01:00',
      'end: 2026-12-03 05:00 UTC',
    ])
    expect(text('Please call at 10:00 to confirm.')).toEqual(['. Please call at 10:00 to confirm.'])
    expect(text('see https://example.com/a')).toEqual(['. see https://example.com/a'])
  })

  it('lets headings stand over what follows, lists under labels and under sentences', () => {
    expect(text('Backup Date\n12 Dec 2026 01:00 - 05:00')).toEqual([
      'window!: 12 Dec 2026 01:00 - 05:00 {backup date}',
    ])
    expect(text('Affected circuits:\n\n- A-10001\n- A-10002\n\nRegards')).toContain(
      'object: - A-10001\n- A-10002 {affected circuits}',
    )
    expect(
      text('The following services will be affected:\n\nA-10001\n\nA-10002\n\nRegards, NOC').filter((one) =>
        one.startsWith('object'),
      ),
    ).toEqual(['object: A-10001\nA-10002 {the following services will be affected}'])
  })
})

describe('tables', () => {
  it('reads names above, names at the left, and both with several windows', () => {
    expect(
      html('<table><tr><th>Circuit ID</th><th>Impact</th></tr><tr><td>A-1</td><td>Outage</td></tr></table>'),
    ).toEqual(['row object=A-1 impact=Outage'])
    expect(
      html(
        '<table><tr><td>Start</td><td>2026-12-03 01:00</td></tr><tr><td>End</td><td>2026-12-03 05:00</td></tr></table>',
      ),
    ).toEqual(['start: 2026-12-03 01:00', 'end: 2026-12-03 05:00'])
    expect(html('<table><tr><td>Start:</td><td>1 Dec</td><td>End:</td><td>2 Dec</td></tr></table>')).toEqual([
      'start: 1 Dec',
      'end: 2 Dec',
    ])
    expect(
      html(
        '<table><tr><td></td><td>Local</td><td>UTC</td></tr><tr><td>Start</td><td>01:00</td><td>00:00</td></tr><tr><td>End</td><td>05:00</td><td>04:00</td></tr></table>',
      ),
    ).toEqual(['row start=01:00 end=05:00', 'row start=00:00 end=04:00'])
  })

  it('repeats joined cells downwards and skips joined columns', () => {
    const rows = html(
      '<table><tr><th>Ticket Number</th><th>Circuit ID</th><th>Impact</th></tr><tr><td rowspan=2>T-1</td><td>A-1</td><td>Outage</td></tr><tr><td>A-2</td><td>Outage</td></tr><tr><td>T-2</td><td colspan=2>A-3</td></tr></table>',
    )
    expect(rows).toEqual([
      'row id=T-1 object=A-1 impact=Outage',
      'row id=T-1 object=A-2 impact=Outage',
      'row id=T-2 object=A-3',
    ])
  })

  it('reads through layout tables, missing end tags and missing tbody', () => {
    const inner = '<table><tr><td>Ticket Number<td>T-1<tr><td>Circuit ID<td>A-1</table>'
    expect(html(`<TABLE width=600><TR><TD>&nbsp;<TD>${inner}<p>Thank you</TABLE>`)).toEqual([
      'id: T-1',
      'object: A-1',
      '. Thank you',
    ])
  })

  it('reads tables in plain text: bars, tabs, blanks, one name a line, all in one line', () => {
    expect(text('| Circuit ID | Impact |\n| A-10001 | Outage |')).toEqual([
      'row object=A-10001 impact=Outage',
    ])
    expect(text('Circuit ID\tImpact\nA-10001\tOutage')).toEqual(['row object=A-10001 impact=Outage'])
    expect(text('Circuit ID     Impact\nA-10001        Outage')).toEqual(['row object=A-10001 impact=Outage'])
    expect(text('Circuit ID\nExpected Impact\nA Location\n\nA-10001\nOutage\nTokyo')).toEqual([
      'row object=A-10001 impact=Outage place=Tokyo',
    ])
    expect(text('Account #   Service ID   40001   A-10001')).toEqual(['row account=40001 object=A-10001'])
  })
})

describe('HTML', () => {
  it('leaves out what is hidden or struck through, and keeps the struck words apart', () => {
    const doc = readHtml(
      '<head><style>b{}</style><title>T</title></head><p style="display:none">hidden</p><p>Start: <s>1 Dec</s> <span style="text-decoration:line-through">2 Dec</span> 3 Dec &amp; &#x4E00;</p>',
    )
    expect(doc.items.map((item) => (item.kind === 'line' ? item.text.replace(/\s+/g, ' ') : ''))).toEqual([
      'Start: 3 Dec & 一',
    ])
    expect(doc.struck).toEqual(['1 Dec', '2 Dec'])
    expect(doc.title).toBe('T')
  })

  it('leaves references that HTML does not know as they stand, whatever objects inherit', () => {
    const doc = readHtml('<p>&constructor; &xconstructor; &toString; &__proto__; &eacute;</p>')
    expect(doc.items.map((item) => (item.kind === 'line' ? item.text : ''))).toEqual([
      '&constructor; &xconstructor; &toString; &__proto__; é',
    ])
  })

  it('takes a bold opening for a label without a colon', () => {
    expect(html('<p><b>Ticket Number</b> T-1</p>')).toEqual(['id: T-1'])
  })

  it('joins flowed text', () => {
    expect(shown(readFields(readText('Service ID: A-1, \r\nA-2\r\n-- \r\nNOC', true).items))).toContain(
      'object: A-1, A-2',
    )
  })
})
