import { z } from '@hono/zod-openapi'
import { defineRoute } from '../../platform/http/route.ts'
import { date, person, words } from '../improvement/routes.ts'
import { samePerson } from '../person.ts'
import { engagementSchema, evidenceSchema, myRequestsSchema } from './page-schema.ts'
import { namesIn, requestRow } from './reading.ts'
import { answer, askFor, settle } from './request-actions.ts'
import { engagementId, pageFor, params } from './routes.ts'
import { readEngagements } from './state.ts'

const requestParams = params.extend({ request: engagementId })

const mine = defineRoute({
  method: 'get',
  path: '/api/audit/requests',
  permission: 'audit.own',
  summary: { ja: '自分への監査の依頼', en: 'What audits ask of oneself' },
  reply: myRequestsSchema,
  handler: async (ctx, { actor }) => {
    const all = await readEngagements(ctx.db)
    const name = await namesIn(ctx, all)
    const nowMs = ctx.clock.now()
    const rows = all.flatMap(({ id, title, requests }) =>
      requests
        .filter(({ of, state }) => state !== 'withdrawn' && samePerson(of, actor.id))
        .map((request) => ({ ...requestRow(request, name, nowMs), engagement: { id, title } })),
    )
    return { rows }
  },
})

const ask = defineRoute({
  method: 'post',
  path: '/api/audit/engagements/{id}/requests',
  permission: 'audit.work',
  object: 'id',
  summary: {
    ja: '監査される側の人に、期日を定めて依頼する',
    en: 'Ask somebody audited for something, by a day',
  },
  params,
  body: z.strictObject({
    what: words,
    of: person,
    due: date,
    control: z.string().min(1).max(120).optional(),
  }),
  status: 201,
  reply: engagementSchema,
  handler: async (ctx, request) => {
    const { id } = request.params
    await askFor(ctx, request.actor, id, request.body)
    return pageFor(ctx, request, id)
  },
})

const answering = defineRoute({
  method: 'post',
  path: '/api/audit/engagements/{id}/requests/{request}/answer',
  permission: 'audit.own',
  summary: {
    ja: '自分への依頼に、証跡とともに答える',
    en: 'Answer a request made of oneself, with evidence',
  },
  params: requestParams,
  body: z.strictObject({ remark: words, evidence: z.array(evidenceSchema).max(50).default([]) }),
  reply: z.object({ state: z.string() }),
  handler: async (ctx, { actor, params: where, body }) => {
    const { requests } = await answer(ctx, actor, where, body)
    return { state: requests.find(({ id }) => id === where.request)!.state }
  },
})

const settling = defineRoute({
  method: 'post',
  path: '/api/audit/engagements/{id}/requests/{request}/settle',
  permission: 'audit.work',
  object: 'id',
  summary: {
    ja: '答えを受け取る、差し戻す、または依頼を取り下げる',
    en: 'Take an answer, send it back, or withdraw the request',
  },
  params: requestParams,
  body: z.strictObject({ as: z.enum(['accepted', 'returned', 'withdrawn']), remark: words }),
  reply: engagementSchema,
  handler: async (ctx, request) => {
    await settle(ctx, request.actor, request.params, request.body)
    return pageFor(ctx, request, request.params.id)
  },
})

/** Requests: what is asked of whom, and what is answered. */
export const requestRoutes = [mine, ask, answering, settling]
