import { z } from '@hono/zod-openapi'
import type { GivenApproval } from '../../people/index.ts'
import type { Context } from '../../platform/context.ts'
import { defineRoute } from '../../platform/http/route.ts'
import { Refusal } from '../../platform/refusal.ts'
import type { Json } from '../../platform/text.ts'
import { namesOf } from './naming.ts'
import { reviewListSchema, reviewSchema } from './page-schema.ts'
import type { ReviewList, ReviewRow } from './page.ts'
import { approvableReview, approveReview, holdReview, recordReview, reviewReading } from './review-actions.ts'
import type { Review } from './review.ts'
import { date, person, words } from './routes.ts'
import { readReviews } from './state.ts'

const MINUTES_CHARACTERS_MAX = 15_000
const params = z.object({ id: z.string().min(1).max(100) })

const list = defineRoute({
  method: 'get',
  path: '/api/improvement/reviews',
  permission: 'improvement.read',
  summary: { ja: 'マネジメントレビューの一覧。新しい順', en: 'Management reviews, newest first' },
  reply: reviewListSchema,
  handler: async (ctx): Promise<ReviewList> => {
    const reviews = (await readReviews(ctx.db)).toReversed()
    return { at: new Date(ctx.clock.now()).toISOString(), reviews: await rowsOf(ctx, reviews) }
  },
})

const one = defineRoute({
  method: 'get',
  path: '/api/improvement/reviews/{id}',
  permission: 'improvement.read',
  summary: { ja: 'マネジメントレビューの記録', en: 'A management review' },
  params,
  reply: reviewSchema,
  handler: async (ctx, { params: { id } }) => {
    const review = (await readReviews(ctx.db)).find((known) => known.id === id)
    if (review === undefined)
      throw new Refusal('missing', { ja: 'そのレビューはありません。', en: 'There is no such review.' })
    return rowOf(ctx, review)
  },
})

const input = defineRoute({
  method: 'get',
  path: '/api/improvement/reviews/{id}/input',
  permission: 'improvement.read',
  summary: {
    ja: 'レビューが読んだすべて（判定、指摘、処置、免除、判定の変化）。記録された SHA-256 のバイト列そのまま',
    en: 'Everything that a review read (verdicts, findings, actions, waivers, changes): the very bytes of the recorded SHA-256',
  },
  params,
  reply: z.looseObject({}),
  handler: async (ctx, { params: { id } }) =>
    new Response(new Uint8Array(await reviewReading(ctx, id)), {
      headers: { 'content-type': 'application/json', 'cache-control': 'no-store' },
    }),
})

const hold = defineRoute({
  method: 'post',
  path: '/api/improvement/reviews',
  permission: 'improvement.review',
  summary: {
    ja: 'レビューを開く。いまの指摘・処置・免除・判定の変化を、読む対象として留める',
    en: 'Hold a review: what is to be read is taken and kept as it stands now',
  },
  body: z.strictObject({ date, attendees: z.array(person).min(1).max(100), executive: person }),
  status: 201,
  reply: reviewSchema,
  handler: async (ctx, { actor, body }) => rowOf(ctx, await holdReview(ctx, actor, body)),
})

const record = defineRoute({
  method: 'post',
  path: '/api/improvement/reviews/{id}/record',
  permission: 'improvement.review',
  summary: {
    ja: '議事と決定を記録する。役員の承認を待つ',
    en: 'Record what was said and decided; it waits for the executive',
  },
  params,
  body: z.strictObject({
    minutes: z.string().trim().min(1).max(MINUTES_CHARACTERS_MAX),
    decisions: z.array(z.strictObject({ what: words.max(1000), owner: person, due: date })).max(20),
  }),
  reply: reviewSchema,
  handler: async (ctx, { actor, params: { id }, body }) =>
    rowOf(ctx, await recordReview(ctx, actor, id, body)),
})

const approve = defineRoute({
  method: 'post',
  path: '/api/improvement/reviews/{id}/approve',
  permission: 'improvement.approve-review',
  summary: {
    ja: '憲章を定める役員が記録を承認する。決定はそれぞれ処置になる',
    en: 'The executive who issues the charter approves the record; each decision becomes an action',
  },
  params,
  body: z.strictObject({
    digest: z.string().regex(/^[0-9a-f]{64}$/, { error: 'expected a SHA-256 in lower-case hexadecimal' }),
    assertion: z.record(z.string(), z.unknown()).optional(),
  }),
  reply: reviewSchema,
  handler: async (ctx, { actor, params: { id }, body: { digest, assertion } }) => {
    const given: GivenApproval = { digest, ...(assertion && { assertion: assertion as Json }) }
    return rowOf(ctx, await approveReview(ctx, actor, id, given))
  },
})

async function rowOf(ctx: Context, review: Review): Promise<ReviewRow> {
  return (await rowsOf(ctx, [review]))[0]!
}

async function rowsOf(ctx: Context, reviews: readonly Review[]): Promise<ReviewRow[]> {
  const persons = reviews.flatMap(({ recorder, executive, attendees, decisions, approval }) => [
    recorder,
    executive,
    ...attendees,
    ...decisions.map(({ owner }) => owner),
    ...(approval ? [approval.approver] : []),
  ])
  const named = await namesOf(ctx, new Set(persons))
  return reviews.map((review): ReviewRow => {
    const { id, date: day, at, since, state, input: read, minutes, approval } = review
    return {
      id,
      date: day,
      at,
      ...(since !== undefined && { since }),
      state,
      recorder: named(review.recorder),
      executive: named(review.executive),
      attendees: review.attendees.map(named),
      input: read,
      minutes,
      decisions: review.decisions.map((decision, order) => {
        const action = review.actions[order]
        return { ...decision, owner: named(decision.owner), ...(action !== undefined && { action }) }
      }),
      ...(state === 'recorded' && { digest: approvableReview(review).digest }),
      ...(approval && {
        approval: {
          by: named(approval.approver),
          at: approval.approved_at,
          method: approval.method,
          digest: approval.digest,
        },
      }),
    }
  })
}

/** Management reviews. */
export const reviewRoutes = [list, one, input, hold, record, approve]
