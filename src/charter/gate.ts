import type { Fact } from '../ledger/fact.ts'
import type { Network } from '../estate/network.ts'
import { isEffective } from './as-of.ts'
import { foldedState } from './conformance.ts'
import type { Control } from './control.ts'
import { saidAt, saidWindow } from './instant.ts'
import { zoneIn } from './scope.ts'
import type { Because } from './verdict.ts'
import { waiversIn, waiversThroughout, type Waiver } from './waiver.ts'

/** What somebody means to do, as it is put to the gate. Instants are epoch milliseconds, half-open. */
export type Change = {
  id: string
  /** Pseudonymous person id. */
  requester: string
  /** SHA-256, or any other digest, of exactly what will be done. */
  digest: string
  fromMs: number
  untilMs: number
  /** Ids that are out of work during the window, with all that dies of it. */
  takes_down: string[]
  /** Ids that are out of work now and work again from the begin of the window. */
  restores: string[]
  /** What is there from the begin of the window on. */
  adds?: Network
}

/** What a module has to say against a change, over the time in which it holds. */
export type Objection = {
  clause: string
  because: Because[]
  effect: 'blocks' | 'needs-acceptance' | 'informs'
  /** The role that may accept it; only with `needs-acceptance`. */
  acceptable_by?: string
  /** ISO 8601 UTC, half-open. */
  from: string
  until: string
}

export type Decision = {
  decision: 'allow' | 'deny' | 'needs-acceptance'
  objections: Objection[]
}

/** A part of the window in which the facts stay as they are. */
export type Span = { fromMs: number; untilMs: number; facts: readonly Fact[] }

/** A span with the folded facts of controls. */
export type SpanView = { fromMs: number; untilMs: number; of: (control: Control) => unknown }

/** What modules may look at: folded facts over the window, the present instant, and the operator's zone. */
export type GateView = { nowMs: number; zone: string; spans: readonly SpanView[] }

/** Says what a change breaks: pure, and it must speak up where it cannot tell. */
export type ObjectionSource = (view: GateView, change: Change) => Objection[]

/**
 * Puts a change to every source. One that blocks denies; one that needs acceptance holds until somebody with the role
 * accepts; what informs is only shown. Where nobody could look, because no module objects to anything or the window is
 * empty of spans, the change needs acceptance: silence is no consent.
 */
export function decide(
  sources: readonly ObjectionSource[],
  spans: readonly Span[],
  change: Change,
  nowMs: number,
): Decision {
  const zone = zoneIn(spans[0]?.facts ?? [])
  const view: GateView = { nowMs, zone, spans: spans.map(spanView) }
  const waivers = waiversIn([...new Set(spans.flatMap(({ facts }) => facts))])
  const objections = sources
    .flatMap((source) => source(view, change))
    .map((one) => waived(one, waivers, zone))
  if (sources.length === 0 || !covers(spans, change)) objections.push(unlooked(change, zone))
  return { decision: decisionOf(objections), objections: objections.toSorted(byEffect) }
}

/**
 * What waivers in force let fail for all of the time need not be accepted once more: it was accepted, by another than who
 * asked, with an end. Only where they name every object of every reason; and what blocks is never waived.
 */
function waived(objection: Objection, waivers: readonly Waiver[], zone: string): Objection {
  const { clause, because, from, until, acceptable_by: _role, ...rest } = objection
  const asks = because.every(({ verdict, objects }) => verdict === 'fail' && objects.length > 0)
  if (objection.effect !== 'needs-acceptance' || !asks) return objection
  const objects = [...new Set(because.flatMap((reason) => reason.objects))]
  const time = { fromMs: Date.parse(from), untilMs: Date.parse(until) }
  const found = waiversThroughout(waivers, clause, objects, time)
  if (found === undefined) return objection
  const informing = because.map(({ verdict: _verdict, ...reason }): Because => reason)
  return {
    ...rest,
    clause,
    because: [...informing, waivedReason(found, zone)],
    effect: 'informs',
    from,
    until,
  }
}

function waivedReason(waivers: readonly Waiver[], zone: string): Because {
  const names = waivers.map(({ id }) => id).join(', ')
  const end = saidAt(Math.min(...waivers.map(({ until }) => Date.parse(until))), zone)
  return {
    text: {
      ja: `免除 ${names}（${end.ja} まで）により、改めての承諾は要りません。`,
      en: `Waived by ${names} until ${end.en}, so it need not be accepted again.`,
    },
    evidence: waivers.map(({ id }) => ({ kind: 'waiver', ref: id })),
    objects: [],
  }
}

function spanView({ fromMs, untilMs, facts }: Span): SpanView {
  const effective = facts.filter((fact) => isEffective(fact, fromMs))
  const folded = new Map<Control, unknown>()
  const of = (control: Control): unknown => {
    if (!folded.has(control)) folded.set(control, foldedState(control, effective))
    return folded.get(control)
  }
  return { fromMs, untilMs, of }
}

/** Whether the spans follow each other without a hole over the whole window. */
function covers(spans: readonly Span[], { fromMs, untilMs }: Change): boolean {
  let reachedMs = fromMs
  for (const span of spans) {
    if (span.fromMs !== reachedMs) return false
    reachedMs = span.untilMs
  }
  return reachedMs === untilMs
}

export function decisionOf(objections: readonly Objection[]): Decision['decision'] {
  if (objections.some(({ effect }) => effect === 'blocks')) return 'deny'
  return objections.some(({ effect }) => effect === 'needs-acceptance') ? 'needs-acceptance' : 'allow'
}

const ORDER = ['blocks', 'needs-acceptance', 'informs'] as const

function byEffect(one: Objection, other: Objection): number {
  return ORDER.indexOf(one.effect) - ORDER.indexOf(other.effect)
}

/** The role that answers for accepting what the charter would rather not have. */
export const ACCEPTING_ROLE = 'quality-owner'

function unlooked({ fromMs, untilMs }: Change, zone: string): Objection {
  const window = saidWindow(fromMs, untilMs, zone)
  const text = {
    ja: `${window.ja}の全体について、この変更が何を壊すかを判定できませんでした。`,
    en: `What this change breaks could not be judged for all of the time ${window.en}.`,
  }
  return {
    clause: '4.1',
    because: [{ text, evidence: [], objects: [], verdict: 'unknown' }],
    effect: 'needs-acceptance',
    acceptable_by: ACCEPTING_ROLE,
    from: new Date(fromMs).toISOString(),
    until: new Date(untilMs).toISOString(),
  }
}
