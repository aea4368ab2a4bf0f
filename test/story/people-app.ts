import { hash } from 'node:crypto'
import { ALL_MODULES } from '../../src/modules.ts'
import { inTransaction, knock, openDatabase } from '../../src/platform/database.ts'
import type { Context } from '../../src/platform/context.ts'
import { buildApp, type App } from '../../src/platform/http/app.ts'
import type { Actor, Checker } from '../../src/platform/http/permission.ts'
import { listenLocally, type Listening } from '../../src/platform/http/listen.ts'
import { createMetrics } from '../../src/platform/metrics.ts'
import { migrate } from '../../src/platform/migrations.ts'
import { scratchLedger } from '../../src/ledger/scratch-ledger.ts'
import { createChecker } from '../../src/people/checker.ts'
import { peopleFence } from '../../src/people/fence.ts'
import { enterPerson, type Entering } from '../../src/people/person-actions.ts'
import { grantRole } from '../../src/people/role-actions.ts'
import { tokenOf } from '../../src/people/token-store.ts'

export const ORIGIN = 'http://localhost:42200'
const SYSTEM = { id: 'system:test' }

/** All modules over one database behind its fence, with a ledger that leads; who asks is named in a header, as sign-in would find him. */
export type PeopleApp = {
  ctx: Context
  app: App
  /** Enters a person with roles. */
  enter: (id: string, roles: readonly string[], more?: Partial<Entering>) => Promise<void>
  /** Asks as a person (or with `Bearer …` as a token); gives status and JSON. */
  ask: (who: string, method: string, path: string, body?: unknown) => Promise<Answer>
  /** Serves it over HTTP on a free port, until it stops; returns the URL. */
  listen: () => Promise<string>
  stop: () => Promise<void>
}
// oxlint-disable-next-line typescript/no-explicit-any -- what a test expects of an answer it says itself
export type Answer = { status: number; json: any; text: string }

/** As the server puts it together; a test may leave out the checker, the knock at the second fence, or all of that. */
export async function peopleApp(
  parts: { checker?: Checker; knocks?: boolean; fenced?: boolean } = {},
): Promise<PeopleApp> {
  const ledger = await scratchLedger()
  await migrate(ledger.database, ALL_MODULES, ledger.ctx.log)
  const database = openDatabase(ledger.database.connectionString, {
    log: ledger.ctx.log,
    ...(parts.fenced !== false && { fence: peopleFence }),
  })
  const ctx: Context = { ...ledger.ctx, db: database.db }
  await peopleFence.raise(ctx, ALL_MODULES)
  const leading = ledger.lead()
  const metrics = createMetrics('server')
  const origins = new Set([ORIGIN])
  let listening: Listening | undefined
  const app = buildApp({
    ctx,
    modules: ALL_MODULES,
    checker: parts.checker ?? createChecker(ctx, ALL_MODULES),
    ...(parts.knocks !== false && { knock: () => knock(ctx.db) }),
    authenticate: (request) => actorOf(ctx, request),
    metrics,
    metricsText: () => metrics.text(),
    readiness: () => Promise.resolve({ ready: true, database: true, migrations: true, worker: true }),
    origins: () => origins,
  })
  return {
    ctx,
    app,
    enter: async (id, roles, more = {}) => {
      await inTransaction(ctx.db, async (tx) => {
        await enterPerson(ctx, tx, SYSTEM, { id, name: `Name ${id}`, kind: 'employee', ...more })
        const fromMs = ctx.clock.now()
        for (const role of roles) await grantRole(ctx, tx, SYSTEM, { person: id, role, fromMs })
      })
    },
    ask: (who, method, path, body) => asked(app, who, method, path, body),
    listen: async () => {
      listening = await listenLocally((request, bindings) => app.fetch(request, bindings), ctx.config)
      const url = `http://localhost:${listening.port}`
      origins.add(url)
      return url
    },
    stop: async () => {
      await listening?.close()
      await leading.stop()
      await database.close()
      await ledger.drop()
    },
  }
}

/** What sign-in does, by name: a session of that person, or a bearer token. */
async function actorOf(ctx: Context, request: Request): Promise<Actor | undefined> {
  const secret = /^Bearer (\S+)$/.exec(request.headers.get('authorization') ?? '')?.[1]
  if (secret !== undefined) {
    const token = await tokenOf(ctx.db, secret, ctx.clock.now())
    return token && { id: token.owner, via: { kind: 'token', id: token.id } }
  }
  const id = request.headers.get('x-test-person')
  return id === null ? undefined : { id, via: { kind: 'demo', id: `session of ${id}` } }
}

async function asked(app: App, who: string, method: string, path: string, body: unknown): Promise<Answer> {
  const response = await app.request(path, {
    method,
    headers: {
      host: 'localhost:42200',
      origin: ORIGIN,
      'content-type': 'application/json',
      ...(who.startsWith('Bearer ') ? { authorization: who } : who !== '' && { 'x-test-person': who }),
    },
    ...(body !== undefined && { body: JSON.stringify(body) }),
  })
  // A stream that is refused midway breaks off: its status was on the way before.
  const text = await response.text().catch(() => BROKEN_OFF)
  const isJson = response.headers.get('content-type')?.startsWith('application/json') === true
  return { status: response.status, json: isJson ? JSON.parse(text) : undefined, text }
}

export const BROKEN_OFF = '(broken off)'

export function sha256Of(text: string): string {
  return hash('sha256', text)
}
