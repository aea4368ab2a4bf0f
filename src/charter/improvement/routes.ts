import { z } from '@hono/zod-openapi'
import { defineRoute } from '../../platform/http/route.ts'
import { csvResponse } from '../listing.ts'
import { EFFECT_DAYS } from './action.ts'
import { checkEffect, openFinding, planAction, replanAction, reportDone, verifyAction } from './actions.ts'
import { actionList, actionPage, findingList } from './listing.ts'
import { actionListSchema, actionPageSchema, evidenceSchema, findingListSchema } from './page-schema.ts'

const ROWS_MAX = 500
const FILE_ROWS_MAX = 100_000
const WORDS_CHARACTERS_MAX = 4000
const EFFECT_DAYS_MAX = 1096

export const words = z.string().trim().min(1).max(WORDS_CHARACTERS_MAX)
export const person = z.string().regex(/^[a-z0-9][a-z0-9-]{0,63}$/, { error: 'expected the id of a person' })
export const date = z.iso.date({ error: 'expected a civil date such as 2026-12-24' })
const id = z.string().min(1).max(100)
const flag = z
  .enum(['true', 'false'])
  .transform((value) => value === 'true')
  .optional()
const sought = z.string().trim().min(1).max(256).optional()

const findingQuery = z.object({ state: sought, clause: sought, control: sought, q: sought })
const actionQuery = z.object({
  state: sought,
  clause: sought,
  owner: sought,
  overdue: flag,
  effect_due: flag,
  q: sought,
})
const paging = {
  offset: z.coerce.number().int().min(0).max(1e9).default(0),
  limit: z.coerce.number().int().min(1).max(ROWS_MAX).default(100),
}

const findings = defineRoute({
  method: 'get',
  path: '/api/improvement/findings',
  permission: 'improvement.read',
  summary: {
    ja: '指摘の一覧。新しい順、状態・条・統制・語で絞れる',
    en: 'Findings, newest first, by state, clause, control and words',
  },
  query: findingQuery.extend(paging),
  reply: findingListSchema,
  handler: (ctx, { query }) => findingList(ctx, query),
})

const findingsTable = defineRoute({
  method: 'get',
  path: '/api/improvement/findings.csv',
  permission: 'improvement.read',
  summary: { ja: '指摘の一覧を CSV で', en: 'Findings as CSV' },
  query: findingQuery,
  reply: z.string(),
  handler: async (ctx, { query }) => {
    const { rows } = await findingList(ctx, { ...query, offset: 0, limit: FILE_ROWS_MAX })
    const header = [
      'id',
      'clause',
      'control',
      'kind',
      'state',
      'action',
      'opened_at',
      'opened_by',
      'objects',
      'because_ja',
      'because_en',
    ]
    const cells = rows.map((row) => [
      row.id,
      row.clause,
      row.control,
      row.kind,
      row.state,
      row.action,
      row.opened_at,
      row.opened_by.id,
      row.objects.join(' '),
      row.because.map(({ ja }) => ja).join(' '),
      row.because.map(({ en }) => en).join(' '),
    ])
    return csvResponse('findings', header, cells)
  },
})

const find = defineRoute({
  method: 'post',
  path: '/api/improvement/findings',
  permission: 'improvement.find',
  summary: { ja: '気づいたことを指摘として起こす', en: 'Open a finding for what somebody saw' },
  body: z.strictObject({
    clause: z.string().max(20),
    control: z.string().max(120).optional(),
    objects: z.array(z.string().min(1).max(256)).max(200).default([]),
    because: words,
  }),
  status: 201,
  reply: z.object({ id: z.string() }),
  handler: async (ctx, { actor, body }) => ({ id: (await openFinding(ctx, actor, body)).id }),
})

const actions = defineRoute({
  method: 'get',
  path: '/api/improvement/actions',
  permission: 'improvement.read',
  summary: {
    ja: '是正処置の一覧。期日順、状態・条・担当・期日超過・効果確認・語で絞れる',
    en: 'Corrective actions by due date, by state, clause, owner, overdue, effect check and words',
  },
  query: actionQuery.extend(paging),
  reply: actionListSchema,
  handler: (ctx, { query }) => actionList(ctx, query),
})

const actionsTable = defineRoute({
  method: 'get',
  path: '/api/improvement/actions.csv',
  permission: 'improvement.read',
  summary: { ja: '是正処置の一覧を CSV で', en: 'Corrective actions as CSV' },
  query: actionQuery,
  reply: z.string(),
  handler: async (ctx, { query }) => {
    const { rows } = await actionList(ctx, { ...query, offset: 0, limit: FILE_ROWS_MAX })
    const header = [
      'id',
      'clauses',
      'what',
      'owner',
      'due',
      'state',
      'overdue',
      'effect_due',
      'reopened',
      'planned_at',
      'findings',
    ]
    const cells = rows.map((row) => [
      row.id,
      row.clauses.join(' '),
      row.what,
      row.owner.id,
      row.due,
      row.state,
      String(row.overdue),
      row.effect_due,
      row.reopened,
      row.planned_at,
      row.findings.join(' '),
    ])
    return csvResponse('actions', header, cells)
  },
})

const action = defineRoute({
  method: 'get',
  path: '/api/improvement/actions/{id}',
  permission: 'improvement.read',
  summary: { ja: '是正処置とその経過', en: 'A corrective action with its history' },
  params: z.object({ id }),
  reply: actionPageSchema,
  handler: (ctx, { params }) => actionPage(ctx, params.id),
})

const plan = defineRoute({
  method: 'post',
  path: '/api/improvement/actions',
  permission: 'improvement.plan',
  summary: {
    ja: '指摘を是正処置とする（担当、期日、何をするか）',
    en: 'Make findings a corrective action: owner, due date, what is to be done',
  },
  body: z.strictObject({
    findings: z.array(id).min(1).max(200),
    what: words,
    owner: person,
    due: date,
    effect_days: z.number().int().min(0).max(EFFECT_DAYS_MAX).default(EFFECT_DAYS),
  }),
  status: 201,
  reply: actionPageSchema,
  handler: async (ctx, { actor, body }) => actionPage(ctx, (await planAction(ctx, actor, body)).id),
})

const replan = defineRoute({
  method: 'post',
  path: '/api/improvement/actions/{id}/replan',
  permission: 'improvement.plan',
  summary: { ja: '処置の担当・期日・内容を、理由を添えて改める', en: 'Plan an action anew, with the reason' },
  params: z.object({ id }),
  body: z.strictObject({ what: words, owner: person, due: date, remark: words }),
  reply: actionPageSchema,
  handler: async (ctx, { actor, params, body }) =>
    actionPage(ctx, (await replanAction(ctx, actor, params.id, body)).id),
})

const done = defineRoute({
  method: 'post',
  path: '/api/improvement/actions/{id}/done',
  permission: 'improvement.plan',
  summary: { ja: '処置を実施したと報告する', en: 'Report an action as done' },
  params: z.object({ id }),
  body: z.strictObject({ what: words, evidence: z.array(evidenceSchema).max(100).default([]) }),
  reply: actionPageSchema,
  handler: async (ctx, { actor, params, body }) =>
    actionPage(ctx, (await reportDone(ctx, actor, params.id, body)).id),
})

const said = z.strictObject({ holds: z.boolean(), remark: words })

const verify = defineRoute({
  method: 'post',
  path: '/api/improvement/actions/{id}/verify',
  permission: 'improvement.approve-done',
  summary: {
    ja: '実施を確かめる。担当者と実施者にはできない',
    en: 'Verify that it was done; not by its owner nor by who did it',
  },
  params: z.object({ id }),
  body: said,
  reply: actionPageSchema,
  handler: async (ctx, { actor, params, body }) =>
    actionPage(ctx, (await verifyAction(ctx, actor, params.id, body)).id),
})

const effect = defineRoute({
  method: 'post',
  path: '/api/improvement/actions/{id}/effect',
  permission: 'improvement.approve-done',
  summary: { ja: '定めた期間の後に効果を確かめる', en: 'Check, after the set time, whether it helped' },
  params: z.object({ id }),
  body: said,
  reply: actionPageSchema,
  handler: async (ctx, { actor, params, body }) =>
    actionPage(ctx, (await checkEffect(ctx, actor, params.id, body)).id),
})

/** Findings and corrective actions. */
export const actionRoutes = [
  findings,
  findingsTable,
  find,
  actions,
  actionsTable,
  action,
  plan,
  replan,
  done,
  verify,
  effect,
]
