import { z } from '@hono/zod-openapi'
import { textSchema } from '../../charter/verdict-schema.ts'

const addition = z.object({ from: z.string(), to: z.string(), cost: z.number() })
const gap = z.object({ point: z.string(), service: z.string(), because: textSchema.optional() })

/** Advice as it travels (advice.ts). */
export const adviceSchema = z
  .object({
    cost_unit: z.enum(['km', 'link']),
    cheapest: z.array(gap.extend({ additions: z.array(addition) })),
    plan: z.array(z.object({ additions: z.array(addition), removes: z.array(gap) })),
    left: z.array(gap),
    bounded: z.literal(true).optional(),
  })
  .openapi('Advice')
