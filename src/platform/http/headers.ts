/** No inline script, nothing from elsewhere, not in a frame of anybody. Styles are files too. */
const CONTENT_SECURITY_POLICY = [
  "default-src 'none'",
  "script-src 'self'",
  "style-src 'self'",
  "img-src 'self' data:",
  "font-src 'self' data:",
  "connect-src 'self'",
  "manifest-src 'self'",
  "worker-src 'self'",
  "base-uri 'none'",
  "form-action 'self'",
  "frame-ancestors 'none'",
].join('; ')

const STANDING_HEADERS: [name: string, value: string][] = [
  ['content-security-policy', CONTENT_SECURITY_POLICY],
  ['x-content-type-options', 'nosniff'],
  ['x-frame-options', 'DENY'],
  ['referrer-policy', 'no-referrer'],
  ['cross-origin-opener-policy', 'same-origin'],
  ['cross-origin-resource-policy', 'same-origin'],
  ['permissions-policy', 'camera=(), geolocation=(), microphone=(), payment=(), usb=()'],
]

/** Two years, as browsers' preload lists ask for. */
const STRICT_TRANSPORT = 'max-age=63072000'

/** Sets the headers of every answer. What was answered about data is not kept by any cache unless its route says so. */
export function setSecurityHeaders(headers: Headers, overTls: boolean): void {
  for (const [name, value] of STANDING_HEADERS) headers.set(name, value)
  if (overTls) headers.set('strict-transport-security', STRICT_TRANSPORT)
  if (!headers.has('cache-control')) headers.set('cache-control', 'no-store')
}
