import type { Context } from '../../../platform/context.ts'
import type { Db } from '../../../platform/database.ts'
import { jsonDifference } from '../../../platform/json-difference.ts'
import type { DraftAnswer, DraftPage } from './page.ts'
import { shownDraft } from './shown.ts'

const PAGES_MAX = 64
/** Pages of one design as it stands hold the same network, which is what takes room. */
const NETWORKS_MAX = 6
type Pages = Map<string, { draft: string; page: DraftPage }>
const kept = new WeakMap<Db, Pages>()

/**
 * The page of a draft, or what of it differs from the answer that `since` names: a step at a network of 300,000 links
 * changes a few hundred bytes of some sixty million. Answers are known for a while and to one server only: where one is
 * not, the whole page comes.
 */
export async function draftSince(
  ctx: Context,
  draft: string,
  since: string | undefined,
): Promise<DraftAnswer> {
  const page = await shownDraft(ctx, draft)
  const pages: Pages = kept.get(ctx.db) ?? new Map()
  kept.set(ctx.db, pages)
  const token = ctx.ids.next()
  const before = since === undefined ? undefined : pages.get(since)
  pages.set(token, { draft, page })
  forgetOldest(pages)
  if (since === undefined || before?.draft !== draft) return { ...page, token }
  const difference = jsonDifference(before.page, page)
  return { since, token, ...(difference !== undefined && { difference }) }
}

function forgetOldest(pages: Pages): void {
  const networks = new Set(Array.from(pages.values(), ({ page }) => page.network.links))
  for (const [oldest, { page }] of pages) {
    if (pages.size <= PAGES_MAX && networks.size <= NETWORKS_MAX) return
    pages.delete(oldest)
    if (![...pages.values()].some((other) => other.page.network.links === page.network.links))
      networks.delete(page.network.links)
  }
}
