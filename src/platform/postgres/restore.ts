import type { Client } from 'pg'
import { InputError } from '../failure.ts'
import { copyFromStatement, quoted, tableName } from './archive.ts'
import type { ArchiveEnd, ArchiveHeader, Migration, TableSummary } from './archive.ts'
import { readArchive } from './archive-reader.ts'
import { queueSchema, schemasOf } from './backup.ts'
import {
  connectSteady,
  copyToStatement,
  hasRows,
  isMigrationTable,
  readFences,
  readMaterialised,
  readMigrations,
  readSchemas,
  readTables,
} from './catalogue.ts'
import type { Table } from './catalogue.ts'
import { copyIn, copyOut } from './copy.ts'
import { digestText, rowDigest } from './row-digest.ts'

export type RestoreOptions = {
  connectionString: string
  file: string
  /** Brings the database to this version of kensho. */
  migrate: (connectionString: string) => Promise<void>
  /** Work of others in the same transaction, when all rows are back: the ledger opens a new origin, for instance. */
  restored?: (client: Client, header: ArchiveHeader) => Promise<void>
  log: (line: string) => void
}

/** Header and end of a backup whose every byte was read and found whole. Throws InputError otherwise. */
export async function checkArchive(file: string): Promise<{ header: ArchiveHeader; end: ArchiveEnd }> {
  let header: ArchiveHeader | null = null
  let end: ArchiveEnd | null = null
  for await (const part of readArchive(file)) {
    if (part.part === 'header') header = part.header
    if (part.part === 'end') end = part.end
  }
  if (!header || !end) throw new InputError(file, {}, 'a whole backup')
  return { header, end }
}

/**
 * Puts a backup into a database that holds nothing of kensho: the file is checked first, then the schema is made by
 * this version's migrations, which must be those of the backup, then all rows go in and are compared in ONE
 * transaction. When anything is wrong the database is left as it was found, and InputError says what.
 */
export async function restore(options: RestoreOptions): Promise<{ header: ArchiveHeader; end: ArchiveEnd }> {
  const { file, connectionString, log } = options
  const checked = await checkArchive(file)
  log(
    `${file}: whole, ${rowsOf(checked.end)} rows in ${checked.end.tables.length} tables, of ${checked.header.madeAt}`,
  )
  const client = await connectSteady(connectionString, 'kensho restore')
  try {
    await assertEmpty(client, checked.header)
    const before = await readSchemas(client)
    try {
      await options.migrate(connectionString)
      await load(client, checked, options)
    } catch (error) {
      await dropNew(client, before, checked.header)
      throw error
    }
    await client.query('analyze')
    return checked
  } finally {
    await client.end()
  }
}

function rowsOf(end: ArchiveEnd): number {
  return end.tables.reduce((sum, table) => sum + table.rows, 0)
}

/** No table of the backup may hold a row already, and nobody else may be at work in the database. */
async function assertEmpty(client: Client, header: ArchiveHeader): Promise<void> {
  const ours = new Set(schemasOf(header))
  for (const table of await readTables(client)) {
    if (!ours.has(table.schema) || isMigrationTable(table) || !(await hasRows(client, table))) continue
    const expected =
      'an empty database; this one already has rows there. Make a new database, or a new data folder'
    throw new InputError(`${table.schema}.${table.table}`, {}, expected)
  }
  const { rows } = await client.query<{ others: number }>(
    `select count(*)::int as others from pg_catalog.pg_stat_activity
     where datname = current_database() and pid <> pg_backend_pid() and backend_type = 'client backend'`,
  )
  const others = rows[0]?.others ?? 0
  if (others > 0)
    throw new InputError(
      'database',
      {},
      `nobody else at work in it; ${others} other sessions are open. Stop kensho first`,
    )
}

/** What this restore made in the database, when it failed: migrations commit one by one. */
async function dropNew(client: Client, before: string[], header: ArchiveHeader): Promise<void> {
  await client.query('rollback')
  const kept = new Set(before)
  // Only schemas that kensho makes: somebody else may have made another one meanwhile.
  const ours = new Set([
    ...schemasOf(header),
    ...schemasOf({ migrations: (await readMigrations(client)) ?? [] }),
    queueSchema,
  ])
  for (const schema of await readSchemas(client)) {
    if (ours.has(schema) && !kept.has(schema)) await client.query(`drop schema ${quoted(schema)} cascade`)
  }
}

async function load(
  client: Client,
  checked: { header: ArchiveHeader; end: ArchiveEnd },
  options: RestoreOptions,
): Promise<void> {
  const { header, end } = checked
  await client.query('begin')
  assertSameMigrations(options.file, header, (await readMigrations(client)) ?? [])
  const tables = await tablesOf(client, options.file, header)
  // Keys and triggers are put aside inside the transaction, so tables go in in any order and no trigger acts on a row
  // for the second time; putting the keys back checks every row. Needs no superuser, unlike replication mode.
  const fences = await readFences(client, schemasOf(header))
  for (const statement of fences.lower) await client.query(statement)
  await emptySeeded(client, tables)
  await copyAll(client, options.file)
  await client.query('set constraints all immediate')
  for (const statement of fences.raise) await client.query(statement)
  for (const [index, table] of tables.entries()) await compare(client, table, end.tables[index])
  for (const view of await readMaterialised(client, schemasOf(header)))
    await client.query(`refresh materialized view ${view}`)
  for (const { schema, sequence, last, called } of end.sequences) {
    await client.query('select setval($1::regclass, $2::bigint, $3)', [
      `${quoted(schema)}.${quoted(sequence)}`,
      last,
      called,
    ])
  }
  await options.restored?.(client, header)
  await client.query('commit')
}

function assertSameMigrations(file: string, header: ArchiveHeader, applied: Migration[]): void {
  const [here, there] = [new Set(applied.map(identity)), new Set(header.migrations.map(identity))]
  const differing = [...here].find((one) => !there.has(one)) ?? [...there].find((one) => !here.has(one))
  if (differing === undefined) return
  const migration = differing.slice(0, differing.lastIndexOf(' '))
  const expected = `the migrations of this version of kensho; they differ in ${migration}. Restore with kensho ${header.kensho}, which made it, then update`
  throw new InputError(file, {}, expected)
}

function identity({ module, name, sha256 }: Migration): string {
  return `${module}/${name} ${sha256}`
}

async function tablesOf(client: Client, file: string, header: ArchiveHeader): Promise<Table[]> {
  const present = new Map((await readTables(client)).map((table) => [tableName(table), table]))
  return header.tables.map((shape) => {
    const table = present.get(tableName(shape))
    if (!table)
      throw new InputError(
        file,
        {},
        `tables that migrations made; there is no ${shape.schema}.${shape.table}`,
      )
    if (table.columns.toSorted().join() !== shape.columns.toSorted().join()) {
      throw new InputError(
        file,
        {},
        `table ${shape.schema}.${shape.table} with columns ${table.columns.join(', ')}`,
      )
    }
    // In the order of the backup, so that rows read back compare with rows written.
    return { ...table, columns: shape.columns }
  })
}

/** Rows that migrations put in are in the backup too. */
async function emptySeeded(client: Client, tables: Table[]): Promise<void> {
  const seeded: string[] = []
  for (const table of tables) if (await hasRows(client, table)) seeded.push(tableName(table))
  if (seeded.length > 0) await client.query(`truncate ${seeded.join(', ')}`)
}

async function copyAll(client: Client, file: string): Promise<void> {
  const parts = readArchive(file)
  for (let next = await parts.next(); !next.done; next = await parts.next()) {
    if (next.value.part !== 'table') continue
    const { shape } = next.value
    try {
      await copyIn(client, copyFromStatement(shape), rowsUntilEnd(parts))
    } catch (error) {
      if (error instanceof InputError) throw error
      const because = error instanceof Error ? error.message : String(error)
      throw new InputError(file, {}, `rows that fit into ${shape.schema}.${shape.table}: ${because}`)
    }
  }
}

/** The rows of the table that was just announced; stops after its end. */
async function* rowsUntilEnd(parts: ReturnType<typeof readArchive>): AsyncGenerator<Buffer> {
  for (let next = await parts.next(); !next.done; next = await parts.next()) {
    if (next.value.part === 'table-end') return
    if (next.value.part === 'rows') yield next.value.rows
  }
}

async function compare(client: Client, table: Table, said: TableSummary | undefined): Promise<void> {
  const digest = rowDigest()
  await copyOut(client, copyToStatement(table), (piece) => {
    digestText(digest, piece)
    return null
  })
  if (digest.rows() === said?.rows && digest.content() === said.content) return
  const found = `${digest.rows()} rows came out, ${said?.rows} were written`
  throw new InputError(
    `${table.schema}.${table.table}`,
    {},
    `the rows of the backup after loading; ${found}, or their content differs`,
  )
}
