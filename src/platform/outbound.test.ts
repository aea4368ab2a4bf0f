import { createServer } from 'node:http'
import type { RequestListener, Server } from 'node:http'
import { createServer as createSecureServer } from 'node:https'
import type { AddressInfo } from 'node:net'
import { gzipSync } from 'node:zlib'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { OutboundError, createOutbound } from './outbound.ts'
import type { OutboundOptions } from './outbound.ts'
import { parseDestination } from './outbound-address.ts'
import { scratchCertificate } from './scratch-certificate.ts'

const seen: { url: string; host: string; body: string; headers: NodeJS.Dict<string | string[]> }[] = []

const answers: { [path: string]: RequestListener } = {
  '/hello': (_request, response) => response.setHeader('x-greeting', 'moin').end('hello'),
  '/redirect': (_request, response) => response.writeHead(302, { location: '/hello' }).end(),
  '/large': (_request, response) => {
    const feed = () => {
      while (!response.destroyed && response.write('x'.repeat(65_536)));
    }
    response.on('drain', feed)
    feed()
  },
  '/slow': (_request, response) => {
    const drip = setInterval(() => response.write('x'), 20)
    response.on('close', () => clearInterval(drip))
  },
  '/silent': () => undefined,
  '/gzip': (_request, response) =>
    response.setHeader('content-encoding', 'gzip').end(gzipSync('x'.repeat(1000))),
  '/cut': (_request, response) => {
    response.writeHead(200, { 'content-length': '100' }).write('only this')
    setTimeout(() => response.destroy(), 20)
  },
  '/headers': (_request, response) => response.setHeader('x-long', 'x'.repeat(40_000)).end(),
}

const listener: RequestListener = (request, response) => {
  const chunks: Buffer[] = []
  request.on('data', (chunk: Buffer) => chunks.push(chunk))
  request.on('end', () => {
    const { url = '', headers } = request
    seen.push({ url, host: headers.host ?? '', body: Buffer.concat(chunks).toString('utf8'), headers })
    const path = url.split('?')[0] ?? ''
    answers[path]?.(request, response)
  })
}

const plain = createServer(listener)
let secure: Server
let authorities: string
const portOf = (server: Server) => (server.address() as AddressInfo).port
const listen = (server: Server) => new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve))

beforeAll(async () => {
  const { cert, key } = scratchCertificate(['good.example', '127.0.0.1'], Date.now())
  authorities = cert
  secure = createSecureServer({ cert, key }, listener)
  await Promise.all([listen(plain), listen(secure)])
})
afterAll(() => {
  plain.close()
  secure.close()
  plain.closeAllConnections()
  secure.closeAllConnections()
})

const local = (extra: Partial<OutboundOptions> = {}) =>
  createOutbound({
    allow: [parseDestination('127.0.0.1')!],
    resolve: () => Promise.resolve(['127.0.0.1']),
    ...extra,
  })
const never = () => new Promise<string[]>(() => undefined)
const strict = (resolve: (host: string) => Promise<string[]> = () => Promise.resolve([])) =>
  createOutbound({ allow: [], resolve })
const at = (path: string) => `http://good.example:${portOf(plain)}${path}`
const atSecure = (path: string, host = 'good.example') => `https://${host}:${portOf(secure)}${path}`

async function failureOf(call: Promise<unknown>): Promise<string> {
  const error = await call.then(
    () => 'no failure',
    (thrown: unknown) => thrown,
  )
  return error instanceof OutboundError ? error.failure : String(error)
}

describe('a call', () => {
  it('sends method, headers and body to the resolved address under the name of the host', async () => {
    seen.length = 0
    const reply = await local().request({
      url: at('/hello?q=1'),
      method: 'POST',
      headers: { 'X-Kind': 'test' },
      body: 'こんにちは',
    })
    expect(reply).toMatchObject({ status: 200, address: '127.0.0.1', headers: { 'x-greeting': 'moin' } })
    expect(Buffer.from(reply.body).toString()).toBe('hello')
    expect(seen[0]).toMatchObject({
      url: '/hello?q=1',
      host: `good.example:${portOf(plain)}`,
      body: 'こんにちは',
    })
    expect(seen[0]?.headers['x-kind']).toBe('test')
  })

  it('does not follow redirects', async () => {
    seen.length = 0
    const reply = await local().request({ url: at('/redirect') })
    expect([reply.status, reply.headers['location'], seen.length]).toEqual([302, '/hello', 1])
  })

  it('bounds size, time, headers and compression', async () => {
    const client = local()
    expect(await failureOf(client.request({ url: at('/large'), bodyBytesMax: 100_000 }))).toBe('too-large')
    const startedMs = performance.now()
    expect(await failureOf(client.request({ url: at('/slow'), timeoutMs: 200 }))).toBe('timeout')
    expect(await failureOf(client.request({ url: at('/silent'), timeoutMs: 200 }))).toBe('timeout')
    expect(await failureOf(local({ resolve: never }).request({ url: at('/hello'), timeoutMs: 100 }))).toBe(
      'timeout',
    )
    expect(performance.now() - startedMs).toBeLessThan(3000)
    expect(await failureOf(client.request({ url: at('/headers') }))).toBe('connection')
    expect(await failureOf(client.request({ url: at('/gzip') }))).toBe('connection')
    expect(await failureOf(client.request({ url: at('/cut') }))).toBe('connection')
  })

  it('can be given up by its caller', async () => {
    const caller = new AbortController()
    const call = local().request({ url: at('/silent'), signal: caller.signal })
    setTimeout(() => caller.abort(new Error('no longer wanted')), 50)
    expect(await failureOf(call)).toBe('connection')
  })

  it('takes at most 64 at a time', async () => {
    const client = local()
    const calls = Array.from({ length: 65 }, () =>
      failureOf(client.request({ url: at('/silent'), timeoutMs: 300 })),
    )
    const failures = await Promise.all(calls)
    expect(failures.filter((failure) => failure === 'busy')).toHaveLength(1)
    expect(failures.filter((failure) => failure === 'timeout')).toHaveLength(64)
  })
})

describe('where a call may go', () => {
  it('refuses addresses that are not public, however they are written', async () => {
    const port = portOf(plain)
    const hosts = [
      '127.0.0.1',
      '127.1',
      '0x7f000001',
      '2130706433',
      '0177.0.0.1',
      '0',
      '[::1]',
      '[::ffff:127.0.0.1]',
    ]
    const more = [
      '[::ffff:7f00:1]',
      '169.254.169.254',
      '[fd00:ec2::254]',
      '10.0.0.1',
      '100.64.1.1',
      '[64:ff9b::7f00:1]',
    ]
    const urls = [...hosts, ...more].flatMap((host) => [
      `http://${host}:${port}/hello`,
      `https://${host}:${port}/hello`,
    ])
    seen.length = 0
    const failures = await Promise.all(urls.map((url) => failureOf(strict().request({ url }))))
    expect(urls).toHaveLength(28)
    expect(new Set(failures)).toEqual(new Set(['refused-address']))
    expect(seen).toEqual([])
  })

  it('refuses names that resolve to them, and names without an address', async () => {
    const to = (...addresses: string[]) =>
      strict(() => Promise.resolve(addresses)).request({ url: atSecure('/hello') })
    expect(await failureOf(to('127.0.0.1'))).toBe('refused-address')
    expect(await failureOf(to('::ffff:127.0.0.1', 'fe80::1'))).toBe('refused-address')
    expect(await failureOf(to())).toBe('unresolved')
    expect(await failureOf(to('not an address'))).toBe('unresolved')
    expect(
      await failureOf(strict(() => Promise.reject(new Error('no such name'))).request({ url: at('/hello') })),
    ).toBe('unresolved')
  })

  it('asks for the name once and calls the address that it has checked (rebinding gains nothing)', async () => {
    let asked = 0
    const rebinding = () => {
      asked += 1
      return Promise.resolve([asked === 1 ? '127.0.0.2' : '127.0.0.1'])
    }
    const client = createOutbound({ allow: [parseDestination('127.0.0.2')!], resolve: rebinding })
    seen.length = 0
    const outcome = await failureOf(client.request({ url: at('/hello') }))
    expect([asked, outcome]).toEqual([1, 'connection'])
    expect(seen).toEqual([])
  })

  it('speaks plain http only where that is allowed', async () => {
    const client = strict(() => Promise.resolve(['8.8.8.8']))
    expect(await failureOf(client.request({ url: 'http://public.example/', timeoutMs: 500 }))).toBe(
      'refused-address',
    )
  })

  it('refuses other schemes, credentials in URLs and headers that the connection sets', async () => {
    const client = local()
    for (const url of [
      'ftp://good.example/',
      'file:///etc/passwd',
      'good.example',
      'http://user:secret@good.example/',
    ])
      expect(await failureOf(client.request({ url }))).toBe('bad-request')
    expect(await failureOf(client.request({ url: at('/hello'), headers: { Host: 'other' } }))).toBe(
      'bad-request',
    )
  })
})

describe('certificates', () => {
  it('must be good for the name, also when the environment says otherwise', async () => {
    const trusting = local({ authorities })
    expect((await trusting.request({ url: atSecure('/hello') })).status).toBe(200)
    expect((await trusting.request({ url: atSecure('/hello', '127.0.0.1') })).status).toBe(200)
    expect(await failureOf(trusting.request({ url: atSecure('/hello', 'other.example') }))).toBe('connection')
    process.env['NODE_TLS_REJECT_UNAUTHORIZED'] = '0'
    try {
      expect(await failureOf(local().request({ url: atSecure('/hello') }))).toBe('connection')
      expect(await failureOf(trusting.request({ url: atSecure('/hello', 'other.example') }))).toBe(
        'connection',
      )
    } finally {
      delete process.env['NODE_TLS_REJECT_UNAUTHORIZED']
    }
  })
})
