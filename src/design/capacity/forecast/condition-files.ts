import { InputError } from '../../../platform/failure.ts'

const LINES_MAX = 100_000
const DATE = /^\d{4}-\d\d-\d\d$/u
const INSTANT = /^\d{4}-\d\d-\d\dT\d\d:\d\d(?::\d\d(?:\.\d+)?)?(?:Z|[+-]\d\d:\d\d)$/u

/** Reads `from,until`, an outage a line: dates in the operator's zone or instants with their offset. InputError. */
export function readOutages(file: string, text: string): { from: string; until: string }[] {
  return rows(file, text).map(({ cells, line }) => {
    const [from = '', until = ''] = cells
    assertMoment(file, line, 1, from)
    assertMoment(file, line, 2, until)
    if (Date.parse(until) <= Date.parse(from))
      throw new InputError(file, { line, path: 'cell 2' }, `expected a time after ${from}, found ${until}`)
    return { from, until }
  })
}

/** Reads `date,amount`, a planned step of demand a line. InputError. */
export function readSteps(file: string, text: string): { date: string; amount: number }[] {
  return rows(file, text).map(({ cells, line }) => {
    const [date = '', written = ''] = cells
    assertMoment(file, line, 1, date)
    const amount = written === '' ? NaN : Number(written)
    if (!Number.isFinite(amount))
      throw new InputError(file, { line, path: 'cell 2' }, `expected a number, found ${quoted(written)}`)
    return { date, amount }
  })
}

function rows(file: string, text: string): { cells: string[]; line: number }[] {
  const lines = text.replace(/^\uFEFF/u, '').split(/\r?\n/u)
  if (lines.length > LINES_MAX) throw new InputError(file, {}, `expected at most ${LINES_MAX} lines`)
  return lines
    .map((content, at) => ({ cells: content.split(',').map((cell) => cell.trim()), line: at + 1 }))
    .filter(({ cells }) => cells.some((cell) => cell !== ''))
    .filter(({ cells, line }) => line > 1 || /^\d/u.test(cells[0]!))
    .map((row) => {
      if (row.cells.length !== 2)
        throw new InputError(file, { line: row.line }, `expected two cells, found ${row.cells.length}`)
      return row
    })
}

function assertMoment(file: string, line: number, cell: number, written: string): void {
  const good = DATE.test(written) || INSTANT.test(written)
  // A day that no calendar has, such as 30 February, is rolled over by Date: the round trip shows it.
  const day = new Date(`${written.slice(0, 10)}T00:00:00Z`)
  if (good && Number.isFinite(Date.parse(written)) && day.toISOString().startsWith(written.slice(0, 10)))
    return
  throw new InputError(
    file,
    { line, path: `cell ${cell}` },
    `expected a date, or an instant with its offset, found ${quoted(written)}`,
  )
}

function quoted(written: string): string {
  return JSON.stringify(written.slice(0, 40))
}
