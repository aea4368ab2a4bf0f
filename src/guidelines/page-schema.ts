import { z } from '@hono/zod-openapi'
import { controlVerdictSchema, textSchema, verdictSchema } from '../charter/verdict-schema.ts'
import { PHASES, VIEWPOINTS } from './matrix.ts'

/** The shapes of page.ts as they travel. */

export const phaseSchema = z.enum(PHASES).openapi('GuidelinePhase')
export const viewpointSchema = z.enum(VIEWPOINTS).openapi('GuidelineViewpoint')

const named = z.object({ id: z.string(), name: textSchema })
const carrier = z
  .object({ id: z.string(), clause: z.string(), title: textSchema, verdict: verdictSchema })
  .openapi('GuidelineCarrier')

const guideline = z
  .object({
    id: z.string(),
    version: z.number().int(),
    title: textSchema,
    text: textSchema,
    owner: named,
    controls: z.array(z.object({ name: z.string(), carriers: z.array(carrier) })),
    contributors: z.array(named),
    approval: z
      .object({
        by: named,
        at: z.iso.datetime().optional(),
        method: z.string().optional(),
        digest: z.string().optional(),
      })
      .optional(),
    digest: z.string().optional(),
  })
  .openapi('Guideline')

const cell = z
  .object({
    id: z.string(),
    phase: phaseSchema,
    viewpoint: viewpointSchema,
    title: textSchema,
    state: z.enum(['covered', 'excluded', 'flawed', 'empty']),
    guidelines: z.array(guideline),
    waiting: z.array(guideline),
    exclusion: z.object({ reason: textSchema, approver: named }).optional(),
    exclusion_waiting: z.object({ reason: textSchema, requested_by: named, digest: z.string() }).optional(),
    faults: z.array(textSchema),
    prefilled: z
      .object({ id: z.string(), title: textSchema, text: textSchema, controls: z.array(z.string()) })
      .optional(),
  })
  .openapi('GuidelineCell')

export const matrixPageSchema = z
  .object({
    at: z.iso.datetime(),
    phases: z.array(z.object({ id: phaseSchema, title: textSchema })),
    viewpoints: z.array(z.object({ id: viewpointSchema, title: textSchema })),
    cells: z.array(cell),
    control: controlVerdictSchema,
    controls: z.array(carrier),
  })
  .openapi('GuidelineMatrix')

export const guidelinePageSchema = z.object({
  id: z.string(),
  cell: textSchema,
  in_force: guideline.optional(),
  waiting: guideline.optional(),
})

export const exclusionPageSchema = cell.pick({
  id: true,
  title: true,
  exclusion: true,
  exclusion_waiting: true,
})
