import { paths } from '../../../web/paths.ts'
import type { Screen } from '../../../web/screen.ts'
import { listQuery } from './monitoring-query.ts'
import { words } from './words.ts'

export const screens: Screen[] = [
  {
    path: paths.monitoring(),
    title: words.title,
    rail: { emblem: '監', word: words.rail, order: 5 },
    page: () => import('./MonitoringPage.tsx'),
    prefetch: (client) => client.prefetchQuery(listQuery('')),
  },
]
