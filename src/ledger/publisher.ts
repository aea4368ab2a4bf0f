import { existsSync, readFileSync } from 'node:fs'
import { join } from 'node:path'
import type { Config } from '../platform/config.ts'
import type { Context } from '../platform/context.ts'
import { InputError } from '../platform/failure.ts'
import { signCheckpoint } from './checkpoint.ts'
import { keyFilePath, readKeyFile, replaceFile } from './key-file.ts'
import type { NoteSigner } from './note.ts'
import { publishCheckpoint } from './store.ts'
import type { Head } from './store.ts'

/** The newest checkpoint, as a file beside the database: a database that was set back no longer agrees with it. */
export function checkpointPath(config: Config): string {
  return join(config.dataDir, 'ledger', 'checkpoint')
}

export function readCheckpointFile(path: string): string | undefined {
  return existsSync(path) ? readFileSync(path, 'utf8') : undefined
}

export type Publisher = {
  /** A head that is durable. Its checkpoint is out at once when the log was quiet, else a quarter second later. */
  offer: (head: Head) => void
  /** Publishes what was offered last and ends. */
  stop: () => Promise<void>
}

const PAUSE_MS = 250

/** The keys that sign for an origin. Throws InputError when the file has none. */
export function signersOf(ctx: Context, origin: string): NoteSigner[] {
  const path = keyFilePath(ctx.config)
  const signers = readKeyFile(path).filter(({ name }) => name === origin)
  if (signers.length === 0) throw new InputError(path, {}, `the signing key of the ledger ${origin}`)
  return signers
}

/** Signs and publishes heads, at most four a second: in the database for everybody, and in the data folder. */
export function startPublisher(ctx: Context): Publisher {
  let waiting: Head | undefined
  let running: Promise<void> | undefined
  let stopped = false
  const run = async () => {
    while (waiting) {
      const head = waiting
      waiting = undefined
      await publish(ctx, head).catch((error: unknown) => {
        // The next head carries this one too; entries and their acknowledgement do not depend on it.
        ctx.log.error({ err: error, size: head.size }, 'a checkpoint was not published')
      })
      if (!stopped) await new Promise((resolve) => setTimeout(resolve, PAUSE_MS).unref())
    }
    running = undefined
  }
  return {
    offer: (head) => {
      waiting = head
      running ??= run()
    },
    stop: async () => {
      stopped = true
      await running
      if (waiting) await run()
    },
  }
}

/**
 * Signs a durable head and publishes it: first in the database, then in the data folder. The keys are read each time,
 * so that a key which was added or retired counts from the next checkpoint on.
 */
export async function publish(ctx: Context, head: Head): Promise<void> {
  const note = signCheckpoint(head, signersOf(ctx, head.origin))
  await publishCheckpoint(ctx.db, { origin: head.origin, size: head.size, note })
  await replaceFile(checkpointPath(ctx.config), note)
}
