import type { Column } from '../../../web/data-table.tsx'
import type { FanColumns } from './fan-data.ts'
import { words } from './words.ts'

type Row = { at: number; columns: FanColumns }

const figure =
  (pick: (columns: FanColumns) => (number | null)[]): ((row: Row) => number | undefined) =>
  ({ at, columns }) => {
    const value = pick(columns)[at]
    return value == null ? undefined : Number(value.toPrecision(6))
  }

/** The table behind the chart. */
export const monthColumns: Column<Row>[] = [
  { title: words.date, cell: ({ at, columns }) => columns.days[at] },
  { title: words.actual, kind: 'number', cell: figure(({ measured }) => measured) },
  { title: words.median, kind: 'number', cell: figure(({ median }) => median) },
  { title: words.lower, kind: 'number', cell: figure(({ lower95 }) => lower95) },
  { title: words.upper, kind: 'number', cell: figure(({ upper95 }) => upper95) },
  { title: words.usable, kind: 'number', cell: figure(({ usable }) => usable) },
]
