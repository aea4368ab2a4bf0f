import { paths } from '../../web/paths.ts'
import type { Screen } from '../../web/screen.ts'
import { boardQuery } from './board-query.ts'
import { words } from './words.ts'

export { Masthead as masthead } from './masthead.tsx'

export const screens: Screen[] = [
  {
    path: paths.board(),
    title: words.rail,
    rail: { emblem: '章', word: words.rail, order: 1 },
    page: () => import('./BoardPage.tsx'),
    prefetch: (client) => client.prefetchQuery(boardQuery),
  },
]
