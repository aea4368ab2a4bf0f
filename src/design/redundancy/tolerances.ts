import { defineControl, type Judgement } from '../../charter/control.ts'
import { saidAt } from '../../charter/instant.ts'
import { samePerson } from '../../charter/person.ts'
import { SCOPE_DECLARED, scopeIn, type Scope } from '../../charter/scope.ts'
import type { Because } from '../../charter/verdict.ts'
import { worst } from '../../charter/verdict.ts'
import type { Network, Service, Tolerance } from '../../estate/network.ts'
import type { Text } from '../../platform/text.ts'
import { elementOf, elementsOf, type Elements } from './elements.ts'
import { called } from './wording.ts'

type State = { scope?: Scope; network?: Network }

const TOLERATED: Text = { ja: '許容したリスク', en: 'tolerated risks' }

/**
 * 2.1: what a service may rest on all the same is named as a risk, with reason, approver and end. One that its own
 * requester approved, or that has ended, fails; one without terms is unknown (a single network file holds no terms: there
 * it does not apply).
 */
export const tolerancesControl = defineControl<State>({
  id: 'redundancy.tolerances',
  clause: '2.1',
  title: { ja: '許容したリスクの理由・承認・期限', en: 'What is tolerated has reason, approver and end' },
  facts: [SCOPE_DECLARED, 'estate.network.declared'],
  initial: {},
  fold: (state, fact) =>
    fact.type === SCOPE_DECLARED
      ? { ...state, scope: scopeIn(fact) }
      : { ...state, network: fact.body['network'] as unknown as Network },
  judge: judged,
})

/** Whether a tolerance holds at an instant (epoch milliseconds): approved by another before, and not ended. */
export function holds({ requested_by, approved_by, approved_at, until }: Tolerance, atMs: number): boolean {
  return !samePerson(requested_by, approved_by) && Date.parse(approved_at) <= atMs && atMs < Date.parse(until)
}

/** The network without tolerances that do not hold; the same one where all do. A risk without terms stays tolerated. */
export function withStandingTolerances(network: Network, atMs: number): Network {
  const lapsed = network.services.some(({ tolerances }) => tolerances?.some((one) => !holds(one, atMs)))
  if (!lapsed) return network
  const services = network.services.map((service): Service => {
    const gone = new Set(service.tolerances?.filter((one) => !holds(one, atMs)).map(({ risk }) => risk))
    return gone.size === 0
      ? service
      : { ...service, tolerate: service.tolerate.filter((risk) => !gone.has(risk)) }
  })
  return { ...network, services }
}

function judged({ scope, network }: State, atMs: number): Judgement {
  const tolerated = (network?.services ?? []).flatMap((service) =>
    service.tolerate.map((risk) => ({ service, risk })),
  )
  const population = [{ noun: TOLERATED, total: tolerated.length, judged: tolerated.length }]
  const standing = { freshness: 'fresh', basis: 'computed', population } as const
  if (network === undefined || tolerated.length === 0 || scope?.kind === 'network-file')
    return { ...standing, verdict: 'not-applicable', because: [] }
  const elements = elementsOf(network)
  const because = tolerated.map(({ service, risk }) => reasonOf(elements, service, risk, scope, atMs))
  return { ...standing, verdict: worst(because.map(({ verdict }) => verdict!)), because }
}

function reasonOf(
  elements: Elements,
  service: Service,
  risk: string,
  scope: Scope | undefined,
  atMs: number,
): Because {
  const element = elementOf(elements, risk)
  const thing = element < 0 ? { ja: risk, en: risk } : called(elements, element)
  const of = { ja: service.name ?? service.id, en: service.name_en ?? service.name ?? service.id }
  const evidence = [{ kind: 'service', ref: service.id }]
  const objects = [risk, service.id]
  const terms = service.tolerances?.find((one) => one.risk === risk)
  if (terms === undefined) {
    const text = {
      ja: `${of.ja}が${thing.ja}に頼ることは許容されていますが、理由・承認者・期限が記されていません。`,
      en: `That ${of.en} rests on ${thing.en} is tolerated, but neither reason nor approver nor end is recorded.`,
    }
    return { text, evidence, objects, verdict: 'unknown' }
  }
  if (samePerson(terms.requested_by, terms.approved_by)) {
    const text = {
      ja: `${of.ja}が${thing.ja}に頼ることは、求めた人（${terms.requested_by}）が自ら承認しており、許容になりません。`,
      en: `That ${of.en} rests on ${thing.en} was approved by who asked for it (${terms.requested_by}), and is not tolerated.`,
    }
    return { text, evidence, objects, verdict: 'fail' }
  }
  const until = saidAt(Date.parse(terms.until), scope?.zone ?? 'UTC')
  if (!holds(terms, atMs)) {
    const text = {
      ja: `${of.ja}が${thing.ja}に頼ることの許容は、いま効力がありません（${until.ja}まで）。`,
      en: `That ${of.en} rests on ${thing.en} is not tolerated now (it is until ${until.en}).`,
    }
    return { text, evidence, objects, verdict: 'fail' }
  }
  const text = {
    ja: `${of.ja}が${thing.ja}に頼ることは、${until.ja}まで許容されている：${terms.reason.ja}`,
    en: `That ${of.en} rests on ${thing.en} is tolerated until ${until.en}: ${terms.reason.en}`,
  }
  return { text, evidence, objects, verdict: 'pass' }
}
