/** What of a request decides whether it may come in at all. Header values as received, `undefined` where missing. */
export type Provenance = {
  method: string
  host?: string
  origin?: string
  secFetchSite?: string
  authorization?: string
}

const SAFE_METHODS = new Set(['GET', 'HEAD', 'OPTIONS'])
const LOCAL_NAMES = ['localhost', '127.0.0.1', '[::1]']

/** The origins under which this server answers: the names of this machine for itself, and the configured one. */
export function ownOrigins(
  origin: string | undefined,
  scheme: 'http' | 'https',
  port: number,
): ReadonlySet<string> {
  // The URL parser drops the port where it is the scheme's own, as browsers do.
  const local = LOCAL_NAMES.map((name) => new URL(`${scheme}://${name}:${port}`).origin)
  return new Set(origin === undefined ? local : [origin, ...local])
}

/**
 * Why a request is turned away before any route sees it, or undefined. A foreign Host means that a name was bound to
 * our address by somebody else (DNS rebinding); a change must come from our own pages, or carry a bearer token, which
 * a foreign page can neither know nor send without asking first.
 */
export function refusalOf(
  request: Provenance,
  own: ReadonlySet<string>,
): 'foreign-host' | 'foreign-origin' | undefined {
  const { host } = request
  if (host === undefined || ![...own].some((origin) => isHostOf(origin, host))) return 'foreign-host'
  if (SAFE_METHODS.has(request.method)) return undefined
  if (/^Bearer \S+$/i.test(request.authorization ?? '')) return undefined
  if (request.origin !== undefined) return own.has(request.origin) ? undefined : 'foreign-origin'
  return request.secFetchSite === 'same-origin' ? undefined : 'foreign-origin'
}

/** A Host header may or may not repeat the port that the scheme implies. */
function isHostOf(origin: string, host: string): boolean {
  const url = new URL(origin)
  const port = url.port || (url.protocol === 'https:' ? '443' : '80')
  const asked = host.toLowerCase()
  return asked === url.host || asked === `${url.hostname}:${port}`
}
