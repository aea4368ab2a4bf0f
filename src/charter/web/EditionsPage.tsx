import { useQuery } from '@tanstack/react-query'
import './clause.css'
import './editions.css'
import { useSay } from '../../web/language.tsx'
import { Link, useGo, usePlace } from '../../web/link.tsx'
import { Masthead } from '../../web/masthead.tsx'
import { paths } from '../../web/paths.ts'
import { useTitle } from '../../web/title.ts'
import { Unread } from '../../web/unread.tsx'
import { boardQuery } from './board-query.ts'
import { words as clauseWords } from './clause-words.ts'
import { EditionEntry } from './edition-entry.tsx'
import { EditionForm } from './edition-form.tsx'
import { editionsQuery } from './edition-query.ts'
import { words } from './edition-words.ts'
import { Nothing } from './section-parts.tsx'
import { useMay } from './standing.ts'

/** The editions of the charter's own words, the newest first; a new one is worded here. */
export default function EditionsPage() {
  const say = useSay()
  const go = useGo()
  const { form } = usePlace()
  const query = useQuery(editionsQuery)
  const { data: board } = useQuery(boardQuery)
  const wording = useMay()('charter.word')
  useTitle(say(words.title))
  if (query.data === undefined || board === undefined) return <Unread query={query} />
  const { editions } = query.data
  const close = () => go(paths.editions(), { replace: true })
  const amended = editions.find(({ edition, state }) => state === 'waiting' && form === String(edition))
  return (
    <article className="charter-list editions">
      <Masthead />
      <h1>{say(words.title)}</h1>
      <p className="lead">{say(words.lead)}</p>
      <section className="part">
        <h2>{say(clauseWords.versions)}</h2>
        <p className="entry-foot unprinted">
          {wording.may ? (
            <Link className="button" keepScroll href={paths.editions({ form: 'new' })}>
              {say(words.write)}
            </Link>
          ) : (
            <button type="button" className="button" disabled>
              {say(words.write)}
            </button>
          )}
          {wording.why !== undefined && <span className="why-not">{say(wording.why)}</span>}
        </p>
        {wording.may && (form === 'new' || amended !== undefined) && (
          <EditionForm key={form} {...{ board, editions, amended, close }} />
        )}
        {editions.length === 0 ? (
          <Nothing is={words.none} todo={words.noneDo} />
        ) : (
          editions
            .toReversed()
            .map((edition) => <EditionEntry key={edition.edition} edition={edition} editions={editions} />)
        )}
      </section>
    </article>
  )
}
