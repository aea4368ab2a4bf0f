import { defineControl, type Judgement } from '../../charter/control.ts'
import { worst, type Because, type Population } from '../../charter/verdict.ts'
import type { Network } from '../../estate/network.ts'
import type { Resource } from '../../estate/resource.ts'
import type { Text } from '../../platform/text.ts'
import { CAPACITY_FACTS, declaredAfter, NOTHING_DECLARED, type Declared } from './declared.ts'
import { judgedResources, nameOf } from './resource-reasons.ts'
import { surgesOf } from './surge/surge.ts'
import { survivalOf } from './survival-once.ts'
import { survivalReasons } from './survival-reasons.ts'

const STANDING = { freshness: 'fresh', basis: 'computed' } as const
const DEMANDS: Text = { ja: '需要', en: 'demands' }
const RESOURCES: Text = { ja: '資源', en: 'resources' }
const PROCEDURES: Text = { ja: '処理手続', en: 'procedures' }

const NO_NETWORK: Text = {
  ja: 'ネットワークが登録されていないため、判定できません。',
  en: 'No network has been declared, so nothing can be judged.',
}

/**
 * 2.2: at rest and under every single failure, all demands are carried and nothing carries more than it can. Unknown
 * without demands, with unknown capacities, and where the network is too large to be judged at once.
 */
export const survivalControl = defineControl<Declared>({
  id: 'capacity.single-failure',
  clause: '2.2',
  title: { ja: '一重故障時にも容量を超えないこと', en: 'No overload under any single failure' },
  facts: CAPACITY_FACTS,
  initial: NOTHING_DECLARED,
  fold: declaredAfter,
  judge: ({ network, source }) => {
    if (network === undefined) return unknown(DEMANDS, 0, NO_NETWORK)
    const evidence = source ? [{ kind: 'document', ...source }] : []
    const report = survivalOf(network)
    if (report === undefined)
      return unknown(DEMANDS, network.demands.length, {
        ja: 'ネットワークが大きいため、その場では判定していません。kensho capacity survive で判定してください。',
        en: 'The network is too large to be judged at once; judge it with kensho capacity survive.',
      })
    const reasons = survivalReasons(network, report)
    const because: Because[] = reasons.map((reason) => ({ ...reason, evidence }))
    const judged = report.demands.count > 0 && report.unknown.length === 0 ? report.demands.count : 0
    const population: Population[] = [{ noun: DEMANDS, total: network.demands.length, judged }]
    const verdict = worst(because.map((reason) => reason.verdict ?? 'pass'))
    return { ...STANDING, verdict, population, because }
  },
})

/** How often what was measured is to reach into the forecast: a quarter. */
const CADENCE_DAYS = 92

/**
 * 2.2: every resource has an owner and a forecast in cadence, and where it runs out there is still time to order.
 * Fails where the last day to order has passed; unknown where no resource is known or one cannot be forecast.
 */
export const resourcesControl = defineControl<Declared>({
  id: 'capacity.ordered-in-time',
  clause: '2.2',
  title: { ja: '資源が尽きる前に発注できること', en: 'Resources are ordered before they run out' },
  facts: CAPACITY_FACTS,
  cadence: { days: CADENCE_DAYS },
  initial: NOTHING_DECLARED,
  fold: declaredAfter,
  judge: (state, atMs) => {
    const resources = state.network?.resources ?? []
    if (resources.length > 0) return { ...STANDING, ...judgedResources(state, atMs, RESOURCES) }
    if (state.scope?.kind === 'network-file')
      return notApplicable(RESOURCES, {
        ja: 'この一つのファイルには資源（resources）が書かれていません。',
        en: 'This one file says nothing of resources.',
      })
    return unknown(RESOURCES, 0, {
      ja: '資源（resources）が登録されていないため、上限と発注期限を判定できません。',
      en: 'No resources are known, so neither what they can bear nor when to order can be judged.',
    })
  },
})

/** Kinds of resources that live through a failure only if the sessions can come back. */
const STATEFUL = /^(?:sessions?|nat|pdn|bearers?|subscribers?|attach(?:es)?|セッション)$/iu

/**
 * 2.2: what comes back at once after a single failure, or when it is over, drains in time. A resource of sessions
 * without a procedure by which they come back is unknown: capacity at rest does not show that it survives.
 */
export const surgeControl = defineControl<Declared>({
  id: 'capacity.restart-surge',
  clause: '2.2',
  title: { ja: '再接続の集中に耐えること', en: 'The surge after a failure drains in time' },
  facts: CAPACITY_FACTS,
  initial: NOTHING_DECLARED,
  fold: declaredAfter,
  judge: ({ network, source }) => {
    const procedures = network?.procedures ?? []
    const bare = network === undefined ? [] : uncoveredOf(network)
    if (network === undefined || (procedures.length === 0 && bare.length === 0))
      return notApplicable(PROCEDURES, {
        ja: 'セッションを持つ資源も処理手続（procedures）も登録されていません。',
        en: 'Neither resources that hold sessions nor procedures are declared.',
      })
    const evidence = source ? [{ kind: 'document', ...source }] : []
    const reports = surgesOf(network)
    const because = reports.flatMap((report) =>
      report.because.map((text): Because => ({
        text,
        evidence,
        objects: [report.id, ...failuresOf(report.events)],
        verdict: report.verdict,
      })),
    )
    if (bare.length > 0)
      because.push({ text: uncovered(bare), evidence, objects: bare.map(({ id }) => id), verdict: 'unknown' })
    const judged = reports.filter(({ verdict }) => verdict !== 'unknown').length
    const population = [{ noun: PROCEDURES, total: procedures.length, judged }]
    const verdict = worst(because.map((one) => one.verdict ?? 'pass'))
    return { ...STANDING, verdict, population, because }
  },
})

/** The resources of sessions of which no procedure says how what they hold comes back. */
function uncoveredOf({ resources, procedures, groups, nodes }: Network): Resource[] {
  const known = new Set(nodes.map(({ id }) => id))
  const members = new Map(groups.map((group) => [group.id, group.members]))
  const named = new Set(
    procedures.flatMap((one) => [...Object.keys(one.servers), ...Object.keys(one.sessions)]),
  )
  const kinds = new Set(procedures.flatMap(({ kind }) => kind ?? []))
  return resources.filter((resource) => {
    if (resource.kind === undefined || !STATEFUL.test(resource.kind)) return false
    const element = resource.of ?? resource.id
    const nodesOf = members.get(element) ?? (known.has(element) ? [element] : [])
    // What stands on no node at all is covered by a procedure of its kind.
    return nodesOf.length === 0 ? !kinds.has(resource.kind) : !nodesOf.every((id) => named.has(id))
  })
}

function uncovered(bare: readonly Resource[]): Text {
  const names = bare.slice(0, NAMED_MAX).map(nameOf)
  const more = bare.length - names.length
  return {
    ja: `${names.map(({ ja }) => ja).join('、')}${more > 0 ? ` ほか ${more} 件` : ''} はセッションを持ちますが、再接続の処理手続（procedures）が登録されていないため、故障後に戻れるか判定できません。平常時の容量だけでは適合になりません。`,
    en: `No procedure says how the sessions of ${names.map(({ en }) => en).join(', ')}${more > 0 ? ` and ${more} more` : ''} come back, so whether they survive a failure cannot be judged; capacity at rest alone never passes.`,
  }
}

const NAMED_MAX = 10
const OBJECTS_MAX = 50

function failuresOf(events: readonly { failure: string; verdict: string }[]): string[] {
  const failing = events.filter(({ verdict }) => verdict === 'fail').map(({ failure }) => failure)
  return [...new Set(failing)].slice(0, OBJECTS_MAX)
}

function unknown(noun: Text, total: number, text: Text, objects: string[] = []): Judgement {
  const because: Because[] = [{ text, evidence: [], objects, verdict: 'unknown' }]
  return { ...STANDING, verdict: 'unknown', population: [{ noun, total, judged: 0 }], because }
}

function notApplicable(noun: Text, text: Text): Judgement {
  const because: Because[] = [{ text, evidence: [], objects: [], verdict: 'not-applicable' }]
  return { ...STANDING, verdict: 'not-applicable', population: [{ noun, total: 0, judged: 0 }], because }
}

/** The controls of 2.2, in the order in which they are shown. */
export const capacityControls = [survivalControl, resourcesControl, surgeControl]
