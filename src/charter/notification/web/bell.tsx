import { useQuery } from '@tanstack/react-query'
import { useRouterState } from '@tanstack/react-router'
import { meQuery } from '../../../people/web/people-query.ts'
import { useSay } from '../../../web/language.tsx'
import { Link } from '../../../web/link.tsx'
import { paths } from '../../../web/paths.ts'
import { newsQuery } from './notification-query.ts'
import { words } from './words.ts'

/** How much somebody has not read yet, at the foot of the rail; nothing where there is nothing. */
export function Bell() {
  const say = useSay()
  const here = useRouterState({ select: (state) => state.location.pathname })
  // A token may be narrowed to less than its owner may.
  const may = useQuery(meQuery).data?.permissions.includes('notification.own') === true
  const open = useQuery({ ...newsQuery({}), enabled: may }).data?.open ?? 0
  if (open === 0) return null
  return (
    <Link className="place" href={paths.news()} aria-current={here === paths.news() ? 'page' : undefined}>
      <span aria-hidden="true">報</span>
      <span className="waiting-count">{open}</span>
      <span className="unseen">{say(words.title)}</span>
    </Link>
  )
}
