import type { ReactNode } from 'react'
import type { Text } from '../../../platform/text.ts'
import { civilDate } from '../../../web/civil.ts'
import { useSay } from '../../../web/language.tsx'
import { Link } from '../../../web/link.tsx'
import { join } from '../../../web/message.ts'
import { paths } from '../../../web/paths.ts'
import type { ResourcePage } from '../wall/page.ts'
import { amountText, named, share } from './civil-words.ts'
import { peakText } from './resource-fields.ts'
import { words } from './words.ts'

const DEADLINES_SHOWN = 6
const RANGES_SHOWN = 8

/** The first of them by themselves, the rest on demand. */
function Ranges({ ranges, amount }: { ranges: readonly string[]; amount: Text }) {
  const say = useSay()
  const lines = (from: number, until?: number) =>
    ranges.slice(from, until).map((range) => (
      <li key={range}>
        <code>{range}</code>
      </li>
    ))
  return (
    <>
      {say(words.rangesAre(ranges.length, amount))}
      <ul className="resource-ranges">{lines(0, RANGES_SHOWN)}</ul>
      {ranges.length > RANGES_SHOWN && (
        <details>
          <summary>{say(words.moreRanges(ranges.length - RANGES_SHOWN))}</summary>
          <ul className="resource-ranges">{lines(RANGES_SHOWN)}</ul>
        </details>
      )}
    </>
  )
}

/** What is declared of the resource; what is not says so. */
export function ResourceFacts({ page: { row, names, today } }: { page: ResourcePage }) {
  const say = useSay()
  const { unit, peak, usable } = row
  const coming = row.deadlines.filter((date) => date >= today).slice(0, DEADLINES_SHOWN)
  const rows: [Text, ReactNode][] = [
    [words.owner, row.owner === undefined ? undefined : say(row.owner.name)],
    [words.maximum, say(amountText(row.maximum, unit))],
    ...(row.ranges === undefined
      ? []
      : [
          [
            words.ranges,
            <Ranges key="ranges" ranges={row.ranges} amount={amountText(row.maximum, unit)} />,
          ] satisfies [Text, ReactNode],
        ]),
    ...(row.range_space === undefined
      ? []
      : [[words.rangeSpace, <code key="space">{row.range_space}</code>] satisfies [Text, ReactNode]]),
    ...(row.check_digit === undefined
      ? []
      : [[words.checkDigit, say(words.luhn)] satisfies [Text, ReactNode]]),
    [words.reserve, say(amountText(row.reserve, unit))],
    [words.usable, say(amountText(usable, unit))],
    ...(row.stored === undefined
      ? []
      : [
          [
            words.stored.series,
            <Link
              key="stored"
              href={paths.monitoring({ find: row.stored.series.split(/[{},="\s]+/u).join(' ') })}
            >
              <code>{row.stored.series}</code>
            </Link>,
          ] satisfies [Text, ReactNode],
        ]),
    row.resets === undefined
      ? [words.peakKind, say(peakText(row.peak_kind))]
      : [words.resets, say(words.monthly)],
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
