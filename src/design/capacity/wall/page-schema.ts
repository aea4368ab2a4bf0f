import { z } from '@hono/zod-openapi'
import { OBSERVED_READINGS, PEAK_KINDS } from '../../../estate/resource.ts'
import { controlVerdictSchema, textSchema } from '../../../charter/verdict-schema.ts'

/** The shapes of the pages of clause 2.2 as they travel. */

const date = z.string().regex(/^\d{4}-\d{2}-\d{2}$/)
const crossingSchema = z
  .object({
    date: date.nullable(),
    median: date.nullable(),
    lower: date.nullable(),
    upper: date.nullable(),
  })
  .openapi('Crossing')

const personSchema = z.object({ id: z.string(), name: textSchema })
const planState = z.enum(['waiting', 'approved', 'overdue', 'delivered', 'withdrawn']).openapi('PlanState')

const rowSchema = z
  .object({
    id: z.string(),
    name: textSchema,
    kind: z.string().optional(),
    of: z.string().optional(),
    owner: personSchema.optional(),
    unit: textSchema,
    maximum: z.number(),
    ranges: z.array(z.string()).optional(),
    range_space: z.string().optional(),
    check_digit: z.literal('luhn').optional(),
    peak_kind: z.enum(PEAK_KINDS).optional(),
    history: z.string().optional(),
    stored: z.object({ series: z.string(), as: z.enum(OBSERVED_READINGS), times: z.number() }).optional(),
    ceiling: z.number().optional(),
    resets: z.literal('monthly').optional(),
    reserve: z.number(),
    usable: z.number(),
    lead_time_days: z.number().optional(),
    buffer_days: z.number(),
    approval_days: z.number(),
    order_unit: z.number().optional(),
    cost_step: textSchema.optional(),
    minimum_term_months: z.number().optional(),
    deadlines: z.array(date),
    state: z.enum(['late', 'soon', 'ordered', 'open', 'never', 'unknown']).openapi('WallState'),
    exhausts: crossingSchema,
    steady: crossingSchema.optional(),
    under_failure: crossingSchema.extend({ failure: z.string() }).nullable().optional(),
    order_by: date.nullable().optional(),
    ask_by: date.nullable().optional(),
    deadline: date.optional(),
    late: z.boolean().optional(),
    order: z.object({ units: z.number(), amount: z.number() }).optional(),
    observed: date.optional(),
    lower_bound: z.boolean().optional(),
    because: z.array(textSchema).optional(),
    cannot_forecast: textSchema.optional(),
    peak: z.number().nullable(),
    orders: z.array(z.object({ id: z.string(), amount: z.number(), delivered: date })),
    plans: z.array(
      z.object({
        id: z.string(),
        state: planState,
        amount: z.number(),
        delivered: date,
        version: z.number().int(),
      }),
    ),
  })
  .openapi('WallRow')

export const wallPageSchema = z
  .object({
    at: z.iso.datetime(),
    zone: z.string(),
    today: date,
    controls: z.array(controlVerdictSchema),
    /** Null where there are more resources than are forecast at once. */
    resources: z.array(rowSchema).nullable(),
    names: z.record(z.string(), textSchema),
  })
  .openapi('CapacityWall')

const foreseen = z
  .object({ observed: date, exhausts: crossingSchema, order_by: date.nullable(), late: z.boolean() })
  .nullable()

const planVersionSchema = z
  .object({
    id: z.string(),
    version: z.number().int(),
    resource: z.string(),
    unit: textSchema,
    amount: z.number(),
    order_on: date,
    delivered: date,
    cost: z.string(),
    reason: z.string(),
    base: z.number(),
    foreseen,
    contributors: z.array(personSchema),
    digest: z.string(),
    proposed_at: z.iso.datetime().optional(),
    approved_by: personSchema.optional(),
    approved_at: z.iso.datetime().optional(),
  })
  .openapi('PlanVersion')

export const planSchema = z
  .object({
    id: z.string(),
    resource: z.string(),
    state: planState,
    waiting: planVersionSchema.optional(),
    approved: planVersionSchema.optional(),
    earlier: z.array(planVersionSchema),
    came: z.object({ on: date, amount: z.number(), by: personSchema }).optional(),
    withdrawn: z.object({ at: z.iso.datetime(), by: personSchema, reason: z.string() }).optional(),
    /** What stands in the ledger of it, and where. */
    history: z.array(
      z.object({
        index: z.number().int(),
        recorded_at: z.iso.datetime(),
        type: z.string(),
        by: z.string(),
      }),
    ),
  })
  .openapi('Plan')

const fanPoint = z.object({
  date,
  median: z.number(),
  lower80: z.number(),
  upper80: z.number(),
  lower95: z.number(),
  upper95: z.number(),
})

const againstSchema = z
  .object({
    made_at: z.iso.datetime(),
    observed: date,
    usable: z.number(),
    exhausts: crossingSchema,
    order_by: date.nullable(),
    points: z.array(
      z.object({
        date,
        median: z.number(),
        lower: z.number(),
        upper: z.number(),
        actual: z.number().nullable(),
      }),
    ),
    compared: z.number().int(),
    inside: z.number().int(),
    lean: z.number().nullable(),
  })
  .openapi('ForecastAgainstActual')

export const resourcePageSchema = z
  .object({
    at: z.iso.datetime(),
    zone: z.string(),
    today: date,
    row: rowSchema,
    names: z.record(z.string(), textSchema),
    /** What was measured, a value a step; null where nothing was, or an outage is left out. */
    measured: z
      .object({
        from: date,
        step_days: z.number().int(),
        peaks: z.array(z.number().nullable()),
        ceiling: z.number().nullable(),
      })
      .nullable(),
    fan: z.array(fanPoint),
    /** What is usable from each of these days on. */
    limits: z.array(z.object({ from: date, usable: z.number() })),
    /** Up to where the failure that is worst for it is still carried, by day: what it takes over grows as well. */
    under_failure: z
      .object({ failure: z.string(), points: z.array(z.object({ date, carried: z.number() })) })
      .nullable(),
    chain: z.array(
      z.object({
        kind: z.enum(['exhausts', 'lead', 'deadline', 'buffer', 'approval']),
        date,
        days: z.number().int(),
      }),
    ),
    against: z.array(againstSchema),
    plans: z.array(planSchema),
  })
  .openapi('CapacityResource')

const service = {
  unserved: z.number(),
  lost_at_endpoint: z.number(),
  overloaded: z.array(z.string()),
}
const loadRow = {
  load: z.number(),
  capacity: z.number().nullable(),
  utilisation: z.number().nullable(),
  because: textSchema.optional(),
  worst: z.object({ failure: z.string().nullable(), load: z.number(), utilisation: z.number().nullable() }),
}
const direction = z.enum(['forward', 'backward'])
const growth = z
  .object({
    factor: z.number(),
    id: z.string(),
    direction: direction.optional(),
    failure: z.string().optional(),
  })
  .nullable()

const surgeEvent = z.object({
  failure: z.string(),
  kind: z.enum(['node', 'link', 'risk']),
  event: z.enum(['fails', 'returns']),
  sessions: z.number(),
  requests: z.number(),
  capacity_per_s: z.number(),
  base_per_s: z.number(),
  peak_per_s: z.number(),
  drained_after_s: z.number().nullable(),
  retries: z.number(),
  wasted: z.number(),
  verdict: z.enum(['pass', 'fail']),
})

export const loadPageSchema = z
  .object({
    at: z.iso.datetime(),
    zone: z.string(),
    controls: z.array(controlVerdictSchema),
    /** Null where the network is too large to be judged at once. */
    report: z
      .object({
        links: z.array(z.object({ id: z.string(), direction, ...loadRow })),
        pools: z.array(z.object({ id: z.string(), unit: z.string(), ...loadRow })),
        failures: z.array(
          z.object({
            id: z.string(),
            kind: z.enum(['node', 'link', 'risk']),
            risk_kind: z.string().optional(),
            ...service,
          }),
        ),
        steady: z.object(service),
        growth: z.object({ steady: growth, under_failure: growth }),
        demands: z.object({
          count: z.number().int(),
          volume: z.number(),
          hour_of_week: z.number().int().nullable(),
        }),
        assumed_working: z.array(z.string()),
        unknown: z.array(textSchema),
      })
      .nullable(),
    procedures: z.array(
      z.object({
        id: z.string(),
        name: textSchema,
        kind: z.string().optional(),
        drained_within_s: z.number(),
        utilisation: z.number().nullable(),
        verdict: z.enum(['pass', 'fail', 'unknown']),
        events: z.array(surgeEvent),
        because: z.array(textSchema),
      }),
    ),
    /** What things are called, by id. */
    names: z.record(z.string(), textSchema),
  })
  .openapi('SurvivingLoad')
