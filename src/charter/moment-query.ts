import { z } from '@hono/zod-openapi'
import type { Moment } from './known.ts'

const instant = z.iso
  .datetime({ offset: true, error: 'expected an instant with its offset such as 2026-11-22T09:00:00+09:00' })
  .optional()

/** `?at=&known=` of every route that answers for a pair of instants. */
export const momentQuery = z.object({ at: instant, known: instant })

export function momentOf({ at, known }: z.output<typeof momentQuery>): Moment {
  return {
    ...(at !== undefined && { atMs: Date.parse(at) }),
    ...(known !== undefined && { knownMs: Date.parse(known) }),
  }
}
