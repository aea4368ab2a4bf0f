import { read } from '../../web/fetching.ts'
import { paths } from '../../web/paths.ts'
import { same } from '../../web/message.ts'
import type { Found, Search } from '../../web/search.ts'
import type { LedgerFacts } from '../listing-routes.ts'
import { wordsOf } from './fact-words.ts'
import { factsAddress } from './facts-query.ts'
import { words } from './words.ts'

const FOUND_MAX = 5
const INDEX = /^\d{1,12}$/

/** Facts by their number, and the newest that name an object of exactly this id. */
export const search: Search = async (sought, { signal }) => {
  const { facts, listed } = await read<LedgerFacts>(factsAddress({ object: sought }, FOUND_MAX), signal)
  const byNumber: Found[] =
    INDEX.test(sought) && Number(sought) < listed
      ? [{ kind: words.title, title: words.nth(Number(sought)), href: paths.ledger({ fact: sought }) }]
      : []
  return [
    ...byNumber,
    ...facts.map(({ index, type }): Found => ({
      kind: words.title,
      title: wordsOf(type) ?? same(type),
      more: String(index),
      href: paths.ledger({ fact: String(index) }),
    })),
  ]
}
