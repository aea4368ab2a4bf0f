import { queryOptions } from '@tanstack/react-query'
import { read } from '../../web/fetching.ts'
import type { Board } from '../board.ts'

const EVERY_MS = 5_000

/** The board, read again every five seconds while it is looked at. */
export const boardQuery = queryOptions({
  queryKey: ['board'],
  queryFn: ({ signal }) => read<Board>('/api/board', signal),
  refetchInterval: EVERY_MS,
})
