import { z } from '@hono/zod-openapi'
import { composed } from '../../charter/composition.ts'
import { knownAtMoment } from '../../charter/known.ts'
import { momentOf, momentQuery } from '../../charter/moment-query.ts'
import { textSchema } from '../../charter/verdict-schema.ts'
import { steadyNetwork } from '../../estate/steady-network.ts'
import { defineRoute } from '../../platform/http/route.ts'
import { Refusal } from '../../platform/refusal.ts'
import { serviceReportSchema } from './page-schema.ts'
import { loadAfter, serviceWithPairs, turnsOf } from './what-if.ts'

const FAILED_MAX = 200
const failedIds = z
  .string()
  .min(1)
  .max(50_000)
  .transform((text) => text.split('\n').slice(0, FAILED_MAX))

const load = defineRoute({
  method: 'get',
  path: '/api/redundancy/load',
  permission: 'redundancy.read',
  summary: {
    ja: 'あるものが失われたとき、容量を超えるもの（failed は一行に一つの識別子）',
    en: 'What carries more than its capacity when something has failed (failed: an id a line)',
  },
  query: momentQuery.extend({ failed: failedIds }),
  reply: z
    .object({
      known: z.boolean(),
      too_large: z.literal(true).optional(),
      unserved: z.number(),
      lost_at_endpoint: z.number(),
      unknown_capacity: z.number().int(),
      overloaded: z.array(
        z.object({
          id: z.string(),
          direction: z.enum(['forward', 'backward']).optional(),
          load: z.number(),
          capacity: z.number(),
          steady_load: z.number(),
        }),
      ),
    })
    .openapi('LoadAfter'),
  handler: async (ctx, { query }) => {
    const { atMs, workspace } = await knownAtMoment(ctx, momentOf(query))
    return loadAfter(steadyNetwork(workspace, atMs), query.failed)
  },
})

const service = defineRoute({
  method: 'get',
  path: '/api/redundancy/services/{id}',
  permission: 'redundancy.read',
  summary: {
    ja: '一つの役務の単一障害点と、二つ同時に失われると止まる組',
    en: 'One service with its single points and the pairs that stop it only together',
  },
  params: z.object({ id: z.string().min(1).max(256) }),
  query: momentQuery,
  reply: serviceReportSchema,
  timeoutMs: 90_000,
  handler: async (ctx, { params: { id }, query }) => {
    const { atMs, workspace } = await knownAtMoment(ctx, momentOf(query))
    const report = serviceWithPairs(steadyNetwork(workspace, atMs), id, atMs)
    if (report === undefined)
      throw new Refusal('missing', { ja: 'その役務はありません。', en: 'There is no such service.' })
    return report
  },
})

const timeline = defineRoute({
  method: 'get',
  path: '/api/redundancy/timeline',
  permission: 'redundancy.read',
  summary: {
    ja: 'ネットワークが変わる時点と、予告された作業',
    en: 'The instants at which the network changes, and the work that was announced',
  },
  reply: z
    .object({
      at: z.iso.datetime(),
      turns: z.array(z.iso.datetime()),
      cut: z.boolean(),
      work: z.array(
        z.object({
          id: z.string(),
          title: textSchema,
          from: z.iso.datetime(),
          until: z.iso.datetime(),
          takes_down: z.array(z.string()),
          certain: z.boolean(),
          link: z.string().optional(),
        }),
      ),
    })
    .openapi('RedundancyTimeline'),
  handler: async (ctx) => {
    const { atMs, workspace, facts } = await knownAtMoment(ctx, {})
    const work = composed()
      .planned.flatMap((source) => source(facts))
      .filter(({ untilMs }) => untilMs > atMs)
    const { turns, cut } = turnsOf(workspace.estate, work, atMs)
    const iso = (ms: number): string => new Date(ms).toISOString()
    return {
      at: iso(atMs),
      turns: turns.map(iso),
      cut,
      work: work.map(({ fromMs, untilMs, ...rest }) => ({ ...rest, from: iso(fromMs), until: iso(untilMs) })),
    }
  },
})

export const whatIfRoutes = [load, service, timeline]
