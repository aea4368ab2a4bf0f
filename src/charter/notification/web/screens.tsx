import { paths } from '../../../web/paths.ts'
import type { Screen } from '../../../web/screen.ts'
import { newsQuery } from './notification-query.ts'
import { words } from './words.ts'

export { Bell as foot } from './bell.tsx'

export const screens: Screen[] = [
  {
    path: paths.news(),
    title: words.title,
    page: () => import('./NewsPage.tsx'),
    prefetch: (client) => client.prefetchQuery(newsQuery({})),
  },
]
