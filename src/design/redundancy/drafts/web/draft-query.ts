import { queryOptions, useQueryClient } from '@tanstack/react-query'
import { useDoing } from '../../../../people/web/form.tsx'
import type { Text } from '../../../../platform/text.ts'
import { announce } from '../../../../web/announce.tsx'
import { read, send } from '../../../../web/fetching.ts'
import { useSay } from '../../../../web/language.tsx'
import type { Advice } from '../../advice.ts'
import type { Edit } from '../document-edit.ts'
import { afterDifference } from '../../../../platform/json-difference.ts'
import type { DraftAnswer, DraftPage } from '../page.ts'

export type DraftRow = Omit<DraftPage['draft'], 'head' | 'last' | 'behind'> & { versions: number }

const at = '/api/redundancy/drafts'
const EVERY_MS = 15_000

export function draftPath(id: string, verb?: string): string {
  return `${at}/${encodeURIComponent(id)}${verb === undefined ? '' : `/${verb}`}`
}

export const draftsQuery = queryOptions({
  queryKey: ['drafts'],
  queryFn: ({ signal }) => read<{ at: string; drafts: DraftRow[] }>(at, signal),
  refetchInterval: EVERY_MS,
})

type Read = DraftPage & { token: string }

/** The page of a draft: whole at first, then what has changed since. What did not change stays the same object. */
export function draftQuery(id: string) {
  const queryKey = ['drafts', id] as const
  return queryOptions({
    queryKey,
    queryFn: async ({ signal, client }): Promise<Read> => {
      const before = client.getQueryData<Read>(queryKey)
      const since = before === undefined ? '' : `?since=${encodeURIComponent(before.token)}`
      const answer = await read<DraftAnswer>(`${draftPath(id)}${since}`, signal)
      if (!('since' in answer)) return answer
      if (before?.token !== answer.since)
        throw new Error(`a difference from ${answer.since} that was not asked for`)
      return { ...(afterDifference(before, answer.difference) as Read), token: answer.token }
    },
    refetchInterval: EVERY_MS,
    structuralSharing: false,
  })
}

export type ObjectShown = { collection: string; path: string; fields: Record<string, unknown> }

/** One element as its document has it; again for each step of the draft. */
export function objectQuery(id: string, head: number, object: string) {
  const query = new URLSearchParams({ object })
  return queryOptions({
    queryKey: ['drafts', id, 'object', head, object],
    queryFn: ({ signal }) => read<ObjectShown>(`${draftPath(id, 'object')}?${query.toString()}`, signal),
    retry: false,
  })
}

export function adviceQuery(id: string, head: number) {
  return queryOptions({
    queryKey: ['drafts', id, 'advice', head],
    queryFn: ({ signal }) => read<{ advice: Advice | null }>(draftPath(id, 'advice'), signal),
  })
}

/** Opens a draft; returns its id. */
export async function openDraft(title: string, reason: string): Promise<string> {
  return (await send<{ id: string }>(at, { title, reason })).id
}

export type Sending = {
  busy: boolean
  error: Text | undefined
  /** Posts to a verb of the draft, then says what was done and reads everything again. */
  post: (verb: string, body: unknown, said: Text) => Promise<void>
  edit: (head: number, edits: readonly Edit[], said: Text) => Promise<void>
  run: (work: () => Promise<void>) => Promise<void>
}

/** One thing at a time on one draft; what went wrong stays until the next try. */
export function useDraftSending(id: string): Sending {
  const say = useSay()
  const client = useQueryClient()
  const { busy, error, run } = useDoing()
  const post = (verb: string, body: unknown, said: Text): Promise<void> =>
    run(async () => {
      try {
        await send(draftPath(id, verb), body)
        announce(say(said))
      } finally {
        await client.invalidateQueries()
      }
    })
  return { busy, error, run, post, edit: (head, edits, said) => post('steps', { head, edits }, said) }
}
