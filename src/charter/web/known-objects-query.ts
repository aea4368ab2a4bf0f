import { queryOptions } from '@tanstack/react-query'
import type { CatalogueRow } from '../../estate/catalogue.ts'
import type { Text } from '../../platform/text.ts'
import { read } from '../../web/fetching.ts'

const STALE_MS = 60_000

/** The names of what the estate holds, by id: only these have a page of their own there. */
export const knownObjectsQuery = queryOptions({
  queryKey: ['estate', 'names'],
  queryFn: async ({ signal }): Promise<ReadonlyMap<string, Text>> => {
    const { objects } = await read<{ objects: CatalogueRow[] }>('/api/estate/objects', signal)
    return new Map(
      objects.map(({ id, name, name_en }) => [id, { ja: name ?? id, en: name_en ?? name ?? id }]),
    )
  },
  staleTime: STALE_MS,
  retry: false,
})
