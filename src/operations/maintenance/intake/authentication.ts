import { Resolver } from 'node:dns/promises'
import type { Context } from '../../../platform/context.ts'
import { parseHeaders } from '../mail/header.ts'
import { headOf } from '../mail/identification.ts'
import type { AuthResult, MailAuthentication } from '../notice-facts.ts'
import type { Envelope } from '../store.ts'

/** Asks the name service: names of a type, as node:dns gives them. Throws with `code` ENOTFOUND or ENODATA for none. */
export type ResolveName = (name: string, type: string) => Promise<string[][] | string[]>

const ANSWER_MS_MAX = 2000
/** All checks of a mail together: a slow name service delays a notice by no more than this. */
const CHECK_MS_MAX = 8000
const LOOKUPS_MAX = 100

const NOTHING: MailAuthentication = {
  spf: 'temperror',
  dkim: 'temperror',
  dmarc: 'temperror',
  aligned: false,
}

/** The resolver of the configuration: the servers of KENSHO_DNS, or those of the system. */
export function configuredResolver(ctx: Context): ResolveName {
  const resolver = new Resolver({ timeout: ANSWER_MS_MAX, tries: 2 })
  if (ctx.config.dns.length > 0) resolver.setServers(ctx.config.dns)
  return (name, type) => resolver.resolve(name, type) as Promise<string[][] | string[]>
}

/**
 * Who sent a mail, as far as SPF, DKIM and DMARC can tell. `aligned` only if the domain of the one From field is
 * vouched for, by the server that delivered it or by a signature that covers sender, date and subject and the whole of
 * the body. Never throws; a name service that does not answer in time is `temperror`.
 */
export async function authenticationOf(
  bytes: Buffer,
  envelope: Envelope | undefined,
  resolve: ResolveName,
): Promise<MailAuthentication> {
  const stop = new AbortController()
  const timer = setTimeout(() => stop.abort(), CHECK_MS_MAX)
  const over = new Promise<undefined>((settle) => {
    stop.signal.addEventListener('abort', () => settle(undefined), { once: true })
  })
  try {
    const checked = await Promise.race([
      over,
      checkedBy(bytes, envelope, boundedResolver(resolve, stop.signal)),
    ])
    return checked ?? NOTHING
  } catch {
    // The library gives up on mails that are no mails; nobody vouches for those.
    return { spf: 'none', dkim: 'none', dmarc: 'none', aligned: false }
  } finally {
    clearTimeout(timer)
    stop.abort()
  }
}

async function checkedBy(
  bytes: Buffer,
  envelope: Envelope | undefined,
  resolver: ResolveName,
): Promise<MailAuthentication> {
  const delivered = envelope !== undefined && envelope.remoteAddress !== ''
  // Loaded by the first mail: every command and process reads this file, few ever see one.
  const { authenticate } = await import('mailauth')
  const { dkim, spf, dmarc } = await authenticate(bytes, {
    ...(delivered && { ip: envelope.remoteAddress, helo: envelope.helo, sender: envelope.mailFrom }),
    trustReceived: false,
    mta: 'kensho',
    disableArc: true,
    disableBimi: true,
    rejectRsaSha1: true,
    resolver,
  })
  const from = onlySender(bytes)
  const signatures = dkim?.results ?? []
  const signed = signatures.some(
    (result) =>
      result.status.result === 'pass' &&
      typeof result.status.aligned === 'string' &&
      result.canonBodyLengthLimited !== true &&
      coversMeaning(result.signingHeaders?.keys ?? ''),
  )
  const spfResult = delivered && spf !== false && spf !== undefined ? spf : undefined
  const sent = spfResult?.status.result === 'pass' && isAligned(spfResult.domain, from)
  return {
    spf: resultOf(spfResult?.status.result ?? 'none'),
    dkim: resultOf(bestOf(signatures.map(({ status }) => status.result))),
    dmarc: resultOf(dmarc === false || dmarc === undefined ? 'none' : dmarc.status.result),
    aligned: from !== undefined && (signed || sent),
  }
}

/** Fields that a forger would add beside the signed ones: a reader must not take another than the signer meant. */
const ONCE = ['from', 'date', 'subject', 'content-type', 'content-transfer-encoding', 'mime-version']

/** Domain of the sender where there is exactly one, and no field of meaning stands twice. */
function onlySender(bytes: Buffer): string | undefined {
  const headers = parseHeaders(headOf(bytes))
  if (ONCE.some((name) => (headers.get(name)?.length ?? 0) > 1)) return undefined
  const addresses = (headers.get('from')?.[0] ?? '').match(/[^\s<>,;"@]+@[^\s<>,;"@]+/g) ?? []
  const domains = new Set(addresses.map((address) => address.slice(address.indexOf('@') + 1).toLowerCase()))
  return domains.size === 1 ? [...domains][0] : undefined
}

function coversMeaning(keys: string): boolean {
  const signed = new Set(keys.toLowerCase().split(/\s*[:;,]\s*/))
  return ['from', 'date', 'subject'].every((name) => signed.has(name))
}

/** Relaxed alignment without a list of public suffixes: one of the two lies below the other, or they are the same. */
function isAligned(domain: string | undefined, from: string | undefined): boolean {
  if (domain === undefined || from === undefined || !domain.includes('.')) return false
  const one = domain.toLowerCase()
  return one === from || one.endsWith(`.${from}`) || from.endsWith(`.${one}`)
}

const RESULTS = ['pass', 'fail', 'softfail', 'neutral', 'none', 'policy', 'temperror', 'permerror'] as const

function resultOf(result: string): AuthResult {
  if (result === 'temperr') return 'temperror'
  return RESULTS.find((known) => known === result) ?? 'none'
}

function bestOf(results: readonly string[]): string {
  return RESULTS.find((known) => results.includes(known)) ?? results[0] ?? 'none'
}

/** Bounds how often and how long the name service is asked. */
function boundedResolver(resolve: ResolveName, over: AbortSignal): ResolveName {
  let lookups = 0
  return async (name, type) => {
    lookups += 1
    if (over.aborted || lookups > LOOKUPS_MAX)
      throw Object.assign(new Error('enough asked'), { code: 'ETIMEOUT' })
    const late = new Promise<never>((_settle, reject) => {
      over.addEventListener(
        'abort',
        () => reject(Object.assign(new Error('too late'), { code: 'ETIMEOUT' })),
        {
          once: true,
        },
      )
    })
    return await Promise.race([resolve(name, type), late])
  }
}
