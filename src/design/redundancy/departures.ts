import { defineControl, type Judgement } from '../../charter/control.ts'
import { saidAt } from '../../charter/instant.ts'
import type { DeclaredState } from '../../charter/check.ts'
import type { Because } from '../../charter/verdict.ts'
import { worst } from '../../charter/verdict.ts'
import { SCOPE_DECLARED, scopeIn } from '../../charter/scope.ts'
import { DEPARTURE_DECLARED, DEPARTURE_ENDED } from '../../estate/departure.ts'
import type { Network } from '../../estate/network.ts'
import type { Fact } from '../../ledger/fact.ts'
import type { Text } from '../../platform/text.ts'
import { elementOf, elementsOf, type Elements } from './elements.ts'
import { called, enumerated } from './wording.ts'

/** Departures from the steady state (定常時) as declared, beside the network whose elements they name. */
export type Departures = {
  network?: Network
  zone: string
  /** As documents say it. */
  documented: readonly DeclaredState[]
  /** As those on duty said it, those that have ended left out. */
  declared: readonly DeclaredState[]
}

const DEPARTURES: Text = { ja: '定常時からの逸脱', en: 'departures from the steady state' }

/**
 * 2.1, "redundancy now": each fault, maintenance or migration that departs from the steady state has a cause, an owner
 * and a deadline, and is restored by it. One that lasts past its deadline fails; one of which any of the three is not
 * said is unknown, and says so; none, and there is nothing to judge.
 */
export const departuresControl = defineControl<Departures>({
  id: 'redundancy.departures',
  clause: '2.1',
  title: { ja: '定常時からの逸脱を期限までに戻すこと', en: 'Departures are restored by their deadline' },
  facts: [
    SCOPE_DECLARED,
    'estate.network.declared',
    'estate.states.declared',
    DEPARTURE_DECLARED,
    DEPARTURE_ENDED,
  ],
  initial: { zone: 'UTC', documented: [], declared: [] },
  fold: folded,
  judge: judged,
})

function folded(state: Departures, fact: Fact): Departures {
  const { type, body } = fact
  if (type === SCOPE_DECLARED) return { ...state, zone: scopeIn(fact).zone }
  if (type === 'estate.network.declared') return { ...state, network: body['network'] as unknown as Network }
  if (type === 'estate.states.declared') {
    const { zone, states } = body as unknown as { zone: string; states: DeclaredState[] }
    return { ...state, zone, documented: states }
  }
  const left = state.declared.filter(({ id }) => id !== body['id'])
  return {
    ...state,
    declared: type === DEPARTURE_ENDED ? left : [...left, body as unknown as DeclaredState],
  }
}

/** All that was declared, by documents and by those on duty. */
export function statesOf({ documented, declared }: Departures): DeclaredState[] {
  return [...documented, ...declared]
}

/** The departures that have begun at an instant and are still declared, those past their deadline among them. */
export function begun(states: readonly DeclaredState[], atMs: number): DeclaredState[] {
  return states.filter(({ from }) => from === undefined || Date.parse(from) <= atMs)
}

export function isOverdue({ until }: DeclaredState, atMs: number): boolean {
  return until !== undefined && Date.parse(until) <= atMs
}

function judged(state: Departures, atMs: number): Judgement {
  const departed = begun(statesOf(state), atMs)
  const population = [{ noun: DEPARTURES, total: departed.length, judged: departed.length }]
  const standing = { freshness: 'fresh', basis: 'computed', population } as const
  if (departed.length === 0) return { ...standing, verdict: 'not-applicable', because: [] }
  const elements = state.network && elementsOf(state.network)
  const because = departed.map((one) => reasonOf(one, elements, state.zone, atMs))
  return { ...standing, verdict: worst(because.map(({ verdict }) => verdict!)), because }
}

const STATE: Record<DeclaredState['is'], Text> = {
  down: { ja: '停止中', en: 'down' },
  degraded: { ja: '性能低下中', en: 'degraded' },
  'in-maintenance': { ja: '保守中', en: 'in maintenance' },
}

function reasonOf(state: DeclaredState, elements: Elements | undefined, zone: string, atMs: number): Because {
  const thing = nameOf(state.of, elements)
  const is = STATE[state.is]
  const cause =
    state.because === undefined
      ? { ja: '', en: '' }
      : { ja: `（${state.because}）`, en: ` (${state.because})` }
  const evidence = [{ kind: 'state', ref: state.id }]
  const objects = [state.of]
  if (state.until !== undefined && isOverdue(state, atMs)) {
    const deadline = saidAt(Date.parse(state.until), zone)
    return {
      text: {
        ja: `${thing.ja} は${is.ja}${cause.ja}のまま、復旧の期限 ${deadline.ja} を過ぎています。`,
        en: `${thing.en} is still ${is.en}${cause.en} past its restoration deadline, ${deadline.en}.`,
      },
      evidence,
      objects,
      verdict: 'fail',
    }
  }
  const open = enumerated(missingOf(state))
  if (open.ja !== '')
    return {
      text: {
        ja: `${thing.ja} は${is.ja}${cause.ja}ですが、${open.ja}が決まっていません。`,
        en: `${thing.en} is ${is.en}${cause.en}, and nobody has said ${open.en}.`,
      },
      evidence,
      objects,
      verdict: 'unknown',
    }
  const deadline = saidAt(Date.parse(state.until ?? ''), zone)
  return {
    text: {
      ja: `${thing.ja} は${is.ja}${cause.ja}で、${state.owner ?? ''} が ${deadline.ja} までに復旧します。`,
      en: `${thing.en} is ${is.en}${cause.en}; ${state.owner ?? ''} is to restore it by ${deadline.en}.`,
    },
    evidence,
    objects,
    verdict: 'pass',
  }
}

/** What of cause, owner and deadline is not said. */
function missingOf({ because, owner, until }: DeclaredState): Text[] {
  return [
    ...(because === undefined ? [{ ja: '原因', en: 'why' }] : []),
    ...(owner === undefined ? [{ ja: '責任者', en: 'who restores it' }] : []),
    ...(until === undefined ? [{ ja: '復旧の期限', en: 'by when' }] : []),
  ]
}

function nameOf(id: string, elements: Elements | undefined): Text {
  const element = elements === undefined ? -1 : elementOf(elements, id)
  return elements === undefined || element < 0 ? { ja: id, en: id } : called(elements, element)
}
