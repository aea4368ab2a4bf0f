import { useQuery } from '@tanstack/react-query'
import { useId, useMemo } from 'react'
import './capacity.css'
import type { Text } from '../../../platform/text.ts'
import { BehindLine } from '../../../web/behind.tsx'
import { civilDate } from '../../../web/civil.ts'
import { DataTable } from '../../../web/data-table.tsx'
import { useSay } from '../../../web/language.tsx'
import { Link, useGo, useParameter, usePlace } from '../../../web/link.tsx'
import { Masthead } from '../../../web/masthead.tsx'
import { MarginNote } from '../../../web/note.tsx'
import { paths } from '../../../web/paths.ts'
import { Unread } from '../../../web/unread.tsx'
import type { ResourcePage as Page } from '../wall/page.ts'
import { Against } from './against-section.tsx'
import { resourceQuery, wallQuery } from './capacity-query.ts'
import { Chain } from './chain.tsx'
import { dateText, daysBetween, MARK_OF, named, orderText } from './civil-words.ts'
import { FanChart, type MarkedDay } from './fan-chart.tsx'
import { fanColumns, monthlyRows } from './fan-data.ts'
import { FanLegend } from './fan-legend.tsx'
import { monthColumns } from './month-columns.ts'
import { Plans } from './plans.tsx'
import { ResourceFacts } from './resource-facts.tsx'
import { ResourceChange } from './resource-form.tsx'
import { words } from './words.ts'
import { useTitle } from '../../../web/title.ts'

/** One resource of 2.2: measured and forecast, by when to order and why, what earlier forecasts were worth, its plans. */
export default function ResourcePage() {
  const id = useParameter('id')
  const query = useQuery(resourceQuery(id))
  const say = useSay()
  const title = query.data === undefined ? say(words.title) : say(query.data.row.name)
  useTitle(`2.2 ${title}`)
  if (query.data === undefined) return <Unread query={query} />
  return (
    <>
      <BehindLine query={query} zone={query.data.zone} />
      <article className="capacity">
        <Resource page={query.data} />
      </article>
    </>
  )
}

function Resource({ page }: { page: Page }) {
  const { earlier: written } = usePlace()
  const then = written !== undefined && /^\d{1,4}$/.test(written) ? Number(written) : undefined
  return (
    <>
      <Head page={page} />
      {page.measured !== null && <Fan page={page} then={then} />}
      <div className="resource-columns">
        <Chain page={page} />
        <ResourceFacts page={page} />
      </div>
      <Change page={page} />
      <Method page={page} />
      <Against page={page} then={then} />
      <Plans page={page} />
    </>
  )
}

function Change({ page: { row } }: { page: Page }) {
  const go = useGo()
  const { form, plan } = usePlace()
  return (
    <ResourceChange
      label={words.form.change}
      row={row}
      isOpen={form === 'resource' && plan === undefined}
      onOpen={() => go(paths.resource(row.id, { form: 'resource' }))}
      onClose={() => go(paths.resource(row.id), { replace: true })}
    />
  )
}

function Head({ page: { row, today } }: { page: Page }) {
  const say = useSay()
  const { state, order_by, cannot_forecast } = row
  return (
    <header className="resource-head">
      <div>
        <Masthead />
        <h1>
          <span className="number">2.2</span> {say(row.name)}
        </h1>
        <Way id={row.id} />
      </div>
      <MarginNote
        state={state === 'soon' ? 'pass' : MARK_OF[state]}
        finding={
          <>
            {say(words.states[state])}
            {'\u2003'}
            {cannot_forecast === undefined
              ? `${say(words.orderBy)} ${say(orderText(row))}`
              : say(cannot_forecast)}
          </>
        }
        meta={order_by == null ? undefined : say(words.daysLeft(daysBetween(today, order_by)))}
      />
    </header>
  )
}

/** Back to all, and on along the wall. */
function Way({ id }: { id: string }) {
  const say = useSay()
  const rows = useQuery(wallQuery).data?.resources ?? []
  const at = rows.findIndex((row) => row.id === id)
  const [before, after] = [rows[at - 1], at < 0 ? undefined : rows[at + 1]]
  return (
    <nav className="resource-way unprinted" aria-label={say(words.views)}>
      <Link href={paths.capacity()}>← {say(words.back)}</Link>
      <span className="onward">
        {before !== undefined && (
          <Link href={paths.resource(before.id)}>
            {say(words.previous)}: {say(before.name)}
          </Link>
        )}
        {after !== undefined && (
          <Link href={paths.resource(after.id)}>
            {say(words.next)}: {say(after.name)}
          </Link>
        )}
      </span>
    </nav>
  )
}

function Fan({ page, then }: { page: Page; then: number | undefined }) {
  const say = useSay()
  const readout = useId()
  const go = useGo()
  const { find = '' } = usePlace()
  const columns = useMemo(() => fanColumns(page, then), [page, then])
  const marks = useMemo(() => marksOf(page), [page])
  const { row } = page
  return (
    <figure className="fan">
      <h2>{say(words.chart)}</h2>
      <FanLegend page={page} then={then} />
      <FanChart columns={columns} unit={row.unit} marks={marks} label={words.chart} describedBy={readout} />
      <figcaption>
        {saysOf(page)
          .map(say)
          .join(say({ ja: '', en: ' ' }))}
      </figcaption>
      <details className="unprinted">
        <summary>{say(words.table)}</summary>
        <DataTable
          columns={monthColumns}
          rows={monthlyRows(columns).map((at) => ({ at, columns }))}
          rowKey={({ at }) => String(at)}
          caption={words.table}
          file={`kensho-2.2-${row.id}`}
          find={find}
          onFind={(next) =>
            go(`${paths.resource(row.id)}${next === '' ? '' : `?find=${encodeURIComponent(next)}`}`, {
              replace: true,
            })
          }
        />
      </details>
    </figure>
  )
}

function marksOf({ row, today }: Page): MarkedDay[] {
  const marks: MarkedDay[] = [{ date: today, word: words.legend.today, kind: 'today' }]
  if (row.order_by != null) marks.push({ date: row.order_by, word: words.orderBy, kind: 'order' })
  if (row.exhausts.date !== null)
    marks.push({ date: row.exhausts.date, word: words.exhausts, kind: row.late === true ? 'late' : 'run' })
  for (const { delivered } of row.orders) marks.push({ date: delivered, word: words.comes, kind: 'delivery' })
  return marks.toSorted((one, other) => one.date.localeCompare(other.date))
}

/** The sentence under the picture. */
function saysOf({ row, names, today }: Page): Text[] {
  const { name, exhausts, under_failure, cannot_forecast } = row
  if (cannot_forecast !== undefined) return [cannot_forecast]
  if (exhausts.date === null) return [words.says.never(name)]
  const date = civilDate(exhausts.date, false)
  const said =
    exhausts.date <= today
      ? [words.says.passed(name, date)]
      : [words.says.runs(name, date, dateText(exhausts.median, words.afterHorizon))]
  if (under_failure?.date === exhausts.date) said.push(words.says.under(named(names, under_failure.failure)))
  if (row.lower_bound === true) said.push(words.says.lower)
  return said
}

function Method({ page: { row } }: { page: Page }) {
  const say = useSay()
  const { because = [], cannot_forecast } = row
  return (
    <section className="capacity-part" aria-labelledby="method-title">
      <h2 id="method-title">{say(cannot_forecast === undefined ? words.method : words.cannot)}</h2>
      {cannot_forecast !== undefined && <p>{say(cannot_forecast)}</p>}
      <ul className="reasons-list">
        {because.map((text) => (
          <li key={text.en}>{say(text)}</li>
        ))}
      </ul>
    </section>
  )
}
