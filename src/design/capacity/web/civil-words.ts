import type { Text } from '../../../platform/text.ts'
import { civilDate } from '../../../web/civil.ts'
import { same } from '../../../web/message.ts'
import type { WallRowView } from '../wall/page.ts'
import { words } from './words.ts'

const DAY_MS = 86_400_000

/** Days from one civil date to another. */
export function daysBetween(from: string, to: string): number {
  return Math.round((Date.parse(`${to}T00:00:00Z`) - Date.parse(`${from}T00:00:00Z`)) / DAY_MS)
}

/** A civil date in words; where there is none, that it never comes. */
export function dateText(date: string | null | undefined, none: Text = words.never): Text {
  return date == null ? none : civilDate(date, false)
}

const figures = new Intl.NumberFormat('en', { maximumSignificantDigits: 4 })
const whole = new Intl.NumberFormat('en', { maximumFractionDigits: 0 })

/** An amount as people read it: whole from 100 on, four digits below. */
export function amount(value: number): string {
  return Math.abs(value) >= 100 ? whole.format(value) : figures.format(value)
}

/** An amount with its unit. */
export function amountText(value: number, unit: Text): Text {
  return { ja: `${amount(value)} ${unit.ja}`, en: `${amount(value)} ${unit.en}` }
}

const shares = new Intl.NumberFormat('en', { style: 'percent', maximumFractionDigits: 0 })

/** `85%`. */
export function share(value: number): string {
  return shares.format(value)
}

/** What a thing is called, by its id. */
export function named(names: Readonly<Record<string, Text>>, id: string): Text {
  return Object.hasOwn(names, id) ? names[id]! : same(id)
}

/** How the six states of the wall look among the six of the product. */
export const MARK_OF = {
  late: 'fail',
  soon: 'stale',
  ordered: 'pass',
  open: 'pass',
  never: 'pass',
  unknown: 'unknown',
} as const

/** The day on which to order, or why there is none. */
export function orderText({ state, order_by }: WallRowView): Text {
  if (order_by != null) return civilDate(order_by, false)
  if (state === 'late') return words.noDate
  return state === 'never' ? words.states.never : words.cannot
}
