import { paths } from '../../web/paths.ts'
import type { Screen, Screens } from '../../web/screen.ts'
import { factsQuery } from './facts-query.ts'
import { words } from './words.ts'

export const search: Screens['search'] = () => import('./search.ts')

export const screens: Screen[] = [
  {
    path: paths.ledger(),
    title: words.title,
    rail: { emblem: '帳', word: words.rail, order: 9 },
    page: () => import('./LedgerPage.tsx'),
    prefetch: (client) => client.prefetchQuery(factsQuery({})),
  },
]
