import { setTimeout as sleep } from 'node:timers/promises'
import { sql } from 'kysely'
import { pino } from 'pino'
import { afterAll, beforeAll, expect, it } from 'vitest'
import type { Context } from './context.ts'
import { inTransaction } from './database.ts'
import { enqueue, runJobs } from './jobs.ts'
import type { Job, JobRunner } from './jobs.ts'
import { scratchDatabase } from './scratch-database.ts'
import type { ScratchDatabase } from './scratch-database.ts'

let scratch: ScratchDatabase
let ctx: Context
beforeAll(async () => {
  scratch = await scratchDatabase([])
  await sql`create table done (job text, payload jsonb, worker text)`.execute(scratch.db)
  ctx = { db: scratch.db, log: pino({ level: 'silent' }) } as unknown as Context
})
afterAll(() => scratch.drop())

const waiting = async () => {
  const { rows } = await sql<{ n: number }>`select count(*)::int as n from graphile_worker.jobs`.execute(
    scratch.db,
  )
  return rows[0]?.n
}

const noting = (worker: string): Job => ({
  name: 'every order is written down',
  run: async ({ db }, payload) => {
    await sleep(5)
    await sql`insert into done values ('orders', ${JSON.stringify(payload)}::jsonb, ${worker})`.execute(db)
  },
})

const running = async (jobs: Job[], work: (runner: JobRunner) => Promise<void>, concurrency = 4) => {
  const runner = await runJobs({ ctx, pool: scratch.pool, jobs, concurrency })
  try {
    await work(runner)
  } finally {
    await runner.stop()
  }
}

it('leaves no job behind when the transaction that asked for it rolls back', async () => {
  await expect(
    inTransaction(scratch.db, async (tx) => {
      await enqueue(tx, 'every order is written down', { order: 0 })
      throw new Error('not after all')
    }),
  ).rejects.toThrow('not after all')
  expect(await waiting()).toBe(0)
})

it('runs each of 200 jobs exactly once with two workers', async () => {
  await inTransaction(scratch.db, async (tx) => {
    for (let order = 0; order < 200; order += 1) await enqueue(tx, 'every order is written down', { order })
  })
  expect(await waiting()).toBe(200)
  await running([noting('left')], () =>
    running([noting('right')], async () => {
      await expect.poll(waiting, { timeout: 20_000 }).toBe(0)
    }),
  )
  const { rows } = await sql<{ n: number; distinct: number; workers: number }>`select count(*)::int as n,
    count(distinct payload)::int as distinct, count(distinct worker)::int as workers from done`.execute(
    scratch.db,
  )
  expect(rows[0]).toEqual({ n: 200, distinct: 200, workers: 2 })
})

it('starts a job within a second of its commit, and none before', async () => {
  const started = Promise.withResolvers<number>()
  const job: Job = { name: 'bells ring', run: async () => started.resolve(performance.now()) }
  await running([job], async () => {
    let committedMs = 0
    await inTransaction(scratch.db, async (tx) => {
      await enqueue(tx, 'bells ring', null)
      await sleep(300)
      committedMs = performance.now()
    })
    const latencyMs = (await started.promise) - committedMs
    expect(latencyMs).toBeGreaterThanOrEqual(0)
    expect(latencyMs).toBeLessThan(1000)
  })
})

it('replaces a waiting job of the same key, and tries a failed one again with its attempt number', async () => {
  await inTransaction(scratch.db, async (tx) => {
    await enqueue(tx, 'totals are right', { day: 1 }, { key: 'totals' })
    await enqueue(tx, 'totals are right', { day: 2 }, { key: 'totals' })
  })
  const seen: unknown[] = []
  const job: Job = {
    name: 'totals are right',
    run: async (_ctx, payload, { attempt }) => {
      seen.push([payload, attempt])
      if (attempt === 1) throw new Error('the first time fails')
    },
  }
  await running([job], async () => {
    await expect.poll(() => seen.length, { timeout: 15_000 }).toBe(2)
    await expect.poll(waiting).toBe(0)
  })
  expect(seen).toEqual([
    [{ day: 2 }, 1],
    [{ day: 2 }, 2],
  ])
})

it('moves a waiting job of the same key to the end, unless it is to keep its turn', async () => {
  const turn = async (keepsTurn: boolean) => {
    await inTransaction(scratch.db, (tx) => enqueue(tx, 'turns are kept', null, { key: 'turn', keepsTurn }))
    const { rows } = await sql<{ at: Date }>`select run_at as at from graphile_worker.jobs`.execute(
      scratch.db,
    )
    expect(rows).toHaveLength(1)
    return rows[0]!.at.getTime()
  }
  const first = await turn(false)
  await sleep(20)
  expect(await turn(true)).toBe(first)
  expect(await turn(false)).toBeGreaterThan(first)
  await running([{ name: 'turns are kept', run: async () => undefined }], async () => {
    await expect.poll(waiting, { timeout: 15_000 }).toBe(0)
  })
})

it('ends a job that takes too long, even one that does not listen', async () => {
  const outcomes: string[] = []
  const aborted = Promise.withResolvers<void>()
  const job: Job = {
    name: 'never ends',
    timeoutMs: 100,
    run: (_ctx, _payload, { signal }) =>
      new Promise(() => {
        signal.addEventListener('abort', () => aborted.resolve())
      }),
  }
  await inTransaction(scratch.db, (tx) => enqueue(tx, 'never ends', null, { attemptsMax: 1 }))
  const observe = (name: string, outcome: string) => outcomes.push(`${name} ${outcome}`)
  const runner = await runJobs({ ctx, pool: scratch.pool, jobs: [job], observe })
  try {
    await aborted.promise
    await expect.poll(() => outcomes).toEqual(['never ends failed'])
  } finally {
    await runner.stop()
  }
})

it('refuses two jobs of one name and a payload that belongs elsewhere', async () => {
  const job: Job = { name: 'twice', run: () => Promise.resolve() }
  await expect(runJobs({ ctx, pool: scratch.pool, jobs: [job, job] })).rejects.toThrow(
    'two jobs are named "twice"',
  )
  await expect(inTransaction(scratch.db, (tx) => enqueue(tx, 'twice', 'x'.repeat(70_000)))).rejects.toThrow(
    'has 70002 characters',
  )
})

const scheduled = (schedule: string): Job => ({ name: 'at times', schedule, run: () => Promise.resolve() })

const known = async () => {
  const { rows } = await sql<{ identifier: string }>`
        select identifier from graphile_worker._private_known_crontabs`.execute(scratch.db)
  return rows.map((row) => row.identifier)
}

it('accepts schedules in cron form and refuses others before it starts', async () => {
  await expect(runJobs({ ctx, pool: scratch.pool, jobs: [scheduled('every day')] })).rejects.toThrow()
  await running([scheduled('*/5 * * * *')], async () => {
    await expect.poll(known).toEqual(['at times'])
  })
})
