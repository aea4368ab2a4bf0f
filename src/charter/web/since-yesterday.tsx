import { useQuery } from '@tanstack/react-query'
import { useSay } from '../../web/language.tsx'
import { Link } from '../../web/link.tsx'
import { paths } from '../../web/paths.ts'
import { STATE_WORDS, StateMark } from '../../web/state.tsx'
import type { Clause } from './chapters.ts'
import { TREND_DAYS, trendQuery } from './trend-query.ts'
import { words } from './words.ts'

const CHANGES_MAX = 5

/** What is judged otherwise than at the end of yesterday; that nothing is, is said as well. */
export function SinceYesterday({ clauses }: { clauses: readonly Clause[] }) {
  const say = useSay()
  const { data } = useQuery(trendQuery(TREND_DAYS))
  const turned = (data?.changed ?? []).flatMap((change) => {
    const clause = clauses.find(({ entry }) => entry.id === change.clause)
    // Before anything was known there is nothing from which it could have turned.
    return clause === undefined || clause.judged.length > 0 || change.from === null
      ? []
      : [{ clause, from: change.from, to: change.to }]
  })
  return (
    <section className="needs since" aria-busy={data === undefined}>
      <h2>{say(words.sinceYesterday)}</h2>
      {turned.length === 0 && (
        <p className="meta">{say(data === undefined ? words.comparing : words.nothingTurned)}</p>
      )}
      <ul>
        {turned.slice(0, CHANGES_MAX).map(({ clause: { entry }, from, to }) => (
          <li key={entry.id}>
            <StateMark state={to} />
            <p>
              <Link href={paths.clausePage(entry.id)}>
                <span className="mono">{entry.id}</span> {say(entry.title)}
              </Link>{' '}
              <span className="soft">{say(words.turnedFrom(STATE_WORDS[from], STATE_WORDS[to]))}</span>
            </p>
          </li>
        ))}
      </ul>
      {turned.length > CHANGES_MAX && <p className="meta">{say(words.more(turned.length - CHANGES_MAX))}</p>}
    </section>
  )
}
