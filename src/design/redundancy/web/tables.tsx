import { useMemo } from 'react'
import type { Text } from '../../../platform/text.ts'
import { DataTable, type Column } from '../../../web/data-table.tsx'
import { useSay } from '../../../web/language.tsx'
import { TableChoice } from '../../../web/table-choice.tsx'
import { paths } from '../../../web/paths.ts'
import type { RedundancyPage } from '../page.ts'
import type { ServiceReport } from '../report.ts'
import type { Naming } from './naming.ts'
import { useRedundancyPlace } from './place.ts'
import { nameOfService } from './service-list.tsx'
import { linkColumns, nodeColumns, riskColumns, serviceColumns, type Known } from './table-columns.tsx'
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
      <TableChoice
        names={TABLES}
        titles={TITLES}
        counts={counts}
        chosen={table}
        labelledBy="tables-title"
        onChoose={(name) => goWith({ table: name, find: '' }, { replace: true })}
      />
      <Chosen key={table} table={table} {...props} />
    </section>
  )
}

function Chosen({ table, page, naming, kindOfRisk }: TablesProps & { table: TableName }) {
  const { place, goWith } = useRedundancyPlace()
  const { view } = place
  const known = useMemo(
    (): Known => ({
      naming,
      kindOfRisk,
      stops: stopsOf(page.report.services),
      ridersOf: ridersOf(page.network),
      hrefOf: (id) => paths.redundancy({ fail: id, view, table }),
    }),
    [naming, kindOfRisk, page.report, page.network, view, table],
  )
  const frame = {
    caption: TITLES[table],
    file: `kensho-2.1-${table}`,
    find: place.find ?? '',
    onFind: (find: string) => goWith({ find }, { replace: true }),
    rowKey: ({ id }: { id: string }) => id,
  }
  switch (table) {
    case 'nodes':
      return <Kept {...frame} rows={page.network.nodes} columnsFor={nodeColumns} known={known} />
    case 'links':
      return <Kept {...frame} rows={page.network.links} columnsFor={linkColumns} known={known} />
    case 'risks':
      return <Risks frame={frame} network={page.network} known={known} />
    case 'services':
      return <Kept {...frame} rows={page.report.services} columnsFor={serviceColumns} known={known} />
  }
}

type Frame = Omit<Parameters<typeof DataTable>[0], 'rows' | 'columns' | 'rowKey'> & {
  rowKey: (row: { id: string }) => string
}

function Risks({
  frame,
  network,
  known,
}: {
  frame: Frame
  network: RedundancyPage['network']
  known: Known
}) {
  const rows = useMemo(() => [...network.risks, ...network.groups], [network])
  return <Kept {...frame} rows={rows} columnsFor={riskColumns} known={known} />
}

type KeptProps<Row> = Frame & {
  rows: readonly Row[]
  columnsFor: (known: Known) => Column<Row>[]
  known: Known
}

/** The columns stay the same while one types, so that the cells are made once. */
function Kept<Row extends { id: string }>({ columnsFor, known, ...frame }: KeptProps<Row>) {
  const columns = useMemo(() => columnsFor(known), [columnsFor, known])
  return <DataTable {...frame} columns={columns} />
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
