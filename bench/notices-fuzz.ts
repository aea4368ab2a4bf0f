/** Mails with damage: flipped and lost bytes, cut and doubled pieces, hostile MIME. No mail may crash or stall the parser. */
import { parseNotice } from '../src/operations/maintenance/index.ts'
import type { Random } from './notices-mail.ts'
import { seeded } from './notices-mail.ts'

export type FuzzResult = {
  mails: number
  crashes: string[]
  slowestMs: number
  p95CpuMs: number
  badShapes: number
}

const TOKENS = [
  'Content-Type: multipart/mixed; boundary="b0undary-of-kensho"\r\n\r\n',
  '\r\n--b0undary-of-kensho\r\n',
  '\r\n--b0undary-of-kensho--\r\n',
  'Content-Transfer-Encoding: base64\r\n',
  '=?iso-2022-jp?B?GyRC?=',
  '\x1b$B',
  '\x1b(B',
  '<table>',
  '<tr><td>',
  '</table>',
  '<!--',
  '<style>',
  'BEGIN:VCALENDAR\r\n',
  'BEGIN:VEVENT\r\n',
  'DTSTART;TZID=Nowhere/City:20260101T000000\r\n',
  'END:VEVENT\r\n',
  '99/99/9999',
  '25:99',
  '令和99年99月99日',
  '&#x110000;',
  '&#0;',
  '=\r\n',
  '\0\0\0\0',
  '\ufffe',
  '................................',
  '((((((((((((((((((((',
  '/ / / / / / / / / / / / / /',
  ': : : : : : : : : : : :',
  '00:00-00:00-00:00-00:00',
  'a'.repeat(5_000),
  '1'.repeat(5_000),
  '- '.repeat(2_000),
  '>'.repeat(3_000),
]

function mutate(bytes: Uint8Array, other: Uint8Array, random: Random): Uint8Array {
  let current = Buffer.from(bytes)
  const rounds = 1 + random.int(6)
  for (let round = 0; round < rounds; round += 1) {
    const at = random.int(current.length + 1)
    const length = random.int(Math.min(2_000, current.length - at + 1))
    const kind = random.int(7)
    if (kind === 0)
      for (let flip = 0; flip < 20 && current.length > 0; flip += 1)
        current[random.int(current.length)] = random.int(256)
    else if (kind === 1) current = Buffer.concat([current.subarray(0, at), current.subarray(at + length)])
    else if (kind === 2)
      current = Buffer.concat([
        current.subarray(0, at),
        current.subarray(at, at + length),
        current.subarray(at),
      ])
    else if (kind === 3)
      current = Buffer.concat([
        current.subarray(0, at),
        Buffer.from(random.pick(TOKENS), random.chance(0.5) ? 'utf8' : 'latin1'),
        current.subarray(at),
      ])
    else if (kind === 4) current = Buffer.from(current.subarray(0, at))
    else if (kind === 5)
      current = Buffer.concat([
        current.subarray(0, at),
        other.subarray(random.int(other.length + 1)),
        current.subarray(at),
      ])
    else
      current = Buffer.from(
        current
          .toString('latin1')
          .replace(/[0-9]/g, (digit) => (random.chance(0.1) ? String(random.int(10)) : digit)),
        'latin1',
      )
  }
  return current.subarray(0, 400_000)
}

function wellShaped(bytes: Uint8Array): boolean {
  const notices = parseNotice(bytes)
  return (
    notices.length > 0 &&
    notices.every(
      (notice) =>
        notice.reasons.every((text) => text.ja !== '' && text.en !== '') &&
        notice.confidence >= 0 &&
        notice.confidence <= 1 &&
        notice.windows.every(
          (window) =>
            Number.isFinite(Date.parse(window.start)) &&
            Number.isFinite(Date.parse(window.end)) &&
            Date.parse(window.start) <= Date.parse(window.end),
        ),
    )
  )
}

export function fuzz(seeds: readonly Uint8Array[], mails: number, seed = 99): FuzzResult {
  const random = seeded(seed)
  const result: FuzzResult = { mails, crashes: [], slowestMs: 0, p95CpuMs: 0, badShapes: 0 }
  const times: number[] = []
  for (let index = 0; index < mails; index += 1) {
    const bytes = mutate(random.pick(seeds), random.pick(seeds), random)
    const started = process.cpuUsage()
    try {
      if (!wellShaped(bytes)) result.badShapes += 1
    } catch (problem) {
      if (result.crashes.length < 20)
        result.crashes.push(
          `${index}: ${problem instanceof Error ? (problem.stack ?? problem.message).split('\n').slice(0, 3).join(' ') : String(problem)}`,
        )
    }
    const used = process.cpuUsage(started)
    const ms = (used.user + used.system) / 1_000
    times.push(ms)
    result.slowestMs = Math.max(result.slowestMs, ms)
  }
  result.p95CpuMs = times.toSorted((a, b) => a - b)[Math.floor(times.length * 0.95)] ?? 0
  return result
}

const HEAD =
  'From: a@b.example\r\nSubject: Maintenance\r\nDate: Fri, 20 Nov 2026 10:00:00 +0000\r\nMIME-Version: 1.0\r\n'

/** Hostile MIME: size, nesting, numbers of parts. */
function hostileMime(): { name: string; bytes: Uint8Array }[] {
  let nested = 'Content-Type: text/plain\r\n\r\nStart: 2026-12-01 01:00 UTC'
  for (let depth = 0; depth < 2_000; depth += 1)
    nested = `Content-Type: multipart/mixed; boundary=x${depth}\r\n\r\n--x${depth}\r\n${nested.length > 200_000 ? '' : nested}\r\n--x${depth}--`
  let mails = 'Subject: inner\r\n\r\nx'
  for (let depth = 0; depth < 300; depth += 1) mails = `Content-Type: message/rfc822\r\n\r\n${mails}`
  return [
    {
      name: '50 MB of base64',
      bytes: Buffer.concat([
        Buffer.from(
          `${HEAD}Content-Type: application/octet-stream\r\nContent-Transfer-Encoding: base64\r\n\r\n`,
        ),
        Buffer.alloc(50_000_000, 0x41),
      ]),
    },
    {
      name: '50 MB of text',
      bytes: Buffer.concat([
        Buffer.from(`${HEAD}\r\n`),
        Buffer.alloc(50_000_000, 'Start 2026-12-01 01:00 UTC\r\n'),
      ]),
    },
    {
      name: '8 MB of text lines',
      bytes: Buffer.concat([
        Buffer.from(`${HEAD}\r\n`),
        Buffer.alloc(8_000_000, 'Start: 2026-12-01 01:00 UTC\r\n'),
      ]),
    },
    { name: '2,000 nested multiparts', bytes: Buffer.from(HEAD + nested) },
    { name: '300 nested mails', bytes: Buffer.from(HEAD + mails) },
    {
      name: '100,000 parts',
      bytes: Buffer.from(
        `${HEAD}Content-Type: multipart/mixed; boundary=b\r\n\r\n${'--b\r\nContent-Type: text/plain\r\n\r\nx\r\n'.repeat(100_000)}--b--`,
      ),
    },
  ]
}

/** Bodies that are easy to write and hard to read. */
function hostileBodies(): { name: string; bytes: Uint8Array }[] {
  const html = (body: string): Uint8Array => Buffer.from(`${HEAD}Content-Type: text/html\r\n\r\n${body}`)
  const text = (body: string): Uint8Array => Buffer.from(`${HEAD}\r\n${body}`)
  return [
    { name: '100,000 open tables', bytes: html('<table><tr><td>'.repeat(100_000)) },
    { name: '200,000 open bold', bytes: html('<b>'.repeat(200_000)) },
    { name: 'a million brackets', bytes: html('<'.repeat(1_000_000)) },
    { name: 'unclosed quotes in tags', bytes: html('<td style="'.repeat(50_000)) },
    { name: 'comments never closed', bytes: html('<!--'.repeat(200_000)) },
    { name: 'a line of 2 million digits', bytes: text('1'.repeat(2_000_000)) },
    { name: 'a line of 2 million dashes', bytes: text('- '.repeat(1_000_000)) },
    { name: 'a million colons', bytes: text('a:'.repeat(1_000_000)) },
    { name: '100,000 dates in a line', bytes: text('2026-12-01 01:00 UTC - '.repeat(100_000)) },
    {
      name: '100,000 labels',
      bytes: text('Start: 2026-12-01 01:00 UTC\r\nEnd: 2026-12-01 05:00 UTC\r\n'.repeat(50_000)),
    },
    { name: '200,000 headers', bytes: Buffer.from(`${HEAD}${'X-A: b\r\n'.repeat(200_000)}\r\nx`) },
    { name: 'a header of 5 MB', bytes: Buffer.from(`${HEAD}X-A: ${'a'.repeat(5_000_000)}\r\n\r\nx`) },
    {
      name: '100,000 encoded words',
      bytes: Buffer.from(`Subject: ${'=?utf-8?B?44CQ?= '.repeat(100_000)}\r\n\r\nx`),
    },
    {
      name: '100,000 events',
      bytes: Buffer.from(
        `${HEAD}Content-Type: text/calendar\r\n\r\nBEGIN:VCALENDAR\r\n${'BEGIN:VEVENT\r\nUID:1\r\nDTSTART:20261201T010000Z\r\nDTEND:20261201T050000Z\r\nEND:VEVENT\r\n'.repeat(100_000)}END:VCALENDAR`,
      ),
    },
    {
      name: 'calendar folded without end',
      bytes: Buffer.from(
        `${HEAD}Content-Type: text/calendar\r\n\r\nBEGIN:VCALENDAR\r\nBEGIN:VEVENT\r\nSUMMARY:${'x\r\n '.repeat(500_000)}`,
      ),
    },
    { name: 'words without end', bytes: text('maintenance work activity event '.repeat(60_000)) },
    { name: 'spaces without end', bytes: text(`a${' '.repeat(2_000_000)}b`) },
    { name: 'quotation of 100,000 marks', bytes: text('>'.repeat(100_000)) },
    { name: 'empty', bytes: new Uint8Array() },
    { name: 'zeros', bytes: new Uint8Array(1_000_000) },
  ]
}

/** Mails made to exhaust: each must end in bounded time with an entry for review. */
export function hostileMails(): { name: string; bytes: Uint8Array }[] {
  return [...hostileMime(), ...hostileBodies()]
}
