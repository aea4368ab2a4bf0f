import type { Logger } from 'pino'
import type { Clock } from './clock.ts'
import type { Config } from './config.ts'
import type { Db } from './database.ts'
import type { Ids } from './ids.ts'
import type { OutboundClient } from './outbound.ts'

/** What every action, route and job may touch of the outside world; nothing is global. */
export type Context = {
  db: Db
  clock: Clock
  ids: Ids
  /** The one outbound HTTP client. */
  outbound: OutboundClient
  log: Logger
  config: Config
}
