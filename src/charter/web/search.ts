import { read } from '../../web/fetching.ts'
import { paths } from '../../web/paths.ts'
import { says, type Found, type Search } from '../../web/search.ts'
import { same } from '../../web/message.ts'
import type { Page } from '../listing.ts'
import type { RuleVersion } from '../rule-versions.ts'
import type { StandingWaiver } from '../waiver-standing.ts'
import { boardQuery } from './board-query.ts'
import { words } from './words.ts'

const FOUND_MAX = 8

/** Clauses by their number and words; rules and waivers as the server finds them. */
export const search: Search = async (sought, { client, signal }) => {
  const asked = (kind: string) =>
    `/api/charter/${kind}?${new URLSearchParams({ search: sought, limit: String(FOUND_MAX * 4) }).toString()}`
  const [board, rules, waivers] = await Promise.all([
    client.ensureQueryData(boardQuery),
    read<Page<RuleVersion>>(asked('rules'), signal),
    read<Page<StandingWaiver>>(asked('waivers'), signal),
  ])
  const clauses = board.entries
    .filter(({ id, title, text }) => says(sought, id, title.ja, title.en, text?.ja ?? '', text?.en ?? ''))
    .map(({ id, title }): Found => ({ kind: words.clause, title, more: id, href: paths.clausePage(id) }))
  // A rule is found once, whichever of its versions says so.
  const byRule = new Map(rules.items.map((rule) => [rule.id, rule]))
  return [
    ...clauses.slice(0, FOUND_MAX),
    ...[...byRule.values()]
      .slice(0, FOUND_MAX)
      .map(({ id, title }): Found => ({ kind: words.rules, title, more: id, href: paths.rule(id) })),
    ...waivers.items.slice(0, FOUND_MAX).map(({ id, reason }): Found => ({
      kind: words.waivers,
      title: same(reason),
      more: id,
      href: paths.waiver(id),
    })),
  ]
}
