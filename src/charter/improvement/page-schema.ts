import { z } from '@hono/zod-openapi'
import { textSchema, verdictSchema } from '../verdict-schema.ts'
import { ACTION_STATES } from './action.ts'

/** The shapes of page.ts as they travel. */

const named = z.object({ id: z.string(), name: textSchema })
const instant = z.iso.datetime()
const target = z.object({ control: z.string(), object: z.string() })
const remarked = z.object({ by: named, at: instant, remark: z.string() })
export const evidenceSchema = z.strictObject({
  name: z.string().trim().min(1).max(500),
  sha256: z.string().regex(/^[0-9a-f]{64}$/, { error: 'expected a SHA-256 in lower-case hexadecimal' }),
})

const findingRow = z
  .object({
    id: z.string(),
    clause: z.string(),
    control: z.string().optional(),
    kind: z.enum(['fail', 'unknown', 'seen']),
    objects: z.array(z.string()),
    because: z.array(textSchema),
    opened_by: named,
    opened_at: instant,
    state: z.enum(['unplanned', ...ACTION_STATES]),
    action: z.string().optional(),
    at_fault: z.boolean().optional(),
  })
  .openapi('CharterFinding')

const actionRow = z.object({
  id: z.string(),
  clauses: z.array(z.string()),
  findings: z.array(z.string()),
  review: z.string().optional(),
  what: z.string(),
  owner: named,
  due: instant,
  state: z.enum(ACTION_STATES),
  overdue: z.boolean(),
  effect_due: instant.optional(),
  effect_check_due: z.boolean(),
  reopened: z.number().int(),
  planned_at: instant,
})

export const actionPageSchema = actionRow
  .extend({
    effect_days: z.number().int(),
    targets: z.array(target.extend({ at_fault: z.boolean() })),
    done: z
      .object({ by: named, at: instant, what: z.string(), evidence: z.array(evidenceSchema) })
      .optional(),
    verified: remarked.optional(),
    closed: remarked.optional(),
    history: z.array(
      z.object({
        type: z.string(),
        by: named,
        at: instant,
        remark: z.string().optional(),
        targets: z.array(target).optional(),
      }),
    ),
  })
  .openapi('CorrectiveAction')

const listed = <Row extends z.ZodType>(row: Row) =>
  z.object({
    at: instant,
    total: z.number().int(),
    found: z.number().int(),
    offset: z.number().int(),
    rows: z.array(row),
    counts: z.record(z.string(), z.number().int()),
  })
export const findingListSchema = listed(findingRow).openapi('FindingList')
export const actionListSchema = listed(actionRow.openapi('CorrectiveActionRow')).openapi(
  'CorrectiveActionList',
)

export const reviewSchema = z
  .object({
    id: z.string(),
    date: z.iso.date(),
    at: instant,
    since: instant.optional(),
    state: z.enum(['held', 'recorded', 'approved']),
    recorder: named,
    executive: named,
    attendees: z.array(named),
    input: z.object({
      sha256: z.string(),
      findings: z.number().int(),
      actions: z.number().int(),
      waivers: z.number().int(),
      turns: z.number().int(),
    }),
    minutes: z.string(),
    decisions: z.array(
      z.object({ what: z.string(), owner: named, due: instant, action: z.string().optional() }),
    ),
    digest: z.string().optional(),
    approval: z.object({ by: named, at: instant, method: z.string(), digest: z.string() }).optional(),
  })
  .openapi('ManagementReview')
export const reviewListSchema = z.object({ at: instant, reviews: z.array(reviewSchema) })

export const adoptionPageSchema = z
  .object({
    at: instant,
    zone: z.string(),
    total: z.number().int(),
    unknown: z.number().int(),
    rows: z.array(
      z.object({
        control: z.string(),
        clause: z.string(),
        title: textSchema,
        verdict: verdictSchema,
        state: z.enum(['unplanned', 'planned', 'late', 'known']),
        needed: z.array(textSchema),
        plans: z.array(
          z.object({ owner: named, target: instant, remark: z.string(), by: named, at: instant }),
        ),
      }),
    ),
  })
  .openapi('AdoptionPlan')

export const burnDownSchema = z
  .object({
    zone: z.string(),
    days: z.array(
      z.object({
        date: z.iso.date(),
        total: z.number().int(),
        unknown: z.number().int(),
        unplanned: z.number().int(),
        late: z.number().int(),
      }),
    ),
  })
  .openapi('AdoptionBurnDown')
