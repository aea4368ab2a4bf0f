import { useMemo } from 'react'
import type { Text } from '../../../platform/text.ts'
import { DataTable } from '../../../web/data-table.tsx'
import { useSay } from '../../../web/language.tsx'
import { TableChoice } from '../../../web/table-choice.tsx'
import { useGo, usePlace } from '../../../web/link.tsx'
import { paths } from '../../../web/paths.ts'
import type { LoadPage } from '../wall/page.ts'
import { failureColumns, linkColumns, surgeColumns } from './load-columns.tsx'
import { loadRows } from './load-rows.ts'
import { loadWords } from './load-words.ts'

const TABLES = ['links', 'failures', 'surges'] as const
type TableName = (typeof TABLES)[number]
const TITLES: Record<TableName, Text> = {
  links: loadWords.links,
  failures: loadWords.failures,
  surges: loadWords.surges,
}

/** Everything behind the pictures: each link, each failure, each surge. */
export function LoadTables({ page }: { page: LoadPage }) {
  const say = useSay()
  const go = useGo()
  const { table: asked, find = '' } = usePlace()
  const table = TABLES.find((name) => name === asked) ?? 'links'
  const rows = useMemo(() => rowsOf(page), [page])
  const columns = useMemo(
    () => ({
      links: linkColumns(page.names),
      failures: failureColumns(page.names),
      surges: surgeColumns(page.names),
    }),
    [page.names],
  )
  const frame = {
    caption: TITLES[table],
    file: `kensho-2.2-${table}`,
    find,
    onFind: (next: string) => go(paths.survivingLoad({ table, find: next }), { replace: true }),
  }
  return (
    <section className="capacity-part" aria-labelledby="load-tables">
      <h2 id="load-tables">{say(loadWords.tables)}</h2>
      <TableChoice
        names={TABLES}
        titles={TITLES}
        counts={{
          links: rows.links.length,
          failures: rows.failures.length,
          surges: rows.surges.length,
        }}
        chosen={table}
        labelledBy="load-tables"
        onChoose={(name) => go(paths.survivingLoad({ table: name }), { replace: true })}
      />
      {table === 'links' && (
        <DataTable
          key={table}
          {...frame}
          columns={columns.links}
          rows={rows.links}
          rowKey={({ id, direction = 'pool' }) => `${id} ${direction}`}
        />
      )}
      {table === 'failures' && (
        <DataTable
          key={table}
          {...frame}
          columns={columns.failures}
          rows={rows.failures}
          rowKey={({ id }) => id}
        />
      )}
      {table === 'surges' && (
        <DataTable
          key={table}
          {...frame}
          columns={columns.surges}
          rows={rows.surges}
          rowKey={({ procedure, failure, event }) => `${procedure.en} ${failure} ${event}`}
        />
      )}
    </section>
  )
}

function rowsOf({ report, procedures }: LoadPage) {
  return {
    links: report === null ? [] : loadRows(report),
    failures: report?.failures ?? [],
    surges: procedures.flatMap(({ name, events }) => events.map((event) => ({ ...event, procedure: name }))),
  }
}
