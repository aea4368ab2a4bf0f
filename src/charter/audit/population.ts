import { createHash } from 'node:crypto'
import { canonicalText } from '../../ledger/canonical.ts'
import type { Entry } from '../../ledger/index.ts'
import { leafOf } from '../../ledger/leaf.ts'
import { leafHash } from '../../ledger/merkle.ts'
import { civilAt, civilDay } from '../../platform/civil-time.ts'
import type { Control } from '../control.ts'
import type { Engagement, Population } from './engagement.ts'

/** The period and the beginning of the ledger that a population is computed from; instants in epoch milliseconds. */
export type Period = { fromMs: number; untilMs: number; zone: string; size: number }

/** One thing that can be sampled: `id` is the index of a fact or a civil date. */
export type Item = { id: string; at: string; type?: string; by?: string; objects?: string[] }

/** As many civil days as a period may have. */
export const DAYS_MAX = 1100

export function periodOf({ from, until, zone, ledger }: Engagement): Period {
  return { fromMs: Date.parse(from), untilMs: Date.parse(until), zone, size: ledger.size }
}

/**
 * What a control did in a period: every fact that it reads, received in the period, with an index below `size`. A fact
 * that names a clause counts only where that clause is the control's, above it or below it. Where there is none, the
 * control's standing at the end of each civil day that ends in the period.
 */
export function populationOf(
  control: Pick<Control, 'id' | 'clause' | 'title' | 'facts'>,
  entries: readonly Entry[],
  period: Period,
): Population & { list: Item[] } {
  const facts = entries.filter((entry) => belongs(control, entry, period))
  const { id, clause, title } = control
  if (facts.length > 0) {
    const list = facts.map(({ index, at, fact }): Item => ({
      id: String(index),
      at: new Date(at).toISOString(),
      type: fact.type,
      by: fact.by,
      ...(fact.objects !== undefined && { objects: fact.objects.slice(0, 5) }),
    }))
    const sha256 = hashOf(facts.map(lineOf))
    return { control: id, clause, title, kind: 'facts', items: list.length, sha256, list }
  }
  const list = daysOf(period)
  const sha256 = hashOf(list.map((day) => `${day.id} ${day.at}`))
  return { control: id, clause, title, kind: 'days', items: list.length, sha256, list }
}

function belongs(
  control: Pick<Control, 'clause' | 'facts'>,
  { index, at, fact }: Entry,
  period: Period,
): boolean {
  if (index >= period.size || at < period.fromMs || at >= period.untilMs) return false
  if (!control.facts.includes(fact.type)) return false
  return (
    fact.clause === undefined || within(control.clause, fact.clause) || within(fact.clause, control.clause)
  )
}

/** Items in the order in which their population lists them, whatever the order in which they were drawn. */
export function asListed(items: readonly string[], kind: Population['kind']): string[] {
  return kind === 'facts'
    ? items.toSorted((one, other) => Number(one) - Number(other))
    : items.toSorted((one, other) => (one < other ? -1 : 1))
}

function within(inner: string, outer: string): boolean {
  return inner === outer || inner.startsWith(`${outer}.`)
}

const lines = new WeakMap<Entry, string>()

/** `INDEX BASE64`: index and leaf hash, as the first two words of a line of `kensho ledger export`. */
export function lineOf(entry: Entry): string {
  const known = lines.get(entry)
  if (known !== undefined) return known
  const { index, at, fact } = entry
  const leaf = leafOf(at, canonicalText(fact))
  const line = `${index} ${leafHash(leaf).toString('base64')}`
  lines.set(entry, line)
  return line
}

/** SHA-256 of the lines, each with a line feed at its end. */
function hashOf(lines: readonly string[]): string {
  return createHash('sha256')
    .update(lines.map((line) => `${line}\n`).join(''))
    .digest('hex')
}

/** The civil days that end in the period, each with the instant just before the next begins. */
function daysOf({ fromMs, untilMs, zone }: Period): Item[] {
  const days: Item[] = []
  for (let atMs = fromMs; atMs < untilMs && days.length < DAYS_MAX;) {
    const { date } = civilAt(atMs, zone)
    const day = civilDay(date, zone)
    if (day.untilMs <= untilMs) days.push({ id: date, at: new Date(day.untilMs - 1).toISOString() })
    atMs = day.untilMs
  }
  return days
}
