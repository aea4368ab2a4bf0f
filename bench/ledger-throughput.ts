/**
 * The same transactions with and without the ledger, interleaved on one PostgreSQL: `node bench/ledger-throughput.ts`.
 *
 * A transaction writes state rows. Three kinds of it take turns in every round:
 * - `state`: nothing else is written;
 * - `audit`: each fact is also kept as a row of an ordinary table, as a product without a ledger would;
 * - `ledger`: each fact is appended, and the writer waits until it is integrated (leader in a process of its own).
 *
 * Two loads: 64 writers with one fact a transaction, and 4 writers with 1,000 facts a transaction. Ratios are medians
 * over rounds of the same round's figures; the time of one fdatasync stands beside, since all three depend on it.
 * Then the audit of all that was written.
 *
 * Options: --rounds N (default 7), --seconds N a cell (default 3), --facts N for the audit (default 200,000).
 */
import { fork } from 'node:child_process'
import type { ChildProcess } from 'node:child_process'
import { closeSync, fdatasyncSync, mkdtempSync, openSync, rmSync, writeSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { parseArgs } from 'node:util'
import { sql } from 'kysely'
import { appendAll } from '../src/ledger/append-all.ts'
import { append, factBytes } from '../src/ledger/append.ts'
import { verifyExport } from '../src/ledger/audit-export.ts'
import { verifyLog } from '../src/ledger/audit-database.ts'
import { exportLog } from '../src/ledger/export.ts'
import type { Fact } from '../src/ledger/fact.ts'
import { fillLedger, scratchLedger } from '../src/ledger/scratch-ledger.ts'
import type { ScratchLedger } from '../src/ledger/scratch-ledger.ts'
import { integrated } from '../src/ledger/waiting.ts'
import { inTransaction, openDatabase } from '../src/platform/database.ts'
import type { Db, Tx } from '../src/platform/database.ts'

const { values: options } = parseArgs({
  options: {
    rounds: { type: 'string', default: '7' },
    seconds: { type: 'string', default: '3' },
    facts: { type: 'string', default: '200000' },
    lead: { type: 'boolean', default: false },
  },
})

type Kind = 'state' | 'audit' | 'ledger'
const KINDS: readonly Kind[] = ['state', 'audit', 'ledger']

/** About 240 bytes, as facts of approvals and evidence are. */
function factOf(n: number): Fact {
  return {
    type: 'release.change.approved',
    by: `p-${n % 97}`,
    effective: '2026-11-22T09:00:00Z',
    clause: '4.1',
    objects: [`change-${n}`],
    body: { sha256: n.toString(16).padStart(64, '0'), because: 'reviewed', step: n % 9 },
  }
}

async function main(): Promise<void> {
  const ledger = await scratchLedger()
  const { db, close } = openDatabase(ledger.database.connectionString, {
    log: ledger.ctx.log,
    connectionsMax: 64,
  })
  const ctx = { ...ledger.ctx, db }
  const leader = await startLeader(ledger)
  try {
    await sql`create table state (id bigint generated always as identity primary key, subject text not null,
      content jsonb not null, changed_at timestamptz not null default clock_timestamp())`.execute(db)
    await sql`create table audit (id bigint generated always as identity primary key, bytes bytea not null,
      at timestamptz not null default clock_timestamp())`.execute(db)
    for (const load of LOADS) await compare(load, (kind, n) => load.write(ctx, kind, n))
  } finally {
    await stopLeader(leader)
    await close()
  }
  await ledger.drop()
  await audit(Number(options.facts))
}

type Load = {
  name: string
  writers: number
  facts: number
  write: (ctx: ScratchLedger['ctx'], kind: Kind, n: number) => Promise<void>
}

const LOADS: readonly Load[] = [
  { name: '64 writers, 1 fact a transaction', writers: 64, facts: 1, write: writeOne },
  { name: '4 writers, 1,000 facts a transaction', writers: 4, facts: 1000, write: writeThousand },
  { name: '1 writer, 1,000 facts a transaction', writers: 1, facts: 1000, write: writeThousand },
]

async function writeOne(ctx: ScratchLedger['ctx'], kind: Kind, n: number): Promise<void> {
  const fact = factOf(n)
  const id = await inTransaction(ctx.db, async (tx) => {
    await sql`insert into state (subject, content) values (${`change-${n}`}, ${JSON.stringify(fact.body)}::jsonb)`.execute(
      tx,
    )
    if (kind === 'audit')
      await sql`insert into audit (bytes) values (${Buffer.from(factBytes(fact))})`.execute(tx)
    return kind === 'ledger' ? (await append(tx, fact)).id : undefined
  })
  if (id !== undefined) await integrated(ctx, id)
}

async function writeThousand(ctx: ScratchLedger['ctx'], kind: Kind, n: number): Promise<void> {
  const facts = Array.from({ length: 1000 }, (_, order) => factOf(n * 1000 + order))
  const last = await inTransaction(ctx.db, async (tx) => {
    const bodies = facts.map(({ body }) => JSON.stringify(body))
    await sql`insert into state (subject, content) select 'change', c::jsonb from unnest(${bodies}::text[]) as c`.execute(
      tx,
    )
    if (kind === 'audit') await insertAudit(tx, facts)
    return kind === 'ledger' ? await appendAll(tx, facts) : undefined
  })
  if (last) await integrated(ctx, last.id)
}

async function insertAudit(tx: Tx, facts: readonly Fact[]): Promise<void> {
  const texts = facts.map((fact) => Buffer.from(factBytes(fact)).toString('utf8'))
  await sql`insert into audit (bytes) select convert_to(text, 'UTF8') from unnest(${texts}::text[]) as text`.execute(
    tx,
  )
}

async function compare(load: Load, write: (kind: Kind, n: number) => Promise<void>): Promise<void> {
  console.log(`\n${load.name}`)
  let next = 0
  for (const kind of KINDS) await run(load, 4, () => write(kind, next++))
  const rates = new Map<Kind, number[]>(KINDS.map((kind) => [kind, []]))
  const syncs: number[] = []
  for (let round = 0; round < Number(options.rounds); round++) {
    // Each round in another order, so that none always follows the same one.
    const order = KINDS.map((_, place) => KINDS[(place + round) % KINDS.length] as Kind)
    for (const kind of order) {
      syncs.push(fdatasyncMs())
      const { done, seconds, latencies } = await run(load, Number(options.seconds), () => write(kind, next++))
      rates.get(kind)?.push((done * load.facts) / seconds)
      if (round === Number(options.rounds) - 1) {
        console.log(
          `  ${kind.padEnd(7)} p50 ${quantile(latencies, 0.5).toFixed(1)} ms, p99 ${quantile(latencies, 0.99).toFixed(1)} ms`,
        )
      }
    }
  }
  for (const kind of KINDS)
    console.log(`  ${kind.padEnd(7)} ${Math.round(quantile(rates.get(kind) ?? [], 0.5))} facts/s`)
  for (const plain of ['audit', 'state'] as const) {
    const ratios = (rates.get('ledger') ?? []).map(
      (rate, round) => rate / (rates.get(plain)?.[round] ?? Number.NaN),
    )
    console.log(
      `  ledger / ${plain}: median ${quantile(ratios, 0.5).toFixed(2)}, from ${quantile(ratios, 0).toFixed(2)} to ${quantile(ratios, 1).toFixed(2)}`,
    )
  }
  console.log(`  one fdatasync of 8 KiB: median ${quantile(syncs, 0.5).toFixed(2)} ms`)
}

async function run(
  load: Load,
  seconds: number,
  write: () => Promise<void>,
): Promise<{ done: number; seconds: number; latencies: number[] }> {
  const startedMs = performance.now()
  const endMs = startedMs + seconds * 1000
  const latencies: number[] = []
  const writer = async () => {
    while (performance.now() < endMs) {
      const beganMs = performance.now()
      await write()
      latencies.push(performance.now() - beganMs)
    }
  }
  await Promise.all(Array.from({ length: load.writers }, writer))
  return { done: latencies.length, seconds: (performance.now() - startedMs) / 1000, latencies }
}

function quantile(values: readonly number[], q: number): number {
  const sorted = values.toSorted((a, b) => a - b)
  return sorted[Math.min(sorted.length - 1, Math.floor(q * sorted.length))] ?? Number.NaN
}

function fdatasyncMs(): number {
  const folder = mkdtempSync(join(tmpdir(), 'kensho-fsync-'))
  const file = openSync(join(folder, 'probe'), 'w')
  const times = Array.from({ length: 25 }, () => {
    const beganMs = performance.now()
    writeSync(file, Buffer.alloc(8192))
    fdatasyncSync(file)
    return performance.now() - beganMs
  })
  closeSync(file)
  rmSync(folder, { recursive: true })
  return quantile(times, 0.5)
}

/** How long it takes to check everything, in processor time of one core. */
async function audit(facts: number): Promise<void> {
  const ledger = await scratchLedger()
  const batches = Array.from({ length: Math.ceil(facts / 2000) }, () => 2000)
  await fillLedger(ledger, batches, factOf, 10)
  const file = join(ledger.ctx.config.dataDir, 'log.export')
  const out = openSync(file, 'w')
  await exportLog(ledger.ctx.db, (chunk) => {
    writeSync(out, chunk)
    return Promise.resolve()
  })
  closeSync(out)
  console.log(`\naudit of ${facts} facts, best of three`)
  await timed('database (this process; the server works on another core)', facts, () =>
    verifyLog(ledger.ctx.db),
  )
  await timed('export file', facts, () => verifyExport(file))
  await ledger.drop()
}

async function timed(name: string, facts: number, work: () => Promise<{ ok: boolean }>): Promise<void> {
  let [cpuS, wallS] = [Number.POSITIVE_INFINITY, Number.POSITIVE_INFINITY]
  for (let round = 0; round < 3; round++) {
    const [before, beganMs] = [process.cpuUsage(), performance.now()]
    const { ok } = await work()
    if (!ok) throw new Error(`the audit of the ${name} failed`)
    const { user, system } = process.cpuUsage(before)
    cpuS = Math.min(cpuS, (user + system) / 1e6)
    wallS = Math.min(wallS, (performance.now() - beganMs) / 1000)
  }
  console.log(
    `  ${name}: ${Math.round(facts / cpuS)} facts/s of processor time, ${Math.round(facts / wallS)} facts/s by the clock`,
  )
}

async function startLeader(ledger: ScratchLedger): Promise<ChildProcess> {
  const { connectionString } = ledger.database
  const env = { ...process.env, BENCH_DATABASE_URL: connectionString, BENCH_DATA: ledger.ctx.config.dataDir }
  const child = fork(import.meta.filename, ['--lead'], { env })
  await waitForLog(ledger.ctx.db)
  return child
}

async function waitForLog(db: Db): Promise<void> {
  for (let tries = 0; tries < 200; tries++) {
    const { rows } = await sql<{ size: string }>`select size from ledger.head`.execute(db)
    if (rows.length > 0) return
    await new Promise((resolve) => setTimeout(resolve, 50))
  }
  throw new Error('the leader did not open the log within 10 s')
}

async function stopLeader(child: ChildProcess): Promise<void> {
  const ended = new Promise((resolve) => child.once('exit', resolve))
  child.send('stop')
  await ended
}

/** The leader, as the worker process runs it. */
async function lead(): Promise<void> {
  const { leadUntil } = await import('../src/ledger/scratch-ledger.ts')
  const over = new AbortController()
  process.once('message', () => over.abort())
  await leadUntil(process.env['BENCH_DATABASE_URL'] ?? '', process.env['BENCH_DATA'] ?? '', over.signal)
  process.disconnect()
}

await (options.lead ? lead() : main())
