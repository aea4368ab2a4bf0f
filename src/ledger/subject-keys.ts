import { createCipheriv, createDecipheriv, createHash, randomBytes } from 'node:crypto'
import {
  closeSync,
  existsSync,
  fsyncSync,
  linkSync,
  mkdirSync,
  openSync,
  readFileSync,
  unlinkSync,
  writeSync,
} from 'node:fs'
import { join } from 'node:path'
import type { Config } from '../platform/config.ts'
import { InputError } from '../platform/failure.ts'

/**
 * Names and contacts of a person are sealed under a key of that person; facts carry pseudonymous ids and, where needed,
 * sealed text. Erasing the key erases them everywhere at once, in facts, exports and backups, while hashes and proofs
 * stay valid and "not the same person" still holds, since ids stay.
 *
 * The keys are files of their own, one for each person, in a folder outside ordinary backups (its copies are kept in
 * escrow, and an erasure is carried out in them too).
 */
export function subjectKeyFolder(config: Config): string {
  return process.env['KENSHO_SUBJECT_KEYS']?.trim() || join(config.dataDir, 'subject-keys')
}

const KEY_BYTES = 32
const NONCE_BYTES = 12
const TAG_BYTES = 16
const PLAIN_BYTES_MAX = 16 * 1024
const SEALED = /^sealed:1:[A-Za-z0-9_-]{38,22000}$/
const CIPHER = 'aes-256-gcm'

/** Seals a text for a person (AES-256-GCM, the id is authenticated along). Makes the person's key at first use. */
export function sealFor(config: Config, subject: string, text: string): string {
  const folder = subjectKeyFolder(config)
  const plain = Buffer.from(text, 'utf8')
  if (plain.length > PLAIN_BYTES_MAX)
    throw new InputError('subject', {}, `a text of at most ${PLAIN_BYTES_MAX} bytes`)
  const nonce = randomBytes(NONCE_BYTES)
  const cipher = createCipheriv(CIPHER, readKey(folder, subject) ?? makeKey(folder, subject), nonce)
  cipher.setAAD(Buffer.from(subject))
  const sealed = Buffer.concat([nonce, cipher.update(plain), cipher.final(), cipher.getAuthTag()])
  return `sealed:1:${sealed.toString('base64url')}`
}

/**
 * The text that was sealed for that person; undefined when the key has been erased. Throws when the key is there and
 * the text was changed or is another person's: that is not an erasure.
 */
export function openFor(config: Config, subject: string, sealed: string): string | undefined {
  if (!SEALED.test(sealed)) throw new InputError('subject', {}, 'a sealed text')
  const key = readKey(subjectKeyFolder(config), subject)
  if (!key) return undefined
  const bytes = Buffer.from(sealed.slice('sealed:1:'.length), 'base64url')
  const decipher = createDecipheriv(CIPHER, key, bytes.subarray(0, NONCE_BYTES))
  decipher.setAAD(Buffer.from(subject))
  decipher.setAuthTag(bytes.subarray(-TAG_BYTES))
  const body = bytes.subarray(NONCE_BYTES, -TAG_BYTES)
  return Buffer.concat([decipher.update(body), decipher.final()]).toString('utf8')
}

/** Destroys a person's key: overwritten, then removed. False when there was none. Cannot be undone. */
export function eraseKey(config: Config, subject: string): boolean {
  const folder = subjectKeyFolder(config)
  const path = keyPath(folder, subject)
  if (!existsSync(path)) return false
  // File systems may keep the old blocks; on such disks only encryption of the whole disk makes this certain.
  writeSynced(path, 'r+', randomBytes(KEY_BYTES))
  unlinkSync(path)
  syncFolder(folder)
  return true
}

/** A person's id may be anything: the file is named by its hash. */
function keyPath(folder: string, subject: string): string {
  if (subject === '' || subject.length > 256)
    throw new InputError('subject', {}, 'an id of 1 to 256 characters')
  return join(folder, createHash('sha256').update(subject).digest('hex'))
}

function readKey(folder: string, subject: string): Buffer | undefined {
  const path = keyPath(folder, subject)
  if (!existsSync(path)) return undefined
  const key = readFileSync(path)
  if (key.length !== KEY_BYTES)
    throw new InputError(path, {}, `a key of ${KEY_BYTES} bytes, found ${key.length}`)
  return key
}

/** Of two processes that make a key for one person at a time, both use that of the first. */
function makeKey(folder: string, subject: string): Buffer {
  mkdirSync(folder, { recursive: true, mode: 0o700 })
  const path = keyPath(folder, subject)
  const fresh = `${path}.${randomBytes(6).toString('hex')}`
  writeSynced(fresh, 'wx', randomBytes(KEY_BYTES))
  try {
    linkSync(fresh, path)
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code !== 'EEXIST') throw error
  } finally {
    unlinkSync(fresh)
  }
  syncFolder(folder)
  const key = readKey(folder, subject)
  if (!key) throw new Error('the key that was just made is gone')
  return key
}

function writeSynced(path: string, flags: string, bytes: Uint8Array): void {
  const file = openSync(path, flags, 0o600)
  try {
    for (let written = 0; written < bytes.length;)
      written += writeSync(file, bytes, written, bytes.length - written, written)
    fsyncSync(file)
  } finally {
    closeSync(file)
  }
}

function syncFolder(path: string): void {
  const folder = openSync(path, 'r')
  try {
    fsyncSync(folder)
  } finally {
    closeSync(folder)
  }
}
