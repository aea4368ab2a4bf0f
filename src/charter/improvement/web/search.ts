import { read } from '../../../web/fetching.ts'
import { same } from '../../../web/message.ts'
import { paths } from '../../../web/paths.ts'
import { says, type Found, type Search } from '../../../web/search.ts'
import type { ActionList, FindingList } from '../page.ts'
import { words } from './words.ts'

const FOUND_MAX = 5
const LOOKED_AT_MAX = 200

/** Corrective actions by what is done, by whom and for which clause; and the findings behind them by their reason. */
export const search: Search = async (sought, { signal }) => {
  const [actions, findings] = await Promise.all([
    read<ActionList>(`/api/improvement/actions?limit=${LOOKED_AT_MAX}`, signal),
    read<FindingList>(`/api/improvement/findings?limit=${LOOKED_AT_MAX}`, signal),
  ])
  return [
    ...actions.rows
      .filter(({ id, what, owner, clauses }) =>
        says(sought, id, what, owner.name.ja, owner.name.en, ...clauses),
      )
      .slice(0, FOUND_MAX)
      .map(({ id, what }): Found => ({
        kind: words.action,
        title: same(what),
        more: id,
        href: paths.improvement({ action: id }),
      })),
    ...findings.rows
      .filter(({ because, objects }) =>
        says(sought, ...because.flatMap(({ ja, en }) => [ja, en]), ...objects),
      )
      .slice(0, FOUND_MAX)
      .map(({ id, clause, because }): Found => ({
        kind: words.findings,
        title: because[0] ?? same(id),
        more: clause,
        href: paths.improvement({ finding: id }),
      })),
  ]
}
