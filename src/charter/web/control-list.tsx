import { useQuery } from '@tanstack/react-query'
import type { Text } from '../../platform/text.ts'
import { useSay } from '../../web/language.tsx'
import { Link } from '../../web/link.tsx'
import { paths } from '../../web/paths.ts'
import { PopulationLine } from '../../web/population.tsx'
import { useScreenOfClause } from '../../web/screen.ts'
import { StateWord, type State } from '../../web/state.tsx'
import type { Because, ControlVerdict } from '../verdict.ts'
import type { Clause } from './chapters.ts'
import { pointsAtOf, type PointsAt } from './pointing.ts'
import { words } from './clause-words.ts'
import { knownObjectsQuery } from './known-objects-query.ts'
import { useDays } from './standing.ts'

const OBJECTS_SHOWN = 8

/** Each control with its verdict, how it came about, its reasons and the objects that they name. */
export function ControlList({ clause }: { clause: Clause }) {
  const say = useSay()
  const controls = clause.verdict?.controls ?? []
  if (controls.length === 0) return null
  return (
    <section className="part" aria-labelledby="controls-title">
      <h2 id="controls-title">{say(words.controls)}</h2>
      <ul className="controls">
        {controls.map((control) => (
          <ControlEntry
            key={control.id}
            clause={clause.entry.id}
            control={control}
            waived={clause.state === 'waived'}
          />
        ))}
      </ul>
    </section>
  )
}

type EntryProps = { clause: string; control: ControlVerdict; waived: boolean }

function ControlEntry({ clause, control, waived }: EntryProps) {
  const say = useSay()
  const screen = useScreenOfClause()(clause)
  const pointsAt = pointsAtOf(clause, control, screen)
  const { day, lastDay } = useDays()
  const { fresh_until: until, observed, freshness } = control
  return (
    <li className={`control ${control.basis}`}>
      <div>
        <StateWord state={stateOf(control, waived)} /> <Basis basis={control.basis} />
        <p className="meta">
          <code>{control.id}</code>
        </p>
        <p className="meta">
          <Population population={control.population} />
        </p>
        {observed !== undefined && <p className="meta">{say(words.observed(day(observed)))}</p>}
        {until !== undefined && (
          <p className="meta">
            {say((freshness === 'stale' ? words.expiredOn : words.freshUntil)(lastDay(until)))}
          </p>
        )}
      </div>
      <ul className="reasons">
        {control.because.map((because) => (
          <ReasonEntry
            key={`${because.text.en} ${because.objects.join()}`}
            because={because}
            pointsAt={pointsAt}
          />
        ))}
      </ul>
    </li>
  )
}

function stateOf({ verdict, freshness }: ControlVerdict, waived: boolean): State {
  if (verdict === 'not-applicable') return 'na'
  if (verdict === 'fail') return waived ? 'waived' : 'fail'
  return freshness === 'stale' ? 'stale' : verdict
}

function ReasonEntry({ because, pointsAt }: { because: Because; pointsAt: PointsAt }) {
  const say = useSay()
  const deciding = because.verdict === 'fail' ? 'decides' : undefined
  return (
    <li className={deciding}>
      <p>{say(because.text)}</p>
      <Objects objects={because.objects} pointsAt={pointsAt} />
    </li>
  )
}

/** The objects that are named, each linked where a screen can point at it, else to what the ledger knows of it. */
export function Objects({
  objects,
  pointsAt,
}: {
  objects: readonly string[]
  pointsAt?: PointsAt | undefined
}) {
  const say = useSay()
  if (objects.length === 0) return null
  const rest = objects.length - OBJECTS_SHOWN
  return (
    <p className="objects">
      <span className="unseen">{say(words.objects)}: </span>
      {objects.slice(0, OBJECTS_SHOWN).map((object) => (
        <ObjectLink key={object} object={object} pointsAt={pointsAt} />
      ))}
      {rest > 0 && (
        <details>
          <summary>{say(words.moreObjects(rest))}</summary>
          {objects.slice(OBJECTS_SHOWN).map((object) => (
            <ObjectLink key={object} object={object} pointsAt={pointsAt} />
          ))}
        </details>
      )}
    </p>
  )
}

function ObjectLink({ object, pointsAt }: { object: string; pointsAt: PointsAt }) {
  const say = useSay()
  const { data } = useQuery(knownObjectsQuery)
  const known = data?.get(object)
  const href =
    pointsAt?.(object) ?? (known === undefined ? paths.ledger({ object }) : paths.estate({ object }))
  return (
    <Link href={href} title={known === undefined ? undefined : say(known)}>
      <code>{object}</code>
    </Link>
  )
}

/** How a verdict came about. What kensho computes and what a person says never look the same. */
export function Basis({ basis }: { basis: ControlVerdict['basis'] }) {
  const say = useSay()
  const word: Text = basis === 'computed' ? words.computedBy : words.attestedBy
  return (
    <span className={`basis ${basis}`}>
      <svg viewBox="0 0 16 16" aria-hidden="true">
        {basis === 'computed' ? (
          <path d="M2 13V3h12v10zM5 6.5h6M5 9.5h3.5" fill="none" stroke="currentColor" strokeWidth="1.3" />
        ) : (
          <>
            <circle cx="8" cy="5" r="2.8" fill="none" stroke="currentColor" strokeWidth="1.3" />
            <path
              d="M2.6 14c.5-3 2.6-4.4 5.4-4.4S12.9 11 13.4 14"
              fill="none"
              stroke="currentColor"
              strokeWidth="1.3"
            />
          </>
        )}
      </svg>
      {say(word)}
    </span>
  )
}

export function Population({ population }: { population: ControlVerdict['population'] }) {
  return population.length === 0 ? null : (
    <span>
      <PopulationLine population={population} />
    </span>
  )
}
