import { z } from '@hono/zod-openapi'
import { defineRoute, type Route } from '../platform/http/route.ts'
import { trendOf } from './trend.ts'

const state = z.enum(['pass', 'fail', 'unknown', 'stale', 'waived', 'na'])
const TREND_MS_MAX = 60_000

const trend = defineRoute({
  method: 'get',
  path: '/api/charter/trend',
  permission: 'charter.read',
  summary: {
    ja: '各条項の日ごとの判定（その日の終わりに知られていたことによる）と、昨日からの変化',
    en: 'The verdict of each clause day by day, by what was known at each day’s end, and what changed since yesterday',
  },
  query: z.object({ days: z.coerce.number().int().min(1).max(400).default(90) }),
  reply: z
    .object({
      zone: z.string(),
      days: z.array(z.object({ date: z.iso.date(), at: z.iso.datetime() })),
      clauses: z.record(z.string(), z.array(state.nullable())),
      changed: z.array(z.object({ clause: z.string(), from: state.nullable(), to: state })),
    })
    .openapi('Trend'),
  timeoutMs: TREND_MS_MAX,
  handler: (ctx, { query }) => trendOf(ctx, query.days),
})

export const trendRoutes: Route[] = [trend]
