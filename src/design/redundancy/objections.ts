import {
  ACCEPTING_ROLE,
  type Change,
  type GateView,
  type Objection,
  type SpanView,
} from '../../charter/gate.ts'
import { withAdded } from '../../charter/addition.ts'
import { saidWindow } from '../../charter/instant.ts'
import type { DeclaredState } from '../../charter/check.ts'
import type { Evidence } from '../../charter/verdict.ts'
import type { Text } from '../../platform/text.ts'
import { singlePointsControl, type Declared } from './control.ts'
import { begun, departuresControl, isOverdue, statesOf, type Departures } from './departures.ts'
import { elementOf, elementsOf } from './elements.ts'
import { worseningOf, type Situation, type Worsening } from './worsening.ts'
import { called, enumerated } from './wording.ts'

/** At most so many services are named one by one; one more objection says how many there are beside. */
const SERVICES_MAX = 200

/** A worsening over the time in which it holds, with what its sentence needs. */
type Held = {
  key: string
  worsening: Worsening
  fromMs: number
  untilMs: number
  points: Text[]
  evidence: Evidence[]
}

/**
 * 2.1 at the gate: what a change takes down in its window, on top of what is out of work then, compared with the same
 * time without it. A service that goes down blocks; one that loses redundancy, or of which nobody can tell, needs
 * acceptance. What was as bad before is no objection to a change.
 */
export function redundancyObjections(view: GateView, change: Change): Objection[] {
  const unjudged: { fromMs: number; untilMs: number }[] = []
  const held: Held[] = []
  for (const span of view.spans) {
    const found = heldIn(span, change, view.nowMs)
    if (found === undefined) unjudged.push(span)
    else held.push(...found)
  }
  const merged = mergedHeld(held)
  const shown = merged.slice(0, SERVICES_MAX)
  const objections = shown.map((one) => objectionOf(one, change, view.zone))
  if (merged.length > shown.length) objections.push(restOf(merged.slice(SERVICES_MAX), change))
  return [...objections, ...unjudged.map((span) => withoutNetwork(span, view.zone))]
}

function heldIn(span: SpanView, change: Change, nowMs: number): Held[] | undefined {
  const declared = span.of(singlePointsControl) as Declared | undefined
  if (declared === undefined) return undefined
  const { network, source, sha256 } = declared
  const states = statesOf(span.of(departuresControl) as Departures)
  const departed = departedIn(states, span.fromMs, nowMs)
  const [before, after] = situationsOf(network, departed, change)
  const elements = elementsOf(after.network)
  const evidence: Evidence[] = [
    { kind: 'document', ref: source, sha256 },
    ...departed.map(({ id }) => ({ kind: 'state', ref: id })),
  ]
  return worseningOf(before, after).map((worsening) => ({
    key: JSON.stringify([worsening.service.id, worsening.kind, worsening.points, worsening.reasons]),
    worsening,
    fromMs: span.fromMs,
    untilMs: span.untilMs,
    points: worsening.points.map((point) => called(elements, elementOf(elements, point))),
    evidence,
  }))
}

/**
 * What is out of work at an instant: what is declared so for it, and what is past its restoration deadline now and
 * still declared, since nobody has said that it works again.
 */
function departedIn(states: readonly DeclaredState[], atMs: number, nowMs: number): DeclaredState[] {
  return begun(states, atMs).filter(
    (state) => state.is !== 'degraded' && (!isOverdue(state, atMs) || isOverdue(state, nowMs)),
  )
}

function situationsOf(
  network: Situation['network'],
  departed: readonly DeclaredState[],
  { takes_down, restores, adds }: Change,
): [Situation, Situation] {
  const out = departed.map((state) => state.of)
  const left = out.filter((id) => !restores.includes(id))
  return [
    { network, failed: new Set(out) },
    { network: withAdded(network, adds), failed: new Set([...left, ...takes_down]) },
  ]
}

/** What stays the same over spans that follow each other is one objection. */
function mergedHeld(held: readonly Held[]): Held[] {
  const merged: Held[] = []
  const last = new Map<string, Held>()
  for (const one of held) {
    const known = last.get(one.key)
    if (known !== undefined && known.untilMs === one.fromMs) {
      known.untilMs = one.untilMs
      continue
    }
    const begins = { ...one }
    last.set(one.key, begins)
    merged.push(begins)
  }
  return merged
}

function effectOf({ kind, touches }: Worsening): Objection['effect'] {
  if (kind === 'goes-down') return 'blocks'
  if (kind === 'rests-on') return 'informs'
  if (kind === 'not-known') return touches ? 'needs-acceptance' : 'informs'
  return 'needs-acceptance'
}

function objectionOf(held: Held, change: Change, zone: string): Objection {
  const { worsening, fromMs, untilMs, evidence } = held
  const window = saidWindow(fromMs, untilMs, zone)
  const effect = effectOf(worsening)
  const own = worsening.service.assumed === true ? [] : [worsening.service.id]
  const texts =
    worsening.reasons.length === 0
      ? [{ text: sentence(held, window), objects: [...own, ...worsening.points, ...change.takes_down] }]
      : worsening.reasons.map(({ text, objects }) => ({
          text: doubt(worsening, text, window),
          objects: [...own, ...objects],
        }))
  return {
    clause: '2.1',
    because: texts.map(({ text, objects }) => ({
      text,
      evidence,
      objects: [...new Set(objects)],
      ...(effect !== 'informs' && {
        verdict: worsening.reasons.length === 0 ? ('fail' as const) : ('unknown' as const),
      }),
    })),
    effect,
    ...(effect === 'needs-acceptance' && { acceptable_by: ACCEPTING_ROLE }),
    from: new Date(fromMs).toISOString(),
    until: new Date(untilMs).toISOString(),
  }
}

function nameOf({ service }: Worsening): Text {
  if (service.assumed === true)
    return { ja: 'すべての機器が互いに届くこと', en: 'That all nodes reach each other' }
  return { ja: service.name ?? service.id, en: service.name_en ?? service.name ?? service.id }
}

function sentence({ worsening, points }: Held, window: Text): Text {
  const name = nameOf(worsening)
  const assumed = worsening.service.assumed === true
  const rest = enumerated(points)
  const many = points.length > 1
  if (worsening.kind === 'goes-down')
    return assumed
      ? {
          ja: `この変更により、${window.ja}、互いに届かない機器が生じます。残る経路はありません。`,
          en: `This change parts nodes from each other ${window.en}; no path remains.`,
        }
      : {
          ja: `この変更により、${window.ja}、${name.ja} が停止します。残る経路はありません。`,
          en: `This change takes down ${name.en} ${window.en}; no path remains.`,
        }
  if (worsening.kind === 'rests-on')
    return {
      ja: `${name.ja} は、${window.ja}、これまでのものに代わって ${rest.ja} だけに頼ります。冗長でないことは変わりません。`,
      en: `${name.en} rests on ${rest.en} alone ${window.en}, in place of what it rested on before; it is no less redundant.`,
    }
  return {
    ja: `この変更により、${name.ja} は ${window.ja}、冗長を失います。残るのは ${rest.ja} で、${many ? 'そのどれか一つ' : 'それ'}が失われると停止します。`,
    en: `${name.en} loses redundancy ${window.en}: what remains is ${rest.en}, and losing ${many ? 'any one of them' : 'it'} takes it down.`,
  }
}

function doubt(worsening: Worsening, reason: Text, window: Text): Text {
  const name = nameOf(worsening)
  if (effectOf(worsening) === 'informs')
    return {
      ja: `${name.ja} はこの変更の前から判定できませんが、この変更で悪くなることはありません。${reason.ja}`,
      en: `${name.en} could not be judged before this change either; the change makes nothing worse. ${reason.en}`,
    }
  return {
    ja: `${window.ja}、この変更が ${name.ja} を冗長なまま保つかを判定できません。${reason.ja}`,
    en: `Whether this change leaves ${name.en} redundant cannot be judged ${window.en}. ${reason.en}`,
  }
}

/** The worst effect of those that are not named stands for them. */
function restOf(rest: readonly Held[], change: Change): Objection {
  const effects = rest.map(({ worsening }) => effectOf(worsening))
  const effect =
    effects.find((one) => one === 'blocks') ?? effects.find((one) => one === 'needs-acceptance') ?? 'informs'
  const services = new Set(rest.map(({ worsening }) => worsening.service.id))
  return {
    clause: '2.1',
    because: [
      {
        text: {
          ja: `このほかに ${services.size} の役務に影響します。`,
          en: `It affects ${services.size} more services.`,
        },
        evidence: rest[0]!.evidence,
        objects: [...services, ...change.takes_down],
      },
    ],
    effect,
    ...(effect === 'needs-acceptance' && { acceptable_by: ACCEPTING_ROLE }),
    from: new Date(Math.min(...rest.map(({ fromMs }) => fromMs))).toISOString(),
    until: new Date(Math.max(...rest.map(({ untilMs }) => untilMs))).toISOString(),
  }
}

function withoutNetwork({ fromMs, untilMs }: { fromMs: number; untilMs: number }, zone: string): Objection {
  const window = saidWindow(fromMs, untilMs, zone)
  const text = {
    ja: `${window.ja}のネットワークが登録されていないため、この変更が何を止めるかを判定できません。`,
    en: `No network is declared ${window.en}, so what this change takes down cannot be judged.`,
  }
  return {
    clause: '2.1',
    because: [{ text, evidence: [], objects: [], verdict: 'unknown' }],
    effect: 'needs-acceptance',
    acceptable_by: ACCEPTING_ROLE,
    from: new Date(fromMs).toISOString(),
    until: new Date(untilMs).toISOString(),
  }
}
