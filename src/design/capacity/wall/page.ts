import type { z } from '@hono/zod-openapi'
import type { loadPageSchema, planSchema, resourcePageSchema, wallPageSchema } from './page-schema.ts'

/** What the routes of clause 2.2 answer, as the screens read it. */
export type WallPage = z.output<typeof wallPageSchema>
export type WallRowView = NonNullable<WallPage['resources']>[number]
export type ResourcePage = z.output<typeof resourcePageSchema>
export type PlanView = z.output<typeof planSchema>
export type LoadPage = z.output<typeof loadPageSchema>
