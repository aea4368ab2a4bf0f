import { sql } from 'kysely'
import { pino } from 'pino'
import { afterAll, beforeAll, expect, it } from 'vitest'
import { inTransaction, openDatabase, serverVersion, sqlState } from './database.ts'
import { scratchDatabase } from './scratch-database.ts'
import type { ScratchDatabase } from './scratch-database.ts'

let scratch: ScratchDatabase
beforeAll(async () => {
  scratch = await scratchDatabase()
  await sql`create table note (id integer primary key, text text not null)`.execute(scratch.db)
})
afterAll(() => scratch.drop())

const count = async () => {
  const { rows } = await sql<{ n: number }>`select count(*)::int as n from note`.execute(scratch.db)
  return rows[0]?.n
}

it('commits what ran through and keeps nothing of what threw', async () => {
  await inTransaction(scratch.db, (tx) => sql`insert into note values (1, 'kept')`.execute(tx))
  await expect(
    inTransaction(scratch.db, async (tx) => {
      await sql`insert into note values (2, 'lost')`.execute(tx)
      throw new Error('decided otherwise')
    }),
  ).rejects.toThrow('decided otherwise')
  expect(await count()).toBe(1)
})

it('runs a transaction again that lost a deadlock, and tells the SQL state of what it does not repeat', async () => {
  await sql`insert into note values (10, 'a'), (11, 'b')`.execute(scratch.db)
  let attempts = 0
  const meet = Promise.withResolvers<void>()
  let arrived = 0
  const update = (first: number, second: number) =>
    inTransaction(scratch.db, async (tx) => {
      attempts += 1
      await sql`update note set text = text || '+' where id = ${first}`.execute(tx)
      arrived += 1
      if (arrived === 2) meet.resolve()
      await meet.promise
      await sql`update note set text = text || '+' where id = ${second}`.execute(tx)
    })
  await Promise.all([update(10, 11), update(11, 10)])
  const { rows } = await sql<{
    text: string
  }>`select text from note where id in (10, 11) order by id`.execute(scratch.db)
  expect(rows.map((row) => row.text)).toEqual(['a++', 'b++'])
  expect(attempts).toBe(3)

  const error = await sql`insert into note values (10, 'again')`
    .execute(scratch.db)
    .catch((thrown: unknown) => thrown)
  expect(sqlState(error)).toBe('23505')
  expect(sqlState(new Error('other'))).toBeUndefined()
})

it('cancels a statement that takes too long', async () => {
  const log = pino({ level: 'silent' })
  const hasty = openDatabase(scratch.connectionString, { log, statementTimeoutMs: 200 })
  try {
    const error = await sql`select pg_sleep(5)`.execute(hasty.db).catch((thrown: unknown) => thrown)
    expect(sqlState(error)).toBe('57014')
  } finally {
    await hasty.close()
  }
})

it('survives that all its idle connections are cut, and answers again', async () => {
  const warnings: string[] = []
  const log = pino({ level: 'warn' }, { write: (line) => warnings.push(line) })
  const cut = openDatabase(scratch.connectionString, {
    log,
    applicationName: 'kensho to be cut',
    connectionsMax: 3,
  })
  try {
    await Promise.all([1, 2, 3].map(() => sql`select pg_sleep(0.05)`.execute(cut.db)))
    const ended = await sql<{
      n: number
    }>`select count(pg_terminate_backend(pid))::int as n from pg_stat_activity
      where application_name = 'kensho to be cut'`.execute(scratch.db)
    expect(ended.rows[0]?.n).toBe(3)
    await expect.poll(() => warnings.length).toBe(3)
    expect(await serverVersion(cut.db)).toBeGreaterThanOrEqual(150_000)
  } finally {
    await cut.close()
  }
})

it('speaks UTC in every session', async () => {
  const { rows } = await sql<{ zone: string }>`select current_setting('TimeZone') as zone`.execute(scratch.db)
  expect(rows[0]?.zone).toBe('UTC')
})
