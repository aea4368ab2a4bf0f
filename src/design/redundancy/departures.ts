import { defineControl, type Judgement } from '../../charter/control.ts'
import { saidAt } from '../../charter/instant.ts'
import type { DeclaredState } from '../../charter/check.ts'
import type { Because } from '../../charter/verdict.ts'
import { worst } from '../../charter/verdict.ts'
import type { Network } from '../../estate/network.ts'
import type { Text } from '../../platform/text.ts'
import { elementOf, elementsOf, type Elements } from './elements.ts'
import { called } from './wording.ts'

/** Departures from the steady state (定常時) as declared, beside the network whose elements they name. */
export type Departures = { network?: Network; declared?: { zone: string; states: DeclaredState[] } }

const DEPARTURES: Text = { ja: '定常時からの逸脱', en: 'departures from the steady state' }

/**
 * 2.1, "redundancy now": each fault, maintenance or migration that departs from the steady state is restored by its
 * deadline. One that is still declared past it fails; one without a deadline is unknown; none, and there is nothing to
 * judge.
 */
export const departuresControl = defineControl<Departures>({
  id: 'redundancy.departures',
  clause: '2.1',
  title: { ja: '定常時からの逸脱を期限までに戻すこと', en: 'Departures are restored by their deadline' },
  facts: ['estate.network.declared', 'estate.states.declared'],
  initial: {},
  fold: (state, { type, body }) =>
    type === 'estate.network.declared'
      ? { ...state, network: body['network'] as unknown as Network }
      : { ...state, declared: body as unknown as NonNullable<Departures['declared']> },
  judge: judged,
})

/** The departures that have begun at an instant and are still declared, those past their deadline among them. */
export function begun(states: readonly DeclaredState[], atMs: number): DeclaredState[] {
  return states.filter(({ from }) => from === undefined || Date.parse(from) <= atMs)
}

export function isOverdue({ until }: DeclaredState, atMs: number): boolean {
  return until !== undefined && Date.parse(until) <= atMs
}

function judged({ network, declared }: Departures, atMs: number): Judgement {
  const departed = declared === undefined ? [] : begun(declared.states, atMs)
  const population = [{ noun: DEPARTURES, total: departed.length, judged: departed.length }]
  const standing = { freshness: 'fresh', basis: 'computed', population } as const
  if (declared === undefined || departed.length === 0)
    return { ...standing, verdict: 'not-applicable', because: [] }
  const elements = network && elementsOf(network)
  const because = departed.map((state) => reasonOf(state, elements, declared.zone, atMs))
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
  if (state.until === undefined)
    return {
      text: {
        ja: `${thing.ja} は${is.ja}${cause.ja}ですが、復旧の期限が決まっていません。`,
        en: `${thing.en} is ${is.en}${cause.en}, and no deadline is set for its restoration.`,
      },
      evidence,
      objects,
      verdict: 'unknown',
    }
  const deadline = saidAt(Date.parse(state.until), zone)
  if (isOverdue(state, atMs))
    return {
      text: {
        ja: `${thing.ja} は${is.ja}${cause.ja}のまま、復旧の期限 ${deadline.ja} を過ぎています。`,
        en: `${thing.en} is still ${is.en}${cause.en} past its restoration deadline, ${deadline.en}.`,
      },
      evidence,
      objects,
      verdict: 'fail',
    }
  return {
    text: {
      ja: `${thing.ja} は${is.ja}${cause.ja}で、復旧の期限は ${deadline.ja} です。`,
      en: `${thing.en} is ${is.en}${cause.en}; it is to be restored by ${deadline.en}.`,
    },
    evidence,
    objects,
    verdict: 'pass',
  }
}

function nameOf(id: string, elements: Elements | undefined): Text {
  const element = elements === undefined ? -1 : elementOf(elements, id)
  return elements === undefined || element < 0 ? { ja: id, en: id } : called(elements, element)
}
