import { useQuery } from '@tanstack/react-query'
import { useRouterState } from '@tanstack/react-router'
import { useSay } from '../../web/language.tsx'
import { Link } from '../../web/link.tsx'
import { paths } from '../../web/paths.ts'
import { meQuery, standingQuery } from './people-query.ts'
import { words } from './words.ts'

/** Who is there, at the foot of the rail on every screen; in the demo marked as such. */
export function WhoIsThere() {
  const say = useSay()
  const here = useRouterState({ select: (state) => state.location.pathname })
  const { data } = useQuery(standingQuery)
  const waiting = useQuery({ ...meQuery, enabled: data?.me != null }).data?.approvals.length ?? 0
  if (data === undefined) return null
  const { me } = data
  if (me === null)
    return (
      <Link
        className="place"
        href={paths.signIn()}
        aria-current={here === paths.signIn() ? 'page' : undefined}
      >
        <span aria-hidden="true">入</span>
        <span>{say(words.signIn)}</span>
      </Link>
    )
  const isDemo = me.kind === 'demo' || me.kind === 'visitor'
  const name = say(me.name)
  return (
    <>
      {waiting > 0 && (
        <Link
          className="place"
          href={paths.approvals()}
          aria-current={here === paths.approvals() ? 'page' : undefined}
        >
          <span aria-hidden="true">印</span>
          <span className="waiting-count">{waiting}</span>
          <span className="unseen">{say(words.approvals)}</span>
        </Link>
      )}
      <Link
        className="place who"
        href={paths.me()}
        aria-current={here === paths.me() ? 'page' : undefined}
        title={name}
      >
        <span aria-hidden="true">{Array.from(name.trim())[0] ?? '人'}</span>
        {isDemo ? (
          <span className="demo">{say(words.demo)}</span>
        ) : (
          <span className="who-name">{shortName(name)}</span>
        )}
        <span className="unseen">{name}</span>
      </Link>
    </>
  )
}

/** The family name as it is called: what stands first in Japanese, last in Latin letters. */
function shortName(name: string): string {
  const parts = name.trim().split(/[\s　]+/)
  const isLatin = /^[\p{Script=Latin}\s.'’-]+$/u.test(name)
  return (isLatin ? parts.at(-1) : parts[0]) ?? name
}
