import type { Judgement } from '../../charter/control.ts'
import { worst, type Because, type Evidence } from '../../charter/verdict.ts'
import type { Histories } from '../../estate/history.ts'
import type { Network } from '../../estate/network.ts'
import type { Resource } from '../../estate/resource.ts'
import { civilAt, civilDay } from '../../platform/civil-time.ts'
import { InputError } from '../../platform/failure.ts'
import type { Text } from '../../platform/text.ts'
import type { Declared } from './declared.ts'
import type { Exhaustion } from './exhaust/exhaustion.ts'
import { CERTAINTY } from './exhaust/exhaustion.ts'
import { exhaustionsOf, needsSurvival } from './exhaust/loads.ts'
import type { RecordedForecast } from './recorded.ts'
import { survivalOf } from './survival-once.ts'

/** Resources that are forecast at once; each takes some tens of milliseconds. */
const RESOURCES_AT_ONCE_MAX = 200

type Standing = Pick<
  Exhaustion,
  'exhausts' | 'order_by' | 'late' | 'observed' | 'cannot_forecast' | 'lower_bound'
>

/** What is to be said of each resource at an instant, with the end of the oldest observation. */
export function judgedResources(
  state: Declared,
  atMs: number,
  noun: Text,
): Pick<Judgement, 'verdict' | 'population' | 'because' | 'observed'> {
  const { network, histories, source, forecasts, scope } = state
  const zone = scope?.zone ?? 'UTC'
  const { resources } = network!
  const found = standingOf(network!, histories, civilAt(atMs, zone).date, zone)
  const documents: Evidence[] = source ? [{ kind: 'document', ...source }] : []
  const because: Because[] = []
  let judged = 0
  const ends: string[] = []
  for (const [index, resource] of resources.entries()) {
    const own = found === 'too-many' ? undefined : found[index]
    const standing =
      own?.cannot_forecast === undefined && own ? own : (recorded(forecasts[resource.id]) ?? own)
    const history = Object.hasOwn(histories, resource.id) ? histories[resource.id] : undefined
    const evidence = history
      ? [...documents, { kind: 'file', ref: history.path, sha256: history.sha256 }]
      : documents
    const reasons = reasonsFor(resource, standing, scope?.kind !== 'network-file')
    because.push(...reasons.map((reason) => ({ ...reason, evidence, objects: [resource.id] })))
    if (!reasons.some(({ verdict }) => verdict === 'unknown')) judged += 1
    if (standing?.observed !== undefined) ends.push(standing.observed)
  }
  const oldest = ends.toSorted()[0]
  return {
    verdict: worst(because.map(({ verdict }) => verdict ?? 'pass')),
    population: [{ noun, total: resources.length, judged }],
    because,
    ...(oldest !== undefined && { observed: new Date(civilDay(oldest, zone).untilMs).toISOString() }),
  }
}

function recorded(made: RecordedForecast | undefined): Standing | undefined {
  if (made === undefined) return undefined
  const { exhausts, order_by, late, observed } = made
  return { exhausts, order_by, late, observed }
}

type Kept = { today: string; histories: Histories; found: Exhaustion[] | 'too-many' }
const kept = new WeakMap<Network, Kept>()

/** The same network with the same histories on the same day: the same answer, found once. */
export function standingOf(
  network: Network,
  histories: Histories,
  today: string,
  zone: string,
): Kept['found'] {
  const known = kept.get(network)
  if (known !== undefined && known.today === today && known.histories === histories) return known.found
  const found =
    network.resources.length > RESOURCES_AT_ONCE_MAX
      ? 'too-many'
      : readable(network, histories, { zone, today, quantile: CERTAINTY })
  kept.set(network, { today, histories, found })
  return found
}

/** A history that cannot be read makes its own resource unknown, not the others. */
function readable(
  network: Network,
  histories: Histories,
  looking: { zone: string; today: string; quantile: number },
): Exhaustion[] {
  const survival = needsSurvival(network) ? survivalOf(network) : undefined
  return network.resources.map((resource) => {
    try {
      return exhaustionsOf({ ...network, resources: [resource] }, histories, survival, looking)[0]!
    } catch (problem) {
      if (!(problem instanceof InputError)) throw problem
      const never = { date: null, median: null, lower: null, upper: null }
      return {
        id: resource.id,
        unit: resource.unit,
        usable: resource.maximum - resource.reserve,
        exhausts: never,
        steady: never,
        under_failure: null,
        because: [],
        cannot_forecast: {
          ja: `実績を読めません（${problem.message}）。`,
          en: `The history cannot be read (${problem.message}).`,
        },
      }
    }
  })
}

type Reason = Pick<Because, 'text' | 'verdict'>

/** One network file says nothing of people, so an owner is only missed in a workspace. */
function reasonsFor(resource: Resource, standing: Standing | undefined, ownerNeeded: boolean): Reason[] {
  const name = { ja: resource.name ?? resource.id, en: resource.name_en ?? resource.name ?? resource.id }
  const reasons: Reason[] = []
  if (resource.owner === undefined)
    reasons.push({
      ...(ownerNeeded && { verdict: 'unknown' as const }),
      text: {
        ja: `${name.ja} の責任者（owner）が登録されていません。`,
        en: `Who answers for ${name.en} (owner) is not known.`,
      },
    })
  if (standing === undefined)
    reasons.push({
      verdict: 'unknown',
      text: {
        ja: `${name.ja}：資源が ${RESOURCES_AT_ONCE_MAX} を超えるため、その場では予測していません。`,
        en: `${name.en}: there are more than ${RESOURCES_AT_ONCE_MAX} resources, so it was not forecast at once.`,
      },
    })
  else if (standing.cannot_forecast)
    reasons.push({
      verdict: 'unknown',
      text: {
        ja: `${name.ja}：${standing.cannot_forecast.ja}`,
        en: `${name.en}: ${standing.cannot_forecast.en}`,
      },
    })
  else reasons.push(orderReason(resource, name, standing))
  if (standing?.lower_bound === true)
    reasons.push({
      text: {
        ja: `${name.ja} の実績は上限に張り付いているため、予測は下限です。`,
        en: `What was measured of ${name.en} stands at its ceiling, so the forecast is a lower bound.`,
      },
    })
  return reasons
}

function orderReason(resource: Resource, name: Text, { exhausts, order_by, late }: Standing): Reason {
  const { date } = exhausts
  if (date === null)
    return {
      verdict: 'pass',
      text: { ja: `${name.ja} は5年以内に尽きません。`, en: `${name.en} does not run out within 5 years.` },
    }
  if (late === undefined)
    return {
      verdict: 'unknown',
      text: {
        ja: `${name.ja} は ${date} に尽きますが、納期（lead_time_days）が不明なため、発注期限を判定できません。`,
        en: `${name.en} runs out on ${date}, but its lead time is unknown, so by when to order cannot be told.`,
      },
    }
  if (!late)
    return {
      verdict: 'pass',
      text: {
        ja: `${name.ja} は ${date} に尽きます。発注期限は ${order_by} です。`,
        en: `${name.en} runs out on ${date}; order by ${order_by}.`,
      },
    }
  return {
    verdict: 'fail',
    text:
      order_by == null
        ? {
            ja: `${name.ja} は ${date} に尽き、間に合う締切日がもうありません（締切日 ${resource.deadlines.length} 件）。`,
            en: `${name.en} runs out on ${date}, and none of its ${resource.deadlines.length} deadlines works any more.`,
          }
        : {
            ja: `${name.ja} は ${date} に尽きます。発注期限 ${order_by} を過ぎています。`,
            en: `${name.en} runs out on ${date}; the last day to order, ${order_by}, has passed.`,
          },
  }
}
