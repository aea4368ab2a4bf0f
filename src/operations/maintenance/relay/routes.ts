import { z } from '@hono/zod-openapi'
import { approvalSchema, givenApproval } from '../../../charter/approval-schema.ts'
import { integrated } from '../../../ledger/index.ts'
import { defineRoute } from '../../../platform/http/route.ts'
import { Refusal } from '../../../platform/refusal.ts'
import { textSchema } from '../page-schema.ts'
import { approveRelay, readRelays, recordAnswer, rewordRelay } from './actions.ts'
import type { Relay } from './relay.ts'

const id = z.string().regex(/^r-[0-9a-f]{16}$/, 'expected the id of a relay')
const params = z.object({ id })

const relaySchema = z
  .object({
    id,
    kind: z.enum(['notice', 'inquiry', 'reschedule', 'decline']),
    to: z.string(),
    maintenance: z.string(),
    cancelled: z.boolean(),
    effects: z.array(
      z.object({
        service: z.string(),
        from: z.iso.datetime(),
        until: z.iso.datetime(),
        effect: z.enum(['down', 'redundancy-lost', 'capacity']),
        because: textSchema,
      }),
    ),
    language: z.enum(['ja', 'en']),
    due_by: z.iso.datetime(),
    notice_days: z.number(),
    late_by_provider: z.boolean(),
    state: z.enum(['due', 'drafted', 'approved', 'sent', 'acknowledged', 'bounced', 'withdrawn']),
    draft: z
      .object({ digest: z.string(), subject: z.string(), text: z.string(), recipients: z.number().int() })
      .optional(),
    approver: z.string().optional(),
    sent_at: z.iso.datetime().optional(),
    answered_at: z.iso.datetime().optional(),
  })
  .openapi('Relay')

function shown({ due, state, draft, approval, sentMs, answer }: Relay): z.input<typeof relaySchema> {
  return {
    ...(draft !== undefined && {
      draft: {
        subject: draft.subject,
        text: draft.text,
        recipients: draft.recipients,
        digest: draft.digest,
      },
    }),
    ...due,
    state,
    ...(approval !== undefined && { approver: approval.approver }),
    ...(sentMs !== undefined && { sent_at: new Date(sentMs).toISOString() }),
    ...(answer !== undefined && { answered_at: answer.at }),
  }
}

const LISTED_MAX = 1000

const list = defineRoute({
  method: 'get',
  path: '/api/maintenance/relays',
  permission: 'maintenance.read',
  summary: {
    ja: '顧客への案内と事業者への依頼。新しいものから',
    en: 'What customers and providers are written, the newest first',
  },
  query: z.object({ maintenance: z.string().max(1000).optional() }),
  reply: z.object({ relays: z.array(relaySchema) }).openapi('Relays'),
  handler: async (ctx, { query }) => {
    const relays = (await readRelays(ctx)).filter(
      ({ due }) => query.maintenance === undefined || due.maintenance === query.maintenance,
    )
    return { relays: relays.toReversed().slice(0, LISTED_MAX).map(shown) }
  },
})

const one = defineRoute({
  method: 'get',
  path: '/api/maintenance/relays/{id}',
  permission: 'maintenance.read',
  summary: { ja: '案内や依頼の一通', en: 'One letter to a customer or provider' },
  params,
  reply: relaySchema,
  handler: async (ctx, { params: named }) => {
    const found = (await readRelays(ctx)).find(({ due }) => due.id === named.id)
    if (found === undefined)
      throw new Refusal('missing', { ja: 'その案内はありません。', en: 'There is no such letter.' })
    return shown(found)
  },
})

const recorded = z.object({ recorded: z.literal(true) }).openapi('RelayRecorded')

const reword = defineRoute({
  method: 'put',
  path: '/api/maintenance/relays/{id}/draft',
  permission: 'maintenance.relay',
  summary: {
    ja: '文面を変える。承認はやり直しになる',
    en: 'Word it otherwise; it then waits for approval anew',
  },
  params,
  body: z.object({ subject: z.string().min(1).max(300), text: z.string().min(1).max(20_000) }),
  reply: recorded,
  handler: async (ctx, { actor, params: named, body }) => {
    await integrated(ctx, await rewordRelay(ctx, actor, named.id, body))
    return { recorded: true as const }
  },
})

const approve = defineRoute({
  method: 'post',
  path: '/api/maintenance/relays/{id}/approve',
  permission: 'people.approve',
  summary: { ja: 'この文面で送ることを承認する', en: 'Approve exactly these words; they are then sent' },
  params,
  body: approvalSchema,
  reply: recorded,
  status: 201,
  handler: async (ctx, { actor, params: named, body }) => {
    await integrated(ctx, await approveRelay(ctx, actor, named.id, givenApproval(body)))
    return { recorded: true as const }
  },
})

const answer = defineRoute({
  method: 'post',
  path: '/api/maintenance/relays/{id}/answers',
  permission: 'maintenance.relay',
  summary: {
    ja: '受領の確認や不達を記録する',
    en: 'Record that it was acknowledged, or came back undelivered',
  },
  params,
  body: z.object({
    answer: z.enum(['acknowledged', 'bounced']),
    note: z.string().max(2000).default(''),
  }),
  reply: recorded,
  status: 201,
  handler: async (ctx, { actor, params: named, body }) => {
    await integrated(ctx, await recordAnswer(ctx, actor, { id: named.id, ...body }))
    return { recorded: true as const }
  },
})

export const relayRoutes = [list, one, reword, approve, answer]
