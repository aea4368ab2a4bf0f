import { useMemo } from 'react'
import { DataTable, type Column } from '../../../web/data-table.tsx'
import { useSay } from '../../../web/language.tsx'
import { Link, useGo } from '../../../web/link.tsx'
import { paths, type MonitoringPlace } from '../../../web/paths.ts'
import type { ListedPage, ShownSeries } from '../page-schema.ts'
import { ageText } from './age.ts'
import { words } from './words.ts'

/** All stored series, or those that are sought, with how many values each has and how old the last one is. */
export function SeriesTable({ page, place }: { page: ListedPage; place: MonitoringPlace }) {
  const say = useSay()
  const go = useGo()
  const atMs = Date.parse(page.at)
  const columns = useMemo(() => columnsAt(atMs, place), [atMs, place])
  return (
    <section>
      <DataTable
        columns={columns}
        rows={page.series}
        rowKey={({ id }) => String(id)}
        caption={words.table}
        file="stored-series"
        find={place.find ?? ''}
        onFind={(find) => go(paths.monitoring({ ...place, find }), { replace: true })}
      />
      {page.found > page.series.length && (
        <p className="soft" role="status">
          {say(words.cut(page.series.length, page.found))}
        </p>
      )}
    </section>
  )
}

function columnsAt(atMs: number, place: MonitoringPlace): Column<ShownSeries>[] {
  const ageMs = ({ last_at }: ShownSeries) => (last_at === null ? undefined : atMs - Date.parse(last_at))
  return [
    {
      title: words.series,
      cell: ({ name }) => name,
      show: ({ id, name }) => (
        <Link className="series-name" href={paths.monitoring({ ...place, series: String(id) })}>
          <code>{broken(name)}</code>
        </Link>
      ),
    },
    { title: words.kind, cell: ({ kind }) => (kind === null ? undefined : words.kinds[kind]) },
    { title: words.values, cell: ({ values }) => values, kind: 'number' },
    {
      title: words.last,
      cell: ({ last, ended }) => (ended ? words.ended : (last ?? undefined)),
      kind: 'number',
    },
    {
      title: words.age,
      // In seconds, so that it sorts and calculates; people read it in words.
      cell: (row) => {
        const age = ageMs(row)
        return age === undefined ? undefined : Math.round(age / 1000)
      },
      show: (row) => <Age ageMs={ageMs(row)} />,
      kind: 'number',
    },
  ]
}

function Age({ ageMs }: { ageMs: number | undefined }) {
  const say = useSay()
  return <>{ageMs === undefined ? say(words.none) : say(ageText(ageMs))}</>
}

/** A long name may break after a comma or a brace, and nowhere else. */
function broken(name: string) {
  return name.split(/(?<=[,{])/u).map((part, order) => (
    // oxlint-disable-next-line react/no-array-index-key -- parts of one text have no other identity
    <span key={order}>
      {part}
      <wbr />
    </span>
  ))
}
