import type { Context } from '../../platform/context.ts'
import { InputError } from '../../platform/failure.ts'
import type { Actor } from '../../platform/http/permission.ts'
import { Refusal } from '../../platform/refusal.ts'
import { assertPersons, endOfDue, operatorZone } from '../improvement/recording.ts'
import { samePerson } from '../person.ts'
import { assertEvidence } from './actions.ts'
import { recordedPopulation } from './drawing.ts'
import { AUDIT, type AuditEvidence, type Engagement, type Request } from './engagement.ts'
import { audited, recorded, standing } from './recording.ts'

const REQUESTS_MAX = 1000

/** `due` is a civil date in the operator's zone, at whose end it is late. */
export type Asking = { what: string; of: string; due: string; control?: string | undefined }

/** Asks somebody who is audited for something. */
export async function askFor(ctx: Context, actor: Actor, id: string, asking: Asking): Promise<Engagement> {
  await assertPersons(ctx, { of: asking.of })
  const due = endOfDue(asking.due, await operatorZone(ctx), ctx.clock.now(), 'due')
  return audited(ctx, actor, id, (engagement) => {
    if (asking.control !== undefined) recordedPopulation(engagement, asking.control)
    if ([...engagement.auditors, actor.id].some((one) => samePerson(one, asking.of)))
      throw new InputError(
        'body',
        { path: 'of' },
        'somebody who does not audit here: who answers does not conclude',
      )
    if (engagement.requests.length >= REQUESTS_MAX) throw new Refusal('limited', FULL)
    const { what, of, control } = asking
    const body = { request: ctx.ids.next(), what, of, due, ...(control !== undefined && { control }) }
    return { type: AUDIT.requested, body }
  })
}

/** Answers a request that was made of the actor, in words and with evidence. */
export async function answer(
  ctx: Context,
  actor: Actor,
  { id, request }: { id: string; request: string },
  said: { remark: string; evidence: AuditEvidence[] },
): Promise<Engagement> {
  await assertEvidence(ctx, said.evidence)
  return recorded(ctx, actor, id, (before) => {
    // Whoever asks for what is not his learns nothing, not even that it exists.
    const one = before?.requests.find((each) => each.id === request && samePerson(each.of, actor.id))
    if (before === undefined || one === undefined) throw new Refusal('missing', NONE)
    if (before.auditors.some((auditor) => samePerson(auditor, actor.id)))
      throw new Refusal('forbidden', AUDITS)
    if (before.state !== 'open' || one.state === 'accepted' || one.state === 'withdrawn')
      throw new Refusal('conflict', SETTLED)
    return { type: AUDIT.answered, body: { request, ...said } }
  })
}

/** Takes an answer, sends it back with what is missing, or withdraws the request. */
export async function settle(
  ctx: Context,
  actor: Actor,
  { id, request }: { id: string; request: string },
  said: { as: 'accepted' | 'returned' | 'withdrawn'; remark: string },
): Promise<Engagement> {
  return audited(ctx, actor, id, (engagement) => {
    const { state } = requestOf(engagement, request)
    if (state === 'accepted' || state === 'withdrawn') throw new Refusal('conflict', SETTLED)
    if (state === 'asked' && said.as !== 'withdrawn') throw new Refusal('conflict', UNANSWERED)
    return { type: AUDIT.settled, body: { request, ...said } }
  })
}

export function requestOf(engagement: Engagement | undefined, id: string): Request {
  const request = standing(engagement).requests.find((one) => one.id === id)
  if (request === undefined) throw new Refusal('missing', NONE)
  return request
}

const NONE = { ja: 'その依頼はありません。', en: 'There is no such request.' }
const SETTLED = { ja: 'この依頼は既に片づいています。', en: 'This request was settled already.' }
const UNANSWERED = { ja: 'まだ答えがありません。', en: 'There is no answer yet.' }
const AUDITS = {
  ja: 'あなたはこの監査で監査する側のため、依頼に答えられません。',
  en: 'You act as an auditor in this engagement, so you cannot answer its requests.',
}
const FULL = {
  ja: `依頼は一つの監査に ${REQUESTS_MAX} 件までです。`,
  en: `An engagement holds at most ${REQUESTS_MAX} requests.`,
}
