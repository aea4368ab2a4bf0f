import { paths } from '../../web/paths.ts'
import { says, type Found, type Search } from '../../web/search.ts'
import { guidelinesQuery } from './guidelines-query.ts'
import { words } from './words.ts'

const FOUND_MAX = 6

/** Cells of the matrix by their title and by what their guidelines say. */
export const search: Search = async (sought, { client }) => {
  const { cells } = await client.ensureQueryData(guidelinesQuery)
  return cells
    .filter(({ id, title, guidelines }) =>
      says(
        sought,
        id,
        title.ja,
        title.en,
        ...guidelines.flatMap((one) => [one.title.ja, one.title.en, one.text.ja, one.text.en]),
      ),
    )
    .slice(0, FOUND_MAX)
    .map(({ id, title }): Found => ({
      kind: words.title,
      title,
      more: id,
      href: paths.guidelines({ cell: id }),
    }))
}
