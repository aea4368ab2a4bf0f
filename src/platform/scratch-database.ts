import { randomBytes } from 'node:crypto'
import { mkdtemp, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { Client } from 'pg'
import { pino } from 'pino'
import { openDatabase } from './database.ts'
import type { Database } from './database.ts'
import { migrate } from './migrations.ts'
import type { PlatformModule } from './module.ts'
import { openPostgres } from './postgres/server.ts'

/** An empty database of its own on a real PostgreSQL, for one test file or one report. */
export type ScratchDatabase = Database & {
  connectionString: string
  /** Drops the database and stops the server if it was started for it. */
  drop: () => Promise<void>
}

const silent = pino({ level: 'silent' })

/**
 * Makes an empty database. With `KENSHO_TEST_DATABASE_URL` (an account that may create databases) it is made there,
 * so that a whole run shares one server; otherwise on a server of kensho's own, in a temporary folder.
 * `modules`: migrated with these; leave out for a database without any table.
 */
export async function scratchDatabase(modules?: readonly PlatformModule[]): Promise<ScratchDatabase> {
  const server = await scratchServer()
  const name = `kensho_scratch_${randomBytes(6).toString('hex')}`
  await onServer(
    server.url,
    `create database ${name} template template0 encoding 'UTF8' lc_collate 'C' lc_ctype 'C'`,
  )
  const connectionString = withDatabase(server.url, name)
  const database = openDatabase(connectionString, { log: silent, applicationName: 'kensho scratch' })
  const drop = async () => {
    await database.close()
    await onServer(server.url, `drop database if exists ${name} with (force)`)
    await server.stop()
  }
  try {
    if (modules) await migrate(database, modules, silent)
  } catch (error) {
    await drop()
    throw error
  }
  return { ...database, connectionString, drop }
}

async function scratchServer(): Promise<{ url: string; stop: () => Promise<void> }> {
  const url = process.env['KENSHO_TEST_DATABASE_URL']
  if (url) return { url, stop: () => Promise.resolve() }
  const dataDir = await mkdtemp(join(tmpdir(), 'kensho-scratch-'))
  const server = await openPostgres({ dataDir, log: () => undefined })
  const stop = async () => {
    await server.stop()
    await rm(dataDir, { recursive: true, force: true })
  }
  return { url: server.connectionString, stop }
}

async function onServer(url: string, statement: string): Promise<void> {
  const client = new Client({ connectionString: url })
  await client.connect()
  try {
    await client.query(statement)
  } finally {
    await client.end()
  }
}

/** The same server, another database; the URL may name a socket folder as `?host=`. */
function withDatabase(url: string, name: string): string {
  return url.replace(/^(postgres(?:ql)?:\/\/[^/?#]*)(?:\/[^?#]*)?/, `$1/${name}`)
}
