import type { Text } from '../../../platform/text.ts'
import type { Column } from '../../../web/data-table.tsx'
import { useSay } from '../../../web/language.tsx'
import { Link } from '../../../web/link.tsx'
import { number } from '../../../web/message.ts'
import { paths } from '../../../web/paths.ts'
import { useLastDay } from '../../improvement/web/last-day.ts'
import type { Effectiveness, PopulationKind } from '../engagement.ts'
import type { ControlRow, EngagementPage, EngagementRow, RequestRow, SampledItem, StepRow } from '../page.ts'
import { auditWords } from '../report-words.ts'
import { useMoment, usePeriod } from './period.ts'
import { words } from './words.ts'

/** What is still to be said says so. */
function effectivenessText(as: Effectiveness | undefined): Text {
  return as === undefined ? auditWords.noneYet : auditWords.effectiveness[as]
}

/** A conclusion in a word. */
export function Shown({ as }: { as: Effectiveness | undefined }) {
  const say = useSay()
  return <span className={as ?? 'not-yet'}>{say(effectivenessText(as))}</span>
}

function When({ at }: { at: string }) {
  const when = useMoment()
  return when(at)
}

function Day({ ends, late = false }: { ends: string; late?: boolean }) {
  const say = useSay()
  const day = useLastDay()
  return (
    <>
      {day(ends)}
      {late && <span className="late">{say(words.overdue)}</span>}
    </>
  )
}

function Period({ row }: { row: EngagementRow }) {
  const period = usePeriod()
  return <span className="period">{period(row)}</span>
}

export const ENGAGEMENT_COLUMNS: readonly Column<EngagementRow>[] = [
  {
    title: words.title,
    cell: ({ title }) => title,
    show: ({ id, title }) => <Link href={paths.audit(id)}>{title}</Link>,
  },
  { title: auditWords.clauses, cell: ({ clauses }) => clauses.join(' ') },
  {
    title: auditWords.period,
    cell: ({ from, until }) => `${from}/${until}`,
    show: (row) => <Period row={row} />,
  },
  { title: auditWords.state, cell: ({ state }) => words.states[state] },
  { title: auditWords.conclusions, cell: ({ concluded, controls }) => `${concluded} / ${controls}` },
  { title: auditWords.deviations, cell: ({ deviations }) => deviations, kind: 'number' },
  { title: words.overdue, cell: ({ overdue }) => overdue, kind: 'number' },
  { title: words.openedBy, cell: ({ opened_by }) => opened_by.name },
]

function ControlLink({ row: { engagement, control, title } }: { row: ControlOf }) {
  const say = useSay()
  return <Link href={paths.audit(engagement, { part: 'scope', control })}>{say(title)}</Link>
}

/** A control with the engagement that it is looked at in. */
export type ControlOf = ControlRow & { engagement: string }

export const CONTROL_COLUMNS: readonly Column<ControlOf>[] = [
  { title: auditWords.clause, cell: ({ clause }) => clause },
  { title: auditWords.control, cell: ({ title }) => title, show: (row) => <ControlLink row={row} /> },
  { title: auditWords.population, cell: ({ items }) => items, kind: 'number' },
  { title: words.sampled, cell: ({ sampled }) => sampled, kind: 'number' },
  { title: auditWords.tested, cell: ({ tested }) => tested, kind: 'number' },
  { title: auditWords.deviations, cell: ({ deviations }) => deviations, kind: 'number' },
  {
    title: auditWords.design,
    cell: ({ conclusion }) => effectivenessText(conclusion?.design),
    show: ({ conclusion }) => <Shown as={conclusion?.design} />,
  },
  {
    title: auditWords.operation,
    cell: ({ conclusion }) => effectivenessText(conclusion?.operation),
    show: ({ conclusion }) => <Shown as={conclusion?.operation} />,
  },
]

/** A sampled item with where it is looked at. */
export type ItemOf = SampledItem & { engagement: string; control: string; kind: PopulationKind }

function ItemLink({ row: { engagement, control, id, kind } }: { row: ItemOf }) {
  const say = useSay()
  return <Link href={paths.auditItem(engagement, { control, item: id })}>{say(words.item(id, kind))}</Link>
}

function Result({ result }: Pick<SampledItem, 'result'>) {
  const say = useSay()
  return <span className={result ?? 'not-yet'}>{say(resultText({ result }))}</span>
}

function resultText({ result }: Pick<SampledItem, 'result'>): Text {
  return result === undefined ? auditWords.noneYet : auditWords.testResults[result]
}

export const ITEM_COLUMNS: readonly Column<ItemOf>[] = [
  { title: auditWords.item, cell: ({ id }) => id, show: (row) => <ItemLink row={row} /> },
  { title: auditWords.when, cell: ({ at }) => at, show: ({ at }) => <When at={at} /> },
  { title: auditWords.what, cell: ({ type }) => type, kind: 'id' },
  { title: auditWords.result, cell: resultText, show: ({ result }) => <Result result={result} /> },
]

export const REQUEST_COLUMNS: readonly Column<RequestRow>[] = [
  { title: auditWords.what, cell: ({ what }) => what },
  { title: auditWords.of, cell: ({ of }) => of.name },
  {
    title: auditWords.due,
    cell: ({ due }) => due,
    show: ({ due, overdue }) => <Day ends={due} late={overdue} />,
  },
  { title: auditWords.state, cell: ({ state }) => auditWords.requestStates[state] },
  { title: auditWords.answers, cell: ({ answers }) => answers.length, kind: 'number' },
]

export const ADMITTED_COLUMNS: readonly Column<EngagementPage['admitted'][number]>[] = [
  { title: words.person, cell: ({ person }) => person.name },
  {
    title: words.until,
    cell: ({ until }) => until,
    show: ({ until }) => (until === undefined ? '' : <Day ends={until} />),
  },
]

function IndexLink({ index }: Pick<StepRow, 'index'>) {
  const say = useSay()
  if (index === undefined) return say(auditWords.noneYet)
  return <Link href={paths.ledger({ fact: String(index) })}>{number(index)}</Link>
}

export const STEP_COLUMNS: readonly Column<StepRow & { place: number }>[] = [
  {
    title: auditWords.index,
    cell: ({ index }) => index,
    show: ({ index }) => <IndexLink index={index} />,
    kind: 'number',
  },
  { title: auditWords.what, cell: ({ type }) => auditWords.stepNames[type] },
  { title: auditWords.who, cell: ({ by }) => by.name },
  { title: auditWords.when, cell: ({ at }) => at, show: ({ at }) => <When at={at} /> },
]
