import { createHash } from 'node:crypto'
import { mkdtempSync, readdirSync, rmSync, statSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { Readable } from 'node:stream'
import { afterAll, describe, expect, it } from 'vitest'
import type { Config } from '../platform/config.ts'
import { InputError } from '../platform/failure.ts'
import { BlobDamagedError, getBlob, putBlob } from './blob.ts'

const dataDir = mkdtempSync(join(tmpdir(), 'kensho-blob-'))
const config = { dataDir } as Config
afterAll(() => rmSync(dataDir, { recursive: true, force: true }))

const content = Buffer.from('結果 '.repeat(50_000))
const sha256 = createHash('sha256').update(content).digest('hex')

function files(): string[] {
  const all = readdirSync(join(dataDir, 'blobs'), { recursive: true, encoding: 'utf8' })
  return all.filter((name) => statSync(join(dataDir, 'blobs', name)).isFile())
}

describe('evidence beside the ledger', () => {
  it('is named by its hash, stored once, and read back the same', async () => {
    expect(await putBlob(config, content)).toBe(sha256)
    expect(await putBlob(config, content, sha256)).toBe(sha256)
    expect(await putBlob(config, Readable.from([content.subarray(0, 77), content.subarray(77)]))).toBe(sha256)
    expect(files()).toEqual([join(sha256.slice(0, 2), sha256)])
    expect(Buffer.compare(await getBlob(config, sha256), content)).toBe(0)
  })

  it('is refused when it has another hash than expected, and leaves nothing behind', async () => {
    await expect(putBlob(config, Buffer.from('other'), sha256)).rejects.toThrow(InputError)
    const cut = async function* () {
      yield Buffer.from('half')
      throw new Error('cut off')
    }
    await expect(putBlob(config, cut())).rejects.toThrow('cut off')
    expect(files()).toHaveLength(1)
  })

  it('is verified on read: changed or gone, it is not given out', async () => {
    writeFileSync(join(dataDir, 'blobs', sha256.slice(0, 2), sha256), 'changed')
    await expect(getBlob(config, sha256)).rejects.toThrow(BlobDamagedError)
    await expect(getBlob(config, 'a'.repeat(64))).rejects.toThrow(/is not in the data folder/)
    for (const name of ['../../etc/passwd', 'A'.repeat(64), '', 'a'.repeat(63)]) {
      await expect(getBlob(config, name)).rejects.toThrow(InputError)
    }
  })
})
