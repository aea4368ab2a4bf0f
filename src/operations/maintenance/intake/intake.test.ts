import { setTimeout as sleep } from 'node:timers/promises'
import { BlobWriter, TextReader, ZipWriter } from '@zip.js/zip.js'
import { afterAll, beforeAll, expect, it } from 'vitest'
import { knownAtMoment } from '../../../charter/known.ts'
import { integrated, readEntries, readHead } from '../../../ledger/index.ts'
import { decideNotice } from '../actions.ts'
import { knownMaintenances } from '../known-maintenances.ts'
import type { Maintenance } from '../maintenance.ts'
import { NOTICE_READ, MAIL_RECEIVED, type NoticeRead } from '../notice-facts.ts'
import { trySmtp } from './check.ts'
import { namesOf, scratchIntake, signed } from './intake.oracle.ts'

const NOW_MS = Date.parse('2026-11-23T03:00:00Z')

const WORKSPACE = `
operator: { name: { ja: 試験, en: Trial }, zone: Asia/Tokyo }
parties:
  - { id: kaigan, name: 海岸電送, roles: [carrier] }
circuits:
  - { id: trunk-1, circuit_number: KD-7702, carrier: kaigan }
  - { id: trunk-2, circuit_number: KD-7703, carrier: kaigan }
external_lines:
  - id: kaigan-lines
    party: kaigan
    channel: mail
    senders: [kaigan.example]
    contacts: [{ role: notices, address: noc@kaigan.example }]
    from: 2026-01-01T00:00:00+09:00
`

type Intake = Awaited<ReturnType<typeof scratchIntake>>
let intake: Intake
beforeAll(async () => {
  intake = await scratchIntake(WORKSPACE, NOW_MS)
  for (const [name, answer] of namesOf('kaigan.example')) intake.names.set(name, answer)
  // A domain that anybody may have, and whose mails are as genuine as can be.
  for (const [name, answer] of namesOf('stranger.example')) intake.names.set(name, answer)
})
afterAll(() => intake?.stop())

let count = 0

function letter(says: {
  from?: string
  number: string
  status?: string
  day?: string
  circuit?: string
}): string {
  const {
    from = 'noc@kaigan.example',
    number,
    status = 'planned',
    day = '2026-12-08',
    circuit = 'KD-7702',
  } = says
  count += 1
  return [
    `From: ${from}`,
    'To: notices@operator.example',
    `Date: Mon, 23 Nov 2026 02:${String(count % 60).padStart(2, '0')}:00 +0000`,
    `Message-ID: <${count}.${number}@kaigan.example>`,
    `Subject: Maintenance ${number} ${status}`,
    'Content-Type: text/plain; charset=utf-8',
    '',
    `Maintenance ID: ${number}`,
    `Status: ${status}`,
    `Start: ${day} 17:00 UTC`,
    `End: ${day} 21:00 UTC`,
    `Circuit ID: ${circuit}`,
    'Impact: Outage',
    '',
  ].join('\r\n')
}

async function maintenances(): Promise<readonly Maintenance[]> {
  return knownMaintenances(await knownAtMoment(intake.ctx, {}))
}

async function readings(): Promise<NoticeRead[]> {
  const { facts } = await knownAtMoment(intake.ctx, {})
  return facts.filter(({ type }) => type === NOTICE_READ).map(({ body }) => body as unknown as NoticeRead)
}

/** Waits until so many readings are known. */
async function read(total: number): Promise<NoticeRead[]> {
  for (let tries = 0; tries < 300; tries += 1) {
    const all = await readings()
    if (all.length >= total) return all
    await sleep(50)
  }
  throw new Error(`expected ${total} readings, found ${(await readings()).length}`)
}

it('a signed mail of a known provider is a certain maintenance of our own line, and its raw bytes are evidence', async () => {
  await intake.send(await signed(letter({ number: 'CHG-100' }), 'kaigan.example'), 'noc@kaigan.example')
  const [one] = await read(1)
  expect(one?.authentication).toEqual({ spf: 'pass', dkim: 'pass', dmarc: 'pass', aligned: true })
  expect([one?.provider, one?.sender, one?.objects]).toEqual([
    'kaigan-lines',
    'kaigan.example',
    [{ id: 'trunk-1', said: 'KD-7702', impact: 'OUTAGE' }],
  ])
  const [maintenance] = await maintenances()
  expect([maintenance?.key, maintenance?.certainty, maintenance?.windows]).toEqual([
    'kaigan-lines/CHG-100',
    'certain',
    [
      {
        fromMs: Date.parse('2026-12-08T17:00:00Z'),
        untilMs: Date.parse('2026-12-08T21:00:00Z'),
        backup: false,
      },
    ],
  ])
})

it('the same bytes by two ways are one mail', async () => {
  const mail = await signed(letter({ number: 'CHG-101', circuit: 'KD-7703' }), 'kaigan.example')
  await intake.send(mail, 'noc@kaigan.example')
  await intake.send(mail, 'relay@elsewhere.example')
  await read(2)
  const head = await readHead(intake.ctx.db)
  const received: string[] = []
  for await (const { fact } of readEntries(intake.ctx.db, 0, head?.size ?? 0, [MAIL_RECEIVED]))
    received.push(JSON.stringify(fact.body['sha256']))
  expect(received.length).toBe(2)
  expect(new Set(received).size).toBe(2)
})

it('50 forged cancellations change nothing that is certain, and a person can still make one hold', async () => {
  const before = (await readings()).length
  const forged: [raw: string, envelope: string][] = []
  const cancel = (from?: string): string =>
    letter({ number: 'CHG-100', status: 'CANCELLED', ...(from !== undefined && { from }) })
  const genuine = await signed(letter({ number: 'CHG-999', status: 'CANCELLED' }), 'kaigan.example')
  for (let variant = 0; variant < 10; variant += 1) {
    // No signature at all, from a server that the domain does not name.
    forged.push([cancel(), `someone@other${variant}.example`])
    // Genuine mail of a stranger, under display names that look like the provider's.
    forged.push([
      await signed(cancel(`"noc@kaigan.example" <n${variant}@stranger.example>`), 'stranger.example'),
      'n@stranger.example',
    ])
    // A signature of another domain under the provider's From.
    forged.push([await signed(cancel(), 'stranger.example'), 'n@stranger.example'])
    // A genuine signature whose mail was changed afterwards, or got a second subject and date before the signed ones.
    forged.push([
      variant % 2 === 0
        ? `${genuine.replaceAll('CHG-999', 'CHG-100')}Note: ${variant}\r\n`
        : `Subject: Maintenance CHG-100 CANCELLED\r\nX-Variant: ${variant}\r\n${genuine}`,
      `someone@other${variant}.example`,
    ])
    // A look-alike domain, and two senders in one field.
    forged.push([
      cancel(
        variant % 2 === 0
          ? `noc@kaigan${variant}.example`
          : `noc@kaigan.example, n${variant}@stranger.example`,
      ),
      'n@stranger.example',
    ])
  }
  expect(forged.length).toBe(50)
  intake.names.set('TXT stranger.example', [['v=spf1 ip4:127.0.0.1 -all']])
  // The provider's own name says that only its server sends for it: not the one of this test.
  intake.names.set('TXT kaigan.example', [['v=spf1 ip4:192.0.2.25 -all']])
  for (const [raw, envelope] of forged) await intake.send(raw, envelope)
  const all = await read(before + 50)
  const late = all.slice(before)
  expect(late.filter(({ provider, authentication }) => provider !== null && authentication.aligned)).toEqual(
    [],
  )
  const target = (await maintenances()).find(({ key }) => key === 'kaigan-lines/CHG-100')
  expect([target?.status, target?.certainty, target?.windows.length]).toEqual(['CONFIRMED', 'certain', 1])
  expect(target?.plausible.length).toBeGreaterThan(0)
  const claim = late.find(
    ({ notice }) => notice.maintenance_id === 'CHG-100' && notice.status === 'CANCELLED',
  )!
  const place = { mail: claim.mail, index: claim.index }
  const decision = { choice: { kind: 'given' } as const, because: 'asked on the telephone', lesson: false }
  await integrated(intake.ctx, await decideNotice(intake.ctx, { id: 'p-1' }, place, decision))
  const decided = (await maintenances()).find(({ key }) => key === 'kaigan-lines/CHG-100')
  expect([decided?.status, decided?.windows]).toEqual(['CANCELLED', []])
})

it('an encrypted archive waits, and the password in the next mail opens it', async () => {
  const writer = new ZipWriter(new BlobWriter(), {
    password: 'Xy9-42kq',
    zipCrypto: true,
    useWebWorkers: false,
  })
  const [, told = ''] = letter({ number: 'CHG-300', circuit: 'KD-7703' }).split('\r\n\r\n')
  await writer.add('notice.txt', new TextReader(told))
  const archive = Buffer.from(await (await writer.close()).arrayBuffer()).toString('base64')
  const head = (subject: string, id: string, type: string): string =>
    `From: noc@kaigan.example\r\nDate: Mon, 23 Nov 2026 02:30:00 +0000\r\nSubject: ${subject}\r\nMessage-ID: <${id}@kaigan.example>\r\nMIME-Version: 1.0\r\nContent-Type: ${type}\r\n`
  const locked = `${head('Planned works', 'z1', 'application/zip; name=n.zip')}Content-Transfer-Encoding: base64\r\n\r\n${archive.replace(/.{76}/g, '$&\r\n')}\r\n`
  const before = (await readings()).length
  await intake.send(await signed(locked, 'kaigan.example'), 'noc@kaigan.example')
  const waiting = (await read(before + 1)).at(-1)
  expect([waiting?.waits_for, waiting?.notice.needs_review]).toEqual(['password', true])
  const key = `${head('Password', 'z2', 'text/plain')}\r\nThe password is: Xy9-42kq\r\n`
  await intake.send(await signed(key, 'kaigan.example'), 'noc@kaigan.example')
  const opened = (await read(before + 2)).at(-1)
  expect([opened?.mail, opened?.round, opened?.waits_for]).toEqual([waiting?.mail, 2, undefined])
  expect((await maintenances()).find(({ number }) => number === 'CHG-300')?.certainty).toBe('certain')
})

it('the way in is tried as a sender would, and says what is wrong with it', async () => {
  const { port } = intake.receiver
  expect(await trySmtp('127.0.0.1', port, 'notices@operator.example')).toBeUndefined()
  expect(await trySmtp('127.0.0.1', port, 'other@operator.example')).toContain('550')
  expect(await trySmtp('127.0.0.1', 1, 'notices@operator.example')).toContain('ECONNREFUSED')
})

it('mail for another address, and mail larger than 50 MB, is refused with its reason', async () => {
  await expect(
    intake.send(letter({ number: 'CHG-1' }), 'a@b.example', 'other@operator.example'),
  ).rejects.toThrow('550')
  const huge = `${letter({ number: 'CHG-2' })}${'x'.repeat(70)}\r\n`.concat(
    `${'y'.repeat(998)}\r\n`.repeat(52_500),
  )
  await expect(intake.send(huge, 'a@b.example')).rejects.toThrow('552')
})
