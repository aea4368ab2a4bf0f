import {
  allowInsecureRequests,
  authorizationCodeGrant,
  buildAuthorizationUrl,
  calculatePKCECodeChallenge,
  ClientSecretBasic,
  customFetch,
  discovery,
  enableNonRepudiationChecks,
  None,
  randomNonce,
  randomPKCECodeVerifier,
} from 'openid-client'
import type { Configuration, CustomFetch } from 'openid-client'
import type { Config } from '../../platform/config.ts'
import type { Context } from '../../platform/context.ts'
import { inTransaction } from '../../platform/database.ts'
import type { OutboundRequest } from '../../platform/outbound.ts'
import { Refusal } from '../../platform/refusal.ts'
import { attempted } from './attempt.ts'
import { comeIn, type CameIn, type Visitor } from './come-in.ts'
import { takeLink } from './link-store.ts'
import { insertSubject, personOfSubject, readPasskeysOf } from './method-store.ts'
import { relyingParty } from './passkey.ts'
import { insertVisit, takeVisit, type Visit } from './provider-store.ts'
import { recorded } from './recorded.ts'
import { hashOfSecret, newSecret } from './secret.ts'
import { endSessions } from './session.ts'

export const RETURN_PATH = '/api/sign-in/provider/return'
const VISIT_MS = 10 * 60_000
const DISCOVERED_MS = 60 * 60_000
const CALL_S_MAX = 10

/** Who somebody is to the provider: the subject under its issuer. A mail address, verified or not, is no identity. */
export type Identity = { issuer: string; subject: string }

/** What the visit is for, besides coming in: to bind the identity to somebody invited, or to who is signed in. */
export type Purpose = { binds?: string; linkSha256?: Buffer }

/**
 * Where to send the browser, and the secret for its cookie. Code flow with PKCE, state and nonce; what was asked is kept
 * here, ten minutes, for this one browser.
 */
export async function beginVisit(ctx: Context, purpose: Purpose): Promise<{ url: string; cookie: string }> {
  const configuration = await configurationOf(ctx)
  const [state, visitor] = [newSecret(), newSecret()]
  const [nonce, verifier] = [randomNonce(), randomPKCECodeVerifier()]
  await insertVisit(ctx.db, {
    stateSha256: state.sha256,
    visitorSha256: visitor.sha256,
    nonce,
    verifier,
    ...purpose,
    expiresAtMs: ctx.clock.now() + VISIT_MS,
  })
  const url = buildAuthorizationUrl(configuration, {
    redirect_uri: relyingParty(ctx.config).origin + RETURN_PATH,
    scope: 'openid',
    response_type: 'code',
    state: state.text,
    nonce,
    code_challenge: await calculatePKCECodeChallenge(verifier),
    code_challenge_method: 'S256',
  })
  return { url: url.href, cookie: visitor.text }
}

/** The way back. `query` is that of the address to which the provider sent the browser. */
export async function endVisit(
  ctx: Context,
  visitor: Visitor,
  cookie: string | undefined,
  query: URLSearchParams,
): Promise<CameIn> {
  return attempted(ctx, undefined, visitor.peer, async () => {
    const stateSha256 = hashOfSecret(query.get('state') ?? '')
    const visitorSha256 = hashOfSecret(cookie ?? '')
    if (!stateSha256 || !visitorSha256) return undefined
    const visit = await takeVisit(ctx.db, stateSha256, visitorSha256, ctx.clock.now())
    if (visit === undefined) return undefined
    const identity = await identityOf(ctx, visit, query)
    return identity && admitted(ctx, visitor, visit, identity)
  })
}

async function identityOf(ctx: Context, visit: Visit, query: URLSearchParams): Promise<Identity | undefined> {
  const configuration = await configurationOf(ctx)
  const current = new URL(`${relyingParty(ctx.config).origin}${RETURN_PATH}?${query.toString()}`)
  try {
    const tokens = await authorizationCodeGrant(configuration, current, {
      expectedState: query.get('state') ?? '',
      expectedNonce: visit.nonce,
      pkceCodeVerifier: visit.verifier,
      idTokenExpected: true,
    })
    const claims = tokens.claims()
    return claims && { issuer: claims.iss, subject: claims.sub }
  } catch (error) {
    ctx.log.info({ because: String(error) }, 'what came back from the identity provider was refused')
    return undefined
  }
}

async function admitted(
  ctx: Context,
  visitor: Visitor,
  visit: Visit,
  identity: Identity,
): Promise<CameIn | undefined> {
  if (visit.binds === undefined && visit.linkSha256 === undefined) return known(ctx, visitor, identity)
  return recorded(ctx, async (tx, record) => {
    const nowMs = ctx.clock.now()
    const link = visit.linkSha256 && (await takeLink(tx, visit.linkSha256, nowMs))
    // A link that lets a locked-out person back in does not go round the passkey that the person has.
    if (link?.person !== undefined && (await readPasskeysOf(tx, link.person)).length > 0) return undefined
    const person = visit.binds ?? link?.person
    if (person === undefined) return undefined
    if (!(await insertSubject(tx, { ...identity, person }, nowMs))) throw new Refusal('conflict', BOUND)
    const { issuer } = identity
    await record({ type: 'people.identity.bound', by: person, objects: [person], body: { issuer } })
    await endSessions(ctx, tx, person, 'method-changed')
    return comeIn(ctx, tx, person, 'oidc', visitor)
  })
}

async function known(ctx: Context, visitor: Visitor, identity: Identity): Promise<CameIn | undefined> {
  const person = await personOfSubject(ctx.db, identity.issuer, identity.subject)
  if (person === undefined) throw new Refusal('missing', STRANGER)
  return inTransaction(ctx.db, (tx) => comeIn(ctx, tx, person, 'oidc', visitor))
}

type Discovered = { configuration: Promise<Configuration>; atMs: number }
const discovered = new WeakMap<Config, Discovered>()

/** The provider as it describes itself; asked anew after an hour, and after a failure. */
async function configurationOf(ctx: Context): Promise<Configuration> {
  const { provider } = ctx.config
  if (provider === undefined) throw new Refusal('missing', NO_PROVIDER)
  const nowMs = ctx.clock.now()
  const before = discovered.get(ctx.config)
  if (before && nowMs - before.atMs < DISCOVERED_MS) return before.configuration
  const issuer = new URL(provider.issuer)
  const configuration = discovery(
    issuer,
    provider.client,
    undefined,
    provider.secret === undefined ? None() : ClientSecretBasic(provider.secret),
    {
      [customFetch]: fetchBy(ctx),
      timeout: CALL_S_MAX,
      execute: [
        enableNonRepudiationChecks,
        // Plain http reaches only what KENSHO_OUTBOUND_ALLOW names; the outbound client sees to that.
        ...(issuer.protocol === 'http:' ? [allowInsecureRequests] : []),
      ],
    },
  )
  discovered.set(ctx.config, { configuration, atMs: nowMs })
  return configuration.catch((error: unknown) => {
    discovered.delete(ctx.config)
    ctx.log.warn({ because: String(error) }, 'the identity provider does not answer')
    throw new Refusal('unavailable', NO_ANSWER)
  })
}

const METHODS = ['GET', 'POST'] as const

/** All that goes out goes through the one client: addresses pinned and checked, no redirects, bounded. */
function fetchBy(ctx: Context): CustomFetch {
  return async (url, { method, headers, body, signal }) => {
    const known = METHODS.find((one) => one === method)
    if (known === undefined) throw new Error(`an identity provider is not called by ${method}`)
    const request: OutboundRequest = { url, method: known, headers, ...(signal && { signal }) }
    if (body instanceof URLSearchParams || typeof body === 'string') request.body = body.toString()
    const reply = await ctx.outbound.request(request)
    const empty = reply.status === 204 || reply.status === 304
    return new Response(empty ? null : new Uint8Array(reply.body), {
      status: reply.status,
      headers: reply.headers,
    })
  }
}

const NO_PROVIDER = {
  ja: 'このインストールには認証サービスが設定されていません。',
  en: 'No identity provider is configured here.',
}
const NO_ANSWER = {
  ja: '認証サービスから返事がありません。しばらくしてからもう一度どうぞ。',
  en: 'The identity provider does not answer. Try again shortly.',
}
const STRANGER = {
  ja: '認証サービスはあなたを確かめましたが、ここではまだ誰にも結び付いていません。招待のリンクから入ってください。',
  en: 'The provider vouches for you, but nobody here is bound to that identity. Come in by your invitation first.',
}
const BOUND = {
  ja: 'この認証サービスの利用者は、すでに誰かに結び付いています。',
  en: 'That identity is bound to somebody already.',
}
