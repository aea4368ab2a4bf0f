import { z } from '@hono/zod-openapi'
import { getBlob } from '../../ledger/blob.ts'
import { exportProof } from '../../ledger/export.ts'
import type { Context } from '../../platform/context.ts'
import type { Permission } from '../../platform/http/permission.ts'
import { defineRoute, type RouteRequest } from '../../platform/http/route.ts'
import { Refusal } from '../../platform/refusal.ts'
import { csvResponse } from '../listing.ts'
import { date, words } from '../improvement/routes.ts'
import { conclude, drawSample, openEngagement, raiseFinding, testItem } from './actions.ts'
import {
  effectiveness,
  engagementListSchema,
  engagementSchema,
  evidenceSchema,
  itemSchema,
  populationSchema,
} from './page-schema.ts'
import type { EngagementPage } from './page.ts'
import {
  engagementPage,
  evidenceIn,
  itemPage,
  namesIn,
  populationPage,
  provableIn,
  rowOf,
} from './reading.ts'
import { readEngagement, readEngagements } from './state.ts'

export const engagementId = z.string().min(1).max(100)
export const params = z.object({ id: engagementId })
const control = z.string().min(1).max(120)
const item = z.string().min(1).max(40)
/** Populations are replayed from the ledger. */
const REPLAY_MS_MAX = 120_000

type Asked = Pick<RouteRequest, 'authorise'>

async function holds({ authorise }: Asked, permission: Permission, id: string): Promise<boolean> {
  try {
    await authorise(permission, id)
    return true
  } catch (problem) {
    if (problem instanceof Refusal && problem.kind === 'forbidden') return false
    throw problem
  }
}

export async function pageFor(ctx: Context, request: Asked, id: string): Promise<EngagementPage> {
  const [work, approve, admit] = [
    await holds(request, 'audit.work', id),
    await holds(request, 'audit.approve-report', id),
    await holds(request, 'people.grant', id),
  ]
  return engagementPage(ctx, id, { work, approve, admit })
}

const list = defineRoute({
  method: 'get',
  path: '/api/audit/engagements',
  permission: 'audit.own',
  summary: {
    ja: '監査の一覧。新しい順、見てよいものだけ',
    en: 'Engagements, newest first; those that one may see',
  },
  reply: engagementListSchema,
  handler: async (ctx, request) => {
    const all = await readEngagements(ctx.db)
    const seen = []
    for (const engagement of all) if (await holds(request, 'audit.read', engagement.id)) seen.push(engagement)
    const name = await namesIn(ctx, seen)
    const nowMs = ctx.clock.now()
    return {
      at: new Date(nowMs).toISOString(),
      rows: seen.map((engagement) => rowOf(engagement, name, nowMs)),
      // Of an object that does not exist only who holds it everywhere has the permission.
      may_open: await holds(request, 'audit.open', 'any engagement'),
    }
  },
})

const open = defineRoute({
  method: 'post',
  path: '/api/audit/engagements',
  permission: 'audit.open',
  summary: {
    ja: '監査を開く（範囲、期間、基準）。母集団はこのとき定まる',
    en: 'Open an engagement: scope, period, criteria; its populations are fixed then',
  },
  body: z.strictObject({
    title: words.max(200),
    clauses: z.array(z.string().min(1).max(20)).min(1).max(60),
    from: date,
    through: date,
    criteria: words,
  }),
  status: 201,
  timeoutMs: REPLAY_MS_MAX,
  reply: z.object({ id: z.string() }),
  handler: async (ctx, { actor, body }) => ({ id: (await openEngagement(ctx, actor, body)).id }),
})

const one = defineRoute({
  method: 'get',
  path: '/api/audit/engagements/{id}',
  permission: 'audit.read',
  object: 'id',
  summary: { ja: '監査ひとつ', en: 'One engagement' },
  params,
  reply: engagementSchema,
  handler: (ctx, request) => pageFor(ctx, request, request.params.id),
})

const population = defineRoute({
  method: 'get',
  path: '/api/audit/engagements/{id}/population',
  permission: 'audit.read',
  object: 'id',
  summary: {
    ja: '統制の母集団。台帳から計算し直し、記録と比べる',
    en: 'The population of a control, computed again from the ledger and compared',
  },
  params,
  query: z.object({ control, format: z.enum(['json', 'csv']).default('json') }),
  timeoutMs: REPLAY_MS_MAX,
  reply: populationSchema,
  handler: async (ctx, { params: { id }, query }) => {
    const page = await populationPage(ctx, id, query.control)
    if (query.format === 'json') return page
    const header = ['item', 'at', 'type', 'by', 'objects', 'sampled', 'result']
    const rows = page.list.map((row) => [
      row.id,
      row.at,
      row.type,
      row.by,
      row.objects?.join(' '),
      String(row.sampled),
      row.result,
    ])
    return csvResponse(`population-${query.control}`, header, rows)
  },
})

const sampledItem = defineRoute({
  method: 'get',
  path: '/api/audit/engagements/{id}/item',
  permission: 'audit.read',
  object: 'id',
  summary: { ja: '標本のひとつと、その証明', en: 'One sampled item with its proof' },
  params,
  query: z.object({ control, item }),
  timeoutMs: REPLAY_MS_MAX,
  reply: itemSchema,
  handler: async (ctx, request) => {
    const { id } = request.params
    const mayWork = await holds(request, 'audit.work', id)
    return itemPage(ctx, { id, ...request.query }, mayWork)
  },
})

const proof = defineRoute({
  method: 'get',
  path: '/api/audit/engagements/{id}/proof',
  permission: 'audit.read',
  object: 'id',
  summary: {
    ja: '監査に属する事実の証明ファイル。verify.mjs で検証できる',
    en: 'The proof file of a fact that belongs to the engagement, for verify.mjs',
  },
  params,
  query: z.object({ index: z.coerce.number().int().min(0).max(Number.MAX_SAFE_INTEGER) }),
  reply: z.string(),
  handler: async (ctx, { params: { id }, query: { index } }) => {
    const provable = await provableIn(ctx, await readEngagement(ctx.db, id))
    if (!provable.has(index)) throw new Refusal('missing', NOT_OF_IT)
    return new Response(await exportProof(ctx.db, index), {
      headers: {
        'content-type': 'text/plain; charset=utf-8',
        'content-disposition': `attachment; filename="entry-${index}.proof"`,
        'cache-control': 'no-cache',
      },
    })
  },
})

const file = defineRoute({
  method: 'get',
  path: '/api/audit/engagements/{id}/files/{sha256}',
  permission: 'audit.read',
  object: 'id',
  summary: { ja: '監査に属する証跡のファイル', en: 'A file of evidence that belongs to the engagement' },
  params: params.extend({ sha256: z.string().regex(/^[0-9a-f]{64}$/) }),
  reply: z.unknown(),
  handler: async (ctx, { params: { id, sha256 } }) => {
    const evidence = evidenceIn(await readEngagement(ctx.db, id))
    if (!evidence.some((known) => 'sha256' in known && known.sha256 === sha256))
      throw new Refusal('missing', NOT_OF_IT)
    return new Response(new Uint8Array(await getBlob(ctx.config, sha256)), {
      headers: {
        'content-type': 'application/octet-stream',
        'content-disposition': `attachment; filename="${sha256}"`,
        'cache-control': 'private, max-age=31536000, immutable',
      },
    })
  },
})

const chosen = z.strictObject({
  kind: z.literal('chosen'),
  size: z.number().int().min(1).max(100_000),
  because: words,
})
const attribute = z.strictObject({
  kind: z.literal('attribute'),
  confidence: z.number().min(50).max(99.9),
  tolerable: z.number().min(0.1).max(50),
  expected: z.number().int().min(0).max(20),
})

const sample = defineRoute({
  method: 'post',
  path: '/api/audit/engagements/{id}/samples',
  permission: 'audit.work',
  object: 'id',
  summary: {
    ja: '標本を選ぶ（件数を理由とともに、または属性抽出の表から）',
    en: 'Draw a sample: a size with a reason, or by attribute sampling',
  },
  params,
  body: z.strictObject({
    control,
    seed: z
      .string()
      .regex(/^[\x21-\x7e]{1,200}$/, { error: 'expected 1 to 200 printable ASCII characters without spaces' })
      .optional(),
    rule: z.union([chosen, attribute]),
  }),
  timeoutMs: REPLAY_MS_MAX,
  reply: engagementSchema,
  handler: async (ctx, request) => {
    const { id } = request.params
    await drawSample(ctx, request.actor, id, request.body)
    return pageFor(ctx, request, id)
  },
})

const test = defineRoute({
  method: 'post',
  path: '/api/audit/engagements/{id}/tests',
  permission: 'audit.work',
  object: 'id',
  summary: {
    ja: '標本のひとつを確かめた結果を、証跡とともに記録する',
    en: 'Record what was found at a sampled item, with evidence',
  },
  params,
  body: z.strictObject({
    control,
    item,
    result: z.enum(['holds', 'deviates']),
    remark: words,
    evidence: z.array(evidenceSchema).max(50).default([]),
  }),
  reply: z.object({ tested: z.number(), deviations: z.number() }),
  handler: async (ctx, { actor, params: { id }, body }) => {
    const after = await testItem(ctx, actor, id, body)
    const results = [...after.tests.values()].map(({ result }) => result)
    return { tested: results.length, deviations: results.filter((one) => one === 'deviates').length }
  },
})

const conclusion = defineRoute({
  method: 'post',
  path: '/api/audit/engagements/{id}/conclusions',
  permission: 'audit.work',
  object: 'id',
  summary: {
    ja: '統制の設計と運用について、理由とともに結論する',
    en: 'Conclude on design and operation of a control, with reasons',
  },
  params,
  body: z.strictObject({
    control,
    design: effectiveness,
    design_reason: words,
    operation: effectiveness,
    operation_reason: words,
  }),
  reply: engagementSchema,
  handler: async (ctx, request) => {
    const { id } = request.params
    await conclude(ctx, request.actor, id, request.body)
    return pageFor(ctx, request, id)
  },
})

const finding = defineRoute({
  method: 'post',
  path: '/api/audit/engagements/{id}/findings',
  permission: 'audit.work',
  object: 'id',
  summary: {
    ja: '有効でないという結論を、改善の指摘にする',
    en: 'Make a conclusion that a control is not effective a finding',
  },
  params,
  body: z.strictObject({ control, because: words }),
  status: 201,
  reply: engagementSchema,
  handler: async (ctx, request) => {
    const { id } = request.params
    await raiseFinding(ctx, request.actor, id, request.body)
    return pageFor(ctx, request, id)
  },
})

const NOT_OF_IT = {
  ja: 'この監査に属するものではありません。',
  en: 'This does not belong to the engagement.',
}

/** Engagements: reading, drawing, testing and concluding. */
export const auditRoutes = [
  list,
  open,
  one,
  population,
  sampledItem,
  proof,
  file,
  sample,
  test,
  conclusion,
  finding,
]
