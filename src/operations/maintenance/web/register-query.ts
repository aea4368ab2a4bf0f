import { queryOptions } from '@tanstack/react-query'
import type { Text } from '../../../platform/text.ts'
import { read } from '../../../web/fetching.ts'
import type { EntryContent } from '../register/amend.ts'
import type { ShownEntry } from '../register/page.ts'

/** A change of the register that waits for approval. */
export type WaitingChange = {
  id: string
  entry: string
  change: 'add' | 'change' | 'remove'
  content: EntryContent | null
  note: string
  proposed_by: string
  proposed_at: string
}

export type Register = {
  zone: string
  at: string
  entries: ShownEntry[]
  without_entry: string[]
  parties: { id: string; name: Text }[]
  proposals: WaitingChange[]
}

/** The register as it stands, with what waits. */
export const registerQuery = queryOptions({
  queryKey: ['maintenance', 'register'],
  queryFn: ({ signal }) => read<Register>('/api/maintenance/register', signal),
  refetchInterval: 10_000,
})
