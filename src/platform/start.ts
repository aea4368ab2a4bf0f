import type { Context } from './context.ts'
import { systemClock } from './clock.ts'
import type { Config } from './config.ts'
import { openDatabase } from './database.ts'
import type { Database } from './database.ts'
import type { Fence } from './fence.ts'
import { InputError } from './failure.ts'
import { randomIds } from './ids.ts'
import { createLog } from './log.ts'
import type { Zone } from './metrics.ts'
import { createOutbound } from './outbound.ts'

/** What a process of kensho works with: made once at its start, closed at its end. */
export type Started = { ctx: Context; database: Database; connectionString: string }

/** Opens what the configuration names. Throws InputError when it names no database. */
export function start(zone: Zone, config: Config, fence?: Fence): Started {
  const { databaseUrl } = config
  if (databaseUrl === undefined) {
    const expected = 'a PostgreSQL, when server or worker run by themselves; `kensho up` brings its own'
    throw new InputError('environment', { path: 'KENSHO_DATABASE_URL' }, expected)
  }
  const log = createLog(config.logLevel, zone)
  const database = openDatabase(databaseUrl, {
    log,
    applicationName: `kensho ${zone}`,
    ...(fence && { fence }),
  })
  const clock = systemClock
  const ctx: Context = {
    db: database.db,
    clock,
    ids: randomIds(clock),
    outbound: createOutbound({ allow: config.outboundAllow }),
    log,
    config,
  }
  return { ctx, database, connectionString: databaseUrl }
}
