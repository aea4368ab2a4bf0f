import { z } from '@hono/zod-openapi'
import type { GivenApproval } from '../people/index.ts'
import { defineRoute } from '../platform/http/route.ts'
import type { Json } from '../platform/text.ts'
import {
  approveExclusion,
  approveGuideline,
  proposeGuideline,
  proposePrefilled,
  requestExclusion,
  retireGuideline,
  withdrawExclusion,
  approvableExclusion,
  approvableVersion,
} from './actions.ts'
import { CONTROLS_MAX, TEXT_CHARACTERS_MAX, TITLE_CHARACTERS_MAX } from './document.ts'
import { exclusionPage, guidelinePage, matrixPage } from './matrix-page.ts'
import {
  exclusionPageSchema,
  guidelinePageSchema,
  matrixPageSchema,
  phaseSchema,
  viewpointSchema,
} from './page-schema.ts'

const both = (charactersMax: number) =>
  z.strictObject({
    ja: z.string().trim().min(1).max(charactersMax),
    en: z.string().trim().min(1).max(charactersMax),
  })
const REASON_CHARACTERS_MAX = 4000
const guidelineId = z
  .string()
  .regex(/^[a-z0-9][a-z0-9-]{0,79}$/, { error: 'expected an id of lower-case letters, digits and hyphens' })
const person = z.string().regex(/^[A-Za-z0-9][A-Za-z0-9_-]{0,63}$/, { error: 'expected the id of a person' })
const digest = z.string().regex(/^[0-9a-f]{64}$/, { error: 'expected a SHA-256 in lower-case hexadecimal' })
const place = z.strictObject({ phase: phaseSchema, viewpoint: viewpointSchema })
/** What the browser gives when a passkey has signed; people checks its form. */
const assertion = z.record(z.string(), z.unknown())
const given = z.strictObject({ digest, assertion: assertion.optional() })
const approval = z
  .object({
    approver: z.string(),
    on_behalf_of: z.string().optional(),
    digest: z.string(),
    approved_at: z.iso.datetime(),
    method: z.enum(['passkey', 'password', 'demo']),
  })
  .openapi('GuidelineApproval')
const proposed = z
  .object({ id: z.string(), version: z.number().int(), digest: z.string() })
  .openapi('ProposedGuideline')
const reason = z.strictObject({ reason: both(REASON_CHARACTERS_MAX) })
const done = z.object({ done: z.literal(true) })

const matrix = defineRoute({
  method: 'get',
  path: '/api/guidelines',
  permission: 'guidelines.read',
  summary: {
    ja: '観点と工程の表、各升の指針と状態',
    en: 'The matrix of viewpoints by phases, and how each cell stands',
  },
  reply: matrixPageSchema,
  handler: (ctx) => matrixPage(ctx),
})

const one = defineRoute({
  method: 'get',
  path: '/api/guidelines/{id}',
  permission: 'guidelines.read',
  summary: {
    ja: '一つの指針の、有効な版と承認を待つ版',
    en: 'One guideline: the version in force, and the one that waits',
  },
  params: z.object({ id: z.string().min(1).max(256) }),
  reply: guidelinePageSchema,
  handler: (ctx, { params }) => guidelinePage(ctx, params.id),
})

const propose = defineRoute({
  method: 'post',
  path: '/api/guidelines',
  permission: 'guidelines.write',
  summary: {
    ja: '指針、または指針の次の版を起案する',
    en: 'Propose a guideline, or the next version of one',
  },
  body: z.strictObject({
    id: guidelineId,
    ...place.shape,
    title: both(TITLE_CHARACTERS_MAX),
    text: both(TEXT_CHARACTERS_MAX),
    owner: person,
    controls: z.array(z.string().min(1).max(120)).min(1).max(CONTROLS_MAX),
  }),
  status: 201,
  reply: proposed,
  handler: async (ctx, { actor, body }) => proposedReply(await proposeGuideline(ctx, actor, body)),
})

const prefill = defineRoute({
  method: 'post',
  path: '/api/guidelines/prefilled',
  permission: 'guidelines.write',
  summary: {
    ja: '憲章の各章が挙げる升のうち空いているものに、用意された文案を起案する',
    en: 'Propose the wording that stands ready for each empty cell that the charter’s chapters name',
  },
  body: z.strictObject({ owner: person }),
  status: 201,
  reply: z.object({ proposed: z.array(proposed) }),
  handler: async (ctx, { actor, body }) => ({
    proposed: (await proposePrefilled(ctx, actor, body.owner)).map(proposedReply),
  }),
})

function proposedReply(version: Parameters<typeof approvableVersion>[0]) {
  return { id: version.id, version: version.version, digest: approvableVersion(version).digest }
}

const approve = defineRoute({
  method: 'post',
  path: '/api/guidelines/{id}/approve',
  permission: 'guidelines.approve',
  summary: { ja: '承認を待つ版を承認する', en: 'Approve the version that waits' },
  params: z.object({ id: z.string().min(1).max(256) }),
  body: given,
  reply: approval,
  handler: (ctx, { actor, params, body }) => approveGuideline(ctx, actor, params.id, givenOf(body)),
})

const retire = defineRoute({
  method: 'post',
  path: '/api/guidelines/{id}/retire',
  permission: 'guidelines.write',
  summary: {
    ja: '指針を廃止する。承認待ちの版は取り下げる',
    en: 'Retire a guideline, or withdraw one that waits',
  },
  params: z.object({ id: z.string().min(1).max(256) }),
  body: reason,
  reply: done,
  handler: async (ctx, { actor, params, body }) => {
    await retireGuideline(ctx, actor, params.id, body.reason)
    return { done: true as const }
  },
})

const CELL = '/api/guidelines/cells/{phase}/{viewpoint}/not-applicable'

const exclusion = defineRoute({
  method: 'get',
  path: CELL,
  permission: 'guidelines.read',
  summary: {
    ja: '升を適用しないことの申し出と承認',
    en: 'That nothing applies to a cell, as asked for and approved',
  },
  params: place,
  reply: exclusionPageSchema,
  handler: (ctx, { params }) => exclusionPage(ctx, params),
})

const exclude = defineRoute({
  method: 'post',
  path: CELL,
  permission: 'guidelines.write',
  summary: { ja: '升を適用しないことを申し出る', en: 'Ask that nothing applies to a cell' },
  params: place,
  body: reason,
  status: 201,
  reply: z.object({ id: z.string(), digest: z.string() }),
  handler: async (ctx, { actor, params, body }) => {
    const exclusion = await requestExclusion(ctx, actor, params, body.reason)
    return { id: exclusion.id, digest: approvableExclusion(exclusion).digest }
  },
})

const approveCell = defineRoute({
  method: 'post',
  path: `${CELL}/approve`,
  permission: 'guidelines.approve',
  summary: { ja: '升を適用しないことを承認する', en: 'Approve that nothing applies to a cell' },
  params: place,
  body: given,
  reply: approval,
  handler: (ctx, { actor, params, body }) => approveExclusion(ctx, actor, params, givenOf(body)),
})

const withdraw = defineRoute({
  method: 'post',
  path: `${CELL}/withdraw`,
  permission: 'guidelines.write',
  summary: { ja: '升を適用しないことを取り下げる', en: 'Withdraw that nothing applies to a cell' },
  params: place,
  body: reason,
  reply: done,
  handler: async (ctx, { actor, params, body }) => {
    await withdrawExclusion(ctx, actor, params, body.reason)
    return { done: true as const }
  },
})

function givenOf(body: z.infer<typeof given>): GivenApproval {
  if (body.assertion === undefined) return { digest: body.digest }
  return { digest: body.digest, assertion: body.assertion as Json }
}

export const guidelinesRoutes = [
  matrix,
  one,
  exclusion,
  propose,
  prefill,
  approve,
  retire,
  exclude,
  approveCell,
  withdraw,
]
