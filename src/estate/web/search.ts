import { paths } from '../../web/paths.ts'
import { says, type Found, type Search } from '../../web/search.ts'
import { estateQuery } from './estate-query.ts'
import { words } from './words.ts'

const FOUND_MAX = 12

/** Things of the estate by id and name. */
export const search: Search = async (sought, { client }) => {
  const { objects } = await client.ensureQueryData(estateQuery)
  const found: Found[] = []
  for (const { id, name, name_en, site = '' } of objects) {
    if (!says(sought, id, name ?? '', name_en ?? '', site)) continue
    const title = { ja: name ?? id, en: name_en ?? name ?? id }
    found.push({ kind: words.title, title, more: id, href: paths.estate({ object: id }) })
    if (found.length >= FOUND_MAX) break
  }
  return found
}
