import { useDeferredValue, useMemo, useState, type ReactNode } from 'react'
import type { Cell } from '../platform/csv.ts'
import type { Text } from '../platform/text.ts'
import { KeepAsCsv } from './keep-as-csv.tsx'
import { number, plural } from './message.ts'
import { useSay } from './language.tsx'
import { matching, sorted, type Sorting } from './table-rows.ts'

/** A column: what its cells hold for sorting, searching and CSV, and how they are shown where that differs. */
export type Column<Row> = {
  title: Text
  cell: (row: Row) => Cell | Text
  show?: (row: Row) => ReactNode
  /** Identifiers in mono, numbers to the right. */
  kind?: 'id' | 'number'
}

type TableProps<Row> = {
  columns: readonly Column<Row>[]
  rows: readonly Row[]
  rowKey: (row: Row) => string
  /** What the table holds; also the name of its CSV file. */
  caption: Text
  file: string
  find: string
  onFind: (find: string) => void
}

const PAGE_ROWS = 25

/** A table that is searched, sorted, turned page by page and kept as CSV. 10,000 rows stay smooth. */
export function DataTable<Row>({ columns, rows, rowKey, caption, file, find, onFind }: TableProps<Row>) {
  const say = useSay()
  const [sorting, setSorting] = useState<Sorting>()
  const [page, setPage] = useState(0)
  const cells = useMemo(
    () => rows.map((row) => columns.map((column) => plain(column.cell(row), say))),
    [rows, columns, say],
  )
  const wanted = useDeferredValue(find)
  const found = useMemo(() => sorted(cells, matching(cells, wanted), sorting), [cells, wanted, sorting])
  const pages = Math.max(1, Math.ceil(found.length / PAGE_ROWS))
  const shownPage = Math.min(page, pages - 1)
  const header = columns.map((column) => say(column.title))
  return (
    <div className="table">
      <Tools
        caption={caption}
        find={find}
        onFind={(next) => {
          setPage(0)
          onFind(next)
        }}
        total={rows.length}
        found={wanted === '' ? undefined : found.length}
        keep={
          <KeepAsCsv
            {...{ file, header }}
            rows={() => found.map((index) => cells[index] ?? [])}
            disabled={found.length === 0}
          />
        }
      />
      <div className="table-scroll" tabIndex={0} role="region" aria-label={say(caption)}>
        <Grid
          {...{ columns, rows, rowKey, caption, cells, sorting }}
          shown={found.slice(shownPage * PAGE_ROWS, (shownPage + 1) * PAGE_ROWS)}
          onSort={setSorting}
        />
      </div>
      {pages > 1 && <Pages page={shownPage} pages={pages} onPage={setPage} />}
    </div>
  )
}

type ToolsProps = {
  caption: Text
  find: string
  onFind: (find: string) => void
  total: number
  /** Undefined while nothing is searched for. */
  found: number | undefined
  keep: ReactNode
}

function Tools({ caption, find, onFind, total, found, keep }: ToolsProps) {
  const say = useSay()
  const count =
    found === undefined
      ? { ja: `${number(total)} 件`, en: plural(total, 'row') }
      : {
          ja: `${number(total)} 件のうち ${number(found)} 件`,
          en: `${number(found)} of ${plural(total, 'row')}`,
        }
  return (
    <div className="table-tools unprinted">
      <input
        type="search"
        value={find}
        onChange={(event) => onFind(event.target.value)}
        placeholder={say({ ja: '絞り込む', en: 'Narrow down' })}
        aria-label={say({ ja: `${caption.ja}を絞り込む`, en: `Narrow down ${caption.en.toLowerCase()}` })}
      />
      <span className="count" role="status">
        {say(count)}
      </span>
      {keep}
    </div>
  )
}

type GridProps<Row> = Pick<TableProps<Row>, 'columns' | 'rows' | 'rowKey' | 'caption'> & {
  cells: readonly (readonly Cell[])[]
  /** Indices of the rows of this page. */
  shown: readonly number[]
  sorting: Sorting | undefined
  onSort: (sorting: Sorting | undefined) => void
}

function Grid<Row>({ columns, rows, rowKey, caption, cells, shown, sorting, onSort }: GridProps<Row>) {
  const say = useSay()
  // A column that is empty everywhere says nothing on the screen; the file keeps it.
  const filled = useMemo(() => {
    const places = columns.map((column, place) => ({ column, place }))
    return places.filter(({ place }) => cells.some((row) => row[place] !== undefined))
  }, [columns, cells])
  return (
    <table>
      <caption className="unseen">{say(caption)}</caption>
      <thead>
        <tr>
          {filled.map(({ column, place }) => (
            <HeaderCell key={place} column={column} index={place} sorting={sorting} onSort={onSort} />
          ))}
        </tr>
      </thead>
      <tbody>
        {shown.map((index) => {
          const row = rows[index]
          if (row === undefined) return null
          return (
            <tr key={rowKey(row)}>
              {filled.map(({ column, place }) => (
                <td key={place} className={column.kind} data-column={say(column.title)}>
                  {column.show?.(row) ?? shownCell(cells[index]?.[place])}
                </td>
              ))}
            </tr>
          )
        })}
      </tbody>
    </table>
  )
}

type HeaderProps = {
  column: { title: Text; kind?: 'id' | 'number' }
  index: number
  sorting: Sorting | undefined
  onSort: (sorting: Sorting | undefined) => void
}

/** Up, down, and back to the given order. */
function HeaderCell({ column, index, sorting, onSort }: HeaderProps) {
  const say = useSay()
  const here = sorting?.column === index ? sorting : undefined
  const next =
    here === undefined
      ? { column: index, down: false }
      : here.down
        ? undefined
        : { column: index, down: true }
  const direction = here === undefined ? 'none' : here.down ? 'descending' : 'ascending'
  return (
    <th scope="col" aria-sort={direction} className={column.kind}>
      <button type="button" onClick={() => onSort(next)}>
        {say(column.title)}
        <span aria-hidden="true">{here === undefined ? '' : here.down ? ' ↓' : ' ↑'}</span>
      </button>
    </th>
  )
}

function Pages({ page, pages, onPage }: { page: number; pages: number; onPage: (page: number) => void }) {
  const say = useSay()
  return (
    <div className="pages unprinted">
      <button type="button" className="button" disabled={page === 0} onClick={() => onPage(page - 1)}>
        {say({ ja: '前の頁', en: 'Previous' })}
      </button>
      <span>
        {number(page + 1)} / {number(pages)}
      </span>
      <button type="button" className="button" disabled={page + 1 >= pages} onClick={() => onPage(page + 1)}>
        {say({ ja: '次の頁', en: 'Next' })}
      </button>
    </div>
  )
}

function plain(cell: Cell | Text, say: (text: Text) => string): Cell {
  return typeof cell === 'object' ? say(cell) : cell
}

function shownCell(cell: Cell): string {
  return typeof cell === 'number' ? number(cell) : (cell ?? '')
}
