import { paths } from '../../web/paths.ts'
import type { Screen, Screens } from '../../web/screen.ts'
import { meQuery, organisationQuery, sessionsQuery, standingQuery } from './people-query.ts'
import { words } from './words.ts'

export { WhoIsThere as who } from './who.tsx'

export const search: Screens['search'] = () => import('./search.ts')

export const screens: Screen[] = [
  {
    path: paths.people(),
    title: words.people,
    rail: { emblem: '人', word: words.peopleRail, order: 8 },
    page: () => import('./PeoplePage.tsx'),
    prefetch: (client) => client.prefetchQuery(organisationQuery),
  },
  {
    path: paths.approvals(),
    title: words.approvals,
    page: () => import('./ApprovalsPage.tsx'),
    prefetch: (client) => client.prefetchQuery(meQuery),
  },
  {
    path: paths.me(),
    title: words.account,
    page: () => import('./AccountPage.tsx'),
    prefetch: (client) => client.prefetchQuery(sessionsQuery),
  },
  {
    path: paths.signIn(),
    title: words.signIn,
    page: () => import('./SignInPage.tsx'),
    prefetch: (client) => client.prefetchQuery(standingQuery),
  },
  { path: paths.welcome(), title: words.signIn, page: () => import('./WelcomePage.tsx') },
]
