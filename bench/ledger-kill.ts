/**
 * SIGKILLs under load: `node bench/ledger-kill.ts [--kills 100] [--seed 1]`.
 *
 * PostgreSQL as kensho runs it, a worker (election and sequencer as in production) and a server whose 16 writers append
 * facts and count one as acknowledged when `integrated` has returned and the harness has been told. At random moments
 * one of server, worker and PostgreSQL gets SIGKILL; server and worker are started again as `kensho up` does. Then:
 * every acknowledged fact stands at the index that was told, none stands twice, the log verifies against its key and
 * last checkpoint, and after each kill the next acknowledgement came within 5 s.
 *
 * PostgreSQL's supervisor waits longer after each crash within a minute; so that kills more frequent than any accident
 * do not measure that, everything is stopped in order and started anew after every third kill of PostgreSQL.
 */
import { fork } from 'node:child_process'
import type { ChildProcess } from 'node:child_process'
import { mkdtempSync, readFileSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { setTimeout as sleep } from 'node:timers/promises'
import { parseArgs } from 'node:util'
import { pino } from 'pino'
import { append } from '../src/ledger/append.ts'
import { verifyLog } from '../src/ledger/audit-database.ts'
import { readKeyFile } from '../src/ledger/key-file.ts'
import { ledgerModule } from '../src/ledger/module.ts'
import { readEntries } from '../src/ledger/reading.ts'
import { readHead } from '../src/ledger/store.ts'
import { drawFrom } from '../src/platform/random.ts'
import { integrated } from '../src/ledger/waiting.ts'
import { readConfig } from '../src/platform/config.ts'
import { inTransaction, openDatabase } from '../src/platform/database.ts'
import { runProcess } from '../src/platform/entry.ts'
import { openPostgres } from '../src/platform/postgres/server.ts'
import type { PostgresServer } from '../src/platform/postgres/server.ts'
import { start } from '../src/platform/start.ts'
import { work } from '../src/platform/work.ts'

const { values: options } = parseArgs({
  options: {
    kills: { type: 'string', default: '100' },
    seed: { type: 'string', default: '1' },
    role: { type: 'string' },
  },
})

const WRITERS = 16
const RESTART_MS = 250
const BACK_WITHIN_MS = 5000
const PATIENCE_MS = 60_000
const POSTGRES_KILLS_MAX = 3

/** `beganMs`: when its transaction began, epoch milliseconds. */
type Acknowledged = { n: number; index: number; beganMs: number }

/** The server: writers that go on through every failure. */
async function serve(): Promise<void> {
  const { ctx } = start('server', readConfig(process.env))
  const first = Number(process.env['BENCH_FIRST'])
  let count = 0
  const writer = async () => {
    for (;;) {
      const n = first + count++
      const beganMs = Date.now()
      try {
        const { id } = await inTransaction(ctx.db, (tx) =>
          append(tx, { type: 'bench.fact.written', by: 'system:bench', body: { n } }),
        )
        const { index } = await integrated(ctx, id)
        process.send?.({ n, index, beganMs } satisfies Acknowledged)
      } catch {
        // PostgreSQL or the worker is away: that is what this bench is about.
        await sleep(50)
      }
    }
  }
  process.once('disconnect', () => process.exit(0))
  await Promise.all(Array.from({ length: WRITERS }, writer))
}

type Stack = {
  postgres: PostgresServer
  children: Map<'server' | 'worker', ChildProcess>
  stop: () => Promise<void>
}

class Harness {
  readonly dataDir = mkdtempSync(join(tmpdir(), 'kensho-kill-'))
  readonly acknowledged = new Map<number, number>()
  /** When the newest of the acknowledged facts was begun, and when it was told. */
  newestBeganMs = 0
  newestToldMs = 0
  #servers = 0

  async up(): Promise<Stack> {
    const postgres = await openPostgres({ dataDir: this.dataDir, log: () => undefined })
    const children: Stack['children'] = new Map()
    const stack = { postgres, children, stopping: false, stop: () => Promise.resolve() }
    const startChild = (role: 'server' | 'worker') => {
      const env = {
        ...process.env,
        KENSHO_DATABASE_URL: postgres.connectionString,
        KENSHO_DATA: this.dataDir,
        KENSHO_LOG: 'fatal',
        // As bin/kensho sets it.
        NODE_COMPILE_CACHE: join(import.meta.dirname, '../node_modules/.cache/compile'),
      }
      const first = String(this.#servers * 1_000_000)
      if (role === 'server') this.#servers += 1
      const child = fork(import.meta.filename, ['--role', role], {
        env: { ...env, BENCH_FIRST: first },
        stdio: ['ignore', 'ignore', 'ignore', 'ipc'],
      })
      child.on('message', (message) => this.#note(message))
      child.once('exit', () => {
        if (!stack.stopping) setTimeout(() => stack.stopping || startChild(role), RESTART_MS)
      })
      children.set(role, child)
    }
    startChild('worker')
    startChild('server')
    stack.stop = async () => {
      stack.stopping = true
      const ends = [...children.values()].map(
        (child) => new Promise((resolve) => child.once('exit', resolve)),
      )
      children.get('worker')?.kill('SIGTERM')
      children.get('server')?.kill('SIGKILL')
      await Promise.all(ends)
      await postgres.stop()
    }
    return stack
  }

  #note(message: unknown): void {
    if (typeof message !== 'object' || message === null || !('n' in message)) return
    const { n, index, beganMs } = message as Acknowledged
    this.acknowledged.set(n, index)
    if (beganMs <= this.newestBeganMs) return
    this.newestBeganMs = beganMs
    this.newestToldMs = Date.now()
  }

  /** How long it takes until a fact is acknowledged that was begun after that moment. */
  async nextAcknowledgement(sinceMs: number): Promise<number> {
    while (this.newestBeganMs <= sinceMs) {
      if (Date.now() - sinceMs > PATIENCE_MS)
        throw new Error(`nothing was acknowledged for ${PATIENCE_MS} ms`)
      await sleep(5)
    }
    return this.newestToldMs - sinceMs
  }
}

function postmasterOf(dataDir: string): number {
  return Number(readFileSync(join(dataDir, 'postgres/cluster/postmaster.pid'), 'utf8').split('\n')[0])
}

async function main(): Promise<void> {
  const draw = drawFrom(Number(options.seed))
  const harness = new Harness()
  let stack = await harness.up()
  let postgresKills = 0
  await harness.nextAcknowledgement(Date.now())
  const backMs: Record<'server' | 'worker' | 'postgres', number[]> = { server: [], worker: [], postgres: [] }
  for (let kill = 0; kill < Number(options.kills); kill++) {
    if (postgresKills === POSTGRES_KILLS_MAX) {
      await stack.stop()
      stack = await harness.up()
      postgresKills = 0
      await harness.nextAcknowledgement(Date.now())
    }
    await sleep(100 + draw(1500))
    const victim = (['server', 'worker', 'postgres'] as const)[draw(3)] ?? 'server'
    const pid = victim === 'postgres' ? postmasterOf(harness.dataDir) : stack.children.get(victim)?.pid
    if (pid === undefined) throw new Error(`there is no ${victim} to kill`)
    if (victim === 'postgres') postgresKills++
    const killedMs = Date.now()
    process.kill(pid, 'SIGKILL')
    backMs[victim].push(await harness.nextAcknowledgement(killedMs))
    if ((kill + 1) % 10 === 0)
      console.log(`${kill + 1} kills, ${harness.acknowledged.size} facts acknowledged`)
  }
  await stack.stop()
  for (const [victim, times] of Object.entries(backMs)) {
    const sorted = times.toSorted((a, b) => a - b)
    const late = times.filter((ms) => ms > BACK_WITHIN_MS).length
    const [median, worst] = [sorted[sorted.length >> 1] ?? 0, sorted.at(-1) ?? 0]
    console.log(
      `${victim}: ${times.length} kills, back after ${Math.round(median)} ms (median), ${Math.round(worst)} ms (worst), ${late} over 5 s`,
    )
  }
  await check(harness)
  rmSync(harness.dataDir, { recursive: true, force: true })
}

/** Everything acknowledged is there, where it was told, once; and the log holds. */
async function check({ dataDir, acknowledged }: Harness): Promise<void> {
  const postgres = await openPostgres({ dataDir, log: () => undefined })
  const { db, close } = openDatabase(postgres.connectionString, { log: pino({ level: 'silent' }) })
  const size = (await readHead(db))?.size ?? 0
  const stored = new Map<number, number>()
  let twice = 0
  for await (const { index, fact } of readEntries(db, 0, size, ['bench.fact.written'])) {
    const n = Number(fact.body['n'])
    if (stored.has(n)) twice++
    stored.set(n, index)
  }
  let [lost, moved] = [0, 0]
  for (const [n, index] of acknowledged) {
    if (!stored.has(n)) lost++
    else if (stored.get(n) !== index) moved++
  }
  const vkeys = readKeyFile(join(dataDir, 'ledger/signing-keys')).map(({ vkey }) => vkey)
  const note = readFileSync(join(dataDir, 'ledger/checkpoint'), 'utf8')
  const report = await verifyLog(db, {
    vkeys,
    checkpoints: [{ note, from: { ja: '控え', en: 'the checkpoint file' } }],
  })
  await close()
  await postgres.stop()
  console.log(
    `${acknowledged.size} acknowledged, ${stored.size} stored: ${lost} lost, ${moved} elsewhere, ${twice} twice`,
  )
  console.log(
    `the log of ${report.size} entries ${report.ok ? 'verifies' : `does NOT verify: ${JSON.stringify(report.first_bad)}`}`,
  )
  if (lost + moved + twice > 0 || !report.ok) process.exitCode = 1
}

if (options.role === 'worker') await runProcess((io) => work([ledgerModule], io))
else if (options.role === 'server') await serve()
else await main()
