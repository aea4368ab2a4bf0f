import { queryOptions } from '@tanstack/react-query'
import { read } from './fetching.ts'

/** The operator's zone. The board tells it; under the key of the board, so that it is read once for all screens. */
export const zoneQuery = queryOptions({
  queryKey: ['board'],
  queryFn: ({ signal }) => read<{ operator: { zone: string } }>('/api/board', signal),
})
