import { createHash } from 'node:crypto'
import type { Estate } from '../../../estate/estate.ts'
import { isOver, type Maintenance } from '../maintenance.ts'
import type { RegisterElement } from '../register/entry.ts'
import { isTold, type Relay, type RelayDue, type RelayEffect } from './relay.ts'

const DAY_MS = 86_400_000
/** Where a provider left less time than a contract gives, this long after it was known. */
const LATE_GRACE_MS = DAY_MS

/** What is due now, and which drafts are no longer wanted. */
export type Owed = { due: RelayDue[]; withdrawn: string[] }

/**
 * Who is to be told what of one maintenance: each customer by the terms of its contracts, and the provider where a
 * tolerance breaks. Ids follow from what is said, so the same is due once, and another window, effect or state is due
 * anew; what was drafted of an earlier state and not sent is withdrawn. Pure.
 */
export function owedOf(
  maintenance: Maintenance,
  effects: readonly RelayEffect[],
  view: { estate: Estate; register: readonly RegisterElement[]; relays: readonly Relay[] },
  nowMs: number,
): Owed {
  const own = view.relays.filter(({ due }) => due.maintenance === maintenance.key)
  const due = [
    ...view.estate.customers.flatMap((customer) => customerDue(maintenance, effects, customer, own, nowMs)),
    ...providerDue(maintenance, effects, view.register, own, nowMs),
  ]
  const ids = new Set(due.map(({ id }) => id))
  const open = own.filter(({ state }) => state === 'due' || state === 'drafted' || state === 'approved')
  return {
    due: due.filter(({ id }) => !own.some((relay) => relay.due.id === id)),
    withdrawn: open.filter((relay) => !ids.has(relay.due.id)).map((relay) => relay.due.id),
  }
}

type Customer = Estate['customers'][number]

function customerDue(
  maintenance: Maintenance,
  effects: readonly RelayEffect[],
  { id: customer, terms }: Customer,
  own: readonly Relay[],
  nowMs: number,
): RelayDue[] {
  const owing = terms.filter(
    ({ contacts, notice_days }) => contacts !== undefined || notice_days !== undefined,
  )
  const theirs = effects.filter((effect) =>
    owing.some(
      ({ services, notice_of }) =>
        services.includes(effect.service) && (effect.effect === 'down' || notice_of === 'risk'),
    ),
  )
  const concerned = owing.filter(({ services }) => theirs.some(({ service }) => services.includes(service)))
  const language = (concerned[0] ?? owing[0])?.language ?? 'ja'
  const base = { kind: 'notice' as const, to: customer, maintenance: maintenance.key, language }
  if (theirs.length === 0 || isOver(maintenance.status)) {
    const told = own.filter(
      (relay) => relay.due.to === customer && relay.due.kind === 'notice' && isTold(relay),
    )
    const last = told.at(-1)
    // What is over needs no word; work that is off, or no longer theirs, does, to whoever was told of it.
    if (last === undefined || last.due.cancelled || maintenance.status === 'COMPLETED') return []
    if (last.due.effects.every(({ until }) => Date.parse(until) <= nowMs)) return []
    const id = relayId([maintenance.key, customer, 'off', last.due.id])
    const due_by = iso(nowMs + LATE_GRACE_MS)
    return [{ ...base, id, cancelled: true, effects: [], due_by, notice_days: 0, late_by_provider: false }]
  }
  const notice_days = Math.max(0, ...concerned.map((term) => term.notice_days ?? 0))
  const firstMs = Math.min(...theirs.map(({ from }) => Date.parse(from)))
  if (Math.max(...theirs.map(({ until }) => Date.parse(until))) <= nowMs) return []
  const byContractMs = firstMs - notice_days * DAY_MS
  const graceMs = Math.min(nowMs + LATE_GRACE_MS, Math.max(firstMs, nowMs))
  const late = byContractMs < nowMs
  const isOurs = maintenance.provider === 'own'
  // Work that was taken back and comes again is told again.
  const takenBack = own.filter((relay) => relay.due.to === customer && relay.due.cancelled).length
  const id = relayId([maintenance.key, customer, String(takenBack), ...theirs.map(signature)])
  const known = standingFor(own, { to: customer, kind: 'notice' }, theirs, nowMs)
  if (known !== undefined) return [known]
  return [
    {
      ...base,
      id,
      cancelled: false,
      effects: theirs.slice(0, EFFECTS_MAX),
      // Where it is our own work nobody else left us less time: the term is missed, and 5.1 says so.
      due_by: iso(late && !isOurs ? graceMs : byContractMs),
      notice_days,
      late_by_provider: late && !isOurs,
    },
  ]
}

const EFFECTS_MAX = 100

function providerDue(
  maintenance: Maintenance,
  effects: readonly RelayEffect[],
  register: readonly RegisterElement[],
  own: readonly Relay[],
  nowMs: number,
): RelayDue[] {
  const entry = register.find(({ id }) => id === maintenance.provider)
  if (entry === undefined || isOver(maintenance.status)) return []
  const tolerated: readonly string[] = entry.tolerates
  const broken = effects.filter(({ effect, from }) => !tolerated.includes(effect) && Date.parse(from) > nowMs)
  if (broken.length === 0) return []
  const kind = entry.reschedule === 'none' ? 'inquiry' : entry.reschedule === 'ask' ? 'reschedule' : 'decline'
  const known = standingFor(own, { to: entry.id, kind }, broken, nowMs)
  if (known !== undefined) return [known]
  const firstMs = Math.min(...broken.map(({ from }) => Date.parse(from)))
  return [
    {
      id: relayId([maintenance.key, entry.id, kind, ...broken.map(signature)]),
      kind,
      to: entry.id,
      maintenance: maintenance.key,
      cancelled: false,
      effects: broken.slice(0, EFFECTS_MAX),
      language: entry.language,
      due_by: iso(firstMs),
      notice_days: 0,
      late_by_provider: false,
    },
  ]
}

/**
 * What was last put forward to somebody, if it still says what is so: nights that are over, and the beginning of what is
 * going on, make no difference.
 */
function standingFor(
  own: readonly Relay[],
  { to, kind }: Pick<RelayDue, 'to' | 'kind'>,
  effects: readonly RelayEffect[],
  nowMs: number,
): RelayDue | undefined {
  const last = own.findLast(
    ({ due, state }) => due.to === to && due.kind === kind && state !== 'withdrawn',
  )?.due
  if (last === undefined || last.cancelled) return undefined
  const [said, now] = [remaining(last.effects, nowMs), remaining(effects, nowMs)]
  return said === now ? last : undefined
}

function remaining(effects: readonly RelayEffect[], nowMs: number): string {
  const coming = effects.slice(0, EFFECTS_MAX).filter(({ until }) => Date.parse(until) > nowMs)
  const signed = coming.map((one) => signature(Date.parse(one.from) <= nowMs ? { ...one, from: '' } : one))
  return signed.toSorted().join('\n')
}

function signature({
  service,
  from,
  until,
  effect,
}: Pick<RelayEffect, 'service' | 'from' | 'until' | 'effect'>): string {
  return `${service} ${from} ${until} ${effect}`
}

function relayId(parts: readonly string[]): string {
  return `r-${createHash('sha256').update(JSON.stringify(parts)).digest('hex').slice(0, 16)}`
}

function iso(ms: number): string {
  return new Date(ms).toISOString()
}
