import { read } from '../../web/fetching.ts'
import { paths } from '../../web/paths.ts'
import type { Found, Search } from '../../web/search.ts'
import type { PersonLine } from './people-query.ts'
import { words } from './words.ts'

const FOUND_MAX = 8

/** Persons by name and id, and what the ledger says was done by them. */
export const search: Search = async (sought, { signal }) => {
  const query = new URLSearchParams({ q: sought, limit: String(FOUND_MAX) })
  const { persons } = await read<{ persons: PersonLine[] }>(`/api/people/persons?${query.toString()}`, signal)
  return persons.map(({ id, name }): Found => ({
    kind: words.people,
    title: name,
    more: id,
    href: paths.ledger({ by: id }),
  }))
}
