import { X509Certificate, createPrivateKey } from 'node:crypto'
import { readFile } from 'node:fs/promises'
import { createServer } from 'node:http'
import type { RequestListener, Server } from 'node:http'
import { createServer as createSecureServer } from 'node:https'
import type { AddressInfo } from 'node:net'
import { getRequestListener } from '@hono/node-server'
import type { Config } from '../config.ts'
import { InputError } from '../failure.ts'

export type Listening = {
  port: number
  /** Takes no new connection, lets answers finish, then cuts what is left. */
  close: () => Promise<void>
}

type Fetch = (request: Request, bindings: object) => Response | Promise<Response>

/** This machine only, by both its addresses: what comes from elsewhere comes through a proxy that speaks TLS. */
const LOCAL_ADDRESSES = ['127.0.0.1', '::1'] as const
const PORT_ATTEMPTS_MAX = 20
const CONNECTIONS_MAX = 1000
/** For a whole request, body included; a header alone must come sooner. */
const REQUEST_TIMEOUT_MS = 120_000
const HEADERS_TIMEOUT_MS = 20_000
const CLOSE_GRACE_MS = 4000

/**
 * Listens on 127.0.0.1 and, where the machine has it, ::1, on the same port (0: any that is free on both). With TLS
 * files, speaks https. Throws InputError for a taken port and unreadable files.
 */
export async function listenLocally(fetch: Fetch, config: Pick<Config, 'port' | 'tls'>): Promise<Listening> {
  const answer = getRequestListener(fetch, { overrideGlobalObjects: false })
  const listener: RequestListener = (incoming, outgoing) => void answer(incoming, outgoing)
  const make = await serverMaker(listener, config.tls)
  for (let attempt = 1; ; attempt += 1) {
    const servers: Server[] = []
    try {
      let port = config.port
      for (const address of LOCAL_ADDRESSES) {
        const server = make()
        if (await listenOn(server, address, port)) {
          servers.push(server)
          ;({ port } = server.address() as AddressInfo)
        }
      }
      return { port, close: () => closeAll(servers) }
    } catch (error) {
      await closeAll(servers)
      if ((error as NodeJS.ErrnoException).code !== 'EADDRINUSE') throw error
      if (config.port !== 0 || attempt === PORT_ATTEMPTS_MAX)
        throw new InputError(
          'port',
          {},
          `a free port; ${config.port} is taken (KENSHO_PORT or --port chooses another)`,
        )
    }
  }
}

async function serverMaker(listener: RequestListener, tls: Config['tls']): Promise<() => Server> {
  const bounds = {
    requestTimeout: REQUEST_TIMEOUT_MS,
    headersTimeout: HEADERS_TIMEOUT_MS,
    keepAliveTimeout: 5000,
  }
  if (!tls) return () => limited(createServer(bounds, listener))
  const cert = await readPem(tls.certFile, 'CERTIFICATE')
  const key = await readPem(tls.keyFile, 'PRIVATE KEY')
  assertPair(tls, cert, key)
  return () => limited(createSecureServer({ ...bounds, cert, key, minVersion: 'TLSv1.2' }, listener))
}

async function readPem(file: string, kind: string): Promise<string> {
  const text = await readFile(file, 'utf8').catch(() => {
    throw new InputError(file, {}, `a readable PEM file with a ${kind}`)
  })
  if (!text.includes(`${kind}-----`)) throw new InputError(file, {}, `a PEM file with a ${kind}`)
  return text
}

/** OpenSSL takes a key of another kind without a word and fails at the first visitor. */
function assertPair(tls: NonNullable<Config['tls']>, cert: string, key: string): void {
  let pair = false
  try {
    pair = new X509Certificate(cert).checkPrivateKey(createPrivateKey(key))
  } catch (error) {
    const because = error instanceof Error ? error.message : String(error)
    throw new InputError(tls.certFile, {}, `a certificate and its unencrypted private key: ${because}`)
  }
  if (!pair) throw new InputError(tls.keyFile, {}, `the private key of the certificate ${tls.certFile}`)
}

function limited(server: Server): Server {
  server.maxConnections = CONNECTIONS_MAX
  return server
}

/** False where the machine does not have the address at all (no IPv6). */
function listenOn(server: Server, address: string, port: number): Promise<boolean> {
  return new Promise((resolve, reject) => {
    server.once('error', (error: NodeJS.ErrnoException) => {
      if (address === '::1' && (error.code === 'EADDRNOTAVAIL' || error.code === 'EAFNOSUPPORT'))
        resolve(false)
      else reject(error)
    })
    server.listen({ host: address, port, exclusive: true }, () => resolve(true))
  })
}

async function closeAll(servers: readonly Server[]): Promise<void> {
  await Promise.all(
    servers.map((server) => {
      const closed = new Promise<void>((resolve) => {
        server.close(() => resolve())
      })
      server.closeIdleConnections()
      const cut = setTimeout(() => server.closeAllConnections(), CLOSE_GRACE_MS)
      return closed.finally(() => clearTimeout(cut))
    }),
  )
}
