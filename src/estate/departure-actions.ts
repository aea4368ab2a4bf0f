import { append, integrated } from '../ledger/index.ts'
import type { Context } from '../platform/context.ts'
import { inTransaction } from '../platform/database.ts'
import { InputError } from '../platform/failure.ts'
import type { Actor } from '../platform/http/permission.ts'
import { Refusal } from '../platform/refusal.ts'
import type { WorkspaceReading } from './actions.ts'
import { currentWorkspace } from './current.ts'
import { DEPARTURE_DECLARED, DEPARTURE_ENDED, type Departure } from './departure.ts'
import { endDeparture, insertDeparture } from './departure-store.ts'
import { ELEMENT_COLLECTIONS } from './estate.ts'
import { nearest } from './nearest.ts'
import { networkOf } from './workspace.ts'
import type { Workspace } from './workspace-content.ts'

export type Declaring = Omit<Departure, 'id' | 'from'> & {
  id?: string | undefined
  from?: string | undefined
}
type Recorded = { id: string; index: number; recorded_at: string }

/** Says that something departs from the steady state, why, who restores it and by when. In force at once. */
export async function declareDeparture(
  ctx: Context,
  actor: Actor,
  declaring: Declaring,
  reading: WorkspaceReading,
): Promise<Recorded> {
  const nowMs = ctx.clock.now()
  const workspace = await currentWorkspace(ctx.db, nowMs, reading.collections)
  assertThere(workspace, declaring.of, nowMs)
  const from = new Date(declaring.from ?? nowMs).toISOString()
  const until = new Date(declaring.until).toISOString()
  if (until <= from) throw new InputError('body', { path: 'until' }, 'expected an instant after from')
  const { of, is, because, owner } = declaring
  const departure: Departure = { id: declaring.id ?? ctx.ids.next(), of, is, because, owner, from, until }
  return recorded(ctx, departure.id, async (tx) => {
    if (!(await insertDeparture(tx, { ...departure, declared_by: actor.id })))
      throw new Refusal('conflict', {
        ja: `逸脱 ${departure.id} は既にあります。`,
        en: `There is a departure ${departure.id} already.`,
      })
    return append(tx, {
      type: DEPARTURE_DECLARED,
      by: actor.id,
      clause: '2.1',
      objects: [of],
      effective: from,
      body: departure,
    })
  })
}

/** Says that the element is as declared again, from now on. */
export function endOfDeparture(ctx: Context, actor: Actor, id: string): Promise<Recorded> {
  const endedMs = ctx.clock.now()
  return recorded(ctx, id, async (tx) => {
    if (!(await endDeparture(tx, id, endedMs)))
      throw new Refusal('missing', {
        ja: 'その逸脱はないか、既に終わっています。',
        en: 'There is no such departure, or it has ended already.',
      })
    const from = new Date(endedMs).toISOString()
    return append(tx, {
      type: DEPARTURE_ENDED,
      by: actor.id,
      clause: '2.1',
      effective: from,
      body: { id, from },
    })
  })
}

async function recorded(
  ctx: Context,
  id: string,
  work: Parameters<typeof inTransaction<{ id: bigint }>>[1],
): Promise<Recorded> {
  const fact = await inTransaction(ctx.db, work)
  const { index, at } = await integrated(ctx, fact.id)
  return { id, index, recorded_at: new Date(at).toISOString() }
}

function assertThere(workspace: Workspace, of: string, nowMs: number): void {
  const network = networkOf(workspace, nowMs)
  const lists: readonly (readonly { id: string }[])[] = [
    ...ELEMENT_COLLECTIONS.map((collection) => workspace.estate[collection]),
    network.nodes,
    network.links,
    network.risks,
    network.groups,
  ]
  const known = lists.flatMap((list) => list.map(({ id }) => id))
  if (known.includes(of)) return
  const meant = nearest(of, known)
  const advice = meant === undefined ? '' : `; did you mean ${JSON.stringify(meant)}?`
  throw new InputError(
    'body',
    { path: 'of' },
    `expected the id of something in the estate, found ${JSON.stringify(of)}${advice}`,
  )
}
