import { z } from '@hono/zod-openapi'
import { PERSON_ID } from './person.ts'

/** Shapes of the people's API that several routes share. Instants are ISO 8601 UTC. */
export const personId = z.string().regex(PERSON_ID, {
  error: 'an id of lower-case letters, digits and hyphens, at most 64',
})

export const named = z.object({ ja: z.string(), en: z.string() })

export const writtenText = z.object({ ja: z.string().min(1).max(200), en: z.string().min(1).max(200) })

export const instant = z.iso.datetime({ offset: true })

export const permissionNames = z.array(z.string().min(1).max(100)).min(1).max(200)

/** What a change answers that makes nothing with an id of its own: it is done, and in the ledger. */
export const done = z.object({}).openapi('Done')

export const made = z.object({ id: z.string() }).openapi('Made')

export const whoWhen = z.object({ id: z.string(), name: named })

export function msOf(text: string | undefined): number | undefined {
  return text === undefined ? undefined : Date.parse(text)
}

export function isoText(ms: number): string {
  return new Date(ms).toISOString()
}

/** A period as the API says it. */
export function periodText({ fromMs, untilMs }: { fromMs: number; untilMs?: number }): {
  from: string
  until?: string
} {
  return { from: isoText(fromMs), ...(untilMs !== undefined && { until: isoText(untilMs) }) }
}

export const period = { from: z.iso.datetime(), until: z.iso.datetime().optional() }
