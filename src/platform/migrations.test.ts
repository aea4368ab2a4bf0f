import { mkdtemp, rm, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { pathToFileURL } from 'node:url'
import { sql } from 'kysely'
import { pino } from 'pino'
import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest'
import { openDatabase } from './database.ts'
import { InputError } from './failure.ts'
import { assertServer, migrate, missingMigrations, toApply } from './migrations.ts'
import type { PlatformModule } from './module.ts'
import { scratchDatabase } from './scratch-database.ts'
import type { ScratchDatabase } from './scratch-database.ts'

const silent = pino({ level: 'silent' })
let scratch: ScratchDatabase
let folder: string
let modules: PlatformModule[]

beforeAll(async () => {
  scratch = await scratchDatabase()
})
afterAll(() => scratch.drop())
beforeEach(async () => {
  await sql`drop schema if exists platform cascade`.execute(scratch.db)
  await sql`drop schema if exists garden cascade`.execute(scratch.db)
  folder = await mkdtemp(join(tmpdir(), 'kensho-migrations-'))
  modules = [{ name: 'garden', migrations: pathToFileURL(`${folder}/`) }]
  await write('0001-plants.sql', 'create table plant (id integer primary key);')
  return () => rm(folder, { recursive: true })
})

const write = (name: string, text: string) => writeFile(join(folder, name), text)
const missing = async () => (await missingMigrations(modules))(scratch.db)
const run = () => migrate(scratch, modules, silent)

it('applies each file once, in the schema of its module, and records its hash', async () => {
  await write('0002-names.sql', 'alter table garden.plant add column name text;')
  expect(await missing()).toContain('garden/0001-plants.sql')
  const first = await run()
  expect(first.applied.filter((name) => name.startsWith('garden/'))).toEqual([
    'garden/0001-plants.sql',
    'garden/0002-names.sql',
  ])
  expect(first.applied.some((name) => name.startsWith('platform/0001-'))).toBe(true)
  expect((await run()).applied).toEqual([])
  expect(await missing()).toEqual([])
  const { rows } = await sql<{ sha256: string }>`select sha256 from platform.migration
    where module = 'garden' order by name`.execute(scratch.db)
  expect(rows.map((row) => row.sha256.length)).toEqual([64, 64])
  await sql`insert into garden.plant (id, name) values (1, 'matsu')`.execute(scratch.db)
})

it('installs the job queue', async () => {
  await run()
  const { rows } = await sql<{ there: boolean }>`select to_regproc('graphile_worker.add_job') is not null
    as there`.execute(scratch.db)
  expect(rows[0]?.there).toBe(true)
})

it('refuses a file that was changed after it was applied, and one that is gone', async () => {
  await run()
  await write('0001-plants.sql', 'create table plant (id bigint primary key);')
  await expect(run()).rejects.toThrow(/^garden\/0001-plants.sql: the file as it was applied/)
  await rm(join(folder, '0001-plants.sql'))
  await expect(run()).rejects.toThrow(/^garden\/0001-plants.sql: a newer kensho/)
})

it('keeps nothing of a migration that fails, and what came before it', async () => {
  await write('0002-broken.sql', 'create table weed (id integer); select 1/0;')
  await expect(run()).rejects.toThrow('migration garden/0002-broken.sql: division by zero')
  const { rows } = await sql<{
    plant: boolean
    weed: boolean
  }>`select to_regclass('garden.plant') is not null as plant,
    to_regclass('garden.weed') is not null as weed`.execute(scratch.db)
  expect(rows[0]).toEqual({ plant: true, weed: false })
  expect(await missing()).toEqual(['garden/0002-broken.sql'])
})

it('refuses a migration that commits by itself', async () => {
  await write('0002-commits.sql', 'commit; begin;')
  await expect(run()).rejects.toThrow('no commit or rollback inside a migration')
})

it('refuses a gap in the numbers and names that are none of a schema', async () => {
  await write('0003-gap.sql', 'select 1')
  await expect(run()).rejects.toThrow('migration number 2')
  for (const name of ['Garden', 'pg_garden', 'public', 'a"b'])
    await expect(migrate(scratch, [{ ...modules[0], name }], silent)).rejects.toThrow('cannot name a schema')
})

it('lets two replicas migrate at once: one does it, both are done', async () => {
  await write('0002-slow.sql', 'select pg_sleep(0.5); create table rake (id integer);')
  const other = openDatabase(scratch.connectionString, { log: silent })
  try {
    const results = await Promise.all([run(), migrate(other, modules, silent), run()])
    const applied = results.flatMap((result) => result.applied)
    expect(applied.filter((name) => name === 'garden/0002-slow.sql')).toHaveLength(1)
    expect(new Set(applied).size).toBe(applied.length)
  } finally {
    await other.close()
  }
})

const file = (name: string, sha256 = 'a') => ({ module: 'garden', name, sha256 })

describe('the decision what to apply', () => {
  it('refuses an order that has a hole', () => {
    expect(() => toApply([file('0001-a.sql'), file('0002-b.sql')], [file('0002-b.sql')])).toThrow(InputError)
    expect(toApply([file('0001-a.sql'), file('0002-b.sql')], [file('0001-a.sql')])).toEqual([
      file('0002-b.sql'),
    ])
  })

  it('refuses servers that are too old or not in UTF8', () => {
    expect(() => assertServer(140_011, '14.11', 'UTF8')).toThrow(
      'database: PostgreSQL 15 or newer, found 14.11',
    )
    expect(() => assertServer(Number.NaN, 'unknown', 'UTF8')).toThrow('PostgreSQL 15 or newer')
    expect(() => assertServer(150_000, '15.0', 'SQL_ASCII')).toThrow('encoding UTF8, found SQL_ASCII')
    expect(assertServer(180_004, '18.4', 'UTF8')).toBeUndefined()
  })
})
