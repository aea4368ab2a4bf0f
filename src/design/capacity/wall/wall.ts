import type { PeakKind, ObservedSeries, Resource } from '../../../estate/resource.ts'
import type { Text } from '../../../platform/text.ts'
import type { Declared } from '../declared.ts'
import { refusedText } from '../declared-orders.ts'
import { dayOf } from '../exhaust/civil-days.ts'
import { dailyPeaks } from '../exhaust/daily-peaks.ts'
import type { Crossing } from '../exhaust/exhaustion.ts'
import { historiesOf, type Measured } from '../stored/peaks.ts'
import { readSeries, type Series } from '../forecast/csv-series.ts'
import { InputError } from '../../../platform/failure.ts'
import { planStateOn, type Plan, type PlanState } from '../plan/plan.ts'
import { nameOf, unitOf } from '../resource-reasons.ts'
import {
  exhaustionsOn,
  ordersFor,
  resourceStanding,
  standingOf,
  withPlans,
  type Standing,
} from '../standing.ts'

/**
 * How a resource stands on the wall: `late` where the last day to order has passed, `soon` where what is next to do for
 * it (ask for the budget, order) is due within `SOON_DAYS`, `ordered` where an approved order puts it off, `open` where
 * there is time, `never` where it lasts for all the years that are looked at, `unknown` where that cannot be told.
 */
export type WallState = 'late' | 'soon' | 'ordered' | 'open' | 'never' | 'unknown'

/** One resource on the wall. Amounts in `unit`; dates are civil. */
export type WallRow = Omit<Standing, 'id' | 'unit' | 'usable' | 'exhausts'> & {
  id: string
  name: Text
  kind?: string
  of?: string
  owner?: string
  unit: Text
  maximum: number
  /** What the maximum was counted from, each as it is written. */
  ranges?: string[]
  range_space?: string
  check_digit?: 'luhn'
  /** What of a day is held against the maximum; absent: its highest value. */
  peak_kind?: PeakKind
  /** The CSV that it is forecast from, as the document names it, and what the series cannot show more than. */
  history?: string
  /** The series of the monitoring store that measures it. */
  stored?: ObservedSeries
  ceiling?: number
  /** The history is a counter that is cleared each month. */
  resets?: 'monthly'
  reserve: number
  /** What can be used today, with what was delivered. */
  usable: number
  lead_time_days?: number
  buffer_days: number
  approval_days: number
  order_unit?: number
  cost_step?: Text
  minimum_term_months?: number
  deadlines: string[]
  state: WallState
  exhausts: Crossing
  /** Highest daily peak of the last seven measured days; null where nothing was measured. */
  peak: number | null
  orders: { id: string; amount: number; delivered: string }[]
  plans: { id: string; state: PlanState; amount: number; delivered: string; version: number }[]
}

export const SOON_DAYS = 45
const LAST_DAYS = 7
const NEVER: Crossing = { date: null, median: null, lower: null, upper: null }

/** All resources by the day on which to order: late ones first, those that cannot be told and those that last at the end. */
export function wallOf(state: Declared, today: string, zone: string): WallRow[] | undefined {
  const found = exhaustionsOn(state, today, zone)
  if (found === undefined) return undefined
  const rows = (state.network?.resources ?? []).map((resource, at) =>
    rowOf(state, resource, standingOf(state, found[at]!), { today, zone }),
  )
  return rows.toSorted((one, other) => rankOf(one) - rankOf(other) || one.id.localeCompare(other.id))
}

/** One resource by itself, as it stands on the wall. */
export function rowFor(
  state: Declared,
  resource: Resource,
  today: string,
  zone: string,
): WallRow | undefined {
  const standing = resourceStanding(state, resource.id, today, zone)
  return standing && rowOf(state, resource, standing, { today, zone })
}

const LAST = { unknown: 1e9, never: 2e9 }

function rankOf({ state, order_by, exhausts }: WallRow): number {
  if (state === 'unknown' || state === 'never') return LAST[state]
  if (order_by != null) return dayOf(order_by)
  return exhausts.date === null ? LAST.never : dayOf(exhausts.date) - 1e6
}

function rowOf(
  declared: Declared,
  bare: Resource,
  standing: Standing,
  { today, zone }: { today: string; zone: string },
): WallRow {
  const resource = withPlans(declared, bare, today)
  const { id, kind, of, owner, maximum, reserve, buffer_days, approval_days, deadlines } = resource
  const { lead_time_days, order_unit, cost_step, cost_step_en, minimum_term_months } = resource
  const { ranges, range_space, check_digit, peak, history, observed, ceiling, resets } = resource
  const delivered = resource.orders.filter((order) => order.delivered <= today)
  const plans = plansOf(declared, id, today)
  const { refused } = ordersFor(declared, bare, today)
  return {
    ...standing,
    because: [...(standing.because ?? []), ...refused.map((one) => refusedText(one))],
    exhausts: standing.exhausts ?? NEVER,
    id,
    name: nameOf(resource),
    ...(kind !== undefined && { kind }),
    ...(of !== undefined && { of }),
    ...(owner !== undefined && { owner }),
    unit: unitOf(resource),
    maximum,
    ...(ranges !== undefined && { ranges }),
    ...(range_space !== undefined && { range_space }),
    ...(check_digit !== undefined && { check_digit }),
    ...(peak !== undefined && { peak_kind: peak }),
    ...(history !== undefined && { history }),
    ...(observed !== undefined && { stored: observed }),
    ...(ceiling !== undefined && { ceiling }),
    ...(resets !== undefined && { resets }),
    reserve,
    usable: maximum - reserve + delivered.reduce((sum, { amount }) => sum + amount, 0),
    ...(lead_time_days !== undefined && { lead_time_days }),
    buffer_days,
    approval_days,
    ...(order_unit !== undefined && { order_unit }),
    ...(cost_step !== undefined && { cost_step: { ja: cost_step, en: cost_step_en ?? cost_step } }),
    ...(minimum_term_months !== undefined && { minimum_term_months }),
    deadlines,
    state: wallState(standing, resource, today),
    peak: peakOf(seriesOf(declared, id), zone, resource),
    orders: resource.orders.map((order) => ({
      id: order.id,
      amount: order.amount,
      delivered: order.delivered,
    })),
    plans,
  }
}

function wallState(standing: Standing, { orders }: Resource, today: string): WallState {
  const { cannot_forecast, exhausts, late, order_by, ask_by } = standing
  if (cannot_forecast !== undefined) return 'unknown'
  if (exhausts.date === null) return 'never'
  if (late === undefined) return 'unknown'
  if (late) return 'late'
  const next = ask_by != null && ask_by >= today ? ask_by : order_by
  if (next != null && dayOf(next) - dayOf(today) <= SOON_DAYS) return 'soon'
  return orders.some(({ delivered }) => delivered >= today) ? 'ordered' : 'open'
}

/** Plans of one resource, those that wait first, then by the day of delivery. */
export function plansOf({ plans }: Declared, resource: string, today: string): WallRow['plans'] {
  return Object.values(plans)
    .filter((plan) => plan.resource === resource)
    .flatMap((plan) => {
      const shown = shownVersion(plan)
      if (shown === undefined) return []
      const { id, amount, delivered, version } = shown
      return [{ id, state: planStateOn(plan, today), amount, delivered, version }]
    })
    .toSorted((one, other) => one.delivered.localeCompare(other.delivered))
}

/** The version that is spoken of: the one that waits, else the one in force. */
export function shownVersion(plan: Plan) {
  return plan.waiting ?? plan.approved
}

/** What was measured of a resource; undefined where nothing was, or it cannot be read. */
export function seriesOf(declared: Measured, id: string): Series | undefined {
  const histories = historiesOf(declared)
  const history = Object.hasOwn(histories, id) ? histories[id] : undefined
  if (history === undefined) return undefined
  try {
    return readSeries(history.path, history.text)[0]
  } catch (problem) {
    // What is wrong with it is said where the resource is judged.
    if (problem instanceof InputError) return undefined
    throw problem
  }
}

function peakOf(series: Series | undefined, zone: string, resource: Resource): number | null {
  if (series?.startMs === undefined) return null
  const { values } = dailyPeaks(series, zone, resource)
  const known = values.filter((value) => !Number.isNaN(value)).slice(-LAST_DAYS)
  return known.length === 0 ? null : Math.max(...known)
}
