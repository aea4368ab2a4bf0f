import { open, rename, rm } from 'node:fs/promises'
import { InputError } from '../platform/failure.ts'

/**
 * Writes a file that is there only when all of it is: it gets its name last. Throws InputError when it cannot be
 * written, and whatever `work` throws; then nothing is left behind.
 */
export async function writeWhole(
  target: string,
  work: (write: (chunk: Uint8Array) => Promise<void>) => Promise<unknown>,
): Promise<void> {
  const partial = `${target}.part`
  const file = await open(partial, 'w').catch((error: unknown) => {
    throw unwritable(target, error)
  })
  try {
    await work(async (chunk) => {
      await file.writeFile(chunk).catch((error: unknown) => {
        throw unwritable(target, error)
      })
    })
    await file.sync()
    await file.close()
    await rename(partial, target).catch((error: unknown) => {
      throw unwritable(target, error)
    })
  } catch (error) {
    await file.close()
    await rm(partial, { force: true })
    throw error
  }
}

function unwritable(target: string, error: unknown): InputError {
  const { code, message } = error as NodeJS.ErrnoException
  return new InputError(target, {}, `a file that can be written to its end: ${code ?? message}`)
}
