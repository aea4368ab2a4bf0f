import { civilAt, civilDay } from '../../platform/civil-time.ts'
import type { Context } from '../../platform/context.ts'
import type { Db } from '../../platform/database.ts'
import { InputError } from '../../platform/failure.ts'
import type { Actor } from '../../platform/http/permission.ts'
import { Temporal } from 'temporal-polyfill'
import { conformanceAt } from '../known.ts'
import {
  ADOPTION_PLANNED,
  adoptionIn,
  burnDownDay,
  neededFor,
  type AdoptionStep,
  type BurnDownDay,
} from './adoption.ts'
import { assertPersons, endOfDue, factOf, operatorZone, recorded } from './recording.ts'
import { readAdoption } from './state.ts'
import type { Said } from './store.ts'

/** `target` is a civil date in the operator's zone, at the end of which it is late. */
export type AdoptionPlan = { control: string; owner: string; target: string; remark: string }

/** Plans for controls that are unknown; planning anew keeps what was planned before. All of them, or none. */
export async function planAdoption(
  ctx: Context,
  actor: Actor,
  plans: readonly AdoptionPlan[],
): Promise<AdoptionStep[]> {
  await assertPersons(ctx, Object.fromEntries(plans.map(({ owner }, at) => [`plans.${at}.owner`, owner])))
  const zone = await operatorZone(ctx)
  const { clauses } = await conformanceAt(ctx)
  const nowMs = ctx.clock.now()
  const said = plans.map(({ control: id, target, ...plan }, at): Said => {
    const clause = clauses.find(({ controls }) => controls.some((control) => control.id === id))
    const control = clause?.controls.find((one) => one.id === id)
    if (clause === undefined || control?.verdict !== 'unknown')
      throw new InputError(
        'body',
        { path: `plans.${at}.control` },
        `a control that is unknown now, found ${JSON.stringify(id)}${control === undefined ? '' : ` (${control.verdict})`}`,
      )
    const body = {
      control: id,
      clause: clause.id,
      ...plan,
      needed: neededFor(control),
      target: endOfDue(target, zone, nowMs, `plans.${at}.target`),
      at: new Date(nowMs).toISOString(),
    }
    const fact = factOf(ADOPTION_PLANNED, actor.id, body, { clause: clause.id, objects: [id] })
    return { kind: 'adoption', object: id, fact }
  })
  return recorded(ctx, () => Promise.resolve({ said, result: said.map(({ fact }) => adoptionIn(fact)) }))
}

export const BURN_DOWN_DAYS_MAX = 366

/** A day that has ended does not change any more: what was known by its end is known. One entry a day and database. */
const ended = new WeakMap<Db, Map<string, BurnDownDay>>()
const ENDED_MAX = 4 * BURN_DOWN_DAYS_MAX
/** The log may still take in what was decided shortly before a day's end. */
const SETTLED_MS = 3_600_000

/**
 * The unknown controls day by day, from the first to the last date (civil, operator's zone) and not beyond now: each
 * day judged by the facts that were known at its end, nothing counted beforehand.
 */
export async function burnDown(
  ctx: Context,
  from: string,
  until: string,
  signal: AbortSignal,
): Promise<{ zone: string; days: BurnDownDay[] }> {
  const zone = await operatorZone(ctx)
  const nowMs = ctx.clock.now()
  const today = civilAt(nowMs, zone).date
  const last = until < today ? until : today
  const steps = await readAdoption(ctx.db)
  const dates = datesBetween(from, last)
  const kept = ended.get(ctx.db) ?? new Map<string, BurnDownDay>()
  ended.set(ctx.db, kept)
  const days: BurnDownDay[] = []
  for (const date of dates) {
    signal.throwIfAborted()
    const { untilMs } = civilDay(date, zone)
    const key = `${zone} ${date}`
    const known = kept.get(key)
    const endMs = Math.min(untilMs - 1, nowMs)
    const day =
      known ?? burnDownDay(date, await conformanceAt(ctx, { atMs: endMs, knownMs: endMs }), steps, endMs)
    if (kept.size < ENDED_MAX && untilMs + SETTLED_MS < nowMs) kept.set(key, day)
    days.push(day)
  }
  return { zone, days }
}

function datesBetween(from: string, last: string): string[] {
  const first = Temporal.PlainDate.from(from, { overflow: 'reject' })
  const count = first.until(Temporal.PlainDate.from(last), { largestUnit: 'day' }).days + 1
  if (count > BURN_DOWN_DAYS_MAX)
    throw new InputError('query', { path: 'from' }, `at most ${BURN_DOWN_DAYS_MAX} days, found ${count}`)
  return Array.from({ length: Math.max(0, count) }, (_, days) => first.add({ days }).toString())
}
