import { describe, expect, it } from 'vitest'
import iconv from 'iconv-lite'
import { decodeBytes } from './charset.ts'
import { decodeHeader, parseParameterised } from './header.ts'
import { parseMailDate, readMail } from './message.ts'
import { decodeTransfer } from './transfer.ts'
import { readText } from '../document/text.ts'
import { splitThread } from './thread.ts'

const SENTENCE = '下記の通り、メンテナンス工事を実施いたします。対象回線は次の通りです。'

describe('charset ladder', () => {
  it.each([
    ['shift_jis', 'shift_jis'],
    ['euc-jp', 'euc-jp'],
    ['utf-8', 'utf8'],
  ])('reads %s whatever the label says', (charset, encoding) => {
    const bytes = iconv.encode(SENTENCE, encoding)
    const labels = [charset, undefined, 'us-ascii', 'iso-8859-1', 'x-unknown', 'constructor']
    for (const label of labels)
      expect(decodeBytes(bytes, label)).toMatchObject({ text: SENTENCE, charset, doubtful: false })
    expect(labels).toHaveLength(6)
  })

  it('reads ISO-2022-JP by its escapes and half-width kana', () => {
    const bytes = Buffer.from('\x1b$B9);v\x1b(B KJ-1 \x1b(I]\x1b(B', 'latin1')
    expect(decodeBytes(bytes, 'us-ascii').text).toBe('工事 KJ-1 ﾝ')
  })

  it('knows the names that mails give to Windows-31J and to UTF-16 without a mark', () => {
    for (const label of ['cp932', 'Windows-31J', 'MS932', 'x-sjis'])
      expect(decodeBytes(iconv.encode('①㈱髙橋の工事のご案内です', 'cp932'), label).text).toBe(
        '①㈱髙橋の工事のご案内です',
      )
    expect(decodeBytes(iconv.encode('Circuit ID\tC-1234567', 'utf-16le')).text).toBe('Circuit ID\tC-1234567')
    expect(decodeBytes(Buffer.from('\xff\xfeC\0I\0D\0', 'latin1')).text).toBe('CID')
  })

  it('keeps UTF-8 with a stray byte UTF-8, and western text western', () => {
    const damaged = Buffer.concat([Buffer.from('é'.repeat(40)), Buffer.from([0xaa]), Buffer.from('C-1')])
    expect(decodeBytes(damaged, 'utf-8')).toMatchObject({ charset: 'utf-8', doubtful: false })
    expect(decodeBytes(iconv.encode('Malmö – Göteborg', 'windows-1252'), 'iso-8859-1').text).toBe(
      'Malmö – Göteborg',
    )
  })
})

describe('headers', () => {
  it('joins encoded words that split a character or a shift', () => {
    const utf8 = Buffer.from('工事のお知らせ')
    const words = [utf8.subarray(0, 4), utf8.subarray(4, 11), utf8.subarray(11)].map(
      (piece) => `=?UTF-8?B?${piece.toString('base64')}?=`,
    )
    expect(decodeHeader(words.join(' '))).toBe('工事のお知らせ')
    const jis = Buffer.from('\x1b$B9);v$N$*CN$i$;\x1b(B', 'latin1')
    const split = [jis.subarray(0, 9), jis.subarray(9)].map(
      (piece) => `=?ISO-2022-JP?B?${piece.toString('base64')}?=`,
    )
    expect(decodeHeader(split.join('\r\n '))).toBe('工事のお知らせ')
  })

  it('reads raw Shift_JIS, the Q form, and text between words', () => {
    expect(
      decodeHeader(Buffer.from(iconv.encode('【重要】工事のお知らせ', 'shift_jis')).toString('latin1')),
    ).toBe('【重要】工事のお知らせ')
    expect(decodeHeader('Re: =?utf-8?Q?Wartung_f=C3=BCr?= Leitung 1')).toBe('Re: Wartung für Leitung 1')
  })

  it('reads parameters in pieces and with a charset (RFC 2231)', () => {
    const { value, parameters } = parseParameterised(
      'attachment; filename*0*=utf-8\'\'%E5%9B%9E; filename*1*=%E7%B7%9A; filename*2=.csv; size="1;2"',
    )
    expect(value).toBe('attachment')
    expect(parameters.get('filename')).toBe('回線.csv')
    expect(parameters.get('size')).toBe('1;2')
  })

  it('reads dates of RFC 5322 and their obsolete forms', () => {
    const instants = [
      'Fri, 20 Nov 2026 10:00:00 +0900',
      '20 Nov 26 01:00 GMT',
      'Thu, 19 Nov 2026 20:00:00 EST',
    ].map((text) => parseMailDate(text)?.ms)
    expect(instants).toEqual(Array.from({ length: 3 }, () => Date.UTC(2026, 10, 20, 1)))
    expect(parseMailDate('tomorrow')).toBeUndefined()
  })
})

describe('MIME', () => {
  const mail = (lines: string[]): Uint8Array => Buffer.from(lines.join('\r\n'))

  it('finds parts, corrects their types by name and content, and keeps mails inside', () => {
    const read = readMail(
      mail([
        'Subject: outer',
        'Content-Type: multipart/mixed; boundary="b"',
        '',
        'preamble',
        '--b',
        'Content-Type: application/octet-stream; name=x.ics',
        '',
        'BEGIN:VCALENDAR',
        '--b',
        'Content-Type: message/rfc822',
        '',
        'Subject: inner',
        '',
        'hello',
        '--b',
        'Content-Type: text/plain',
        'Content-Transfer-Encoding: base64',
        '',
        'aGVsbG8=',
        '--b--',
      ]),
    )
    expect(read.parts.map((part) => part.type)).toEqual(['text/calendar', 'text/plain'])
    expect(Buffer.from(read.parts[1]?.bytes ?? []).toString()).toBe('hello')
    expect(read.inner.map((one) => one.subject)).toEqual(['inner'])
  })

  it('bounds depth and number of parts and says what was left', () => {
    const deep = Array.from(
      { length: 30 },
      (_, index) => `Content-Type: multipart/mixed; boundary=x${index}\r\n\r\n--x${index}\r\n`,
    ).join('')
    expect(readMail(Buffer.from(`Subject: a\r\n${deep}`)).unread[0]?.en).toContain('nested deeper')
    const many = `Subject: a\r\nContent-Type: multipart/mixed; boundary=b\r\n\r\n${'--b\r\n\r\nx\r\n'.repeat(500)}--b--`
    expect(readMail(Buffer.from(many)).parts.length).toBeLessThanOrEqual(200)
  })

  it('undoes quoted-printable and base64 with faults in them', () => {
    expect(Buffer.from(decodeTransfer(Buffer.from('a=3Db=\r\nc=ZZ=\n'), 'quoted-printable')).toString()).toBe(
      'a=bc=ZZ',
    )
    expect(Buffer.from(decodeTransfer(Buffer.from('aGVs\r\n!bG8='), 'BASE64')).toString()).toBe('hello')
  })
})

describe('threads', () => {
  const letters = (text: string): string[] =>
    splitThread(readText(text, false).items).map(
      (letter) =>
        `${letter.subject}|${letter.items.map((item) => (item.kind === 'line' ? item.text : 'grid')).join('/')}`,
    )

  it.each([
    [
      'forward',
      'FYI\n\n---------- Forwarded message ---------\nFrom: NOC <noc@a.example>\nDate: Thu, 1 Jul 2021 at 11:05\nSubject: Work 1\nTo: <x@y.example>\n\nStart: now',
      ['|FYI', 'Work 1|Start: now'],
    ],
    [
      'outlook',
      'Cancelled.\n\nFrom: NOC\nSent: Friday, 2 January 2026 10:00\nTo: us\nSubject: Work 2\n\nStart: then',
      ['|Cancelled.', 'Work 2|Start: then'],
    ],
    [
      'reply',
      'Done.\n\nOn Fri, 2 Jan 2026 at 10:00, NOC <noc@a.example> wrote:\n> Start: then\n> End: later',
      ['|Done.', '|Start: then/End: later'].map((one) =>
        one.replace('|Start: then/End: later', '|Start: then/End: later'),
      ),
    ],
    [
      'japanese',
      '承知しました。\n\n-----元のメッセージ-----\n差出人: NOC\n送信日時: 2026年1月2日 10:00\n宛先: 弊社\n件名: 工事3\n\n日時：未定',
      ['|承知しました。', '工事3|日時:未定'],
    ],
  ])('cuts a %s into its letters, newest first', (_, text, expected) => {
    expect(letters(text).map((one) => one.replaceAll('/ ', '/').replaceAll('| ', '|'))).toEqual(expected)
  })

  it('does not take the labels of a notice for the header of a letter', () => {
    expect(letters('From: 2026-01-01 01:00 UTC\nTo: 2026-01-01 05:00 UTC\nCircuit: A-1')).toHaveLength(1)
  })
})
