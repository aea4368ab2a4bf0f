import { z } from '@hono/zod-openapi'
import type { Entry } from '../ledger/index.ts'

/** One thing that happened to an object of the charter, and where in the ledger it can be proven. */
export const pastSchema = z.object({
  index: z.number().int(),
  recorded_at: z.iso.datetime(),
  type: z.string(),
  by: z.string(),
  effective: z.string().optional(),
  digest: z.string().optional(),
  reason: z.string().optional(),
})

export type Past = z.output<typeof pastSchema>

/** Everything that was recorded of an id under fact types that begin so, the oldest first. */
export function pastOf(received: readonly Entry[], typePrefix: string, id: string): Past[] {
  return received
    .filter(({ fact }) => fact.type.startsWith(typePrefix) && fact.body['id'] === id)
    .map(({ index, at, fact }) => ({
      index,
      recorded_at: new Date(at).toISOString(),
      type: fact.type,
      by: fact.by,
      ...(fact.effective !== undefined && { effective: fact.effective }),
      ...textIn(fact.body, 'digest'),
      ...textIn(fact.body, 'reason'),
    }))
}

function textIn<Name extends string>(body: { [key: string]: unknown }, name: Name): { [K in Name]?: string } {
  const value = body[name]
  return (typeof value === 'string' ? { [name]: value } : {}) as { [K in Name]?: string }
}
