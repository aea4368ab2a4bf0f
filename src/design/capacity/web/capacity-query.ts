import { queryOptions } from '@tanstack/react-query'
import { read } from '../../../web/fetching.ts'
import type { LoadPage, ResourcePage, WallPage } from '../wall/page.ts'

const EVERY_MS = 30_000

/** Every resource by the day on which to order, read again while it is looked at. */
export const wallQuery = queryOptions({
  queryKey: ['capacity'],
  queryFn: ({ signal }) => read<WallPage>('/api/capacity', signal),
  refetchInterval: EVERY_MS,
})

/** One resource with its series, forecast and plans. */
export function resourceQuery(id: string) {
  return queryOptions({
    queryKey: ['capacity', 'resource', id],
    queryFn: ({ signal }) => read<ResourcePage>(`/api/capacity/resources/${encodeURIComponent(id)}`, signal),
    refetchInterval: EVERY_MS,
  })
}

/** Loads under every single failure. */
export const loadQuery = queryOptions({
  queryKey: ['capacity', 'load'],
  queryFn: ({ signal }) => read<LoadPage>('/api/capacity/load', signal),
  refetchInterval: EVERY_MS,
})
