import { existsSync } from 'node:fs'
import { resolve } from 'node:path'
import type { Client } from 'pg'
import type { Command, CommandIo } from '../command.ts'
import { readConfig } from '../config.ts'
import { EXIT, InputError } from '../failure.ts'
import type { ArchiveEnd, ArchiveHeader } from './archive.ts'
import { backup } from './backup.ts'
import { layout } from './data-folder.ts'
import { restore } from './restore.ts'
import { restoreFolder } from './restore-folder.ts'
import { openPostgres, runningServer } from './server.ts'

const dataOption = { flags: '--data <dir>', describe: 'data folder, instead of KENSHO_DATA' }
const jsonOption = { flags: '--json', describe: 'print what the file holds as JSON' }

/**
 * `kensho backup [--data DIR] --out FILE`: all of kensho's tables at one instant, from the server of
 * KENSHO_DATABASE_URL or from the data folder, whether kensho runs there or not.
 */
export function backupCommand(deps: { productVersion: string }): Command {
  return {
    name: 'backup',
    describe: 'Write the whole database into one file, while kensho runs or not',
    options: [
      dataOption,
      { flags: '--out <file>', describe: 'the file to write; replaced when complete' },
      jsonOption,
    ],
    run: async (io, _, options) => {
      if (typeof options['out'] !== 'string')
        throw new InputError('--out', {}, 'the file to write the backup to')
      const out = resolve(io.cwd, options['out'])
      const source = await openSource(io, options)
      const { productVersion } = deps
      const { connectionString } = source
      try {
        const done = await backup({ connectionString, out, productVersion, nowMs: io.clock.now() })
        tell(io, options, done, `${out}: backup of`)
      } finally {
        await source.close()
      }
      io.err('not in this file: signing keys and evidence files of the data folder; copy those as files')
      return EXIT.done
    },
  }
}

/**
 * `kensho restore FILE [--data DIR]`: into the empty database of KENSHO_DATABASE_URL, or into a data folder without
 * one. `restored` works in the same transaction, once all rows are back.
 */
export function restoreCommand(deps: {
  migrate: (connectionString: string) => Promise<void>
  restored?: (client: Client, header: ArchiveHeader) => Promise<void>
}): Command {
  return {
    name: 'restore',
    args: '<file>',
    describe: 'Put a backup into an empty database or a new data folder; all of it or nothing',
    options: [dataOption, jsonOption],
    run: async (io, [name], options) => {
      const file = resolve(io.cwd, String(name))
      if (!existsSync(file)) throw new InputError(file, {}, 'a backup; there is no such file')
      const { databaseUrl, dataDir } = configOf(io, options)
      const common = { ...deps, file, log: io.err }
      const done = databaseUrl
        ? await restoreByUrl(databaseUrl, dataDir, common)
        : await restoreFolder(dataDir, common)
      tell(io, options, done, `${databaseUrl ? 'the database' : dataDir}: restored`)
      return EXIT.done
    },
  }
}

type Common = Omit<Parameters<typeof restore>[0], 'connectionString'>

async function restoreByUrl(url: string, dataDir: string, common: Common) {
  const server = await openPostgres({ url, dataDir, log: common.log })
  return restore({ ...common, connectionString: server.connectionString })
}

function configOf(io: CommandIo, options: Record<string, unknown>) {
  const named = typeof options['data'] === 'string' ? resolve(io.cwd, options['data']) : undefined
  const config = readConfig(io.env, named === undefined ? {} : { dataDir: named })
  // A folder named on the command line is meant, whatever the environment says.
  return { dataDir: config.dataDir, databaseUrl: named === undefined ? config.databaseUrl : undefined }
}

/** The database to read: by URL, beside a kensho that runs, or started for this and stopped again. */
async function openSource(io: CommandIo, options: Record<string, unknown>) {
  const { databaseUrl, dataDir } = configOf(io, options)
  const running = databaseUrl ? null : runningServer(dataDir)
  if (running) return { connectionString: running.connectionString, close: () => Promise.resolve() }
  if (!databaseUrl && !existsSync(layout(dataDir).cluster)) {
    throw new InputError(
      dataDir,
      {},
      'a data folder with a database (--data, KENSHO_DATA or KENSHO_DATABASE_URL)',
    )
  }
  const server = await openPostgres({ url: databaseUrl, dataDir, log: io.err })
  return { connectionString: server.connectionString, close: server.stop }
}

type Done = { header: ArchiveHeader; end: ArchiveEnd }

function tell(io: CommandIo, options: Record<string, unknown>, { header, end }: Done, what: string): void {
  for (const { what: left, because } of header.notIncluded) io.err(`not in this file: ${left} (${because})`)
  const rows = end.tables.reduce((sum, table) => sum + table.rows, 0)
  io.err(
    `${what} ${rows} rows in ${end.tables.length} tables, as of ${header.madeAt} (kensho ${header.kensho})`,
  )
  if (options['json'] === true) io.out(JSON.stringify({ ...header, ...end }))
}
