import { z } from '@hono/zod-openapi'
import type { Context } from '../platform/context.ts'
import type { Policy } from '../platform/http/permission.ts'
import { defineRoute } from '../platform/http/route.ts'
import { personNames } from './naming.ts'
import { rolesOf } from './organisation.ts'
import { changed } from './recording.ts'
import { issueToken, revokeToken } from './token-actions.ts'
import { readTokens, type TokenRow } from './token-store.ts'
import { done, instant, period, periodText, permissionNames, whoWhen } from './wire.ts'

const token = z
  .object({
    id: z.string(),
    owner: whoWhen,
    label: z.string(),
    permissions: z.array(z.string()),
    ...period,
  })
  .openapi('Token')

async function shown(ctx: Context, rows: readonly TokenRow[]) {
  const names = await personNames(
    ctx,
    rows.map(({ owner }) => owner),
  )
  return rows.map((row) => ({
    id: row.id,
    owner: { id: row.owner, name: names.get(row.owner)! },
    label: row.label,
    permissions: [...row.permissions],
    ...periodText(row),
  }))
}

const all = defineRoute({
  method: 'get',
  path: '/api/people/tokens',
  permission: 'people.read-rights',
  summary: { ja: 'すべてのトークン（秘密は含まない）', en: 'All tokens, without their secrets' },
  reply: z.object({ tokens: z.array(token) }),
  handler: async (ctx) => ({ tokens: await shown(ctx, await readTokens(ctx.db)) }),
})

const own = defineRoute({
  method: 'get',
  path: '/api/people/me/tokens',
  permission: 'people.own',
  summary: { ja: '自分のトークン', en: "One's own tokens" },
  reply: z.object({ tokens: z.array(token) }),
  handler: async (ctx, { actor }) => ({ tokens: await shown(ctx, await readTokens(ctx.db, actor.id)) }),
})

const revokeOwn = defineRoute({
  method: 'post',
  path: '/api/people/me/tokens/{id}/revoke',
  permission: 'people.own',
  summary: { ja: '自分のトークンを無効にする', en: "End a token of one's own" },
  params: z.object({ id: z.string().max(64) }),
  reply: done,
  handler: async (ctx, { actor, params }) => {
    return changed(ctx, (tx) => revokeToken(ctx, tx, actor, params.id, false))
  },
})

const revoke = defineRoute({
  method: 'post',
  path: '/api/people/tokens/{id}/revoke',
  permission: 'people.grant',
  summary: { ja: '誰のトークンでも無効にする', en: "End anybody's token" },
  params: z.object({ id: z.string().max(64) }),
  reply: done,
  handler: async (ctx, { actor, params }) => {
    return changed(ctx, (tx) => revokeToken(ctx, tx, actor, params.id, true))
  },
})

/** Service tokens. `policies` are asked for when a request comes: all modules' are known then. */
export function tokenRoutes(policies: () => readonly Policy[]) {
  const issue = defineRoute({
    method: 'post',
    path: '/api/people/me/tokens',
    permission: 'people.own',
    summary: {
      ja: 'トークンを作る。秘密はこの返事にだけ現れる',
      en: 'Make a token; its secret is in this answer and nowhere else',
    },
    body: z.object({
      label: z.string().trim().min(1).max(200),
      permissions: permissionNames,
      until: instant,
    }),
    reply: z.object({ id: z.string(), secret: z.string() }),
    status: 201,
    handler: async (ctx, { actor, body }) => {
      const issuing = { ...body, untilMs: Date.parse(body.until) }
      const { label, permissions, untilMs } = issuing
      return changed(ctx, (tx) =>
        issueToken(ctx, tx, actor, { label, permissions, untilMs }, rolesOf(policies())),
      )
    },
  })
  return [all, own, issue, revokeOwn, revoke]
}
