import { appendAll } from '../../ledger/append-all.ts'
import type { Fact } from '../../ledger/fact.ts'
import { integrated } from '../../ledger/waiting.ts'
import { readNames } from '../../people/store.ts'
import { civilDay } from '../../platform/civil-time.ts'
import type { Context } from '../../platform/context.ts'
import { inTransaction, type Tx } from '../../platform/database.ts'
import { InputError } from '../../platform/failure.ts'
import type { Json } from '../../platform/text.ts'
import { knownAtMoment } from '../known.ts'
import { insertSaid, lockImprovement, type Said } from './store.ts'

/** What a verb writes: facts of its objects, and facts that are of none. */
export type Writing<T> = { said: Said[]; facts?: Fact[]; result: T }

/**
 * Decides on what stands, under the lock, and writes facts and state in one transaction. Returns once the ledger holds
 * them. What `decide` throws leaves nothing behind.
 */
export async function recorded<T>(ctx: Context, decide: (tx: Tx) => Promise<Writing<T>>): Promise<T> {
  const { result, last } = await inTransaction(ctx.db, async (tx) => {
    await lockImprovement(tx)
    const { said, facts = [], result } = await decide(tx)
    for (const one of said) await insertSaid(tx, one, ctx.clock.now())
    const last = await appendAll(tx, [...facts, ...said.map(({ fact }) => fact)])
    return { result, last: last?.id }
  })
  if (last !== undefined) await integrated(ctx, last)
  return result
}

/** A fact of this module. Its body is plain JSON by construction: the types of the nouns hold nothing else. */
export function factOf(
  type: string,
  by: string,
  body: object,
  named: { clause?: string; objects?: string[] } = {},
): Fact {
  const objects = named.objects?.filter((id) => id !== '' && id.length <= OBJECT_CHARACTERS_MAX)
  return {
    type,
    by,
    ...(named.clause !== undefined && { clause: named.clause }),
    ...(objects !== undefined && { objects: objects.slice(0, OBJECTS_MAX) }),
    body: body as { [key: string]: Json },
  }
}

/** As many ids of this length as a fact may name. */
const OBJECTS_MAX = 1000
const OBJECT_CHARACTERS_MAX = 256

/** The zone in which the operator reads a calendar. */
export async function operatorZone(ctx: Context): Promise<string> {
  const { workspace } = await knownAtMoment(ctx, {})
  return workspace.operator?.zone ?? 'UTC'
}

/** The first instant (ISO 8601 UTC) after a due date: the end of that civil day. InputError for one that has passed. */
export function endOfDue(date: string, zone: string, nowMs: number, path: string): string {
  const { untilMs } = civilDay(date, zone)
  if (untilMs <= nowMs) throw new InputError('body', { path }, `a date that has not passed, found ${date}`)
  return new Date(untilMs).toISOString()
}

/** InputError unless each id is that of a person of this organisation. */
export async function assertPersons(ctx: Context, persons: Record<string, string>): Promise<void> {
  const known = await readNames(ctx.db, Object.values(persons))
  for (const [path, person] of Object.entries(persons))
    if (!known.has(person))
      throw new InputError('body', { path }, `a person of this organisation, found ${JSON.stringify(person)}`)
}
