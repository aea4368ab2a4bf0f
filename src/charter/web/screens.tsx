import { paths } from '../../web/paths.ts'
import type { Screen, Screens } from '../../web/screen.ts'
import { begin } from './begin-words.ts'
import { boardQuery } from './board-query.ts'
import { words as editions } from './edition-words.ts'
import { TREND_DAYS, trendQuery } from './trend-query.ts'
import { words } from './words.ts'

export { GuideStrip as aside } from './guide-strip.tsx'
export { Masthead as masthead } from './masthead.tsx'

/** Where what waits for approval is read, and where its approval goes. Ids of rule versions are `id/version`. */
export const approvals: Screens['approvals'] = {
  'charter.waiver': (id) => {
    const path = `/api/charter/waivers/${encodeURIComponent(id)}`
    return { read: [path], approve: `${path}/approve` }
  },
  'charter.rule': (key) => {
    const cut = key.lastIndexOf('/')
    const [id, version] = [key.slice(0, cut), key.slice(cut + 1)].map(encodeURIComponent)
    const path = `/api/charter/rules/${id}/versions/${version}`
    return { read: [`/api/charter/rules/${id}`, `${path}/text`], approve: `${path}/approve` }
  },
  'charter.edition': (id) => {
    const path = `/api/charter/editions/${encodeURIComponent(id.replace('edition-', ''))}`
    return { read: [path], approve: `${path}/approve` }
  },
  'charter.review': (id) => {
    const path = `/api/improvement/reviews/${encodeURIComponent(id)}`
    return { read: [path], approve: `${path}/approve` }
  },
}

export const search: Screens['search'] = () => import('./search.ts')

export const screens: Screen[] = [
  {
    path: paths.board(),
    title: words.rail,
    rail: { emblem: '章', word: words.rail, order: 1 },
    page: () => import('./BoardPage.tsx'),
    prefetch: async (client) => {
      await Promise.all([client.prefetchQuery(boardQuery), client.prefetchQuery(trendQuery(TREND_DAYS))])
    },
  },
  {
    path: `${paths.clausePage('')}$id`,
    title: words.clause,
    page: () => import('./ClausePage.tsx'),
    prefetch: (client) => client.prefetchQuery(boardQuery),
  },
  { path: paths.begin(), title: begin.title, page: () => import('./BeginPage.tsx') },
  { path: paths.editions(), title: editions.title, page: () => import('./EditionsPage.tsx') },
  { path: paths.rules(), title: words.rules, page: () => import('./RulesPage.tsx') },
  { path: `${paths.rules()}/$id`, title: words.rules, page: () => import('./RulePage.tsx') },
  { path: paths.waivers(), title: words.waivers, page: () => import('./WaiversPage.tsx') },
  { path: `${paths.waivers()}/$id`, title: words.waivers, page: () => import('./WaiverPage.tsx') },
]
