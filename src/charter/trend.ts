import { setImmediate as nextTurn } from 'node:timers/promises'
import { civilAt, civilDay } from '../platform/civil-time.ts'
import type { Context } from '../platform/context.ts'
import type { Db } from '../platform/database.ts'
import { conformanceFrom, knownAtMoment } from './known.ts'
import { shownState, type ShownState } from './shown-state.ts'
import type { ClauseVerdict, Conformance } from './verdict.ts'

/** How the charter stood at the end of each of some days, as it was known then; the last day is today, as of now. */
export type Trend = {
  zone: string
  /** Civil dates in the operator's zone, oldest first, and the instant at which each was judged. */
  days: { date: string; at: string }[]
  /** By clause, a state for each day; null for days before anything was known. */
  clauses: Record<string, (ShownState | null)[]>
  /** What is judged otherwise now than at the end of yesterday. */
  changed: { clause: string; from: ShownState | null; to: ShownState }[]
}

const DAYS_MAX = 400

type Day = { date: string; atMs: number }

/** What a day's end looked like never changes again: it was judged by what was known then. */
const kept = new WeakMap<Db, Map<number, Map<string, ShownState> | null>>()

/** The trend of the last `days` days (1 to 400) up to now. */
export async function trendOf(ctx: Context, days: number): Promise<Trend> {
  const nowMs = ctx.clock.now()
  const now = await knownAtMoment(ctx, { atMs: nowMs })
  const conformance = conformanceFrom(now)
  const zone = now.workspace.operator?.zone ?? 'UTC'
  const firstMs = now.received[0]?.at ?? Infinity
  const shown = lastDays(nowMs, Math.min(days, DAYS_MAX), zone)
  const states: (Map<string, ShownState> | null)[] = []
  for (const { atMs } of shown.slice(0, -1)) states.push(await stateAtEnd(ctx, atMs, firstMs))
  const today = statesOf(conformance)
  states.push(today)
  const ids = conformance.clauses.map(({ id }) => id)
  const yesterday = states.at(-2)
  return {
    zone,
    days: shown.map(({ date, atMs }) => ({ date, at: new Date(atMs).toISOString() })),
    clauses: Object.fromEntries(ids.map((id) => [id, states.map((day) => day?.get(id) ?? null)])),
    changed:
      yesterday === undefined
        ? []
        : ids.flatMap((clause) => {
            const from = yesterday?.get(clause) ?? null
            const to = today.get(clause)!
            return from === to ? [] : [{ clause, from, to }]
          }),
  }
}

/** The ends of the last days in a zone, a millisecond before the next begins; the last is the instant itself. */
export function lastDays(nowMs: number, count: number, zone: string): Day[] {
  const found: Day[] = [{ date: civilAt(nowMs, zone).date, atMs: nowMs }]
  while (found.length < count) {
    const before = civilDay(found[0]!.date, zone).fromMs - 1
    found.unshift({ date: civilAt(before, zone).date, atMs: before })
  }
  return found
}

async function stateAtEnd(
  ctx: Context,
  atMs: number,
  firstMs: number,
): Promise<Map<string, ShownState> | null> {
  if (atMs < firstMs) return null
  const ofDb = kept.get(ctx.db) ?? new Map<number, Map<string, ShownState> | null>()
  kept.set(ctx.db, ofDb)
  const known = ofDb.get(atMs)
  if (known !== undefined) return known
  // Judging ninety days takes a while at first: others get their turn in between.
  await nextTurn()
  const states = statesOf(conformanceFrom(await knownAtMoment(ctx, { atMs, knownMs: atMs })))
  ofDb.set(atMs, states)
  while (ofDb.size > 2 * DAYS_MAX) ofDb.delete(ofDb.keys().next().value!)
  return states
}

function statesOf({ clauses }: Conformance): Map<string, ShownState> {
  return new Map(clauses.map((clause: ClauseVerdict) => [clause.id, shownState(clause)]))
}
