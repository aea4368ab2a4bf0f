import { useSay } from '../../web/language.tsx'
import { Link } from '../../web/link.tsx'
import { MarginNote } from '../../web/note.tsx'
import { paths } from '../../web/paths.ts'
import { useScreenOfClause } from '../../web/screen.ts'
import { StateMark, STATE_WORDS } from '../../web/state.tsx'
import { findingsOf, type Clause } from './chapters.ts'
import { Reason, Tally } from './clause-note.tsx'
import { words } from './clause-words.ts'
import { Basis, Population } from './control-list.tsx'
import { useDays } from './standing.ts'

type HeadProps = { clause: Clause; clauses: readonly Clause[]; isReading: boolean }

/** The clause as the charter words it, and beside it how it stands and why. */
export function ClauseHead({ clause, clauses, isReading }: HeadProps) {
  const say = useSay()
  const { entry } = clause
  const below = clauses.filter(({ entry: { id } }) => id.startsWith(`${entry.id}.`))
  return (
    <section className="clause-head">
      <p className="number" aria-hidden="true">
        {entry.id}
      </p>
      <div className="text">
        <h1>
          <span className="unseen">{entry.id} </span>
          {say(entry.title)}
        </h1>
        {entry.text !== undefined && <p>{say(entry.text)}</p>}
        {below.length > 0 && (
          <nav className="below" aria-label={say(words.below)}>
            {below.map((one) => (
              <Link key={one.entry.id} href={paths.clausePage(one.entry.id)}>
                {one.isJudged && !isReading && <StateMark state={one.state} />}{' '}
                <span className="mono">{one.entry.id}</span> {say(one.entry.title)}
                {one.isJudged && !isReading && <span className="unseen"> {say(STATE_WORDS[one.state])}</span>}
              </Link>
            ))}
          </nav>
        )}
      </div>
      <div className="margin">
        {!isReading && clause.isJudged && <Standing clause={clause} />}
        {!isReading && !clause.isJudged && <Tally clause={clause} silentSaid={false} />}
      </div>
    </section>
  )
}

function Standing({ clause }: { clause: Clause }) {
  const say = useSay()
  const { lastDay } = useDays()
  const screen = useScreenOfClause()(clause.entry.id)
  const [first, ...others] = findingsOf(clause)
  const controls = clause.verdict?.controls ?? []
  const until = clause.verdict?.waived_until
  return (
    <MarginNote
      state={clause.state}
      finding={first && <Reason clause={clause} because={first.because} screen={screen} />}
      meta={
        <>
          <Population population={controls.flatMap(({ population }) => population)} />
          <span className="bases">
            {[...new Set(controls.map(({ basis }) => basis))].map((basis) => (
              <Basis key={basis} basis={basis} />
            ))}
          </span>
          {until !== undefined && <span>{say(words.waivedThrough(lastDay(until)))}</span>}
          {screen !== undefined && <Link href={screen.path}>{say(words.screen)}</Link>}
        </>
      }
    >
      {others.map(({ because }) => (
        <p className="why" key={because.text.en}>
          <Reason clause={clause} because={because} screen={screen} />
        </p>
      ))}
    </MarginNote>
  )
}
