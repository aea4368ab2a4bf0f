import { queryOptions } from '@tanstack/react-query'
import { read } from '../../../web/fetching.ts'
import type { EngagementList, EngagementPage, ItemPage, MyRequest, PopulationPage } from '../page.ts'

const EVERY_MS = 15_000

export const auditPath = (id: string) => `/api/audit/engagements/${encodeURIComponent(id)}`

export const engagementsQuery = queryOptions({
  queryKey: ['audit', 'engagements'],
  queryFn: ({ signal }) => read<EngagementList>('/api/audit/engagements', signal),
  refetchInterval: EVERY_MS,
})

export const myRequestsQuery = queryOptions({
  queryKey: ['audit', 'mine'],
  queryFn: ({ signal }) => read<{ rows: MyRequest[] }>('/api/audit/requests', signal),
  refetchInterval: EVERY_MS,
})

export const engagementQuery = (id: string) =>
  queryOptions({
    queryKey: ['audit', 'engagement', id],
    queryFn: ({ signal }) => read<EngagementPage>(auditPath(id), signal),
    refetchInterval: EVERY_MS,
  })

/** Computed again from the ledger, so that it is asked seldom. */
export const populationQuery = (id: string, control: string) =>
  queryOptions({
    queryKey: ['audit', 'population', id, control],
    queryFn: ({ signal }) =>
      read<PopulationPage>(`${auditPath(id)}/population?${String(new URLSearchParams({ control }))}`, signal),
    staleTime: 60_000,
  })

export const itemQuery = (id: string, control: string, item: string) =>
  queryOptions({
    queryKey: ['audit', 'item', id, control, item],
    queryFn: ({ signal }) =>
      read<ItemPage>(`${auditPath(id)}/item?${String(new URLSearchParams({ control, item }))}`, signal),
  })
