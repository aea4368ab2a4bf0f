import { readFileSync } from 'node:fs'
import { pino } from 'pino'
import { reopenData } from './ledger/data-folder.ts'
import type { Command } from './platform/command.ts'
import { EXIT } from './platform/failure.ts'
import { openDatabase } from './platform/database.ts'
import { migrate } from './platform/migrations.ts'
import type { PlatformModule } from './platform/module.ts'
import { backupCommand, restoreCommand } from './platform/postgres/cli.ts'

/** `kensho backup` and `kensho restore`: they work on the database itself, which only an empty one is restored into. */
export function backupCommands(modules: readonly PlatformModule[]): Command[] {
  const { version } = JSON.parse(readFileSync(new URL('../package.json', import.meta.url), 'utf8')) as {
    version: string
  }
  const restore = restoreCommand({
    migrate: async (connectionString) => {
      const log = pino({ level: 'warn' }, pino.destination(2))
      const database = openDatabase(connectionString, { log, applicationName: 'kensho restore' })
      try {
        await migrate(database, modules, log)
      } finally {
        await database.close()
      }
    },
  })
  return [
    backupCommand({ productVersion: version }),
    {
      ...restore,
      run: async (io, args, options) => {
        const status = await restore.run(io, args, options)
        if (status !== EXIT.done) return status
        // A restore takes the log back: said in the log itself, under a new origin, so that it is no forgery.
        const { origin, size } = await reopenData(io, options['data'], `restored from ${String(args[0])}`)
        io.err(`the ledger goes on as ${origin}, from fact ${size - 1} on`)
        return status
      },
    },
  ]
}
