import type { ReactNode } from 'react'
import type { Text } from '../../../platform/text.ts'
import { civilDate } from '../../../web/civil.ts'
import { useSay } from '../../../web/language.tsx'
import { join } from '../../../web/message.ts'
import type { ResourcePage } from '../wall/page.ts'
import { amountText, named, share } from './civil-words.ts'
import { words } from './words.ts'

const DEADLINES_SHOWN = 6

/** What is declared of the resource; what is not says so. */
export function ResourceFacts({ page: { row, names, today } }: { page: ResourcePage }) {
  const say = useSay()
  const { unit, peak, usable } = row
  const coming = row.deadlines.filter((date) => date >= today).slice(0, DEADLINES_SHOWN)
  const rows: [Text, ReactNode][] = [
    [words.owner, row.owner === undefined ? undefined : say(row.owner.name)],
    [words.maximum, say(amountText(row.maximum, unit))],
    [words.reserve, say(amountText(row.reserve, unit))],
    [words.usable, say(amountText(usable, unit))],
    [
      words.peak,
      peak === null
        ? say(words.noPeak)
        : `${say(amountText(peak, unit))}${usable > 0 ? ` (${share(peak / usable)})` : ''}`,
    ],
    [words.leadTime, row.lead_time_days === undefined ? undefined : say(words.days(row.lead_time_days))],
    [
      words.deadlines,
      say(
        row.deadlines.length === 0
          ? words.anyDay
          : coming.length === 0
            ? words.chainBroken
            : join(coming.map((date) => civilDate(date, false))),
      ),
    ],
    [words.orderUnit, row.order_unit === undefined ? undefined : say(amountText(row.order_unit, unit))],
    [words.cost, row.cost_step === undefined ? undefined : say(row.cost_step)],
    [
      words.term,
      row.minimum_term_months === undefined ? undefined : say(words.months(row.minimum_term_months)),
    ],
    ...(row.kind === undefined ? [] : [[words.kind, row.kind] satisfies [Text, ReactNode]]),
    ...(row.of === undefined
      ? []
      : [
          [
            words.belongs,
            named(names, row.of).en === row.name.en ? <code>{row.of}</code> : say(named(names, row.of)),
          ] satisfies [Text, ReactNode],
        ]),
    [words.observed, row.observed === undefined ? undefined : say(civilDate(row.observed, false))],
  ]
  return (
    <section className="capacity-part" aria-labelledby="facts-title">
      <h2 id="facts-title">{say(words.facts)}</h2>
      <dl className="capacity-facts">
        {rows.map(([word, value]) => (
          <div key={word.en} style={{ display: 'contents' }}>
            <dt>{say(word)}</dt>
            <dd className={value === undefined ? 'soft' : undefined}>{value ?? say(words.unknown)}</dd>
          </div>
        ))}
      </dl>
    </section>
  )
}
