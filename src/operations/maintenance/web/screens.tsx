import { paths } from '../../../web/paths.ts'
import type { Screen } from '../../../web/screen.ts'
import { impactQuery } from './maintenance-query.ts'
import { words } from './words.ts'

export const screens: Screen[] = [
  {
    path: paths.maintenance(),
    title: words.title,
    clause: '5.1',
    page: () => import('./MaintenancePage.tsx'),
    prefetch: (client) => client.prefetchQuery(impactQuery),
  },
]
