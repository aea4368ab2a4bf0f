import { useQuery } from '@tanstack/react-query'
import type { Text } from '../../platform/text.ts'
import { useSay } from '../../web/language.tsx'
import { Link } from '../../web/link.tsx'
import { number } from '../../web/message.ts'
import { MarginNote } from '../../web/note.tsx'
import { PopulationLine } from '../../web/population.tsx'
import { useScreenOfClause, type Screen } from '../../web/screen.ts'
import { Strip } from '../../web/strip.tsx'
import { countStates, STATE_WORDS, StateMark } from '../../web/state.tsx'
import type { Because } from '../verdict.ts'
import { decidingReasons, findingsOf, isSilent, type Clause, type Finding } from './chapters.ts'
import { placeOf } from './pointing.ts'
import { TREND_DAYS, trendQuery } from './trend-query.ts'
import { words } from './words.ts'

/** The margin beside a clause that is judged. `spoken`: the chapter has already said why nothing is known. */
export function ClauseNote({ clause, turned, spoken }: { clause: Clause; turned: boolean; spoken: boolean }) {
  const screen = useScreenOfClause()(clause.entry.id)
  if (isSilent(clause)) return <SilentNote clause={clause} turned={turned} spoken={spoken} screen={screen} />
  const [first, ...others] = findingsOf(clause)
  return (
    <MarginNote
      state={clause.state}
      turned={turned}
      finding={first === undefined ? undefined : <Sentence clause={clause} finding={first} screen={screen} />}
      meta={<ControlsLine clause={clause} screen={screen} />}
      past={<Past clause={clause} />}
    >
      {others.map((finding) => (
        <p className="why" key={finding.because.text.en}>
          <Sentence clause={clause} finding={finding} screen={screen} />
        </p>
      ))}
    </MarginNote>
  )
}

/** The last ninety days beside a clause, quiet and thin. */
function Past({ clause }: { clause: Clause }) {
  const say = useSay()
  const { data } = useQuery(trendQuery(TREND_DAYS))
  // The server's days are of a clause with all below it; what stands here is of its own controls alone.
  if (clause.judged.length > 0) return null
  const states = data?.clauses[clause.entry.id]
  if (states === undefined) return <div className="strip time" />
  return <Strip states={states} noun={say(words.strip(TREND_DAYS))} time />
}

type SilentProps = { clause: Clause; turned: boolean; spoken: boolean; screen: Screen | undefined }

/** Nothing is recorded yet: one soft line, which opens on what to do about it. */
function SilentNote({ clause, turned, spoken, screen }: SilentProps) {
  const say = useSay()
  const reasons = decidingReasons(clause)
  const why = say(reasons.length === 0 ? words.notYet : words.noEvidence)
  const short = spoken ? <span className="unseen">{why}</span> : why
  return (
    <MarginNote
      state={clause.state}
      quiet
      turned={turned}
      finding={short}
      {...(screen === undefined ? {} : { meta: <DetailLink screen={screen} title={clause.entry.title} /> })}
    >
      {reasons.length > 0 && (
        <details className="todo">
          <summary>{say(words.whatToDo)}</summary>
          {reasons.map((because) => (
            <p key={because.text.en}>{say(because.text)}</p>
          ))}
        </details>
      )}
    </MarginNote>
  )
}

type SentenceProps = { clause: Clause; finding: Finding; screen: Screen | undefined }

function Sentence({ clause, finding: { because, more }, screen }: SentenceProps) {
  const say = useSay()
  return (
    <>
      <Reason clause={clause} because={because} screen={screen} />
      {more > 0 && <span className="soft"> {say(words.more(more))}</span>}
    </>
  )
}

type ReasonProps = { clause: Clause; because: Because; screen: Screen | undefined; otherwise?: string }

/** One sentence. Where a screen can point at what it names, the sentence leads there, else where `otherwise` says. */
export function Reason({ clause, because, screen, otherwise }: ReasonProps) {
  const say = useSay()
  const href = placeOf(clause, because, screen) ?? otherwise
  return href === undefined ? <>{say(because.text)}</> : <Link href={href}>{say(because.text)}</Link>
}

function ControlsLine({ clause, screen }: { clause: Clause; screen: Screen | undefined }) {
  const say = useSay()
  const controls = clause.verdict?.controls ?? []
  const bases = [...new Set(controls.map((control) => control.basis))].map((basis): Text => words[basis])
  const stale = clause.verdict?.freshness === 'stale' ? [words.stale] : []
  return (
    <>
      <PopulationLine
        population={controls.flatMap((control) => control.population)}
        then={[...bases, ...stale]}
      />
      {screen !== undefined && (
        <>
          {say({ ja: '\u00a0・ ', en: '\u00a0· ' })}
          <DetailLink screen={screen} title={clause.entry.title} />
        </>
      )}
    </>
  )
}

function DetailLink({ screen, title }: { screen: Screen; title: Text }) {
  const say = useSay()
  return (
    <Link href={screen.path} aria-label={`${say(title)} ${say(words.details)}`}>
      {say(words.details)}
    </Link>
  )
}

/** The margin beside a chapter or a clause with children: how what is judged there stands, in marks and words. */
export function Tally({ clause, silentSaid }: { clause: Clause; silentSaid: boolean }) {
  const say = useSay()
  return (
    <div className="tally says">
      <p>
        {countStates(clause.judged.map((one) => one.state)).map(([state, count]) => (
          <span key={state} className={`state-${state}`}>
            <StateMark state={state} /> {say(STATE_WORDS[state])} {number(count)}
          </span>
        ))}
      </p>
      {silentSaid && <p className="meta">{say(words.chapterSilent(clause.judged.length))}</p>}
    </div>
  )
}
