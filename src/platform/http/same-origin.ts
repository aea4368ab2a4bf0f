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

/** The origins under which this server answers: the configured one, or the names of this machine for itself. */
export function ownOrigins(
  origin: string | undefined,
  scheme: 'http' | 'https',
  port: number,
): ReadonlySet<string> {
  if (origin !== undefined) return new Set([origin])
  // The URL parser drops the port where it is the scheme's own, as browsers do.
  return new Set(LOCAL_NAMES.map((name) => new URL(`${scheme}://${name}:${port}`).origin))
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
  const scheme = [...own][0]?.startsWith('https:') ? 'https' : 'http'
  const asOrigin = originOf(`${scheme}://${request.host ?? ''}`)
  if (asOrigin === undefined || !own.has(asOrigin)) return 'foreign-host'
  if (SAFE_METHODS.has(request.method)) return undefined
  if (/^Bearer \S+$/i.test(request.authorization ?? '')) return undefined
  if (request.origin !== undefined) return own.has(request.origin) ? undefined : 'foreign-origin'
  return request.secFetchSite === 'same-origin' ? undefined : 'foreign-origin'
}

function originOf(text: string): string | undefined {
  if (!URL.canParse(text)) return undefined
  const url = new URL(text)
  return url.username === '' && url.pathname === '/' && url.search === '' && url.hash === ''
    ? url.origin
    : undefined
}
