/**
 * The cookie that carries a session. Over TLS it has the prefix that binds it to this host (`__Host-`); browsers refuse
 * that prefix on plain http, which is spoken on the own machine only, so there it has a name of its own.
 */
const SECURE_NAME = '__Host-kensho'
const LOCAL_NAME = 'kensho-local'
/** Binds a visit at an identity provider to the browser that went there. */
const VISIT = '-visit'

const COOKIES_CHARACTERS_MAX = 8192

type Kind = 'session' | 'visit'

function nameOf(kind: Kind, secure: boolean): string {
  return (secure ? SECURE_NAME : LOCAL_NAME) + (kind === 'visit' ? VISIT : '')
}

/** The value of our cookie in a Cookie header; undefined without one. */
export function readCookie(header: string | null, kind: Kind, secure: boolean): string | undefined {
  if (header === null || header.length > COOKIES_CHARACTERS_MAX) return undefined
  const name = nameOf(kind, secure)
  for (const part of header.split(';')) {
    const [key, value] = part.trim().split('=', 2)
    if (key === name && value !== undefined && value !== '') return value
  }
  return undefined
}

/**
 * A Set-Cookie header. The session's is never sent along from another site; the visit's is, by the redirect back from
 * the provider, and serves for nothing else.
 */
export function writeCookie(kind: Kind, value: string, secure: boolean, seconds: number): string {
  const sameSite = kind === 'session' ? 'Strict' : 'Lax'
  const parts = [`${nameOf(kind, secure)}=${value}`, 'Path=/', 'HttpOnly', `SameSite=${sameSite}`]
  if (secure) parts.push('Secure')
  return [...parts, `Max-Age=${seconds}`].join('; ')
}

/** Takes the cookie away. */
export function clearCookie(kind: Kind, secure: boolean): string {
  return writeCookie(kind, '', secure, 0)
}
