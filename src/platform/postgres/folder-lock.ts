import { createHash } from 'node:crypto'
import { linkSync, readFileSync, renameSync, rmSync, unlinkSync, writeFileSync } from 'node:fs'
import { InputError } from '../failure.ts'
import { livingProcess } from './process-table.ts'

/** Who holds a folder: a pid counts only together with the start of its process, because numbers are reused. */
type Holder = { pid: number; started: string }

export type FolderLock = { path: string; release: () => void }

/** A takeover holds a lock on the lock, and a takeover of a dead takeover one more; deeper than this is a fault. */
const depthMax = 4

/** The process that holds this lock now, or null when nobody alive does. */
export function lockHolder(path: string): number | null {
  const holder = parseHolder(readIfThere(path))
  return holder && isAlive(holder) ? holder.pid : null
}

/**
 * Takes the lock, also from a holder that died. Throws InputError when a living process holds it. Works on every
 * local file system: creation is by link, which fails when the name exists. Not between machines or pid namespaces
 * that share a folder; PostgreSQL's own files do not protect there either.
 */
export function lockFolder(path: string): FolderLock {
  const own = ownHolder()
  const content = `${JSON.stringify(own)}\n`
  acquire(path, content, depthMax)
  return {
    path,
    release: () => {
      if (readIfThere(path) === content) unlinkSync(path)
    },
  }
}

function ownHolder(): Holder {
  const self = livingProcess(process.pid)
  if (!self) throw new Error('this system shows us no start time of our own process')
  return { pid: self.pid, started: self.started }
}

function acquire(path: string, content: string, depth: number): void {
  for (let attempt = 0; attempt < 100; attempt++) {
    if (createWith(path, content)) return
    const found = readIfThere(path)
    if (found === null) continue
    const holder = parseHolder(found)
    if (holder && isAlive(holder)) {
      throw new InputError(
        path,
        {},
        `a data folder that no other kensho uses; process ${holder.pid} is using it`,
      )
    }
    if (depth === 0) break
    if (takeOver(path, found, content, depth)) return
  }
  throw new Error(
    `${path}: the lock could not be taken, it keeps changing; remove the file when no kensho runs`,
  )
}

/**
 * Replaces the lock of a dead holder. Only who holds the claim for exactly this dead content may replace it, and
 * looks again under the claim: a second starter that saw the same dead holder finds the new one and gives up.
 */
function takeOver(path: string, dead: string, content: string, depth: number): boolean {
  const claim = `${path}.${createHash('sha256').update(dead).digest('hex').slice(0, 12)}`
  acquire(claim, content, depth - 1)
  try {
    if (readIfThere(path) !== dead) return false
    const fresh = writeBeside(path, content)
    renameSync(fresh, path)
    return true
  } finally {
    rmSync(claim, { force: true })
  }
}

/** Makes the file with its content in one step; false when the name is taken. */
function createWith(path: string, content: string): boolean {
  const fresh = writeBeside(path, content)
  try {
    linkSync(fresh, path)
    return true
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code === 'EEXIST') return false
    throw error
  } finally {
    rmSync(fresh, { force: true })
  }
}

function writeBeside(path: string, content: string): string {
  const fresh = `${path}.new-${process.pid}`
  writeFileSync(fresh, content, { mode: 0o644 })
  return fresh
}

function readIfThere(path: string): string | null {
  try {
    return readFileSync(path, 'utf8')
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code === 'ENOENT') return null
    throw error
  }
}

function parseHolder(content: string | null): Holder | null {
  if (content === null) return null
  try {
    const value: unknown = JSON.parse(content)
    if (typeof value !== 'object' || value === null || !('pid' in value) || !('started' in value)) return null
    return typeof value.pid === 'number' && typeof value.started === 'string'
      ? { pid: value.pid, started: value.started }
      : null
  } catch (error) {
    // A lock that is no JSON was not written by us in one step, so nobody holds it.
    if (error instanceof SyntaxError) return null
    throw error
  }
}

function isAlive(holder: Holder): boolean {
  return livingProcess(holder.pid)?.started === holder.started
}
