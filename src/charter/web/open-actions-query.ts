import { queryOptions } from '@tanstack/react-query'
import { read } from '../../web/fetching.ts'
import type { ActionList, ActionRow } from '../improvement/page.ts'

const EVERY_MS = 60_000
const ACTIONS_MAX = 200

export type OpenAction = ActionRow

/** Corrective actions that are not closed, the first due first. */
export const openActionsQuery = queryOptions({
  queryKey: ['actions', 'open'],
  queryFn: async ({ signal }) => {
    const { rows } = await read<ActionList>(`/api/improvement/actions?limit=${ACTIONS_MAX}`, signal)
    return rows.filter(({ state }) => state !== 'closed')
  },
  refetchInterval: EVERY_MS,
  retry: false,
})
