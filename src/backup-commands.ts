import { readFileSync } from 'node:fs'
import { pino } from 'pino'
import type { Command } from './platform/command.ts'
import { openDatabase } from './platform/database.ts'
import { migrate } from './platform/migrations.ts'
import type { PlatformModule } from './platform/module.ts'
import { backupCommand, restoreCommand } from './platform/postgres/cli.ts'

/** `kensho backup` and `kensho restore`: they work on the database itself, which only an empty one is restored into. */
export function backupCommands(modules: readonly PlatformModule[]): Command[] {
  const { version } = JSON.parse(readFileSync(new URL('../package.json', import.meta.url), 'utf8')) as {
    version: string
  }
  return [
    backupCommand({ productVersion: version }),
    restoreCommand({
      migrate: async (connectionString) => {
        const log = pino({ level: 'warn' }, pino.destination(2))
        const database = openDatabase(connectionString, { log, applicationName: 'kensho restore' })
        try {
          await migrate(database, modules, log)
        } finally {
          await database.close()
        }
      },
    }),
  ]
}
