import { spawn } from 'node:child_process'
import { randomBytes } from 'node:crypto'
import {
  chmodSync,
  chownSync,
  existsSync,
  mkdirSync,
  readdirSync,
  readFileSync,
  realpathSync,
  renameSync,
  rmSync,
  statSync,
  writeFileSync,
} from 'node:fs'
import { open } from 'node:fs/promises'
import { join } from 'node:path'
import { InputError } from '../failure.ts'
import type { Account } from './account.ts'
import { cleanEnvironment, clusterInside, spawnable } from './namespace.ts'
import type { Reach } from './namespace.ts'
import { parsePostmasterFile } from './postmaster-file.ts'
import type { PostmasterFile } from './postmaster-file.ts'

/** Where what lies in kensho's data folder, below `postgres/`. */
export type DataFolder = {
  home: string
  /** PostgreSQL's own data folder. */
  cluster: string
  lock: string
  log: string
  /** A copy of the npm binaries, only where node_modules cannot be written. */
  binaries: string
}

export const owner = 'kensho'
const initDeadlineMs = 120_000

/** The paths below a data folder, without touching it. Pure. */
export function layout(dataDir: string): DataFolder {
  const home = join(dataDir, 'postgres')
  return {
    home,
    cluster: join(home, 'cluster'),
    lock: join(home, 'lock'),
    log: join(home, 'server.log'),
    binaries: join(home, 'binaries'),
  }
}

/** Makes the folders that are missing and returns their real paths. As root the account may pass, but not list. */
export function makeDataFolder(dataDir: string): DataFolder {
  mkdirSync(dataDir, { recursive: true })
  const folder = layout(realpathSync(dataDir))
  if (!existsSync(folder.home)) {
    mkdirSync(folder.home)
    chmodSync(folder.home, process.getuid?.() === 0 ? 0o711 : 0o700)
  }
  return folder
}

export function clusterOwner(folder: DataFolder): { uid: number; gid: number } | null {
  const found = statSync(folder.cluster, { throwIfNoEntry: false })
  return found ? { uid: found.uid, gid: found.gid } : null
}

/** The major version that made the cluster, null when there is none yet. Throws InputError for an unreadable one. */
export function clusterMajor(folder: DataFolder): number | null {
  if (!existsSync(folder.cluster)) return null
  const file = join(folder.cluster, 'PG_VERSION')
  if (!existsSync(file))
    throw new InputError(file, {}, 'the version of PostgreSQL that made this folder; it is not a cluster')
  const content = readFileSync(file, 'utf8').trim()
  if (!/^\d{1,3}$/.test(content))
    throw new InputError(file, { line: 1 }, `a major version such as 15, found ${content.slice(0, 20)}`)
  return Number(content)
}

export function readPostmasterFile(cluster: string): PostmasterFile | 'absent' | 'unreadable' {
  try {
    return parsePostmasterFile(readFileSync(join(cluster, 'postmaster.pid'), 'utf8')) ?? 'unreadable'
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code === 'ENOENT') return 'absent'
    throw error
  }
}

/**
 * Makes the cluster. It is made beside and renamed when complete, so that a start that was killed leaves no half of
 * one. `--locale=C -E UTF8` works on every version and machine, with and without ICU; collation is the
 * application's. Checksums let PostgreSQL notice a damaged page instead of returning it.
 */
export async function initialiseCluster(
  folder: DataFolder,
  reach: Reach,
  account: Account | null,
): Promise<void> {
  for (const entry of readdirSync(folder.home)) {
    if (entry.startsWith('cluster.new-')) rmSync(join(folder.home, entry), { recursive: true, force: true })
  }
  const fresh = join(folder.home, `cluster.new-${randomBytes(6).toString('hex')}`)
  mkdirSync(fresh, { mode: 0o700 })
  if (account) chownSync(fresh, account.uid, account.gid)
  const options = [
    '--username',
    owner,
    '--encoding',
    'UTF8',
    '--locale=C',
    '--data-checksums',
    '--auth=trust',
  ]
  const args = ['-D', clusterInside(reach, fresh), ...options]
  const { file, args: all, uid, gid } = spawnable(reach, fresh, 'initdb', args)
  const child = spawn(file, all, {
    ...(uid === undefined ? {} : { uid, gid }),
    cwd: '/',
    env: cleanEnvironment,
    stdio: ['ignore', 'pipe', 'pipe'],
  })
  let output = ''
  const keep = (chunk: Buffer) => {
    output = (output + chunk.toString()).slice(-8000)
  }
  child.stdout.on('data', keep)
  child.stderr.on('data', keep)
  const timer = setTimeout(() => child.kill('SIGKILL'), initDeadlineMs)
  const status = await new Promise<number | string>((done) => {
    child.on('error', (error) => done(error.message))
    child.on('close', (code, signal) => done(code ?? signal ?? 'killed'))
  })
  clearTimeout(timer)
  if (status !== 0) {
    rmSync(fresh, { recursive: true, force: true })
    throw new Error(`initdb of PostgreSQL failed (${status}) in ${folder.home}:\n${output.trim()}`)
  }
  writeFileSync(join(fresh, 'pg_hba.conf'), accessRules)
  renameSync(fresh, folder.cluster)
  await flushFolder(folder.home)
}

// Trust is safe here because there is no way in but the socket, and its folder (mode 700) is passable only for the
// user that owns the server and for root, who could read the files anyway. No line for TCP: even a server that
// somebody starts by hand with an address listens in vain.
const accessRules = `# Written by kensho: only the unix socket, whose folder only the owner and root can reach.
local all all trust
`

/** The new name is on the disk only when its folder is. */
export async function flushFolder(folder: string): Promise<void> {
  const handle = await open(folder, 'r')
  try {
    await handle.sync()
  } finally {
    await handle.close()
  }
}
