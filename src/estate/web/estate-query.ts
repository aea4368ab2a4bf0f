import { queryOptions } from '@tanstack/react-query'
import type { CatalogueObject, CatalogueRow } from '../catalogue.ts'
import type { Difference } from '../difference.ts'
import { read, send } from '../../web/fetching.ts'

const EVERY_MS = 30_000

/** Everything that the estate holds. */
export const estateQuery = queryOptions({
  queryKey: ['estate'],
  queryFn: ({ signal }) => read<{ at: string; objects: CatalogueRow[] }>('/api/estate/objects', signal),
  refetchInterval: EVERY_MS,
})

export function objectQuery(id: string) {
  return queryOptions({
    queryKey: ['estate', id],
    queryFn: ({ signal }) => read<CatalogueObject>(`/api/estate/objects/${encodeURIComponent(id)}`, signal),
  })
}

/** The newest facts that name a thing. */
export function historyQuery(id: string) {
  const query = new URLSearchParams({ object: id, limit: '8' })
  return queryOptions({
    queryKey: ['estate', id, 'history'],
    queryFn: ({ signal }) =>
      read<{ facts: { index: number; at: string; type: string; by: string }[] }>(
        `/api/ledger/facts?${query.toString()}`,
        signal,
      ),
  })
}

export type Sent = { path: string; content_base64: string }
export type Applied = { revision?: string; written: boolean; difference: Difference }

/** Compares documents with what stands, or makes them the estate. */
export function apply(files: readonly Sent[], dryRun: boolean): Promise<Applied> {
  return send<Applied>('/api/estate/apply', { files, dry_run: dryRun })
}
