import { paths } from '../../web/paths.ts'
import type { Screen, Screens } from '../../web/screen.ts'
import { estateQuery } from './estate-query.ts'
import { words } from './words.ts'

export const search: Screens['search'] = () => import('./search.ts')

export const screens: Screen[] = [
  {
    path: paths.estate(),
    title: words.title,
    rail: { emblem: '備', word: words.title, order: 3 },
    page: () => import('./EstatePage.tsx'),
    prefetch: (client) => client.prefetchQuery(estateQuery),
  },
]
