import { paths } from '../../../web/paths.ts'
import type { Screen, Screens } from '../../../web/screen.ts'
import { engagementsQuery } from './audit-query.ts'
import { words } from './words.ts'

/** Exactly what is signed, and where its approval goes. */
export const approvals: Screens['approvals'] = {
  'charter.audit': (id) => {
    const path = `/api/audit/engagements/${encodeURIComponent(id)}`
    return { read: [`${path}/signed`], approve: `${path}/approve` }
  },
}

export const search: Screens['search'] = () => import('./search.ts')

export const screens: Screen[] = [
  {
    path: paths.audits(),
    title: words.audits,
    rail: { emblem: '査', word: words.rail, order: 7.5 },
    page: () => import('./AuditsPage.tsx'),
    prefetch: (client) => client.prefetchQuery(engagementsQuery),
  },
  { path: `${paths.audits()}/$id`, title: words.audits, page: () => import('./AuditPage.tsx') },
  { path: `${paths.audits()}/$id/item`, title: words.audits, page: () => import('./ItemPage.tsx') },
]
