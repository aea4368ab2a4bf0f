import { z } from '@hono/zod-openapi'
import {
  approvalSchema,
  givenApproval,
  idSchema,
  reasonSchema,
  recordedSchema,
} from '../../charter/approval-schema.ts'
import { momentOf, momentQuery } from '../../charter/moment-query.ts'
import { defineRoute, type Route } from '../../platform/http/route.ts'
import { approvePlan, deliverPlan, proposePlan, withdrawPlan } from './plan/plan-actions.ts'
import { loadPageSchema, planSchema, resourcePageSchema, wallPageSchema } from './wall/page-schema.ts'
import { loadPage, planPage, resourcePage, wallPage } from './wall/pages.ts'

const params = z.object({ id: z.string().min(1).max(256) })
const day = z.iso.date({ error: 'expected a civil date such as 2027-04-01' })
const amount = z.number().positive().max(1e15)

const wall = defineRoute({
  method: 'get',
  path: '/api/capacity',
  permission: 'capacity.read',
  summary: {
    ja: '2.2 の判定と、発注期限の順に並べた資源',
    en: 'Clause 2.2: its verdicts, and all resources by the day on which to order',
  },
  query: momentQuery,
  reply: wallPageSchema,
  handler: (ctx, { query }) => wallPage(ctx, momentOf(query)),
})

const resource = defineRoute({
  method: 'get',
  path: '/api/capacity/resources/{id}',
  permission: 'capacity.read',
  summary: {
    ja: '一つの資源の実績、予測、期限の連なり、増設計画',
    en: 'One resource: what was measured, the forecast, the chain of deadlines, its plans',
  },
  params,
  query: momentQuery,
  reply: resourcePageSchema,
  handler: (ctx, { params: { id }, query }) => resourcePage(ctx, id, momentOf(query)),
})

const load = defineRoute({
  method: 'get',
  path: '/api/capacity/load',
  permission: 'capacity.read',
  summary: {
    ja: '一重故障ごとの負荷と、再接続の集中',
    en: 'Loads under every single failure, and what comes back after it',
  },
  query: momentQuery,
  reply: loadPageSchema,
  handler: (ctx, { query }) => loadPage(ctx, momentOf(query)),
})

const plan = defineRoute({
  method: 'get',
  path: '/api/capacity/plans/{id}',
  permission: 'capacity.read',
  summary: { ja: '一つの増設計画と、その経過', en: 'One plan with all that happened to it' },
  params,
  reply: planSchema,
  handler: (ctx, { params: { id } }) => planPage(ctx, id),
})

const propose = defineRoute({
  method: 'post',
  path: '/api/capacity/plans',
  permission: 'capacity.plan',
  summary: {
    ja: '増設計画、または次の版を起案する',
    en: 'Put a plan forward, or the next version of one',
  },
  body: z.strictObject({
    id: idSchema.optional(),
    resource: z.string().min(1).max(256),
    amount,
    order_on: day,
    delivered: day,
    cost: z.string().trim().max(200).optional(),
    reason: reasonSchema.shape.reason,
  }),
  status: 201,
  reply: recordedSchema.extend({ id: z.string(), version: z.number().int(), digest: z.string() }),
  handler: (ctx, { actor, body }) => proposePlan(ctx, actor, body),
})

const approve = defineRoute({
  method: 'post',
  path: '/api/capacity/plans/{id}/approve',
  permission: 'capacity.approve',
  summary: { ja: '承認を待つ版を承認する', en: 'Approve the version that waits' },
  params,
  body: approvalSchema,
  reply: recordedSchema.extend({ id: z.string(), version: z.number().int() }),
  handler: (ctx, { actor, params: { id }, body }) => approvePlan(ctx, actor, id, givenApproval(body)),
})

const withdraw = defineRoute({
  method: 'post',
  path: '/api/capacity/plans/{id}/withdraw',
  permission: 'capacity.plan',
  summary: { ja: '増設計画を取り下げる', en: 'Withdraw a plan' },
  params,
  body: reasonSchema,
  reply: recordedSchema.extend({ id: z.string() }),
  handler: (ctx, { actor, params: { id }, body }) => withdrawPlan(ctx, actor, id, body.reason),
})

const deliver = defineRoute({
  method: 'post',
  path: '/api/capacity/plans/{id}/delivered',
  permission: 'capacity.plan',
  summary: { ja: '届いたものを記録する', en: 'Record what came of a plan' },
  params,
  body: z.strictObject({ on: day, amount }),
  reply: recordedSchema.extend({ id: z.string() }),
  handler: (ctx, { actor, params: { id }, body }) => deliverPlan(ctx, actor, id, body),
})

export const capacityRoutes: Route[] = [wall, resource, load, plan, propose, approve, withdraw, deliver]
