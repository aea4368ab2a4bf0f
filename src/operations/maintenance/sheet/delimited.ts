import { parse } from 'csv-parse/sync'
import type { Grid } from '../document/item.ts'
import { COLUMNS_MAX, ROWS_MAX } from '../document/item.ts'
import { plainText } from '../document/plain.ts'

/** CSV, TSV and semicolons to a grid, `cut` where there are more rows than are read; undefined when the quoting cannot be followed. */
export function readDelimited(text: string): { grid: Grid; cut: boolean } | undefined {
  try {
    const rows: unknown = parse(text, {
      delimiter: delimiterOf(text),
      relax_column_count: true,
      relax_quotes: true,
      skip_empty_lines: true,
      bom: true,
      to: ROWS_MAX + 1,
      max_record_size: 200_000,
    })
    if (!Array.isArray(rows)) return undefined
    const cells = rows
      .slice(0, ROWS_MAX)
      .map((row: unknown) =>
        (Array.isArray(row) ? row : [])
          .slice(0, COLUMNS_MAX)
          .map((value: unknown) => ({ text: plainText(String(value)).trim(), header: false })),
      )
    return { grid: { kind: 'grid', rows: cells, quote: 0 }, cut: rows.length > ROWS_MAX }
  } catch {
    return undefined
  }
}

/** The sign that occurs most in the first line. */
function delimiterOf(text: string): string {
  const first = text.slice(0, 4_000).split(/\r?\n/, 1)[0] ?? ''
  const counts = ['\t', ';', ',', '|'].map((sign) => ({ sign, count: first.split(sign).length }))
  return counts.toSorted((a, b) => b.count - a.count)[0]?.sign ?? ','
}
