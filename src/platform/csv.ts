/** A cell as a table shows it; undefined is an empty cell. */
export type Cell = string | number | undefined

/**
 * RFC 4180 with CRLF and a byte order mark, so that spreadsheets read Japanese. A text that a spreadsheet would take
 * for a formula gets an apostrophe before it: names come from outside, and a table must not run them.
 */
export function csv(header: readonly string[], rows: readonly (readonly Cell[])[]): string {
  const lines = [header, ...rows].map((cells) => cells.map(quoted).join(','))
  return `\uFEFF${lines.join('\r\n')}\r\n`
}

function quoted(cell: Cell): string {
  if (cell === undefined) return ''
  if (typeof cell === 'number') return String(cell)
  const safe = /^[=+\-@\t\r]/.test(cell) ? `'${cell}` : cell
  return /[",\r\n]/.test(safe) ? `"${safe.replaceAll('"', '""')}"` : safe
}
