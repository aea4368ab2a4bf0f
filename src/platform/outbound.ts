import { lookup } from 'node:dns/promises'
import { request as requestHttp } from 'node:http'
import type { ClientRequest, IncomingMessage, RequestOptions } from 'node:http'
import { request as requestHttps } from 'node:https'
import { isIP } from 'node:net'
import { isAllowed, isPublicAddress } from './outbound-address.ts'
import type { Destination } from './outbound-address.ts'

export type OutboundRequest = {
  url: string
  /** Default GET. */
  method?: 'GET' | 'HEAD' | 'POST' | 'PUT' | 'PATCH' | 'DELETE'
  headers?: { [name: string]: string }
  body?: string | Uint8Array
  /** For everything together: name, connection, answer. Default 10 s. */
  timeoutMs?: number
  /** Of the answer's body. Default 1 MiB. */
  bodyBytesMax?: number
  signal?: AbortSignal
}

/** A redirect is an answer like any other (status 3xx): it is not followed. */
export type OutboundReply = {
  status: number
  headers: { [name: string]: string }
  body: Uint8Array
  /** The address that was called. */
  address: string
}

/** The only way out of the process for HTTP. Rejects with OutboundError. */
export type OutboundClient = { request: (request: OutboundRequest) => Promise<OutboundReply> }

export type OutboundFailure =
  | 'bad-request'
  | 'refused-address'
  | 'unresolved'
  | 'busy'
  | 'timeout'
  | 'too-large'
  | 'connection'

/** Why a call gave no answer. Messages name host and address, never path, headers or bodies. */
export class OutboundError extends Error {
  override readonly name = 'OutboundError'
  readonly failure: OutboundFailure

  constructor(failure: OutboundFailure, message: string, cause?: unknown) {
    super(message, { cause })
    this.failure = failure
  }
}

export type OutboundOptions = {
  /** Private destinations that may be called all the same, also by plain http. */
  allow: readonly Destination[]
  /** All addresses of a name; default is the system's resolver. */
  resolve?: (host: string) => Promise<string[]>
  /** PEM of authorities to trust instead of the system's. There is no way to trust nobody in particular. */
  authorities?: string
}

const TIMEOUT_MS = 10_000
const BODY_BYTES_MAX = 1024 * 1024
const HEADER_BYTES_MAX = 16 * 1024
const CALLS_MAX = 64

/**
 * Calls over HTTP with the rules that keep a server from being used against its own network: the name is resolved
 * once and the checked address is the one that is called (so a name that changes its mind gains nothing), only
 * public addresses unless allowed, https unless allowed, certificates always verified, no redirects, no credentials
 * in URLs, no compression, size and time bounded.
 */
export function createOutbound(options: OutboundOptions): OutboundClient {
  let calls = 0
  return {
    request: async (request) => {
      if (calls >= CALLS_MAX) throw new OutboundError('busy', `${CALLS_MAX} calls are already under way`)
      calls += 1
      const end = deadline(request)
      try {
        return await call(request, options, end.signal)
      } finally {
        calls -= 1
        end.clear()
      }
    },
  }
}

type Deadline = { signal: AbortSignal; clear: () => void }

function deadline(request: OutboundRequest): Deadline {
  const timeUp = new AbortController()
  const ms = request.timeoutMs ?? TIMEOUT_MS
  const timer = setTimeout(() => timeUp.abort(new OutboundError('timeout', `no answer within ${ms} ms`)), ms)
  const signal = request.signal ? AbortSignal.any([request.signal, timeUp.signal]) : timeUp.signal
  return { signal, clear: () => clearTimeout(timer) }
}

async function call(
  request: OutboundRequest,
  options: OutboundOptions,
  end: AbortSignal,
): Promise<OutboundReply> {
  const url = parseUrl(request.url)
  const host = url.hostname.replace(/^\[|\]$/g, '')
  const port = Number(url.port || (url.protocol === 'https:' ? 443 : 80))
  const address = await pinnedAddress(host, port, url.protocol, options, end)
  const wire: RequestOptions = {
    host: address,
    port,
    family: isIP(address),
    method: request.method ?? 'GET',
    path: url.pathname + url.search,
    headers: headersOf(request, url),
    // One connection a call: no connection is kept whose address was checked for another name.
    agent: false,
    maxHeaderSize: HEADER_BYTES_MAX,
    signal: end,
  }
  const sent =
    url.protocol === 'https:'
      ? requestHttps({
          ...wire,
          servername: isIP(host) === 0 ? host : '',
          // Said aloud, so that NODE_TLS_REJECT_UNAUTHORIZED cannot switch it off.
          rejectUnauthorized: true,
          minVersion: 'TLSv1.2',
          ...(options.authorities !== undefined && { ca: options.authorities }),
        })
      : requestHttp(wire)
  try {
    return await exchange(sent, request, address)
  } catch (error) {
    if (end.aborted && end.reason instanceof OutboundError) throw end.reason
    if (error instanceof OutboundError) throw error
    const because = error instanceof Error ? error.message : String(error)
    throw new OutboundError('connection', `${host} at ${address} port ${port}: ${because}`, error)
  } finally {
    sent.destroy()
  }
}

function parseUrl(text: string): URL {
  const url = URL.canParse(text) ? new URL(text) : undefined
  if (!url || !['https:', 'http:'].includes(url.protocol))
    throw new OutboundError('bad-request', 'an http or https URL is needed')
  if (url.username !== '' || url.password !== '')
    throw new OutboundError('bad-request', 'credentials do not belong in a URL')
  return url
}

/** Names that the connection itself sets. */
const OWN_HEADERS = new Set([
  'host',
  'connection',
  'accept-encoding',
  'transfer-encoding',
  'content-length',
  'upgrade',
])

function headersOf(request: OutboundRequest, url: URL): Record<string, string | number> {
  const headers: Record<string, string | number> = {}
  for (const [name, value] of Object.entries(request.headers ?? {})) {
    if (OWN_HEADERS.has(name.toLowerCase()))
      throw new OutboundError('bad-request', `header ${name} is set by us`)
    headers[name.toLowerCase()] = value
  }
  headers['host'] = url.host
  headers['accept-encoding'] = 'identity'
  if (request.body !== undefined) headers['content-length'] = Buffer.byteLength(request.body)
  return headers
}

async function pinnedAddress(
  host: string,
  port: number,
  protocol: string,
  { allow, resolve }: OutboundOptions,
  end: AbortSignal,
): Promise<string> {
  const addresses = isIP(host) === 0 ? await resolved(host, resolve ?? systemResolve, end) : [host]
  const address = addresses.find((candidate) => {
    if (isAllowed(allow, host, candidate, port)) return true
    return protocol === 'https:' && isPublicAddress(candidate)
  })
  if (address !== undefined) return address
  const because = addresses.some(isPublicAddress)
    ? 'only https'
    : `not a public address (${addresses.join(', ')})`
  throw new OutboundError(
    'refused-address',
    `${host} port ${port}: ${because}, and not in KENSHO_OUTBOUND_ALLOW`,
  )
}

async function resolved(
  host: string,
  resolve: (host: string) => Promise<string[]>,
  end: AbortSignal,
): Promise<string[]> {
  const late = new Promise<never>((_resolve, reject) => {
    end.addEventListener('abort', () => reject(end.reason as Error), { once: true })
  })
  try {
    const addresses = await Promise.race([resolve(host), late])
    if (addresses.length > 0 && addresses.every((address) => isIP(address) !== 0)) return addresses
  } catch (error) {
    if (error instanceof OutboundError) throw error
    throw new OutboundError('unresolved', `${host} has no address`, error)
  }
  throw new OutboundError('unresolved', `${host} has no address`)
}

async function systemResolve(host: string): Promise<string[]> {
  return (await lookup(host, { all: true })).map(({ address }) => address)
}

async function exchange(
  sent: ClientRequest,
  request: OutboundRequest,
  address: string,
): Promise<OutboundReply> {
  const answered = new Promise<IncomingMessage>((resolve, reject) => {
    sent.on('error', reject)
    sent.on('response', resolve)
    // Nobody asked for another protocol; what comes then is no answer.
    sent.on('upgrade', () =>
      reject(new OutboundError('connection', `${address} answered with another protocol`)),
    )
  })
  sent.end(request.body)
  const response = await answered
  const body = await readBody(response, request.bodyBytesMax ?? BODY_BYTES_MAX)
  return { status: response.statusCode ?? 0, headers: flatHeaders(response), body, address }
}

async function readBody(response: IncomingMessage, bytesMax: number): Promise<Uint8Array> {
  const encoding = response.headers['content-encoding']
  if (encoding !== undefined && encoding !== 'identity')
    throw new OutboundError('connection', `the answer is compressed (${encoding}) although that was refused`)
  const chunks: Uint8Array[] = []
  let size = 0
  for await (const chunk of response as AsyncIterable<Uint8Array>) {
    size += chunk.length
    if (size > bytesMax) throw new OutboundError('too-large', `the answer has more than ${bytesMax} bytes`)
    chunks.push(chunk)
  }
  return Buffer.concat(chunks)
}

function flatHeaders(response: IncomingMessage): { [name: string]: string } {
  const entries = Object.entries(response.headers)
  return Object.fromEntries(
    entries.map(([name, value]) => [name, Array.isArray(value) ? value.join(', ') : (value ?? '')]),
  )
}
