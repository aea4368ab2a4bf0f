import { useQuery, useQueryClient } from '@tanstack/react-query'
import './people.css'
import { announce } from '../../web/announce.tsx'
import { send } from '../../web/fetching.ts'
import { useSay } from '../../web/language.tsx'
import { Link, useGo } from '../../web/link.tsx'
import { PageError } from '../../web/page-error.tsx'
import { paths } from '../../web/paths.ts'
import { QuietWait } from '../../web/quiet-wait.tsx'
import { Problem, useDoing } from './form.tsx'
import { meQuery, rolesQuery, sessionsQuery, standingQuery, type SessionLine } from './people-query.ts'
import { Tokens } from './tokens.tsx'
import { Ways } from './ways.tsx'
import { words } from './words.ts'
import { useWhen } from './zone.ts'
import { useTitle } from '../../web/title.ts'

/** One's own: who one is here, how one signs in, and where one is signed in. */
export default function AccountPage() {
  const say = useSay()
  const standing = useQuery(standingQuery)
  const title = say(words.account)
  useTitle(title)
  if (standing.data === undefined)
    return standing.isError ? <PageError error={standing.error} /> : <QuietWait />
  const { me } = standing.data
  if (me === null)
    return (
      <article className="people people-narrow">
        <h1>{title}</h1>
        <Link className="button" href={paths.signIn()}>
          {say(words.signIn)}
        </Link>
      </article>
    )
  const isDemo = me.kind === 'demo' || me.kind === 'visitor'
  return (
    <article className="people">
      <header className="people-opening">
        <h1>{say(me.name)}</h1>
        <p className="standing">
          <code>{me.person}</code>
          {isDemo && <span className="demo">{say(words.demo)}</span>}
          <Own />
        </p>
        <p className="people-actions">
          <Link className="button" href={paths.approvals()}>
            {say(words.approvals)}
          </Link>
          <Link className="button" href={paths.news()}>
            {say(words.news)}
          </Link>
          <Link className="button" href={paths.settings()}>
            {say(words.settings)}
          </Link>
          {isDemo ? (
            <Link className="button" href={paths.signIn()}>
              {say(words.actAs)}
            </Link>
          ) : (
            <SignOut />
          )}
        </p>
      </header>
      {!isDemo && <Ways provider={standing.data.provider} />}
      {me.kind !== 'visitor' && <Tokens />}
      {me.kind !== 'visitor' && <Sessions />}
    </article>
  )
}

function Own() {
  const say = useSay()
  const roles = useQuery(meQuery).data?.roles ?? []
  const names = useQuery(rolesQuery).data?.roles ?? []
  const called = (role: string) => {
    const found = names.find(({ id }) => id === role)
    return found === undefined ? role : say(found.name)
  }
  return (
    <span>
      {say(words.roles)}:{' '}
      {roles
        .map(({ role, object }) => called(role) + (object === undefined ? '' : ` (${object})`))
        .join(', ')}
    </span>
  )
}

function SignOut() {
  const say = useSay()
  const client = useQueryClient()
  const go = useGo()
  const { busy, error, run } = useDoing()
  const out = () =>
    run(async () => {
      await send('/api/sign-in/out')
      client.clear()
      go(paths.signIn())
    })
  return (
    <>
      <button type="button" className="button" disabled={busy} onClick={() => void out()}>
        {say(words.signOut)}
      </button>
      <Problem error={error} />
    </>
  )
}

function Sessions() {
  const say = useSay()
  const client = useQueryClient()
  const query = useQuery(sessionsQuery)
  const { busy, error, run } = useDoing()
  const sessions = query.data?.sessions ?? []
  const end = (session?: string) =>
    run(async () => {
      const { ended } = await send<{ ended: number }>(
        '/api/people/me/sessions/end',
        session === undefined ? {} : { session },
      )
      announce(say(words.ended(ended)))
      await client.invalidateQueries({ queryKey: sessionsQuery.queryKey })
    })
  return (
    <section className="people-section" aria-labelledby="sessions-title">
      <h2 id="sessions-title">{say(words.sessions)}</h2>
      <ul className="people-lines">
        {sessions.map((session) => (
          <SessionItem key={session.id} session={session} busy={busy} onEnd={() => void end(session.id)} />
        ))}
      </ul>
      {sessions.length > 1 && sessions.some(({ current }) => current) && (
        <button type="button" className="button" disabled={busy} onClick={() => void end()}>
          {say(words.endOthers)}
        </button>
      )}
      <Problem error={error} />
    </section>
  )
}

function SessionItem({ session, busy, onEnd }: { session: SessionLine; busy: boolean; onEnd: () => void }) {
  const say = useSay()
  const when = useWhen()
  const { kind, since, seen_at, address, agent, current } = session
  return (
    <li>
      <div>
        <b>{say(words.kinds[kind])}</b> {address !== null && <code>{address}</code>}{' '}
        {current && <span className="tag">{say(words.thisOne)}</span>}
        <p className="soft">
          {say(words.since)} {when(since)} ・ {say(words.seen)} {when(seen_at)}
        </p>
        {agent !== null && <p className="soft agent">{agent}</p>}
      </div>
      {!current && (
        <button type="button" className="button" disabled={busy} onClick={onEnd}>
          {say(words.end)}
        </button>
      )}
    </li>
  )
}
