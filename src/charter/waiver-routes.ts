import { z } from '@hono/zod-openapi'
import { defineRoute, type Route } from '../platform/http/route.ts'
import { Refusal } from '../platform/refusal.ts'
import {
  approvalSchema,
  givenApproval,
  idSchema,
  instantSchema,
  reasonSchema,
  recordedSchema,
} from './approval-schema.ts'
import { pastOf, pastSchema } from './history.ts'
import { knownAtMoment } from './known.ts'
import { csvResponse, listQuery, pageOf } from './listing.ts'
import { momentOf, momentQuery } from './moment-query.ts'
import { approveWaiver, requestWaiver, withdrawWaiver } from './waiver-actions.ts'
import { standingWaivers } from './waiver-standing.ts'

const waiver = z
  .object({
    id: z.string(),
    clause: z.string(),
    objects: z.array(z.string()),
    reason: z.string(),
    requested_by: z.string(),
    from: z.iso.datetime(),
    until: z.iso.datetime(),
    state: z.enum(['waiting', 'not-yet', 'in-force', 'expired', 'withdrawn']),
    digest: z.string().optional(),
    contributors: z.array(z.string()).optional(),
    approved_by: z.string().optional(),
    approved_at: z.string().optional(),
  })
  .openapi('Waiver')

const params = z.object({ id: z.string().min(1).max(256) })

const list = defineRoute({
  method: 'get',
  path: '/api/charter/waivers',
  permission: 'charter.read',
  summary: { ja: '免除と、その申請の一覧', en: 'Waivers, and requests for them' },
  query: z.object({ ...listQuery.shape, ...momentQuery.shape }),
  reply: z.object({ total: z.number().int(), offset: z.number().int(), items: z.array(waiver) }),
  handler: async (ctx, { query }) => {
    const { facts, atMs } = await knownAtMoment(ctx, momentOf(query))
    const page = pageOf(standingWaivers(facts, atMs), query, (one) =>
      [one.id, one.reason, ...one.objects].join(' '),
    )
    if (query.format === 'json') return page
    return csvResponse(
      'waivers',
      ['id', 'clause', 'state', 'objects', 'reason', 'requested_by', 'approved_by', 'from', 'until'],
      page.items.map((one) => [
        one.id,
        one.clause,
        one.state,
        one.objects.join(' '),
        one.reason,
        one.requested_by,
        one.approved_by ?? '',
        one.from,
        one.until,
      ]),
    )
  },
})

const one = defineRoute({
  method: 'get',
  path: '/api/charter/waivers/{id}',
  permission: 'charter.read',
  summary: { ja: '免除一つと、その経過', en: 'One waiver with all that happened to it' },
  params,
  query: momentQuery,
  reply: z.object({ waiver, history: z.array(pastSchema) }),
  handler: async (ctx, { params: { id }, query }) => {
    const { facts, atMs, received } = await knownAtMoment(ctx, momentOf(query))
    const found = standingWaivers(facts, atMs).find((each) => each.id === id)
    if (found === undefined)
      throw new Refusal('missing', { ja: 'その免除はありません。', en: 'There is no such waiver.' })
    return { waiver: found, history: pastOf(received, 'charter.waiver.', id) }
  },
})

const request = defineRoute({
  method: 'post',
  path: '/api/charter/waivers',
  permission: 'charter.request-waiver',
  summary: { ja: '免除を申請する', en: 'Ask for a waiver' },
  body: z.strictObject({
    id: idSchema.optional(),
    clause: z.string().max(20),
    objects: z.array(z.string().min(1).max(256)).min(1).max(1000),
    reason: z.string().trim().min(1).max(4000),
    from: instantSchema.optional(),
    until: instantSchema,
  }),
  reply: recordedSchema.extend({ id: z.string(), digest: z.string() }),
  status: 201,
  handler: (ctx, { actor, body }) => requestWaiver(ctx, actor, body),
})

const approve = defineRoute({
  method: 'post',
  path: '/api/charter/waivers/{id}/approve',
  permission: 'people.approve',
  summary: { ja: '申請された免除を承認する', en: 'Grant a waiver that was asked for' },
  params,
  body: approvalSchema,
  reply: recordedSchema.extend({ id: z.string() }),
  handler: (ctx, { actor, params: { id }, body }) => approveWaiver(ctx, actor, id, givenApproval(body)),
})

const withdraw = defineRoute({
  method: 'post',
  path: '/api/charter/waivers/{id}/withdraw',
  permission: 'charter.request-waiver',
  summary: { ja: '免除、またはその申請を取り下げる', en: 'End a waiver early, or take back the request' },
  params,
  body: reasonSchema,
  reply: recordedSchema.extend({ id: z.string() }),
  handler: (ctx, { actor, params: { id }, body }) => withdrawWaiver(ctx, actor, id, body.reason),
})

export const waiverRoutes: Route[] = [list, one, request, approve, withdraw]
