/**
 * Mails under SIGKILLs: `node bench/notices-intake.ts [--mails 1000] [--kills 100] [--seed 1]`.
 *
 * PostgreSQL as kensho runs it, and a worker as in production, which takes mails by SMTP, puts facts in order and reads
 * what came in. Eight senders deliver mails over SMTP as mail servers do: the same bytes again and again until one try
 * is answered 250, some of them twice on purpose. All the while the worker gets SIGKILL at random moments and is started
 * again. At the end every mail stands in the ledger as received exactly once, is there byte for byte, and has been read
 * exactly once. Exit 1 where any is lost or doubled.
 */
import { fork } from 'node:child_process'
import type { ChildProcess } from 'node:child_process'
import { createHash } from 'node:crypto'
import { mkdtempSync, rmSync } from 'node:fs'
import { createServer } from 'node:net'
import type { AddressInfo } from 'node:net'
import { loadavg, tmpdir } from 'node:os'
import { join } from 'node:path'
import { setTimeout as sleep } from 'node:timers/promises'
import { parseArgs } from 'node:util'
import { createTransport } from 'nodemailer'
import { pino } from 'pino'
import { getBlob } from '../src/ledger/blob.ts'
import { readEntries } from '../src/ledger/reading.ts'
import { readHead } from '../src/ledger/store.ts'
import { drawFrom } from '../src/platform/random.ts'
import { ALL_MODULES } from '../src/modules.ts'
import { MAIL_RECEIVED, NOTICE_READ } from '../src/operations/maintenance/notice-facts.ts'
import { readConfig } from '../src/platform/config.ts'
import { openDatabase } from '../src/platform/database.ts'
import type { Db } from '../src/platform/database.ts'
import { runProcess } from '../src/platform/entry.ts'
import { openPostgres } from '../src/platform/postgres/server.ts'
import { work } from '../src/platform/work.ts'

const { values: options } = parseArgs({
  options: {
    mails: { type: 'string', default: '1000' },
    kills: { type: 'string', default: '100' },
    seed: { type: 'string', default: '1' },
    role: { type: 'string' },
  },
})

const SENDERS = 8
const ADDRESS = 'notices@bench.example'
const SEND_MS_MAX = 10_000
const UP_MS_MAX = 15_000
const READ_MS_MAX = 180_000

function mailOf(n: number): string {
  return [
    'From: noc@carrier.example',
    `To: ${ADDRESS}`,
    'Date: Mon, 23 Nov 2026 02:00:00 +0000',
    `Message-ID: <${n}@carrier.example>`,
    `Subject: Maintenance CHG-${100_000 + n}`,
    '',
    `Maintenance ID: CHG-${100_000 + n}`,
    'Start: 2026-12-08 17:00 UTC',
    'End: 2026-12-08 21:00 UTC',
    `Circuit ID: KD-${n}`,
    '',
  ].join('\r\n')
}

/** Delivers one mail as a mail server does: again until it is taken. Returns how many tries it took. */
async function deliver(port: number, raw: string): Promise<number> {
  for (let tries = 1; ; tries += 1) {
    const limits = {
      connectionTimeout: SEND_MS_MAX,
      greetingTimeout: SEND_MS_MAX,
      socketTimeout: SEND_MS_MAX,
    }
    const transport = createTransport({ host: '127.0.0.1', port, ignoreTLS: true, ...limits })
    try {
      await transport.sendMail({ envelope: { from: 'noc@carrier.example', to: ADDRESS }, raw })
      return tries
    } catch {
      // The receiver is away, which is what this bench is about.
      await sleep(100)
    } finally {
      transport.close()
    }
  }
}

type Stack = { db: Db; port: number; dataDir: string; stop: () => Promise<void>; worker: () => ChildProcess }

async function startStack(): Promise<Stack> {
  const dataDir = mkdtempSync(join(tmpdir(), 'kensho-bench-intake-'))
  const postgres = await openPostgres({ dataDir, log: () => undefined })
  const port = await freePort()
  const env = {
    ...process.env,
    KENSHO_DATABASE_URL: postgres.connectionString,
    KENSHO_DATA: dataDir,
    KENSHO_LOG: 'fatal',
    KENSHO_NOTICES_SMTP: `127.0.0.1:${port}`,
    KENSHO_NOTICES_ADDRESS: ADDRESS,
    // Nothing answers there: who sent the mails is not what is measured.
    KENSHO_DNS: '127.0.0.1:1',
  }
  const database = openDatabase(postgres.connectionString, { log: pino({ level: 'silent' }) })
  const stop = async () => {
    await database.close()
    await postgres.stop()
    rmSync(dataDir, { recursive: true, force: true })
  }
  const worker = () =>
    fork(new URL(import.meta.url), ['--role', 'worker'], {
      env,
      stdio: ['ignore', 'inherit', 'inherit', 'ipc'],
    })
  return { db: database.db, port, dataDir, stop, worker }
}

async function freePort(): Promise<number> {
  const probe = createServer().listen(0, '127.0.0.1')
  await new Promise((resolve) => probe.once('listening', resolve))
  const { port } = probe.address() as AddressInfo
  await new Promise((resolve) => probe.close(resolve))
  return port
}

async function run(): Promise<number> {
  const [mails, kills, seed] = [Number(options.mails), Number(options.kills), Number(options.seed)]
  const draw = drawFrom(seed)
  const stack = await startStack()
  let worker = stack.worker()
  const startedMs = performance.now()
  const done = { begun: 0, delivered: 0, tries: 0, killed: 0 }
  const ahead = (): boolean => done.delivered < mails && done.delivered / mails > (done.killed + 1) / kills
  const senders = Array.from({ length: SENDERS }, async () => {
    while (done.begun < mails) {
      const n = done.begun++
      done.tries += await deliver(stack.port, mailOf(n))
      // A server that missed our 250 sends the same mail once more.
      if (n % 10 === 0) done.tries += await deliver(stack.port, mailOf(n))
      done.delivered += 1
      // Deliveries spread over the whole of the kills.
      while (ahead()) await sleep(50)
    }
  })
  while (done.killed < kills) {
    const before = done.delivered
    const aliveMs = performance.now()
    // Two of three kills hit a worker that is taking mails, the third may hit it while it starts.
    while (done.killed % 3 !== 0 && done.delivered === before && performance.now() - aliveMs < UP_MS_MAX)
      await sleep(20)
    await sleep(draw(1500))
    worker.kill('SIGKILL')
    done.killed += 1
    if (done.killed % 10 === 0) console.error(JSON.stringify(done))
    worker = stack.worker()
  }
  await Promise.all(senders)
  const counted = await readAll(stack.db, mails)
  worker.kill('SIGTERM')
  await new Promise((resolve) => worker.once('exit', resolve))
  const verdict = await judged(stack, counted, mails)
  const seconds = Math.round((performance.now() - startedMs) / 1000)
  console.log(JSON.stringify({ mails, kills, tries: done.tries, seconds, load: loadavg()[0], ...verdict }))
  await stack.stop()
  return Object.values(verdict).every((wrong) => wrong === 0) ? 0 : 1
}

type Counted = { received: Map<string, number>; read: Map<string, number> }

/** Waits until every mail has been read, or nothing more comes. */
async function readAll(db: Db, mails: number): Promise<Counted> {
  const endMs = performance.now() + READ_MS_MAX
  for (;;) {
    const counted: Counted = { received: new Map(), read: new Map() }
    const size = (await readHead(db))?.size ?? 0
    for await (const { fact } of readEntries(db, 0, size, [MAIL_RECEIVED, NOTICE_READ])) {
      const isMail = fact.type === MAIL_RECEIVED
      const sha256 = (isMail ? fact.body['sha256'] : fact.body['mail']) as string
      const of = isMail ? counted.received : counted.read
      // A later round, after the name service was asked again, is another reading by intent.
      if (isMail || fact.body['round'] === 1) of.set(sha256, (of.get(sha256) ?? 0) + 1)
    }
    if (counted.read.size >= mails || performance.now() > endMs) return counted
    await sleep(500)
  }
}

async function judged({ dataDir }: Stack, { received, read }: Counted, mails: number) {
  const config = readConfig({ KENSHO_DATA: dataDir })
  let [lost, doubled, unread, readTwice, damaged] = [0, 0, 0, 0, 0]
  const wanted = new Set<string>()
  for (let n = 0; n < mails; n += 1) {
    const sha256 = createHash('sha256').update(mailOf(n)).digest('hex')
    wanted.add(sha256)
    const [times, readings] = [received.get(sha256) ?? 0, read.get(sha256) ?? 0]
    if (times === 0) lost += 1
    if (times > 1) doubled += 1
    if (readings === 0) unread += 1
    if (readings > 1) readTwice += 1
    if (times > 0) await getBlob(config, sha256).catch(() => (damaged += 1))
  }
  const strange = [...received.keys()].filter((sha256) => !wanted.has(sha256)).length
  return { lost, doubled, unread, read_twice: readTwice, damaged, strange }
}

if (options.role === 'worker') await runProcess((io) => work(ALL_MODULES, io))
else process.exitCode = await run()
