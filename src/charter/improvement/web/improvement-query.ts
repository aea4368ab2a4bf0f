import { queryOptions } from '@tanstack/react-query'
import { read } from '../../../web/fetching.ts'
import type { ActionList, ActionPage, AdoptionPage, BurnDownPage, FindingList, ReviewList } from '../page.ts'

const EVERY_MS = 15_000
/** As many as one answer of the server holds; more are said, and stand in its CSV. */
export const ROWS_MAX = 500

export const findingsQuery = queryOptions({
  queryKey: ['improvement', 'findings'],
  queryFn: ({ signal }) => read<FindingList>(`/api/improvement/findings?limit=${ROWS_MAX}`, signal),
  refetchInterval: EVERY_MS,
})

export const actionsQuery = queryOptions({
  queryKey: ['improvement', 'actions'],
  queryFn: ({ signal }) => read<ActionList>(`/api/improvement/actions?limit=${ROWS_MAX}`, signal),
  refetchInterval: EVERY_MS,
})

export const actionQuery = (id: string) =>
  queryOptions({
    queryKey: ['improvement', 'action', id],
    queryFn: ({ signal }) => read<ActionPage>(`/api/improvement/actions/${encodeURIComponent(id)}`, signal),
  })

export const reviewsQuery = queryOptions({
  queryKey: ['improvement', 'reviews'],
  queryFn: ({ signal }) => read<ReviewList>('/api/improvement/reviews', signal),
  refetchInterval: EVERY_MS,
})

export const adoptionQuery = queryOptions({
  queryKey: ['improvement', 'adoption'],
  queryFn: ({ signal }) => read<AdoptionPage>('/api/improvement/adoption', signal),
  refetchInterval: EVERY_MS,
})

/** The last thirty days; a day that has ended does not change, so that this is asked seldom. */
export const burnDownQuery = queryOptions({
  queryKey: ['improvement', 'burn-down'],
  queryFn: ({ signal }) => read<BurnDownPage>('/api/improvement/adoption/burn-down', signal),
  staleTime: 60_000,
})
