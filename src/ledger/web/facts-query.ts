import { keepPreviousData, queryOptions } from '@tanstack/react-query'
import { read } from '../../web/fetching.ts'
import type { LedgerPlace } from '../../web/paths.ts'
import type { LedgerFact, LedgerFacts } from '../listing-routes.ts'

const EVERY_MS = 3_000

/** What of the address the server is asked for. */
export type Sought = Pick<LedgerPlace, 'type' | 'clause' | 'by' | 'object' | 'before'>

const SOUGHT = ['type', 'clause', 'by', 'object', 'before'] as const

/** `/api/ledger/facts` with what is sought; empty parts stay away. */
export function factsAddress(sought: Sought, limit: number): string {
  const query = new URLSearchParams({ limit: String(limit) })
  for (const name of SOUGHT) {
    const value = sought[name]?.trim()
    if (value !== undefined && value !== '') query.set(name, value)
  }
  return `/api/ledger/facts?${query.toString()}`
}

/** A page of the list and the head of the log, read again every three seconds while it is looked at. */
export function factsQuery(sought: Sought) {
  const address = factsAddress(sought, 50)
  return queryOptions({
    queryKey: ['ledger', address],
    queryFn: ({ signal }) => read<LedgerFacts>(address, signal),
    refetchInterval: EVERY_MS,
    placeholderData: keepPreviousData,
  })
}

/** One fact with its proof. Facts never change; the checkpoint that covers this one may still have to come. */
export function factQuery(index: string) {
  return queryOptions({
    queryKey: ['ledger', 'fact', index],
    queryFn: ({ signal }) => read<LedgerFact>(`/api/ledger/facts/${encodeURIComponent(index)}`, signal),
    refetchInterval: ({ state }) => (state.data?.checkpoint === null ? EVERY_MS : false),
    refetchOnWindowFocus: false,
  })
}
