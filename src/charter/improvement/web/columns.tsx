import { useWhen } from '../../../people/web/zone.ts'
import type { Text } from '../../../platform/text.ts'
import type { Column } from '../../../web/data-table.tsx'
import { useSay } from '../../../web/language.tsx'
import { Link } from '../../../web/link.tsx'
import { paths } from '../../../web/paths.ts'
import { StateMark, StateWord, type State } from '../../../web/state.tsx'
import type { Verdict } from '../../verdict.ts'
import type { ActionRow, AdoptionRow, FindingRow } from '../page.ts'
import { useLastDay } from './last-day.ts'
import { words } from './words.ts'

const STATE_OF: Record<Verdict, State> = {
  pass: 'pass',
  fail: 'fail',
  unknown: 'unknown',
  'not-applicable': 'na',
}

function oneAfterAnother(texts: readonly Text[]): Text {
  return { ja: texts.map(({ ja }) => ja).join(' '), en: texts.map(({ en }) => en).join(' ') }
}

export const ACTION_COLUMNS: readonly Column<ActionRow>[] = [
  {
    title: words.state,
    cell: ({ state }) => words.states[state],
    show: (row) => <ActionState row={row} />,
  },
  {
    title: words.what,
    cell: ({ what }) => what,
    show: ({ id, what }) => <Link href={paths.improvement({ action: id })}>{what}</Link>,
  },
  { title: words.owner, cell: ({ owner }) => owner.name },
  { title: words.due, cell: ({ due }) => due, show: ({ due }) => <LastDay at={due} /> },
  { title: words.clause, cell: ({ clauses }) => clauses.join(' ') },
]

export const FINDING_COLUMNS: readonly Column<FindingRow>[] = [
  { title: words.clause, cell: ({ clause }) => clause },
  {
    title: words.state,
    cell: ({ state }) => words.states[state],
    show: (row) => <FindingState row={row} />,
  },
  { title: words.what, cell: ({ kind }) => words.kinds[kind] },
  { title: words.why, cell: ({ because }) => oneAfterAnother(because) },
  { title: words.objects, cell: ({ objects }) => objects.join(' '), kind: 'id' },
  {
    title: words.opened,
    cell: ({ opened_at }) => opened_at,
    show: ({ opened_at }) => <When at={opened_at} />,
  },
]

export const ADOPTION_COLUMNS: readonly Column<AdoptionRow>[] = [
  { title: words.clause, cell: ({ clause }) => clause },
  { title: words.control, cell: ({ title }) => title },
  {
    title: words.state,
    cell: ({ state }) => words.adoptionStates[state],
    show: (row) => <AdoptionState row={row} />,
  },
  { title: words.needed, cell: ({ needed }) => oneAfterAnother(needed) },
  { title: words.owner, cell: ({ plans }) => plans.at(-1)?.owner.name ?? { ja: '', en: '' } },
  {
    title: words.target,
    cell: ({ plans }) => plans.at(-1)?.target,
    show: ({ plans }) => plans.length > 0 && <LastDay at={plans.at(-1)!.target} />,
  },
]

function ActionState({ row }: { row: ActionRow }) {
  const say = useSay()
  return (
    <>
      {say(words.states[row.state])}
      {row.overdue && (
        <span className="late">
          <StateMark state="fail" /> {say(words.overdue)}
        </span>
      )}
      {row.effect_check_due && <span className="late">{say(words.effectDue)}</span>}
    </>
  )
}

function FindingState({ row }: { row: FindingRow }) {
  const say = useSay()
  return row.state === 'unplanned' ? (
    <Link href={paths.improvement({ finding: row.id })}>{say(words.planIt)}</Link>
  ) : (
    <Link href={paths.improvement({ action: row.action })}>{say(words.states[row.state])}</Link>
  )
}

/** The verdict first: a plan never stands in its place. */
function AdoptionState({ row }: { row: AdoptionRow }) {
  const say = useSay()
  const state = say(words.adoptionStates[row.state])
  return (
    <>
      <StateWord state={STATE_OF[row.verdict]} />{' '}
      {row.verdict === 'unknown' ? (
        <Link
          href={paths.adoption({ control: row.control })}
          className={row.state === 'late' ? 'late' : undefined}
        >
          {state}
        </Link>
      ) : (
        state
      )}
    </>
  )
}

function LastDay({ at }: { at: string }) {
  return <>{useLastDay()(at)}</>
}

function When({ at }: { at: string }) {
  return <>{useWhen()(at)}</>
}
