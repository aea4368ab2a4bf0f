import { appendAll } from '../../ledger/append-all.ts'
import type { Fact } from '../../ledger/fact.ts'
import { integrated } from '../../ledger/waiting.ts'
import type { Context } from '../../platform/context.ts'
import { inTransaction, type Tx } from '../../platform/database.ts'
import type { Actor } from '../../platform/http/permission.ts'
import { Refusal } from '../../platform/refusal.ts'
import { factOf } from '../improvement/recording.ts'
import { samePerson } from '../person.ts'
import type { AuditFact, Engagement } from './engagement.ts'
import { engagementAfter } from './folding.ts'
import { readEngagement } from './state.ts'
import { insertSaid, lockAudits } from './store.ts'

/**
 * What a step says of an engagement: the fact's type and its body, without id and instant. `before` are facts of other
 * modules that it rests on, written in the same transaction.
 */
export type Step = { type: AuditFact; body: object; clause?: string; before?: Fact[] }

/** Writes a step of a new engagement or one that stands, and returns it once the ledger holds it. */
export async function recorded(
  ctx: Context,
  actor: Actor,
  id: string,
  decide: (engagement: Engagement | undefined, tx: Tx) => Promise<Step> | Step,
): Promise<Engagement> {
  const { after, last } = await inTransaction(ctx.db, async (tx) => {
    await lockAudits(tx)
    const stood = await readEngagement(tx, id).catch((problem: unknown) => {
      if (problem instanceof Refusal && problem.kind === 'missing') return undefined
      throw problem
    })
    const { type, body, clause, before = [] } = await decide(stood, tx)
    const atMs = ctx.clock.now()
    const said = { id, at: new Date(atMs).toISOString(), ...body }
    const named = { objects: [id], ...(clause !== undefined && { clause }) }
    const fact: Fact = factOf(type, actor.id, said, named)
    await insertSaid(tx, id, fact, atMs)
    const last = await appendAll(tx, [...before, fact])
    return { after: engagementAfter(stood, fact)!, last }
  })
  if (last !== undefined) await integrated(ctx, last.id)
  return after
}

/** A step of auditing in an engagement that is open. Who has answered for the audited does not audit. */
export async function audited(
  ctx: Context,
  actor: Actor,
  id: string,
  decide: (engagement: Engagement, tx: Tx) => Promise<Step> | Step,
): Promise<Engagement> {
  return recorded(ctx, actor, id, (before, tx) => {
    const engagement = standing(before)
    if (engagement.state !== 'open') throw new Refusal('conflict', CLOSED)
    assertAuditor(engagement, actor)
    return decide(engagement, tx)
  })
}

export function standing(engagement: Engagement | undefined): Engagement {
  if (engagement === undefined)
    throw new Refusal('missing', { ja: 'その監査はありません。', en: 'There is no such engagement.' })
  return engagement
}

export function assertAuditor({ answerers }: Engagement, { id }: Actor): void {
  if (answerers.some((one) => samePerson(one, id))) throw new Refusal('forbidden', ANSWERED)
}

const CLOSED = {
  ja: '報告書が提出されています。続けるには、理由を添えて開き直してください。',
  en: 'The report was handed in. Open the engagement again, with the reason, to go on.',
}
const ANSWERED = {
  ja: 'あなたはこの監査で依頼に答えたため、監査する側にはなれません。',
  en: 'You answered a request in this audit, so you cannot act as its auditor.',
}
