import { keepPreviousData, queryOptions } from '@tanstack/react-query'
import { read } from '../../../web/fetching.ts'
import type { ListedPage, SeriesPage } from '../page-schema.ts'

const EVERY_MS = 15_000

/** Stored series whose names hold what is sought, read again while they are looked at. */
export function listQuery(find: string) {
  return queryOptions({
    queryKey: ['monitoring', 'list', find],
    queryFn: ({ signal }) =>
      read<ListedPage>(`/api/monitoring/series?${new URLSearchParams({ find }).toString()}`, signal),
    refetchInterval: EVERY_MS,
    placeholderData: keepPreviousData,
  })
}

/** The last days of one series. */
export function seriesQuery(id: string, as: string, days: string) {
  return queryOptions({
    queryKey: ['monitoring', 'series', id, as, days],
    queryFn: ({ signal }) =>
      read<SeriesPage>(
        `/api/monitoring/series/${encodeURIComponent(id)}?${new URLSearchParams({ as, days }).toString()}`,
        signal,
      ),
    refetchInterval: EVERY_MS,
    placeholderData: keepPreviousData,
  })
}
