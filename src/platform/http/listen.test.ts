import { generateKeyPairSync } from 'node:crypto'
import { mkdtemp, rm, writeFile } from 'node:fs/promises'
import { request } from 'node:https'
import { connect } from 'node:net'
import { networkInterfaces, tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterAll, beforeAll, expect, it } from 'vitest'
import { InputError } from '../failure.ts'
import { scratchCertificate } from '../scratch-certificate.ts'
import { listenLocally } from './listen.ts'
import type { Listening } from './listen.ts'

const hello = () => new Response('hello')
const hasIpv6 = Object.values(networkInterfaces()).some((list) =>
  list?.some(({ address }) => address === '::1'),
)

let folder: string
beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), 'kensho-listen-'))
})
afterAll(() => rm(folder, { recursive: true }))

const listening = async (port: number, work: (server: Listening) => Promise<void>) => {
  const server = await listenLocally(hello, { port })
  try {
    await work(server)
  } finally {
    await server.close()
  }
}

const opens = (host: string, port: number) =>
  new Promise<boolean>((resolve) => {
    const socket = connect({ host, port, timeout: 2000 })
    const settle = (open: boolean) => {
      socket.destroy()
      resolve(open)
    }
    socket.on('connect', () => settle(true))
    socket.on('error', () => settle(false))
    socket.on('timeout', () => settle(false))
  })

it('answers on a free port of this machine only, by both its addresses', async () => {
  const others = Object.values(networkInterfaces()).flatMap((list) =>
    (list ?? [])
      .filter(({ internal, family }) => !internal && family === 'IPv4')
      .map(({ address }) => address),
  )
  await listening(0, async ({ port }) => {
    expect(await (await fetch(`http://127.0.0.1:${port}/`)).text()).toBe('hello')
    expect(await opens('::1', port)).toBe(hasIpv6)
    // 127.0.0.2 is this machine too, but not an address that we took.
    const reached = await Promise.all(['127.0.0.2', ...others].map((address) => opens(address, port)))
    expect(reached.includes(true)).toBe(false)
  })
})

it('refuses a taken port in one sentence', async () => {
  await listening(0, async ({ port }) => {
    await expect(listenLocally(hello, { port })).rejects.toThrow(InputError)
    await expect(listenLocally(hello, { port })).rejects.toThrow(`a free port; ${port} is taken`)
  })
})

it('lets an answer finish when it closes, and takes no new connection', async () => {
  const started = Promise.withResolvers<void>()
  const finish = Promise.withResolvers<void>()
  const server = await listenLocally(
    async () => {
      started.resolve()
      await finish.promise
      return new Response('late')
    },
    { port: 0 },
  )
  const answer = fetch(`http://127.0.0.1:${server.port}/`, { headers: { connection: 'close' } })
  await started.promise
  const closed = server.close()
  expect(await opens('127.0.0.1', server.port)).toBe(false)
  finish.resolve()
  expect(await (await answer).text()).toBe('late')
  await closed
})

it('tells the handler when the client has gone away', async () => {
  const gone = Promise.withResolvers<void>()
  const server = await listenLocally(
    (request) =>
      new Promise<Response>(() => {
        request.signal.addEventListener('abort', () => gone.resolve())
      }),
    { port: 0 },
  )
  const client = new AbortController()
  const answer = fetch(`http://127.0.0.1:${server.port}/`, { signal: client.signal }).catch(() => 'given up')
  setTimeout(() => client.abort(), 100)
  await gone.promise
  expect(await answer).toBe('given up')
  await server.close()
})

it('cuts what does not finish within its grace', async () => {
  const started = Promise.withResolvers<void>()
  const server = await listenLocally(
    () => {
      started.resolve()
      return new Promise<Response>(() => undefined)
    },
    { port: 0 },
  )
  const answer = fetch(`http://127.0.0.1:${server.port}/`).then(
    () => 'answered',
    () => 'cut',
  )
  await started.promise
  const startedMs = performance.now()
  await server.close()
  expect(await answer).toBe('cut')
  expect(performance.now() - startedMs).toBeLessThan(8000)
})

it('speaks TLS with certificate files and refuses what are none', async () => {
  const certFile = join(folder, 'cert.pem')
  const keyFile = join(folder, 'key.pem')
  const otherKey = join(folder, 'other.pem')
  const made = scratchCertificate(['localhost'], Date.now())
  await writeFile(certFile, made.cert)
  await writeFile(keyFile, made.key)
  // Of another kind than the certificate's: the TLS library alone would take it.
  await writeFile(
    otherKey,
    generateKeyPairSync('ed25519').privateKey.export({ type: 'pkcs8', format: 'pem' }),
  )
  const server = await listenLocally(hello, { port: 0, tls: { certFile, keyFile } })
  try {
    const status = await new Promise((resolve, reject) => {
      const sent = request({ host: 'localhost', port: server.port, ca: made.cert }, (response) => {
        response.resume()
        resolve(response.statusCode)
      })
      sent.on('error', reject)
      sent.end()
    })
    expect(status).toBe(200)
  } finally {
    await server.close()
  }
  await writeFile(join(folder, 'text.pem'), 'no certificate')
  const refused = (tls: { certFile: string; keyFile: string }) => listenLocally(hello, { port: 0, tls })
  await expect(refused({ certFile: join(folder, 'none.pem'), keyFile })).rejects.toThrow(
    'a readable PEM file',
  )
  await expect(refused({ certFile: join(folder, 'text.pem'), keyFile })).rejects.toThrow(
    'a PEM file with a CERT',
  )
  await expect(refused({ certFile, keyFile: otherKey })).rejects.toThrow('the private key of the certificate')
})
