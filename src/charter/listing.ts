import { z } from '@hono/zod-openapi'
import { csv, type Cell } from '../platform/csv.ts'

const LIMIT_MAX = 500

/** How every list of the charter is asked for: filters, a page, and as JSON or as a table. */
export const listQuery = z.object({
  clause: z.string().max(20).optional(),
  state: z.string().max(40).optional(),
  search: z.string().max(200).optional(),
  offset: z.coerce.number().int().min(0).max(1_000_000).default(0),
  limit: z.coerce.number().int().min(1).max(LIMIT_MAX).default(100),
  format: z.enum(['json', 'csv']).default('json'),
})

export type ListQuery = z.output<typeof listQuery>

/** A page of rows, and how many there are in all that were asked for. */
export type Page<Row> = { total: number; offset: number; items: Row[] }

/** Filters and cuts; a clause stands for those below it, too. `textOf` is what is searched. */
export function pageOf<Row extends { clause?: string; state: string }>(
  rows: readonly Row[],
  { clause, state, search, offset, limit }: ListQuery,
  textOf: (row: Row) => string,
): Page<Row> {
  const sought = search?.normalize('NFKC').toLowerCase()
  const found = rows.filter(
    (row) =>
      (clause === undefined || row.clause === clause || row.clause?.startsWith(`${clause}.`) === true) &&
      (state === undefined || row.state === state) &&
      (sought === undefined || textOf(row).normalize('NFKC').toLowerCase().includes(sought)),
  )
  return { total: found.length, offset, items: found.slice(offset, offset + limit) }
}

/** Rows as a table that the browser keeps as `name`.csv. */
export function csvResponse(
  name: string,
  header: readonly string[],
  rows: readonly (readonly Cell[])[],
): Response {
  return new Response(csv(header, rows), {
    headers: {
      'content-type': 'text/csv; charset=utf-8',
      'content-disposition': `attachment; filename="${name}.csv"`,
    },
  })
}
