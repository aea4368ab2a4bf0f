/**
 * How long it takes from a carrier's mail to the gate's objection, as a distribution: a whole kensho with the demo's
 * estate, real SMTP, real DKIM and SPF over a name server of ours. Each mail announces another window; from the moment
 * of its 250 the gate is asked about a change in just that window until it objects and names the notice.
 *   node bench/notices-gate.ts [--mails 300] [--every-ms 1000]
 * Mails come at random, so that some come together. Exits 1 where the 99th of a hundred takes longer than 5 s, or a
 * notice is never objected to.
 */
import { createSocket } from 'node:dgram'
import { once } from 'node:events'
import { createServer, type AddressInfo } from 'node:net'
import { loadavg } from 'node:os'
import { setTimeout as sleep } from 'node:timers/promises'
import { parseArgs } from 'node:util'
import { createTransport } from 'nodemailer'
import { namesOf, signed, type Names } from '../src/operations/maintenance/intake/intake.oracle.ts'
import { startKensho, type Running } from '../test/story/running.ts'

const { values: options } = parseArgs({
  options: { mails: { type: 'string', default: '300' }, 'every-ms': { type: 'string', default: '1000' } },
})
const P99_MS_MAX = 5000
const WAIT_MS_MAX = 60_000
const ASK_EVERY_MS = 50
const HOUR_MS = 3_600_000
const ADDRESS = 'notices@operator.example'
const CARRIER = 'kaigan.example'
/** Midnight, ten days from now: each notice has an hour of its own from there on. */
const FIRST_MS = Math.floor(Date.now() / (24 * HOUR_MS)) * 24 * HOUR_MS + 240 * HOUR_MS

/** A name server for a few TXT records; whatever else is asked for does not exist. */
async function nameServer(names: Names): Promise<{ port: number; close: () => void }> {
  const socket = createSocket('udp4')
  socket.on('message', (query, from) => {
    const labels: string[] = []
    let at = 12
    for (let length = query[at]!; length > 0; length = query[at]!) {
      labels.push(query.subarray(at + 1, at + 1 + length).toString('latin1'))
      at += 1 + length
    }
    const question = query.subarray(12, at + 5)
    const isText = query.readUInt16BE(at + 1) === 16
    const found = isText ? names.get(`TXT ${labels.join('.').toLowerCase()}`) : undefined
    const answers = (found ?? []).map((parts) => {
      const pieces = parts.join('').match(/.{1,255}/gs) ?? ['']
      const data = Buffer.concat(
        pieces.map((piece) => Buffer.from([piece.length, ...Buffer.from(piece, 'latin1')])),
      )
      const head = Buffer.from([0xc0, 12, 0, 16, 0, 1, 0, 0, 0, 60, 0, 0])
      head.writeUInt16BE(data.length, 10)
      return Buffer.concat([head, data])
    })
    const header = Buffer.from([
      query[0]!,
      query[1]!,
      0x85,
      found === undefined ? 0x83 : 0x80,
      0,
      1,
      0,
      answers.length,
      0,
      0,
      0,
      0,
    ])
    socket.send(Buffer.concat([header, question, ...answers]), from.port, from.address)
  })
  socket.bind(0, '127.0.0.1')
  await once(socket, 'listening')
  return { port: socket.address().port, close: () => socket.close() }
}

async function freePort(): Promise<number> {
  const probe = createServer().listen(0, '127.0.0.1')
  await once(probe, 'listening')
  const { port } = probe.address() as AddressInfo
  probe.close()
  await once(probe, 'close')
  return port
}

const stamp = (ms: number): string => new Date(ms).toISOString().replace(/[-:]|\.\d{3}/g, '')
const windowOf = (n: number): { fromMs: number; untilMs: number } => ({
  fromMs: FIRST_MS + 2 * n * HOUR_MS,
  untilMs: FIRST_MS + (2 * n + 1) * HOUR_MS,
})

function mailOf(n: number): string {
  const { fromMs, untilMs } = windowOf(n)
  return [
    `From: Kaigan NOC <noc@${CARRIER}>`,
    `To: ${ADDRESS}`,
    `Date: ${new Date().toUTCString().replace('GMT', '+0000')}`,
    `Message-ID: <gate.${n}@${CARRIER}>`,
    `Subject: Maintenance GATE-${n}`,
    'MIME-Version: 1.0',
    'Content-Type: text/calendar; charset=utf-8',
    '',
    'BEGIN:VCALENDAR',
    'VERSION:2.0',
    'PRODID:-//kaigan//EN',
    'BEGIN:VEVENT',
    `UID:gate-${n}@${CARRIER}`,
    'SEQUENCE:0',
    `DTSTAMP:${stamp(Date.now())}`,
    `DTSTART:${stamp(fromMs)}`,
    `DTEND:${stamp(untilMs)}`,
    'SUMMARY:Fibre works',
    `ORGANIZER:mailto:noc@${CARRIER}`,
    `X-MAINTNOTE-PROVIDER:${CARRIER}`,
    'X-MAINTNOTE-ACCOUNT:demo',
    `X-MAINTNOTE-MAINTENANCE-ID:GATE-${n}`,
    'X-MAINTNOTE-IMPACT:OUTAGE',
    'X-MAINTNOTE-OBJECT-ID:VA-3302',
    'X-MAINTNOTE-STATUS:CONFIRMED',
    'END:VEVENT',
    'END:VCALENDAR',
    '',
  ].join('\r\n')
}

/** Asks about taking the other line of the voice service in the window of a notice. */
async function objects({ url }: Running, n: number): Promise<boolean> {
  const { fromMs, untilMs } = windowOf(n)
  const change = {
    id: `change-${n}`,
    requester: 'demo',
    digest: 'a'.repeat(64),
    from: new Date(fromMs).toISOString(),
    until: new Date(untilMs).toISOString(),
    takes_down: ['ims-1-link'],
  }
  const response = await fetch(`${url}/api/gate`, {
    method: 'POST',
    headers: { 'content-type': 'application/json', origin: url },
    body: JSON.stringify(change),
  })
  const text = await response.text()
  if (!response.ok) throw new Error(`the gate answered ${response.status}: ${text.slice(0, 300)}`)
  const { decision, objections } = JSON.parse(text) as {
    decision: string
    objections: { clause: string; effect: string }[]
  }
  const own = objections.filter((one) => one.clause === '5.1' && JSON.stringify(one).includes(`GATE-${n}`))
  return decision === 'deny' && own.some(({ effect }) => effect === 'blocks')
}

async function measured(kensho: Running, port: number, n: number): Promise<number | undefined> {
  const raw = await signed(mailOf(n), CARRIER)
  const transport = createTransport({ host: '127.0.0.1', port, ignoreTLS: true })
  await transport.sendMail({ envelope: { from: `noc@${CARRIER}`, to: ADDRESS }, raw })
  const takenMs = performance.now()
  transport.close()
  while (performance.now() - takenMs < WAIT_MS_MAX) {
    if (await objects(kensho, n)) return performance.now() - takenMs
    await sleep(ASK_EVERY_MS)
  }
  return undefined
}

async function run(): Promise<boolean> {
  const [mails, everyMs] = [Number(options.mails), Number(options['every-ms'])]
  const names: Names = new Map(namesOf(CARRIER))
  const server = await nameServer(names)
  const port = await freePort()
  const kensho = await startKensho({
    env: {
      KENSHO_NOTICES_SMTP: `127.0.0.1:${port}`,
      KENSHO_NOTICES_ADDRESS: ADDRESS,
      KENSHO_DNS: `127.0.0.1:${server.port}`,
    },
  })
  try {
    await sleep(5000)
    if (await objects(kensho, 0)) throw new Error('the gate objects before any mail was sent')
    const waits: Promise<number | undefined>[] = []
    for (let n = 0; n < mails; n += 1) {
      waits.push(measured(kensho, port, n))
      await sleep(-everyMs * Math.log(1 - Math.random()))
    }
    return judged(await Promise.all(waits))
  } finally {
    await kensho.stop()
    server.close()
  }
}

function judged(waits: readonly (number | undefined)[]): boolean {
  const known = waits.filter((one) => one !== undefined).toSorted((one, other) => one - other)
  const part = (share: number): number =>
    known[Math.min(known.length - 1, Math.ceil(share * known.length) - 1)] ?? NaN
  const s = (ms: number): string => `${(ms / 1000).toFixed(2)} s`
  const never = waits.length - known.length
  console.log(
    `${waits.length} mails, load average ${loadavg()[0]!.toFixed(1)}: half by ${s(part(0.5))}, 95% by ${s(part(0.95))}, 99% by ${s(part(0.99))}, the last after ${s(part(1))}; ${never} never`,
  )
  return never === 0 && known.length > 0 && part(0.99) <= P99_MS_MAX
}

process.exitCode = (await run()) ? 0 : 1
