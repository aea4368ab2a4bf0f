import { existsSync, realpathSync } from 'node:fs'
import { join } from 'node:path'
import { Client } from 'pg'
import type { ClientConfig } from 'pg'
import { InputError } from '../failure.ts'
import { chooseAccount, systemUsers } from './account.ts'
import { chooseBinaries, findBinaries, majorMin } from './binaries.ts'
import {
  clusterMajor,
  clusterOwner,
  initialiseCluster,
  layout,
  makeDataFolder,
  owner,
  readPostmasterFile,
} from './data-folder.ts'
import type { DataFolder } from './data-folder.ts'
import { lockFolder, lockHolder } from './folder-lock.ts'
import { findReach } from './namespace.ts'
import type { Reach } from './namespace.ts'
import { readyBinaries } from './npm-links.ts'
import { bringUp } from './postmaster.ts'
import type { Ground, Postmaster } from './postmaster.ts'
import { boundLog } from './server-log.ts'
import { fitsSocket, makeRunFolder, makeSocketFolder, removeRunFolder } from './socket-folder.ts'
import { shutDown, supervise } from './supervise.ts'

const logCheckMs = 60_000

/** A PostgreSQL to work with: somebody's by URL, or our own. */
export type PostgresServer = {
  /** For `new pg.Pool({ ...connection, max })`. */
  connection: ClientConfig
  /** The same as a URL, for graphile-worker and other programs in this user's name. */
  connectionString: string
  /** server_version_num: 150020 is 15.20. */
  version: number
  /** True when it is ours to start, supervise and stop. */
  owned: boolean
  /** Ends an owned server, last of all; within 8 s. Nothing to do for a URL. */
  stop: () => Promise<void>
}

export type PostgresOptions = {
  /** KENSHO_DATABASE_URL; without it a server of our own below `dataDir`. */
  url?: string
  dataDir: string
  log: (line: string) => void
  /** Called when an owned server ended unasked; it is brought up again without further ado. */
  onCrash?: (because: string) => void
  /** `system`, `npm` or a folder with the programs; by default the environment's KENSHO_POSTGRES_BIN. */
  binaries?: string
}

/**
 * Opens the database server. Throws InputError (exit 64) for what its operator can put right: unreachable or too old
 * server, no matching PostgreSQL, a folder in use by another kensho, a folder that root's PostgreSQL cannot reach.
 */
export async function openPostgres(options: PostgresOptions): Promise<PostgresServer> {
  return options.url ? openByUrl(options.url) : openOwned(options)
}

async function openByUrl(url: string): Promise<PostgresServer> {
  const connection = { connectionString: url }
  const client = new Client({ ...connection, connectionTimeoutMillis: 10_000 })
  const place = nameOf(url)
  try {
    await client.connect()
  } catch (error) {
    throw new InputError(place, {}, `a PostgreSQL that answers (KENSHO_DATABASE_URL): ${sentence(error)}`)
  }
  try {
    const version = await checkServer(client, place)
    return { connection, connectionString: url, version, owned: false, stop: () => Promise.resolve() }
  } finally {
    await client.end()
  }
}

/** Host and database of a URL for messages: never its password. */
function nameOf(url: string): string {
  if (!URL.canParse(url)) return 'KENSHO_DATABASE_URL'
  const { host, pathname } = new URL(url)
  return `postgres://${host}${pathname}`
}

function sentence(error: unknown): string {
  if (error instanceof AggregateError && error.errors.length > 0) return sentence(error.errors[0])
  return error instanceof Error ? error.message : String(error)
}

async function checkServer(client: Client, place: string): Promise<number> {
  const { rows } = await client.query<{ version: number; encoding: string }>(
    `select current_setting('server_version_num')::int as version, current_setting('server_encoding') as encoding`,
  )
  const { version = 0, encoding = '' } = rows[0] ?? {}
  if (version < majorMin * 10_000) {
    throw new InputError(place, {}, `PostgreSQL ${majorMin} or newer, found ${Math.floor(version / 10_000)}`)
  }
  if (encoding !== 'UTF8') throw new InputError(place, {}, `a database with encoding UTF8, found ${encoding}`)
  return version
}

async function openOwned(options: PostgresOptions): Promise<PostgresServer> {
  const { log } = options
  const folder = makeDataFolder(options.dataDir)
  const lock = lockFolder(folder.lock)
  let runFolder: string | null = null
  const makeRun = () => (runFolder ??= makeRunFolder(folder.home))
  const leave = () => {
    if (runFolder) removeRunFolder(runFolder)
    lock.release()
  }
  let postmaster: Postmaster | null = null
  try {
    const ground = await prepare(folder, options, makeRun)
    const up = (signal: AbortSignal) => bringUp(ground, signal)
    postmaster = await up(new AbortController().signal)
    const { connection, connectionString } = addressOf(postmaster)
    const version = await readyDatabase(connection, folder)
    const supervision = supervise({ first: postmaster, bringUp: up, log, onCrash: options.onCrash })
    const bounding = setInterval(() => boundLog(folder.log), logCheckMs).unref()
    let stopped: Promise<void> | null = null
    const end = () => {
      clearInterval(bounding)
      leave()
    }
    const stop = () => (stopped ??= supervision.stop().finally(end))
    return { connection, connectionString, version, owned: true, stop }
  } catch (error) {
    if (postmaster) await shutDown(postmaster, log)
    leave()
    throw error
  }
}

/** Everything up to a cluster that can be started: user, binaries, reach, cluster, place of the socket. */
async function prepare(folder: DataFolder, options: PostgresOptions, makeRun: () => string): Promise<Ground> {
  const { log } = options
  const account = chooseAccount({
    runningUid: process.getuid?.() ?? 0,
    owner: clusterOwner(folder),
    clusterFolder: folder.cluster,
    users: systemUsers(),
  })
  const wish = options.binaries ?? process.env['KENSHO_POSTGRES_BIN']
  const major = clusterMajor(folder)
  const chosen = chooseBinaries(findBinaries(wish), major, join(folder.cluster, 'PG_VERSION'), wish)
  const binaries = readyBinaries(chosen, folder.binaries, log)
  const reach = findReach(account, binaries.binFolder, folder.home, makeRun)
  if (major === null) {
    log(`PostgreSQL ${binaries.version} (${binaries.origin}): making the database in ${folder.home}`)
    await initialiseCluster(folder, reach, account)
  }
  return { folder, reach, socketFolder: socketFolderFor(folder, reach, makeRun), log }
}

function socketFolderFor(folder: DataFolder, reach: Reach, makeRun: () => string): string {
  const inside = reach.kind === 'direct' && fitsSocket(join(folder.home, 'socket'))
  return makeSocketFolder(inside ? folder.home : makeRun(), reach.account)
}

function addressOf({ socketFolder, port }: { socketFolder: string; port: number }) {
  const connection = { host: socketFolder, port, user: owner, database: owner }
  const query = new URLSearchParams({ host: socketFolder, port: String(port), user: owner })
  return { connection, connectionString: `postgres:///${owner}?${query.toString().replaceAll('+', '%20')}` }
}

/**
 * The address of the server that a running kensho owns for this data folder, or null when none runs: for commands
 * that work beside it, such as a backup.
 */
export function runningServer(
  dataDir: string,
): Pick<PostgresServer, 'connection' | 'connectionString'> | null {
  const folder = layout(existsSync(dataDir) ? realpathSync(dataDir) : dataDir)
  if (lockHolder(folder.lock) === null) return null
  const file = readPostmasterFile(folder.cluster)
  return typeof file === 'string' || file.status !== 'ready' ? null : addressOf(file)
}

/** Makes our database where it is missing and returns the server's version. */
async function readyDatabase(connection: ClientConfig, folder: DataFolder): Promise<number> {
  const client = new Client({ ...connection, database: 'postgres', connectionTimeoutMillis: 10_000 })
  await client.connect()
  try {
    const found = await client.query('select 1 from pg_database where datname = $1', [owner])
    if (found.rowCount === 0) {
      await client.query(`create database ${owner}`)
      // A start after a crash first flushes every file that is not on the disk yet: a new database's hundreds of
      // them would make the first crash the slowest (5 s were measured on a busy disk).
      await client.query('checkpoint')
    }
    return await checkServer(client, folder.cluster)
  } finally {
    await client.end()
  }
}
