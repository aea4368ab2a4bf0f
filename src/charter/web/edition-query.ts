import { queryOptions } from '@tanstack/react-query'
import type { Text } from '../../platform/text.ts'
import { read } from '../../web/fetching.ts'
import type { Clause } from '../clauses.ts'
import type { EditionState } from '../edition.ts'
import type { DifferenceLine } from '../line-difference.ts'

export type EditionLine = {
  edition: number
  title: Text
  issuer: { office: Text; person: string; name: Text }
  effective: string
  state: EditionState
  digest: string
  author: string
  approver?: string
  approved_at?: string
}
export type EditionWhole = { edition: EditionLine; preamble: Text[]; clauses: Clause[] }
type Lines = { ja: DifferenceLine[]; en: DifferenceLine[] }
export type EditionDifference = { preamble: Lines; clauses: { id: string; title: Lines; text: Lines }[] }

const PATH = '/api/charter/editions'

export const editionsQuery = queryOptions({
  queryKey: ['charter', 'editions'],
  queryFn: ({ signal }) => read<{ editions: EditionLine[] }>(PATH, signal),
})

/** By its digest too: what was worded anew is another. */
export function editionQuery({ edition, digest }: Pick<EditionLine, 'edition' | 'digest'>) {
  return queryOptions({
    queryKey: ['charter', 'edition', edition, digest],
    queryFn: ({ signal }) => read<EditionWhole>(`${PATH}/${edition}`, signal),
  })
}

export function editionDifferenceQuery(
  { edition, digest }: Pick<EditionLine, 'edition' | 'digest'>,
  from: number,
) {
  return queryOptions({
    queryKey: ['charter', 'edition-difference', edition, digest, from],
    queryFn: ({ signal }) => read<EditionDifference>(`${PATH}/${edition}/difference?from=${from}`, signal),
  })
}
