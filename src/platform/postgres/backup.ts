import { createHash, randomBytes } from 'node:crypto'
import { existsSync, renameSync, rmSync } from 'node:fs'
import { basename, dirname, join } from 'node:path'
import type { Client } from 'pg'
import { InputError } from '../failure.ts'
import { copyFromStatement, firstLine, openArchiveWriter, quoted, rowsEnd, tableName } from './archive.ts'
import type { ArchiveEnd, ArchiveHeader, ArchiveWriter, TableSummary } from './archive.ts'
import {
  connectSteady,
  copyToStatement,
  isMigrationTable,
  readMigrations,
  readSequences,
  readTables,
} from './catalogue.ts'
import type { Table } from './catalogue.ts'
import { copyOut } from './copy.ts'
import { flushFolder } from './data-folder.ts'
import { digestText, rowDigest } from './row-digest.ts'

export type BackupOptions = {
  connectionString: string
  /** The file; replaced in one step when the backup is complete. */
  out: string
  productVersion: string
  nowMs: number
}

/** The queue's tables are the worker's own and belong to its version; jobs follow anew from the state they keep true. */
export const queueSchema = 'graphile_worker'

/**
 * Writes all of kensho's tables, as one instant shows them, into one file. Readers and writers go on meanwhile.
 * Throws InputError when the database is not kensho's, or the file's folder does not exist.
 */
export async function backup(options: BackupOptions): Promise<{ header: ArchiveHeader; end: ArchiveEnd }> {
  const folder = dirname(options.out)
  if (!existsSync(folder)) throw new InputError(options.out, {}, 'a file in a folder that exists')
  const temporary = join(folder, `.${basename(options.out)}.new-${randomBytes(6).toString('hex')}`)
  const client = await connectSteady(options.connectionString, 'kensho backup')
  const writer = openArchiveWriter(temporary)
  try {
    const written = await writeAll(client, writer, options)
    renameSync(temporary, options.out)
    await flushFolder(folder)
    return written
  } finally {
    await writer.destroy()
    rmSync(temporary, { force: true })
    await client.end()
  }
}

async function writeAll(client: Client, writer: ArchiveWriter, options: BackupOptions) {
  await client.query('begin isolation level repeatable read read only')
  const tables: Table[] = []
  const header = await readHeader(client, options, tables)
  for (const table of tables) await client.query(`lock table ${tableName(table)} in access share mode`)
  await writer.text(firstLine)
  await writer.text(`-- ${JSON.stringify({ header })}\n`)
  // For whoever runs this file by psql in an emergency: as superuser, onto tables of the same migrations.
  await writer.text(
    `set session_replication_role = replica; set timezone = 'UTC'; set client_encoding = 'UTF8';\n`,
  )
  const summaries: TableSummary[] = []
  for (const table of tables) summaries.push(await writeTable(client, writer, table))
  // Sequences are no part of the snapshot: read after the rows, they are never behind them.
  const sequences = await readSequences(client, schemasOf(header))
  for (const { schema, sequence, last, called } of sequences) {
    const name = `${quoted(schema)}.${quoted(sequence)}`.replaceAll("'", "''")
    await writer.text(`select pg_catalog.setval('${name}', ${last}, ${called});\n`)
  }
  const end = { tables: summaries, sequences }
  await writer.end(end)
  await client.query('commit')
  return { header, end }
}

/** The schemas of a backup: those that kensho's migrations made. */
export function schemasOf(header: Pick<ArchiveHeader, 'migrations'>): string[] {
  return [...new Set(['platform', ...header.migrations.map((migration) => migration.module)])]
}

async function readHeader(client: Client, options: BackupOptions, included: Table[]): Promise<ArchiveHeader> {
  const { productVersion, nowMs } = options
  const migrations = await readMigrations(client)
  if (!migrations)
    throw new InputError('database', {}, 'a database of kensho; this one has no table platform.migration')
  const ours = new Set(schemasOf({ migrations }))
  const notIncluded: ArchiveHeader['notIncluded'] = []
  for (const table of await readTables(client)) {
    if (isMigrationTable(table)) continue
    if (ours.has(table.schema)) included.push(table)
    else if (table.schema !== queueSchema) {
      notIncluded.push({ what: `${table.schema}.${table.table}`, because: 'no migration of kensho made it' })
    }
  }
  const waiting = await waitingJobs(client)
  if (waiting > 0) {
    const because = 'the queue is not carried over; jobs follow anew from the state that they keep true'
    notIncluded.push({ what: `${waiting} waiting jobs`, because })
  }
  const { rows } = await client.query<{ version: number }>(
    `select current_setting('server_version_num')::int as version`,
  )
  return {
    format: 1,
    kensho: productVersion,
    server: rows[0]?.version ?? 0,
    madeAt: new Date(nowMs).toISOString(),
    migrations,
    tables: included.map(({ schema, table, columns }) => ({ schema, table, columns })),
    notIncluded,
  }
}

async function waitingJobs(client: Client): Promise<number> {
  const there = await client.query<{ there: boolean }>(
    `select to_regclass('${queueSchema}.jobs') is not null as there`,
  )
  if (!there.rows[0]?.there) return 0
  const { rows } = await client.query<{ waiting: number }>(
    `select count(*)::int as waiting from ${queueSchema}.jobs`,
  )
  return rows[0]?.waiting ?? 0
}

async function writeTable(client: Client, writer: ArchiveWriter, table: Table): Promise<TableSummary> {
  await writer.text(`${copyFromStatement(table)};\n`)
  const sha256 = createHash('sha256')
  const digest = rowDigest()
  await copyOut(client, copyToStatement(table), (piece) => {
    sha256.update(piece)
    digestText(digest, piece)
    return writer.rows(piece)
  })
  const summary = {
    schema: table.schema,
    table: table.table,
    rows: digest.rows(),
    sha256: sha256.digest('hex'),
    content: digest.content(),
  }
  await writer.text(`${rowsEnd}-- ${JSON.stringify({ table: summary })}\n`)
  return summary
}
