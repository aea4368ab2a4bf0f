import { BlobWriter, TextReader, ZipWriter } from '@zip.js/zip.js'
import { describe, expect, it } from 'vitest'
import { readWhole } from './apart.ts'
import { passwordCandidates } from './password.ts'
import { linesOf } from './pdf.ts'

/** A PDF of one page with these lines, or with a picture instead of text. */
function pdfOf(lines: readonly string[]): Buffer {
  const shown = lines.map((line, at) => `BT /F1 11 Tf 60 ${760 - 16 * at} Td (${line}) Tj ET`).join('\n')
  const content = lines.length === 0 ? '0 0 m 100 100 l S' : shown
  const objects = [
    '<< /Type /Catalog /Pages 2 0 R >>',
    '<< /Type /Pages /Kids [3 0 R] /Count 1 >>',
    '<< /Type /Page /Parent 2 0 R /MediaBox [0 0 595 842] /Contents 4 0 R /Resources << /Font << /F1 5 0 R >> >> >>',
    `<< /Length ${content.length} >>\nstream\n${content}\nendstream`,
    '<< /Type /Font /Subtype /Type1 /BaseFont /Helvetica >>',
  ]
  let file = '%PDF-1.4\n'
  const offsets = objects.map((object, at) => {
    const from = file.length
    file += `${at + 1} 0 obj\n${object}\nendobj\n`
    return from
  })
  const xref = file.length
  file += `xref\n0 6\n0000000000 65535 f \n${offsets.map((from) => `${String(from).padStart(10, '0')} 00000 n \n`).join('')}`
  return Buffer.from(`${file}trailer << /Size 6 /Root 1 0 R >>\nstartxref\n${xref}\n%%EOF\n`, 'latin1')
}

const NOTICE = [
  'Maintenance ID: CHG-2026-7',
  'Status: Scheduled',
  'Start: 2026-12-08 17:00 UTC',
  'End: 2026-12-08 21:00 UTC',
  'Circuit ID: KD-7702',
  'Impact: Outage',
]

function mailWith(name: string, type: string, content: Uint8Array): Buffer {
  const lines = [
    'From: noc@carrier.example',
    'Date: Mon, 23 Nov 2026 02:00:00 +0000',
    'Subject: Planned maintenance',
    'MIME-Version: 1.0',
    'Content-Type: multipart/mixed; boundary=b',
    '',
    '--b',
    'Content-Type: text/plain',
    '',
    'Please see the attached file.',
    '--b',
    `Content-Type: ${type}; name="${name}"`,
    'Content-Transfer-Encoding: base64',
    `Content-Disposition: attachment; filename="${name}"`,
    '',
    Buffer.from(content).toString('base64').replace(/.{76}/g, '$&\r\n'),
    '--b--',
    '',
  ]
  return Buffer.from(lines.join('\r\n'))
}

async function zipOf(
  text: string,
  options: { password?: string; zipCrypto?: boolean } = {},
): Promise<Buffer> {
  const writer = new ZipWriter(new BlobWriter(), { ...options, useWebWorkers: false })
  await writer.add('notice.txt', new TextReader(text))
  return Buffer.from(await (await writer.close()).arrayBuffer())
}

describe('PDF', () => {
  it('is read like any other document of the mail', async () => {
    const { notices } = await readWhole(mailWith('notice.pdf', 'application/pdf', pdfOf(NOTICE)))
    expect(notices.map(({ maintenance_id, windows, objects }) => [maintenance_id, windows, objects])).toEqual(
      [
        [
          'CHG-2026-7',
          [{ start: '2026-12-08T17:00:00Z', end: '2026-12-08T21:00:00Z', backup: false }],
          [{ id: 'KD-7702', impact: 'OUTAGE' }],
        ],
      ],
    )
  })

  it('without text is a scan and always asks for a person; a damaged one is no crash', async () => {
    const [scan] = (await readWhole(mailWith('scan.pdf', 'application/pdf', pdfOf([])))).notices
    expect([scan?.needs_review, scan?.reasons.some(({ en }) => en.includes('scan.pdf (scanned)'))]).toEqual([
      true,
      true,
    ])
    const [damaged] = (await readWhole(mailWith('x.pdf', 'application/pdf', Buffer.from('%PDF-1.4 nothing'))))
      .notices
    expect(damaged?.needs_review).toBe(true)
  })

  it('pieces of one height are a line, and wide gaps are columns', () => {
    const piece = (text: string, x: number, y: number) => ({ text, x, y, width: text.length * 5, height: 10 })
    expect(linesOf([piece('KD-1', 200, 700), piece('Circuit', 60, 700.4), piece('below', 60, 680)])).toEqual([
      'Circuit\tKD-1',
      'below',
    ])
  })
})

describe('ZIP', () => {
  it('is opened; an encrypted one, traditional or AES, waits for its password and opens by it', async () => {
    const text = NOTICE.join('\n')
    const plain = await readWhole(mailWith('n.zip', 'application/zip', await zipOf(text)))
    expect([plain.waitsForPassword, plain.notices[0]?.maintenance_id]).toEqual([false, 'CHG-2026-7'])
    for (const zipCrypto of [true, false]) {
      const mail = mailWith(
        'n.zip',
        'application/zip',
        await zipOf(text, { password: 'Xy9-42kq', zipCrypto }),
      )
      const locked = await readWhole(mail)
      expect([locked.waitsForPassword, locked.notices[0]?.needs_review]).toEqual([true, true])
      expect((await readWhole(mail, { passwords: ['wrong', 'other'] })).waitsForPassword).toBe(true)
      const opened = await readWhole(mail, { passwords: ['wrong', 'Xy9-42kq'] })
      expect([opened.waitsForPassword, opened.notices[0]?.windows.length]).toEqual([false, 1])
    }
  })

  it('a bomb is left unread and named', async () => {
    const bomb = await zipOf('0'.repeat(40_000_000))
    expect(bomb.length).toBeLessThan(100_000)
    const [notice] = (await readWhole(mailWith('bomb.zip', 'application/zip', bomb))).notices
    expect([
      notice?.needs_review,
      notice?.reasons.some(({ en }) => en.includes('notice.txt (too large)')),
    ]).toEqual([true, true])
  })
})

it.each([
  ['The password for the attached file is: Xy9-42kq', 'Xy9-42kq'],
  ['パスワードは以下のとおりです。\n\n  Ab3$efgh\n\nよろしくお願いします。', 'Ab3$efgh'],
  ['解凍パスワード：「kensho2026」', 'kensho2026'],
])('a password is found in “%s”', (text, password) => {
  expect(passwordCandidates(text)).toContain(password)
})
