import { useQuery } from '@tanstack/react-query'
import { useMemo } from 'react'
import './clause.css'
import { BehindLine } from '../../web/behind.tsx'
import { useKeys, type Key } from '../../web/keys.tsx'
import { useSay } from '../../web/language.tsx'
import { Link, useGo, useParameter, usePlace } from '../../web/link.tsx'
import { PageError } from '../../web/page-error.tsx'
import { paths } from '../../web/paths.ts'
import { Unread } from '../../web/unread.tsx'
import { Masthead } from '../../web/masthead.tsx'
import type { Board } from '../board.ts'
import { boardQuery } from './board-query.ts'
import { chaptersOf, type Clause } from './chapters.ts'
import { verdictsQuery, type Then } from './clause-query.ts'
import { ClauseHead } from './clause-head.tsx'
import { words } from './clause-words.ts'
import { ControlList } from './control-list.tsx'
import { Doing } from './doing.tsx'
import { EvidenceSection } from './evidence-section.tsx'
import { HistoryStrip } from './history-strip.tsx'
import { ImprovementSection } from './improvement-section.tsx'
import { RuleSection } from './rule-section.tsx'
import { useDays, useThen } from './standing.ts'
import { WaiverSection } from './waiver-section.tsx'
import { useTitle } from '../../web/title.ts'

/** One clause of the charter: how it stands and why, what carries it out, what shows it, and what can be done. */
export default function ClausePage() {
  const query = useQuery(boardQuery)
  const id = useParameter('id')
  const { day } = usePlace()
  const then = useThen(day)
  const past = useQuery({ ...verdictsQuery(then ?? ''), enabled: then !== undefined })
  if (query.data === undefined) return <Unread query={query} />
  if (then !== undefined && past.isError)
    return <PageError error={past.error} reset={() => void past.refetch()} />
  // What is not read yet is not shown: neither the present nor another day stands in for it.
  const isReading = then !== undefined && (past.data === undefined || past.isPlaceholderData)
  const board =
    then === undefined || past.data === undefined ? query.data : { ...query.data, conformance: past.data }
  return (
    <>
      <BehindLine query={query} zone={board.operator.zone} />
      <OneClause key={id} board={board} id={id} then={then} isReading={isReading} />
    </>
  )
}

type OneClauseProps = { board: Board; id: string; then: Then; isReading: boolean }

function OneClause({ board, id, then, isReading }: OneClauseProps) {
  const say = useSay()
  const clauses = useMemo(
    () => chaptersOf(board).flatMap((chapter) => [chapter.head, ...chapter.clauses]),
    [board],
  )
  const place = clauses.findIndex(({ entry }) => entry.id === id)
  const clause = clauses[place]
  const title = clause === undefined ? say(words.noClause) : `${id} ${say(clause.entry.title)}`
  useTitle(title)
  useClauseKeys(clauses[place - 1], clauses[place + 1])
  if (clause === undefined)
    return (
      <section className="plain">
        <h1>{title}</h1>
        <p>
          <Link href={paths.board()}>{say(words.toBoard)}</Link>
        </p>
      </section>
    )
  return (
    <article className="clause-page">
      <Opening clauses={clauses} place={place} then={then} />
      <ClauseHead clause={clause} clauses={clauses} isReading={isReading} />
      <HistoryStrip clause={id} />
      {clause.isJudged && !isReading && (
        <>
          <ControlList clause={clause} />
          {then === undefined && <Doing clause={clause} />}
          <RuleSection clause={id} then={then} />
          <EvidenceSection clause={clause} then={then} />
          <WaiverSection clause={id} then={then} />
          {then === undefined && <ImprovementSection clause={id} />}
        </>
      )}
    </article>
  )
}

type OpeningProps = { clauses: readonly Clause[]; place: number; then: Then }

/** Whose charter, the neighbours, and, where it is not the present, that it is not. */
function Opening({ clauses, place, then }: OpeningProps) {
  const say = useSay()
  const { day } = useDays()
  const [before, here, after] = [clauses[place - 1], clauses[place], clauses[place + 1]]
  return (
    <header className="clause-opening">
      <Masthead />
      <nav className="neighbours unprinted" aria-label={say(words.clauses)}>
        {before !== undefined && (
          <Link href={paths.clausePage(before.entry.id)}>
            ← <span className="mono">{before.entry.id}</span> {say(before.entry.title)}
          </Link>
        )}
        {after !== undefined && (
          <Link className="after" href={paths.clausePage(after.entry.id)}>
            <span className="mono">{after.entry.id}</span> {say(after.entry.title)} →
          </Link>
        )}
      </nav>
      {then !== undefined && here !== undefined && (
        <p className="the-past" role="status">
          <span>{say(words.past(day(then)))}</span>
          <Link className="button" keepScroll href={paths.clausePage(here.entry.id)}>
            {say(words.toNow)}
          </Link>
        </p>
      )}
    </header>
  )
}

/** j and k go to the next clause and the one before, u back to the charter. */
function useClauseKeys(before: Clause | undefined, after: Clause | undefined): void {
  const go = useGo()
  const [earlier, later] = [before?.entry.id, after?.entry.id]
  const keys = useMemo(
    (): Key[] => [
      { key: 'j', does: words.next, press: () => later !== undefined && go(paths.clausePage(later)) },
      { key: 'k', does: words.previous, press: () => earlier !== undefined && go(paths.clausePage(earlier)) },
      { key: 'u', does: words.toBoard, press: () => go(paths.board()) },
    ],
    // The router does not change while the page lives.
    // oxlint-disable-next-line react/exhaustive-deps
    [earlier, later],
  )
  useKeys(keys)
}
