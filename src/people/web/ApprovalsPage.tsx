import { useQuery, useQueryClient } from '@tanstack/react-query'
import { useContext, useState } from 'react'
import './people.css'
import type { Json, Text } from '../../platform/text.ts'
import { announce } from '../../web/announce.tsx'
import { readText } from '../../web/fetching.ts'
import { useSay } from '../../web/language.tsx'
import { Masthead } from '../../web/masthead.tsx'
import { ScreensContext } from '../../web/screen.ts'
import { Seal } from '../../web/seal.tsx'
import { Unread } from '../../web/unread.tsx'
import { ApproveButton } from './approve.tsx'
import { Content, Exactly } from './content.tsx'
import { meQuery, rolesQuery, standingQuery, type Waiting } from './people-query.ts'
import { words } from './words.ts'
import { useWhen } from './zone.ts'
import { useTitle } from '../../web/title.ts'

type Sealed = { waiting: Waiting; name: Text; office: Text; date: string }

/** What waits for this person, each with exactly what is signed; what was just approved stays, under its seal. */
export default function ApprovalsPage() {
  const say = useSay()
  const query = useQuery(meQuery)
  const [sealed, setSealed] = useState<Sealed[]>([])
  const title = say(words.approvals)
  useTitle(title)
  if (query.data === undefined) return <Unread query={query} />
  const waiting = query.data.approvals.filter(
    ({ kind, id }) => !sealed.some((one) => one.waiting.kind === kind && one.waiting.id === id),
  )
  return (
    <article className="people">
      <header className="people-opening">
        <Masthead />
        <h1>{title}</h1>
        <p className="lead">{say(words.approvalsLead)}</p>
      </header>
      {sealed.map((one) => (
        <SealedItem key={`${one.waiting.kind} ${one.waiting.id}`} sealed={one} />
      ))}
      {waiting.length === 0 && sealed.length === 0 && <p>{say(words.nothingWaits)}</p>}
      {waiting.map((one) => (
        <WaitingItem
          key={`${one.kind} ${one.id}`}
          waiting={one}
          roles={query.data.roles.map(({ role }) => role)}
          onSealed={(now) => setSealed((before) => [...before, now])}
        />
      ))}
    </article>
  )
}

type ItemProps = { waiting: Waiting; roles: string[]; onSealed: (sealed: Sealed) => void }

function WaitingItem({ waiting, roles, onSealed }: ItemProps) {
  const say = useSay()
  const when = useWhen()
  const client = useQueryClient()
  const me = useQuery(standingQuery).data?.me
  const names = useQuery(rolesQuery).data?.roles ?? []
  const place = useContext(ScreensContext).find((one) => one.approvals?.[waiting.kind])?.approvals?.[
    waiting.kind
  ]
  const at = place?.(waiting.id)
  const approved = () => {
    announce(say(words.approved))
    const office = names.find(({ id }) => id === roles[0])?.name ?? { ja: '', en: '' }
    onSealed({
      waiting,
      name: me?.name ?? { ja: '', en: '' },
      office,
      date: new Date().toISOString().slice(0, 10),
    })
    void client.invalidateQueries()
  }
  return (
    <section className="people-section approval">
      <h2>{say(waiting.title)}</h2>
      <p className="soft">
        {say(words.waitingSince)} {when(waiting.since)}
        {waiting.due !== undefined && ` ・ ${say(words.dueBy)} ${when(waiting.due)}`}
        {waiting.on_behalf_of !== undefined && ` ・ ${say(words.inPlaceOf)} ${waiting.on_behalf_of}`}
      </p>
      {at === undefined ? <p>{say(words.contentElsewhere)}</p> : <h3>{say(words.content)}</h3>}
      {at?.read.map((path) => (
        <WhatItSays key={path} path={path} />
      ))}
      <dl className="approval-digest">
        <dt>{say(words.digest)}</dt>
        <dd>
          <code>{waiting.digest}</code>
        </dd>
      </dl>
      {at !== undefined && (
        <ApproveButton digest={waiting.digest} path={at.approve} onApproved={approved}>
          <p className="soft">
            {say(me?.kind === 'demo' || me?.kind === 'visitor' ? words.signs.demo : words.signs.passkey)}
          </p>
        </ApproveButton>
      )}
    </section>
  )
}

function WhatItSays({ path }: { path: string }) {
  const query = useQuery({
    queryKey: ['approval', path],
    queryFn: async ({ signal }) => contentOf(await readText(path, signal)),
  })
  const { data } = query
  if (data === undefined) return <Unread query={query} />
  return data.text === undefined ? (
    <>
      <Content value={data.json} />
      <Exactly value={data.json} title={words.exactly} />
    </>
  ) : (
    <pre className="content-text">{data.text}</pre>
  )
}

/** A document as its value; what is none, the text of a rule for instance, to the letter. */
function contentOf(body: string): { json: Json; text?: undefined } | { text: string } {
  if (!body.startsWith('{')) return { text: body }
  try {
    return { json: JSON.parse(body) as Json }
  } catch {
    return { text: body }
  }
}

function SealedItem({ sealed: { waiting, name, office, date } }: { sealed: Sealed }) {
  const say = useSay()
  return (
    <section className="people-section approval sealed">
      <h2>{say(waiting.title)}</h2>
      <div className="approval-seal">
        <Seal office={office} name={name} date={date} approves={say(words.approvedWhat(waiting.digest))} />
        <p>
          {say(words.approved)}
          <br />
          <code>{waiting.digest}</code>
        </p>
      </div>
    </section>
  )
}
