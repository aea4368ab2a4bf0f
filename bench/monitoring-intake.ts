/**
 * How many samples remote write takes in for a second of processor time, beside the remote write of VictoriaMetrics:
 * `node bench/monitoring-intake.ts [--victoria /usr/bin/victoria-metrics] [--series N] [--rounds N]`.
 *
 * The same bodies go to both: 5,000 samples each, one a series and round, eight labels, over four connections; the first
 * round makes the series and is counted apart. Processor time is that of all processes that do the work: for kensho its
 * server and its PostgreSQL, for VictoriaMetrics its one process (it answers before anything is on a disk; kensho after
 * the commit, with each instant decided against what is stored). Then hours are rolled up, and what a value and an hour
 * take on disk is printed. Debian: apt-get install victoria-metrics.
 */
import { spawn, type ChildProcess } from 'node:child_process'
import { existsSync, mkdtempSync, readdirSync, readFileSync, rmSync } from 'node:fs'
import { createServer, type AddressInfo } from 'node:net'
import { tmpdir } from 'node:os'
import path from 'node:path'
import { createInterface } from 'node:readline'
import { setTimeout as sleep } from 'node:timers/promises'
import { parseArgs } from 'node:util'
import { sql } from 'kysely'
import { scratchLedger } from '../src/ledger/scratch-ledger.ts'
import { ALL_MODULES } from '../src/modules.ts'
import { readSnappy } from '../src/operations/monitoring/remote-write/snappy.ts'
import { readWriteRequest } from '../src/operations/monitoring/remote-write/write-request.ts'
import {
  snappyBlock,
  WRITE_HEADERS,
  writeRequest,
} from '../src/operations/monitoring/remote-write/write.oracle.ts'
import { rollUp } from '../src/operations/monitoring/rolling.ts'
import { policiesOf } from '../src/people/checker.ts'
import { rolesOf } from '../src/people/organisation.ts'
import { enterPerson } from '../src/people/person-actions.ts'
import { grantRole } from '../src/people/role-actions.ts'
import { issueToken } from '../src/people/token-actions.ts'
import { inTransaction } from '../src/platform/database.ts'
import { migrate } from '../src/platform/migrations.ts'
import { openPostgres } from '../src/platform/postgres/server.ts'

const { values: options } = parseArgs({
  options: {
    victoria: { type: 'string', default: '/usr/bin/victoria-metrics' },
    series: { type: 'string', default: '10000' },
    rounds: { type: 'string', default: '30' },
  },
})
const SERIES = Number(options.series)
const ROUNDS = Number(options.rounds)
const BODY_SAMPLES = 5_000
const CONNECTIONS = 4
const STEP_MS = 15_000
const TICKS_PER_S = 100
const ROOT = path.resolve(import.meta.dirname, '..')

/** Bodies of each round; each series has a value every 15 s, and the last round is now. */
function bodies(): Buffer[][] {
  const untilMs = Math.floor(Date.now() / STEP_MS) * STEP_MS
  return Array.from({ length: ROUNDS + 1 }, (_, round) => {
    const atMs = untilMs - (ROUNDS - round) * STEP_MS
    return Array.from({ length: Math.ceil(SERIES / BODY_SAMPLES) }, (__, body) => {
      const first = body * BODY_SAMPLES
      const length = Math.min(BODY_SAMPLES, SERIES - first)
      const sent = Array.from({ length }, (___, n) => ({
        labels: labelsOf(first + n),
        samples: [[Math.round(1e6 * Math.sin(first + n + round)) / 1e3, atMs] as const],
      }))
      return snappyBlock(writeRequest(sent))
    })
  })
}

function labelsOf(series: number): [string, string][] {
  const router = Math.floor(series / 40)
  return [
    ['__name__', series % 2 === 0 ? 'ifHCInOctets' : 'ifHCOutOctets'],
    ['ifAlias', `customer-${series % 977}`],
    ['ifIndex', String(series % 40)],
    ['ifName', `xe-0/${series % 4}/${series % 10}`],
    ['instance', `r${router}.tokyo-${router % 7}.example.jp`],
    ['job', 'snmp'],
    ['site', `tokyo-${router % 7}`],
    ['vendor', `vendor-${router % 3}`],
  ]
}

/** Processor seconds of a process and its children, living and ended. */
function cpuOf(pid: number): number {
  let ticks = 0
  for (const entry of readdirSync('/proc').filter((name) => /^\d+$/.test(name))) {
    let stat: string
    try {
      stat = readFileSync(`/proc/${entry}/stat`, 'utf8')
    } catch {
      continue // It has just ended; its time is then among that of its parent's ended children.
    }
    const fields = stat
      .slice(stat.lastIndexOf(')') + 2)
      .split(' ')
      .map(Number)
    const [parent, user = 0, system = 0, endedUser = 0, endedSystem = 0] = [
      fields[1],
      ...fields.slice(11, 15),
    ]
    if (Number(entry) === pid) ticks += user + system + endedUser + endedSystem
    else if (parent === pid) ticks += user + system
  }
  return ticks / TICKS_PER_S
}

async function sendAll(url: string, sent: readonly Buffer[], token?: string): Promise<void> {
  const waiting = [...sent]
  const headers = { ...WRITE_HEADERS, ...(token !== undefined && { authorization: `Bearer ${token}` }) }
  await Promise.all(
    Array.from({ length: CONNECTIONS }, async () => {
      for (let body = waiting.shift(); body !== undefined; body = waiting.shift()) {
        const answer = await fetch(url, { method: 'POST', headers, body: new Uint8Array(body) })
        if (answer.status !== 204) throw new Error(`${url}: ${answer.status} ${await answer.text()}`)
        await answer.arrayBuffer()
      }
    }),
  )
}

type Measured = { name: string; first: number; steady: number; parts: string }

/** Samples for a processor second, of the first round and of all others. `pids` with what to call their share. */
async function measure(
  name: string,
  rounds: readonly Buffer[][],
  pids: Readonly<Record<string, number>>,
  send: (sent: readonly Buffer[]) => Promise<void>,
): Promise<Measured> {
  const now = () => Object.fromEntries(Object.entries(pids).map(([part, pid]) => [part, cpuOf(pid)]))
  const sum = (parts: Record<string, number>) => Object.values(parts).reduce((one, other) => one + other)
  const began = now()
  await send(rounds[0]!)
  await sleep(1_000)
  const filled = now()
  await send(rounds.slice(1).flat())
  await sleep(2_000)
  const ended = now()
  const parts = Object.keys(pids).map((part) => `${part} ${(ended[part]! - filled[part]!).toFixed(2)} s`)
  return {
    name,
    first: SERIES / (sum(filled) - sum(began)),
    steady: (SERIES * ROUNDS) / (sum(ended) - sum(filled)),
    parts: parts.join(', '),
  }
}

async function freePort(): Promise<number> {
  const server = createServer()
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve))
  const { port } = server.address() as AddressInfo
  await new Promise((resolve) => server.close(resolve))
  return port
}

async function stopped(child: ChildProcess): Promise<void> {
  const ended = new Promise((resolve) => child.once('exit', resolve))
  child.kill('SIGTERM')
  await ended
}

async function ofKensho(rounds: readonly Buffer[][], folder: string): Promise<Measured> {
  const postgres = await openPostgres({ dataDir: path.join(folder, 'postgres'), log: () => undefined })
  process.env['KENSHO_TEST_DATABASE_URL'] = postgres.connectionString
  const ledger = await scratchLedger()
  await migrate(ledger.database, ALL_MODULES, ledger.ctx.log)
  const token = await tokenIn(ledger)
  const server = spawn(process.execPath, [path.join(ROOT, 'src/server.ts')], {
    cwd: ROOT,
    env: {
      ...process.env,
      KENSHO_DATABASE_URL: ledger.database.connectionString,
      KENSHO_DATA: folder,
      KENSHO_PORT: '0',
      KENSHO_MONITORING_SERIES: String(Math.max(20_000, SERIES)),
      KENSHO_LOG: 'warn',
    },
    stdio: ['ignore', 'pipe', 'inherit'],
  })
  try {
    const url = await new Promise<string>((resolve, reject) => {
      server.once('exit', (code) => reject(new Error(`the server ended with ${code}`)))
      createInterface({ input: server.stdout }).on('line', (line) => {
        const found = /ready at (\S+)$/.exec(line)
        if (found) resolve(found[1]!)
      })
    })
    const { rows } = await sql<{ pid: number }>`select pg_backend_pid() as pid`.execute(ledger.ctx.db)
    const postmaster = Number(
      readFileSync(`/proc/${rows[0]!.pid}/stat`, 'utf8').split(') ')[1]!.split(' ')[1],
    )
    const pids = { server: server.pid!, postgresql: postmaster }
    const measured = await measure('kensho', rounds, pids, (sent) =>
      sendAll(`${url}/api/v1/write`, sent, token),
    )
    await sizes(ledger)
    return measured
  } finally {
    await stopped(server)
    await ledger.drop()
    await postgres.stop()
  }
}

type Scratch = Awaited<ReturnType<typeof scratchLedger>>

async function tokenIn({ ctx }: Scratch): Promise<string> {
  const system = { id: 'system:bench' }
  return inTransaction(ctx.db, async (tx) => {
    await enterPerson(ctx, tx, system, { id: 'p-owner', name: 'Owner', kind: 'employee' })
    await grantRole(ctx, tx, system, { person: 'p-owner', role: 'quality-owner', fromMs: Date.now() - 1_000 })
    const asked = { label: 'bench', permissions: ['monitoring.write'], untilMs: Date.now() + 86_400_000 }
    return (await issueToken(ctx, tx, { id: 'p-owner' }, asked, rolesOf(policiesOf(ALL_MODULES)))).secret
  })
}

async function sizes({ ctx }: Scratch): Promise<void> {
  const { rows } = await sql<{ n: string; bytes: string }>`
    select (select count(*) from monitoring.sample) as n, sum(pg_total_relation_size(inhrelid)) as bytes
    from pg_inherits where inhparent = 'monitoring.sample'::regclass`.execute(ctx.db)
  const stored = Number(rows[0]!.n)
  if (stored !== SERIES * (ROUNDS + 1))
    throw new Error(`${stored} samples in the store, ${SERIES * (ROUNDS + 1)} sent`)
  console.log(
    `kensho: ${stored} samples in the store, ${(Number(rows[0]!.bytes) / stored).toFixed(0)} bytes each with their index`,
  )
  const later = { ...ctx, clock: { ...ctx.clock, now: () => Date.now() + 2 * 3_600_000 } }
  const began = performance.now()
  const blocks = await rollUp(later)
  const took = performance.now() - began
  const { rows: hours } = await sql<{ n: string; bytes: string }>`
    select count(*) as n, pg_total_relation_size('monitoring.hour') as bytes from monitoring.hour`.execute(
    ctx.db,
  )
  const [n, bytes] = [Number(hours[0]!.n), Number(hours[0]!.bytes)]
  console.log(
    `kensho: ${n} hours of series rolled up in ${blocks} steps and ${(took / 1000).toFixed(1)} s, ${(bytes / n).toFixed(0)} bytes each`,
  )
}

async function ofVictoria(rounds: readonly Buffer[][], folder: string): Promise<Measured | undefined> {
  if (!existsSync(options.victoria)) return undefined
  const port = await freePort()
  const args = [
    `-storageDataPath=${path.join(folder, 'victoria')}`,
    `-httpListenAddr=127.0.0.1:${port}`,
    '-loggerLevel=ERROR',
  ]
  const child = spawn(options.victoria, args, { stdio: ['ignore', 'ignore', 'ignore'] })
  try {
    const url = `http://127.0.0.1:${port}`
    for (let attempt = 0; attempt < 100; attempt += 1) {
      const answer = await fetch(`${url}/health`).catch(() => undefined)
      if (answer?.ok === true) break
      await sleep(100)
    }
    return await measure('VictoriaMetrics', rounds, { victoria: child.pid! }, (sent) =>
      sendAll(`${url}/api/v1/write`, sent),
    )
  } finally {
    await stopped(child)
  }
}

function decoding(rounds: readonly Buffer[][]): void {
  const before = process.cpuUsage()
  let samples = 0
  for (const body of rounds.flat()) samples += readWriteRequest(readSnappy(body, 2 ** 25)).of.length
  const { user, system } = process.cpuUsage(before)
  console.log(
    `decoding alone: ${Math.round(samples / ((user + system) / 1e6))} samples for a processor second`,
  )
}

const folder = mkdtempSync(path.join(tmpdir(), 'kensho-intake-'))
try {
  const rounds = bodies()
  console.log(
    `${SERIES} series, ${ROUNDS} rounds, ${(rounds[0]![0]!.length / BODY_SAMPLES).toFixed(1)} bytes a sample as sent`,
  )
  decoding(rounds)
  const own = await ofKensho(rounds, folder)
  const other = await ofVictoria(rounds, folder)
  for (const one of [own, other])
    if (one)
      console.log(
        `${one.name}: first ${Math.round(one.first)}, steady ${Math.round(one.steady)} samples for a processor second (${one.parts})`,
      )
  if (other) console.log(`ratio kensho / VictoriaMetrics, steady: ${(own.steady / other.steady).toFixed(3)}`)
  else console.log(`no VictoriaMetrics at ${options.victoria}: nothing to compare with`)
} finally {
  rmSync(folder, { recursive: true, force: true })
}
