import { queryOptions } from '@tanstack/react-query'
import { read } from '../../../web/fetching.ts'
import type { RedundancyPage } from '../page.ts'

const EVERY_MS = 15_000

/** The network and what was found in it, read again every fifteen seconds while it is looked at. */
export const redundancyQuery = queryOptions({
  queryKey: ['redundancy'],
  queryFn: ({ signal }) => read<RedundancyPage>('/api/redundancy', signal),
  refetchInterval: EVERY_MS,
})
