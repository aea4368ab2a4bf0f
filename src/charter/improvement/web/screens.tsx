import { paths } from '../../../web/paths.ts'
import type { Screen, Screens } from '../../../web/screen.ts'
import { actionsQuery, adoptionQuery, findingsQuery, reviewsQuery } from './improvement-query.ts'
import { words } from './words.ts'

export const search: Screens['search'] = () => import('./search.ts')

export const screens: Screen[] = [
  {
    path: paths.improvement(),
    title: words.actions,
    rail: { emblem: '改', word: words.rail, order: 7 },
    page: () => import('./ActionsPage.tsx'),
    prefetch: async (client) => {
      await Promise.all([client.prefetchQuery(actionsQuery), client.prefetchQuery(findingsQuery)])
    },
  },
  {
    path: paths.reviews(),
    title: words.reviews,
    page: () => import('./ReviewsPage.tsx'),
    prefetch: (client) => client.prefetchQuery(reviewsQuery),
  },
  {
    path: paths.adoption(),
    title: words.adoption,
    page: () => import('./AdoptionPage.tsx'),
    prefetch: (client) => client.prefetchQuery(adoptionQuery),
  },
]
