import { z } from '@hono/zod-openapi'
import { factReply } from '../../ledger/listing-routes.ts'
import { textSchema, verdictSchema } from '../verdict-schema.ts'
import { AUDIT } from './engagement.ts'

/** The shapes of page.ts as they travel. */
const named = z.object({ id: z.string(), name: textSchema })
const instant = z.iso.datetime()
const count = z.number().int().min(0)

export const evidenceSchema = z.union([
  z.strictObject({
    name: z.string().trim().min(1).max(500),
    sha256: z.string().regex(/^[0-9a-f]{64}$/, { error: 'expected a SHA-256 in lower-case hexadecimal' }),
  }),
  z.strictObject({ fact: z.number().int().min(0).max(Number.MAX_SAFE_INTEGER) }),
])

const population = {
  control: z.string(),
  clause: z.string(),
  title: textSchema,
  kind: z.enum(['facts', 'days']),
  items: count,
  sha256: z.string(),
}
const ruleSchema = z.union([
  z.object({ kind: z.literal('chosen'), size: count, because: z.string() }),
  z.object({
    kind: z.literal('attribute'),
    size: count,
    confidence: z.number(),
    tolerable: z.number(),
    expected: count,
  }),
])
export const effectiveness = z.enum(['effective', 'not-effective', 'not-tested'])
const result = z.enum(['holds', 'deviates'])
const state = z.enum(['open', 'reported', 'approved'])

const row = {
  id: z.string(),
  title: z.string(),
  clauses: z.array(z.string()),
  from: instant,
  until: instant,
  zone: z.string(),
  state,
  version: count,
  opened_by: named,
  opened_at: instant,
  controls: count,
  concluded: count,
  sampled: count,
  tested: count,
  deviations: count,
  requests: count,
  unanswered: count,
  overdue: count,
  findings: count,
}
export const engagementListSchema = z
  .object({ at: instant, rows: z.array(z.object(row)), may_open: z.boolean() })
  .openapi('AuditEngagements')

const controlSchema = z.object({
  ...population,
  sample: z
    .object({ seed: z.string(), rule: ruleSchema, items: z.array(z.string()), by: named, at: instant })
    .optional(),
  sampled: count,
  tested: count,
  deviations: count,
  at_most: count.optional(),
  conclusion: z
    .object({
      design: effectiveness,
      design_reason: z.string(),
      operation: effectiveness,
      operation_reason: z.string(),
      tested: count,
      deviations: count,
      by: named,
      at: instant,
    })
    .optional(),
  finding: z.string().optional(),
})

const requestSchema = z.object({
  id: z.string(),
  what: z.string(),
  of: named,
  due: instant,
  control: z.string().optional(),
  by: named,
  at: instant,
  state: z.enum(['asked', 'answered', 'accepted', 'withdrawn']),
  overdue: z.boolean(),
  remark: z.string().optional(),
  answers: z.array(
    z.object({ by: named, at: instant, remark: z.string(), evidence: z.array(evidenceSchema) }),
  ),
})

export const engagementSchema = z
  .object({
    ...row,
    criteria: z.string(),
    ledger: z.object({ origin: z.string(), size: count, root: z.string() }),
    scope: z.array(controlSchema),
    asked: z.array(requestSchema),
    reports: z.array(
      z.object({
        version: count,
        digest: z.string(),
        summary: z.string(),
        by: named,
        at: instant,
        sha256: z.string(),
        approved: z.object({ by: named, at: instant }).optional(),
      }),
    ),
    steps: z.array(
      z.object({ type: z.enum(Object.values(AUDIT)), by: named, at: instant, index: count.optional() }),
    ),
    auditors: z.array(named),
    reopened: z.string().optional(),
    admitted: z.array(
      z.object({
        person: named,
        role: z.string(),
        from: instant,
        until: instant.optional(),
        grant: z.string(),
      }),
    ),
    may: z.object({ work: z.boolean(), approve: z.boolean(), admit: z.boolean() }),
  })
  .openapi('AuditEngagement')

export const populationSchema = z
  .object({
    ...population,
    reproduced: z.boolean(),
    recorded_sha256: z.string(),
    seed: z.string().optional(),
    list: z.array(
      z.object({
        id: z.string(),
        at: instant,
        type: z.string().optional(),
        by: z.string().optional(),
        objects: z.array(z.string()).optional(),
        sampled: z.boolean(),
        result: result.optional(),
      }),
    ),
  })
  .openapi('AuditPopulation')

export const itemSchema = z
  .object({
    engagement: z.object({ id: z.string(), title: z.string(), state }),
    control: z.string(),
    clause: z.string(),
    title: textSchema,
    item: z.string(),
    kind: z.enum(['facts', 'days']),
    at: instant,
    fact: factReply.optional(),
    by: named.optional(),
    verdict: z.looseObject({ id: z.string(), verdict: verdictSchema }).optional(),
    test: z
      .object({ result, remark: z.string(), evidence: z.array(evidenceSchema), by: named, at: instant })
      .optional(),
    place: count,
    sampled: count,
    previous: z.string().optional(),
    next: z.string().optional(),
    may: z.object({ work: z.boolean() }),
  })
  .openapi('AuditItem')

export const myRequestsSchema = z
  .object({
    rows: z.array(requestSchema.extend({ engagement: z.object({ id: z.string(), title: z.string() }) })),
  })
  .openapi('AuditRequestsOfMine')
