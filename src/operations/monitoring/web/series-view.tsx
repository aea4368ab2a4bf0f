import { useQuery } from '@tanstack/react-query'
import { useMemo } from 'react'
import type { Text } from '../../../platform/text.ts'
import { instantLine } from '../../../web/civil.ts'
import { useSay } from '../../../web/language.tsx'
import { Link } from '../../../web/link.tsx'
import { number } from '../../../web/message.ts'
import { paths, type MonitoringPlace } from '../../../web/paths.ts'
import { PictureTable } from '../../../web/picture-table.tsx'
import { Unread } from '../../../web/unread.tsx'
import type { SeriesPage } from '../page-schema.ts'
import { ageText } from './age.ts'
import { Copied } from './copied.tsx'
import { gapsIn, rowsOf } from './gaps.ts'
import { seriesQuery } from './monitoring-query.ts'
import { SeriesChart } from './series-chart.tsx'
import { words } from './words.ts'

const READINGS = ['value', 'rate', 'maximum'] as const
const SPANS = ['1', '7', '30', '90'] as const
const ROWS_MAX = 1_000

/** One series: its last days as a picture with its gaps, the figures behind it, and how a forecast reads it. */
export function SeriesView({ id, place }: { id: string; place: MonitoringPlace }) {
  const say = useSay()
  const as = READINGS.find((known) => known === place.as)
  const days = SPANS.find((known) => known === place.days) ?? '7'
  const first = useQuery(seriesQuery(id, as ?? 'value', days))
  const reading = as ?? (first.data?.series.kind === 'counter' ? 'rate' : 'value')
  const query = useQuery(seriesQuery(id, reading, days))
  const shown = query.data?.series.id === Number(id) ? query.data : undefined
  return (
    <section className="series">
      <p className="unprinted">
        <Link href={paths.monitoring({ ...place, series: undefined, as: undefined, days: undefined })}>
          ← {say(words.back)}
        </Link>
      </p>
      {shown === undefined ? (
        <Unread query={query} />
      ) : (
        <>
          <h2>
            <code>{shown.series.name}</code>
          </h2>
          <Facts page={shown} />
          <Choices place={place} reading={reading} days={days} />
          <Picture page={shown} days={Number(days)} />
          <Use page={shown} reading={reading} />
        </>
      )}
    </section>
  )
}

function Facts({ page: { series, at, zone } }: { page: SeriesPage }) {
  const say = useSay()
  const facts: [Text, string][] = [
    [
      words.last,
      series.ended ? say(words.ended) : series.last === null ? say(words.none) : number(series.last),
    ],
    [
      words.age,
      series.last_at === null ? say(words.none) : say(ageText(Date.parse(at) - Date.parse(series.last_at))),
    ],
    [words.values, number(series.values)],
    [words.since, say(instantLine(series.first_at, zone))],
    [words.kind, say(words.kinds[series.kind ?? 'unknown'] ?? words.kinds['unknown']!)],
  ]
  return (
    <dl className="series-facts">
      {facts.map(([word, value]) => (
        <div key={word.en}>
          <dt>{say(word)}</dt>
          <dd>{value}</dd>
        </div>
      ))}
    </dl>
  )
}

type ChoicesProps = { place: MonitoringPlace; reading: (typeof READINGS)[number]; days: string }

function Choices({ place, reading, days }: ChoicesProps) {
  const say = useSay()
  return (
    <div className="series-choices unprinted">
      <nav aria-label={say(words.reading)}>
        {READINGS.map((as) => (
          <Link
            key={as}
            className="button"
            href={paths.monitoring({ ...place, as })}
            aria-current={as === reading ? 'true' : undefined}
          >
            {say(words.readings[as])}
          </Link>
        ))}
      </nav>
      <nav aria-label={say(words.span)}>
        {SPANS.map((span) => (
          <Link
            key={span}
            className="button"
            href={paths.monitoring({ ...place, days: span })}
            aria-current={span === days ? 'true' : undefined}
          >
            {say(words.days(Number(span)))}
          </Link>
        ))}
      </nav>
    </div>
  )
}

function Picture({ page, days }: { page: SeriesPage; days: number }) {
  const say = useSay()
  const { series, values, zone } = page
  const gaps = useMemo(() => gapsIn(values), [values])
  if (values.every((value) => value === null)) return <p className="series-empty">{say(words.empty)}</p>
  const missing = gaps.reduce((sum, { from, until }) => sum + until - from, 0) / values.length
  const rows = rowsOf(page).slice(-ROWS_MAX)
  return (
    <>
      <SeriesChart page={page} gaps={gaps} label={words.picture(series.name, days, gaps.length)} />
      <p className="soft">{say(words.gaps(gaps.length, `${number(Math.round(missing * 1000) / 10)}%`))}</p>
      <PictureTable
        name={words.figures}
        file={series.metric}
        columns={[{ title: words.time }, { title: words.amount, kind: 'number' }]}
        rows={rows.map(({ at, value }) => [say(instantLine(at, zone)), number(value)])}
      />
    </>
  )
}

function Use({ page, reading }: { page: SeriesPage; reading: (typeof READINGS)[number] }) {
  const say = useSay()
  const { name } = page.series
  const as = reading === 'rate' ? ', as: rate' : ''
  return (
    <section className="series-use">
      <h3>{say(words.forecastIt)}</h3>
      <p>{say(words.forecastWhy)}</p>
      <Copied text={`observed: { series: '${name.replaceAll("'", "''")}'${as} }`} name="observed" />
      <p>{say(words.forecastOnce)}</p>
      <Copied
        text={`bin/kensho forecast --store '${name.replaceAll("'", `'\\''`)}'${reading === 'value' ? '' : ` --as ${reading}`} --horizon 168`}
        name="kensho forecast"
      />
    </section>
  )
}
