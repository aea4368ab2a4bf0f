import type { Cell } from '../platform/csv.ts'
import type { Text } from '../platform/text.ts'
import { KeepAsCsv } from './keep-as-csv.tsx'
import { useSay } from './language.tsx'

type PictureTableProps = {
  /** What the picture shows. */
  name: Text
  /** Name of its CSV file, without the ending. */
  file: string
  columns: readonly { title: Text; kind?: 'id' | 'number' }[]
  /** Cells in the order of the columns; the first names its row and no other. */
  rows: readonly (readonly Cell[])[]
}

/** The table behind a picture, opened by whoever wants the numbers, and kept as CSV. */
export function PictureTable({ name, file, columns, rows }: PictureTableProps) {
  const say = useSay()
  const header = columns.map(({ title }) => say(title))
  return (
    <details className="picture-table">
      <summary>{say(name)}</summary>
      <div className="table-scroll" tabIndex={0} role="region" aria-label={say(name)}>
        <table>
          <thead>
            <tr>
              {columns.map(({ kind }, place) => (
                <th key={header[place]} scope="col" className={kind}>
                  {header[place]}
                </th>
              ))}
            </tr>
          </thead>
          <tbody>
            {rows.map((row) => (
              <tr key={row[0]}>
                {columns.map(({ kind }, place) => (
                  <td key={header[place]} className={kind}>
                    {row[place]}
                  </td>
                ))}
              </tr>
            ))}
          </tbody>
        </table>
      </div>
      <KeepAsCsv {...{ file, header }} rows={() => rows} />
    </details>
  )
}
