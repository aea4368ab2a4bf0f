import { csvRows, type CsvRow } from '../../../platform/csv-rows.ts'
import { InputError } from '../../../platform/failure.ts'

/** One series as read: NaN marks a gap, an interval that was not measured. */
export type Series = {
  id: string
  values: Float64Array
  /** Time between two values where the file says it. */
  stepMs?: number
  /** Instant of the first value; on the file's own wall clock (as if that were UTC) where `floating`. */
  startMs?: number
  /** The file writes its times without an offset: they stand for the operator's wall clock. */
  floating?: boolean
}

const VALUES_MAX = 2_000_000
const GAP = /^(?:|na|n\/a|nan|null|-)$/iu
const NUMBER = /^[-+]?(?:\d+\.?\d*|\.\d+)(?:e[-+]?\d+)?$/iu
/** A date, alone or with a time of day; without an offset it counts as UTC, which only distances are taken from. */
const STAMP = /^\d{4}[-/]\d\d?[-/]\d\d?(?:[ T]\d\d?:\d\d(?::\d\d(?:\.\d+)?)?(?:Z|[+-]\d\d:?\d\d)?)?$/u

/**
 * Reads `timestamp,value` (one series, named by the file) or a series a row (`id,v1,v2,…`, ragged, with or without a
 * header). Empty cells and NA are gaps. InputError with line and cell for text where a number belongs, for two
 * values at one instant and for a file without any series.
 */
export function readSeries(file: string, text: string): Series[] {
  const rows = rowsOf(file, text)
  const first = rows.find(({ cells }) => STAMP.test(cells[0] ?? ''))
  const stamped = first !== undefined && rows.every(({ cells }) => cells.length === 2)
  const series = stamped ? [readStamped(file, rows)] : rows.flatMap((row) => readRow(file, row))
  if (series.length === 0)
    throw new InputError(file, {}, 'expected rows of id,v1,v2,… or of timestamp,value; found none')
  const seen = new Set<string>()
  for (const { id } of series) {
    if (seen.has(id))
      throw new InputError(file, {}, `expected each id once, found ${JSON.stringify(id)} again`)
    seen.add(id)
  }
  return series
}

/** The rows below the header, if there is one. */
function rowsOf(file: string, text: string): CsvRow[] {
  const rows = csvRows(file, text)
  const [head] = rows
  // A header has no number beside its first cell.
  const isHeader = head !== undefined && !head.cells.slice(1).some((cell) => NUMBER.test(cell))
  const named = head?.cells.slice(1).some((cell) => !GAP.test(cell)) === true
  return isHeader && named && !STAMP.test(head.cells[0] ?? '') && looksLikeNames(head.cells)
    ? rows.slice(1)
    : rows
}

/** Names of columns: `timestamp,value`, `id,v1,v2`, `V1,V2`: letters first, and none is `nothing measured`. */
function looksLikeNames(cells: readonly string[]): boolean {
  return cells.every((cell) => GAP.test(cell) || /^[\p{L}_"']/u.test(cell))
}

function numberAt(file: string, row: CsvRow, column: number): number {
  const cell = row.cells[column] ?? ''
  if (GAP.test(cell)) return NaN
  const value = NUMBER.test(cell) ? Number(cell) : NaN
  if (!Number.isFinite(value) || Math.abs(value) > 1e100)
    throw new InputError(
      file,
      { line: row.line, path: `cell ${column + 1}` },
      `expected a number, or nothing for a gap, found ${JSON.stringify(cell.slice(0, 40))}`,
    )
  return value
}

function readRow(file: string, row: CsvRow): Series[] {
  const [id = ''] = row.cells
  let end = row.cells.length
  // Rows of different length are often filled up with empty cells: those at the end are no gaps.
  while (end > 1 && GAP.test(row.cells[end - 1]!)) end -= 1
  if (id === '' && end <= 1) return []
  if (id === '') throw new InputError(file, { line: row.line, path: 'cell 1' }, 'expected the id of a series')
  const values = new Float64Array(end - 1)
  for (let column = 1; column < end; column += 1) values[column - 1] = numberAt(file, row, column)
  return [{ id, values }]
}

function readStamped(file: string, rows: readonly CsvRow[]): Series {
  const points = rows
    .map((row) => {
      const at = instantOf(row.cells[0]!)
      if (!Number.isFinite(at))
        throw new InputError(
          file,
          { line: row.line, path: 'cell 1' },
          `expected a timestamp, found ${JSON.stringify(row.cells[0]!.slice(0, 40))}`,
        )
      return { at, value: numberAt(file, row, 1), line: row.line }
    })
    .toSorted((a, b) => a.at - b.at)
  const steps: number[] = []
  points.forEach(({ at, line }, index) => {
    if (index === 0) return
    const step = at - points[index - 1]!.at
    if (step === 0)
      throw new InputError(file, { line }, 'expected one value for each instant, found a second one')
    steps.push(step)
  })
  const id = (file.split(/[\\/]/u).at(-1) ?? file).replace(/\.csv$/iu, '')
  const stepMs = steps.toSorted((a, b) => a - b)[steps.length >> 1]
  if (stepMs === undefined) return { id, values: Float64Array.from(points, ({ value }) => value) }
  const floating = rows.some(({ cells }) => !/(?:Z|[+-]\d\d:?\d\d)$/u.test(cells[0]!.slice(10)))
  return { id, values: onGrid(file, points, stepMs), stepMs, startMs: points[0]!.at, floating }
}

function instantOf(cell: string): number {
  if (!STAMP.test(cell)) return NaN
  const iso = cell.replaceAll('/', '-').replace(' ', 'T')
  return Date.parse(/T.*(?:Z|[+-]\d\d:?\d\d)$/u.test(iso) || !iso.includes('T') ? iso : `${iso}Z`)
}

/** Values at equal distances: what is missing is a gap, several in one step (late polls) count with their mean. */
function onGrid(
  file: string,
  points: readonly { at: number; value: number }[],
  stepMs: number,
): Float64Array {
  const start = points[0]!.at
  const length = Math.round((points.at(-1)!.at - start) / stepMs) + 1
  if (length > VALUES_MAX)
    throw new InputError(
      file,
      {},
      `expected at most ${VALUES_MAX} steps of ${stepMs} ms between first and last instant, found ${length}`,
    )
  const sums = new Float64Array(length)
  const counts = new Float64Array(length)
  for (const { at, value } of points) {
    if (Number.isNaN(value)) continue
    const slot = Math.round((at - start) / stepMs)
    sums[slot]! += value
    counts[slot]! += 1
  }
  return sums.map((sum, slot) => (counts[slot]! > 0 ? sum / counts[slot]! : NaN))
}
