import { z } from '@hono/zod-openapi'

/** The shapes of verdict.ts as they travel, for validation and the OpenAPI document. */

export const textSchema = z.object({ ja: z.string(), en: z.string() }).openapi('Text')
export const verdictSchema = z.enum(['pass', 'fail', 'unknown', 'not-applicable']).openapi('Verdict')
const freshnessSchema = z.enum(['fresh', 'stale']).openapi('Freshness')

export const becauseSchema = z
  .object({
    text: textSchema,
    evidence: z.array(z.object({ kind: z.string(), ref: z.string(), sha256: z.string().optional() })),
    objects: z.array(z.string()),
    verdict: verdictSchema.optional(),
  })
  .openapi('Because')

export const controlVerdictSchema = z
  .object({
    id: z.string(),
    verdict: verdictSchema,
    freshness: freshnessSchema,
    basis: z.enum(['computed', 'attested']),
    observed: z.iso.datetime().optional(),
    fresh_until: z.iso.datetime().optional(),
    population: z.array(z.object({ noun: textSchema, total: z.number().int(), judged: z.number().int() })),
    because: z.array(becauseSchema),
  })
  .openapi('ControlVerdict')

const clauseVerdictSchema = z
  .object({
    id: z.string(),
    title: textSchema,
    verdict: verdictSchema,
    freshness: freshnessSchema,
    waived: z.boolean(),
    waivers: z.array(z.string()).optional(),
    waived_until: z.iso.datetime().optional(),
    controls: z.array(controlVerdictSchema),
  })
  .openapi('ClauseVerdict')

export const conformanceSchema = z
  .object({
    charter: z.string(),
    at: z.iso.datetime(),
    zone: z.string().optional(),
    known: z.iso.datetime().optional(),
    verdict: verdictSchema,
    clauses: z.array(clauseVerdictSchema),
  })
  .openapi('Conformance')
