import type { Fact } from '../ledger/fact.ts'
import { id, listOf, record, required, text, type Infer } from '../estate/shape.ts'
import { placed } from './element.ts'
import { instant } from './instant.ts'
import { samePerson } from './person.ts'
import type { Because, ControlVerdict } from './verdict.ts'

/** One element of the collection `waivers`: named objects may fail a clause for a while, for a reason. */
export const waiverShape = placed(
  record('a waiver', {
    id: required(id, 'Unique among waivers.'),
    clause: required(text(20), 'The clause that may be failed.'),
    objects: required(listOf(id, { min: 1, max: 10_000 }), 'What may fail it, by id.'),
    reason: required(text(), 'Why.'),
    requested_by: required(id, 'Person who asked for it, by pseudonymous id.'),
    approved_by: required(id, 'Person who approved it, not the one who asked.'),
    from: required(instant, 'From when on it holds.'),
    until: required(instant, 'From when on it no longer holds (half-open).'),
  }),
)

export type WaiverElement = Infer<typeof waiverShape>

/** The body of `charter.waiver.granted`; instants are ISO 8601 UTC. */
export type Waiver = {
  id: string
  clause: string
  objects: string[]
  reason: string
  requested_by: string
  approved_by: string
  from: string
  until: string
  /** When it was approved, where the approval is in the ledger: it holds for no time before. */
  approved_at?: string
}

/** What is approved of a waiver. */
export type WaiverContent = Omit<Waiver, 'approved_by' | 'approved_at'>

/** The body of `charter.waiver.requested`. The digest is of its content; whoever contributed may not approve it. */
export type RequestedWaiver = WaiverContent & { digest: string; contributors: string[] }

export function waiverContent({
  id: own,
  clause,
  objects,
  reason,
  requested_by,
  from,
  until,
}: WaiverContent): WaiverContent {
  return { id: own, clause, objects, reason, requested_by, from, until }
}

export const WAIVER_GRANTED = 'charter.waiver.granted'
/** Somebody asks for it; it counts only once it is granted. */
export const WAIVER_REQUESTED = 'charter.waiver.requested'
/** The waiver, or the request for it, ends at the instant `from`. */
export const WAIVER_WITHDRAWN = 'charter.waiver.withdrawn'
export type Withdrawal = { id: string; from: string; reason: string }

/** The waivers that were granted, each from no earlier than its approval and until no later than its withdrawal. */
export function waiversIn(facts: readonly Fact[]): Waiver[] {
  const withdrawn = withdrawals(facts)
  return facts
    .filter(({ type }) => type === WAIVER_GRANTED)
    .map(({ body }) => body as unknown as Waiver)
    .map((waiver) => ({
      ...waiver,
      from: later(waiver.from, waiver.approved_at),
      until: earlier(waiver.until, withdrawn.get(waiver.id)),
    }))
}

/** The requests that wait: neither granted as they stand nor withdrawn. They waive nothing. */
export function requestsIn(facts: readonly Fact[]): RequestedWaiver[] {
  const waiting = new Map<string, RequestedWaiver>()
  for (const { type, body } of facts) {
    const { id: named, digest } = body as unknown as { id: string; digest?: string }
    if (type === WAIVER_REQUESTED) waiting.set(named, body as unknown as RequestedWaiver)
    if (type === WAIVER_WITHDRAWN) waiting.delete(named)
    if (type === WAIVER_GRANTED && (digest ?? waiting.get(named)?.digest) === waiting.get(named)?.digest)
      waiting.delete(named)
  }
  return [...waiting.values()]
}

function withdrawals(facts: readonly Fact[]): ReadonlyMap<string, string> {
  return new Map(
    facts
      .filter(({ type }) => type === WAIVER_WITHDRAWN)
      .map(({ body }) => body as unknown as Withdrawal)
      .map(({ id: named, from }) => [named, from]),
  )
}

function later(one: string, other: string | undefined): string {
  return other !== undefined && Date.parse(other) > Date.parse(one) ? other : one
}

function earlier(one: string, other: string | undefined): string {
  return other !== undefined && Date.parse(other) < Date.parse(one) ? other : one
}

/** Says beside a failure that requests to waive it wait for approval; informs and decides nothing. */
export function waitingReason(
  requests: readonly RequestedWaiver[],
  clause: string,
  { because }: ControlVerdict,
): Because[] {
  const faults = new Set(
    because.filter(({ verdict }) => verdict === 'fail').flatMap(({ objects }) => objects),
  )
  const waiting = requests.filter(
    (one) => one.clause === clause && one.objects.some((object) => faults.has(object)),
  )
  if (waiting.length === 0) return []
  const names = waiting.map(({ id: named }) => named).join(', ')
  const many = waiting.length > 1
  return [
    {
      text: {
        ja: `免除 ${waiting.length} 件（${names}）が承認を待っています。承認されるまで数えません。`,
        en: `${waiting.length} ${many ? 'waivers wait' : 'waiver waits'} for approval (${names}). Until approved, ${many ? 'they do' : 'it does'} not count.`,
      },
      evidence: waiting.map(({ id: named }) => ({ kind: 'waiver', ref: named })),
      objects: [],
    },
  ]
}

/**
 * The waivers that let an object fail a clause at an instant (epoch milliseconds): in force from `from` up to, not
 * including, `until`, and approved by another than who asked. The one place where this is decided, for every reader.
 */
function waiversFor(waivers: readonly Waiver[], clause: string, object: string, atMs: number): Waiver[] {
  return waivers.filter(
    (waiver) =>
      waiver.clause === clause &&
      waiver.objects.includes(object) &&
      Date.parse(waiver.from) <= atMs &&
      atMs < Date.parse(waiver.until) &&
      !samePerson(waiver.requested_by, waiver.approved_by),
  )
}

/** Whether an object may fail a clause at an instant (epoch milliseconds). */
export function isWaived(waivers: readonly Waiver[], clause: string, object: string, atMs: number): boolean {
  return waiversFor(waivers, clause, object, atMs).length > 0
}

/**
 * The waivers that let every one of some objects fail a clause for the whole of a time (half-open, epoch milliseconds);
 * undefined where one of them may not for some part of it.
 */
export function waiversThroughout(
  waivers: readonly Waiver[],
  clause: string,
  objects: readonly string[],
  { fromMs, untilMs }: { fromMs: number; untilMs: number },
): Waiver[] | undefined {
  if (objects.length === 0) return undefined
  // Between these instants nothing begins or ends, so looking at each is looking at all of the time.
  const turns = waivers
    .flatMap(({ from, until }) => [Date.parse(from), Date.parse(until)])
    .filter((ms) => ms > fromMs && ms < untilMs)
  const used = new Set<Waiver>()
  for (const atMs of [fromMs, ...turns])
    for (const object of objects) {
      const found = waiversFor(waivers, clause, object, atMs)
      if (found.length === 0) return undefined
      for (const waiver of found) used.add(waiver)
    }
  return [...used]
}

/** The waivers that together cover every object at fault of the failing controls of a clause; undefined otherwise. */
export function waiversCovering(
  waivers: readonly Waiver[],
  clause: string,
  controls: readonly ControlVerdict[],
  atMs: number,
): Waiver[] | undefined {
  const failing = controls.filter(({ verdict }) => verdict === 'fail')
  const used = new Set<Waiver>()
  for (const { because } of failing) {
    const faults = because.filter(({ verdict }) => verdict === 'fail')
    // A failure that names nothing cannot be covered by a waiver, which is for named objects.
    if (faults.length === 0 || faults.some(({ objects }) => objects.length === 0)) return undefined
    for (const object of faults.flatMap(({ objects }) => objects)) {
      const found = waiversFor(waivers, clause, object, atMs)
      if (found.length === 0) return undefined
      for (const waiver of found) used.add(waiver)
    }
  }
  return used.size === 0 ? undefined : [...used]
}
