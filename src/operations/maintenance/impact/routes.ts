import { z } from '@hono/zod-openapi'
import { knownAtMoment } from '../../../charter/known.ts'
import type { Workspace } from '../../../estate/workspace-content.ts'
import { defineRoute } from '../../../platform/http/route.ts'
import { knownMaintenances } from '../known-maintenances.ts'
import { plannedWindows } from '../maintenance.ts'
import { textSchema } from '../page-schema.ts'
import { registerOf } from '../register/documents.ts'
import { ImpactEngine } from './impact.ts'
import { outagesOf } from './outages.ts'
import { reportOf } from './report.ts'
import { segmentsOf } from './segments.ts'

const DAY_MS = 86_400_000
const HORIZON_DAYS = 400

type Prepared = { engine: ImpactEngine; fromMs: number; untilMs: number }
const prepared = new WeakMap<Workspace, Prepared>()

/** A workspace does not change: its networks over the coming days are made ready once, and again the day after. */
function preparedFor(workspace: Workspace, zone: string, atMs: number): Prepared {
  const known = prepared.get(workspace)
  if (known !== undefined && atMs >= known.fromMs && atMs < known.fromMs + DAY_MS) return known
  const untilMs = atMs + HORIZON_DAYS * DAY_MS
  const engine = new ImpactEngine(segmentsOf(workspace, atMs, untilMs), zone)
  const fresh = { engine, fromMs: atMs, untilMs }
  prepared.set(workspace, fresh)
  return fresh
}

const shownSchema = z.object({
  service: z.string(),
  maintenances: z.array(z.string()),
  failures: z.array(z.string()),
  overloaded: z
    .array(
      z.object({
        id: z.string(),
        direction: z.string().optional(),
        load: z.number(),
        capacity: z.number().nullable(),
      }),
    )
    .optional(),
  witness: textSchema.optional(),
})
const spanSchema = z.object({ from: z.iso.datetime(), until: z.iso.datetime() })

const impactSchema = z
  .object({
    at: z.iso.datetime(),
    until: z.iso.datetime(),
    zone: z.string(),
    names: z.record(z.string(), textSchema),
    maintenances: z.array(
      z.object({
        key: z.string(),
        provider: z.string(),
        number: z.string(),
        title: textSchema.optional(),
        status: z.enum(['TENTATIVE', 'CONFIRMED', 'CANCELLED', 'IN-PROCESS', 'COMPLETED', 'RE-SCHEDULED']),
        certainty: z.enum(['certain', 'tentative', 'review']),
        windows: z.array(spanSchema.extend({ certainty: z.string(), backup: z.boolean() })),
      }),
    ),
    intervals: z.array(
      spanSchema.extend({
        certain: z.boolean(),
        down: z.array(shownSchema),
        redundancy_lost: z.array(shownSchema),
        below_capacity: z.array(shownSchema),
      }),
    ),
    unresolved: z.array(z.object({ maintenance: z.string(), said: z.array(z.string()) })),
    without_window: z.array(z.string()),
    without_loads: z.array(spanSchema),
    without_standing: z.array(z.string()),
    loads_judged: z.boolean(),
    loads: z.object({
      forecast: z.number().int(),
      by_profile: z.number().int(),
      not_forecast: z.array(z.object({ from: z.string(), to: z.string(), because: textSchema })),
    }),
  })
  .openapi('MaintenanceImpact')

export type MaintenanceImpact = z.infer<typeof impactSchema>

const impact = defineRoute({
  method: 'get',
  path: '/api/maintenance/impact',
  permission: 'maintenance.read',
  summary: {
    ja: '今後400日のメンテナンスで、いつ、どの役務が止まり、冗長や容量を失うか',
    en: 'When the maintenances of the next 400 days take which service down, or its redundancy or capacity',
  },
  reply: impactSchema,
  handler: async (ctx) => {
    const known = await knownAtMoment(ctx, {})
    const { workspace, atMs } = known
    const zone = workspace.operator?.zone ?? workspace.estate.zone ?? 'UTC'
    const maintenances = knownMaintenances(known)
    const outages = outagesOf(plannedWindows(maintenances))
    const { engine, untilMs } = preparedFor(workspace, zone, atMs)
    const report = reportOf(engine, engine.impact(outages), outages, maintenances, zone)
    return {
      at: new Date(atMs).toISOString(),
      until: new Date(untilMs).toISOString(),
      zone,
      names: { ...namesIn(engine, atMs), ...providerNames(workspace) },
      ...report,
    }
  },
})

/** What services and elements are called, where they have a name. */
function namesIn(engine: ImpactEngine, atMs: number): Record<string, { ja: string; en: string }> {
  const { services, links, risks, nodes } = engine.networkAt(atMs).network
  const named = [...services, ...links, ...risks, ...nodes].filter(({ name }) => name !== undefined)
  return Object.fromEntries(
    named.map(({ id, name = id, name_en }) => [id, { ja: name, en: name_en ?? name }]),
  )
}

/** What providers are called, by their register entry. */
function providerNames(workspace: Workspace): Record<string, { ja: string; en: string }> {
  const parties = new Map(workspace.estate.parties.map((party) => [party.id, party]))
  return Object.fromEntries(
    registerOf(workspace).map(({ id, party }) => {
      const { name = party, name_en } = parties.get(party) ?? {}
      return [id, { ja: name, en: name_en ?? name }]
    }),
  )
}

export const impactRoutes = [impact]
