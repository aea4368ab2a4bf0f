import { once } from 'node:events'
import type { AddressInfo } from 'node:net'
import { setTimeout as sleep } from 'node:timers/promises'
import { createTransport } from 'nodemailer'
import { SMTPServer } from 'smtp-server'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import {
  namesOf,
  resolverOf,
  signed,
  type Names,
} from '../../src/operations/maintenance/intake/intake.oracle.ts'
import { readingJobs } from '../../src/operations/maintenance/intake/read.ts'
import { startReceiver, type MailReceiver } from '../../src/operations/maintenance/intake/smtp.ts'
import { relayJobs } from '../../src/operations/maintenance/relay/jobs.ts'
import { runJobs, type JobRunner } from '../../src/platform/jobs.ts'
import { openDatabase } from '../../src/platform/database.ts'
import { charterHouse, controlOf, type CharterHouse } from './charter-house.ts'

const DAY_MS = 86_400_000
const iso = (ms: number): string => new Date(ms).toISOString()
/** 02:00 to 06:00 in Tokyo, so far ahead that the customer's contract can be kept. */
const WINDOW_MS = Math.floor(Date.now() / DAY_MS) * DAY_MS + 40 * DAY_MS + 17 * 3_600_000

const WORKSPACE = `
operator: { name: { ja: 試験通信, en: Trial Telecom }, zone: Asia/Tokyo }
parties:
  - { id: kaigan, name: 海岸電送, name_en: Kaigan, roles: [carrier] }
  - { id: kita, name: 北幹線, roles: [carrier] }
ducts: [{ id: duct-1 }, { id: duct-2 }]
circuits:
  - { id: trunk-1, circuit_number: KD-7702, carrier: kaigan, route: [duct-1] }
  - { id: trunk-2, circuit_number: KT-0001, carrier: kita, route: [duct-2] }
nodes: [{ id: tokyo }, { id: osaka }]
links:
  - { id: link-1, from: tokyo, to: osaka, circuit: trunk-1 }
  - { id: link-2, from: tokyo, to: osaka, circuit: trunk-2 }
services: [{ id: data, from: [tokyo], to: [osaka] }]
customers:
  - id: minato
    name: みなと通信
    name_en: Minato Telecom
    terms:
      - { services: [data], notice_days: 14, notice_of: risk, contacts: [noc@minato.example], language: en }
external_lines:
  - id: kaigan-lines
    party: kaigan
    channel: mail
    senders: [kaigan.example]
    contacts: [{ role: notices, address: noc@kaigan.example }]
    language: en
    from: 2026-01-01T00:00:00+09:00
  - id: kita-lines
    party: kita
    channel: portal
    portal: { url: https://kita.example/maintenance, every_days: 7 }
    contacts: [{ role: desk, phone: 03-0000-0000 }]
    from: ${iso(Date.now())}
`

type Sent = { to: string[]; raw: string }

let house: CharterHouse
let receiver: MailReceiver
let jobs: JobRunner
let sink: SMTPServer
const outbox: Sent[] = []
const names: Names = new Map([...namesOf('kaigan.example'), ...namesOf('minato.example')])
let closing: (() => Promise<void>) | undefined

beforeAll(async () => {
  house = await charterHouse()
  sink = new SMTPServer({
    disabledCommands: ['AUTH', 'STARTTLS'],
    onData: (stream, session, done) => {
      const chunks: Buffer[] = []
      stream.on('data', (chunk: Buffer) => chunks.push(chunk))
      stream.on('end', () => {
        outbox.push({
          to: session.envelope.rcptTo.map(({ address }) => address),
          raw: Buffer.concat(chunks).toString('utf8'),
        })
        done(null)
      })
    },
  })
  sink.listen(0, '127.0.0.1')
  await once(sink.server, 'listening')
  const { port } = sink.server.address() as AddressInfo
  Object.assign(house.ctx.config, {
    notices: { address: 'notices@trial.example' },
    dns: [],
    mail: { smtpUrl: `smtp://127.0.0.1:${port}`, from: 'noc@trial.example' },
  })
  // What a worker does, beside the server that people ask.
  const database = openDatabase(house.ctx.config.databaseUrl!, { log: house.ctx.log })
  const ctx = { ...house.ctx, db: database.db }
  receiver = await startReceiver(ctx, { host: '127.0.0.1', port: 0 }, 'notices@trial.example')
  jobs = await runJobs({
    ctx,
    pool: database.pool,
    jobs: [...readingJobs(() => resolverOf(names)), ...relayJobs],
  })
  closing = () => database.close()
  await house.apply('engineer', { 'workspace.yaml': WORKSPACE })
})
afterAll(async () => {
  await receiver?.stop()
  await jobs?.stop()
  await closing?.()
  sink?.close()
  await house?.stop()
})

function bcop(event: { sequence: number; status: string; startMs: number; change?: number }): string {
  const change = event.change ?? 7
  const stamp = (ms: number): string => iso(ms).replace(/[-:]|\.\d{3}/g, '')
  return [
    'From: Kaigan NOC <noc@kaigan.example>',
    'To: notices@trial.example',
    `Date: ${new Date().toUTCString().replace('GMT', '+0000')}`,
    `Message-ID: <chg-${change}.${event.sequence}@kaigan.example>`,
    `Subject: Maintenance CHG-${change} ${event.status}`,
    'MIME-Version: 1.0',
    'Content-Type: text/calendar; charset=utf-8',
    '',
    'BEGIN:VCALENDAR',
    'VERSION:2.0',
    'PRODID:-//kaigan//EN',
    'BEGIN:VEVENT',
    `UID:chg-${change}@kaigan.example`,
    `SEQUENCE:${event.sequence}`,
    `DTSTAMP:${stamp(Date.now() + event.sequence * 1000)}`,
    `DTSTART:${stamp(event.startMs)}`,
    `DTEND:${stamp(event.startMs + 4 * 3_600_000)}`,
    'SUMMARY:Fibre works',
    'ORGANIZER:mailto:noc@kaigan.example',
    'X-MAINTNOTE-PROVIDER:kaigan.example',
    'X-MAINTNOTE-ACCOUNT:trial',
    `X-MAINTNOTE-MAINTENANCE-ID:CHG-${change}`,
    'X-MAINTNOTE-IMPACT:OUTAGE',
    'X-MAINTNOTE-OBJECT-ID:KD-7702',
    `X-MAINTNOTE-STATUS:${event.status}`,
    'END:VEVENT',
    'END:VCALENDAR',
    '',
  ].join('\r\n')
}

/** What a mail's calendar part says, where it travels as base64. */
function calendarIn(raw: string): string {
  const part = /text\/calendar[\s\S]*?\r\n\r\n([\s\S]*?)\r\n--/.exec(raw)?.[1] ?? ''
  return Buffer.from(part, 'base64').toString()
}

async function send(raw: string, from: string): Promise<void> {
  const transport = createTransport({ host: '127.0.0.1', port: receiver.port, ignoreTLS: true })
  await transport.sendMail({ envelope: { from, to: 'notices@trial.example' }, raw })
  transport.close()
}

async function until<T>(what: string, look: () => Promise<T | undefined>): Promise<T> {
  for (let tries = 0; tries < 600; tries += 1) {
    const found = await look()
    if (found !== undefined) return found
    await sleep(50)
  }
  throw new Error(`waited in vain: ${what}`)
}

type Known = {
  key: string
  status: string
  certainty: string
  windows: { fromMs: number }[]
  plausible: unknown[]
}

const maintenance = async (): Promise<Known | undefined> =>
  (await house.get('/api/maintenance/maintenances')).json.maintenances[0] as Known | undefined

type Listed = {
  id: string
  kind: string
  to: string
  state: string
  due_by: string
  draft: { digest: string; subject: string; text: string }
}

const relay = (kind: string, state: string) =>
  until(`${kind} ${state}`, async () => {
    const { relays } = (await house.get('/api/maintenance/relays')).json as { relays: Listed[] }
    return relays.find((one) => one.kind === kind && one.state === state)
  })

const gate = async () =>
  (
    await house.post('engineer', '/api/gate', {
      id: 'c-1',
      requester: 'engineer',
      digest: 'a'.repeat(64),
      from: iso(WINDOW_MS + 3_600_000),
      until: iso(WINDOW_MS + 7_200_000),
      takes_down: ['link-2'],
    })
  ).json

describe('5.1 maintenance of external lines is known and managed, from the mail to the customer', () => {
  it('a mail over SMTP is known as a maintenance within five seconds', async () => {
    const sentMs = Date.now()
    await send(
      await signed(bcop({ sequence: 0, status: 'CONFIRMED', startMs: WINDOW_MS }), 'kaigan.example'),
      'noc@kaigan.example',
    )
    const known = await until('the maintenance', maintenance)
    expect(Date.now() - sentMs).toBeLessThan(5000)
    expect([known.key, known.status, known.certainty]).toEqual(['kaigan-lines/CHG-7', 'CONFIRMED', 'certain'])
    expect(known.windows).toEqual([{ fromMs: WINDOW_MS, untilMs: WINDOW_MS + 4 * 3_600_000, backup: false }])
  })

  it('a release that would take the other line in that window is objected to, with notice and window named', async () => {
    const told = await gate()
    const objection = told.objections?.find((one: { clause: string }) => one.clause === '5.1')
    expect(objection, JSON.stringify(told)).toBeDefined()
    expect(objection.effect).toBe('blocks')
    expect(JSON.stringify(objection)).toContain('CHG-7')
  })

  it('what it means for a customer is drafted by its contract, and the provider is asked for another time', async () => {
    const notice = await relay('notice', 'drafted')
    expect([notice.to, notice.due_by]).toEqual(['minato', iso(WINDOW_MS - 14 * DAY_MS)])
    expect(notice.draft.text).toContain('Minato Telecom')
    const asked = await relay('reschedule', 'drafted')
    expect(asked.to).toBe('kaigan-lines')
    expect(asked.draft.text).toContain('CHG-7')
    expect(outbox).toEqual([])
  })

  it('it is sent once another has approved exactly those words, with a calendar, and the reply acknowledges it', async () => {
    const notice = await relay('notice', 'drafted')
    const words = { subject: notice.draft.subject, text: `${notice.draft.text}\nWe are sorry.` }
    const worded = await house.ask('engineer', 'PUT', `/api/maintenance/relays/${notice.id}/draft`, words)
    expect(worded.status, worded.text).toBe(200)
    const path = `/api/maintenance/relays/${notice.id}/approve`
    expect((await house.post('boss', path, { digest: notice.draft.digest })).status).toBe(403)
    const { digest } = (await relay('notice', 'drafted')).draft
    expect((await house.post('engineer', path, { digest })).status).toBe(403)
    const approved = await house.post('boss', path, { digest })
    expect(approved.status, approved.text).toBe(201)
    await relay('notice', 'sent')
    const [mail, ...others] = outbox
    expect(others).toEqual([])
    expect(mail?.to).toEqual(['noc@minato.example'])
    const plain = mail!.raw.replace(/\r\n /g, '')
    expect(plain).toContain('We are sorry.')
    expect(`${calendarIn(mail!.raw)}${plain}`).toContain('X-MAINTNOTE-IMPACT:REDUCED-REDUNDANCY')
    const messageId = /^Message-ID: <([^>]+)>/im.exec(plain)?.[1]
    const reply = [
      'From: noc@minato.example',
      'To: notices@trial.example',
      `Date: ${new Date().toUTCString().replace('GMT', '+0000')}`,
      'Subject: Re: maintenance',
      'Message-ID: <reply@minato.example>',
      `In-Reply-To: <${messageId}>`,
      '',
      'Thank you.',
      '',
    ].join('\r\n')
    await send(await signed(reply, 'minato.example'), 'noc@minato.example')
    await relay('notice', 'acknowledged')
  })

  it('a forged cancellation frees nothing, and is there to be decided', async () => {
    const forged = bcop({ sequence: 9, status: 'CANCELLED', startMs: WINDOW_MS })
    names.set('TXT kaigan.example', [['v=spf1 ip4:192.0.2.1 -all']])
    await send(forged, 'noc@kaigan.example')
    const known = await until('the claim', async () => {
      const one = await maintenance()
      return one !== undefined && one.plausible.length > 0 ? one : undefined
    })
    expect([known.status, known.windows.length]).toEqual(['CONFIRMED', 1])
    expect((await gate()).decision).toBe('deny')
  })

  it('a genuine cancellation opens the gate, and whoever was told is told so', async () => {
    await send(
      await signed(bcop({ sequence: 10, status: 'CANCELLED', startMs: WINDOW_MS }), 'kaigan.example'),
      'noc@kaigan.example',
    )
    await until('the cancellation', async () => {
      const one = await maintenance()
      return one?.status === 'CANCELLED' ? one : undefined
    })
    const told = await gate()
    expect((told.objections ?? []).filter((one: { clause: string }) => one.clause === '5.1')).toEqual([])
    const off = await relay('notice', 'drafted')
    expect(off.draft.subject).toContain('cancelled')
  })

  it('a mail handed in over HTTP counts once, and is shown as text beside its reading', async () => {
    const raw = bcop({ sequence: 11, status: 'TENTATIVE', startMs: WINDOW_MS })
      .replaceAll('CHG-7', 'CHG-8')
      .replaceAll('chg-7', 'chg-8')
    const fresh = await house.send('engineer', '/api/maintenance/mails', 'message/rfc822', raw)
    expect([fresh.status, fresh.json?.fresh], fresh.text).toEqual([202, true])
    const again = await house.send('engineer', '/api/maintenance/mails', 'message/rfc822', raw)
    expect(again.json).toEqual({ sha256: fresh.json.sha256, fresh: false })
    const whole = await until('the reading', async () => {
      const { json } = await house.get(`/api/maintenance/mails/${fresh.json.sha256}`)
      return json.readings.length > 0 ? json : undefined
    })
    expect([whole.shown.subject, whole.readings[0].notice.status]).toEqual([
      'Maintenance CHG-8 TENTATIVE',
      'TENTATIVE',
    ])
    // Whoever hands it in does not vouch for it: nobody has signed it.
    expect([whole.readings[0].authentication.aligned, whole.channel]).toEqual([false, 'upload'])
    const viewer = await house.send('viewer', '/api/maintenance/mails', 'message/rfc822', `${raw}\r\n`)
    expect(viewer.status).toBe(403)
  })

  it('our own work is told to customers the same way', async () => {
    const plan = {
      id: 'W-1',
      title: { ja: '幹線2の増設', en: 'Trunk 2 upgrade' },
      status: 'CONFIRMED',
      windows: [{ start: iso(WINDOW_MS + DAY_MS), end: iso(WINDOW_MS + DAY_MS + 3_600_000), backup: false }],
      objects: [{ id: 'trunk-2', said: 'trunk-2', impact: 'OUTAGE' }],
    }
    const planned = await house.post('engineer', '/api/maintenance/own', plan)
    expect(planned.status, planned.text).toBe(201)
    const notice = await until('the notice of our own work', async () => {
      const { relays } = (await house.get('/api/maintenance/relays?maintenance=own/W-1')).json as {
        relays: Listed[]
      }
      return relays[0]
    })
    expect([notice.to, notice.kind, notice.due_by]).toEqual([
      'minato',
      'notice',
      iso(WINDOW_MS - 13 * DAY_MS),
    ])
    expect(notice.draft.subject).toContain('W-1 Trunk 2 upgrade')
    const wrong = { ...plan, objects: [{ id: 'nowhere', said: '', impact: 'OUTAGE' }] }
    expect((await house.post('engineer', '/api/maintenance/own', wrong)).status).toBe(400)
  })

  it('a window is declined by calendar only where the contract allows it, and only in approved words', async () => {
    const declining = WORKSPACE.replace(
      '    language: en\n    from: 2026',
      '    language: en\n    reschedule: decline\n    from: 2026',
    )
    expect(declining).not.toBe(WORKSPACE)
    await house.apply('engineer', { 'workspace.yaml': declining })
    const startMs = WINDOW_MS + 20 * DAY_MS
    const mail = bcop({ sequence: 3, status: 'CONFIRMED', startMs, change: 8 })
    await send(await signed(mail, 'kaigan.example'), 'noc@kaigan.example')
    const drafted = await relay('decline', 'drafted')
    expect(drafted.to).toBe('kaigan-lines')
    expect(drafted.draft.text).toContain('As our contract provides')
    const before = outbox.length
    const path = `/api/maintenance/relays/${drafted.id}/approve`
    expect((await house.post('viewer', path, { digest: drafted.draft.digest })).status).toBe(403)
    expect(outbox.length).toBe(before)
    const approved = await house.post('boss', path, { digest: drafted.draft.digest })
    expect(approved.status, approved.text).toBe(201)
    await relay('decline', 'sent')
    const sent = outbox.at(-1)!
    expect(sent.to).toEqual(['noc@kaigan.example'])
    expect(sent.raw).toMatch(/method=REPLY/i)
    // As a body it travels as it is, as an attachment in base64: both say the same.
    const said = `${sent.raw}\r\n${calendarIn(sent.raw)}`
    for (const line of [
      'METHOD:REPLY',
      'UID:chg-8@kaigan.example',
      'SEQUENCE:3',
      'ORGANIZER:mailto:noc@kaigan.example',
      'ATTENDEE;PARTSTAT=DECLINED:mailto:notices@trial.example',
    ])
      expect(said.split('\r\n')).toContain(line)
  })

  it('the controls say what is missing: a way in that nobody tried is unknown, and a term that passes fails', async () => {
    const now = await house.conformance()
    expect(controlOf(now, 'maintenance.intake').verdict).toBe('unknown')
    expect(controlOf(now, 'maintenance.register').verdict).toBe('pass')
    const later = await house.conformance({ at: iso(Date.now() + 8 * DAY_MS) })
    // The page of the provider that only publishes there was not looked at for a week.
    expect(controlOf(later, 'maintenance.register').verdict).toBe('fail')
    expect(controlOf(later, 'maintenance.relays').verdict).toBe('fail')
    const looked = await house.post('engineer', '/api/maintenance/register/kita-lines/contacts', {
      kind: 'portal-checked',
      note: 'nothing new',
    })
    expect(looked.status, looked.text).toBe(201)
  })
})
