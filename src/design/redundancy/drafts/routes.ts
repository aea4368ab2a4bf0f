import { z } from '@hono/zod-openapi'
import { approvalSchema, givenApproval, reasonSchema } from '../../../charter/approval-schema.ts'
import { sha256Of } from '../../../estate/sha256.ts'
import { InputError } from '../../../platform/failure.ts'
import { defineRoute, type Route } from '../../../platform/http/route.ts'
import { adviceOn } from '../advice.ts'
import { adviceSchema } from '../advice-schema.ts'
import { moveHead, openDraft, refreshDraft, takeStep } from './actions.ts'
import { elementIn } from './document-edit.ts'
import { drawnAt, shownFiles, studyOf } from './drawn.ts'
import { draftAnswerSchema, editSchema, summarySchema } from './page.ts'
import { reviewPack } from './pack/gathered.ts'
import { draftNamed } from './recording.ts'
import {
  applyDraft,
  approveDraft,
  lastVersion,
  recallDraft,
  refuseDraft,
  saveVersion,
  submitDraft,
  withdrawDraft,
} from './review-actions.ts'
import { instant, namesBy, summaryOf } from './shown.ts'
import { draftSince } from './since.ts'
import { listDrafts, stepsOf } from './store.ts'
import { Refusal } from '../../../platform/refusal.ts'

const LIST_MAX = 1000
const EDITS_MAX = 500
const SENT_BYTES_MAX = 100_000_000
const params = z.object({ id: z.string().min(1).max(100) })
const head = z.number().int().min(0)
const headReply = z.object({ head: z.number().int() })
const versionReply = z.object({ version: z.number().int(), digest: z.string() })
const at = '/api/redundancy/drafts'

const list = defineRoute({
  method: 'get',
  path: at,
  permission: 'redundancy.read',
  summary: { ja: '設計の一覧', en: 'The designs' },
  reply: z.object({
    at: z.iso.datetime(),
    drafts: z.array(summarySchema.extend({ versions: z.number().int() })),
  }),
  handler: async (ctx) => {
    const nameOf = namesBy(ctx)
    const drafts = await listDrafts(ctx.db, LIST_MAX)
    return {
      at: instant(ctx.clock.now()),
      drafts: await Promise.all(
        drafts.map(async (draft) => ({ ...(await summaryOf(draft, nameOf)), versions: draft.versions })),
      ),
    }
  },
})

const open = defineRoute({
  method: 'post',
  path: at,
  permission: 'redundancy.draft',
  summary: { ja: '現状をもとに設計を始める', en: 'Open a design on the estate as it stands' },
  body: z.strictObject({
    title: z.string().trim().min(1).max(200),
    reason: z.string().trim().max(4000).default(''),
    /** The first step, done as the draft is opened. */
    edits: z.array(editSchema).max(EDITS_MAX).default([]),
  }),
  reply: z.object({ id: z.string() }),
  status: 201,
  handler: (ctx, { actor, body: { edits, ...body } }) => openDraft(ctx, actor, { ...body, changes: edits }),
})

const one = defineRoute({
  method: 'get',
  path: `${at}/{id}`,
  permission: 'redundancy.read',
  summary: {
    ja: '一つの設計: 図、判定の変化、手順、版、経過',
    en: 'One design: its network, what changes in the verdict, its steps, versions and history',
  },
  params,
  /** The token of an answer: then only what differs from it comes, where it is still known. */
  query: z.object({ since: z.string().max(100).optional() }),
  reply: draftAnswerSchema,
  handler: (ctx, { params: { id }, query }) => draftSince(ctx, id, query.since),
})

const object = defineRoute({
  method: 'get',
  path: `${at}/{id}/object`,
  permission: 'redundancy.read',
  summary: {
    ja: '設計の中の一つの要素を、文書にあるとおりに',
    en: 'One element of a design as its document has it',
  },
  params,
  query: z.object({ object: z.string().min(1).max(256), collection: z.string().max(40).optional() }),
  reply: z.object({ collection: z.string(), path: z.string(), fields: z.record(z.string(), z.unknown()) }),
  handler: async (ctx, { params: { id }, query }) => {
    const draft = await draftNamed(ctx.db, id)
    const { files, after } = await drawnAt(ctx.db, draft, shownFiles(draft, await stepsOf(ctx.db, id)))
    const found = elementIn(files, query.object, query.collection)
    if (found !== undefined) return found
    // A network file of another format has no element that could be edited; it is written as our own by the first edit.
    const { nodes = [], links = [], risks = [], groups = [] } = after.network?.network ?? {}
    for (const [collection, elements] of Object.entries({ nodes, links, risks, groups })) {
      const fields = elements.find((element) => element.id === query.object)
      if (fields !== undefined) return { collection, path: files[0]?.path ?? '', fields: { ...fields } }
    }
    throw new Refusal('missing', {
      ja: '文書にない要素です。ほかの要素から導かれています。',
      en: 'No document has this element: it follows from others.',
    })
  },
})

const advice = defineRoute({
  method: 'get',
  path: `${at}/{id}/advice`,
  permission: 'redundancy.read',
  summary: {
    ja: '残る単一障害点を除く、最も安い追加',
    en: 'The cheapest additions that remove the single points that are left',
  },
  params,
  reply: z.object({ advice: adviceSchema.nullable() }),
  handler: async (ctx, { params: { id } }) => {
    const draft = await draftNamed(ctx.db, id)
    const drawn = await drawnAt(ctx.db, draft, shownFiles(draft, await stepsOf(ctx.db, id)))
    const { after } = studyOf(drawn, ctx.clock.now())
    return { advice: adviceOn(after.network, after.report) ?? null }
  },
})

const edit = defineRoute({
  method: 'post',
  path: `${at}/{id}/steps`,
  permission: 'redundancy.draft',
  summary: { ja: '設計に要素を足す、変える、除く', en: 'Add, change or remove elements of a design' },
  params,
  body: z.strictObject({ head, edits: z.array(editSchema).min(1).max(EDITS_MAX) }),
  reply: headReply,
  handler: (ctx, { actor, params: { id }, body }) =>
    takeStep(ctx, actor, id, { head: body.head, changes: body.edits }),
})

const filePath = z
  .string()
  .min(1)
  .max(1024)
  .refine((value) => !value.split('/').some((part) => part === '' || part === '.' || part === '..'), {
    error: 'expected a path inside the folder, with / between its parts',
  })

const upload = defineRoute({
  method: 'post',
  path: `${at}/{id}/documents`,
  permission: 'redundancy.draft',
  summary: { ja: '変えた文書を設計に送る', en: 'Send changed documents to a design' },
  params,
  body: z.strictObject({
    head,
    files: z
      .array(z.object({ path: filePath, content_base64: z.base64() }))
      .min(1)
      .max(1000),
  }),
  reply: headReply,
  bodyBytesMax: SENT_BYTES_MAX,
  handler: (ctx, { actor, params: { id }, body }) => {
    const sent = body.files.map(({ path, content_base64 }) => {
      const content = Buffer.from(content_base64, 'base64')
      if (content.length === 0) throw new InputError(path, {}, 'expected a document, found an empty file')
      return { path, content }
    })
    const changes = sent.map(({ path, content }) => ({
      kind: 'upload' as const,
      path,
      sha256: sha256Of(content),
    }))
    return takeStep(ctx, actor, id, { head: body.head, changes, sent })
  },
})

const move = defineRoute({
  method: 'post',
  path: `${at}/{id}/head`,
  permission: 'redundancy.draft',
  summary: { ja: '一手を元に戻す、やり直す', en: 'Undo a step of a design, or do it again' },
  params,
  body: z.strictObject({ head, go: z.enum(['undo', 'redo']) }),
  reply: headReply,
  handler: (ctx, { params: { id }, body }) =>
    moveHead(ctx, id, { head: body.head, by: body.go === 'undo' ? -1 : 1 }),
})

const refresh = defineRoute({
  method: 'post',
  path: `${at}/{id}/refresh`,
  permission: 'redundancy.draft',
  summary: { ja: '設計を今の現状に合わせる', en: 'Bring a design up to the estate as it stands' },
  params,
  reply: headReply,
  handler: (ctx, { actor, params: { id } }) => refreshDraft(ctx, actor, id),
})

const noted = z.strictObject({ head, note: z.string().trim().max(4000).default('') })

const save = defineRoute({
  method: 'post',
  path: `${at}/{id}/versions`,
  permission: 'redundancy.draft',
  summary: { ja: '設計を版として残す', en: 'Keep a design as a version' },
  params,
  body: noted,
  reply: versionReply,
  status: 201,
  handler: (ctx, { actor, params: { id }, body }) => saveVersion(ctx, actor, id, body),
})

const submit = defineRoute({
  method: 'post',
  path: `${at}/{id}/submit`,
  permission: 'redundancy.draft',
  summary: { ja: '設計の審査を求める', en: 'Put a design forward for review' },
  params,
  body: noted,
  reply: versionReply,
  handler: (ctx, { actor, params: { id }, body }) => submitDraft(ctx, actor, id, body),
})

const content = defineRoute({
  method: 'get',
  path: `${at}/{id}/content`,
  permission: 'redundancy.read',
  summary: {
    ja: '承認されるものそのもの: 変わる文書と、その結果',
    en: 'Exactly what is approved: the documents that change, and what follows',
  },
  params,
  reply: z.looseObject({ draft: z.string(), version: z.number().int() }),
  handler: async (ctx, { params: { id } }) => {
    const { content: signed } = await lastVersion(ctx.db, id)
    return { ...signed }
  },
})

const pack = defineRoute({
  method: 'get',
  path: `${at}/{id}/pack`,
  permission: 'redundancy.read',
  summary: {
    ja: '審査資料（PDF）: 役務、証人つきの単一障害点、組、許容したリスク、現状との違い、審査の経過',
    en: 'The review pack as PDF: services, single points with witnesses, pairs, tolerated risks, difference, review',
  },
  params,
  query: z.object({
    lang: z.enum(['ja', 'en']).default('ja'),
    version: z.coerce.number().int().min(1).max(10_000).optional(),
  }),
  reply: z.unknown(),
  timeoutMs: 90_000,
  handler: async (ctx, { params: { id }, query }) => {
    const pdf = await reviewPack(ctx, id, { version: query.version, language: query.lang })
    const name = `design-${query.version ?? 'draft'}-${query.lang}.pdf`
    return new Response(new Uint8Array(pdf), {
      headers: { 'content-type': 'application/pdf', 'content-disposition': `inline; filename="${name}"` },
    })
  },
})

const approve = defineRoute({
  method: 'post',
  path: `${at}/{id}/approve`,
  permission: 'people.approve',
  summary: { ja: '他の人の設計を承認する', en: 'Approve a design that another drew' },
  params,
  body: approvalSchema,
  reply: z.object({ version: z.number().int() }),
  handler: (ctx, { actor, params: { id }, body }) => approveDraft(ctx, actor, id, givenApproval(body)),
})

const refuse = defineRoute({
  method: 'post',
  path: `${at}/{id}/refuse`,
  permission: 'people.approve',
  summary: { ja: '設計を理由とともに差し戻す', en: 'Send a design back, with a reason' },
  params,
  body: reasonSchema,
  reply: z.object({ version: z.number().int() }),
  handler: (ctx, { actor, params: { id }, body }) => refuseDraft(ctx, actor, id, body.reason),
})

const recall = defineRoute({
  method: 'post',
  path: `${at}/{id}/recall`,
  permission: 'redundancy.draft',
  summary: { ja: '設計を取り戻して描き続ける', en: 'Take a design back to go on drawing' },
  params,
  reply: headReply,
  handler: (ctx, { actor, params: { id } }) => recallDraft(ctx, actor, id),
})

const withdraw = defineRoute({
  method: 'post',
  path: `${at}/{id}/withdraw`,
  permission: 'redundancy.draft',
  summary: { ja: '設計を取り下げる', en: 'Withdraw a design' },
  params,
  body: reasonSchema,
  reply: z.object({ id: z.string() }),
  handler: (ctx, { actor, params: { id }, body }) => withdrawDraft(ctx, actor, id, body.reason),
})

const apply = defineRoute({
  method: 'post',
  path: `${at}/{id}/apply`,
  permission: 'estate.apply',
  summary: { ja: '承認された設計を現状に反映する', en: 'Make an approved design the estate' },
  params,
  reply: z.object({ revision: z.string() }),
  timeoutMs: 120_000,
  handler: (ctx, { actor, params: { id } }) => applyDraft(ctx, actor, id),
})

export const draftRoutes: Route[] = [
  list,
  open,
  one,
  object,
  advice,
  edit,
  upload,
  move,
  refresh,
  save,
  submit,
  content,
  pack,
  approve,
  refuse,
  recall,
  withdraw,
  apply,
]
