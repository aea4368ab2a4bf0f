import { z } from '@hono/zod-openapi'
import type { Context } from '../platform/context.ts'
import type { Actor, Policy } from '../platform/http/permission.ts'
import { defineRoute } from '../platform/http/route.ts'
import type { WaitingApproval } from './approval-request.ts'
import { approvalsFor } from './approve.ts'
import { standingMayDo, tokenIdOf } from './checker.ts'
import { approves } from './delegation.ts'
import { personName } from './naming.ts'
import { holdsAt } from './period.ts'
import { readPerson } from './person-store.ts'
import { EVERYBODY, rolesOf, type Grant } from './organisation.ts'
import { readGrants } from './right-store.ts'
import { readStanding } from './standing-store.ts'
import { isoText, named } from './wire.ts'

const waiting = z
  .object({
    kind: z.string(),
    id: z.string(),
    digest: z.string(),
    title: named,
    link: z.string(),
    since: z.iso.datetime(),
    due: z.iso.datetime().optional(),
    on_behalf_of: z.string().optional(),
  })
  .openapi('WaitingApproval')

const me = z
  .object({
    person: z.object({ id: z.string(), name: named, kind: z.enum(['employee', 'outsourced']) }).optional(),
    via: z.enum(['session', 'token', 'demo']).optional(),
    roles: z.array(z.object({ role: z.string(), object: z.string().optional() })),
    permissions: z.array(z.string()),
    /** Those of them that a token may carry: none that approves, none that is about what is one's own. */
    for_tokens: z.array(z.string()),
    approvals: z.array(waiting),
  })
  .openapi('Me')

const NOBODY = { roles: [], permissions: [], for_tokens: [], approvals: [] }

/** Who am I, what may I do, what waits for me. Whoever has not signed in is told that he is nobody. */
export function meRoutes(policies: () => readonly Policy[]) {
  const route = defineRoute({
    method: 'get',
    path: '/api/people/me',
    permission: 'public',
    summary: {
      ja: '自分は誰で、何ができ、どの承認を待たれているか',
      en: 'Who am I, what may I do, which approvals wait for me',
    },
    reply: me,
    handler: async (ctx, { actor }) => {
      const person = await readPerson(ctx.db, actor.id)
      const atMs = ctx.clock.now()
      if (person === undefined || !holdsAt(person, atMs)) return NOBODY
      const grants = (await readGrants(ctx.db, person.id)).filter((grant) => holdsAt(grant, atMs))
      const permissions = await permitted(ctx, actor, policies(), atMs)
      const everybodys = rolesOf(policies()).get(EVERYBODY)
      return {
        person: { id: person.id, name: await personName(ctx, person.id), kind: person.kind },
        ...(actor.via && { via: actor.via.kind }),
        roles: rolesHeld(grants),
        permissions,
        for_tokens: permissions.filter((one) => !approves(one) && everybodys?.has(one) !== true),
        approvals: (await approvalsFor(ctx.db, actor, atMs)).map(shown),
      }
    },
  })
  return [route]
}

/** Each role once for each object, however often it was granted. */
function rolesHeld(grants: readonly Grant[]): { role: string; object?: string }[] {
  const held = new Map(
    grants.map(({ role, object }) => [
      JSON.stringify([role, object]),
      { role, ...(object !== undefined && { object }) },
    ]),
  )
  return [...held.values()]
}

function shown(waits: WaitingApproval & { onBehalfOf?: string }) {
  const { kind, id, digest, title, link, openedMs, dueMs, onBehalfOf } = waits
  return {
    kind,
    id,
    digest,
    title,
    link,
    since: isoText(openedMs),
    ...(dueMs !== undefined && { due: isoText(dueMs) }),
    ...(onBehalfOf !== undefined && { on_behalf_of: onBehalfOf }),
  }
}

/** On all objects: what somebody may do to one object only is not in this list. */
async function permitted(
  ctx: Context,
  actor: Actor,
  policies: readonly Policy[],
  atMs: number,
): Promise<string[]> {
  const standing = await readStanding(ctx.db, actor.id, tokenIdOf(actor), atMs)
  const roles = rolesOf(policies)
  return policies
    .flatMap((policy) => Object.keys(policy))
    .filter((permission) => standingMayDo(standing, roles, actor, { permission, atMs }))
    .sort()
}
