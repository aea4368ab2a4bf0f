import { useQuery, useQueryClient } from '@tanstack/react-query'
import './people.css'
import { send } from '../../web/fetching.ts'
import { useSay } from '../../web/language.tsx'
import { Link, useGo, usePlace } from '../../web/link.tsx'
import { paths } from '../../web/paths.ts'
import { Unread } from '../../web/unread.tsx'
import { Field, Form, Problem, useDoing } from './form.tsx'
import { hasPasskeys, signWith, type RequestOptions } from './passkey-browser.ts'
import { standingQuery, type Standing } from './people-query.ts'
import { words } from './words.ts'
import { useTitle } from '../../web/title.ts'

/** Who comes in, and how. In the demo: whom to be. */
export default function SignInPage() {
  const query = useQuery(standingQuery)
  const say = useSay()
  const title = say(words.signIn)
  useTitle(title)
  if (query.data === undefined) return <Unread query={query} />
  return (
    <article className="people people-narrow">
      <h1>{title}</h1>
      <Refused />
      {query.data.me !== null && <InAs standing={query.data} />}
      {query.data.demo !== null && <DemoPersons standing={query.data} />}
      {query.data.demo === null && query.data.me === null && <ComeIn standing={query.data} />}
    </article>
  )
}

/** Everything that was read as somebody else is read anew. */
export function useArrived(): () => void {
  const client = useQueryClient()
  const go = useGo()
  return () => {
    client.clear()
    go(paths.board())
  }
}

function Refused() {
  const say = useSay()
  const { refused } = usePlace()
  if (refused === undefined) return null
  return (
    <p className="form-problem" role="alert">
      {say(words.refused[refused] ?? words.refused.other)}
    </p>
  )
}

function InAs({ standing: { me } }: { standing: Standing }) {
  const say = useSay()
  const client = useQueryClient()
  const { busy, error, run } = useDoing()
  if (me === null) return null
  const isDemo = me.kind === 'visitor' || me.kind === 'demo'
  const out = () =>
    run(async () => {
      await send('/api/sign-in/out')
      client.clear()
    })
  return (
    <section>
      <p>{say(isDemo ? words.actingAs(me.name) : words.inAs(me.name))}</p>
      <p className="people-actions">
        <Link className="button" href={paths.board()}>
          {say(words.toBoard)}
        </Link>
        {me.kind !== 'visitor' && (
          <button type="button" className="button" disabled={busy} onClick={() => void out()}>
            {say(words.signOut)}
          </button>
        )}
      </p>
      <Problem error={error} />
    </section>
  )
}

function DemoPersons({ standing: { demo, me } }: { standing: Standing }) {
  const say = useSay()
  const arrived = useArrived()
  const { busy, error, run } = useDoing()
  const be = (person: string) =>
    run(async () => {
      await send('/api/people/act-as', { person })
      arrived()
    })
  return (
    <section>
      <h2>
        {say(words.actAs)} <span className="demo">{say(words.demo)}</span>
      </h2>
      <p>{say(words.actAsWhy)}</p>
      <ul className="people-choices">
        {(demo ?? []).map(({ person, name }) => (
          <li key={person}>
            <button
              type="button"
              className="button"
              disabled={busy}
              aria-pressed={me?.person === person}
              onClick={() => void be(person)}
            >
              {say(name)} <code>{person}</code>
            </button>
          </li>
        ))}
      </ul>
      <Problem error={error} />
    </section>
  )
}

function ComeIn({ standing: { owned, provider } }: { standing: Standing }) {
  const say = useSay()
  const arrived = useArrived()
  const { busy, error, run } = useDoing()
  if (!owned) return <p>{say(words.unowned)}</p>
  const byPasskey = () =>
    run(async () => {
      const options = await send<RequestOptions>('/api/sign-in/passkey/options')
      await send('/api/sign-in/passkey', { assertion: await signWith(options) })
      arrived()
    })
  const byPassword = (values: Record<string, string>) =>
    run(async () => {
      await send('/api/sign-in/password', values)
      arrived()
    })
  const byProvider = () =>
    run(async () => {
      const { url } = await send<{ url: string }>('/api/sign-in/provider', {})
      location.assign(url)
    })
  return (
    <section>
      {hasPasskeys() ? (
        <button type="button" className="button people-main" disabled={busy} onClick={() => void byPasskey()}>
          {say(words.byPasskey)}
        </button>
      ) : (
        <p className="soft">{say(words.noPasskeys)}</p>
      )}
      {provider !== null && (
        <button
          type="button"
          className="button people-main"
          disabled={busy}
          onClick={() => void byProvider()}
        >
          {say(words.byProvider(provider))}
        </button>
      )}
      <h2>{say(words.orPassword)}</h2>
      <Form onSend={(values) => void byPassword(values)}>
        <Field label={words.login} name="login" autoComplete="username" />
        <Field label={words.password} name="password" type="password" autoComplete="current-password" />
        <button type="submit" className="button" disabled={busy}>
          {say(words.signIn)}
        </button>
      </Form>
      <Problem error={error} />
      <p className="soft">{say(words.forgotten)}</p>
    </section>
  )
}
