import { z } from '@hono/zod-openapi'
import { defineRoute } from '../../platform/http/route.ts'
import { Refusal } from '../../platform/refusal.ts'
import { personName } from '../naming.ts'
import { confirmPassword, confirmPasskey } from './come-in.ts'
import { issueLink } from './link.ts'
import {
  addPasskey,
  endOwnSessions,
  labelOf,
  newPasskeyOptions,
  ownMethods,
  ownSessions,
  removePasskey,
  removeSubject,
  setOwnPassword,
} from './own-methods.ts'
import { assertionSchema, creationOptionsSchema, creationSchema, requestOptionsSchema } from './passkey.ts'
import { stepUpNeeds } from './step-up.ts'
import { visitorOf } from './visitor.ts'

const instant = z.iso.datetime()
const done = z.object({})

const methods = defineRoute({
  method: 'get',
  path: '/api/people/me/methods',
  permission: 'people.own',
  summary: { ja: '自分のサインインの方法', en: 'How one signs in oneself' },
  reply: z
    .object({
      login: z.string().optional(),
      password_set_at: instant.nullable(),
      passkeys: z.array(
        z.object({
          id: z.string(),
          label: z.string(),
          added_at: instant,
          used_at: instant.nullable(),
          backed_up: z.boolean(),
        }),
      ),
      identities: z.array(z.object({ issuer: z.string(), bound_at: instant })),
    })
    .openapi('OwnMethods'),
  handler: async (ctx, { actor }) => {
    const own = await ownMethods(ctx, actor.id)
    return {
      ...(own.login !== undefined && { login: own.login }),
      password_set_at: isoOrNull(own.passwordSetAtMs),
      passkeys: own.passkeys.map((passkey) => ({
        id: passkey.credentialId,
        label: passkey.label,
        added_at: new Date(passkey.addedAtMs).toISOString(),
        used_at: isoOrNull(passkey.usedAtMs),
        backed_up: passkey.backedUp,
      })),
      identities: own.subjects.map(({ issuer, boundAtMs }) => ({
        issuer,
        bound_at: new Date(boundAtMs).toISOString(),
      })),
    }
  },
})

const passkeyOptions = defineRoute({
  method: 'post',
  path: '/api/people/me/passkeys/options',
  permission: 'people.own',
  summary: { ja: 'パスキーを加えるための問い', en: 'What a further passkey is made from' },
  reply: creationOptionsSchema,
  handler: async (ctx, { actor }) => {
    const { login } = await ownMethods(ctx, actor.id)
    const name = (await personName(ctx, actor.id)).ja
    return newPasskeyOptions(ctx, actor.id, { name, ...(login !== undefined && { login }) })
  },
})

const passkeyAdd = defineRoute({
  method: 'post',
  path: '/api/people/me/passkeys',
  permission: 'people.own',
  summary: { ja: 'パスキーを加える', en: 'Add a passkey' },
  body: z.object({ creation: creationSchema, label: z.string().max(200) }),
  reply: done,
  status: 201,
  handler: async (ctx, { actor, body }) => {
    await addPasskey(ctx, actor, { creation: body.creation, label: labelOf(body.label) })
    return {}
  },
})

const passkeyRemove = defineRoute({
  method: 'delete',
  path: '/api/people/me/passkeys/{id}',
  permission: 'people.own',
  summary: { ja: 'パスキーを外す', en: 'Remove a passkey' },
  params: z.object({ id: z.string().min(1).max(1400) }),
  reply: done,
  handler: async (ctx, { actor, params }) => {
    await removePasskey(ctx, actor, params.id)
    return {}
  },
})

const passwordSet = defineRoute({
  method: 'put',
  path: '/api/people/me/password',
  permission: 'people.own',
  summary: { ja: 'パスワードを決める', en: 'Set the password' },
  body: z.object({ login: z.string().min(1).max(512), password: z.string().min(1).max(4096) }),
  reply: done,
  handler: async (ctx, { actor, body }) => {
    await setOwnPassword(ctx, actor, body)
    return {}
  },
})

const identityRemove = defineRoute({
  method: 'post',
  path: '/api/people/me/identities/remove',
  permission: 'people.own',
  summary: { ja: '認証サービスとの結び付けを解く', en: 'Disconnect an identity provider' },
  body: z.object({ issuer: z.string().min(1).max(1000) }),
  reply: done,
  handler: async (ctx, { actor, body }) => {
    await removeSubject(ctx, actor, body.issuer)
    return {}
  },
})

const confirm = defineRoute({
  method: 'post',
  path: '/api/people/me/confirm',
  permission: 'people.own',
  summary: { ja: '本人であることをもう一度示す', en: 'Show once more that it is you' },
  body: z.object({ password: z.string().min(1).max(4096).optional(), assertion: assertionSchema.optional() }),
  reply: done,
  handler: async (ctx, request) => {
    const { actor, body } = request
    if (body.assertion) await confirmPasskey(ctx, actor, visitorOf(request), body.assertion)
    else await confirmPassword(ctx, actor, visitorOf(request), body.password ?? '')
    return {}
  },
})

const stepUp = defineRoute({
  method: 'post',
  path: '/api/people/step-up',
  permission: 'people.own',
  summary: {
    ja: '承認の前に、本人がこの digest を確かめて示す方法',
    en: 'How one proves, before approving, to mean exactly this digest',
  },
  body: z.object({ digest: z.string().max(100) }),
  reply: z
    .discriminatedUnion('method', [
      z.object({ method: z.literal('passkey'), options: requestOptionsSchema }),
      z.object({ method: z.literal('password'), confirmed: z.boolean() }),
      z.object({ method: z.literal('demo') }),
    ])
    .openapi('StepUp'),
  handler: (ctx, { actor, body }) => stepUpNeeds(ctx, actor, body.digest),
})

const sessions = defineRoute({
  method: 'get',
  path: '/api/people/me/sessions',
  permission: 'people.own',
  summary: { ja: '自分のサインインの一覧', en: "One's own sessions" },
  reply: z
    .object({
      sessions: z.array(
        z.object({
          id: z.string(),
          kind: z.enum(['passkey', 'password', 'oidc', 'link', 'demo']),
          since: instant,
          seen_at: instant,
          until: instant,
          address: z.string().nullable(),
          agent: z.string().nullable(),
          current: z.boolean(),
        }),
      ),
    })
    .openapi('OwnSessions'),
  handler: async (ctx, { actor }) => ({
    sessions: (await ownSessions(ctx, actor)).map((session) => ({
      id: session.name,
      kind: session.kind,
      since: new Date(session.createdAtMs).toISOString(),
      seen_at: new Date(session.seenAtMs).toISOString(),
      until: new Date(session.expiresAtMs).toISOString(),
      address: session.address ?? null,
      agent: session.agent ?? null,
      current: session.current,
    })),
  }),
})

const sessionsEnd = defineRoute({
  method: 'post',
  path: '/api/people/me/sessions/end',
  permission: 'people.own',
  summary: {
    ja: '自分のサインインを終わらせる（一つ、または、いまのもの以外すべて）',
    en: 'End one of one’s own sessions, or all but this one',
  },
  body: z.object({ session: z.string().max(100).optional() }),
  reply: z.object({ ended: z.number().int() }),
  handler: async (ctx, { actor, body }) => ({ ended: await endOwnSessions(ctx, actor, body.session) }),
})

const link = defineRoute({
  method: 'post',
  path: '/api/people/persons/{id}/link',
  permission: 'people.own',
  summary: {
    ja: 'サインインできない人に渡す一回限りのリンクを作る（上長か、人を管理する役割の人）',
    en: 'Make a one-time link for somebody who cannot sign in (superiors, and who manages people)',
  },
  params: z.object({ id: z.string().min(1).max(64) }),
  body: z.object({ forget_passkeys: z.boolean().default(false) }),
  reply: z.object({ link: z.string(), until: instant }).openapi('IssuedLink'),
  status: 201,
  handler: async (ctx, { actor, params, body, authorise, raw }) => {
    const manages = await authorise('people.manage', params.id).then(
      () => true,
      (error: unknown) => {
        if (error instanceof Refusal) return false
        throw error
      },
    )
    const issued = await issueLink(ctx, actor, params.id, { manages, forgetPasskeys: body.forget_passkeys })
    return {
      link: `${ctx.config.origin ?? new URL(raw.url).origin}/welcome#${issued.code}`,
      until: new Date(issued.expiresAtMs).toISOString(),
    }
  },
})

function isoOrNull(ms: number | undefined): string | null {
  return ms === undefined ? null : new Date(ms).toISOString()
}

/** What one does with one's own ways of signing in and sessions; nobody's but one's own. */
export const ownRoutes = [
  methods, passkeyOptions, passkeyAdd, passkeyRemove, passwordSet, identityRemove, confirm, stepUp, sessions, sessionsEnd,
  link,
] // prettier-ignore
