import type { Text } from '../../platform/text.ts'
import { useSay } from '../../web/language.tsx'
import { Link } from '../../web/link.tsx'
import { number } from '../../web/message.ts'
import { MarginNote } from '../../web/note.tsx'
import { PopulationLine } from '../../web/population.tsx'
import { useScreenOfClause, type Screen } from '../../web/screen.ts'
import { countStates, STATE_WORDS, StateMark } from '../../web/state.tsx'
import type { Because } from '../verdict.ts'
import { findingsOf, isSilent, type Clause, type Finding } from './chapters.ts'
import { words } from './words.ts'

/** The margin beside a clause that is judged. `spoken`: the chapter has already said why nothing is known. */
export function ClauseNote({ clause, turned, spoken }: { clause: Clause; turned: boolean; spoken: boolean }) {
  const say = useSay()
  const screen = useScreenOfClause()(clause.entry.id)
  if (isSilent(clause)) {
    const why = say(clause.entry.computed ? words.noEvidence : words.notYet)
    return (
      <MarginNote
        state={clause.state}
        quiet
        turned={turned}
        finding={spoken ? <span className="unseen">{why}</span> : why}
        {...(screen === undefined ? {} : { meta: <DetailLink screen={screen} title={clause.entry.title} /> })}
      />
    )
  }
  const [first, ...others] = findingsOf(clause)
  return (
    <MarginNote
      state={clause.state}
      turned={turned}
      finding={first === undefined ? undefined : <Sentence finding={first} screen={screen} />}
      meta={<ControlsLine clause={clause} screen={screen} />}
    >
      {others.map((finding) => (
        <p className="why" key={finding.because.text.en}>
          <Sentence finding={finding} screen={screen} />
        </p>
      ))}
    </MarginNote>
  )
}

function Sentence({ finding: { because, more }, screen }: { finding: Finding; screen: Screen | undefined }) {
  const say = useSay()
  return (
    <>
      <Reason because={because} screen={screen} />
      {more > 0 && <span className="soft"> {say(words.more(more))}</span>}
    </>
  )
}

/** One sentence. Where the clause has a screen that can point at the object, the sentence leads there. */
export function Reason({ because, screen }: { because: Because; screen: Screen | undefined }) {
  const say = useSay()
  const object = because.objects[0]
  const href = object === undefined ? undefined : screen?.pointsAt?.(object)
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

/** The margin beside a chapter or a clause with children: how its leaves stand, in marks and words. */
export function Tally({ clause, silentSaid }: { clause: Clause; silentSaid: boolean }) {
  const say = useSay()
  return (
    <div className="tally says">
      <p>
        {countStates(clause.leaves.map((leaf) => leaf.state)).map(([state, count]) => (
          <span key={state} className={`state-${state}`}>
            <StateMark state={state} /> {say(STATE_WORDS[state])} {number(count)}
          </span>
        ))}
      </p>
      {silentSaid && <p className="meta">{say(words.chapterSilent(clause.leaves.length))}</p>}
    </div>
  )
}
