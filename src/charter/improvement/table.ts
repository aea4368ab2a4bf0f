/** A cell of a table that leaves as a file; undefined is an empty cell. */
export type Cell = string | number | undefined

/**
 * RFC 4180 with CRLF and a byte order mark, so that spreadsheets read Japanese. A text that a spreadsheet would take
 * for a formula gets an apostrophe before it: what people write must not run there.
 */
export function tableText(header: readonly string[], rows: readonly (readonly Cell[])[]): string {
  const lines = [header, ...rows].map((cells) => cells.map(written).join(','))
  return `\uFEFF${lines.join('\r\n')}\r\n`
}

function written(cell: Cell): string {
  if (cell === undefined) return ''
  if (typeof cell === 'number') return String(cell)
  const safe = /^[=+\-@\t\r]/.test(cell) ? `'${cell}` : cell
  return /[",\r\n]/.test(safe) ? `"${safe.replaceAll('"', '""')}"` : safe
}

export function tableReply(name: string, text: string): Response {
  return new Response(text, {
    headers: {
      'content-type': 'text/csv; charset=utf-8',
      'content-disposition': `attachment; filename="${name}.csv"`,
      'cache-control': 'no-store',
    },
  })
}
