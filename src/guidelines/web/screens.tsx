import { paths } from '../../web/paths.ts'
import type { Screen, Screens } from '../../web/screen.ts'
import { guidelinesQuery } from './guidelines-query.ts'
import { words } from './words.ts'

/** Where what waits for approval is read, and where its approval goes. Ids of exclusions are cells: `design.safety`. */
export const approvals: Screens['approvals'] = {
  'guidelines.guideline': (id) => {
    const path = `/api/guidelines/${encodeURIComponent(id)}`
    return { read: [path], approve: `${path}/approve` }
  },
  'guidelines.exclusion': (cell) => {
    const [phase = '', viewpoint = ''] = cell.split('.').map(encodeURIComponent)
    const path = `/api/guidelines/cells/${phase}/${viewpoint}/not-applicable`
    return { read: [path], approve: `${path}/approve` }
  },
}

export const search: Screens['search'] = () => import('./search.ts')

export const screens: Screen[] = [
  {
    path: paths.guidelines(),
    title: words.title,
    clause: '1',
    page: () => import('./GuidelinesPage.tsx'),
    prefetch: (client) => client.prefetchQuery(guidelinesQuery),
  },
]
