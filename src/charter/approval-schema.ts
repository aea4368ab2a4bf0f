import { z } from '@hono/zod-openapi'
import type { GivenApproval } from '../people/index.ts'
import type { Json } from '../platform/text.ts'

/** What comes with an approval: the digest that was shown, and the passkey's signature over it where there is one. */
export const approvalSchema = z.object({
  digest: z
    .string()
    .regex(/^[0-9a-f]{64}$/, { error: 'expected the digest that was shown, 64 hexadecimal digits' }),
  assertion: z.record(z.string(), z.unknown()).optional(),
})

export function givenApproval({ digest, assertion }: z.output<typeof approvalSchema>): GivenApproval {
  // It came as JSON, so it is.
  return { digest, ...(assertion !== undefined && { assertion: assertion as Json }) }
}

export const recordedSchema = z.object({ index: z.number().int(), recorded_at: z.iso.datetime() })

export const reasonSchema = z.object({ reason: z.string().trim().min(1).max(4000) })

/** Ids that facts, file names and addresses can all carry. */
export const idSchema = z.string().regex(/^[A-Za-z0-9][A-Za-z0-9._-]{0,99}$/, {
  error: 'expected letters, digits, dot, dash or underscore, at most 100',
})

export const instantSchema = z.iso.datetime({
  offset: true,
  error: 'expected an instant with its offset such as 2026-11-22T09:00:00+09:00',
})

export const personSchema = z
  .string()
  .regex(/^[A-Za-z0-9][A-Za-z0-9_-]{0,63}$/, { error: 'expected the pseudonymous id of a person' })

export const sha256Schema = z
  .string()
  .regex(/^[0-9a-f]{64}$/, { error: 'expected a SHA-256, 64 hexadecimal digits in lower case' })
