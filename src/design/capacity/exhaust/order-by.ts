import type { Resource } from '../../../estate/resource.ts'
import { dateOf, dayOf } from './civil-days.ts'

export type OrderBy = {
  /** The day by which the order must go out; null where none is needed or none works any more. */
  order_by: string | null
  /** The day by which the approval of the budget must be asked for. */
  ask_by: string | null
  /** The deadline (締切日) that the order is for. */
  deadline?: string
  /** No deadline works any more, or the day has passed. */
  late: boolean
}

type Terms = Pick<Resource, 'lead_time_days' | 'buffer_days' | 'deadlines' | 'approval_days'>

/**
 * By when to order so that the ordered is usable on the day of exhaustion: the last deadline from which the lead time
 * still reaches, or any day where there are no deadlines, minus the buffer. Undefined without a lead time. Dates are
 * civil, the lead time counts calendar days. Pure.
 */
export function orderBy(exhausts: string | null, terms: Terms, today: string): OrderBy | undefined {
  const { lead_time_days, buffer_days, deadlines, approval_days } = terms
  if (exhausts === null) return { order_by: null, ask_by: null, late: false }
  if (lead_time_days === undefined) return undefined
  const latest = dayOf(exhausts) - lead_time_days
  const working = deadlines.map(dayOf).filter((day) => day <= latest)
  if (deadlines.length > 0 && working.length === 0) return { order_by: null, ask_by: null, late: true }
  const last = deadlines.length === 0 ? latest : Math.max(...working)
  const order = last - buffer_days
  return {
    order_by: dateOf(order),
    ask_by: dateOf(order - approval_days),
    ...(deadlines.length > 0 && { deadline: dateOf(last) }),
    late: order < dayOf(today),
  }
}
