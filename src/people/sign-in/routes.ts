import { z } from '@hono/zod-openapi'
import type { Context } from '../../platform/context.ts'
import { defineRoute } from '../../platform/http/route.ts'
import type { Roles } from '../organisation.ts'
import { personName } from '../naming.ts'
import { actAs, passkeyChallenge, signInByPasskey, signInByPassword, signOut } from './come-in.ts'
import { demoFor } from './demo.ts'
import { lookAtLink, readByCode, redeem } from './link.ts'
import { newPasskeyOptions, labelOf } from './own-methods.ts'
import { claim } from './owner.ts'
import { assertionSchema, creationOptionsSchema, creationSchema, requestOptionsSchema } from './passkey.ts'
import { readSessionByName, isOwned } from './store.ts'
import { cameInReply, visitorOf, wentOutReply } from './visitor.ts'
import { Refusal } from '../../platform/refusal.ts'

const textSchema = z.object({ ja: z.string(), en: z.string() })
const cameInSchema = z.object({ person: z.string() }).openapi('CameIn')
const code = z.string().min(1).max(100)
const personNameSchema = z.string().trim().min(1).max(200)
const login = z.string().min(1).max(512)
const password = z.string().min(1).max(4096)

const standing = defineRoute({
  method: 'get',
  path: '/api/sign-in',
  permission: 'public',
  summary: { ja: '誰として開いているか、どうすれば入れるか', en: 'As whom this is open, and how to come in' },
  reply: z
    .object({
      me: z
        .object({
          person: z.string(),
          name: textSchema,
          kind: z.enum(['passkey', 'password', 'oidc', 'link', 'demo', 'token', 'visitor']),
        })
        .nullable(),
      owned: z.boolean(),
      demo: z.array(z.object({ person: z.string(), name: textSchema })).nullable(),
      provider: z.string().nullable(),
    })
    .openapi('SignInStanding'),
  handler: async (ctx, { actor, peer }) => {
    const demo = await demoFor(ctx, peer)
    return {
      me: actor.via === undefined ? null : await meOf(ctx, actor.id, actor.via),
      owned: await isOwned(ctx.db),
      demo:
        demo === undefined
          ? null
          : await Promise.all(
              demo.all.map(async (person) => ({ person, name: await personName(ctx, person) })),
            ),
      provider: ctx.config.provider?.name ?? null,
    }
  },
})

async function meOf(ctx: Context, person: string, via: { kind: 'session' | 'token' | 'demo'; id: string }) {
  const name = await personName(ctx, person)
  if (via.kind === 'token') return { person, name, kind: 'token' as const }
  if (via.kind === 'demo')
    return { person, name, kind: via.id === 'visitor' ? ('visitor' as const) : via.kind }
  return { person, name, kind: (await readSessionByName(ctx.db, via.id))?.kind ?? ('link' as const) }
}

const passkeyOptions = defineRoute({
  method: 'post',
  path: '/api/sign-in/passkey/options',
  permission: 'public',
  summary: { ja: 'パスキーに署名させる問い', en: 'What a passkey is asked to sign' },
  reply: requestOptionsSchema,
  handler: (ctx) => passkeyChallenge(ctx),
})

const byPasskey = defineRoute({
  method: 'post',
  path: '/api/sign-in/passkey',
  permission: 'public',
  summary: { ja: 'パスキーでサインインする', en: 'Sign in with a passkey' },
  body: z.object({ assertion: assertionSchema }),
  reply: cameInSchema,
  handler: async (ctx, request) =>
    cameInReply(ctx, request, await signInByPasskey(ctx, visitorOf(request), request.body.assertion)),
})

const byPassword = defineRoute({
  method: 'post',
  path: '/api/sign-in/password',
  permission: 'public',
  summary: { ja: 'パスワードでサインインする', en: 'Sign in with a password' },
  body: z.object({ login, password }),
  reply: cameInSchema,
  handler: async (ctx, request) =>
    cameInReply(ctx, request, await signInByPassword(ctx, visitorOf(request), request.body)),
})

const out = defineRoute({
  method: 'post',
  path: '/api/sign-in/out',
  permission: 'public',
  summary: { ja: 'サインアウトする', en: 'Sign out' },
  reply: z.object({}),
  handler: async (ctx, { actor }) => {
    await signOut(ctx, actor)
    return wentOutReply(ctx)
  },
})

const look = defineRoute({
  method: 'post',
  path: '/api/sign-in/link',
  permission: 'public',
  summary: { ja: '一回限りのリンクが何のためのものか', en: 'What a one-time link is for' },
  body: z.object({ code }),
  reply: z
    .object({
      purpose: z.enum(['owner', 'invitation', 'recovery']),
      until: z.iso.datetime(),
      name: textSchema.optional(),
      issued_by: textSchema.optional(),
      asks_passkey: z.boolean(),
      provider: z.string().nullable(),
    })
    .openapi('OneTimeLink'),
  handler: async (ctx, { body, peer }) => {
    const link = await lookAtLink(ctx, peer, body.code)
    return {
      purpose: link.purpose,
      until: new Date(link.expiresAtMs).toISOString(),
      ...(link.name && { name: link.name }),
      ...(link.issuedBy && { issued_by: link.issuedBy }),
      asks_passkey: link.asksPasskey,
      provider: ctx.config.provider?.name ?? null,
    }
  },
})

const linkPasskey = defineRoute({
  method: 'post',
  path: '/api/sign-in/link/passkey',
  permission: 'public',
  summary: {
    ja: 'リンクで入る人のパスキーを作る問い',
    en: 'What a passkey is made from, for one who comes by a link',
  },
  body: z.object({ code, name: personNameSchema.optional() }),
  reply: z.object({ person: z.string(), options: creationOptionsSchema }),
  handler: async (ctx, { body }) => {
    const link = await readByCode(ctx, body.code)
    if (link === undefined) throw new Refusal('forbidden', GONE)
    const person = link.person ?? `p-${ctx.ids.next()}`
    const name = link.person === undefined ? body.name : (await personName(ctx, link.person)).ja
    return { person, options: await newPasskeyOptions(ctx, person, { name: name ?? 'Kensho' }) }
  },
})

const linkUse = defineRoute({
  method: 'post',
  path: '/api/sign-in/link/use',
  permission: 'public',
  summary: {
    ja: '一回限りのリンクで入り、サインインの方法を決める',
    en: 'Come in by a one-time link and set how to sign in',
  },
  body: z.object({
    code,
    name: personNameSchema.optional(),
    name_en: personNameSchema.optional(),
    password: z.object({ login, password }).optional(),
    passkey: z
      .object({ person: z.string().max(64), creation: creationSchema, label: z.string().max(200) })
      .optional(),
    assertion: assertionSchema.optional(),
  }),
  reply: cameInSchema,
  handler: async (ctx, request) => {
    const { code: shown, name, name_en, passkey, password: chosen, assertion } = request.body
    const cameIn = await redeem(ctx, visitorOf(request), {
      code: shown,
      ...(name !== undefined && { owner: { name, ...(name_en !== undefined && { name_en }) } }),
      ...(chosen && { password: chosen }),
      ...(passkey && { passkey: { ...passkey, label: labelOf(passkey.label) } }),
      ...(assertion && { assertion }),
    })
    return cameInReply(ctx, request, cameIn)
  },
})

const GONE = {
  ja: 'このリンクは使えません。期限が過ぎたか、すでに使われています。',
  en: 'This link does not hold: it has expired or was used.',
}

const act = defineRoute({
  method: 'post',
  path: '/api/people/act-as',
  // A way in, as signing in is: nobody's rows but those of who is chosen are written, and the demo alone lets one in.
  permission: 'public',
  summary: { ja: 'デモの別の人物として操作する', en: 'Go on as another person of the demo' },
  body: z.object({ person: z.string().max(64) }),
  reply: cameInSchema,
  handler: async (ctx, request) =>
    cameInReply(ctx, request, await actAs(ctx, visitorOf(request), request.body.person)),
})

/** How one comes in. `rolesNow` is asked when the first owner is made: it knows the policies of all modules. */
export function signInRoutes(rolesNow: () => Roles) {
  const claimOwner = defineRoute({
    method: 'post',
    path: '/api/sign-in/claim',
    permission: 'public',
    summary: {
      ja: '最初の責任者になり、サービストークンを受け取る（スクリプト用）',
      en: 'Become the first owner and get a service token, for scripts',
    },
    body: z.object({ code, name: personNameSchema, name_en: personNameSchema.optional() }),
    reply: z
      .object({ person: z.string(), token: z.string(), until: z.iso.datetime(), code: z.string() })
      .openapi('Claimed'),
    status: 201,
    handler: async (ctx, { body: { name_en, ...given }, peer }) => {
      const claimed = await claim(
        ctx,
        peer,
        { ...given, ...(name_en !== undefined && { name_en }) },
        rolesNow(),
      )
      const { person, token, code: own } = claimed
      return { person, token, until: new Date(claimed.tokenUntilMs).toISOString(), code: own }
    },
  })
  return [standing, passkeyOptions, byPasskey, byPassword, out, look, linkPasskey, linkUse, act, claimOwner]
}
