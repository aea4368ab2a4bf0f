import { sql } from 'kysely'
import { pino } from 'pino'
import { afterAll, beforeAll, expect, it } from 'vitest'
import { openDatabase } from '../database.ts'
import { createMetrics } from '../metrics.ts'
import { migrate, missingMigrations } from '../migrations.ts'
import { scratchDatabase } from '../scratch-database.ts'
import type { ScratchDatabase } from '../scratch-database.ts'
import { beat, workerMetrics } from '../worker-beat.ts'
import { readiness } from './readiness.ts'

const log = pino({ level: 'silent' })
let scratch: ScratchDatabase
beforeAll(async () => {
  scratch = await scratchDatabase()
})
afterAll(() => scratch.drop())

it('says what is missing, part by part, until all is there', async () => {
  const missing = await missingMigrations([])
  const look = () => readiness(scratch.db, missing)
  expect(await look()).toMatchObject({
    ready: false,
    database: true,
    migrations: expect.stringMatching(/^not applied: platform\/0001-/) as string,
  })
  await migrate(scratch, [], log)
  expect(await look()).toEqual({
    ready: false,
    database: true,
    migrations: true,
    worker: 'no worker is alive',
  })

  const metrics = createMetrics('worker')
  metrics.observeJob('totals are right', 'done', 1)
  const stop = new AbortController()
  const first = Promise.withResolvers<void>()
  const { connectionString } = scratch
  const beating = beat({ connectionString, metrics, log, stop: stop.signal, onFirst: first.resolve })
  await first.promise
  expect(await look()).toEqual({ ready: true, database: true, migrations: true, worker: true })
  expect(JSON.stringify(await workerMetrics(scratch.db))).toContain('totals are right')

  // Its session lives, but it has not said anything for long: it hangs.
  await sql`update platform.worker set beat_at = clock_timestamp() - interval '16 seconds'`.execute(
    scratch.db,
  )
  expect((await look()).worker).toBe('no worker is alive')
  await sql`update platform.worker set beat_at = clock_timestamp()`.execute(scratch.db)
  expect((await look()).worker).toBe(true)

  // Its session is gone: it is dead at once, and comes back by itself.
  await sql`select pg_terminate_backend(backend_pid) from platform.worker`.execute(scratch.db)
  await expect.poll(async () => (await look()).ready, { interval: 10 }).toBe(false)
  await expect.poll(async () => (await look()).ready, { timeout: 10_000 }).toBe(true)

  stop.abort()
  await beating
  expect((await look()).worker).toBe('no worker is alive')
})

const slow = () => new Promise<string[]>(() => undefined)

it('answers within seconds when the database does not', async () => {
  const missing = await missingMigrations([])
  const startedMs = performance.now()
  const nobody = openDatabase('postgres://kensho@127.0.0.1:1/kensho', { log })
  expect(await readiness(nobody.db, missing)).toMatchObject({ ready: false, database: 'does not answer' })
  await nobody.close()
  expect(await readiness(scratch.db, slow)).toMatchObject({ ready: false, database: 'no answer in time' })
  expect(performance.now() - startedMs).toBeLessThan(8000)
})
