import { append, integrated } from '../../../ledger/index.ts'
import type { Context } from '../../../platform/context.ts'
import { inTransaction, type Tx } from '../../../platform/database.ts'
import type { Actor } from '../../../platform/http/permission.ts'
import { Refusal } from '../../../platform/refusal.ts'
import type { Json, Text } from '../../../platform/text.ts'
import type { Draft, DraftEvent } from './draft.ts'
import { insertEvent, readDraft } from './store.ts'
import { STATE_TEXTS } from './told.ts'

export const NO_DRAFT: Text = { ja: 'その設計はありません。', en: 'There is no such design.' }

/** A draft that exists; a Refusal otherwise. `lock` holds it until the transaction ends. */
export async function draftNamed(tx: Context['db'] | Tx, id: string, lock = false): Promise<Draft> {
  const draft = await readDraft(tx, id, lock)
  if (draft === undefined) throw new Refusal('missing', NO_DRAFT)
  return draft
}

export type Said = {
  fact: string
  by: Actor
  event: Omit<DraftEvent, 'by' | 'atMs'>
  body?: Record<string, Json>
}

/** The event of a draft and its fact, in the caller's transaction. Returns the fact's place in the inbox. */
export async function recorded(ctx: Context, tx: Tx, draft: Draft, said: Said): Promise<bigint> {
  const { fact, by, event } = said
  await insertEvent(tx, draft.id, { ...event, by: by.id, atMs: ctx.clock.now() })
  const { id } = await append(tx, {
    type: fact,
    by: by.id,
    clause: '2.1',
    objects: [draft.id],
    body: {
      id: draft.id,
      title: draft.title,
      ...(event.version !== undefined && { version: event.version }),
      ...(event.digest !== undefined && { digest: event.digest }),
      ...(event.note !== undefined && event.note !== '' && { reason: event.note }),
      ...said.body,
    },
  })
  return id
}

/** One decision on a draft that is held meanwhile; returns when the ledger has its fact. */
export async function decidedOn<T>(
  ctx: Context,
  id: string,
  work: (tx: Tx, draft: Draft) => Promise<{ fact: bigint; said: T }>,
): Promise<T> {
  const { fact, said } = await inTransaction(ctx.db, async (tx) => work(tx, await draftNamed(tx, id, true)))
  await integrated(ctx, fact)
  return said
}

/** Refuses what a draft in another state does not allow, and says in which it is. */
export function assertState(draft: Draft, ...allowed: Draft['state'][]): void {
  if (allowed.includes(draft.state)) return
  const is = STATE_TEXTS[draft.state]
  const wanted = allowed.map((state) => STATE_TEXTS[state])
  throw new Refusal('conflict', {
    ja: `この設計は${is.ja}です。${wanted.map(({ ja }) => ja).join('・')}のときだけできます。`,
    en: `This design is ${is.en}. That is possible only while it is ${wanted.map(({ en }) => en).join(' or ')}.`,
  })
}
