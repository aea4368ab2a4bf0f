import { queryOptions } from '@tanstack/react-query'
import { read } from '../../../web/fetching.ts'
import type { NewsPlace } from '../../../web/paths.ts'
import type { Preference } from '../preference.ts'
import type { NewsItem } from '../routes.ts'

const EVERY_MS = 15_000
export const PAGE_ROWS = 50

export type NewsPage = { total: number; open: number; offset: number; items: NewsItem[] }

/** The address at the server for what the page's address asks for. */
export function newsAddress({ state, kind, find, from }: NewsPlace, format: 'json' | 'csv' = 'json'): string {
  const query = new URLSearchParams({ state: state === 'all' ? 'all' : 'open', format })
  if (kind !== undefined) query.set('kind', kind)
  if (find !== undefined) query.set('search', find)
  if (format === 'json') query.set('offset', from ?? '0')
  query.set('limit', String(format === 'csv' ? 500 : PAGE_ROWS))
  return `/api/notifications?${query.toString()}`
}

export const newsQuery = (place: NewsPlace) =>
  queryOptions({
    queryKey: ['notifications', newsAddress(place)],
    queryFn: ({ signal }) => read<NewsPage>(newsAddress(place), signal),
    refetchInterval: EVERY_MS,
  })

export type ChosenPreference = Preference & { reachable: 'yes' | 'no-address' | 'no-server' }

export const preferenceQuery = queryOptions({
  queryKey: ['notification-preference'],
  queryFn: ({ signal }) => read<ChosenPreference>('/api/notifications/preference', signal),
})
