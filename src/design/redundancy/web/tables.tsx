import { useMemo, type ReactNode } from 'react'
import type { Text } from '../../../platform/text.ts'
import type { Group, NetworkLink, NetworkNode, Risk } from '../../../estate/network.ts'
import { DataTable, type Column } from '../../../web/data-table.tsx'
import { useSay } from '../../../web/language.tsx'
import { Link } from '../../../web/link.tsx'
import { join, number } from '../../../web/message.ts'
import { STATE_WORDS, StateWord } from '../../../web/state.tsx'
import type { RedundancyPage } from '../page.ts'
import type { ServiceReport } from '../report.ts'
import { KIND_WORDS, type Naming } from './naming.ts'
import { useRedundancyPlace } from './place.ts'
import { nameOfService, stateOfService } from './service-list.tsx'
import { words } from './words.ts'

const TABLES = ['nodes', 'links', 'risks', 'services'] as const
type TableName = (typeof TABLES)[number]

const TITLES: Record<TableName, Text> = {
  nodes: words.tableNodes,
  links: words.tableLinks,
  risks: words.tableRisks,
  services: words.services,
}

type TablesProps = { page: RedundancyPage; naming: Naming; kindOfRisk: (id: string) => Text }

/** The table behind the picture: everything that is drawn, and what is not. */
export function Tables(props: TablesProps) {
  const say = useSay()
  const { place, goWith } = useRedundancyPlace()
  const table = TABLES.find((name) => name === place.table) ?? 'nodes'
  const { nodes, links, risks, groups } = props.page.network
  const counts = {
    nodes: nodes.length,
    links: links.length,
    risks: risks.length + groups.length,
    services: props.page.report.services.length,
  }
  return (
    <section className="tables" aria-labelledby="tables-title">
      <h2 id="tables-title">{say(words.tables)}</h2>
      <div className="choice unprinted" role="group" aria-labelledby="tables-title">
        {TABLES.map((name) => (
          <button
            key={name}
            type="button"
            className="button"
            aria-pressed={name === table}
            onClick={() => goWith({ table: name, find: '' }, { replace: true })}
          >
            {say(TITLES[name])} {number(counts[name])}
          </button>
        ))}
      </div>
      <Chosen key={table} table={table} {...props} />
    </section>
  )
}

function Chosen({ table, page, naming, kindOfRisk }: TablesProps & { table: TableName }) {
  const { place, goWith, hrefWith } = useRedundancyPlace()
  const stops = useMemo(() => stopsOf(page.report.services), [page.report])
  const columns = columnsFor({
    naming,
    kindOfRisk,
    stops,
    ridersOf: ridersOf(page.network),
    hrefOf: (id) => hrefWith({ fail: id }),
  })
  const frame = {
    caption: TITLES[table],
    file: `kensho-2.1-${table}`,
    find: place.find ?? '',
    onFind: (find: string) => goWith({ find }, { replace: true }),
    rowKey: ({ id }: { id: string }) => id,
  }
  switch (table) {
    case 'nodes':
      return <DataTable {...frame} rows={page.network.nodes} columns={columns.nodes} />
    case 'links':
      return <DataTable {...frame} rows={page.network.links} columns={columns.links} />
    case 'risks':
      return (
        <DataTable
          {...frame}
          rows={[...page.network.risks, ...page.network.groups]}
          columns={columns.risks}
        />
      )
    case 'services':
      return <DataTable {...frame} rows={page.report.services} columns={columns.services} />
  }
}

/** By thing: the services that its loss alone stops. */
function stopsOf(services: readonly ServiceReport[]): Map<string, Text[]> {
  const stops = new Map<string, Text[]>()
  for (const service of services)
    for (const point of service.single_points)
      stops.set(point.id, [...(stops.get(point.id) ?? []), nameOfService(service)])
  return stops
}

function ridersOf({ nodes, links, risks }: RedundancyPage['network']): Map<string, number> {
  const riders = new Map<string, number>()
  for (const thing of [...nodes, ...links, ...risks])
    for (const id of thing.rides_on) riders.set(id, (riders.get(id) ?? 0) + 1)
  return riders
}

type Known = {
  naming: Naming
  kindOfRisk: (id: string) => Text
  stops: ReadonlyMap<string, Text[]>
  ridersOf: ReadonlyMap<string, number>
  hrefOf: (id: string) => string
}

function columnsFor(known: Known): {
  nodes: Column<NetworkNode>[]
  links: Column<NetworkLink>[]
  risks: Column<Risk | Group>[]
  services: Column<ServiceReport>[]
} {
  const { naming, stops, hrefOf } = known
  const id = {
    title: words.columnId,
    kind: 'id',
    cell: (row: { id: string }) => row.id,
    show: (row: { id: string }) => (
      <Link href={hrefOf(row.id)} keepScroll>
        {row.id}
      </Link>
    ),
  } as const
  const name = { title: words.columnName, cell: (row: { id: string }) => blank(naming.of(row.id), row.id) }
  const stopped = {
    title: words.columnSingle,
    cell: (row: { id: string }) => listed(stops.get(row.id)),
    show: (row: { id: string }): ReactNode => <Stops texts={stops.get(row.id)} />,
  }
  const rides = {
    title: words.columnRides,
    cell: (row: { rides_on: string[] }) => listed(row.rides_on.map(naming.of)),
  }
  const boundary = {
    title: words.columnBoundary,
    cell: (row: { beyond_boundary?: boolean }) => (row.beyond_boundary === true ? words.outside : undefined),
  }
  return {
    nodes: [
      id,
      name,
      {
        title: words.columnSite,
        cell: (node) => (node.site === undefined ? undefined : naming.of(node.site)),
      },
      { title: words.columnProduct, cell: (node) => node.product },
      { title: words.columnZone, cell: (node) => node.zone },
      rides,
      boundary,
      stopped,
    ],
    links: [
      id,
      name,
      { title: words.columnFrom, cell: (link) => naming.of(link.from) },
      { title: words.columnTo, cell: (link) => naming.of(link.to) },
      { title: words.columnForward, kind: 'number', cell: (link) => link.capacity?.forward },
      { title: words.columnBackward, kind: 'number', cell: (link) => link.capacity?.backward },
      { title: words.columnMetric, kind: 'number', cell: (link) => link.metric },
      {
        title: words.columnRoute,
        cell: (link) =>
          link.route === 'unknown'
            ? words.routeUnknown
            : link.route === 'known'
              ? words.routeKnown
              : undefined,
      },
      rides,
      stopped,
    ],
    risks: [
      id,
      name,
      {
        title: words.columnKind,
        cell: (row) => ('kind' in row ? known.kindOfRisk(row.id) : KIND_WORDS.group),
      },
      { title: words.columnRiders, kind: 'number', cell: (row) => known.ridersOf.get(row.id) ?? 0 },
      {
        title: words.columnRides,
        cell: (row) => ('rides_on' in row ? listed(row.rides_on.map(naming.of)) : undefined),
      },
      stopped,
    ],
    services: [
      { ...id, show: (row: { id: string }) => row.id },
      { title: words.columnName, cell: nameOfService },
      {
        title: words.columnVerdict,
        cell: (service) => STATE_WORDS[stateOfService(service)],
        show: (service) => <StateWord state={stateOfService(service)} />,
      },
      {
        title: words.columnSingles,
        cell: (service) => listed(service.single_points.map((point) => naming.of(point.id))),
      },
      {
        title: words.columnTolerated,
        cell: (service) => listed((service.tolerated ?? []).map((point) => naming.of(point.id))),
      },
      {
        title: words.columnOpen,
        cell: (service) =>
          listed(
            (service.unproven ?? []).map((reason) => reason.text),
            { ja: '', en: ' ' },
          ),
      },
    ],
  }
}

const LISTED_MAX = 20

/** A list as one cell; undefined for none, so that empty cells sort last. */
function listed(texts: readonly Text[] | undefined, between?: Text): Text | undefined {
  if (texts === undefined || texts.length === 0) return undefined
  const more = texts.length > LISTED_MAX ? [words.more(texts.length - LISTED_MAX)] : []
  return join([...texts.slice(0, LISTED_MAX), ...more], between)
}

/** A name that only repeats the identifier says nothing. */
function blank(name: Text, id: string): Text | undefined {
  return name.ja === id && name.en === id ? undefined : name
}

function Stops({ texts }: { texts: readonly Text[] | undefined }) {
  const say = useSay()
  const text = listed(texts)
  return text === undefined ? '' : <span className="state-fail">{say(text)}</span>
}
