import { z } from '@hono/zod-openapi'
import { defineRoute } from '../platform/http/route.ts'
import type { Policy } from '../platform/http/permission.ts'
import { delegate, revokeDelegation } from './delegation-actions.ts'
import { personNames } from './naming.ts'
import { EVERYBODY, rolesOf } from './organisation.ts'
import { changed } from './recording.ts'
import { readDelegations, readGrants, readRoles, type DelegationRow } from './right-store.ts'
import { defineRole, grantRole, withdrawGrant } from './role-actions.ts'
import { roleNames } from './role-names.ts'
import {
  done,
  instant,
  made,
  msOf,
  named,
  period,
  periodText,
  permissionNames,
  personId,
  whoWhen,
  writtenText,
} from './wire.ts'
import type { Context } from '../platform/context.ts'

const delegation = z
  .object({
    id: z.string(),
    delegator: whoWhen,
    delegate: whoWhen,
    permissions: z.array(z.string()),
    ...period,
  })
  .openapi('Delegation')

async function shownDelegations(ctx: Context, rows: readonly DelegationRow[]) {
  const names = await personNames(
    ctx,
    rows.flatMap((row) => [row.delegator, row.delegate]),
  )
  return rows.map((row) => ({
    id: row.id,
    delegator: { id: row.delegator, name: names.get(row.delegator)! },
    delegate: { id: row.delegate, name: names.get(row.delegate)! },
    permissions: [...row.permissions],
    ...periodText(row),
  }))
}

/** Roles, who has them, and delegations. `policies` are asked for when a request comes: all modules' are known then. */
export function rightRoutes(policies: () => readonly Policy[]) {
  const roles = () => rolesOf(policies())
  return [...roleRoutes(policies), ...grantRoutes, ...delegationRoutes(roles)]
}

function roleRoutes(policies: () => readonly Policy[]) {
  const role = z.object({ id: z.string(), name: named, own: z.boolean(), permissions: z.array(z.string()) })
  const list = defineRoute({
    method: 'get',
    path: '/api/people/roles',
    permission: 'people.read',
    summary: { ja: '役割と、できること', en: 'Roles and what they let one do' },
    reply: z.object({
      roles: z.array(role),
      permissions: z.array(z.object({ id: z.string(), name: named })),
    }),
    handler: async (ctx) => {
      const builtIn = [...rolesOf(policies())].filter(([id]) => id !== EVERYBODY)
      const own = await readRoles(ctx.db)
      return {
        roles: [
          ...builtIn.map(([id, having]) => ({
            id,
            name: roleNames[id] ?? { ja: id, en: id },
            own: false,
            permissions: [...having].sort(),
          })),
          ...own.map((one) => ({ ...one, own: true })),
        ],
        permissions: policies().flatMap((policy) =>
          Object.entries(policy).map(([id, { ja, en }]) => ({ id, name: { ja, en } })),
        ),
      }
    },
  })
  const define = defineRoute({
    method: 'put',
    path: '/api/people/roles/{id}',
    permission: 'people.grant',
    summary: { ja: '独自の役割を定める', en: 'Define a role of your own' },
    params: z.object({ id: personId }),
    body: z.object({ name: writtenText, permissions: permissionNames }),
    reply: done,
    handler: async (ctx, { actor, params, body }) => {
      const grantable = new Set(
        policies().flatMap((policy) =>
          Object.entries(policy).flatMap(([id, { own }]) => (own === true ? [] : [id])),
        ),
      )
      return changed(ctx, (tx) => defineRole(tx, actor, { id: params.id, ...body }, grantable))
    },
  })
  return [list, define]
}

const grants = defineRoute({
  method: 'get',
  path: '/api/people/grants',
  permission: 'people.read-rights',
  summary: { ja: '誰がどの役割を持つか、これまでのすべて', en: 'Who has and had which role' },
  query: z.object({ person: personId.optional() }),
  reply: z.object({
    grants: z.array(
      z.object({
        id: z.string(),
        person: whoWhen,
        role: z.string(),
        object: z.string().optional(),
        ...period,
      }),
    ),
  }),
  handler: async (ctx, { query }) => {
    const rows = await readGrants(ctx.db, query.person)
    const names = await personNames(
      ctx,
      rows.map(({ person }) => person),
    )
    return {
      grants: rows.map((row) => ({
        id: row.id,
        person: { id: row.person, name: names.get(row.person)! },
        role: row.role,
        ...(row.object !== undefined && { object: row.object }),
        ...periodText(row),
      })),
    }
  },
})

const grant = defineRoute({
  method: 'post',
  path: '/api/people/grants',
  permission: 'people.grant',
  summary: { ja: '役割を与える', en: 'Grant a role' },
  body: z.object({
    person: personId,
    role: z.string().min(1).max(64),
    object: z.string().min(1).max(256).optional(),
    from: instant.optional(),
    until: instant.optional(),
  }),
  reply: made,
  status: 201,
  handler: async (ctx, { actor, body: { person, role, object, from, until } }) => {
    const untilMs = msOf(until)
    const given = {
      person,
      role,
      ...(object !== undefined && { object }),
      fromMs: msOf(from) ?? ctx.clock.now(),
      ...(untilMs !== undefined && { untilMs }),
    }
    return changed(ctx, (tx) => grantRole(ctx, tx, actor, given))
  },
})

const withdraw = defineRoute({
  method: 'post',
  path: '/api/people/grants/{id}/withdraw',
  permission: 'people.grant',
  summary: { ja: '役割を取り消す', en: 'Withdraw a role' },
  params: z.object({ id: z.string().max(64) }),
  reply: done,
  handler: async (ctx, { actor, params }) => {
    return changed(ctx, (tx) => withdrawGrant(ctx, tx, actor, params.id))
  },
})

const grantRoutes = [grants, grant, withdraw]

function delegationRoutes(roles: () => ReturnType<typeof rolesOf>) {
  const all = defineRoute({
    method: 'get',
    path: '/api/people/delegations',
    permission: 'people.read-rights',
    summary: { ja: 'すべての委任', en: 'All delegations' },
    reply: z.object({ delegations: z.array(delegation) }),
    handler: async (ctx) => ({ delegations: await shownDelegations(ctx, await readDelegations(ctx.db)) }),
  })
  const own = defineRoute({
    method: 'get',
    path: '/api/people/me/delegations',
    permission: 'people.own',
    summary: { ja: '自分からの委任と、自分への委任', en: 'Delegations from and to oneself' },
    reply: z.object({ delegations: z.array(delegation) }),
    handler: async (ctx, { actor }) => ({
      delegations: await shownDelegations(ctx, await readDelegations(ctx.db, actor.id)),
    }),
  })
  const give = defineRoute({
    method: 'post',
    path: '/api/people/me/delegations',
    permission: 'people.own',
    summary: { ja: '自分の権限を期間を限って委任する', en: 'Let another act in your place for a while' },
    body: z.object({
      delegate: personId,
      permissions: permissionNames,
      from: instant.optional(),
      until: instant,
    }),
    reply: made,
    status: 201,
    handler: async (ctx, { actor, body }) => {
      const fromMs = msOf(body.from) ?? ctx.clock.now()
      const delegating = { ...body, fromMs, untilMs: Date.parse(body.until) }
      const { delegate: to, permissions, untilMs } = delegating
      return changed(ctx, (tx) =>
        delegate(ctx, tx, actor, { delegate: to, permissions, fromMs, untilMs }, roles()),
      )
    },
  })
  const revokeOwn = defineRoute({
    method: 'post',
    path: '/api/people/me/delegations/{id}/revoke',
    permission: 'people.own',
    summary: { ja: '自分に関わる委任を終える', en: 'End a delegation from or to oneself' },
    params: z.object({ id: z.string().max(64) }),
    reply: done,
    handler: async (ctx, { actor, params }) => {
      return changed(ctx, (tx) => revokeDelegation(ctx, tx, actor, params.id, false))
    },
  })
  const revoke = defineRoute({
    method: 'post',
    path: '/api/people/delegations/{id}/revoke',
    permission: 'people.grant',
    summary: { ja: '誰の委任でも終える', en: "End anybody's delegation" },
    params: z.object({ id: z.string().max(64) }),
    reply: done,
    handler: async (ctx, { actor, params }) => {
      return changed(ctx, (tx) => revokeDelegation(ctx, tx, actor, params.id, true))
    },
  })
  return [all, own, give, revokeOwn, revoke]
}
