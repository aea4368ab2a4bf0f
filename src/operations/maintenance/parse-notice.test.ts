import { deflateRawSync } from 'node:zlib'
import { describe, expect, it } from 'vitest'
import iconv from 'iconv-lite'
import { parseNotice } from './index.ts'
import type { Notice } from './index.ts'
import { ORACLE_MAILS } from './mails.oracle.ts'

type MailOptions = { subject?: string; date?: string; type?: string; charset?: string; from?: string }

function mail(body: string, options: MailOptions = {}): Uint8Array {
  const {
    subject = 'Maintenance',
    date = 'Mon, 1 Jun 2026 10:00:00 +0000',
    type = 'text/plain',
    charset = 'utf-8',
    from = 'NOC <noc@carrier.example>',
  } = options
  const head = `From: ${from}\r\nSubject: =?utf-8?B?${Buffer.from(subject).toString('base64')}?=\r\nDate: ${date}\r\nMIME-Version: 1.0\r\nContent-Type: ${type}; charset=${charset}\r\nContent-Transfer-Encoding: 8bit\r\n\r\n`
  return Buffer.concat([Buffer.from(head), Buffer.from(body.replace(/\r?\n/g, '\r\n'))])
}

function multipart(
  parts: string[],
  headers = 'Subject: Maintenance\r\nDate: Mon, 1 Jun 2026 10:00:00 +0000\r\nFrom: noc@carrier.example\r\n',
): Uint8Array {
  return Buffer.from(
    `${headers}MIME-Version: 1.0\r\nContent-Type: multipart/mixed; boundary=b\r\n\r\n${parts.map((part) => `--b\r\n${part.replace(/\r?\n/g, '\r\n')}\r\n`).join('')}--b--\r\n`,
  )
}

function line(notice: Notice): string {
  const windows = notice.windows
    .map((one) => `${one.backup ? 'backup ' : ''}${one.start.slice(0, 16)}/${one.end.slice(0, 16)}`)
    .join(' ')
  return `${notice.maintenance_id || '-'} ${notice.status} | ${windows} | ${notice.objects.map((one) => `${one.id}=${one.impact}`).join(' ')}${notice.needs_review ? ' | review' : ''}`
}

const only = (bytes: Uint8Array): Notice => {
  const [notice, ...more] = parseNotice(bytes)
  expect(more).toEqual([])
  if (notice === undefined) throw new Error('expected one notice')
  return notice
}

const STATED =
  'Maintenance ID: MA-1001\nStart: 2026-06-16 01:00 UTC\nEnd: 2026-06-16 05:00 UTC\nCircuit ID: CIR-10001\nImpact: Outage\n'
const NIGHT = 'MA-1001 CONFIRMED | 2026-06-16T01:00/2026-06-16T05:00 | CIR-10001=OUTAGE'

describe('mails of many manners', () => {
  it.each(ORACLE_MAILS.map((one) => [one.name, one] as const))(
    '%s',
    (_, { subject, date, html, body, expected }) => {
      const notices = parseNotice(
        mail(body, { subject, date, type: html === true ? 'text/html' : 'text/plain' }),
      )
      expect(notices.map(line)).toEqual(expected)
    },
  )

  it('says why in both languages, and never surely where a person should look', () => {
    const notices = ORACLE_MAILS.flatMap(({ subject, date, body, html }) =>
      parseNotice(mail(body, { subject, date, type: html === true ? 'text/html' : 'text/plain' })),
    )
    expect(notices.length).toBeGreaterThan(60)
    for (const notice of notices) {
      expect(notice.reasons.length).toBeGreaterThan(0)
      expect(
        notice.reasons.every(
          (text) => /[ぁ-んァ-ン一-龠]/.test(text.ja) && !/[ぁ-ん]/.test(text.en.replace(/".*"/, '')),
        ),
      ).toBe(true)
      expect(notice.needs_review ? notice.confidence <= 0.5 : notice.confidence > 0.5).toBe(true)
    }
  })
})

describe('sources against each other', () => {
  const calendar = (start: string, extra = ''): string =>
    `Content-Type: text/calendar\n\nBEGIN:VCALENDAR\nBEGIN:VEVENT\nUID:1\nDTSTAMP:20260601T100000Z\nDTSTART:${start}\nDTEND:20260616T050000Z\nSUMMARY:MA-1001\n${extra}END:VEVENT\nEND:VCALENDAR`
  const text = `Content-Type: text/plain\n\n${STATED}`
  const bcop =
    'X-MAINTNOTE-MAINTENANCE-ID:MA-1001\nX-MAINTNOTE-OBJECT-ID:CIR-10001\nX-MAINTNOTE-IMPACT:OUTAGE\nX-MAINTNOTE-STATUS:CONFIRMED\n'

  it('grows surer where independent parts agree', () => {
    const alone = only(multipart([text]))
    const agreed = only(multipart([text, calendar('20260616T010000Z')]))
    const stated = only(multipart([text, calendar('20260616T010000Z', bcop)]))
    expect([alone, agreed, stated].map(line)).toEqual([NIGHT, NIGHT, NIGHT])
    expect(alone.confidence < agreed.confidence && agreed.confidence < stated.confidence).toBe(true)
  })

  it('asks where they contradict, with both readings', () => {
    const other = only(multipart([text, calendar('20260616T000000Z')]))
    expect(other.needs_review).toBe(true)
    expect(other.competing?.length).toBe(1)
    const bcopOther = only(multipart([text, calendar('20260616T000000Z', bcop)]))
    expect(bcopOther.needs_review).toBe(true)
    const states = only(
      multipart([
        text.replace('Maintenance ID', 'Status: Cancelled\nMaintenance ID'),
        calendar('20260616T010000Z', bcop),
      ]),
    )
    expect(states.needs_review).toBe(true)
  })

  it('reads tables attached as CSV in UTF-16, wherever the letter stands', () => {
    const csv = Buffer.from(
      iconv.encode('Circuit ID\tImpact\r\nCIR-10001\tOutage\r\nCIR-10002\tNo impact\r\n', 'utf-16le', {
        addBOM: true,
      }),
    ).toString('base64')
    const body =
      'Content-Type: text/plain\n\nFYI\n\n---------- Forwarded message ---------\nFrom: NOC\nDate: Mon, 1 Jun 2026 10:00:00 +0000\nSubject: Work\nTo: us\n\nMaintenance ID: MA-1001\nStart: 2026-06-16 01:00 UTC\nEnd: 2026-06-16 05:00 UTC\nServices: see the attached list'
    const notice = only(
      multipart([
        body,
        `Content-Type: text/csv; charset=utf-16le; name=list.csv\nContent-Transfer-Encoding: base64\n\n${csv}`,
      ]),
    )
    expect(line(notice)).toBe(
      'MA-1001 CONFIRMED | 2026-06-16T01:00/2026-06-16T05:00 | CIR-10001=OUTAGE CIR-10002=NO-IMPACT',
    )
  })

  it('names parts that it cannot read, once something is missing', () => {
    const pdf =
      'Content-Type: application/pdf; name=notice.pdf\nContent-Transfer-Encoding: base64\n\nJVBERi0='
    const zip =
      'Content-Type: application/zip; name=notice.zip\nContent-Transfer-Encoding: base64\n\nUEsDBA=='
    const notice = only(multipart(['Content-Type: text/plain\n\nPlease see the attachment.', pdf, zip]))
    expect(notice.needs_review).toBe(true)
    expect(notice.reasons.filter((text) => /notice\.(?:pdf|zip)/.test(text.en))).toHaveLength(2)
    expect(only(multipart([text, pdf])).needs_review).toBe(false)
  })
})

describe('threads', () => {
  const older =
    '\n\nFrom: NOC <noc@carrier.example>\nSent: Friday, 1 May 2026 10:00\nTo: us\nSubject: Work OLD-9001\n\nMaintenance ID: OLD-9001\nStart: 2026-05-05 01:00 UTC\nEnd: 2026-05-05 05:00 UTC\nCircuit ID: OLD-10009\n'

  it('reads the newest letter only', () => {
    expect(line(only(mail(STATED + older)))).toBe(NIGHT)
  })

  it('takes the notice below for what a short letter cancels', () => {
    const notice = only(mail(`The maintenance below has been cancelled.${older}`))
    expect(line(notice)).toBe('OLD-9001 CANCELLED | 2026-05-05T01:00/2026-05-05T05:00 | OLD-10009=OUTAGE')
  })

  it('does not take the old windows for the new ones of a change', () => {
    expect(only(mail(`The maintenance below has been rescheduled.${older}`)).needs_review).toBe(true)
  })

  it('reads a mail attached to a mail, and one quoted whole', () => {
    const attached = Buffer.concat([
      Buffer.from('Subject: Fwd\r\nContent-Type: message/rfc822\r\n\r\n'),
      mail(STATED),
    ])
    const quoted = mail(
      `Noted.\n\nOn Mon, 1 Jun 2026 at 10:00, NOC <noc@carrier.example> wrote:\n${STATED.split('\n')
        .map((each) => `> ${each}`)
        .join('\n')}`,
    )
    expect([attached, quoted].map((bytes) => line(only(bytes)))).toEqual([NIGHT, NIGHT])
  })
})

describe('ids that the estate knows', () => {
  const vague =
    'Maintenance ID: MA-1001\nWindow: 2026-06-16 01:00 - 05:00 UTC\nOur line to you (tky osk 00121) will be down.\n'

  it('are found without a label, whatever their case and blanks', () => {
    expect(only(mail(vague)).needs_review).toBe(true)
    const [notice] = parseNotice(mail(vague), { knownObjects: ['TKY OSK 00121', 'TKY OSK 00122'] })
    expect(notice?.objects.map((one) => one.id)).toEqual(['TKY OSK 00121'])
    expect(notice?.needs_review).toBe(false)
  })

  it('are not found inside longer ids', () => {
    const [notice] = parseNotice(mail(vague.replace('tky osk 00121', 'ABC-1234567')), {
      knownObjects: ['ABC-123'],
    })
    expect(notice?.objects).toEqual([])
  })
})

describe('lists that may not be complete', () => {
  it('asks when further ids of the same form stand in the mail', () => {
    const notice = only(mail(`${STATED}\nNote that CIR-10002 shares the same duct.\n`))
    expect(line(notice)).toContain('review')
    expect(notice.reasons[0]?.en).toContain('CIR-10002')
  })

  it('reads long words without a digit in a subject and before a colon in time that grows with their length', () => {
    const started = process.cpuUsage()
    parseNotice(
      mail('Maintenance', { subject: `Planne${'GFnZSBUeXBlOiBOb24gc2VydmljZSBhZmZlY3Rpbmc'.repeat(20)}` }),
    )
    parseNotice(mail(`Note: ${`${'a'.repeat(60)}! : `.repeat(40)}`))
    const used = process.cpuUsage(started)
    expect((used.user + used.system) / 1_000).toBeLessThan(1_500)
  })

  it('asks when a labelled time could not be read', () => {
    expect(only(mail(`${STATED}\nBackup Window: 2026-06-20 sometime\n`)).needs_review).toBe(true)
  })
})

describe('hostile and unreadable mails', () => {
  const head = 'From: a@b.example\r\nSubject: Maintenance\r\nMIME-Version: 1.0\r\n'
  const bomb = deflateRawSync(Buffer.alloc(30_000_000))

  it.each([
    ['nothing', new Uint8Array()],
    ['zeros', new Uint8Array(100_000)],
    ['no mail at all', Buffer.from('\x7fELF\x02\x01\x01', 'latin1')],
    [
      'nested multiparts',
      Buffer.from(
        head +
          Array.from(
            { length: 400 },
            (_, index) => `Content-Type: multipart/mixed; boundary=x${index}\r\n\r\n--x${index}\r\n`,
          ).join(''),
      ),
    ],
    ['nested mails', Buffer.from(head + 'Content-Type: message/rfc822\r\n\r\n'.repeat(300))],
    [
      '20,000 parts',
      Buffer.from(
        `${head}Content-Type: multipart/mixed; boundary=b\r\n\r\n${'--b\r\n\r\nx\r\n'.repeat(20_000)}`,
      ),
    ],
    ['open tables', Buffer.from(`${head}Content-Type: text/html\r\n\r\n${'<table><tr><td>'.repeat(20_000)}`)],
    ['brackets', Buffer.from(`${head}Content-Type: text/html\r\n\r\n${'<'.repeat(200_000)}`)],
    ['a long line', Buffer.from(`${head}\r\n${'a: '.repeat(200_000)}`)],
    ['dates without end', Buffer.from(`${head}\r\n${'2026-12-01 01:00 - '.repeat(20_000)}`)],
    [
      'calendar without end',
      Buffer.from(
        `${head}Content-Type: text/calendar\r\n\r\nBEGIN:VCALENDAR\r\n${'BEGIN:VEVENT\r\nDTSTART:20261201T010000Z\r\n'.repeat(20_000)}`,
      ),
    ],
    [
      'a zip bomb as a workbook',
      Buffer.concat([
        Buffer.from(`${head}Content-Type: application/octet-stream; name=a.xlsx\r\n\r\n`),
        bomb,
      ]),
    ],
  ] as [string, Uint8Array][])('%s: one entry that asks for review', (_, bytes) => {
    const started = process.cpuUsage()
    const notices = parseNotice(bytes)
    const used = process.cpuUsage(started)
    expect(notices.length).toBeGreaterThan(0)
    expect(notices.every((notice) => notice.needs_review && notice.reasons.length > 0)).toBe(true)
    expect((used.user + used.system) / 1_000).toBeLessThan(5_000)
  })

  it('survives damage: 600 mails with flipped, lost and doubled pieces', () => {
    const seeds = ORACLE_MAILS.map(({ subject, date, body, html }) =>
      mail(body, { subject, date, type: html === true ? 'text/html' : 'text/plain' }),
    )
    let state = 7
    const random = (below: number): number => {
      state = (Math.imul(state, 1_103_515_245) + 12_345) >>> 0
      return Math.floor((state / 4_294_967_296) * below)
    }
    let read = 0
    for (let round = 0; round < 600; round += 1) {
      const seed = Buffer.from(seeds[random(seeds.length)] ?? [])
      for (let flip = 0; flip < 12; flip += 1) seed[random(seed.length)] = random(256)
      const at = random(seed.length)
      const bytes =
        round % 3 === 0
          ? seed.subarray(0, at)
          : Buffer.concat([seed.subarray(0, at), seed.subarray(Math.max(0, at - random(200)))])
      const notices = parseNotice(bytes)
      expect(notices.length).toBeGreaterThan(0)
      expect(notices.every((notice) => notice.windows.every((one) => one.start <= one.end))).toBe(true)
      read += 1
    }
    expect(read).toBe(600)
  })
})
