import { useQuery, useQueryClient } from '@tanstack/react-query'
import { useState } from 'react'
import { announce } from '../../web/announce.tsx'
import { CopyButton } from '../../web/copy-button.tsx'
import { send } from '../../web/fetching.ts'
import { useSay } from '../../web/language.tsx'
import { Choice } from './choice.tsx'
import { Field, Form, Problem, useDoing } from './form.tsx'
import { meQuery, ownTokensQuery, type TokenLine } from './people-query.ts'
import { useSending } from './sending.ts'
import { holdsAt } from './tree.ts'
import { words } from './words.ts'
import { useWhen } from './zone.ts'

const DAY_MS = 86_400_000
const LASTS_DAYS = [30, 90, 365] as const

/** One's own tokens, by which commands and other programs act in one's place: to be made, and to be ended. */
export function Tokens() {
  const say = useSay()
  const { data, dataUpdatedAt } = useQuery(ownTokensQuery)
  const at = new Date(dataUpdatedAt).toISOString()
  const tokens = (data?.tokens ?? []).filter((one) => holdsAt(one, at))
  return (
    <section className="people-section" aria-labelledby="own-tokens-title">
      <h2 id="own-tokens-title">{say(words.tokens)}</h2>
      <p className="soft">{say(words.tokensLead)}</p>
      <TokenLines tokens={tokens} endAt={(id) => `/api/people/me/tokens/${id}/revoke`} />
      <MakeToken />
    </section>
  )
}

type LinesProps = { tokens: readonly TokenLine[]; endAt?: (id: string) => string; whose?: boolean }

/** Tokens that hold; with `endAt` each can be ended, with `whose` each says whose it is. */
export function TokenLines({ tokens, endAt, whose }: LinesProps) {
  const say = useSay()
  const when = useWhen()
  const { busy, error, sending } = useSending([], words.tokenEnded)
  return (
    <>
      {tokens.length === 0 && <p className="soft">{say(words.noTokens)}</p>}
      <ul className="people-lines">
        {tokens.map((one) => (
          <li key={one.id}>
            <div>
              <b>{one.label}</b> {whose === true && say(one.owner.name)}
              <p className="soft">
                {say(words.permissionsOf(one.permissions.length))} ・ {say(words.until)}{' '}
                {one.until === undefined ? say(words.open) : when(one.until)}
              </p>
            </div>
            {endAt !== undefined && (
              <button
                type="button"
                className="button"
                disabled={busy}
                aria-label={`${say(words.end)}: ${one.label}`}
                onClick={() => void sending(endAt(one.id), {})}
              >
                {say(words.end)}
              </button>
            )}
          </li>
        ))}
      </ul>
      <Problem error={error} />
    </>
  )
}

/** Makes a token; its secret is shown here and nowhere else, once. */
function MakeToken() {
  const say = useSay()
  const client = useQueryClient()
  const permissions = useQuery(meQuery).data?.for_tokens ?? []
  const { busy, error, run } = useDoing()
  const [secret, setSecret] = useState<string>()
  const make = ({ label, days, may }: Record<string, string>) =>
    run(async () => {
      const wanted = may === 'read' ? permissions.filter((one) => /\.read(-|$)/.test(one)) : permissions
      const until = new Date(Date.now() + Number(days) * DAY_MS).toISOString()
      const made = await send<{ secret: string }>('/api/people/me/tokens', {
        label,
        permissions: wanted,
        until,
      })
      setSecret(made.secret)
      announce(say(words.tokenMade))
      await client.invalidateQueries({ queryKey: ownTokensQuery.queryKey })
    })
  if (secret !== undefined)
    return (
      <div role="status">
        <p className="shell-line">
          <code>export KENSHO_TOKEN={secret}</code>{' '}
          <CopyButton text={`export KENSHO_TOKEN=${secret}`} name="KENSHO_TOKEN" />
        </p>
        <p className="soft">{say(words.tokenOnce)}</p>
      </div>
    )
  return (
    <details>
      <summary>{say(words.makeToken)}</summary>
      <Form onSend={(values) => void make(values)}>
        <Field label={words.label} name="label" initial="kensho apply" />
        <Choice
          label={words.tokenMay}
          name="may"
          choices={[
            { value: 'all', text: words.tokenAll },
            { value: 'read', text: words.tokenRead },
          ]}
        />
        <Choice
          label={words.until}
          name="days"
          choices={LASTS_DAYS.map((days) => ({ value: String(days), text: words.daysLong(days) }))}
        />
        <button type="submit" className="button" disabled={busy}>
          {say(words.makeToken)}
        </button>
      </Form>
      <Problem error={error} />
    </details>
  )
}
