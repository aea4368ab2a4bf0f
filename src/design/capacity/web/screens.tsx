import { paths } from '../../../web/paths.ts'
import type { Screen, Screens } from '../../../web/screen.ts'
import { loadQuery, wallQuery } from './capacity-query.ts'
import { words } from './words.ts'

/** Where a plan that waits for approval is read, and where its approval goes. */
export const approvals: Screens['approvals'] = {
  'capacity.plan': (id) => {
    const path = `/api/capacity/plans/${encodeURIComponent(id)}`
    return { read: [path], approve: `${path}/approve` }
  },
}

export const screens: Screen[] = [
  {
    path: paths.capacity(),
    title: words.title,
    rail: { emblem: '容', word: words.rail, order: 2.5 },
    clause: '2.2',
    pointsAt: (object) => paths.capacity({ object }),
    page: () => import('./CapacityPage.tsx'),
    prefetch: (client) => client.prefetchQuery(wallQuery),
  },
  {
    path: `${paths.capacity()}/$id`,
    title: words.title,
    page: () => import('./ResourcePage.tsx'),
  },
  {
    path: paths.survivingLoad(),
    title: words.loadTitle,
    page: () => import('./SurvivingLoadPage.tsx'),
    prefetch: (client) => client.prefetchQuery(loadQuery),
  },
]
