import { csv, type Cell } from '../platform/csv.ts'
import { useSay } from './language.tsx'
import { saveFile } from './save-file.ts'

/** The button that saves what a table shows as FILE.csv; the rows are made when it is pressed. */
export function KeepAsCsv({
  file,
  header,
  rows,
  disabled = false,
}: {
  file: string
  header: readonly string[]
  rows: () => readonly (readonly Cell[])[]
  disabled?: boolean
}) {
  const say = useSay()
  return (
    <button
      type="button"
      className="button unprinted"
      disabled={disabled}
      onClick={() => saveFile(`${file}.csv`, csv(header, rows()))}
    >
      {say({ ja: 'CSV で保存', en: 'Save as CSV' })}
    </button>
  )
}
