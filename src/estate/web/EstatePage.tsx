import { useQuery } from '@tanstack/react-query'
import { useMemo } from 'react'
import './estate.css'
import type { Text } from '../../platform/text.ts'
import { BehindLine } from '../../web/behind.tsx'
import { DataTable, type Column } from '../../web/data-table.tsx'
import { useSay } from '../../web/language.tsx'
import { Link, useGo, usePlace } from '../../web/link.tsx'
import { number } from '../../web/message.ts'
import { paths } from '../../web/paths.ts'
import { Unread } from '../../web/unread.tsx'
import { Masthead } from '../../web/masthead.tsx'
import { zoneQuery } from '../../web/zone-query.ts'
import type { CatalogueRow } from '../catalogue.ts'
import { estateQuery } from './estate-query.ts'
import { ObjectPage } from './object-page.tsx'
import { ReplaceSection } from './replace.tsx'
import { kindWord, words } from './words.ts'
import { useTitle } from '../../web/title.ts'

/** The estate: all of it as a table, or one thing with everything that is known of it. */
export default function EstatePage() {
  const { object } = usePlace()
  const zone = useQuery(zoneQuery).data?.operator.zone ?? 'UTC'
  return object === undefined ? <Everything zone={zone} /> : <ObjectPage id={object} zone={zone} />
}

function Everything({ zone }: { zone: string }) {
  const query = useQuery(estateQuery)
  const say = useSay()
  const title = say(words.title)
  useTitle(title)
  if (query.data === undefined) return <Unread query={query} />
  return (
    <>
      <BehindLine query={query} zone={zone} />
      <article className="estate">
        <Opening />
        <Table rows={query.data.objects} />
        <ReplaceSection />
      </article>
    </>
  )
}

function Opening() {
  const say = useSay()
  return (
    <header className="estate-opening">
      <Masthead />
      <h1>{say(words.title)}</h1>
      <p className="lead">{say(words.lead)}</p>
    </header>
  )
}

function Table({ rows }: { rows: readonly CatalogueRow[] }) {
  const say = useSay()
  const go = useGo()
  const { kind, find = '' } = usePlace()
  const counts = useMemo(() => countsOf(rows), [rows])
  const shown = useMemo(
    () => (kind === undefined ? rows : rows.filter(({ collection }) => collection === kind)),
    [rows, kind],
  )
  const names = useMemo(() => new Map(rows.map((row) => [row.id, nameOf(row)])), [rows])
  const columns = useMemo(() => columnsOf(names), [names])
  if (rows.length === 0) return <p className="estate-empty">{say(words.nothing)}</p>
  const caption = kind === undefined ? words.title : kindWord(kind)
  return (
    <section>
      <nav className="estate-kinds unprinted" aria-label={say(words.kind)}>
        <Kind word={words.all} count={rows.length} href={paths.estate({ find })} here={kind === undefined} />
        {counts.map(([collection, count]) => (
          <Kind
            key={collection}
            word={kindWord(collection)}
            count={count}
            href={paths.estate({ kind: collection, find })}
            here={kind === collection}
          />
        ))}
      </nav>
      <DataTable
        columns={columns}
        rows={shown}
        rowKey={(row) => `${row.collection} ${row.id}`}
        caption={caption}
        file={`estate-${kind ?? 'all'}`}
        find={find}
        onFind={(next) =>
          go(paths.estate({ ...(kind !== undefined && { kind }), find: next }), { replace: true })
        }
      />
    </section>
  )
}

type KindProps = { word: Text; count: number; href: string; here: boolean }

function Kind({ word, count, href, here }: KindProps) {
  const say = useSay()
  return (
    <Link href={href} keepScroll aria-current={here ? 'true' : undefined}>
      {say(word)} <span className="count">{number(count)}</span>
    </Link>
  )
}

function countsOf(rows: readonly CatalogueRow[]): [string, number][] {
  const counts = new Map<string, number>()
  for (const { collection } of rows) counts.set(collection, (counts.get(collection) ?? 0) + 1)
  return [...counts]
}

export function nameOf({ id, name, name_en }: Pick<CatalogueRow, 'id' | 'name' | 'name_en'>): Text {
  return { ja: name ?? id, en: name_en ?? name ?? id }
}

function columnsOf(names: ReadonlyMap<string, Text>): Column<CatalogueRow>[] {
  return [
    {
      title: words.id,
      kind: 'id',
      cell: (row) => row.id,
      show: (row) => <Link href={paths.estate({ object: row.id })}>{row.id}</Link>,
    },
    { title: words.name, cell: (row) => (row.name === undefined ? undefined : nameOf(row)) },
    { title: words.kind, cell: (row) => kindWord(row.collection) },
    {
      title: words.site,
      cell: (row) => (row.site === undefined ? undefined : (names.get(row.site) ?? row.site)),
    },
    { title: words.product, cell: (row) => row.product },
    {
      title: words.validity,
      cell: (row) => validityOf(row),
    },
  ]
}

function validityOf({ now, valid_from, valid_to }: CatalogueRow): Text | undefined {
  if (valid_from === undefined && valid_to === undefined) return undefined
  const span = `${valid_from ?? ''} – ${valid_to ?? ''}`
  const state = now ? words.now : words.notNow
  return { ja: `${span}（${state.ja}）`, en: `${span} (${state.en})` }
}
