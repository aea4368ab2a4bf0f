import { createMetrics } from '../../platform/metrics.ts'
import { buildApp, type App } from '../../platform/http/app.ts'
import { readConfig } from '../../platform/config.ts'
import { fixedClock } from '../../platform/clock.ts'
import type { Context } from '../../platform/context.ts'
import { inTransaction } from '../../platform/database.ts'
import { migrate } from '../../platform/migrations.ts'
import type { PlatformModule } from '../../platform/module.ts'
import { createOutbound } from '../../platform/outbound.ts'
import { scratchLedger } from '../../ledger/scratch-ledger.ts'
import { ledgerModule } from '../../ledger/module.ts'
import { createChecker } from '../checker.ts'
import { peopleModule } from '../module.ts'
import { enterPerson } from '../person-actions.ts'
import { grantRole } from '../role-actions.ts'
import { authenticateWith } from './authenticate.ts'
import { signInModule } from './module.ts'

const ORIGIN = 'http://localhost:42310'
const LOCAL = '127.0.0.1'

/** One browser, or none: keeps its cookies, comes from its address. */
export type Visitor = {
  cookies: Map<string, string>
  get: (path: string, headers?: Record<string, string>) => Promise<Answer>
  send: (method: string, path: string, body?: unknown, headers?: Record<string, string>) => Promise<Answer>
}
export type Answer = { status: number; body: Record<string, unknown>; headers: Headers }

/** The server of people and sign-in over a ledger and database of its own, with a clock that the test moves. */
export type ScratchServer = {
  ctx: Context
  app: App
  clock: ReturnType<typeof fixedClock>
  /** A visitor from that address; `via` are headers that something in between adds. */
  visitor: (address?: string, via?: Record<string, string>) => Visitor
  /** Enters a person with a role. */
  person: (id: string, role: string) => Promise<void>
  stop: () => Promise<void>
}

export async function scratchServer(env: Record<string, string> = {}): Promise<ScratchServer> {
  const clock = fixedClock(Date.parse('2026-11-23T00:00:00Z'))
  const ledger = await scratchLedger(clock)
  const modules: PlatformModule[] = [ledgerModule]
  modules.push(
    peopleModule(() => modules),
    signInModule(() => modules),
  )
  await migrate(ledger.database, modules, ledger.ctx.log)
  const config = readConfig({ KENSHO_ORIGIN: ORIGIN, KENSHO_DATA: ledger.ctx.config.dataDir, ...env })
  config.databaseUrl = ledger.database.connectionString
  const ctx: Context = {
    ...ledger.ctx,
    clock,
    config,
    outbound: createOutbound({ allow: config.outboundAllow }),
  }
  const leading = ledger.lead()
  const metrics = createMetrics('server')
  const app = buildApp({
    ctx,
    modules,
    checker: createChecker(ctx, modules),
    authenticate: authenticateWith(ctx),
    metrics,
    metricsText: () => metrics.text(),
    readiness: () => Promise.resolve({ ready: true, database: true, migrations: true, worker: true }),
    origins: () => new Set([ORIGIN]),
  })
  return {
    ctx,
    app,
    clock,
    visitor: (address = LOCAL, via = {}) => visitorAt(app, address, via),
    person: async (id, role) => {
      const system = { id: 'system:people' }
      await inTransaction(ctx.db, async (tx) => {
        await enterPerson(ctx, tx, system, { id, name: id, kind: 'employee' })
        await grantRole(ctx, tx, system, { person: id, role, fromMs: clock.now() })
      })
    },
    stop: async () => {
      await leading.stop()
      await ledger.drop()
    },
  }
}

function visitorAt(app: App, address: string, via: Record<string, string>): Visitor {
  const cookies = new Map<string, string>()
  const send = async (method: string, path: string, body?: unknown, headers: Record<string, string> = {}) => {
    const jar = [...cookies].map(([name, value]) => `${name}=${value}`).join('; ')
    const response = await app.request(
      path,
      {
        method,
        headers: {
          host: new URL(ORIGIN).host,
          ...(method !== 'GET' && { origin: ORIGIN, 'content-type': 'application/json' }),
          ...(jar !== '' && { cookie: jar }),
          ...via,
          ...headers,
        },
        ...(body !== undefined && { body: JSON.stringify(body) }),
      },
      { incoming: { socket: { remoteAddress: address } } },
    )
    for (const line of response.headers.getSetCookie()) {
      const [, name = '', value = ''] = /^([^=]+)=([^;]*)/.exec(line) ?? []
      if (value === '') cookies.delete(name)
      else cookies.set(name, value)
    }
    const text = await response.text()
    const parsed = text === '' ? {} : (JSON.parse(text) as Record<string, unknown>)
    return { status: response.status, body: parsed, headers: response.headers }
  }
  return { cookies, send, get: (path, headers) => send('GET', path, undefined, headers) }
}
