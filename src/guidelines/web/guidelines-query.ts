import { queryOptions } from '@tanstack/react-query'
import { read } from '../../web/fetching.ts'
import type { MatrixPage } from '../page.ts'

const EVERY_MS = 15_000

export const guidelinesQuery = queryOptions({
  queryKey: ['guidelines'],
  queryFn: ({ signal }) => read<MatrixPage>('/api/guidelines', signal),
  refetchInterval: EVERY_MS,
})
