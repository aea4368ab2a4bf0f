import { paths } from '../../../../web/paths.ts'
import type { Screen, Screens } from '../../../../web/screen.ts'
import { DRAFT_KIND } from '../signing.ts'
import { draftPath, draftsQuery } from './draft-query.ts'
import { words } from './words.ts'

/** Where a design that waits for approval is read exactly as it is signed, and where its approval goes. */
export const approvals: Screens['approvals'] = {
  [DRAFT_KIND]: (id) => ({ read: [draftPath(id, 'content')], approve: draftPath(id, 'approve') }),
}

export const screens: Screen[] = [
  {
    path: paths.drafts(),
    title: words.title,
    page: () => import('./DraftsPage.tsx'),
    prefetch: (client) => client.prefetchQuery(draftsQuery),
  },
]
