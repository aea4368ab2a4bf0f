import { paths } from '../../../web/paths.ts'
import type { Screen, Screens } from '../../../web/screen.ts'
import { overviewQuery } from './public-edition-query.ts'
import { words } from './words.ts'

/** What an approver of a public edition reads, and where the approval goes. */
export const approvals: Screens['approvals'] = {
  'charter.public-edition': (id) => {
    const path = `/api/public-edition/editions/${encodeURIComponent(id.replace('public-edition-', ''))}`
    return { read: [path], approve: `${path}/approve` }
  },
}

export const screens: Screen[] = [
  {
    path: paths.publicEdition(),
    title: words.title,
    rail: { emblem: '公', word: words.rail, order: 8.5 },
    page: () => import('./PublicEditionPage.tsx'),
    prefetch: (client) => client.prefetchQuery(overviewQuery),
  },
]
