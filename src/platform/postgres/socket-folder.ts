import { createHash } from 'node:crypto'
import { chmodSync, chownSync, lstatSync, mkdirSync, rmdirSync, rmSync, statSync } from 'node:fs'
import { join } from 'node:path'
import { InputError } from '../failure.ts'
import type { Account } from './account.ts'

export const socketPort = 5432

/** The kernel's bound on a socket's path, in bytes, without the closing zero. */
export function socketPathBytesMax(platform: NodeJS.Platform): number {
  return platform === 'darwin' ? 103 : 107
}

export function socketFile(folder: string): string {
  return join(folder, `.s.PGSQL.${socketPort}`)
}

/** Pure. */
export function fitsSocket(folder: string, platform: NodeJS.Platform = process.platform): boolean {
  return Buffer.byteLength(socketFile(folder)) <= socketPathBytesMax(platform)
}

/** The same short name for the same data folder and user, so that a server left behind is found again. Pure. */
export function runFolderName(home: string, uid: number): string {
  return `kensho-${createHash('sha256').update(`${uid}\0${home}`).digest('hex').slice(0, 12)}`
}

/**
 * A short folder outside the data folder, for sockets whose path would be too long and for the mount points of
 * root's private namespace. Made with safe ownership: only we may write into it, and nobody else can have made it.
 * Throws InputError naming the folders tried.
 */
export function makeRunFolder(home: string, bases = ['/run', '/tmp']): string {
  const uid = process.getuid?.() ?? 0
  const name = runFolderName(home, uid)
  for (const base of bases) {
    const folder = join(base, name)
    if (fitsSocket(join(folder, 'socket')) && isSafeBase(base) && makeOwn(folder, uid)) return folder
  }
  throw new InputError(
    bases.join(' or '),
    {},
    `a folder in which we can make ${name} with mode 700, for the socket of PostgreSQL (its path may have ` +
      `${socketPathBytesMax(process.platform)} bytes); a folder of that name may belong to somebody else`,
  )
}

/** In a folder that everybody may write, only the sticky bit keeps others from renaming ours. */
function isSafeBase(base: string): boolean {
  const found = statSync(base, { throwIfNoEntry: false })
  return (
    found !== undefined && found.isDirectory() && ((found.mode & 0o002) === 0 || (found.mode & 0o1000) !== 0)
  )
}

function makeOwn(folder: string, uid: number): boolean {
  try {
    mkdirSync(folder)
  } catch (error) {
    const code = (error as NodeJS.ErrnoException).code
    if (code === 'EACCES' || code === 'EROFS' || code === 'EPERM') return false
    if (code !== 'EEXIST') throw error
  }
  const found = lstatSync(folder)
  if (!found.isDirectory() || found.uid !== uid) return false
  // As root the account must pass through to its socket; it can neither list nor write.
  chmodSync(folder, uid === 0 ? 0o711 : 0o700)
  return true
}

/**
 * Where the socket lives: in the data folder when its path is short enough, else in the run folder. Only the owner
 * and root reach it (mode 700), which is what allows PostgreSQL to trust whoever connects.
 */
export function makeSocketFolder(parent: string, account: Account | null): string {
  const folder = join(parent, 'socket')
  mkdirSync(folder, { recursive: true, mode: 0o700 })
  chmodSync(folder, 0o700)
  if (account) chownSync(folder, account.uid, account.gid)
  return folder
}

/** PostgreSQL refuses to start over a socket's lock whose pid lives, also when that is a zombie or a stranger. */
export function removeSocket(folder: string): void {
  rmSync(socketFile(folder), { force: true })
  rmSync(`${socketFile(folder)}.lock`, { force: true })
}

/** Removes our empty folders; whatever else is in them stays. */
export function removeRunFolder(folder: string): void {
  for (const path of [join(folder, 'socket'), join(folder, 'cluster'), join(folder, 'binaries'), folder]) {
    try {
      rmdirSync(path)
    } catch (error) {
      const code = (error as NodeJS.ErrnoException).code
      if (code !== 'ENOENT' && code !== 'ENOTEMPTY' && code !== 'EBUSY') throw error
    }
  }
}
