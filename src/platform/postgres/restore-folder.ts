import { randomBytes } from 'node:crypto'
import { existsSync, readdirSync, renameSync, rmSync } from 'node:fs'
import { join } from 'node:path'
import { InputError } from '../failure.ts'
import { flushFolder, layout, makeDataFolder } from './data-folder.ts'
import { lockFolder } from './folder-lock.ts'
import { restore } from './restore.ts'
import type { RestoreOptions } from './restore.ts'
import { openPostgres } from './server.ts'

const workPrefix = 'restoring-'

/**
 * Restores into a data folder that has no database yet. The database is made and filled in a folder of its own and
 * takes its place by one rename, so that a restore that fails, or is killed, leaves a data folder without a database,
 * as before. Throws InputError when the folder has one.
 */
export async function restoreFolder(dataDir: string, options: Omit<RestoreOptions, 'connectionString'>) {
  if (existsSync(layout(dataDir).cluster)) {
    throw new InputError(
      dataDir,
      {},
      'a data folder without a database; this one has one. Name another with --data',
    )
  }
  const folder = makeDataFolder(dataDir)
  const lock = lockFolder(folder.lock)
  const work = join(folder.home, `${workPrefix}${randomBytes(6).toString('hex')}`)
  try {
    await removeAbandoned(folder.home, options.log)
    const server = await openPostgres({ dataDir: work, log: options.log })
    try {
      const done = await restore({ ...options, connectionString: server.connectionString })
      await server.stop()
      renameSync(layout(work).cluster, folder.cluster)
      await flushFolder(folder.home)
      return done
    } finally {
      await server.stop()
    }
  } finally {
    rmSync(work, { recursive: true, force: true })
    lock.release()
  }
}

/** A restore that was killed leaves its folder, and perhaps its server still running in there. */
async function removeAbandoned(home: string, log: (line: string) => void): Promise<void> {
  for (const entry of readdirSync(home)) {
    if (!entry.startsWith(workPrefix)) continue
    const abandoned = join(home, entry)
    log(`removing what an interrupted restore left in ${abandoned}`)
    if (existsSync(join(layout(abandoned).cluster, 'postmaster.pid'))) {
      const server = await openPostgres({ dataDir: abandoned, log })
      await server.stop()
    }
    rmSync(abandoned, { recursive: true, force: true })
  }
}
