import { spawn } from 'node:child_process'
import type { ChildProcess } from 'node:child_process'
import { createRequire } from 'node:module'
import { mkdtemp, rm, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { setTimeout as sleep } from 'node:timers/promises'
import { pathToFileURL } from 'node:url'
import { sql } from 'kysely'
import { pino } from 'pino'
import { afterAll, beforeAll, expect, it } from 'vitest'
import { inTransaction } from './database.ts'
import { ended } from './entry.ts'
import { lead } from './leadership.ts'
import type { Term } from './leadership.ts'
import { scratchDatabase } from './scratch-database.ts'
import type { ScratchDatabase } from './scratch-database.ts'

/** Leadership must move within this; the test machines are slow, so it is the promise itself, not our hope. */
const MOVES_WITHIN_MS = 10_000

let scratch: ScratchDatabase
let folder: string
beforeAll(async () => {
  scratch = await scratchDatabase([])
  await sql`create table led (epoch bigint, pid integer, at timestamptz default clock_timestamp())`.execute(
    scratch.db,
  )
  folder = await mkdtemp(join(tmpdir(), 'kensho-lead-'))
})
afterAll(async () => {
  await scratch.drop()
  await rm(folder, { recursive: true })
})

const url = (path: string) => JSON.stringify(new URL(path, import.meta.url).href)

/** A process that leads `name` and, while it leads, writes its epoch and pid ten times a second, fenced. */
async function candidate(name: string): Promise<ChildProcess> {
  const file = join(folder, 'candidate.ts')
  await writeFile(
    file,
    `import { sql } from ${JSON.stringify(pathToFileURL(createRequire(import.meta.url).resolve('kysely')).href)}
    import { lead } from ${url('./leadership.ts')}
    import { inTransaction, openDatabase } from ${url('./database.ts')}
    import { createLog } from ${url('./log.ts')}
    const [name, connectionString] = process.argv.slice(2)
    const log = createLog('silent', 'worker')
    const { db } = openDatabase(connectionString, { log })
    lead({ connectionString, name, log, onLead: async (term) => {
      while (!term.signal.aborted) {
        await inTransaction(db, async (tx) => {
          await term.assertCurrent(tx)
          // Long, so that a stop or kill finds the process inside its transaction more often than not.
          await new Promise((resolve) => setTimeout(resolve, 90))
          await sql\`insert into led (epoch, pid) values (\${term.epoch}, \${process.pid})\`.execute(tx)
        })
        await new Promise((resolve) => setTimeout(resolve, 10))
      }
    } })
    setInterval(() => undefined, 1000)`,
  )
  return spawn(process.execPath, [file, name, scratch.connectionString], { stdio: 'inherit' })
}

const lastLeader = async () => {
  const { rows } = await sql<{ epoch: string; pid: number; fresh: boolean }>`select epoch, pid,
    at > clock_timestamp() - interval '1 second' as fresh from led order by at desc limit 1`.execute(
    scratch.db,
  )
  return rows[0]
}

async function leaderOtherThan(
  pid: number | undefined,
): Promise<{ epoch: string; pid: number; tookMs: number }> {
  const startedMs = performance.now()
  for (;;) {
    const leader = await lastLeader()
    const tookMs = performance.now() - startedMs
    if (leader?.fresh && leader.pid !== pid) return { ...leader, tookMs }
    if (tookMs > MOVES_WITHIN_MS) throw new Error(`nobody else leads after ${tookMs} ms`)
    await sleep(50)
  }
}

it('moves within 10 s when the leader is killed, stopped (SIGSTOP), or its connection is cut', async () => {
  const processes = await Promise.all([candidate('garden'), candidate('garden')])
  const took: Record<string, number> = {}
  try {
    let leader = await leaderOtherThan(undefined)
    await sleep(500)
    // The cut connection's process stays a candidate, so anyone may lead next: a higher epoch shows the change.
    await sql`select pg_terminate_backend(pid) from pg_stat_activity
      where application_name = 'kensho leadership garden'`.execute(scratch.db)
    const cutMs = performance.now()
    await expect
      .poll(async () => Number((await lastLeader())?.epoch), { timeout: MOVES_WITHIN_MS, interval: 50 })
      .toBeGreaterThan(Number(leader.epoch))
    took['cut'] = performance.now() - cutMs

    leader = await leaderOtherThan(undefined)
    await sleep(500)
    process.kill(leader.pid, 'SIGSTOP')
    const afterStop = await leaderOtherThan(leader.pid)
    took['stopped'] = afterStop.tookMs
    process.kill(leader.pid, 'SIGCONT')
    await sleep(500)
    expect((await lastLeader())?.pid).toBe(afterStop.pid)

    process.kill(afterStop.pid, 'SIGKILL')
    const afterKill = await leaderOtherThan(afterStop.pid)
    took['killed'] = afterKill.tookMs
    expect(Number(afterKill.epoch)).toBeGreaterThan(Number(afterStop.epoch))
  } finally {
    for (const child of processes) child.kill('SIGKILL')
  }
  // Never two at a time: the epochs are written in order.
  const { rows } = await sql<{ n: number; disordered: number }>`select count(*)::int as n,
    count(*) filter (where epoch < before)::int as disordered
    from (select epoch, max(epoch) over (order by at rows between unbounded preceding and 1 preceding) as before
      from led) as written`.execute(scratch.db)
  expect(rows[0]?.n).toBeGreaterThan(10)
  expect(rows[0]?.disordered).toBe(0)
  console.info(`leadership moved after ms: ${JSON.stringify(took)}`)
})

it('ends the term at its loss, calls onLoss, and refuses later writes of the old term', async () => {
  const log = pino({ level: 'silent' })
  const terms: Term[] = []
  const lost: bigint[] = []
  const leadership = lead({
    connectionString: scratch.connectionString,
    name: 'pond',
    log,
    onLead: async (term) => {
      terms.push(term)
      await ended(term.signal)
    },
    onLoss: (epoch) => lost.push(epoch),
  })
  await expect.poll(() => leadership.leading(), { timeout: 5000 }).toBe(true)
  await inTransaction(scratch.db, (tx) => terms[0]!.assertCurrent(tx))
  await sql`select pg_terminate_backend(pid) from pg_stat_activity
    where application_name = 'kensho leadership pond'`.execute(scratch.db)
  await expect.poll(() => terms.length, { timeout: MOVES_WITHIN_MS }).toBe(2)
  expect(terms[0]?.signal.aborted).toBe(true)
  expect(lost).toEqual([1n])
  await expect(inTransaction(scratch.db, (tx) => terms[0]!.assertCurrent(tx))).rejects.toThrow(
    'moved on from epoch 1',
  )
  await leadership.stop()
  expect(leadership.leading()).toBe(false)
  expect(terms[1]?.signal.aborted).toBe(true)
  const { rows } = await sql<{ n: number }>`select count(*)::int as n from pg_stat_activity
    where application_name = 'kensho leadership pond'`.execute(scratch.db)
  expect(rows[0]?.n).toBe(0)
})

it('lets no new term begin while a transaction of the old one that was checked is open', async () => {
  const log = pino({ level: 'silent' })
  const terms: Term[] = []
  const order: string[] = []
  const leadership = lead({
    connectionString: scratch.connectionString,
    name: 'hedge',
    log,
    onLead: async (term) => {
      terms.push(term)
      order.push(`term ${term.epoch}`)
      await ended(term.signal)
    },
  })
  await expect.poll(() => terms.length, { timeout: 5000 }).toBe(1)
  await inTransaction(scratch.db, async (tx) => {
    await terms[0]!.assertCurrent(tx)
    await sql`select pg_terminate_backend(pid) from pg_stat_activity
      where application_name = 'kensho leadership hedge'`.execute(tx)
    await sleep(2500)
    order.push('committed')
  })
  await expect.poll(() => terms.length, { timeout: MOVES_WITHIN_MS }).toBe(2)
  await leadership.stop()
  expect(order).toEqual(['term 1', 'committed', `term ${terms[1]?.epoch}`])
})
