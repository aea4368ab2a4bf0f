import {
  approved,
  closeApproval,
  requestApproval,
  type Approvable,
  type GivenApproval,
} from '../people/index.ts'
import type { Context } from '../platform/context.ts'
import { InputError } from '../platform/failure.ts'
import type { Actor } from '../platform/http/permission.ts'
import { Refusal } from '../platform/refusal.ts'
import { carriedClauses } from './clauses.ts'
import { decided, type Recorded } from './deciding.ts'
import { digestOf } from './digest.ts'
import {
  requestsIn,
  WAIVER_GRANTED,
  WAIVER_REQUESTED,
  WAIVER_WITHDRAWN,
  waiverContent,
  type RequestedWaiver,
} from './waiver.ts'
import { standingWaivers } from './waiver-standing.ts'

/** What somebody asks to be let off, for which objects, why, and until when; instants with their offset. */
export type WaiverRequest = {
  id?: string | undefined
  clause: string
  objects: string[]
  reason: string
  from?: string | undefined
  until: string
}

/** Asks for a waiver in the actor's name. It waits for another's approval and waives nothing until then. */
export function requestWaiver(
  ctx: Context,
  actor: Actor,
  asked: WaiverRequest,
): Promise<Recorded & { id: string; digest: string }> {
  const nowMs = ctx.clock.now()
  const fromMs = asked.from === undefined ? nowMs : Date.parse(asked.from)
  const untilMs = Date.parse(asked.until)
  if (!carriedClauses().includes(asked.clause))
    throw new InputError('body', { path: 'clause' }, 'expected a clause that is judged itself, such as 3.2.5')
  if (untilMs <= Math.max(fromMs, nowMs))
    throw new InputError('body', { path: 'until' }, 'expected an instant after from, and not past already')
  return decided(ctx, async (tx, { facts, atMs }) => {
    const id = asked.id ?? ctx.ids.next()
    if (standingWaivers(facts, atMs).some((one) => one.id === id)) throw taken(id)
    const content = waiverContent({
      id,
      clause: asked.clause,
      objects: asked.objects,
      reason: asked.reason,
      requested_by: actor.id,
      from: new Date(fromMs).toISOString(),
      until: new Date(untilMs).toISOString(),
    })
    const body: RequestedWaiver = { ...content, digest: digestOf(content), contributors: [actor.id] }
    await requestApproval(ctx, tx, approvableWaiver(body), `/waivers/${id}`)
    const fact = {
      type: WAIVER_REQUESTED,
      by: actor.id,
      clause: content.clause,
      objects: content.objects,
      body,
    }
    return { fact, said: { id, digest: body.digest } }
  })
}

/** Lets the actor grant what another asked for: exactly what stands now, with his proof of himself. */
export function approveWaiver(
  ctx: Context,
  actor: Actor,
  id: string,
  given: GivenApproval,
): Promise<Recorded & { id: string }> {
  return decided(ctx, async (tx, { facts }) => {
    const request = requestsIn(facts).find((one) => one.id === id)
    if (request === undefined) throw nothingWaits()
    const approval = await approved(ctx, tx, actor, approvableWaiver(request), given)
    const content = waiverContent(request)
    if (Date.parse(content.until) <= Date.parse(approval.approved_at)) throw over()
    const body = {
      ...content,
      approved_by: approval.approver,
      approved_at: approval.approved_at,
      digest: request.digest,
      approval,
    }
    const objects = content.objects
    const fact = {
      type: WAIVER_GRANTED,
      by: actor.id,
      clause: content.clause,
      objects,
      effective: content.from,
      body,
    }
    return { fact, said: { id } }
  })
}

/** Ends a waiver now, or takes back the request for it. What it waived before stays waived. */
export function withdrawWaiver(
  ctx: Context,
  actor: Actor,
  id: string,
  reason: string,
): Promise<Recorded & { id: string }> {
  return decided(ctx, async (tx, { facts, atMs }) => {
    const standing = standingWaivers(facts, atMs).find((one) => one.id === id)
    if (standing === undefined) throw nothingWaits()
    if (standing.state === 'expired' || standing.state === 'withdrawn') throw over()
    const from = new Date(ctx.clock.now()).toISOString()
    await closeApproval(tx, KIND, id)
    const fact = { type: WAIVER_WITHDRAWN, by: actor.id, clause: standing.clause, objects: standing.objects }
    return { fact: { ...fact, effective: from, body: { id, from, reason } }, said: { id } }
  })
}

const KIND = 'charter.waiver'

/** What the approver of a waiver is shown and signs. */
export function approvableWaiver({
  id,
  clause,
  objects,
  digest,
  contributors,
  requested_by,
}: RequestedWaiver): Approvable {
  return {
    kind: KIND,
    id,
    digest,
    title: {
      ja: `${clause} の免除 ${id}（対象 ${objects.length} 件）`,
      en: `Waiver ${id} of ${clause} for ${objects.length} ${objects.length === 1 ? 'object' : 'objects'}`,
    },
    contributors,
    superiorOf: requested_by,
  }
}

function taken(id: string): Refusal {
  return new Refusal('conflict', {
    ja: `免除 ${id} は既にあります。別の ID にしてください。`,
    en: `There is a waiver ${id} already. Choose another id.`,
  })
}

function nothingWaits(): Refusal {
  return new Refusal('missing', {
    ja: 'その免除の申請はないか、もう待っていません。',
    en: 'There is no such waiver, or it does not wait any more.',
  })
}

function over(): Refusal {
  return new Refusal('conflict', {
    ja: 'その免除は既に終わっています。',
    en: 'That waiver is over already.',
  })
}
