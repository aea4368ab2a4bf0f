import { isIP } from 'node:net'
import type { HttpBindings } from '@hono/node-server'
import { OpenAPIHono } from '@hono/zod-openapi'
import type { Context as HonoContext, MiddlewareHandler } from 'hono'
import { bodyLimit } from 'hono/body-limit'
import type { Context } from '../context.ts'
import { behindFence, outsideFence, type Asking } from '../fence.ts'
import { METRICS_TYPE } from '../metrics.ts'
import type { Metrics } from '../metrics.ts'
import type { PlatformModule } from '../module.ts'
import { platformPolicy } from '../policy.ts'
import { Refusal } from '../refusal.ts'
import type { WebFiles } from './files.ts'
import { setSecurityHeaders } from './headers.ts'
import { openApiDocument } from './openapi.ts'
import type { Actor, Authenticate, Checker, Peer, Permission } from './permission.ts'
import type { Readiness } from './readiness.ts'
import { inputErrorOf, replyToError, standingReply, turnedAway } from './reply.ts'
import type { Route } from './route.ts'
import { refusalOf } from './same-origin.ts'

export type AppOptions = {
  ctx: Context
  modules: readonly PlatformModule[]
  /** Whether an actor holds a permission, and who a request comes from: both supplied by people. */
  checker: Checker
  authenticate: Authenticate
  metrics: Metrics
  readiness: () => Promise<Readiness>
  /** Prometheus text of all processes. */
  metricsText: () => Promise<string>
  /** Asks the database for anything at all, so that its own judgement (the second fence) comes before every handler. */
  knock?: () => Promise<void>
  /** The origins under which we answer, asked at each request: the port may be known only after listening. */
  origins: () => ReadonlySet<string>
  files?: WebFiles
}

type Env = {
  Bindings: Partial<HttpBindings>
  Variables: { actor: Actor; route: string; peer: Peer }
}
export type App = OpenAPIHono<Env>

const ANONYMOUS: Actor = { id: 'system:anonymous' }
const FORBIDDEN = {
  ja: 'この対象への操作は許可されていません。',
  en: 'This is not permitted on this object.',
}

/**
 * The app of all modules' routes. Deny by default: a route runs only if its permission is `public` or the checker
 * grants it. Throws when a route asks for a permission that no module declares, or two routes are the same.
 */
export function buildApp(options: AppOptions): App {
  const { ctx, modules } = options
  const app: App = new OpenAPIHono<Env>({
    defaultHook: (result) => {
      if (!result.success) throw inputErrorOf(PART_OF_TARGET[result.target] ?? result.target, result.error)
    },
  })
  app.onError((error) => replyToError(error, ctx.ids, ctx.log))
  app.use(observed(options))
  app.use(admitted(options))
  mountSystem(app, options)
  const routes = modules.flatMap((module) => module.routes ?? [])
  assertRoutes(routes, declaredPermissions(modules))
  for (const route of routes) mount(app, route, options)
  app.notFound((c) => answerFile(c, options.files))
  return app
}

const PART_OF_TARGET: { [target: string]: string } = { param: 'path', json: 'body' }

/** All permissions that exist: those of the platform and those that modules declare. */
export function declaredPermissions(modules: readonly PlatformModule[]): ReadonlySet<string> {
  return new Set([platformPolicy, ...modules.map((module) => module.permissions ?? {})].flatMap(Object.keys))
}

function assertRoutes(routes: readonly Route[], declared: ReadonlySet<string>): void {
  const seen = new Set<string>()
  for (const { method, path, permission } of routes) {
    const name = `${method} ${path}`
    // What anybody may read has an address that people can be told; all else stands under /api/.
    const isOpenPage = permission === 'public' && method === 'get' && /^\/public(\/|$)/.test(path)
    if (!path.startsWith('/api/') && !isOpenPage) throw new Error(`route ${name} is not under /api/`)
    if (seen.has(name)) throw new Error(`route ${name} is declared twice`)
    if (permission !== 'public' && !declared.has(permission))
      throw new Error(`route ${name} asks for "${permission}", which no module declares`)
    seen.add(name)
  }
}

/** Times, counts and logs each request, and sets the headers of each answer. */
function observed({ ctx, metrics, origins }: AppOptions): MiddlewareHandler<Env> {
  return async (c, next) => {
    const startedMs = performance.now()
    c.set('route', 'other')
    await next()
    const overTls = [...origins()].some((origin) => origin.startsWith('https:'))
    setSecurityHeaders(c.res.headers, overTls)
    const tookMs = performance.now() - startedMs
    const { method } = c.req
    metrics.observeRequest(method, c.var.route, c.res.status, tookMs)
    const line = {
      method,
      path: c.req.path,
      status: c.res.status,
      tookMs: Math.round(tookMs),
      actor: c.var.actor?.id,
    }
    if (c.res.status >= 500) ctx.log.warn(line, 'answered')
    else ctx.log.debug(line, 'answered')
  }
}

/** Probes come from outside the browser's world and may use any name for us. */
const PROBES = new Set(['/healthz', '/readyz'])

function admitted({ ctx, origins }: AppOptions): MiddlewareHandler<Env> {
  return async (c, next) => {
    const refused = refusalOf(
      {
        method: c.req.method,
        host: hostOf(c, ctx.config.trustedProxy),
        origin: c.req.header('origin'),
        secFetchSite: c.req.header('sec-fetch-site'),
        authorization: c.req.header('authorization'),
      },
      origins(),
    )
    if (refused !== undefined && !PROBES.has(c.req.path)) {
      ctx.log.warn({ refused, path: c.req.path }, 'turned away')
      return turnedAway(refused)
    }
    await next()
  }
}

/** The name that the client used. A proxy's word for it counts only when it is the named one. */
function hostOf(c: HonoContext<Env>, trustedProxy: string | undefined): string | undefined {
  const forwarded = isFrom(c, trustedProxy) ? c.req.header('x-forwarded-host') : undefined
  return forwarded ?? c.req.header('host')
}

function addressOf(c: HonoContext<Env>): string | undefined {
  return c.env?.incoming?.socket.remoteAddress?.replace(/^::ffff:/, '')
}

function isFrom(c: HonoContext<Env>, trustedProxy: string | undefined): boolean {
  return trustedProxy !== undefined && addressOf(c) === trustedProxy
}

/** What proxies set, in any of the usual spellings. */
const PROXY_HEADERS = [
  'forwarded',
  'x-forwarded-for',
  'x-forwarded-host',
  'x-forwarded-proto',
  'x-real-ip',
  'via',
] as const

/** The client's address. A proxy's word for it counts only when it is the named one, and then its own last word. */
function peerOf(c: HonoContext<Env>, trustedProxy: string | undefined): Peer {
  const address = addressOf(c)
  const trusted = isFrom(c, trustedProxy)
  const told = trusted ? c.req.header('x-forwarded-for')?.split(',').at(-1)?.trim() : undefined
  const proxied = trusted || PROXY_HEADERS.some((name) => c.req.header(name) !== undefined)
  return { address: told !== undefined && isIP(told) !== 0 ? told : address, proxied }
}

/** What the platform itself answers. Metrics ask for a permission like any route; probes and the document are public. */
function mountSystem(app: App, options: AppOptions): void {
  app.get('/healthz', (c) => {
    c.set('route', '/healthz')
    return c.json({ status: 'ok' })
  })
  app.get('/readyz', async (c) => {
    c.set('route', '/readyz')
    const state = await options.readiness()
    return c.json(state, state.ready ? 200 : 503)
  })
  app.get('/metrics', granted('platform.observe', '/metrics', options), async () => {
    return new Response(await options.metricsText(), { headers: { 'content-type': METRICS_TYPE } })
  })
  app.get('/openapi.json', (c) => {
    c.set('route', '/openapi.json')
    return Response.json(openApiDocument(app))
  })
}

/** Stands before validation: who may not call a route learns nothing of it. */
function granted(
  permission: Permission,
  path: string,
  options: AppOptions,
  objectParameter?: string,
): MiddlewareHandler<Env> {
  return async (c, next) => {
    c.set('route', path)
    const peer = peerOf(c, options.ctx.config.trustedProxy)
    c.set('peer', peer)
    const actor = await options.authenticate(c.req.raw, peer)
    if (permission !== 'public') {
      if (actor === undefined) return standingReply(401)
      const object = objectParameter === undefined ? undefined : c.req.param(objectParameter)
      if (!(await options.checker(actor, permission, object))) return standingReply(403)
      // Also before handlers that read files and no table.
      if (options.knock) await behindFence(askingOf(actor, permission, object), options.knock)
    }
    c.set('actor', actor ?? ANONYMOUS)
    await next()
  }
}

function mount(app: App, route: Route, options: AppOptions): void {
  const limit = bodyLimit({ maxSize: route.bodyBytesMax, onError: () => standingReply(413) })
  const middleware = [granted(route.permission, route.path, options, route.object), plainBody, limit]
  app.openapi({ ...route.declaration, middleware }, (c) => run(c, route, options))
}

/**
 * A body of unknown length is counted by wrapping the request anew, which works with the platform's own kind of request
 * only, not with the one that the listener makes.
 */
const plainBody: MiddlewareHandler<Env> = async (c, next) => {
  const { raw } = c.req
  const isCounted = raw.headers.has('content-length') && !raw.headers.has('transfer-encoding')
  if (!isCounted && raw.body !== null) {
    const { method, headers, body, signal } = raw
    // The browser's types do not know that a body that streams has to be announced.
    const init: RequestInit & { duplex: 'half' } = { method, headers, body, signal, duplex: 'half' }
    c.req.raw = new Request(raw.url, init)
  }
  await next()
}

async function run(c: HonoContext<Env>, route: Route, { ctx, checker }: AppOptions): Promise<Response> {
  const { actor, peer } = c.var
  const timeUp = new AbortController()
  const late = Promise.withResolvers<Response>()
  const timer = setTimeout(() => {
    timeUp.abort()
    late.resolve(standingReply(503))
  }, route.timeoutMs)
  const work = async (): Promise<Response> => {
    const reply = await route.handle(ctx, {
      actor,
      peer,
      params: valid(c, 'param'),
      query: valid(c, 'query'),
      body: valid(c, 'json'),
      signal: AbortSignal.any([c.req.raw.signal, timeUp.signal]),
      raw: c.req.raw,
      authorise: async (permission, object) => {
        const may = await outsideFence(async () => checker(actor, permission, object))
        if (!may) throw new Refusal('forbidden', FORBIDDEN)
      },
    })
    return reply instanceof Response ? reply : Response.json(reply, { status: route.status })
  }
  try {
    return await Promise.race([fenced(c, route, work), late.promise])
  } finally {
    clearTimeout(timer)
  }
}

/** Whoever asks a public route may be nobody yet: sign-in is where somebody becomes known. */
function fenced<T>(c: HonoContext<Env>, route: Route, work: () => Promise<T>): Promise<T> {
  if (route.permission === 'public') return work()
  const object = route.object === undefined ? undefined : c.req.param(route.object)
  return behindFence(askingOf(c.var.actor, route.permission, object), work)
}

function askingOf({ id, via }: Actor, permission: Permission, object: string | undefined): Asking {
  return {
    person: id,
    ...(via?.kind === 'token' && { token: via.id }),
    permission,
    ...(object !== undefined && { object }),
  }
}

/** What validation left for a part of the request; undefined where the route declares no schema for it. */
function valid(c: HonoContext<Env>, target: 'param' | 'query' | 'json'): unknown {
  return (c.req.valid as (target: string) => unknown)(target)
}

function answerFile(c: HonoContext<Env>, files: WebFiles | undefined): Response {
  const { path, method } = c.req
  const isApi = path === '/api' || path.startsWith('/api/')
  const readable = method === 'GET' || method === 'HEAD'
  const answer = readable && !isApi ? files?.answer(path, c.req.raw.headers, method) : undefined
  if (answer) c.set('route', 'web')
  return answer ?? standingReply(404)
}
