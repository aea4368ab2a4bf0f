import type { Resource } from '../../../estate/resource.ts'
import { dateOf, dayOf } from './civil-days.ts'
import type { Exhaustion } from './exhaustion.ts'

/** One link of the chain that leads from the day on which a resource runs out back to the day of asking. */
export type ChainLink = {
  kind: 'exhausts' | 'lead' | 'deadline' | 'buffer' | 'approval'
  date: string
  /** Calendar days between this one and the one before it in the chain. */
  days: number
}

/**
 * From the day of exhaustion back: the lead time, the last deadline that still works, the buffer, and the time that
 * the budget takes. Empty where nothing runs out or no lead time is known.
 */
export function chainOf(
  { exhausts, order_by, ask_by, deadline }: Pick<Exhaustion, 'exhausts' | 'order_by' | 'ask_by' | 'deadline'>,
  { lead_time_days, buffer_days, approval_days }: Resource,
): ChainLink[] {
  const { date } = exhausts
  if (date === null || lead_time_days === undefined) return []
  const latest = dateOf(dayOf(date) - lead_time_days)
  const links: ChainLink[] = [
    { kind: 'exhausts', date, days: 0 },
    { kind: 'lead', date: latest, days: lead_time_days },
  ]
  if (order_by == null) return links
  if (deadline !== undefined)
    links.push({ kind: 'deadline', date: deadline, days: dayOf(latest) - dayOf(deadline) })
  if (buffer_days > 0) links.push({ kind: 'buffer', date: order_by, days: buffer_days })
  if (ask_by != null && approval_days > 0) links.push({ kind: 'approval', date: ask_by, days: approval_days })
  return links
}
