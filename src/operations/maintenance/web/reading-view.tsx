import { useQuery, useQueryClient } from '@tanstack/react-query'
import { useId, useState } from 'react'
import { useNaming } from '../../../charter/web/standing.ts'
import { Problem, useDoing } from '../../../people/web/form.tsx'
import { meQuery } from '../../../people/web/people-query.ts'
import type { Text } from '../../../platform/text.ts'
import { announce } from '../../../web/announce.tsx'
import { instantLine } from '../../../web/civil.ts'
import { send } from '../../../web/fetching.ts'
import { useSay } from '../../../web/language.tsx'
import { Link } from '../../../web/link.tsx'
import { paths } from '../../../web/paths.ts'
import { momentLine } from './days.ts'
import type { InboxReading } from '../inbox.ts'
import type { Choice } from '../notice-facts.ts'
import type { NoticeWindow } from '../notice.ts'
import { words } from './words.ts'

/** How one maintenance of a mail was read; where it may be read otherwise, the readings side by side, each to be chosen. */
export function ReadingView({
  reading,
  zone,
  title,
}: {
  reading: InboxReading
  zone: string
  title: string
}) {
  const say = useSay()
  const naming = useNaming()
  const { notice, objects, provider, authentication, decision, maintenance } = reading
  const known = provider !== null && authentication.aligned
  return (
    <section className="reading">
      <h3>{title}</h3>
      <dl>
        <dt>{say(words.maintenanceNumber)}</dt>
        <dd>
          {maintenance === undefined ? (
            <NumberText value={notice.maintenance_id} />
          ) : (
            <Link href={paths.maintenance({ key: maintenance })}>
              <NumberText value={notice.maintenance_id} />
            </Link>
          )}
        </dd>
        <dt>{say(words.state)}</dt>
        <dd>{say(words.statuses[notice.status])}</dd>
        <dt>{say(words.objects)}</dt>
        <dd>
          {objects.length === 0 && say(words.noObjects)}
          <ul>
            {objects.map(({ id, said, impact }) => (
              <li key={`${said} ${id ?? ''}`}>
                <code>{said}</code> {say(words.impacts[impact])}
                <span className="soft">
                  {' '}
                  {id === null ? say(words.notInEstate) : id === said ? '' : `→ ${id}`}
                </span>
              </li>
            ))}
          </ul>
        </dd>
        <dt>{say(words.sender)}</dt>
        <dd>{say(known ? words.senderKnown(provider) : words.senderOpen)}</dd>
      </dl>
      <Choices reading={reading} zone={zone} decided={decision !== undefined} />
      {notice.reasons.length > 0 && (
        <details className="reading-why">
          <summary>{say(words.why)}</summary>
          <ul>
            {notice.reasons.map((reason) => (
              <li key={reason.en}>{say(reason)}</li>
            ))}
          </ul>
        </details>
      )}
      {decision !== undefined && (
        <p className="soft">
          {say(words.decidedBy(say(naming(decision.by))))} {say(instantLine(decision.decided_at, zone))}
          {decision.because === '' ? '' : ` ${decision.because}`}
        </p>
      )}
    </section>
  )
}

function NumberText({ value }: { value: string }) {
  const say = useSay()
  return value === '' ? <>{say(words.noNumber)}</> : <code>{value}</code>
}

/** The windows as read, and as the mail may be read otherwise; one click decides for one of them. */
function Choices({ reading, zone, decided }: { reading: InboxReading; zone: string; decided: boolean }) {
  const say = useSay()
  const client = useQueryClient()
  const doing = useDoing()
  const [because, setBecause] = useState('')
  const [lesson, setLesson] = useState(false)
  const ids = useId()
  const mayDecide = (useQuery(meQuery).data?.permissions ?? []).includes('maintenance.decide')
  const { notice } = reading
  const decide = (choice: Choice, otherwise: Text): void =>
    void doing.run(async () => {
      const body = {
        index: reading.index,
        choice,
        because: because.trim() === '' ? say(otherwise) : because.trim(),
        lesson,
      }
      await send(`/api/maintenance/mails/${reading.mail}/decisions`, body)
      announce(say(words.decidedNow))
      await client.invalidateQueries({ queryKey: ['maintenance'] })
    })
  const others = notice.competing.map(({ windows, because: why }, at) => ({
    choice: { kind: 'competing', index: at } as const,
    title: words.other(at + 1),
    windows,
    why,
  }))
  const all: { choice: Choice; title: Text; windows: readonly NoticeWindow[]; why?: Text }[] = [
    { choice: { kind: 'given' }, title: words.given, windows: notice.windows },
    ...others,
  ]
  return (
    <>
      <ol className="choices">
        {all.map(({ choice, title, windows, why }) => (
          <li key={title.en} className={isChosen(choice, reading) ? 'choice chosen' : 'choice'}>
            <h4>
              {say(all.length === 1 ? words.windows : title)}
              {isChosen(choice, reading) && <span className="tag">{say(words.chosen)}</span>}
            </h4>
            <Windows windows={windows} zone={zone} />
            {why !== undefined && <p className="soft">{say(why)}</p>}
            {!decided && (
              <button
                type="button"
                className="button"
                disabled={doing.busy || !mayDecide}
                onClick={() => decide(choice, words.chosenBecause)}
              >
                {say(words.choose)}
              </button>
            )}
          </li>
        ))}
      </ol>
      {!decided && (
        <div className="deciding">
          <label htmlFor={`${ids}-because`}>{say(words.because)}</label>
          <input
            id={`${ids}-because`}
            value={because}
            maxLength={2000}
            disabled={!mayDecide}
            onChange={(event) => setBecause(event.target.value)}
          />
          <label className="lesson">
            <input
              type="checkbox"
              checked={lesson}
              disabled={!mayDecide}
              onChange={(event) => setLesson(event.target.checked)}
            />
            {say(words.lesson)}
          </label>
          <button
            type="button"
            className="button"
            disabled={doing.busy || !mayDecide}
            onClick={() => decide({ kind: 'rejected' }, words.rejectedBecause)}
          >
            {say(words.reject)}
          </button>
          {!mayDecide && <p className="soft">{say(words.mayNot)}</p>}
          <Problem error={doing.error} />
        </div>
      )}
    </>
  )
}

/** Whether this is what a person decided for. */
function isChosen(choice: Choice, { decision }: InboxReading): boolean {
  if (decision?.choice.kind !== choice.kind) return false
  return (
    choice.kind !== 'competing' ||
    (decision.choice.kind === 'competing' && decision.choice.index === choice.index)
  )
}

/** Windows in the operator's zone, backup days marked. */
export function Windows({ windows, zone }: { windows: readonly NoticeWindow[]; zone: string }) {
  const say = useSay()
  if (windows.length === 0) return <p>{say(words.withoutWindow)}</p>
  return (
    <ul className="window-list">
      {windows.map(({ start, end, backup }) => (
        <li key={`${start} ${end}`}>
          {say(momentLine(start, zone))} –<br />
          {say(momentLine(end, zone))}
          {backup && <span className="tag">{say(words.backup)}</span>}
        </li>
      ))}
    </ul>
  )
}
