import { getBlob, putBlob } from '../../ledger/blob.ts'
import { canonicalBytes } from '../../ledger/canonical.ts'
import { approved, requestApproval, type Approvable, type GivenApproval } from '../../people/index.ts'
import type { Fact } from '../../ledger/fact.ts'
import type { Context } from '../../platform/context.ts'
import type { Tx } from '../../platform/database.ts'
import { InputError } from '../../platform/failure.ts'
import type { Actor } from '../../platform/http/permission.ts'
import { Refusal } from '../../platform/refusal.ts'
import { digestOf } from '../digest.ts'
import { editionInForce } from '../edition.ts'
import { conformanceAt, knownFacts } from '../known.ts'
import { samePerson } from '../person.ts'
import { waiversIn } from '../waiver.ts'
import { EFFECT_DAYS, type Planned } from './action.ts'
import { plannedWriting } from './actions.ts'
import { assertPersons, endOfDue, factOf, operatorZone, recorded } from './recording.ts'
import {
  REVIEW_APPROVED,
  REVIEW_HELD,
  REVIEW_RECORDED,
  reviewAfter,
  reviewContent,
  type HeldReview,
  type Review,
} from './review.ts'
import { changesBetween, type ReviewReading } from './review-input.ts'
import { readImprovement, readReviews } from './state.ts'
import { readTurns, type Said } from './store.ts'

const KIND = 'charter.review'
const TURNS_MAX = 10_000

/** Where and with whom; `executive` issues the charter and approves what the actor records. */
export type Meeting = { date: string; attendees: string[]; executive: string }

/** Holds a review: takes everything that is to be read, as it stands now, and keeps it by its hash. */
export async function holdReview(ctx: Context, actor: Actor, meeting: Meeting): Promise<Review> {
  const { date, executive } = meeting
  const attendees = [...new Set(meeting.attendees)]
  await assertPersons(ctx, {
    executive,
    ...Object.fromEntries(attendees.map((person, at) => [`attendees.${at}`, person])),
  })
  if (samePerson(executive, actor.id))
    throw new InputError(
      'body',
      { path: 'executive' },
      `another person than who records the review (${actor.id}): nobody approves his own record`,
    )
  const before = (await readReviews(ctx.db)).findLast(({ state }) => state === 'approved')
  const atMs = ctx.clock.now()
  const conformance = await conformanceAt(ctx, { atMs, knownMs: atMs })
  const sinceMs = before === undefined ? undefined : Date.parse(before.at)
  const earlier =
    sinceMs === undefined ? undefined : await conformanceAt(ctx, { atMs: sinceMs, knownMs: sinceMs })
  const facts = await knownFacts(ctx, atMs)
  assertIssuer(executive, facts, atMs)
  const waivers = waiversIn(facts)
  return recorded(ctx, async (tx) => {
    const { findings, actions } = await readImprovement(tx)
    const turns = await readTurns(tx, sinceMs ?? 0, atMs, TURNS_MAX + 1)
    const reading: ReviewReading = {
      at: conformance.at,
      ...(before !== undefined && { since: before.at }),
      conformance,
      changes: earlier === undefined ? [] : changesBetween(earlier, conformance),
      turns: turns.slice(0, TURNS_MAX),
      turns_more: turns.length > TURNS_MAX,
      findings,
      actions: [...actions.values()],
      waivers,
    }
    const sha256 = await putBlob(ctx.config, canonicalBytes(reading))
    const body: HeldReview = {
      id: ctx.ids.next(),
      date,
      at: reading.at,
      ...(reading.since !== undefined && { since: reading.since }),
      attendees,
      recorder: actor.id,
      executive,
      input: {
        sha256,
        findings: findings.length,
        actions: actions.size,
        waivers: waivers.length,
        turns: reading.turns.length,
      },
    }
    const said = saidReview(REVIEW_HELD, actor.id, body)
    return { said: [said], result: reviewAfter(undefined, said.fact)! }
  })
}

/** Where an edition of the charter is in force here, the executive is who issues it. */
function assertIssuer(executive: string, facts: readonly Fact[], atMs: number): void {
  const issuer = editionInForce(facts, atMs)?.issuer.person
  if (issuer !== undefined && !samePerson(issuer, executive))
    throw new InputError(
      'body',
      { path: 'executive' },
      `the executive who issues the charter in force (${issuer}), found ${executive}`,
    )
}

function saidReview(type: string, by: string, body: { id: string }): Said {
  return { kind: 'review', object: body.id, fact: factOf(type, by, body, { objects: [body.id] }) }
}

/** What is decided; `due` is a civil date in the operator's zone. */
export type Minutes = { minutes: string; decisions: { what: string; owner: string; due: string }[] }

/** Records what was said and decided, or records it anew; it then waits for the executive. */
export async function recordReview(ctx: Context, actor: Actor, id: string, given: Minutes): Promise<Review> {
  const owners = given.decisions.map(({ owner }, at) => [`decisions.${at}.owner`, owner])
  await assertPersons(ctx, Object.fromEntries(owners) as Record<string, string>)
  const zone = await operatorZone(ctx)
  const nowMs = ctx.clock.now()
  const decisions = given.decisions.map((decision, at) => ({
    ...decision,
    due: endOfDue(decision.due, zone, nowMs, `decisions.${at}.due`),
  }))
  return recorded(ctx, async (tx) => {
    const review = await unapproved(tx, id)
    if (samePerson(actor.id, review.executive)) throw new Refusal('forbidden', EXECUTIVE_RECORDS)
    const body = { id, at: new Date(nowMs).toISOString(), minutes: given.minutes, decisions }
    const said = saidReview(REVIEW_RECORDED, actor.id, body)
    const after = reviewAfter(review, said.fact)!
    await requestApproval(ctx, tx, approvableReview(after), `/improvement/reviews?review=${id}`)
    return { said: [said], result: after }
  })
}

/** What the executive approves: the record, and by its hash everything that was read. */
export function approvableReview(review: Review): Approvable {
  return {
    kind: KIND,
    id: review.id,
    digest: digestOf(reviewContent(review)),
    title: {
      ja: `マネジメントレビュー ${review.date}（決定 ${review.decisions.length} 件）`,
      en: `Management review of ${review.date} (${review.decisions.length} decision${review.decisions.length === 1 ? '' : 's'})`,
    },
    contributors: review.contributors,
  }
}

/** The executive approves; each decision becomes an action in the same transaction. */
export async function approveReview(
  ctx: Context,
  actor: Actor,
  id: string,
  given: GivenApproval,
): Promise<Review> {
  return recorded(ctx, async (tx) => {
    const review = await unapproved(tx, id)
    if (review.state !== 'recorded') throw new Refusal('conflict', NOT_RECORDED)
    const approval = await approved(ctx, tx, actor, approvableReview(review), given)
    if (![approval.approver, approval.on_behalf_of ?? ''].some((one) => samePerson(one, review.executive)))
      throw new Refusal('forbidden', NOT_EXECUTIVE)
    const plans = review.decisions.map((decision, at) =>
      plannedWriting(actor.id, planOf(review, decision, at, approval.approved_at)),
    )
    const body = { id, approval, actions: plans.map(({ result }) => result.id) }
    const said = saidReview(REVIEW_APPROVED, actor.id, body)
    return {
      said: [said, ...plans.flatMap((plan) => plan.said)],
      result: reviewAfter(review, said.fact)!,
    }
  })
}

function planOf(review: Review, decision: Review['decisions'][number], at: number, now: string): Planned {
  return {
    id: `${review.id}-${at + 1}`,
    clauses: [],
    findings: [],
    targets: [],
    review: review.id,
    ...decision,
    effect_days: EFFECT_DAYS,
    at: now,
  }
}

async function unapproved(tx: Tx, id: string): Promise<Review> {
  const review = (await readReviews(tx)).find((one) => one.id === id)
  if (review === undefined)
    throw new Refusal('missing', { ja: 'そのレビューはありません。', en: 'There is no such review.' })
  if (review.state === 'approved') throw new Refusal('conflict', APPROVED)
  return review
}

/** What a review read, from where it is kept, byte for byte. */
export async function reviewReading(ctx: Context, id: string): Promise<Buffer> {
  const review = (await readReviews(ctx.db)).find((one) => one.id === id)
  if (review === undefined)
    throw new Refusal('missing', { ja: 'そのレビューはありません。', en: 'There is no such review.' })
  return getBlob(ctx.config, review.input.sha256)
}

const APPROVED = {
  ja: '承認されたレビューは変えられません。次のレビューで扱ってください。',
  en: 'An approved review does not change. Take it up in the next one.',
}
const NOT_RECORDED = {
  ja: 'まだ何も記録されていません。決定を記録してから承認を受けてください。',
  en: 'Nothing was recorded yet. Record what was decided, then have it approved.',
}
const NOT_EXECUTIVE = {
  ja: 'このレビューを承認できるのは、憲章を定める役員として名を挙げた人だけです。',
  en: 'Only the executive whom this review names as issuing the charter approves it.',
}
const EXECUTIVE_RECORDS = {
  ja: '承認する役員は、記録を書けません。',
  en: 'The executive who approves it does not write the record.',
}
