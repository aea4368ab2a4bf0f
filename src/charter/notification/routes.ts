import { z } from '@hono/zod-openapi'
import { inTransaction } from '../../platform/database.ts'
import { defineRoute } from '../../platform/http/route.ts'
import { csvResponse } from '../listing.ts'
import { mailAddress } from '../../people/index.ts'
import { KINDS } from './news.ts'
import { MAIL_TIMES } from './preference.ts'
import { markRead, readNews, readPreference, writePreference, type Told } from './store.ts'

const kind = z.enum(KINDS)
const LIMIT_MAX = 500
const KEYS_MAX = 500

const item = z.object({
  key: z.string(),
  kind,
  text: z.object({ ja: z.string(), en: z.string() }),
  link: z.string(),
  since: z.iso.datetime(),
  read: z.boolean(),
  /** It no longer waits. */
  settled: z.boolean(),
  mailed: z.iso.datetime().optional(),
})

export type NewsItem = z.infer<typeof item>

const list = defineRoute({
  method: 'get',
  path: '/api/notifications',
  permission: 'notification.own',
  summary: { ja: '自分への知らせ。新しいものから', en: 'What one is told, the newest first' },
  query: z.object({
    state: z.enum(['open', 'all']).default('open'),
    kind: kind.optional(),
    search: z.string().max(200).optional(),
    offset: z.coerce.number().int().min(0).max(1_000_000).default(0),
    limit: z.coerce.number().int().min(1).max(LIMIT_MAX).default(50),
    format: z.enum(['json', 'csv']).default('json'),
  }),
  reply: z
    .object({
      total: z.number().int(),
      /** How many are neither read nor settled, whatever is asked for. */
      open: z.number().int(),
      offset: z.number().int(),
      items: z.array(item),
    })
    .openapi('Notifications'),
  handler: async (ctx, { actor, query }) => {
    const { state, kind: wanted, search, offset, limit, format } = query
    const which = { open: state === 'open', kind: wanted, search }
    const found = await readNews(ctx.db, actor.id, which, { offset, limit })
    const items = found.items.map(itemOf)
    if (format === 'json') return { total: found.total, open: found.open, offset, items }
    const header = ['key', 'kind', 'since', 'read', 'settled', 'ja', 'en', 'link']
    const rows = items.map((one) => [
      one.key,
      one.kind,
      one.since,
      String(one.read),
      String(one.settled),
      one.text.ja,
      one.text.en,
      one.link,
    ])
    return csvResponse('notifications', header, rows)
  },
})

function itemOf({ key, kind: of, text, link, sinceMs, readMs, settledMs, mailedMs }: Told): NewsItem {
  return {
    key,
    kind: of,
    text,
    link,
    since: new Date(sinceMs).toISOString(),
    read: readMs !== undefined,
    settled: settledMs !== undefined,
    ...(mailedMs !== undefined && { mailed: new Date(mailedMs).toISOString() }),
  }
}

const read = defineRoute({
  method: 'post',
  path: '/api/notifications/read',
  permission: 'notification.own',
  summary: {
    ja: '知らせを既読にする、または未読に戻す。keys を省けば、すべて既読にする',
    en: 'Mark news as read, or as unread again; without keys all of it is read',
  },
  body: z.object({
    keys: z.array(z.string().min(1).max(600)).max(KEYS_MAX).optional(),
    read: z.boolean().default(true),
  }),
  /** The keys that changed: with them it can be taken back. */
  reply: z.object({ keys: z.array(z.string()) }).openapi('NotificationsRead'),
  handler: async (ctx, { actor, body }) => {
    const keys = await inTransaction(ctx.db, (tx) =>
      markRead(tx, actor.id, body.keys, body.read ? ctx.clock.now() : null),
    )
    return { keys }
  },
})

const mailTimes = z.enum(MAIL_TIMES)
const preference = z.object({
  language: z.enum(['ja', 'en']).optional(),
  mail: z.object({ approval: mailTimes, turned: mailTimes, due: mailTimes, ends: mailTimes }),
})

const chosen = defineRoute({
  method: 'get',
  path: '/api/notifications/preference',
  permission: 'notification.own',
  summary: { ja: '知らせの受け取り方', en: 'How one is told' },
  reply: preference
    .extend({
      /** Whether mail can reach this person: an address is known, and a mail server is set. */
      reachable: z.enum(['yes', 'no-address', 'no-server']),
    })
    .openapi('NotificationPreference'),
  handler: async (ctx, { actor }) => {
    const address = await mailAddress(ctx, ctx.db, actor.id)
    const reachable: 'yes' | 'no-address' | 'no-server' =
      ctx.config.mail === undefined ? 'no-server' : address === undefined ? 'no-address' : 'yes'
    return { ...(await readPreference(ctx.db, actor.id)), reachable }
  },
})

const choose = defineRoute({
  method: 'put',
  path: '/api/notifications/preference',
  permission: 'notification.own',
  summary: { ja: '知らせの受け取り方を選ぶ', en: 'Choose how one is told' },
  body: preference,
  reply: preference.openapi('ChosenNotificationPreference'),
  handler: async (ctx, { actor, body }) => {
    const { language, mail } = body
    const chosenNow = { mail, ...(language !== undefined && { language }) }
    await inTransaction(ctx.db, (tx) => writePreference(tx, actor.id, chosenNow))
    return chosenNow
  },
})

export const notificationRoutes = [list, read, chosen, choose]
