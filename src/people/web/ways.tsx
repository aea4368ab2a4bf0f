import { useQuery, useQueryClient } from '@tanstack/react-query'
import { useState } from 'react'
import { send } from '../../web/fetching.ts'
import { useSay } from '../../web/language.tsx'
import { Field, Form, Problem, useDoing } from './form.tsx'
import {
  deviceName,
  hasPasskeys,
  makePasskey,
  signWith,
  type CreationOptions,
  type RequestOptions,
} from './passkey-browser.ts'
import { methodsQuery, type Methods } from './people-query.ts'
import { words } from './words.ts'
import { useWhen } from './zone.ts'

/** How one signs in, to be changed by who has just shown to be that person. */
export function Ways({ provider }: { provider: string | null }) {
  const say = useSay()
  const client = useQueryClient()
  const { data } = useQuery(methodsQuery)
  const { busy, error, run } = useDoing()
  const change = (work: () => Promise<unknown>) =>
    run(async () => {
      await work()
      await client.invalidateQueries({ queryKey: ['me'] })
    })
  if (data === undefined) return null
  const connect = () =>
    run(async () => {
      const { url } = await send<{ url: string }>('/api/people/me/identities')
      location.assign(url)
    })
  return (
    <section className="people-section" aria-labelledby="ways-title">
      <h2 id="ways-title">{say(words.ways)}</h2>
      <p className="soft">{say(words.othersEnd)}</p>
      <Passkeys methods={data} busy={busy} change={change} />
      <Password methods={data} busy={busy} change={change} />
      {data.identities.map(({ issuer }) => (
        <p key={issuer}>
          <code>{issuer}</code>{' '}
          <button
            type="button"
            className="button"
            disabled={busy}
            onClick={() => void change(() => send('/api/people/me/identities/remove', { issuer }))}
          >
            {say(words.remove)}
          </button>
        </p>
      ))}
      {provider !== null && data.identities.length === 0 && (
        <button type="button" className="button" disabled={busy} onClick={() => void connect()}>
          {say(words.connect(provider))}
        </button>
      )}
      <Problem error={error} />
      {error !== undefined && <Confirm methods={data} />}
    </section>
  )
}

type PartProps = { methods: Methods; busy: boolean; change: (work: () => Promise<unknown>) => Promise<void> }

function Passkeys({ methods: { passkeys }, busy, change }: PartProps) {
  const say = useSay()
  const when = useWhen()
  const add = ({ label }: Record<string, string>) =>
    change(async () => {
      const options = await send<CreationOptions>('/api/people/me/passkeys/options')
      await send('/api/people/me/passkeys', { creation: await makePasskey(options), label })
    })
  return (
    <>
      <h3>{say(words.passkeys)}</h3>
      <p className="soft">{say(words.passkeyWhy)}</p>
      <ul className="people-lines">
        {passkeys.map(({ id, label, added_at, used_at }) => (
          <li key={id}>
            <div>
              <b>{label}</b>
              <p className="soft">
                {say(words.added)} {when(added_at)} ・ {say(words.used)}{' '}
                {used_at === null ? say(words.never) : when(used_at)}
              </p>
            </div>
            <button
              type="button"
              className="button"
              disabled={busy}
              onClick={() =>
                void change(() =>
                  send(`/api/people/me/passkeys/${encodeURIComponent(id)}`, undefined, 'DELETE'),
                )
              }
            >
              {say(words.remove)}
            </button>
          </li>
        ))}
      </ul>
      {hasPasskeys() ? (
        <Form onSend={(values) => void add(values)}>
          <Field label={words.passkeyName} name="label" initial={deviceName()} />
          <button type="submit" className="button" disabled={busy}>
            {say(words.addPasskey)}
          </button>
        </Form>
      ) : (
        <p className="soft">{say(words.noPasskeys)}</p>
      )}
    </>
  )
}

function Password({ methods: { login, password_set_at }, busy, change }: PartProps) {
  const say = useSay()
  const when = useWhen()
  const [open, setOpen] = useState(false)
  const set = (values: Record<string, string>) =>
    change(async () => {
      await send('/api/people/me/password', values, 'PUT')
      setOpen(false)
    })
  return (
    <>
      <h3>{say(words.password)}</h3>
      {password_set_at !== null && (
        <p className="soft">
          {login !== undefined && <code>{login}</code>} {say(words.passwordSince)} {when(password_set_at)}
        </p>
      )}
      {open ? (
        <Form onSend={(values) => void set(values)}>
          <Field
            label={words.login}
            name="login"
            autoComplete="username"
            hint={words.loginHint}
            {...(login !== undefined && { initial: login })}
          />
          <Field
            label={words.password}
            name="password"
            type="password"
            autoComplete="new-password"
            hint={words.passwordHint}
          />
          <button type="submit" className="button" disabled={busy}>
            {say(password_set_at === null ? words.setPassword : words.changePassword)}
          </button>
        </Form>
      ) : (
        <button type="button" className="button" onClick={() => setOpen(true)}>
          {say(password_set_at === null ? words.setPassword : words.changePassword)}
        </button>
      )}
    </>
  )
}

/** Shows once more who it is, by what there is; then the change is tried again. */
function Confirm({ methods: { passkeys, password_set_at } }: { methods: Methods }) {
  const say = useSay()
  const { busy, error, run } = useDoing()
  const byPasskey = () =>
    run(async () => {
      const options = await send<RequestOptions>('/api/sign-in/passkey/options')
      await send('/api/people/me/confirm', { assertion: await signWith(options) })
    })
  const byPassword = ({ password }: Record<string, string>) =>
    run(async () => {
      await send('/api/people/me/confirm', { password })
    })
  return (
    <div className="people-confirm">
      <h3>{say(words.confirmTitle)}</h3>
      {passkeys.length > 0 && (
        <button type="button" className="button" disabled={busy} onClick={() => void byPasskey()}>
          {say(words.confirmPasskey)}
        </button>
      )}
      {passkeys.length === 0 && password_set_at !== null && (
        <Form onSend={(values) => void byPassword(values)}>
          <Field label={words.password} name="password" type="password" autoComplete="current-password" />
          <button type="submit" className="button" disabled={busy}>
            {say(words.confirmPassword)}
          </button>
        </Form>
      )}
      <Problem error={error} />
    </div>
  )
}
