import {
  chownSync,
  closeSync,
  copyFileSync,
  fstatSync,
  openSync,
  readSync,
  statSync,
  truncateSync,
} from 'node:fs'
import type { Account } from './account.ts'

/** Above this size the log is moved aside, over the one moved before: at most twice this much is kept. */
const logBytesMax = 8 * 1024 * 1024

/** Opens the server's log for appending. The server inherits it, and goes on writing when we are gone. */
export function openLog(path: string, account: Account | null): { descriptor: number; sizeBytes: number } {
  boundLog(path)
  const descriptor = openSync(path, 'a', 0o600)
  if (account) chownSync(path, account.uid, account.gid)
  return { descriptor, sizeBytes: fstatSync(descriptor).size }
}

/** Copies and empties a log that has grown too large. Renaming would not do: the server holds the file open. */
export function boundLog(path: string, bytesMax = logBytesMax): boolean {
  const found = statSync(path, { throwIfNoEntry: false })
  if (!found || found.size <= bytesMax) return false
  copyFileSync(path, `${path}.1`)
  truncateSync(path)
  return true
}

/** The last part of what was written after `fromBytes`. */
export function logTail(path: string, fromBytes: number): string {
  const descriptor = openSync(path, 'r')
  try {
    const { size } = fstatSync(descriptor)
    const start = Math.max(fromBytes, size - 4000)
    const buffer = Buffer.alloc(Math.max(0, size - start))
    const read = readSync(descriptor, buffer, 0, buffer.length, start)
    return buffer.subarray(0, read).toString().trim()
  } finally {
    closeSync(descriptor)
  }
}
