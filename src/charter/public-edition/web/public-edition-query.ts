import { queryOptions } from '@tanstack/react-query'
import type { Text } from '../../../platform/text.ts'
import { read, send } from '../../../web/fetching.ts'
import type { DifferenceLine } from '../../line-difference.ts'
import type { Freshness, Verdict } from '../../verdict.ts'
import type { Choices } from '../choices.ts'
import type { PublicEditionState } from '../edition.ts'

export type Named = { id: string; name: Text }
type Done = { by: Named; at: string }

export type EditionRow = {
  edition: number
  id: string
  state: PublicEditionState
  digest: string
  at: string
  author: Named
  approved?: Done & { method: string }
  published?: Done
  withdrawn?: Done & { reason: string }
}

export type Overview = {
  choices: Choices
  clauses: { id: string; title: Text; verdict: Verdict; freshness: Freshness }[]
  editions: EditionRow[]
  published?: { edition: number; over: boolean; changed: boolean }
}

export type Article = { article: Text; style: string }
export type Part = { id: string; title: Text; lines: Record<keyof Text, DifferenceLine[]> }

const KEY = 'public-edition'
const EVERY_MS = 15_000
const API = '/api/public-edition'

export const overviewQuery = queryOptions({
  queryKey: [KEY],
  queryFn: ({ signal }) => read<Overview>(API, signal),
  refetchInterval: EVERY_MS,
})

export const articleQuery = (edition: string) =>
  queryOptions({
    queryKey: [KEY, 'article', edition],
    queryFn: ({ signal }) => read<Article>(`${API}/editions/${encodeURIComponent(edition)}/article`, signal),
  })

/** What these choices would make, exactly as it would be published. */
export const previewQuery = (choices: Choices) =>
  queryOptions({
    queryKey: [KEY, 'preview', choices],
    queryFn: () => send<Article>(`${API}/preview`, choices),
    placeholderData: (before) => before,
    retry: false,
  })

export const differenceQuery = (edition: number, from: number) =>
  queryOptions({
    queryKey: [KEY, 'difference', edition, from],
    queryFn: ({ signal }) =>
      read<{ parts: Part[] }>(`${API}/editions/${edition}/difference?from=${from}`, signal),
  })

export const sending = {
  keep: (choices: Choices) => send(`${API}/choices`, choices, 'PUT'),
  forward: (choices: Choices) => send<{ edition: number }>(`${API}/editions`, choices),
  publish: (edition: number) => send(`${API}/editions/${edition}/publish`, {}),
  withdrawPath: (edition: number) => `${API}/editions/${edition}/withdraw`,
  approvePath: (edition: number) => `${API}/editions/${edition}/approve`,
}

export const EXPORT = `${API}/export`
