import { parse } from 'csv-parse/sync'
import { InputError } from './failure.ts'

/** A row of a CSV file, trimmed, and the line of the file on which it ends, from 1. */
export type CsvRow = { cells: string[]; line: number }

/** The rows of a CSV text, of whatever lengths; empty lines are passed over. InputError where it is none. */
export function csvRows(file: string, text: string): CsvRow[] {
  try {
    const parsed = parse(text, {
      bom: true,
      info: true,
      relax_column_count: true,
      skip_empty_lines: true,
      trim: true,
    }) as unknown as { record: string[]; info: { lines: number } }[]
    return parsed.map(({ record, info }) => ({ cells: record, line: info.lines }))
  } catch (problem) {
    const line = problem instanceof Error && 'lines' in problem ? Number(problem.lines) : undefined
    throw new InputError(file, { ...(line !== undefined && { line }) }, 'expected comma-separated values')
  }
}
