import { useEffect, useState } from 'react'
import './people.css'
import type { Text } from '../../platform/text.ts'
import { send } from '../../web/fetching.ts'
import { useSay } from '../../web/language.tsx'
import { Link } from '../../web/link.tsx'
import { paths } from '../../web/paths.ts'
import { QuietWait } from '../../web/quiet-wait.tsx'
import { Field, Form, Problem, useDoing, wordsOf } from './form.tsx'
import {
  deviceName,
  hasPasskeys,
  makePasskey,
  signWith,
  type CreationOptions,
  type RequestOptions,
} from './passkey-browser.ts'
import { useArrived } from './SignInPage.tsx'
import { words } from './words.ts'
import { useTitle } from '../../web/title.ts'

type OneTimeLink = {
  purpose: 'owner' | 'invitation' | 'recovery'
  name?: Text
  issued_by?: Text
  asks_passkey: boolean
  provider: string | null
}

/** Where a one-time link leads: who one is, and how one will sign in. The code stays in this page. */
export default function WelcomePage() {
  const say = useSay()
  const [code] = useState(() => location.hash.slice(1))
  const [link, setLink] = useState<OneTimeLink>()
  const [problem, setProblem] = useState<Text>()
  const title = say(words.signIn)
  useTitle(title)
  useEffect(() => {
    // The code is not left in the address for whoever looks over a shoulder or into the history.
    history.replaceState(history.state, '', location.pathname)
    send<OneTimeLink>('/api/sign-in/link', { code: code === '' ? 'none' : code }).then(
      setLink,
      (error: unknown) => setProblem(wordsOf(error)),
    )
  }, [code])
  if (problem !== undefined) return <Gone problem={problem} />
  if (link === undefined) return <QuietWait />
  return <Arrival code={code} link={link} />
}

function Gone({ problem }: { problem: Text }) {
  const say = useSay()
  return (
    <section className="people people-narrow" role="alert">
      <h1>{say(words.linkGone)}</h1>
      <p>{say(words.linkGoneWhy)}</p>
      <p className="soft">{say(problem)}</p>
      <Link className="button" href={paths.signIn()}>
        {say(words.signIn)}
      </Link>
    </section>
  )
}

function Arrival({ code, link }: { code: string; link: OneTimeLink }) {
  const say = useSay()
  const arrived = useArrived()
  const { busy, error, run } = useDoing()
  const isOwner = link.purpose === 'owner'
  const [how, setHow] = useState<'passkey' | 'password'>(
    hasPasskeys() && !link.asks_passkey ? 'passkey' : 'password',
  )
  const use = (values: Record<string, string>) =>
    run(async () => {
      const who = namesOf(isOwner, values)
      await send('/api/sign-in/link/use', { code, ...who, ...(await way(how, code, who.name, link, values)) })
      arrived()
    })
  const byProvider = () =>
    run(async () => {
      const { url } = await send<{ url: string }>('/api/sign-in/provider', { code })
      location.assign(url)
    })
  return (
    <article className="people people-narrow">
      <Heading link={link} />
      {link.asks_passkey && <p>{say(words.secondFactor)}</p>}
      <Form onSend={(values) => void use(values)}>
        {isOwner && (
          <>
            <Field label={words.yourName} name="name" autoComplete="name" hint={words.nameWhy} />
            <Field label={words.latinName} name="name_en" required={false} />
          </>
        )}
        {!link.asks_passkey && (
          <fieldset className="people-ways">
            <legend>{say(words.ways)}</legend>
            <Way value="passkey" how={how} onChoose={setHow} label={words.passkeys} why={words.passkeyWhy} />
            <Way
              value="password"
              how={how}
              onChoose={setHow}
              label={words.password}
              why={words.passwordHint}
            />
          </fieldset>
        )}
        {how === 'password' && (
          <>
            <Field label={words.login} name="login" autoComplete="username" hint={words.loginHint} />
            <Field
              label={words.password}
              name="password"
              type="password"
              autoComplete="new-password"
              hint={words.passwordHint}
            />
          </>
        )}
        <button type="submit" className="button people-main" disabled={busy}>
          {say(how === 'passkey' ? words.withPasskey : words.withPassword)}
        </button>
      </Form>
      {link.provider !== null && !isOwner && !link.asks_passkey && (
        <button type="button" className="button" disabled={busy} onClick={() => void byProvider()}>
          {say(words.byProvider(link.provider))}
        </button>
      )}
      <Problem error={error} />
    </article>
  )
}

function Heading({ link: { purpose, name, issued_by } }: { link: OneTimeLink }) {
  const say = useSay()
  if (purpose === 'owner' || name === undefined)
    return (
      <>
        <h1>{say(words.welcomeOwner)}</h1>
        <p>{say(words.welcomeOwnerWhy)}</p>
      </>
    )
  return (
    <>
      <h1>{say(purpose === 'recovery' ? words.welcomeRecovery(name) : words.welcomeInvited(name))}</h1>
      {issued_by !== undefined && <p>{say(words.welcomeInvitedWhy(issued_by))}</p>}
    </>
  )
}

type WayProps = {
  value: 'passkey' | 'password'
  how: 'passkey' | 'password'
  onChoose: (how: 'passkey' | 'password') => void
  label: Text
  why: Text
}

function Way({ value, how, onChoose, label, why }: WayProps) {
  const say = useSay()
  const impossible = value === 'passkey' && !hasPasskeys()
  return (
    <label>
      <input
        type="radio"
        name="how"
        value={value}
        checked={how === value}
        disabled={impossible}
        onChange={() => onChoose(value)}
      />
      <span>
        <b>{say(label)}</b>
        <span className="form-hint">{say(impossible ? words.noPasskeys : why)}</span>
      </span>
    </label>
  )
}

function namesOf(
  isOwner: boolean,
  { name, name_en }: Record<string, string>,
): { name?: string; name_en?: string } {
  if (!isOwner || name === undefined) return {}
  return { name, ...(name_en !== undefined && name_en.trim() !== '' && { name_en }) }
}

/** What goes along: a new passkey, or name and password, with the signature of a passkey that stays. */
async function way(
  how: 'passkey' | 'password',
  code: string,
  name: string | undefined,
  link: OneTimeLink,
  values: Record<string, string>,
) {
  if (how === 'passkey') {
    const { person, options } = await send<{ person: string; options: CreationOptions }>(
      '/api/sign-in/link/passkey',
      { code, ...(name !== undefined && { name }) },
    )
    return { passkey: { person, creation: await makePasskey(options), label: deviceName() } }
  }
  const password = { login: values['login'], password: values['password'] }
  if (!link.asks_passkey) return { password }
  const options = await send<RequestOptions>('/api/sign-in/passkey/options')
  return { password, assertion: await signWith(options) }
}
