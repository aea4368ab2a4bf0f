import { z } from '@hono/zod-openapi'
import { hc } from 'hono/client'
import { pino } from 'pino'
import { describe, expect, it } from 'vitest'
import { fixedClock } from '../clock.ts'
import { readConfig } from '../config.ts'
import type { Context } from '../context.ts'
import { InputError } from '../failure.ts'
import { seededIds } from '../ids.ts'
import { createMetrics } from '../metrics.ts'
import { Refusal } from '../refusal.ts'
import { buildApp } from './app.ts'
import type { App, AppOptions } from './app.ts'
import type { Policy, PolicyOf } from './permission.ts'
import { defineRoute } from './route.ts'
import type { ClientOf } from './route.ts'

const gardenPolicy = {
  'garden.read': { ja: '庭を見る', en: 'See the garden', roles: [] },
  'garden.plant': { ja: '庭に植える', en: 'Plant in the garden', roles: [] },
} as const satisfies Policy
declare module './permission.ts' {
  // oxlint-disable-next-line typescript/no-empty-object-type -- merges into the closed list of permissions
  interface Permissions extends PolicyOf<typeof gardenPolicy> {}
}

const plant = z.object({ id: z.string(), name: z.string(), leaves: z.number().int() })
const ran: string[] = []

const gardenRoutes = [
  defineRoute({
    method: 'get',
    path: '/api/garden/plants/{id}',
    permission: 'garden.read',
    summary: { ja: '植物ひとつ', en: 'One plant' },
    params: z.object({ id: z.string() }),
    query: z.object({ unit: z.enum(['leaf', 'gram']).default('leaf') }),
    reply: plant,
    handler: async (_ctx, { params, query, authorise }) => {
      ran.push('read')
      if (params.id === 'hidden') await authorise('garden.read', 'hidden')
      if (params.id === 'gone') throw new Refusal('missing', { ja: '枯れました。', en: 'It has withered.' })
      return { id: params.id, name: query.unit, leaves: 3 }
    },
  }),
  defineRoute({
    method: 'post',
    path: '/api/garden/plants',
    permission: 'garden.plant',
    summary: { ja: '植える', en: 'Plant' },
    body: z.object({ name: z.string().min(1), beds: z.array(z.object({ size: z.number() })).max(3) }),
    reply: plant,
    status: 201,
    bodyBytesMax: 500,
    handler: async (_ctx, { actor, body }) => {
      ran.push('plant')
      if (body.name === 'stone') throw new InputError('beds.yaml', { line: 3, path: 'beds[0]' }, 'a plant')
      if (body.name === 'bug') throw new Error('SELECT secret FROM soil')
      return { id: actor.id, name: body.name, leaves: body.beds.length }
    },
  }),
  defineRoute({
    method: 'post',
    path: '/api/garden/upload',
    permission: 'garden.plant',
    summary: { ja: '図面を送る', en: 'Send a drawing' },
    upload: ['text/csv'],
    reply: z.object({ bytes: z.number() }),
    handler: async (_ctx, { raw }) => ({ bytes: (await raw.arrayBuffer()).byteLength }),
  }),
  defineRoute({
    method: 'get',
    path: '/api/garden/slow',
    permission: 'public',
    summary: { ja: '遅い', en: 'Slow' },
    reply: z.object({}),
    timeoutMs: 30,
    handler: (_ctx, { signal }) =>
      new Promise((_resolve, reject) => {
        signal.addEventListener('abort', () => {
          ran.push('aborted')
          reject(new Error('aborted'))
        })
      }),
  }),
]
const modules = [{ name: 'garden', routes: gardenRoutes, permissions: gardenPolicy }]

const OWN = 'http://localhost:7350'

function garden(overrides: Partial<AppOptions> = {}): { app: App; logged: string[] } {
  const logged: string[] = []
  const clock = fixedClock(0)
  const metrics = createMetrics('server')
  const ctx = {
    clock,
    ids: seededIds('app', clock),
    log: pino({ level: 'debug' }, { write: (line) => logged.push(line) }),
    config: readConfig({}),
  } as unknown as Context
  const app = buildApp({
    ctx,
    modules,
    checker: () => true,
    authenticate: () => ({ id: 'p-1' }),
    metrics,
    metricsText: () => metrics.text(),
    readiness: () => Promise.resolve({ ready: true, database: true, migrations: true, worker: true }),
    origins: () => new Set([OWN]),
    ...overrides,
  })
  return { app, logged }
}

const from = (remoteAddress: string) => ({ incoming: { socket: { remoteAddress } } })
const get = (app: App, path: string, headers: Record<string, string> = {}) =>
  app.request(path, { headers: { host: 'localhost:7350', ...headers } })
const post = (app: App, path: string, body: unknown, headers: Record<string, string> = {}) =>
  app.request(path, {
    method: 'POST',
    headers: { host: 'localhost:7350', origin: OWN, 'content-type': 'application/json', ...headers },
    body: typeof body === 'string' ? body : JSON.stringify(body),
  })

describe('permissions', () => {
  it('runs a route only when its permission is granted', async () => {
    ran.length = 0
    const denied = garden({ checker: () => false }).app
    expect((await get(denied, '/api/garden/plants/fern')).status).toBe(403)
    expect((await post(denied, '/api/garden/plants', 'not even JSON')).status).toBe(403)
    expect((await get(denied, '/metrics')).status).toBe(403)
    const unknown = garden({ authenticate: () => undefined }).app
    expect((await get(unknown, '/api/garden/plants/fern')).status).toBe(401)
    const failing = garden({ checker: () => Promise.reject(new Error('policy store down')) }).app
    expect((await get(failing, '/api/garden/plants/fern')).status).toBe(500)
    expect(ran).toEqual([])
    expect((await get(garden().app, '/api/garden/plants/fern')).status).toBe(200)
    expect(ran).toEqual(['read'])
  })

  it('asks for exactly the declared permission, and again for an object', async () => {
    const asked: unknown[] = []
    const { app } = garden({
      checker: (actor, permission, object) => {
        asked.push([actor.id, permission, object])
        return object !== 'hidden'
      },
    })
    const answer = await get(app, '/api/garden/plants/hidden')
    expect(answer.status).toBe(403)
    expect(asked).toEqual([
      ['p-1', 'garden.read', undefined],
      ['p-1', 'garden.read', 'hidden'],
    ])
  })

  it('does not start with a permission nobody declares, a route twice, or a route outside /api/', () => {
    expect(() => garden({ modules: [{ name: 'garden', routes: gardenRoutes }] })).toThrow(
      'which no module declares',
    )
    expect(() => garden({ modules: [...modules, { name: 'copy', routes: gardenRoutes }] })).toThrow(
      'declared twice',
    )
    const stray = { ...gardenRoutes[0], path: '/plants' } as (typeof gardenRoutes)[number]
    expect(() => garden({ modules: [{ ...modules[0], name: 'stray', routes: [stray] }] })).toThrow(
      'not under /api/',
    )
  })
})

describe('answers', () => {
  it('parses by the declared schemas and says where the input is wrong', async () => {
    const { app } = garden()
    expect(await (await get(app, '/api/garden/plants/fern?unit=gram')).json()).toEqual({
      id: 'fern',
      name: 'gram',
      leaves: 3,
    })
    const badQuery = await get(app, '/api/garden/plants/fern?unit=pound')
    expect(badQuery.status).toBe(400)
    expect(await badQuery.json()).toMatchObject({ error: { file: 'query', place: { path: 'unit' } } })
    const badBody = await post(app, '/api/garden/plants', {
      name: 'fern',
      beds: [{ size: 1 }, { size: 'big' }],
    })
    expect(await badBody.json()).toMatchObject({ error: { file: 'body', place: { path: 'beds.1.size' } } })
    const noJson = await post(app, '/api/garden/plants', '{"name": ')
    expect([noJson.status, await noJson.json()]).toEqual([
      400,
      { error: { file: 'body', place: {}, expected: 'JSON' } },
    ])
    const wrongType = await post(app, '/api/garden/plants', 'name=fern', { 'content-type': 'text/plain' })
    expect(wrongType.status).toBe(415)
  })

  it('gives input errors and refusals as they are, and hides everything else behind an id', async () => {
    const { app, logged } = garden()
    const input = await post(app, '/api/garden/plants', { name: 'stone', beds: [] })
    expect([input.status, await input.json()]).toEqual([
      400,
      { error: { file: 'beds.yaml', place: { line: 3, path: 'beds[0]' }, expected: 'a plant' } },
    ])
    const missing = await get(app, '/api/garden/plants/gone')
    expect([missing.status, await missing.json()]).toEqual([
      404,
      { error: { kind: 'missing', text: { ja: '枯れました。', en: 'It has withered.' } } },
    ])
    const failure = await post(app, '/api/garden/plants', { name: 'bug', beds: [] })
    const text = await failure.text()
    expect([failure.status, text.includes('SELECT')]).toEqual([500, false])
    const { id } = (JSON.parse(text) as { error: { id: string } }).error
    expect(
      logged.filter((line) => line.includes(id) && line.includes('SELECT secret FROM soil')),
    ).toHaveLength(1)
  })

  it('bounds bodies, declared or chunked, and time', async () => {
    const { app } = garden()
    const large = { name: 'x'.repeat(600), beds: [] }
    expect((await post(app, '/api/garden/plants', large)).status).toBe(413)
    const chunked = new Request('http://localhost:7350/api/garden/plants', {
      method: 'POST',
      headers: { host: 'localhost:7350', origin: OWN, 'content-type': 'application/json' },
      body: new Blob([JSON.stringify(large)]).stream(),
      duplex: 'half',
    } as RequestInit)
    expect((await app.request(chunked)).status).toBe(413)
    ran.length = 0
    expect((await get(app, '/api/garden/slow')).status).toBe(503)
    expect(ran).toEqual(['aborted'])
  })

  it('hands uploads of the declared media type to the handler unread', async () => {
    const answer = await post(garden().app, '/api/garden/upload', 'a,b\n1,2\n', {
      'content-type': 'text/csv',
    })
    expect(await answer.json()).toEqual({ bytes: 8 })
  })

  it('answers the unknown with 404 and every answer with the security headers', async () => {
    const { app } = garden()
    const answers = [
      await get(app, '/api/nothing'),
      await get(app, '/nothing'),
      await get(app, '/healthz'),
      await post(app, '/api/garden/plants', { name: 'bug', beds: [] }),
      await get(app, '/healthz', { host: 'evil.example' }),
      await get(garden({ checker: () => Promise.reject(new Error('down')) }).app, '/metrics'),
    ]
    expect(answers.map((answer) => answer.status)).toEqual([404, 404, 200, 500, 200, 500])
    for (const { headers } of answers) {
      const policy = headers.get('content-security-policy') ?? ''
      expect(policy).toContain("script-src 'self';")
      expect(policy).toContain("frame-ancestors 'none'")
      expect(policy).not.toContain('unsafe')
      expect(headers.get('x-content-type-options')).toBe('nosniff')
      expect(headers.get('cache-control')).toBe('no-store')
      expect(headers.get('strict-transport-security')).toBeNull()
    }
    const secure = garden({ origins: () => new Set(['https://kensho.example']) }).app
    const answer = await get(secure, '/healthz', { host: 'kensho.example' })
    expect(answer.headers.get('strict-transport-security')).toMatch(/^max-age=\d+$/)
  })
})

describe('who may come in', () => {
  it('turns away names that are not ours, except for the probes', async () => {
    const { app } = garden()
    const turnedAway = await get(app, '/api/garden/plants/fern', { host: 'evil.example' })
    expect([turnedAway.status, await turnedAway.json()]).toMatchObject([
      403,
      { error: { kind: 'foreign-host' } },
    ])
    expect((await get(app, '/api/garden/plants/fern', { host: 'localhost:9999' })).status).toBe(403)
    expect((await get(app, '/healthz', { host: '10.1.2.3:7350' })).status).toBe(200)
    expect((await get(app, '/readyz', { host: '10.1.2.3:7350' })).status).toBe(200)
  })

  it('takes changes only from our own pages or with a bearer token', async () => {
    const { app } = garden()
    const body = { name: 'fern', beds: [] }
    const statusWith = async (headers: Record<string, string>) =>
      (
        await app.request('/api/garden/plants', {
          method: 'POST',
          headers: { host: 'localhost:7350', 'content-type': 'application/json', ...headers },
          body: JSON.stringify(body),
        })
      ).status
    expect(await statusWith({})).toBe(403)
    expect(await statusWith({ origin: 'https://evil.example' })).toBe(403)
    expect(await statusWith({ origin: 'null' })).toBe(403)
    expect(await statusWith({ 'sec-fetch-site': 'cross-site' })).toBe(403)
    expect(await statusWith({ origin: 'https://evil.example', 'sec-fetch-site': 'same-origin' })).toBe(403)
    expect(await statusWith({ origin: OWN })).toBe(201)
    expect(await statusWith({ 'sec-fetch-site': 'same-origin' })).toBe(201)
    expect(await statusWith({ authorization: 'Bearer abc' })).toBe(201)
  })

  it('believes the forwarded name of the named proxy only', async () => {
    const config = readConfig({ KENSHO_TRUSTED_PROXY: '127.0.0.1', KENSHO_ORIGIN: 'https://kensho.example' })
    const clock = fixedClock(0)
    const ctx = {
      clock,
      ids: seededIds('p', clock),
      log: pino({ level: 'silent' }),
      config,
    } as unknown as Context
    const { app } = garden({ ctx, origins: () => new Set(['https://kensho.example']) })
    const headers = { host: 'inside:7350', 'x-forwarded-host': 'kensho.example' }
    const path = '/api/garden/plants/fern'
    expect((await app.request(path, { headers }, from('::ffff:127.0.0.1'))).status).toBe(200)
    expect((await app.request(path, { headers }, from('192.0.2.1'))).status).toBe(403)
  })
})

describe('what the platform answers itself', () => {
  it('publishes the document of all routes with their permissions', async () => {
    const { app } = garden()
    const document = (await (await get(app, '/openapi.json')).json()) as {
      openapi: string
      paths: Record<
        string,
        Record<string, { 'x-permission': string; description: string; operationId: string }>
      >
    }
    expect(document.openapi).toBe('3.1.0')
    expect(Object.keys(document.paths)).toEqual([
      '/api/garden/plants',
      '/api/garden/plants/{id}',
      '/api/garden/slow',
      '/api/garden/upload',
    ])
    expect(document.paths['/api/garden/plants']?.['post']).toMatchObject({
      'x-permission': 'garden.plant',
      description: '植える',
      operationId: 'postGardenPlants',
    })
  })

  it('says whether it is ready, and measures by declared path', async () => {
    const notReady = { ready: false, database: true, migrations: true, worker: 'no worker is alive' } as const
    const { app } = garden({ readiness: () => Promise.resolve(notReady) })
    const answer = await get(app, '/readyz')
    expect([answer.status, await answer.json()]).toEqual([503, notReady])
    await get(app, '/api/garden/plants/fern')
    const metrics = await (await get(app, '/metrics')).text()
    expect(metrics).toContain('route="/api/garden/plants/{id}",status="200"')
    expect(metrics).not.toContain('fern')
  })
})

it('gives a typed client for each module', async () => {
  const { app } = garden()
  const client = hc<ClientOf<typeof gardenRoutes>>(OWN, {
    fetch: (input: string | URL | Request, init?: RequestInit) =>
      Promise.resolve(
        app.request(input as string, {
          ...init,
          headers: { ...Object.fromEntries(new Headers(init?.headers)), host: 'localhost:7350', origin: OWN },
        }),
      ),
  })
  const read = await client.api.garden.plants[':id'].$get({ param: { id: 'fern' }, query: {} })
  if (!read.ok) throw new Error('not read')
  const found: { id: string; name: string; leaves: number } = await read.json()
  expect(found).toEqual({ id: 'fern', name: 'leaf', leaves: 3 })
  const planted = await client.api.garden.plants.$post({ json: { name: 'moss', beds: [{ size: 2 }] } })
  expect([planted.status, await planted.json()]).toEqual([201, { id: 'p-1', name: 'moss', leaves: 1 }])
  // @ts-expect-error the client knows what the body must hold
  const refused = await client.api.garden.plants.$post({ json: { name: 'moss' } })
  const reply = await refused.json()
  if (!('error' in reply) || !('expected' in reply.error)) throw new Error('not refused')
  const place: string | undefined = reply.error.place.path
  expect([refused.status, place]).toEqual([400, 'beds'])
})
