import { useQuery } from '@tanstack/react-query'
import { useEffect, useMemo } from 'react'
import './board.css'
import { BehindLine } from '../../web/behind.tsx'
import { useKeys, type Key } from '../../web/keys.tsx'
import { useSay } from '../../web/language.tsx'
import { Link, useGo } from '../../web/link.tsx'
import { paths } from '../../web/paths.ts'
import { Unread } from '../../web/unread.tsx'
import type { Board } from '../board.ts'
import { boardQuery } from './board-query.ts'
import { chaptersOf, isSilent, type Chapter, type Clause } from './chapters.ts'
import { CharterHead } from './charter-head.tsx'
import { ClauseNote, Tally } from './clause-note.tsx'
import { useTurned } from './turned.ts'
import { words } from './words.ts'
import { useTitle } from '../../web/title.ts'

/** The charter, typeset, with the living truth in the margin beside each clause. */
export default function BoardPage() {
  const query = useQuery(boardQuery)
  if (query.data === undefined) return <Unread query={query} />
  return (
    <>
      <BehindLine query={query} zone={query.data.operator.zone} />
      <Charter board={query.data} />
    </>
  )
}

function Charter({ board }: { board: Board }) {
  const say = useSay()
  const { entries, conformance } = board
  const chapters = useMemo(() => chaptersOf({ entries, conformance }), [entries, conformance])
  const lines = useMemo(() => chapters.flatMap(({ head, clauses }) => [head, ...clauses]), [chapters])
  const turned = useTurned(lines, say)
  const title = `${say(board.charter.title)} ・ ${say(board.operator.name)}`
  useTitle(title)
  useClauseKeys()
  useArrival()
  return (
    <article className="charter">
      <CharterHead board={board} chapters={chapters} />
      {chapters.map((chapter) => (
        <ChapterSection key={chapter.head.entry.id} chapter={chapter} turned={turned} />
      ))}
    </article>
  )
}

function ChapterSection({
  chapter: { head, clauses },
  turned,
}: {
  chapter: Chapter
  turned: ReadonlySet<string>
}) {
  const silent = head.judged.length > 1 && head.judged.every(isSilent)
  return (
    <section className="chapter">
      <Line clause={head} turned={turned.has(head.entry.id)} spoken={silent} />
      {clauses.map((clause) => (
        <Line key={clause.entry.id} clause={clause} turned={turned.has(clause.entry.id)} spoken={silent} />
      ))}
    </section>
  )
}

/** One line of the charter: number, text, margin. Its id is its address, so that #2.1 finds it. */
function Line({ clause, turned, spoken }: { clause: Clause; turned: boolean; spoken: boolean }) {
  const say = useSay()
  const { entry, level } = clause
  const Heading = (['h2', 'h3', 'h4', 'h5'] as const)[Math.min(level, 4) - 1] ?? 'h5'
  return (
    <section
      className={`clause level-${level}`}
      id={entry.id}
      tabIndex={-1}
      aria-labelledby={`title-${entry.id}`}
    >
      <p className="number" aria-hidden="true">
        {level === 1 ? say(words.chapter(entry.id)) : entry.id}
      </p>
      <div className="text">
        <Heading id={`title-${entry.id}`}>
          <span className="unseen">{level === 1 ? say(words.chapter(entry.id)) : entry.id} </span>
          <Link href={paths.clausePage(entry.id)}>{say(entry.title)}</Link>
        </Heading>
        {entry.text !== undefined && <p>{say(entry.text)}</p>}
      </div>
      <div className="margin">
        {clause.isJudged && <ClauseNote clause={clause} turned={turned} spoken={spoken} />}
        {!clause.isJudged && <Tally clause={clause} silentSaid={level === 1 && spoken} />}
      </div>
    </section>
  )
}

/** j and k walk from clause to clause, o opens what stands behind the one at hand. */
function useClauseKeys(): void {
  const go = useGo()
  const keys = useMemo((): Key[] => {
    const open = () => {
      const id = document.activeElement?.closest('.clause')?.id
      if (id !== undefined) go(paths.clausePage(id))
    }
    return [
      { key: 'j', does: words.nextClause, press: () => walk(1) },
      { key: 'k', does: words.previousClause, press: () => walk(-1) },
      { key: 'o', does: words.openClause, press: open },
    ]
    // The router does not change while the page lives.
    // oxlint-disable-next-line react/exhaustive-deps
  }, [])
  useKeys(keys)
}

function walk(by: 1 | -1): void {
  const clauses = [...document.querySelectorAll<HTMLElement>('.clause')]
  const here = clauses.indexOf(document.activeElement?.closest<HTMLElement>('.clause') ?? document.body)
  const next = clauses[here === -1 ? (by === 1 ? 0 : clauses.length - 1) : here + by]
  next?.focus({ preventScroll: true })
  next?.scrollIntoView({ block: 'center' })
}

/**
 * The clauses come after the page: an address such as /#2.1 is followed once they stand, and once more when the fonts
 * have come and moved the lines, unless the reader has gone elsewhere by then.
 */
function useArrival(): void {
  useEffect(() => {
    let arrivedAt: number | undefined
    const arrive = (): void => {
      const clause = document.getElementById(decodeURIComponent(location.hash.slice(1)))
      clause?.scrollIntoView({ block: 'start', behavior: 'instant' })
      arrivedAt = clause === null ? undefined : scrollY
    }
    const settle = async (): Promise<void> => {
      await document.fonts.ready
      if (arrivedAt === scrollY) arrive()
    }
    if (location.hash !== '') {
      arrive()
      void settle()
    }
    addEventListener('hashchange', arrive)
    return () => removeEventListener('hashchange', arrive)
  }, [])
}
