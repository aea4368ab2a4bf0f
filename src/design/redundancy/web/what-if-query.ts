import { queryOptions } from '@tanstack/react-query'
import type { Text } from '../../../platform/text.ts'
import { read } from '../../../web/fetching.ts'
import type { ServiceReport } from '../report.ts'
import type { LoadAfter } from '../what-if.ts'

export type Work = {
  id: string
  title: Text
  from: string
  until: string
  takes_down: string[]
  certain: boolean
  link?: string
}

export type Timeline = { at: string; turns: string[]; cut: boolean; work: Work[] }

const EVERY_MS = 60_000

export const timelineQuery = queryOptions({
  queryKey: ['redundancy', 'timeline'],
  queryFn: ({ signal }) => read<Timeline>('/api/redundancy/timeline', signal),
  refetchInterval: EVERY_MS,
})

function withMoment(given: Record<string, string>, at: string | undefined): string {
  return new URLSearchParams({ ...given, ...(at !== undefined && { at }) }).toString()
}

/** What carries more than its capacity while some things have failed. */
export function loadQuery(failed: readonly string[], at: string | undefined) {
  return queryOptions({
    queryKey: ['redundancy', 'load', at, failed],
    queryFn: ({ signal }) =>
      read<LoadAfter>(`/api/redundancy/load?${withMoment({ failed: failed.join('\n') }, at)}`, signal),
    enabled: failed.length > 0,
    staleTime: EVERY_MS,
  })
}

/** One service with its pairs. */
export function serviceQuery(id: string, at: string | undefined) {
  return queryOptions({
    queryKey: ['redundancy', 'service', at, id],
    queryFn: ({ signal }) =>
      read<ServiceReport>(`/api/redundancy/services/${encodeURIComponent(id)}?${withMoment({}, at)}`, signal),
    staleTime: EVERY_MS,
  })
}
