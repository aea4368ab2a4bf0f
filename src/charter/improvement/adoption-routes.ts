import { z } from '@hono/zod-openapi'
import type { Context } from '../../platform/context.ts'
import { defineRoute } from '../../platform/http/route.ts'
import { composed } from '../composition.ts'
import { conformanceAt } from '../known.ts'
import { csvResponse } from '../listing.ts'
import { BURN_DOWN_DAYS_MAX, burnDown, planAdoption } from './adoption-actions.ts'
import { adoptionOf } from './adoption.ts'
import { namesOf } from './naming.ts'
import { adoptionPageSchema, burnDownSchema } from './page-schema.ts'
import type { AdoptionPage } from './page.ts'
import { operatorZone } from './recording.ts'
import { date, person } from './routes.ts'
import { readAdoption } from './state.ts'

const PLANS_MAX = 200
const BURN_DOWN_MS_MAX = 120_000
const DAY_MS = 86_400_000
const DAYS_SHOWN = 30

const page = defineRoute({
  method: 'get',
  path: '/api/improvement/adoption',
  permission: 'improvement.read',
  summary: {
    ja: '導入計画。いま不明な統制のすべてと、何が要るか、誰がいつまでに',
    en: 'The adoption plan: every control that is unknown now, what it needs, who and by when',
  },
  reply: adoptionPageSchema,
  handler: adoptionPage,
})

async function adoptionPage(ctx: Context): Promise<AdoptionPage> {
  const conformance = await conformanceAt(ctx)
  const titles = new Map(composed().controls.map(({ id, title }) => [id, title]))
  const entries = adoptionOf(conformance, titles, await readAdoption(ctx.db), ctx.clock.now())
  const named = await namesOf(
    ctx,
    new Set(entries.flatMap(({ plans }) => plans.flatMap(({ owner, by }) => [owner, by]))),
  )
  return {
    at: conformance.at,
    zone: await operatorZone(ctx),
    total: conformance.clauses.reduce((sum, { controls }) => sum + controls.length, 0),
    unknown: entries.filter(({ verdict }) => verdict === 'unknown').length,
    rows: entries.map(({ plans, ...entry }) => ({
      ...entry,
      plans: plans.map(({ owner, target, remark, by, at }) => ({
        owner: named(owner),
        target,
        remark,
        by: named(by),
        at,
      })),
    })),
  }
}

const table = defineRoute({
  method: 'get',
  path: '/api/improvement/adoption.csv',
  permission: 'improvement.read',
  summary: { ja: '導入計画を CSV で', en: 'The adoption plan as CSV' },
  reply: z.string(),
  handler: async (ctx) => {
    const { rows } = await adoptionPage(ctx)
    const header = [
      'control',
      'clause',
      'verdict',
      'state',
      'owner',
      'target',
      'needed_ja',
      'needed_en',
      'planned_times',
    ]
    const cells = rows.map((row) => [
      row.control,
      row.clause,
      row.verdict,
      row.state,
      row.plans.at(-1)?.owner.id,
      row.plans.at(-1)?.target,
      row.needed.map(({ ja }) => ja).join(' '),
      row.needed.map(({ en }) => en).join(' '),
      row.plans.length,
    ])
    return csvResponse('adoption', header, cells)
  },
})

const plan = defineRoute({
  method: 'post',
  path: '/api/improvement/adoption',
  permission: 'improvement.plan',
  summary: {
    ja: '不明な統制に、担当と期日を定める。改めて定めても前の計画は残る',
    en: 'Give unknown controls an owner and a target date; planning anew keeps what was planned before',
  },
  body: z.strictObject({
    plans: z
      .array(
        z.strictObject({
          control: z.string().min(1).max(120),
          owner: person,
          target: date,
          remark: z.string().trim().max(2000).default(''),
        }),
      )
      .min(1)
      .max(PLANS_MAX),
  }),
  status: 201,
  reply: z.object({ planned: z.number().int() }),
  handler: async (ctx, { actor, body }) => ({
    planned: (await planAdoption(ctx, actor, body.plans)).length,
  }),
})

const down = defineRoute({
  method: 'get',
  path: '/api/improvement/adoption/burn-down',
  permission: 'improvement.read',
  summary: {
    ja: `不明な統制の数を一日ごとに（最長 ${BURN_DOWN_DAYS_MAX} 日）。各日の終わりに知られていた事実から求める`,
    en: `How many controls were unknown day by day (at most ${BURN_DOWN_DAYS_MAX}), from the facts known at the end of each`,
  },
  query: z.object({ from: date.optional(), until: date.optional() }),
  reply: burnDownSchema,
  timeoutMs: BURN_DOWN_MS_MAX,
  handler: async (ctx, { query, signal }) => {
    const nowMs = ctx.clock.now()
    const from = query.from ?? new Date(nowMs - DAYS_SHOWN * DAY_MS).toISOString().slice(0, 10)
    const until = query.until ?? new Date(nowMs + DAY_MS).toISOString().slice(0, 10)
    return burnDown(ctx, from, until, signal)
  },
})

/** The adoption plan. */
export const adoptionRoutes = [page, table, plan, down]
