/**
 * Completes package-lock.json. npm leaves platform packages out of the lock when a registry does not carry them, and
 * `npm ci` then refuses the lock it wrote itself. Every optional dependency of every package gets an entry with its
 * version, `optional`, and the os, cpu and libc that its name tells, so that `npm ci` accepts the lock anywhere.
 * Run: node scripts/complete-lock.ts (after every change of dependencies). `--check` only tells.
 */
import { readFileSync, writeFileSync } from 'node:fs'
import { fileURLToPath } from 'node:url'
import { completed, type Lock } from './lock.ts'

const file = fileURLToPath(new URL('../package-lock.json', import.meta.url))
const before = JSON.parse(readFileSync(file, 'utf8')) as Lock
const { lock, added } = completed(before)
if (process.argv.includes('--check')) {
  console.log(added.length === 0 ? 'the lock is complete' : `missing in the lock: ${added.join(', ')}`)
  process.exitCode = added.length === 0 ? 0 : 1
} else {
  writeFileSync(file, `${JSON.stringify(lock, null, 2)}\n`)
  console.log(`added ${added.length} entries`)
}
