import { z } from '@hono/zod-openapi'
import { defineRoute } from '../../platform/http/route.ts'
import { Refusal } from '../../platform/refusal.ts'
import { signOut } from './come-in.ts'
import { clearCookie, readCookie, writeCookie } from './cookie.ts'
import { assertFresh } from './own-methods.ts'
import { beginVisit, endVisit, RETURN_PATH, type Purpose } from './provider.ts'
import { hashOfSecret } from './secret.ts'
import { isSecure, SESSION_MS_MAX } from './session.ts'
import { visitorOf } from './visitor.ts'

const VISIT_S = 600

const visitReply = z.object({ url: z.url() }).openapi('ProviderVisit')

const visit = defineRoute({
  method: 'post',
  path: '/api/sign-in/provider',
  permission: 'public',
  summary: {
    ja: '認証サービスへ行く先。招待のコードがあれば、戻ったときにその人に結び付ける',
    en: 'Where to go at the identity provider; with an invitation’s code the identity is bound to that person',
  },
  body: z.object({ code: z.string().max(100).optional() }),
  reply: visitReply,
  handler: async (ctx, { body }) => {
    const linkSha256 = body.code === undefined ? undefined : hashOfSecret(body.code)
    if (body.code !== undefined && linkSha256 === undefined) throw new Refusal('forbidden', NO_LINK)
    const purpose: Purpose = linkSha256 === undefined ? {} : { linkSha256 }
    const { url, cookie } = await beginVisit(ctx, purpose)
    return Response.json(
      { url },
      { headers: { 'set-cookie': writeCookie('visit', cookie, isSecure(ctx), VISIT_S) } },
    )
  },
})

const bind = defineRoute({
  method: 'post',
  path: '/api/people/me/identities',
  permission: 'people.own',
  summary: {
    ja: '自分を認証サービスの利用者に結び付けに行く',
    en: 'Go and connect oneself with the identity provider',
  },
  reply: visitReply,
  handler: async (ctx, { actor }) => {
    await assertFresh(ctx, actor)
    const { url, cookie } = await beginVisit(ctx, { binds: actor.id })
    return Response.json(
      { url },
      { headers: { 'set-cookie': writeCookie('visit', cookie, isSecure(ctx), VISIT_S) } },
    )
  },
})

const back = defineRoute({
  method: 'get',
  path: RETURN_PATH,
  permission: 'public',
  summary: { ja: '認証サービスからの戻り先', en: 'Where the identity provider sends the browser back to' },
  reply: z.object({}),
  handler: async (ctx, request) => {
    const { raw, actor } = request
    const secure = isSecure(ctx)
    const cookie = readCookie(raw.headers.get('cookie'), 'visit', secure)
    const headers = new Headers({ location: '/' })
    headers.append('set-cookie', clearCookie('visit', secure))
    try {
      const cameIn = await endVisit(ctx, visitorOf(request), cookie, new URL(raw.url).searchParams)
      await signOut(ctx, actor)
      headers.append('set-cookie', writeCookie('session', cameIn.sessionId, secure, SESSION_MS_MAX / 1000))
    } catch (error) {
      if (!(error instanceof Refusal)) throw error
      // It is a browser that came here: it is shown a page, which has the words for each kind.
      headers.set('location', `/sign-in?refused=${error.kind}`)
    }
    return new Response(null, { status: 303, headers })
  },
})

const NO_LINK = { ja: 'このリンクは使えません。', en: 'This link does not hold.' }

/** Signing in by way of an OpenID provider. */
export const providerRoutes = [visit, bind, back]
