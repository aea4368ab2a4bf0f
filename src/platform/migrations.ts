import { createHash } from 'node:crypto'
import { readFile, readdir } from 'node:fs/promises'
import { fileURLToPath } from 'node:url'
import { Logger as WorkerLogger, runMigrations as migrateGraphileWorker } from 'graphile-worker'
import { sql } from 'kysely'
import type pg from 'pg'
import type { Logger } from 'pino'
import { oneAtATime } from './database.ts'
import type { Database, Db } from './database.ts'
import { InputError } from './failure.ts'
import type { PlatformModule } from './module.ts'

/** The oldest server whose SQL we use (Debian 12 has it). */
export const SERVER_VERSION_MIN = 15

/** A numbered file of a module: `0001-pending.sql`. */
type Migration = { module: string; name: string; sha256: string; text: string }

type Applied = { module: string; name: string; sha256: string }

const PLATFORM: PlatformModule = { name: 'platform', migrations: new URL('./migrations/', import.meta.url) }

/** Of replicas that start together one migrates, the others wait and find nothing to do. */
const LOCK_WAIT_MS = 120_000

/**
 * Brings the database to this version: each module's files in order, each in a transaction of its own together with
 * its record (name and SHA-256), and the schema of the job queue. Throws InputError when the server is too old, when
 * a file that was applied has since changed, or when the database has migrations that this version does not know.
 */
export async function migrate(
  database: Database,
  modules: readonly PlatformModule[],
  log: Logger,
): Promise<{ applied: string[] }> {
  const known = await readMigrations(modules)
  return oneAtATime(database, 'migration', LOCK_WAIT_MS, async (client) => {
    await assertSupported(client)
    await client.query('set statement_timeout = 0')
    const applied = await migrateLocked(client, known, log)
    const logger = new WorkerLogger(
      () => (_level, message) => log.debug({ from: 'graphile-worker' }, message),
    )
    await migrateGraphileWorker({ pgPool: database.pool, logger })
    return { applied }
  })
}

/**
 * A question to ask again and again: which migrations of these modules a database does not have yet, as
 * `module/0001-name.sql`. The files are read once, as this process knows them.
 */
export async function missingMigrations(
  modules: readonly PlatformModule[],
): Promise<(db: Db) => Promise<string[]>> {
  const known = (await readMigrations(modules)).map(label)
  return async (db) => {
    const exists = await sql<{
      there: boolean
    }>`select to_regclass('platform.migration') is not null as there`.execute(db)
    if (!exists.rows[0]?.there) return known
    const { rows } = await sql<{ module: string; name: string }>`
      select module, name from platform.migration`.execute(db)
    const done = new Set(rows.map(label))
    return known.filter((name) => !done.has(name))
  }
}

const label = (migration: { module: string; name: string }): string => `${migration.module}/${migration.name}`

async function migrateLocked(client: pg.PoolClient, known: Migration[], log: Logger): Promise<string[]> {
  await client.query(`create schema if not exists platform;
    create table if not exists platform.migration (
      module text not null,
      name text not null,
      sha256 text not null check (sha256 ~ '^[0-9a-f]{64}$'),
      applied_at timestamptz not null default clock_timestamp(),
      primary key (module, name)
    )`)
  const { rows } = await client.query<Applied>('select module, name, sha256 from platform.migration')
  const missing = toApply(known, rows)
  for (const migration of missing) {
    await apply(client, migration)
    log.info({ migration: label(migration) }, 'migrated')
  }
  return missing.map(label)
}

/** Pure: what is to be applied, in order. Throws InputError where history and files disagree. */
export function toApply<M extends Applied>(known: readonly M[], applied: readonly Applied[]): M[] {
  const knownNames = new Set(known.map(label))
  const unknown = applied.find((record) => !knownNames.has(label(record)))
  if (unknown)
    throw new InputError(
      label(unknown),
      {},
      'a newer kensho: this database has a migration that this version lacks',
    )
  const appliedHashes = new Map(applied.map((record) => [label(record), record.sha256]))
  const missing: M[] = []
  for (const migration of known) {
    const sha256 = appliedHashes.get(label(migration))
    if (sha256 !== undefined && sha256 !== migration.sha256)
      throw new InputError(
        label(migration),
        {},
        'the file as it was applied; add a new migration instead of changing it',
      )
    if (sha256 === undefined) missing.push(migration)
    else if (missing.some((earlier) => earlier.module === migration.module))
      throw new InputError(
        label(migration),
        {},
        'migrations of a module applied in order: an earlier one is missing',
      )
  }
  return missing
}

async function apply(client: pg.PoolClient, migration: Migration): Promise<void> {
  await client.query('begin')
  try {
    await client.query(`create schema if not exists "${migration.module}"`)
    await client.query(`set local search_path to "${migration.module}", public`)
    const before = await transactionId(client)
    await client.query(migration.text)
    const after = await transactionId(client)
    if (before !== after)
      throw new InputError(label(migration), {}, 'no commit or rollback inside a migration')
    await client.query('insert into platform.migration (module, name, sha256) values ($1, $2, $3)', [
      migration.module,
      migration.name,
      migration.sha256,
    ])
    await client.query('commit')
  } catch (error) {
    await client.query('rollback')
    if (error instanceof InputError) throw error
    const because = error instanceof Error ? error.message : String(error)
    throw new Error(`migration ${label(migration)}: ${because}`, { cause: error })
  }
}

async function transactionId(client: pg.PoolClient): Promise<string | undefined> {
  const { rows } = await client.query<{ id: string }>('select pg_current_xact_id()::text as id')
  return rows[0]?.id
}

async function assertSupported(client: pg.PoolClient): Promise<void> {
  const { rows } = await client.query<{ number: string; name: string; encoding: string }>(
    `select current_setting('server_version_num') as number, current_setting('server_version') as name,
       current_setting('server_encoding') as encoding`,
  )
  const server = rows[0]
  assertServer(Number(server?.number), server?.name ?? 'unknown', server?.encoding ?? 'unknown')
}

/** Pure. `versionNumber` as PostgreSQL writes it: 150018 is 15.18. */
export function assertServer(versionNumber: number, versionName: string, encoding: string): void {
  if (!(Math.floor(versionNumber / 10_000) >= SERVER_VERSION_MIN))
    throw new InputError('database', {}, `PostgreSQL ${SERVER_VERSION_MIN} or newer, found ${versionName}`)
  if (encoding !== 'UTF8')
    throw new InputError('database', {}, `a database in encoding UTF8, found ${encoding}`)
}

const MODULE_NAME = /^[a-z][a-z0-9_]{0,40}$/
const FILE_NAME = /^(\d{4})-[a-z0-9-]+\.sql$/

async function readMigrations(modules: readonly PlatformModule[]): Promise<Migration[]> {
  const all: Migration[] = []
  const names = new Set<string>()
  for (const { name, migrations } of [PLATFORM, ...modules]) {
    if (!migrations) continue
    if (!MODULE_NAME.test(name) || name.startsWith('pg_') || name === 'public' || name === 'graphile_worker')
      throw new Error(`"${name}" cannot name a schema`)
    if (names.has(name)) throw new Error(`two modules with migrations are named "${name}"`)
    names.add(name)
    all.push(...(await readFolder(name, migrations)))
  }
  return all
}

async function readFolder(module: string, folder: URL): Promise<Migration[]> {
  const files = (await readdir(folder)).filter((file) => file.endsWith('.sql')).sort()
  const migrations: Migration[] = []
  for (const [index, name] of files.entries()) {
    const number = FILE_NAME.exec(name)?.[1]
    if (Number(number) !== index + 1)
      throw new InputError(
        fileURLToPath(new URL(name, folder)),
        {},
        `migration number ${index + 1}, as 0001-name.sql`,
      )
    const bytes = await readFile(new URL(name, folder))
    const sha256 = createHash('sha256').update(bytes).digest('hex')
    migrations.push({ module, name, sha256, text: bytes.toString('utf8') })
  }
  return migrations
}
