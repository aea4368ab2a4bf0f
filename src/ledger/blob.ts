import { createHash, randomBytes } from 'node:crypto'
import { mkdir, open, readFile, rename, rm, stat } from 'node:fs/promises'
import { dirname, join } from 'node:path'
import type { Config } from '../platform/config.ts'
import { InputError } from '../platform/failure.ts'

/**
 * Evidence too large for a fact: files named by their SHA-256 in the data folder. Write it first, then append the fact
 * that carries its hash: a fact never names what is not there. The same content is stored once.
 */
const BLOB_BYTES_MAX = 1024 * 1024 * 1024
const SHA256 = /^[0-9a-f]{64}$/

/** The stored content does not have its hash any more, or is gone. */
export class BlobDamagedError extends Error {
  override readonly name = 'BlobDamagedError'
}

function blobPath(config: Config, sha256: string): string {
  if (!SHA256.test(sha256))
    throw new InputError('blob', { path: 'sha256' }, '64 hexadecimal digits in lower case')
  return join(config.dataDir, 'blobs', sha256.slice(0, 2), sha256)
}

/**
 * Stores content and returns its SHA-256; on return it survives a power cut. With `expected`, content of another hash
 * is refused with InputError and nothing is stored; so is content of more than 1 GiB.
 */
export async function putBlob(
  config: Config,
  content: Uint8Array | AsyncIterable<Uint8Array>,
  expected?: string,
): Promise<string> {
  const folder = join(config.dataDir, 'blobs')
  await mkdir(folder, { recursive: true, mode: 0o700 })
  const fresh = join(folder, `.${randomBytes(8).toString('hex')}`)
  try {
    const sha256 = await writeHashed(fresh, content instanceof Uint8Array ? [content] : content)
    if (expected !== undefined && sha256 !== expected) {
      throw new InputError('blob', {}, `content with SHA-256 ${expected}, found ${sha256}`)
    }
    const path = blobPath(config, sha256)
    // What is there already was verified when it was written, and is verified when it is read.
    if (await isFile(path)) return sha256
    await mkdir(dirname(path), { recursive: true, mode: 0o700 })
    await rename(fresh, path)
    await syncFolder(dirname(path))
    await syncFolder(folder)
    return sha256
  } finally {
    await rm(fresh, { force: true })
  }
}

/** The content with that hash, verified. Throws BlobDamagedError when it is not what was stored. */
export async function getBlob(config: Config, sha256: string): Promise<Buffer> {
  const path = blobPath(config, sha256)
  if (!(await isFile(path))) throw new BlobDamagedError(`the evidence ${sha256} is not in the data folder`)
  const content = await readFile(path)
  const found = createHash('sha256').update(content).digest('hex')
  if (found !== sha256) throw new BlobDamagedError(`the evidence ${sha256} was changed: it now has ${found}`)
  return content
}

async function writeHashed(
  path: string,
  chunks: Iterable<Uint8Array> | AsyncIterable<Uint8Array>,
): Promise<string> {
  const hash = createHash('sha256')
  const file = await open(path, 'wx', 0o600)
  try {
    let bytes = 0
    for await (const chunk of chunks) {
      bytes += chunk.length
      if (bytes > BLOB_BYTES_MAX) throw new InputError('blob', {}, `at most ${BLOB_BYTES_MAX} bytes`)
      hash.update(chunk)
      await file.writeFile(chunk)
    }
    await file.sync()
    return hash.digest('hex')
  } finally {
    await file.close()
  }
}

async function isFile(path: string): Promise<boolean> {
  return await stat(path).then(
    (found) => found.isFile(),
    (error: NodeJS.ErrnoException) => {
      if (error.code === 'ENOENT') return false
      throw error
    },
  )
}

async function syncFolder(path: string): Promise<void> {
  const folder = await open(path, 'r')
  try {
    await folder.sync()
  } finally {
    await folder.close()
  }
}
