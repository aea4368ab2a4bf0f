import type { Histories } from '../../estate/history.ts'
import type { Network } from '../../estate/network.ts'
import type { Resource } from '../../estate/resource.ts'
import { InputError } from '../../platform/failure.ts'
import type { Declared } from './declared.ts'
import { CERTAINTY, type Exhaustion } from './exhaust/exhaustion.ts'
import { exhaustionsOf, needsSurvival } from './exhaust/loads.ts'
import { orderBy } from './exhaust/order-by.ts'
import { declaredOrders } from './declared-orders.ts'
import { ordersOf } from './plan/plan.ts'
import type { RecordedForecast } from './recorded.ts'
import { historiesOf, whyUnread } from './stored/peaks.ts'
import { survivalOf } from './survival-once.ts'

/** Resources that are forecast at once; each takes some tens of milliseconds. */
export const RESOURCES_AT_ONCE_MAX = 200

/** How a resource stands: as forecast now, else as last recorded. */
export type Standing = Pick<
  Exhaustion,
  'exhausts' | 'order_by' | 'ask_by' | 'deadline' | 'late' | 'observed' | 'cannot_forecast' | 'lower_bound'
> &
  Partial<Exhaustion>

/** When a resource runs out does not depend on the day of asking, only on what was measured and is on order. */
type Kept = { histories: Histories; found: Map<string, Exhaustion> }
const kept = new WeakMap<Network, Kept>()

/**
 * The orders that enlarge a resource on a civil day: those of approved plans, and what documents declare as ordered, as
 * far as that counts; and those of the documents that do not, with why.
 */
export function ordersFor(
  { approvers, plans, scope }: Pick<Declared, 'approvers' | 'plans' | 'scope'>,
  resource: Resource,
  today: string,
): ReturnType<typeof declaredOrders> {
  const { counted, refused } = declaredOrders(resource, approvers, { today, zone: zoneOf({ scope }) })
  return { counted: [...counted, ...ordersOf(plans, resource, today)], refused }
}

/** The resource as it stands on a civil day, with the orders that enlarge it. */
export function withPlans(state: Declared, resource: Resource, today: string): Resource {
  const { counted: orders } = ordersFor(state, resource, today)
  return orders.length === 0 && resource.orders.length === 0 ? resource : { ...resource, orders }
}

export function zoneOf({ scope }: Pick<Declared, 'scope'>): string {
  return scope?.zone ?? 'UTC'
}

/** Of every resource, in the documents' order, on a civil day in a zone; undefined where there are too many at once. */
export function exhaustionsOn(
  state: Declared,
  today: string,
  zone: string,
  atOnceMax = RESOURCES_AT_ONCE_MAX,
): Exhaustion[] | undefined {
  const { network } = state
  if (network === undefined) return []
  if (network.resources.length > atOnceMax) return undefined
  return network.resources.map((resource) =>
    exhaustionOn(state, network, withPlans(state, resource, today), { today, zone }),
  )
}

/** How one resource stands; undefined where it is not declared, or nothing was forecast of so many. */
export function resourceStanding(
  state: Declared,
  id: string,
  today: string,
  zone: string,
): Standing | undefined {
  const { network } = state
  const resource = network?.resources.find((one) => one.id === id)
  if (network === undefined || resource === undefined) return undefined
  const own = exhaustionOn(state, network, withPlans(state, resource, today), { today, zone })
  return standingOf(state, own)
}

/** What was forecast now, or, where that cannot be, what was recorded last. */
export function standingOf({ forecasts }: Pick<Declared, 'forecasts'>, own: Exhaustion): Standing {
  if (own.cannot_forecast === undefined) return own
  return recorded(Object.hasOwn(forecasts, own.id) ? forecasts[own.id] : undefined) ?? own
}

function recorded(made: RecordedForecast | undefined): Standing | undefined {
  if (made === undefined) return undefined
  const { exhausts, order_by, late, observed } = made
  return { exhausts, order_by, late, observed }
}

function exhaustionOn(
  state: Declared,
  network: Network,
  resource: Resource,
  { today, zone }: { today: string; zone: string },
): Exhaustion {
  const histories = historiesOf(state)
  const held = kept.get(network)
  const same = held?.histories === histories ? held : { histories, found: new Map<string, Exhaustion>() }
  kept.set(network, same)
  const key = `${zone} ${resource.id} ${JSON.stringify(resource.orders)}`
  const found = same.found.get(key) ?? readable(network, resource, histories, { today, zone })
  same.found.set(key, found)
  if (found.cannot_forecast !== undefined) {
    const unread = resource.observed && whyUnread(state.peaks, resource)
    return unread === undefined ? found : { ...found, cannot_forecast: unread }
  }
  const { order_by: _order, ask_by: _ask, deadline: _deadline, late: _late, ...rest } = found
  return { ...rest, ...orderBy(found.exhausts.date, resource, today) }
}

/** A history that cannot be read makes its own resource unknown, not the others. */
function readable(
  network: Network,
  resource: Resource,
  histories: Histories,
  when: { zone: string; today: string },
): Exhaustion {
  const survival = needsSurvival(network) ? survivalOf(network) : undefined
  try {
    const looking = { ...when, quantile: CERTAINTY }
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
}
