import { Client } from 'pg'
import type { Logger } from 'pino'
import type { Config } from '../platform/config.ts'

/** Facts have been put into the inbox; and: the log has grown, by a notice (notice.ts). */
export type Channel = 'kensho_ledger_inbox' | 'kensho_ledger_grown'

/** Wakes one that waits; a ring while nobody waits is kept for the next wait. */
export class Bell {
  #rung = false
  #wake: (() => void) | undefined

  ring(): void {
    this.#rung = true
    this.#wake?.()
  }

  /** Returns at a ring, after `timeoutMs`, or when `end` comes. */
  async wait(timeoutMs: number, end: AbortSignal): Promise<void> {
    if (!this.#rung && !end.aborted) {
      await new Promise<void>((resolve) => {
        const wake = () => {
          clearTimeout(timer)
          end.removeEventListener('abort', wake)
          this.#wake = undefined
          resolve()
        }
        const timer = setTimeout(wake, timeoutMs)
        end.addEventListener('abort', wake, { once: true })
        this.#wake = wake
      })
    }
    this.#rung = false
  }
}

const RECONNECT_MS = 500

/**
 * Rings at each notification on a channel, on a connection of its own that comes back by itself. What is notified
 * while it is away is lost: it rings with '' when it is back, and whoever waits must look now and then unrung.
 */
export function listen(
  config: Config,
  channel: Channel,
  log: Logger,
  ring: (payload: string) => void,
): { stop: () => void } {
  let client: Client | undefined
  let timer: NodeJS.Timeout | undefined
  let stopped = false
  const again = () => {
    client = undefined
    if (!stopped) timer = setTimeout(connect, RECONNECT_MS).unref()
  }
  const connect = () => {
    const fresh = new Client({
      connectionString: config.databaseUrl,
      application_name: `kensho ${channel}`,
      keepAlive: true,
    })
    client = fresh
    fresh.on('notification', ({ payload }) => ring(payload ?? ''))
    // A lost connection reports an error, then its end; a failed connect only the error of connect().
    fresh.on('error', (error) => log.debug({ err: error, channel }, 'ledger notifications interrupted'))
    fresh.once('end', again)
    fresh
      .connect()
      .then(() => fresh.query(`listen ${channel}`))
      // What came while we were away.
      .then(() => ring(''))
      .catch(() => fresh.end().catch(() => undefined))
  }
  connect()
  return {
    stop: () => {
      stopped = true
      clearTimeout(timer)
      client?.end().catch(() => undefined)
    },
  }
}
