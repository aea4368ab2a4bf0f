import { z } from '@hono/zod-openapi'
import { defineRoute, type Route } from '../platform/http/route.ts'
import { Refusal } from '../platform/refusal.ts'
import type { WorkspaceReading } from './actions.ts'
import { catalogueOf, objectOf } from './catalogue.ts'
import { currentWorkspace } from './current.ts'

const row = z.object({
  id: z.string(),
  collection: z.string(),
  name: z.string().optional(),
  name_en: z.string().optional(),
  site: z.string().optional(),
  product: z.string().optional(),
  valid_from: z.string().optional(),
  valid_to: z.string().optional(),
  now: z.boolean(),
})
const mention = z.object({
  id: z.string(),
  collection: z.string(),
  name: z.string().optional(),
  name_en: z.string().optional(),
  field: z.string(),
})

/** What of the estate is read by people, thing by thing. */
export function catalogueRoutes(reading: WorkspaceReading): Route[] {
  const list = defineRoute({
    method: 'get',
    path: '/api/estate/objects',
    permission: 'estate.read',
    summary: { ja: '設備・回線・役務など、登録されたものすべて', en: 'Everything that the estate holds' },
    reply: z.object({ at: z.iso.datetime(), objects: z.array(row) }).openapi('EstateObjects'),
    handler: async (ctx) => {
      const atMs = ctx.clock.now()
      const workspace = await currentWorkspace(ctx.db, atMs, reading.collections)
      return { at: new Date(atMs).toISOString(), objects: catalogueOf(workspace, atMs) }
    },
  })
  const one = defineRoute({
    method: 'get',
    path: '/api/estate/objects/{id}',
    permission: 'estate.read',
    summary: {
      ja: '一つのものについて、文書にあることと、互いの関わり',
      en: 'One thing: what its document says, what it names and what names it',
    },
    params: z.object({ id: z.string().min(1).max(500) }),
    reply: row
      .extend({
        fields: z.record(z.string(), z.unknown()),
        names: z.array(mention),
        named_by: z.array(mention),
      })
      .openapi('EstateObject'),
    handler: async (ctx, { params }) => {
      const atMs = ctx.clock.now()
      const found = objectOf(await currentWorkspace(ctx.db, atMs, reading.collections), params.id, atMs)
      if (found === undefined) throw new Refusal('missing', NONE)
      return found
    },
  })
  return [list, one]
}

const NONE = {
  ja: 'その ID のものは、いまの設備の文書にありません。',
  en: 'Nothing in the estate as it stands now has that id.',
}
