import { paths } from '../../../web/paths.ts'
import type { Screen } from '../../../web/screen.ts'
import { redundancyQuery } from './page-query.ts'
import { words } from './words.ts'

export const screens: Screen[] = [
  {
    path: paths.redundancy(),
    title: words.title,
    rail: { emblem: '網', word: words.rail, order: 2 },
    clause: '2.1',
    pointsAt: (object) => paths.redundancy({ fail: object }),
    page: () => import('./RedundancyPage.tsx'),
    prefetch: (client) => client.prefetchQuery(redundancyQuery()),
  },
]
