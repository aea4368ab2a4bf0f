import { z } from '@hono/zod-openapi'
import { GROUP_KINDS, type ServiceTree } from '../../estate/network.ts'
import { controlVerdictSchema, textSchema, verdictSchema } from '../../charter/verdict-schema.ts'

/** The page of clause 2.1 as it travels: network.ts and report.ts in the form of the OpenAPI document. */

const id = z.string()
const named = { id, name: z.string().optional(), name_en: z.string().optional() }
const ids = z.array(id)
const beyond_boundary = z.boolean().optional()

const nodeSchema = z
  .object({
    ...named,
    site: z.string().optional(),
    product: z.string().optional(),
    zone: z.string().optional(),
    rides_on: ids,
    capacity: z.record(z.string(), z.number()).optional(),
    position: z.object({ longitude: z.number(), latitude: z.number() }).optional(),
    beyond_boundary,
  })
  .openapi('NetworkNode')

const linkSchema = z
  .object({
    ...named,
    from: id,
    to: id,
    directed: z.boolean(),
    capacity: z.object({ forward: z.number(), backward: z.number() }).optional(),
    metric: z.number(),
    rides_on: ids,
    route: z.enum(['known', 'unknown']).optional(),
    beyond_boundary,
  })
  .openapi('NetworkLink')

const riskSchema = z.object({ ...named, kind: z.string(), rides_on: ids, beyond_boundary }).openapi('Risk')
const groupSchema = z
  .object({
    ...named,
    members: ids,
    needs: z.number(),
    kind: z.enum(GROUP_KINDS).optional(),
    tested_at: z.string().optional(),
  })
  .openapi('Group')

const serviceSchema = z
  .object({
    ...named,
    from: ids,
    to: ids,
    any_from: z.boolean(),
    any_to: z.boolean(),
    tolerate: ids,
    needs: ids,
    made_of: z
      .custom<ServiceTree>()
      .openapi({ type: 'object', description: 'An id, or all, any, or at_least so many of a list' })
      .optional(),
    part_only: z.boolean().optional(),
  })
  .openapi('Service')

const witnessSchema = z
  .object({
    dies: z.array(z.object({ id, because: z.string() })),
    lost: z.object({ from: id, to: id.optional() }),
    reachable: z.object({ count: z.number().int(), sample: ids }),
    text: textSchema,
  })
  .openapi('Witness')

const singlePointSchema = z
  .object({ ...named, kind: z.enum(['node', 'link', 'risk']), witness: witnessSchema })
  .openapi('SinglePoint')

export const serviceReportSchema = z
  .object({
    ...named,
    verdict: verdictSchema,
    assumed: z.boolean().optional(),
    part_only: z.literal(true).optional(),
    broken: z.boolean().optional(),
    single_points: z.array(singlePointSchema),
    minimal_pairs: z.array(z.tuple([id, id])).optional(),
    minimal_pairs_cut_off: z.literal(true).optional(),
    smallest_failure_set: z
      .object({ at_least: z.number().int(), at_most: z.number().int(), example: ids })
      .optional(),
    tolerated: z.array(singlePointSchema).optional(),
    beyond_boundary: ids.optional(),
    unproven: z.array(z.object({ text: textSchema, objects: ids })).optional(),
  })
  .openapi('ServiceReport')

export const networkSchema = z
  .object({
    name: z.string().optional(),
    nodes: z.array(nodeSchema),
    links: z.array(linkSchema),
    risks: z.array(riskSchema),
    groups: z.array(groupSchema),
    services: z.array(serviceSchema),
  })
  .openapi('NetworkShown')

export const reportSchema = z
  .object({
    nodes: z.number().int(),
    links: z.number().int(),
    components: z.number().int(),
    blocks: z.number().int(),
    articulation_points: ids,
    bridges: ids,
    services: z.array(serviceReportSchema),
    timings: z.looseObject({ survivability_cpu_s: z.number() }).optional(),
  })
  .openapi('RedundancyReport')

export const redundancyPageSchema = z
  .object({
    at: z.iso.datetime(),
    control: controlVerdictSchema,
    network: networkSchema,
    findings: z.array(z.object({ place: z.string(), text: textSchema, touches: ids })),
    report: reportSchema,
  })
  .openapi('RedundancyPage')
