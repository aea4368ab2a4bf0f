import { keepPreviousData, queryOptions } from '@tanstack/react-query'
import { read } from '../../../web/fetching.ts'
import type { RedundancyPage } from '../page.ts'

const EVERY_MS = 15_000

/** The network and what was found in it, read again every fifteen seconds while it is looked at. */
export function redundancyQuery(at?: string) {
  return queryOptions({
    queryKey: ['redundancy', 'page', at],
    queryFn: ({ signal }) =>
      read<RedundancyPage>(
        at === undefined ? '/api/redundancy' : `/api/redundancy?${new URLSearchParams({ at }).toString()}`,
        signal,
      ),
    refetchInterval: EVERY_MS,
    placeholderData: keepPreviousData,
  })
}
