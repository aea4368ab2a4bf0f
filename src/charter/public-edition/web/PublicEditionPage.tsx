import { useQuery } from '@tanstack/react-query'
import { useDeferredValue, useEffect, useState } from 'react'
import './public-edition.css'
import { Problem, wordsOf } from '../../../people/web/form.tsx'
import { useSay } from '../../../web/language.tsx'
import { Link, usePlace } from '../../../web/link.tsx'
import { Masthead } from '../../../web/masthead.tsx'
import { paths } from '../../../web/paths.ts'
import { Unread } from '../../../web/unread.tsx'
import { useMay } from '../../web/standing.ts'
import type { Choices } from '../choices.ts'
import { Choosing } from './choosing.tsx'
import { EditionHistory } from './edition-history.tsx'
import { Preview } from './preview.tsx'
import { articleQuery, EXPORT, overviewQuery, previewQuery, type Overview } from './public-edition-query.ts'
import { words } from './words.ts'
import { useTitle } from '../../../web/title.ts'

const SETTLED_MS = 400

/** What becomes public, chosen beside the page that it makes, and what became of earlier editions. */
export default function PublicEditionPage() {
  const say = useSay()
  const query = useQuery(overviewQuery)
  const title = say(words.title)
  useTitle(title)
  return (
    <article className="public-edition">
      <header className="public-opening">
        <Masthead />
        <h1>{title}</h1>
        <p className="lead">{say(words.lead)}</p>
      </header>
      {query.data === undefined ? <Unread query={query} /> : <Opened overview={query.data} />}
    </article>
  )
}

function Opened({ overview }: { overview: Overview }) {
  const [chosen, setChosen] = useState<Choices>()
  const [fresh, setFresh] = useState(0)
  const choices = chosen ?? overview.choices
  const { edition } = usePlace()
  return (
    <>
      <Standing overview={overview} />
      <div className="side-by-side">
        <Choosing
          key={fresh}
          overview={overview}
          choices={choices}
          change={setChosen}
          restore={() => {
            setChosen(undefined)
            setFresh((count) => count + 1)
          }}
        />
        <div className="sheet-place">
          {edition === undefined ? <Chosen choices={choices} /> : <Earlier edition={edition} />}
        </div>
      </div>
      <EditionHistory editions={overview.editions} />
    </>
  )
}

/** Whether anything is public, and whether it may still be read as current. */
function Standing({ overview: { published } }: { overview: Overview }) {
  const say = useSay()
  if (published === undefined) return <p className="public-now">{say(words.off)}</p>
  const { edition, over, changed } = published
  return (
    <div className={over || changed ? 'public-now out' : 'public-now'}>
      <p>
        <b>{say(words.publicNow(edition))}</b> {!over && !changed && say(words.current)}
      </p>
      {over && <p>{say(words.over)}</p>}
      {changed && <p>{say(words.changed)}</p>}
      <p className="links">
        <a href="/public/">{say(words.openPublic)}</a> <a href={EXPORT}>{say(words.download)}</a>{' '}
        <span className="soft">
          {say(words.byCommand)} <code>kensho public export FOLDER</code>
        </span>
      </p>
    </div>
  )
}

/** The page that the choices at hand would make, a moment after the last change. */
function Chosen({ choices }: { choices: Choices }) {
  const say = useSay()
  const { may } = useMay()('public-edition.choose')
  const settled = useDeferredValue(useSettled(choices))
  const query = useQuery({ ...previewQuery(settled), enabled: may })
  return (
    <div>
      <h2 id="preview-title">{say(words.preview)}</h2>
      {!may && <p className="soft">{say(words.notShown)}</p>}
      {may && query.isError && <Problem error={wordsOf(query.error)} />}
      {query.data !== undefined && <Preview shown={query.data} />}
    </div>
  )
}

function Earlier({ edition }: { edition: string }) {
  const say = useSay()
  const query = useQuery(articleQuery(edition))
  return (
    <div>
      <h2 id="preview-title">{say(words.previewOf(edition))}</h2>
      <p className="links">
        <Link keepScroll href={paths.publicEdition()}>
          {say(words.backToChoices)}
        </Link>
      </p>
      {query.data === undefined ? <Unread query={query} /> : <Preview shown={query.data} />}
    </div>
  )
}

/** A value once it has not changed for a moment. */
function useSettled<Value>(value: Value): Value {
  const [settled, setSettled] = useState(value)
  useEffect(() => {
    const timer = setTimeout(() => setSettled(value), SETTLED_MS)
    return () => clearTimeout(timer)
  }, [value])
  return settled
}
