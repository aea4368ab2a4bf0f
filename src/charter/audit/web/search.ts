import { paths } from '../../../web/paths.ts'
import { same } from '../../../web/message.ts'
import { says, type Found, type Search } from '../../../web/search.ts'
import { engagementsQuery } from './audit-query.ts'
import { words } from './words.ts'

const FOUND_MAX = 8

/** Audits by their title and clauses, by who opened them, and by how they stand. */
export const search: Search = async (sought, { client }) => {
  const { rows } = await client.ensureQueryData(engagementsQuery)
  return rows
    .filter(({ id, title, clauses, opened_by: { name }, state }) => {
      const stands = words.states[state]
      return says(sought, id, title, ...clauses, name.ja, name.en, stands.ja, stands.en)
    })
    .slice(0, FOUND_MAX)
    .map(({ id, title, clauses }): Found => ({
      kind: words.audits,
      title: same(title),
      more: clauses.join(' '),
      href: paths.audit(id),
    }))
}
