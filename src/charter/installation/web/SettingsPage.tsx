import { queryOptions, useQuery, useQueryClient } from '@tanstack/react-query'
import { useState, type ReactNode } from 'react'
import './settings.css'
import { Problem, useDoing } from '../../../people/web/form.tsx'
import { meQuery } from '../../../people/web/people-query.ts'
import type { Text } from '../../../platform/text.ts'
import { announce } from '../../../web/announce.tsx'
import { read, send } from '../../../web/fetching.ts'
import { useSpoken, useSay } from '../../../web/language.tsx'
import { Link } from '../../../web/link.tsx'
import { Masthead } from '../../../web/masthead.tsx'
import { paths } from '../../../web/paths.ts'
import { StateMark } from '../../../web/state.tsx'
import { turnTheme, useTheme } from '../../../web/theme.ts'
import { Unread } from '../../../web/unread.tsx'
import { MailPreferences } from '../../notification/web/preferences.tsx'
import { boardQuery } from '../../web/board-query.ts'
import type { Part, PartState } from '../part.ts'
import { words } from './words.ts'
import { useTitle } from '../../../web/title.ts'

const EVERY_MS = 15_000

const installationQuery = queryOptions({
  queryKey: ['installation'],
  queryFn: ({ signal }) => read<{ at: string; parts: Part[] }>('/api/installation', signal),
  refetchInterval: EVERY_MS,
})

/** What one chooses for oneself, what the documents say of the operator, and how the installation stands. */
export default function SettingsPage() {
  const say = useSay()
  const title = say(words.title)
  const me = useQuery(meQuery)
  useTitle(title)
  const permissions = me.data?.permissions ?? []
  return (
    <article className="settings">
      <Masthead />
      <h1>{title}</h1>
      <Section title={words.mine}>
        <Mine />
      </Section>
      {permissions.includes('notification.own') && (
        <Section title={words.mail}>
          <MailPreferences />
        </Section>
      )}
      <Section title={words.operator} lead={words.operatorLead}>
        <Operator />
      </Section>
      <Section title={words.installation} lead={words.installationLead}>
        {me.data !== undefined && !permissions.includes('installation.read') ? (
          <p className="soft">{say(words.notYours)}</p>
        ) : (
          <Installation mayTry={permissions.includes('installation.try-mail')} />
        )}
      </Section>
    </article>
  )
}

function Section({ title, lead, children }: { title: Text; lead?: Text; children: ReactNode }) {
  const say = useSay()
  return (
    <section>
      <h2>{say(title)}</h2>
      {lead !== undefined && <p className="soft">{say(lead)}</p>}
      {children}
    </section>
  )
}

function Mine() {
  const { language, choose, say } = useSpoken()
  const theme = useTheme()
  return (
    <>
      <fieldset className="settings-choice">
        <legend>{say(words.language)}</legend>
        <button
          type="button"
          className="button"
          lang="ja"
          aria-pressed={language === 'ja'}
          onClick={() => choose('ja')}
        >
          日本語
        </button>
        <button
          type="button"
          className="button"
          lang="en"
          aria-pressed={language === 'en'}
          onClick={() => choose('en')}
        >
          English
        </button>
      </fieldset>
      <fieldset className="settings-choice">
        <legend>{say(words.theme)}</legend>
        {(['light', 'dark'] as const).map((one) => (
          <button
            key={one}
            type="button"
            className="button"
            aria-pressed={theme === one}
            onClick={() => theme !== one && turnTheme()}
          >
            {say(words[one])}
          </button>
        ))}
      </fieldset>
      <p>
        <Link href={paths.me()}>{say(words.account)}</Link>
      </p>
    </>
  )
}

function Operator() {
  const say = useSay()
  const query = useQuery(boardQuery)
  if (query.data === undefined) return <Unread query={query} />
  const { name, zone, era, demo } = query.data.operator
  return (
    <>
      <dl className="settings-facts">
        <dt>{say(words.name)}</dt>
        <dd>{say(name)}</dd>
        <dt>{say(words.zone)}</dt>
        <dd>
          <code>{zone}</code>
        </dd>
        <dt>{say(words.calendar)}</dt>
        <dd>{say(era ? words.era : words.common)}</dd>
      </dl>
      {demo && <p>{say(words.demoLead)}</p>}
      <p className="settings-links">
        {demo && (
          <Link className="button" href={paths.begin()}>
            {say(words.begin)}
          </Link>
        )}
        <Link href={paths.estate()}>{say(words.documents)}</Link>
      </p>
    </>
  )
}

const PART_WORDS: Record<PartState, Text> = {
  pass: words.works,
  fail: words.fails,
  unknown: words.unknown,
  na: words.unset,
}

function Installation({ mayTry }: { mayTry: boolean }) {
  const query = useQuery(installationQuery)
  if (query.data === undefined) return <Unread query={query} />
  return (
    <>
      <ul className="settings-parts">
        {query.data.parts.map((part) => (
          <PartLine key={part.id} part={part} />
        ))}
      </ul>
      {mayTry && <TryMail />}
    </>
  )
}

function PartLine({ part: { title, state, says, variables } }: { part: Part }) {
  const say = useSay()
  return (
    <li className="note">
      <StateMark state={state} />
      <div>
        <p className="verdict">
          <b>{say(title)}</b> <span className={`state-${state}`}>{say(PART_WORDS[state])}</span>
        </p>
        <p className="why">{say(says)}</p>
        {variables.length > 0 && (
          <p className="meta">
            {say(words.setBy)}{' '}
            {variables.map((variable) => (
              <code key={variable}>{variable}</code>
            ))}
          </p>
        )}
      </div>
    </li>
  )
}

function TryMail() {
  const say = useSay()
  const client = useQueryClient()
  const { busy, error, run } = useDoing()
  const [done, setDone] = useState(false)
  const sendOne = () =>
    void run(async () => {
      setDone(false)
      try {
        await send('/api/installation/try-mail')
        setDone(true)
        announce(say(words.tried))
      } finally {
        await client.invalidateQueries({ queryKey: installationQuery.queryKey })
      }
    })
  return (
    <div className="settings-links">
      <button type="button" className="button" disabled={busy} onClick={sendOne}>
        {say(words.tryMail)}
      </button>
      {done && <span className="soft">{say(words.tried)}</span>}
      <Problem error={error} />
    </div>
  )
}
