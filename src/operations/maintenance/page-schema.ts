import { z } from '@hono/zod-openapi'

/** What the routes of notices take and give. */
export const textSchema = z.object({ ja: z.string(), en: z.string() })
export const sha256Schema = z.string().regex(/^[0-9a-f]{64}$/, 'expected 64 hexadecimal digits in lower case')

const status = z.enum(['TENTATIVE', 'CONFIRMED', 'CANCELLED', 'IN-PROCESS', 'COMPLETED', 'RE-SCHEDULED'])
const impact = z.enum(['NO-IMPACT', 'REDUCED-REDUNDANCY', 'DEGRADED', 'OUTAGE'])
export const noticeWindowSchema = z.object({
  start: z.iso.datetime(),
  end: z.iso.datetime(),
  backup: z.boolean(),
})
export const readObjectSchema = z.object({ id: z.string().nullable(), said: z.string(), impact })
const windowSchema = z.object({ fromMs: z.number(), untilMs: z.number(), backup: z.boolean() })

export const maintenanceSchema = z
  .object({
    key: z.string(),
    provider: z.string(),
    number: z.string(),
    account: z.string().optional(),
    title: textSchema.optional(),
    status,
    certainty: z.enum(['certain', 'tentative', 'review']),
    windows: z.array(windowSchema),
    objects: z.array(readObjectSchema),
    plausible: z.array(
      z.object({
        mail: z.string(),
        index: z.number().int(),
        status,
        windows: z.array(windowSchema),
        objects: z.array(readObjectSchema),
        because: z.array(textSchema),
        receivedMs: z.number(),
      }),
    ),
    readings: z.array(
      z.object({ mail: z.string(), index: z.number().int(), stampMs: z.number(), trusted: z.boolean() }),
    ),
  })
  .openapi('Maintenance')

export const choiceSchema = z.discriminatedUnion('kind', [
  z.object({ kind: z.literal('given') }),
  z.object({ kind: z.literal('competing'), index: z.number().int().min(0).max(100) }),
  z.object({
    kind: z.literal('corrected'),
    maintenance_id: z.string().max(255),
    status,
    windows: z.array(noticeWindowSchema).max(150),
    objects: z.array(readObjectSchema).max(500),
  }),
  z.object({ kind: z.literal('rejected') }),
])

const authResult = z.enum(['pass', 'fail', 'softfail', 'neutral', 'none', 'policy', 'temperror', 'permerror'])

/** One reading with what it says, who said it, and what a person made of it. */
export const readingSchema = z
  .object({
    mail: z.string(),
    round: z.number().int(),
    index: z.number().int(),
    received_at: z.iso.datetime(),
    sender: z.string(),
    provider: z.string().nullable(),
    authentication: z.object({ spf: authResult, dkim: authResult, dmarc: authResult, aligned: z.boolean() }),
    waits_for: z.enum(['password']).optional(),
    notice: z.object({
      maintenance_id: z.string(),
      account: z.string().optional(),
      status,
      windows: z.array(noticeWindowSchema),
      stamp: z.iso.datetime().nullable(),
      needs_review: z.boolean(),
      confidence: z.number(),
      reasons: z.array(textSchema),
      competing: z.array(z.object({ windows: z.array(noticeWindowSchema), because: textSchema })),
      edition: z.object({ uid: z.string(), sequence: z.number().int() }).optional(),
    }),
    objects: z.array(readObjectSchema),
    /** Key of the maintenance that it belongs to. */
    maintenance: z.string().optional(),
    decision: z
      .object({ by: z.string(), decided_at: z.iso.datetime(), choice: choiceSchema, because: z.string() })
      .optional(),
  })
  .openapi('NoticeReading')

export const mailSummarySchema = z
  .object({
    sha256: z.string(),
    received_at: z.iso.datetime(),
    channel: z.enum(['smtp', 'imap', 'upload', 'api']),
    size_bytes: z.number().int(),
    sender: z.string(),
    subject: z.string(),
    read: z.boolean(),
    waits_for: z.enum(['password']).optional(),
    failure: z.string().optional(),
    readings: z.array(readingSchema),
  })
  .openapi('NoticeMail')
