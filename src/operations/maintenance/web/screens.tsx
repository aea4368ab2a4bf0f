import { paths } from '../../../web/paths.ts'
import type { Screen, Screens } from '../../../web/screen.ts'
import { impactQuery } from './maintenance-query.ts'
import { words } from './words.ts'

/** Where what waits for approval is read, and where its approval goes. */
export const approvals: Screens['approvals'] = {
  'maintenance.relay': (id) => {
    const path = `/api/maintenance/relays/${encodeURIComponent(id)}`
    return { read: [path], approve: `${path}/approve` }
  },
  'maintenance.register': (id) => {
    const path = `/api/maintenance/register/proposals/${encodeURIComponent(id)}`
    return { read: [path], approve: `${path}/approve` }
  },
  'maintenance.lesson': (id) => {
    const [mail = '', index = ''] = id.split('.').map(encodeURIComponent)
    const path = `/api/maintenance/mails/${mail}`
    return { read: [path], approve: `${path}/lessons/${index}/approval` }
  },
}

export const search: Screens['search'] = () => import('./search.ts')

export const screens: Screen[] = [
  {
    path: paths.maintenance(),
    title: words.title,
    clause: '5.1',
    rail: { emblem: '工', word: words.rail, order: 4 },
    page: () => import('./MaintenancePage.tsx'),
    prefetch: (client) => client.prefetchQuery(impactQuery),
  },
]
