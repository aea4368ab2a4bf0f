import type { Judgement } from '../../charter/control.ts'
import { worst, type Because, type Evidence } from '../../charter/verdict.ts'
import type { Resource } from '../../estate/resource.ts'
import { civilAt, civilDay } from '../../platform/civil-time.ts'
import type { Text } from '../../platform/text.ts'
import type { Declared } from './declared.ts'
import { refusedText } from './declared-orders.ts'
import { overdueOf } from './plan/plan.ts'
import { historiesOf } from './stored/peaks.ts'
import {
  exhaustionsOn,
  ordersFor,
  RESOURCES_AT_ONCE_MAX,
  standingOf,
  zoneOf,
  type Standing,
} from './standing.ts'

/** What is to be said of each resource at an instant, with the end of the oldest observation. */
export function judgedResources(
  state: Declared,
  atMs: number,
  noun: Text,
): Pick<Judgement, 'verdict' | 'population' | 'because' | 'observed'> {
  const { network, source, scope } = state
  const histories = historiesOf(state)
  const zone = zoneOf({ scope })
  const today = civilAt(atMs, zone).date
  const { resources } = network!
  const found = exhaustionsOn(state, today, zone)
  const documents: Evidence[] = source ? [{ kind: 'document', ...source }] : []
  const because: Because[] = []
  let judged = 0
  const ends: string[] = []
  for (const [index, resource] of resources.entries()) {
    const standing = found && standingOf(state, found[index]!)
    const history = Object.hasOwn(histories, resource.id) ? histories[resource.id] : undefined
    const evidence = history
      ? [...documents, { kind: 'file', ref: history.path, sha256: history.sha256 }]
      : documents
    const reasons = [
      ...reasonsFor(resource, standing, scope?.kind !== 'network-file'),
      ...planReasons(state, resource, standing, today),
    ]
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

/** The unit of its amounts. */
export function unitOf({ unit, unit_en }: Pick<Resource, 'unit' | 'unit_en'>): Text {
  return { ja: unit, en: unit_en ?? unit }
}

/** What one resource is called. */
export function nameOf({ id, name, name_en }: Pick<Resource, 'id' | 'name' | 'name_en'>): Text {
  return { ja: name ?? id, en: name_en ?? name ?? id }
}

type Reason = Pick<Because, 'text' | 'verdict'>

/** One network file says nothing of people, so an owner is only missed in a workspace. */
function reasonsFor(resource: Resource, standing: Standing | undefined, ownerNeeded: boolean): Reason[] {
  const name = nameOf(resource)
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

/** What approved plans have to do with it: that they count, come too late, or never came. */
function planReasons(
  state: Declared,
  resource: Resource,
  standing: Standing | undefined,
  today: string,
): Reason[] {
  const name = nameOf(resource)
  const unit = unitOf(resource)
  const date = standing?.exhausts.date ?? null
  const { counted, refused } = ordersFor(state, resource, today)
  const ahead = counted.filter(({ delivered }) => delivered >= today)
  const reasons = ahead.map(({ id, amount, delivered }): Reason => {
    const isLate = date !== null && delivered > date
    return {
      text: isLate
        ? {
            ja: `${name.ja} の承認済みの発注 ${id} が届くのは ${delivered} で、尽きる日に間に合いません。`,
            en: `The approved order ${id} of ${name.en} comes on ${delivered}, after it has run out.`,
          }
        : {
            ja: `${name.ja} は、${delivered} に届く承認済みの発注 ${id}（${amount} ${unit.ja}）を数えています。`,
            en: `For ${name.en} the approved order ${id} of ${amount} ${unit.en}, due on ${delivered}, is counted.`,
          },
    }
  })
  const overdue = overdueOf(state.plans, resource.id, today).map(({ id, delivered }): Reason => ({
    text: {
      ja: `${name.ja} の発注 ${id} は ${delivered} に届くはずでしたが、届いたと記録されていないため、数えていません。`,
      en: `The order ${id} of ${name.en} was due on ${delivered}; nobody recorded that it came, so it is not counted.`,
    },
  }))
  const uncounted = refused.map((one): Reason => ({ text: refusedText(one, name) }))
  return [...reasons, ...uncounted, ...overdue]
}
