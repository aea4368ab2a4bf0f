import { queryOptions } from '@tanstack/react-query'
import { read } from '../../web/fetching.ts'
import type { Trend } from '../trend.ts'

const EVERY_MS = 60_000

/** What the board shows of the past. */
export const TREND_DAYS = 90

/** How the clauses stood day by day; the present day is the last. */
export function trendQuery(days: number) {
  return queryOptions({
    queryKey: ['trend', days],
    queryFn: ({ signal }) => read<Trend>(`/api/charter/trend?days=${days}`, signal),
    refetchInterval: EVERY_MS,
    staleTime: EVERY_MS,
  })
}
