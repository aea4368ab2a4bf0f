import { useQuery } from '@tanstack/react-query'
import { useDeferredValue } from 'react'
import '../../../charter/web/clause.css'
import './monitoring.css'
import { BehindLine } from '../../../web/behind.tsx'
import { useSay } from '../../../web/language.tsx'
import { Link, usePlace } from '../../../web/link.tsx'
import { Masthead } from '../../../web/masthead.tsx'
import { paths, type MonitoringPlace } from '../../../web/paths.ts'
import { useTitle } from '../../../web/title.ts'
import { Unread } from '../../../web/unread.tsx'
import type { ListedPage } from '../page-schema.ts'
import { ageText } from './age.ts'
import { Connect } from './connect.tsx'
import { listQuery } from './monitoring-query.ts'
import { RefusedTable } from './refused-table.tsx'
import { SeriesTable } from './series-table.tsx'
import { SeriesView } from './series-view.tsx'
import { words } from './words.ts'

/** The monitoring store: which series there are, how old their last values are, one of them as a picture. */
export default function MonitoringPage() {
  const say = useSay()
  const place: MonitoringPlace = usePlace()
  const find = useDeferredValue(place.find ?? '')
  const query = useQuery(listQuery(find))
  useTitle(say(words.title))
  if (query.data === undefined) return <Unread query={query} />
  const page = query.data
  return (
    <>
      <BehindLine query={query} zone={page.zone} />
      <article className="monitoring">
        <Opening page={page} />
        {place.series !== undefined ? (
          <SeriesView id={place.series} place={place} />
        ) : page.total === 0 ? (
          <Connect page={page} form={place.form} />
        ) : (
          <>
            <SeriesTable page={page} place={place} />
            <RefusedTable page={page} />
            <Connect page={page} form={place.form} />
          </>
        )}
      </article>
    </>
  )
}

function Opening({ page: { total, series, at } }: { page: ListedPage }) {
  const say = useSay()
  const newest = Math.max(...series.map(({ last_at }) => Date.parse(last_at ?? '') || 0), 0)
  return (
    <header className="monitoring-opening">
      <Masthead />
      <h1>
        <span className="number">5.2</span>
        {say(words.title)}
      </h1>
      <p className="lead">
        {say(total === 0 ? words.leadNone : words.lead(total, ageText(Date.parse(at) - newest)))}
      </p>
      <p className="soft">{say(words.notJudged)}</p>
      <nav className="monitoring-views unprinted" aria-label={say(words.title)}>
        <Link className="button" href={paths.clausePage('5.2.1')}>
          {say(words.clause)}
        </Link>
        <Link className="button" href={paths.capacity()}>
          {say(words.forecasts)}
        </Link>
      </nav>
    </header>
  )
}
