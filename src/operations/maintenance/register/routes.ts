import { z } from '@hono/zod-openapi'
import { approvalSchema, givenApproval, reasonSchema } from '../../../charter/approval-schema.ts'
import { knownAtMoment } from '../../../charter/known.ts'
import { integrated } from '../../../ledger/index.ts'
import { defineRoute } from '../../../platform/http/route.ts'
import { Refusal } from '../../../platform/refusal.ts'
import { recordContact, recordPortalNotice } from '../actions.ts'
import { noticeWindowSchema, readObjectSchema, textSchema } from '../page-schema.ts'
import { approveChange, proposeChange, withdrawChange } from './actions.ts'
import { registerPage } from './page.ts'
import type { Proposal } from './proposal.ts'
import { readProposal, waitingProposals } from './store.ts'

const days = z.number().int().min(0).max(3660)
const entryId = z.string().min(1).max(256)

/** An entry as it is put forward; what a workspace refuses is refused where the documents are read with it. */
const contentSchema = z.object({
  id: entryId,
  party: z.string().min(1).max(256),
  covers: z.array(z.string().min(1).max(256)).max(10_000).optional(),
  channel: z.enum(['mail', 'portal', 'api']),
  senders: z.array(z.string().min(1).max(320)).max(200),
  contacts: z
    .array(
      z.object({
        role: z.enum(['notices', 'desk', 'escalation', 'sales']),
        address: z.string().min(1).max(320).optional(),
        phone: z.string().min(1).max(100).optional(),
      }),
    )
    .min(1)
    .max(50),
  notice_days: days.optional(),
  silence_days: days.optional(),
  portal: z.object({ url: z.url().max(2000), every_days: days }).optional(),
  judge_hours: z.number().positive().max(1000),
  language: z.enum(['ja', 'en']),
  reschedule: z.enum(['none', 'ask', 'decline']),
  tolerates: z.array(z.enum(['redundancy-lost', 'capacity'])).max(2),
  from: z.string().min(1).max(40),
})

const proposalSchema = z
  .object({
    id: z.string(),
    entry: z.string(),
    change: z.enum(['add', 'change', 'remove']),
    content: contentSchema.nullable(),
    digest: z.string(),
    note: z.string(),
    proposed_by: z.string(),
    proposed_at: z.iso.datetime(),
    state: z.enum(['waiting', 'approved', 'withdrawn']),
  })
  .openapi('RegisterProposal')

function shown(one: Proposal): z.input<typeof proposalSchema> {
  const { id, entry, change, digest, note, state } = one
  return {
    id,
    entry,
    change,
    content: one.content ?? null,
    digest,
    note,
    proposed_by: one.proposedBy,
    proposed_at: new Date(one.proposedMs).toISOString(),
    state,
  }
}

const read = defineRoute({
  method: 'get',
  path: '/api/maintenance/register',
  permission: 'maintenance.read',
  summary: {
    ja: '社外の回線・サービスの台帳と、承認待ちの変更',
    en: 'The register of external lines and services, and changes that wait for approval',
  },
  reply: z
    .object({
      zone: z.string(),
      at: z.iso.datetime(),
      entries: z.array(
        contentSchema.extend({
          party_name: textSchema,
          lines: z.array(z.string()),
          heard_at: z.iso.datetime().optional(),
          silent_at: z.iso.datetime().optional(),
          looked_at: z.iso.datetime().optional(),
          look_by: z.iso.datetime().optional(),
        }),
      ),
      without_entry: z.array(z.string()),
      parties: z.array(z.object({ id: z.string(), name: textSchema })),
      proposals: z.array(proposalSchema),
    })
    .openapi('ExternalLines'),
  handler: async (ctx) => {
    const known = await knownAtMoment(ctx, {})
    const proposals = (await waitingProposals(ctx.db)).map(shown)
    const zone = known.workspace.operator?.zone ?? known.workspace.estate.zone ?? 'UTC'
    return { zone, at: new Date(known.atMs).toISOString(), ...registerPage(known), proposals }
  },
})

const propose = defineRoute({
  method: 'post',
  path: '/api/maintenance/register/proposals',
  permission: 'maintenance.register',
  summary: {
    ja: '台帳の項目の追加・変更・削除を申請する。別の人が承認すると設備の文書になる',
    en: "Put an added, changed or removed entry forward; with another's approval it becomes a document of the estate",
  },
  body: z.object({
    entry: entryId,
    content: contentSchema.nullable(),
    note: z.string().max(2000).default(''),
  }),
  reply: z.object({ id: z.string() }).openapi('RegisterProposed'),
  status: 201,
  handler: async (ctx, { actor, body: { entry, content, note } }) => {
    if (content !== null && content.id !== entry) throw new Refusal('conflict', ID_STAYS)
    const asked = { entry, content: content ?? undefined, note }
    return { id: await proposeChange(ctx, actor, asked) }
  },
})

const ID_STAYS = {
  ja: '項目のIDは変えられません。新しい項目を追加し、古いものを削除してください。',
  en: 'An entry keeps its id. Add another and remove this one.',
}

const params = z.object({ id: z.string().regex(/^p-[0-9a-f]{16}$/, 'expected the id of a proposal') })

const one = defineRoute({
  method: 'get',
  path: '/api/maintenance/register/proposals/{id}',
  permission: 'maintenance.read',
  summary: { ja: '台帳の変更の申請', en: 'A change of the register that was put forward' },
  params,
  reply: proposalSchema,
  handler: async (ctx, { params: { id } }) => {
    const found = await readProposal(ctx.db, id)
    if (found === undefined)
      throw new Refusal('missing', { ja: 'その申請はありません。', en: 'There is no such proposal.' })
    return shown(found)
  },
})

const approve = defineRoute({
  method: 'post',
  path: '/api/maintenance/register/proposals/{id}/approve',
  permission: 'people.approve',
  summary: {
    ja: '台帳の変更を承認し、設備の文書にする',
    en: 'Approve a change of the register, and make it',
  },
  params,
  body: approvalSchema,
  reply: z.object({ revision: z.string() }).openapi('RegisterChanged'),
  status: 201,
  handler: async (ctx, { actor, params: { id }, body }) =>
    await approveChange(ctx, actor, id, givenApproval(body)),
})

const withdraw = defineRoute({
  method: 'post',
  path: '/api/maintenance/register/proposals/{id}/withdraw',
  permission: 'maintenance.register',
  summary: { ja: '台帳の変更の申請を取り下げる', en: 'Take a change of the register back' },
  params,
  body: reasonSchema,
  reply: z.object({ withdrawn: z.literal(true) }).openapi('RegisterWithdrawn'),
  handler: async (ctx, { actor, params: { id }, body }) => {
    await withdrawChange(ctx, actor, id, body.reason)
    return { withdrawn: true as const }
  },
})

const entryParams = z.object({ id: z.string().min(1).max(500) })
const recorded = z.object({ recorded: z.literal(true) }).openapi('ContactRecorded')

const contact = defineRoute({
  method: 'post',
  path: '/api/maintenance/register/{id}/contacts',
  permission: 'maintenance.decide',
  summary: {
    ja: '事業者と話したこと、掲示ページを確かめたことを記録する',
    en: 'Record that a provider was spoken with, or its page was looked at',
  },
  params: entryParams,
  body: z.object({
    kind: z.enum(['portal-checked', 'spoke', 'test-notice']),
    note: z.string().max(2000).default(''),
  }),
  reply: recorded,
  status: 201,
  handler: async (ctx, { actor, params: { id }, body }) => {
    await integrated(ctx, await recordContact(ctx, actor, { entry: id, ...body }))
    return { recorded: true as const }
  },
})

const portal = defineRoute({
  method: 'post',
  path: '/api/maintenance/register/{id}/notices',
  permission: 'maintenance.decide',
  summary: {
    ja: '掲示ページで読んだ作業を登録する。ページを確かめたことも記録される',
    en: 'Enter work as a provider publishes it on its page; that the page was looked at is recorded with it',
  },
  params: entryParams,
  body: z.object({
    number: z.string().trim().min(1).max(200),
    status: z.enum(['TENTATIVE', 'CONFIRMED', 'CANCELLED', 'IN-PROCESS', 'COMPLETED', 'RE-SCHEDULED']),
    windows: z.array(noticeWindowSchema).min(1).max(150),
    objects: z
      .array(readObjectSchema.omit({ id: true }))
      .min(1)
      .max(200),
    note: z.string().max(2000).default(''),
  }),
  reply: recorded,
  status: 201,
  handler: async (ctx, { actor, params: { id }, body }) => {
    const objects = body.objects.map((object) => ({ id: null, ...object }))
    await integrated(ctx, await recordPortalNotice(ctx, actor, { entry: id, ...body, objects }))
    return { recorded: true as const }
  },
})

export const registerRoutes = [read, propose, one, approve, withdraw, contact, portal]
