import { isAbsolute, resolve } from 'node:path'
import { fileURLToPath } from 'node:url'
import { isIP } from 'node:net'
import { InputError } from './failure.ts'
import { parseDestination } from './outbound-address.ts'
import type { Destination } from './outbound-address.ts'

const LOG_LEVELS = ['fatal', 'error', 'warn', 'info', 'debug', 'trace', 'silent'] as const
export type LogLevel = (typeof LOG_LEVELS)[number]

/** Everything that is set from outside. Read once at start; nothing else reads the environment. */
export type Config = {
  /** `KENSHO_DATABASE_URL`; without it kensho runs a PostgreSQL of its own in the data folder. */
  databaseUrl?: string
  /** `KENSHO_DATA`, absolute; default `.kensho` in the checkout. */
  dataDir: string
  /** `KENSHO_PORT`, default 7350; 0 takes any free one. */
  port: number
  /** `KENSHO_ORIGIN`, scheme, host and port only: how browsers reach us. Default `http://localhost:PORT`. */
  origin?: string
  /** `KENSHO_TLS_CERT` and `KENSHO_TLS_KEY`, PEM files: we speak TLS ourselves. */
  tls?: { certFile: string; keyFile: string }
  /** `KENSHO_TRUSTED_PROXY`: the IP address whose forwarded headers are believed. Needs `KENSHO_ORIGIN`. */
  trustedProxy?: string
  /**
   * `KENSHO_OIDC_ISSUER`, `_CLIENT`, `_SECRET` (if the provider gave one) and `_NAME` (what people call it): an OpenID
   * provider by which people may sign in.
   */
  provider?: { issuer: string; client: string; secret?: string; name: string }
  /** `KENSHO_LOG`, default info. */
  logLevel: LogLevel
  /** `KENSHO_CHECKPOINT_FILE`, `_WEBHOOK`, `_MAIL`: where checkpoints of the ledger are kept outside this machine. */
  checkpoints: { file?: string; webhook?: string; mail?: string }
  /** `KENSHO_SMTP_URL` (smtp:// or smtps://, with user and password if needed) and `KENSHO_MAIL_FROM`. */
  mail?: { smtpUrl: string; from: string }
  /**
   * Where carriers' notices come in: `KENSHO_NOTICES_SMTP` (host:port on which mail for `KENSHO_NOTICES_ADDRESS` is
   * taken), `KENSHO_NOTICES_IMAP` (imaps://user:password@host/mailbox that is watched).
   */
  notices: { smtp?: { host: string; port: number }; address?: string; imap?: string }
  /**
   * What the monitoring store holds at most: `KENSHO_MONITORING_SERIES` series (20000), their values for
   * `KENSHO_MONITORING_VALUE_DAYS` (3, at most 13), their full hours for `KENSHO_MONITORING_HOUR_DAYS` (800).
   */
  monitoring: { seriesMax: number; valueDays: number; hourDays: number }
  /** `KENSHO_DNS`: name servers for checking who sent a mail, as address or address:port; default the system's. */
  dns: string[]
  /** `KENSHO_OUTBOUND_ALLOW`: private destinations that may be called all the same. */
  outboundAllow: Destination[]
}

type Environment = Readonly<Record<string, string | undefined>>

const DEFAULT_PORT = 7350
const CHECKOUT = fileURLToPath(new URL('../../', import.meta.url))

/**
 * The configuration from environment variables; `overrides` (command line) win. Empty variables count as unset.
 * Throws InputError with the variable's name.
 */
export function readConfig(env: Environment, overrides: Partial<Config> = {}): Config {
  const databaseUrl = databaseUrlOf(env)
  const origin = originOf(env)
  const tls = tlsOf(env)
  const trustedProxy = trustedProxyOf(env)
  const mail = mailOf(env)
  const provider = providerOf(env)
  const config: Config = {
    ...(databaseUrl !== undefined && { databaseUrl }),
    dataDir: resolve(set(env, 'KENSHO_DATA') ?? resolve(CHECKOUT, '.kensho')),
    port: portOf(env),
    ...(origin !== undefined && { origin }),
    ...(tls !== undefined && { tls }),
    ...(trustedProxy !== undefined && { trustedProxy }),
    ...(provider !== undefined && { provider }),
    logLevel: logLevelOf(env),
    checkpoints: checkpointsOf(env),
    ...(mail !== undefined && { mail }),
    notices: noticesOf(env),
    monitoring: {
      seriesMax: countOf(env, 'KENSHO_MONITORING_SERIES', { least: 1, most: 1_000_000, otherwise: 20_000 }),
      valueDays: countOf(env, 'KENSHO_MONITORING_VALUE_DAYS', { least: 1, most: 13, otherwise: 3 }),
      hourDays: countOf(env, 'KENSHO_MONITORING_HOUR_DAYS', { least: 14, most: 3_660, otherwise: 800 }),
    },
    dns: nameServersOf(env),
    outboundAllow: allowedOf(env),
    ...definedOnly(overrides),
  }
  if (!isAbsolute(config.dataDir)) throw refuse('KENSHO_DATA', 'an absolute folder')
  if (config.trustedProxy !== undefined && config.origin === undefined)
    throw refuse('KENSHO_ORIGIN', 'the origin that browsers use, since KENSHO_TRUSTED_PROXY is set')
  if (config.checkpoints.mail !== undefined && config.mail === undefined)
    throw refuse('KENSHO_SMTP_URL', 'the mail server, since KENSHO_CHECKPOINT_MAIL is set')
  return config
}

/** The same configuration as environment variables, for child processes. */
export function configToEnv(config: Config): Record<string, string> {
  return {
    ...(config.databaseUrl !== undefined && { KENSHO_DATABASE_URL: config.databaseUrl }),
    KENSHO_DATA: config.dataDir,
    KENSHO_PORT: String(config.port),
    ...(config.origin !== undefined && { KENSHO_ORIGIN: config.origin }),
    ...(config.tls && { KENSHO_TLS_CERT: config.tls.certFile, KENSHO_TLS_KEY: config.tls.keyFile }),
    ...(config.trustedProxy !== undefined && { KENSHO_TRUSTED_PROXY: config.trustedProxy }),
    ...(config.provider && {
      KENSHO_OIDC_ISSUER: config.provider.issuer,
      KENSHO_OIDC_CLIENT: config.provider.client,
      KENSHO_OIDC_NAME: config.provider.name,
      ...(config.provider.secret !== undefined && { KENSHO_OIDC_SECRET: config.provider.secret }),
    }),
    KENSHO_LOG: config.logLevel,
    ...(config.checkpoints.file !== undefined && { KENSHO_CHECKPOINT_FILE: config.checkpoints.file }),
    ...(config.checkpoints.webhook !== undefined && {
      KENSHO_CHECKPOINT_WEBHOOK: config.checkpoints.webhook,
    }),
    ...(config.checkpoints.mail !== undefined && { KENSHO_CHECKPOINT_MAIL: config.checkpoints.mail }),
    ...(config.mail && { KENSHO_SMTP_URL: config.mail.smtpUrl, KENSHO_MAIL_FROM: config.mail.from }),
    ...(config.notices.smtp && {
      KENSHO_NOTICES_SMTP: `${config.notices.smtp.host}:${config.notices.smtp.port}`,
    }),
    ...(config.notices.address !== undefined && { KENSHO_NOTICES_ADDRESS: config.notices.address }),
    ...(config.notices.imap !== undefined && { KENSHO_NOTICES_IMAP: config.notices.imap }),
    KENSHO_MONITORING_SERIES: String(config.monitoring.seriesMax),
    KENSHO_MONITORING_VALUE_DAYS: String(config.monitoring.valueDays),
    KENSHO_MONITORING_HOUR_DAYS: String(config.monitoring.hourDays),
    KENSHO_DNS: config.dns.join(','),
    KENSHO_OUTBOUND_ALLOW: config.outboundAllow.map((destination) => destination.written).join(','),
  }
}

function set(env: Environment, name: string): string | undefined {
  const value = env[name]?.trim()
  return value === '' ? undefined : value
}

function refuse(name: string, expected: string): InputError {
  return new InputError('environment', { path: name }, expected)
}

function databaseUrlOf(env: Environment): string | undefined {
  const value = set(env, 'KENSHO_DATABASE_URL')
  if (value === undefined) return undefined
  // The value may hold a password: it is not repeated in the message.
  if (!/^postgres(ql)?:\/\/\S+$/.test(value)) throw refuse('KENSHO_DATABASE_URL', 'a URL postgresql://…')
  return value
}

function countOf(
  env: Environment,
  name: string,
  { least, most, otherwise }: { least: number; most: number; otherwise: number },
): number {
  const value = set(env, name)
  if (value === undefined) return otherwise
  const count = /^\d{1,9}$/.test(value) ? Number(value) : NaN
  if (!(count >= least && count <= most)) throw refuse(name, `a whole number from ${least} to ${most}`)
  return count
}

function originOf(env: Environment): string | undefined {
  const value = set(env, 'KENSHO_ORIGIN')
  if (value === undefined) return undefined
  const expected = 'an origin such as https://kensho.example, without a path'
  if (!URL.canParse(value)) throw refuse('KENSHO_ORIGIN', expected)
  const url = new URL(value)
  const bare = value.replace(/\/$/, '').toLowerCase() === url.origin
  if (!bare || !['http:', 'https:'].includes(url.protocol)) throw refuse('KENSHO_ORIGIN', expected)
  return url.origin
}

function tlsOf(env: Environment): Config['tls'] {
  const certFile = set(env, 'KENSHO_TLS_CERT')
  const keyFile = set(env, 'KENSHO_TLS_KEY')
  if (certFile === undefined && keyFile === undefined) return undefined
  if (certFile === undefined) throw refuse('KENSHO_TLS_CERT', 'a PEM file, since KENSHO_TLS_KEY is set')
  if (keyFile === undefined) throw refuse('KENSHO_TLS_KEY', 'a PEM file, since KENSHO_TLS_CERT is set')
  return { certFile: resolve(certFile), keyFile: resolve(keyFile) }
}

function trustedProxyOf(env: Environment): string | undefined {
  const value = set(env, 'KENSHO_TRUSTED_PROXY')
  if (value !== undefined && isIP(value) === 0) throw refuse('KENSHO_TRUSTED_PROXY', 'one IP address')
  return value
}

function providerOf(env: Environment): Config['provider'] {
  const [issuer, client, secret, name] = ['ISSUER', 'CLIENT', 'SECRET', 'NAME'].map((part) =>
    set(env, `KENSHO_OIDC_${part}`),
  )
  if (issuer === undefined && client === undefined) return undefined
  if (issuer === undefined || !URL.canParse(issuer) || !/^https?:$/.test(new URL(issuer).protocol))
    throw refuse('KENSHO_OIDC_ISSUER', "the provider's issuer, a URL https://…")
  if (client === undefined) throw refuse('KENSHO_OIDC_CLIENT', 'the client id that the provider gave us')
  return { issuer, client, ...(secret !== undefined && { secret }), name: name ?? new URL(issuer).host }
}

const MAIL_ADDRESS = /^[^\s@<>,;"]+@[^\s@<>,;"]+$/

function checkpointsOf(env: Environment): Config['checkpoints'] {
  const [file, webhook, mail] = ['FILE', 'WEBHOOK', 'MAIL'].map((kind) =>
    set(env, `KENSHO_CHECKPOINT_${kind}`),
  )
  if (webhook !== undefined && !(URL.canParse(webhook) && /^https?:$/.test(new URL(webhook).protocol)))
    throw refuse('KENSHO_CHECKPOINT_WEBHOOK', 'a URL https://…')
  if (mail !== undefined && !MAIL_ADDRESS.test(mail))
    throw refuse('KENSHO_CHECKPOINT_MAIL', 'one mail address')
  return {
    ...(file !== undefined && { file: resolve(file) }),
    ...(webhook !== undefined && { webhook }),
    ...(mail !== undefined && { mail }),
  }
}

function mailOf(env: Environment): Config['mail'] {
  const [smtpUrl, from] = [set(env, 'KENSHO_SMTP_URL'), set(env, 'KENSHO_MAIL_FROM')]
  if (smtpUrl === undefined && from === undefined) return undefined
  // The value may hold a password: it is not repeated in the message.
  if (smtpUrl === undefined || !URL.canParse(smtpUrl) || !/^smtps?:$/.test(new URL(smtpUrl).protocol))
    throw refuse('KENSHO_SMTP_URL', 'a URL smtp://host:port or smtps://host:port')
  if (from === undefined || !MAIL_ADDRESS.test(from)) throw refuse('KENSHO_MAIL_FROM', 'one mail address')
  return { smtpUrl, from }
}

function noticesOf(env: Environment): Config['notices'] {
  const smtp = /^(?:([^\s:]+|\[[0-9a-fA-F:.]+\]):)?(\d{1,5})$/.exec(set(env, 'KENSHO_NOTICES_SMTP') ?? '')
  const [address, imap] = [set(env, 'KENSHO_NOTICES_ADDRESS'), set(env, 'KENSHO_NOTICES_IMAP')]
  if (set(env, 'KENSHO_NOTICES_SMTP') !== undefined && (smtp === null || Number(smtp[2]) > 65_535))
    throw refuse('KENSHO_NOTICES_SMTP', 'host:port or a port')
  if (address !== undefined && !MAIL_ADDRESS.test(address))
    throw refuse('KENSHO_NOTICES_ADDRESS', 'one mail address')
  if (smtp !== null && address === undefined)
    throw refuse('KENSHO_NOTICES_ADDRESS', 'the address of notices, since KENSHO_NOTICES_SMTP is set')
  // The value may hold a password: it is not repeated in the message.
  if (imap !== undefined && !(URL.canParse(imap) && /^imaps?:$/.test(new URL(imap).protocol)))
    throw refuse('KENSHO_NOTICES_IMAP', 'a URL imaps://user:password@host/mailbox')
  return {
    ...(smtp !== null && { smtp: { host: smtp[1] ?? '0.0.0.0', port: Number(smtp[2]) } }),
    ...(address !== undefined && { address }),
    ...(imap !== undefined && { imap }),
  }
}

const NAME_SERVERS_MAX = 8

function nameServersOf(env: Environment): string[] {
  const servers = (set(env, 'KENSHO_DNS') ?? '').split(',').map((part) => part.trim())
  const named = servers.filter((server) => server !== '')
  const isServer = (server: string): boolean =>
    isIP(server) !== 0 || isIP(server.replace(/:\d{1,5}$/, '').replace(/^\[|\]$/g, '')) !== 0
  if (named.length > NAME_SERVERS_MAX || !named.every(isServer))
    throw refuse(
      'KENSHO_DNS',
      `at most ${NAME_SERVERS_MAX} addresses of name servers, as address or address:port`,
    )
  return named
}

function portOf(env: Environment): number {
  const value = set(env, 'KENSHO_PORT')
  if (value === undefined) return DEFAULT_PORT
  const port = /^\d{1,5}$/.test(value) ? Number(value) : Number.NaN
  if (!(port <= 65_535)) throw refuse('KENSHO_PORT', 'a port from 0 to 65535')
  return port
}

function logLevelOf(env: Environment): LogLevel {
  const value = set(env, 'KENSHO_LOG') ?? 'info'
  const level = LOG_LEVELS.find((known) => known === value)
  if (level === undefined) throw refuse('KENSHO_LOG', `one of ${LOG_LEVELS.join(', ')}`)
  return level
}

const DESTINATIONS_MAX = 1000

function allowedOf(env: Environment): Destination[] {
  const written = (set(env, 'KENSHO_OUTBOUND_ALLOW') ?? '').split(',').map((part) => part.trim())
  const parts = written.filter((part) => part !== '')
  if (parts.length > DESTINATIONS_MAX)
    throw refuse('KENSHO_OUTBOUND_ALLOW', `at most ${DESTINATIONS_MAX} entries`)
  return parts.map((part) => {
    const destination = parseDestination(part)
    if (destination) return destination
    throw refuse('KENSHO_OUTBOUND_ALLOW', `host, address or network with an optional :port, found ${part}`)
  })
}

function definedOnly<T extends object>(value: T): Partial<T> {
  return Object.fromEntries(Object.entries(value).filter(([, part]) => part !== undefined)) as Partial<T>
}
