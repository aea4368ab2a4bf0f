import { existsSync, readFileSync, statSync } from 'node:fs'
import { mkdir, open, rename } from 'node:fs/promises'
import { randomBytes } from 'node:crypto'
import { dirname, join } from 'node:path'
import type { Config } from '../platform/config.ts'
import { InputError } from '../platform/failure.ts'
import { NoteError, parseSigner, secretKeyText } from './note.ts'
import type { NoteSigner } from './note.ts'

/**
 * The signing keys are lines `PRIVATE+KEY+NAME+HASH+BASE64` of one file, mode 0600, never a row of the database:
 * whoever holds the database alone cannot make checkpoints. Replicas share the file. All keys whose name is the log's
 * origin sign, so that a new key can be added before the old one is taken out.
 */
export function keyFilePath(config: Config): string {
  return process.env['KENSHO_LEDGER_KEY']?.trim() || join(config.dataDir, 'ledger', 'signing-keys')
}

/** What a key may sign by, and the type that C2SP gives it: Ed25519, and one that quantum computers do not break. */
export const SIGNING_ALGORITHMS = { ed25519: 1, 'ml-dsa-44': 6 } as const
export type SigningAlgorithm = keyof typeof SIGNING_ALGORITHMS

const LINES_MAX = 100

/** All keys of the file; empty when it does not exist. Throws InputError when others may read it or a line is none. */
export function readKeyFile(path: string): NoteSigner[] {
  if (!existsSync(path)) return []
  if ((statSync(path).mode & 0o077) !== 0)
    throw new InputError(path, {}, 'a file that only its owner may read (chmod 600)')
  const lines = readFileSync(path, 'utf8').split('\n')
  if (lines.length > LINES_MAX) throw new InputError(path, {}, `at most ${LINES_MAX} lines`)
  return lines.flatMap((line, order) => {
    if (line.trim() === '' || line.startsWith('#')) return []
    try {
      return [parseSigner(line.trim())]
    } catch (error) {
      if (!(error instanceof NoteError)) throw error
      throw new InputError(path, { line: order + 1 }, `a signing key: ${error.message}`)
    }
  })
}

/** Makes a new key of that name and adds it to the file, which is made where it is missing. */
export async function addKey(
  path: string,
  name: string,
  algorithm: SigningAlgorithm = 'ed25519',
): Promise<NoteSigner> {
  const secret = secretKeyText(name, randomBytes(32), SIGNING_ALGORITHMS[algorithm])
  const before = existsSync(path) ? readFileSync(path, 'utf8') : ''
  const gap = before === '' || before.endsWith('\n') ? '' : '\n'
  await replaceFile(path, `${before}${gap}${secret}\n`)
  return parseSigner(secret)
}

/** Takes a key out of the file. */
export async function removeKey(path: string, vkey: string): Promise<void> {
  const lines = readFileSync(path, 'utf8').split('\n')
  const kept = lines.filter(
    (line) => !line.startsWith('PRIVATE+KEY+') || parseSigner(line.trim()).vkey !== vkey,
  )
  await replaceFile(path, kept.join('\n'))
}

/** Writes a file, mode 0600, so that after a power cut it has either the old or the new content. */
export async function replaceFile(path: string, content: string): Promise<void> {
  await mkdir(dirname(path), { recursive: true, mode: 0o700 })
  const fresh = `${path}.${randomBytes(6).toString('hex')}`
  const file = await open(fresh, 'wx', 0o600)
  try {
    await file.writeFile(content)
    await file.sync()
  } finally {
    await file.close()
  }
  await rename(fresh, path)
  const folder = await open(dirname(path), 'r')
  try {
    await folder.sync()
  } finally {
    await folder.close()
  }
}
