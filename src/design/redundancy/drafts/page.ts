import { z } from '@hono/zod-openapi'
import { textSchema, verdictSchema } from '../../../charter/verdict-schema.ts'
import type { JsonDifference } from '../../../platform/json-difference.ts'
import { networkSchema, reportSchema } from '../page-schema.ts'
import { DRAFT_EVENTS, DRAFT_STATES } from './draft.ts'

/** Drafts as they travel. */

const id = z.string()
const digest = z.string()
const at = z.iso.datetime()

export const editSchema = z
  .discriminatedUnion('kind', [
    z.strictObject({
      kind: z.literal('add'),
      collection: z.string().min(1).max(40),
      element: z.record(z.string().min(1).max(60), z.unknown()),
    }),
    z.strictObject({
      kind: z.literal('change'),
      id: z.string().min(1).max(256),
      collection: z.string().max(40).optional(),
      fields: z.record(z.string().min(1).max(60), z.unknown()),
    }),
    z.strictObject({
      kind: z.literal('remove'),
      id: z.string().min(1).max(256),
      collection: z.string().max(40).optional(),
    }),
    z.strictObject({ kind: z.literal('remove-document'), path: z.string().min(1).max(1024) }),
  ])
  .openapi('DraftEdit')

const uploadSchema = z.object({ kind: z.literal('upload'), path: z.string(), sha256: digest })

export const summarySchema = z
  .object({
    id,
    title: z.string(),
    reason: z.string(),
    author: z.string(),
    author_name: textSchema,
    created_at: at,
    state: z.enum(DRAFT_STATES),
  })
  .openapi('DraftSummary')

const pointSchema = z.object({
  kind: z.enum(['node', 'link', 'risk']),
  id,
  name: z.string().optional(),
  name_en: z.string().optional(),
})
const countsSchema = z.object({
  nodes: z.number().int(),
  links: z.number().int(),
  risks: z.number().int(),
  groups: z.number().int(),
  single_points: z.number().int(),
})

export const outcomeSchema = z
  .object({
    verdict: z.object({ before: verdictSchema, after: verdictSchema }),
    counts: z.object({ before: countsSchema, after: countsSchema }),
    services: z.array(
      z.object({
        id,
        name: z.string().optional(),
        name_en: z.string().optional(),
        before: verdictSchema.nullable(),
        after: verdictSchema.nullable(),
        broken: z.boolean().optional(),
        gained: z.array(pointSchema),
        lost: z.array(pointSchema),
        kept: z.array(pointSchema),
      }),
    ),
  })
  .openapi('DraftOutcome')

const entry = z.object({ collection: z.string(), id })
const differenceSchema = z.object({
  added: z.array(entry),
  changed: z.array(entry.extend({ field: z.string(), before: z.string(), after: z.string() })),
  removed: z.array(entry),
})

export const draftPageSchema = z
  .object({
    at,
    draft: summarySchema.extend({
      head: z.number().int(),
      /** The last step that can be done again. */
      last: z.number().int(),
      /** The estate has moved on since the draft was opened or brought up to date. */
      behind: z.boolean(),
    }),
    documents: z.array(z.object({ path: z.string(), sha256: digest.nullable() })),
    steps: z.array(
      z.object({
        number: z.number().int(),
        made_by: textSchema,
        made_at: at,
        changes: z.array(z.union([editSchema, uploadSchema])),
      }),
    ),
    versions: z.array(
      z.object({
        number: z.number().int(),
        saved_by: textSchema,
        saved_at: at,
        note: z.string(),
        digest,
        documents: z.number().int(),
        verdict: z.object({ before: verdictSchema, after: verdictSchema }),
      }),
    ),
    events: z.array(
      z.object({
        kind: z.enum(DRAFT_EVENTS),
        by: z.string(),
        name: textSchema,
        at,
        version: z.number().int().optional(),
        note: z.string().optional(),
        digest: digest.optional(),
      }),
    ),
    difference: differenceSchema,
    outcome: outcomeSchema,
    network: networkSchema,
    report: reportSchema,
    drawn: z.object({
      added: z.array(id),
      changed: z.array(id),
      removed: networkSchema.pick({ nodes: true, links: true }),
    }),
  })
  .openapi('DraftPage')

export type DraftPage = z.input<typeof draftPageSchema>

/** What a page is called by whoever asks later what has changed since. */
const token = z.string()

/** The whole page, or what differs from the one that was asked from. */
export const draftAnswerSchema = z.union([
  draftPageSchema.extend({ token }),
  z
    .object({
      since: token,
      token,
      difference: z
        .custom<JsonDifference>()
        .openapi({ type: 'object', description: 'Fields and stretches of lists that differ' })
        .optional(),
    })
    .openapi('DraftPageDifference'),
])
export type DraftAnswer = z.input<typeof draftAnswerSchema>
