import { keepPreviousData, queryOptions } from '@tanstack/react-query'
import { read } from '../../web/fetching.ts'
import type { CharterListPlace } from '../../web/paths.ts'
import type { Page } from '../listing.ts'

export const PAGE_ROWS = 20
const EVERY_MS = 15_000

export type Listed<Row> = Page<Row>

/** Where the server lists rules or waivers; as CSV all that was found, up to the most it gives. */
export function listAddress(
  kind: 'rules' | 'waivers',
  place: CharterListPlace,
  format: 'json' | 'csv',
): string {
  const { clause = '', state = '', find = '', from = '' } = place
  const query = new URLSearchParams({ limit: format === 'csv' ? '500' : String(PAGE_ROWS) })
  if (clause !== '') query.set('clause', clause)
  if (state !== '') query.set('state', state)
  if (find !== '') query.set('search', find)
  if (/^\d{1,6}$/.test(from) && format === 'json') query.set('offset', from)
  if (format === 'csv') query.set('format', 'csv')
  return `/api/charter/${kind}?${query.toString()}`
}

export function listQuery<Row>(kind: 'rules' | 'waivers', place: CharterListPlace) {
  const address = listAddress(kind, place, 'json')
  return queryOptions({
    queryKey: ['charter', 'list', address],
    queryFn: ({ signal }) => read<Listed<Row>>(address, signal),
    refetchInterval: EVERY_MS,
    placeholderData: keepPreviousData,
  })
}
