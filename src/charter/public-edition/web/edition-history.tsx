import { useQuery, useQueryClient } from '@tanstack/react-query'
import { useState } from 'react'
import { Problem, useDoing } from '../../../people/web/form.tsx'
import { useWhen } from '../../../people/web/zone.ts'
import { announce } from '../../../web/announce.tsx'
import { useSay, useSpoken } from '../../../web/language.tsx'
import { Link } from '../../../web/link.tsx'
import { paths } from '../../../web/paths.ts'
import { Unread } from '../../../web/unread.tsx'
import { Approve } from '../../web/approve-here.tsx'
import { Difference } from '../../web/difference.tsx'
import { useMay } from '../../web/standing.ts'
import { TakeBack } from '../../web/take-back.tsx'
import { differenceQuery, sending, type EditionRow } from './public-edition-query.ts'
import { words } from './words.ts'

/** Every edition, the newest first: what became of it, what it says otherwise than the one before. */
export function EditionHistory({ editions }: { editions: readonly EditionRow[] }) {
  const say = useSay()
  return (
    <section className="edition-history" aria-labelledby="history-title">
      <h2 id="history-title">{say(words.history)}</h2>
      {editions.length === 0 && <p className="soft">{say(words.noEditions)}</p>}
      <ol>
        {editions.map((row) => (
          <Edition key={row.edition} row={row} />
        ))}
      </ol>
    </section>
  )
}

function Edition({ row }: { row: EditionRow }) {
  const say = useSay()
  const when = useWhen()
  const { edition, state, digest, at, author, approved, published, withdrawn } = row
  const steps = [
    { what: words.by.author, by: author, at },
    ...(approved === undefined ? [] : [{ what: words.by.approved, ...approved }]),
    ...(published === undefined ? [] : [{ what: words.by.published, ...published }]),
    ...(withdrawn === undefined ? [] : [{ what: words.by.withdrawn, ...withdrawn }]),
  ]
  return (
    <li>
      <h3>
        {say(words.number(edition))} <span className="soft">{say(words.states[state])}</span>
      </h3>
      <ul className="steps">
        {steps.map((step) => (
          <li key={step.what.en}>
            {say(step.what)} {say(step.by.name)} <span className="soft">{when(step.at)}</span>
          </li>
        ))}
      </ul>
      {withdrawn !== undefined && <p>{withdrawn.reason}</p>}
      <p className="meta hash-line">
        <code>{digest}</code>
      </p>
      <p className="links">
        <Link keepScroll href={paths.publicEdition({ edition: String(edition) })}>
          {say(words.look)}
        </Link>
      </p>
      <Differing edition={edition} from={edition - 1} />
      {state === 'waiting' && (
        <Approve
          kind="charter.public-edition"
          id={row.id}
          digest={digest}
          path={sending.approvePath(edition)}
        />
      )}
      {state === 'approved' && <Publish edition={edition} />}
      {(state === 'waiting' || state === 'approved' || state === 'published') && (
        <div className="withdraw">
          <TakeBack
            permission="public-edition.withdraw"
            path={sending.withdrawPath(edition)}
            label={words.withdraw}
            ask={words.withdrawAsk}
            done={words.withdrawn}
          />
        </div>
      )}
    </li>
  )
}

function Publish({ edition }: { edition: number }) {
  const say = useSay()
  const client = useQueryClient()
  const { may, why } = useMay()('public-edition.choose')
  const { busy, error, run } = useDoing()
  const publish = () =>
    run(async () => {
      await sending.publish(edition)
      announce(say(words.isPublished))
      await client.invalidateQueries()
    })
  return (
    <div className="publish">
      <button type="button" className="button" disabled={!may || busy} onClick={() => void publish()}>
        {say(words.publish)}
      </button>{' '}
      {busy && <span role="status">{say(words.publishing)}</span>}
      {why !== undefined && <span className="why-not">{say(why)}</span>}
      <Problem error={error} />
    </div>
  )
}

function Differing({ edition, from }: { edition: number; from: number }) {
  const say = useSay()
  const [open, setOpen] = useState(false)
  return (
    <details className="differing" onToggle={(event) => setOpen(event.currentTarget.open)}>
      <summary>{say(words.difference(from))}</summary>
      {open && <Parts edition={edition} from={from} />}
    </details>
  )
}

function Parts({ edition, from }: { edition: number; from: number }) {
  const { say, language } = useSpoken()
  const query = useQuery(differenceQuery(edition, from))
  if (query.data === undefined) return <Unread query={query} />
  const { parts } = query.data
  const differing = parts.filter(({ lines }) => lines[language].some(({ is }) => is !== 'same'))
  return (
    <>
      <p>{say(parts.length === 0 ? words.noDifference : words.differs(parts.length))}</p>
      {differing.map(({ id, title, lines }) => (
        <div key={id}>
          <h4>{id === '' ? say(words.head) : `${id} ${say(title)}`}</h4>
          <Difference
            lines={lines[language]}
            before={from === 0 ? words.before : words.number(from)}
            after={words.number(edition)}
          />
        </div>
      ))}
    </>
  )
}
