import type { Text } from '../../../platform/text.ts'
import type { Column } from '../../../web/data-table.tsx'
import { Link } from '../../../web/link.tsx'
import { number } from '../../../web/message.ts'
import { paths } from '../../../web/paths.ts'
import type { LoadPage } from '../wall/page.ts'
import { named } from './civil-words.ts'
import type { LoadRow } from './load-rows.ts'
import { loadWords as words } from './load-words.ts'

type Names = LoadPage['names']
type Failure = NonNullable<LoadPage['report']>['failures'][number]
type Surge = LoadPage['procedures'][number]['events'][number] & { procedure: Text }

const rounded = (value: number): number => Number(value.toPrecision(6))
const percent = (value: number | null): number | undefined =>
  value === null ? undefined : Math.round(1000 * value) / 10
const shown = (value: number | null) => (value === null ? '' : `${number(Math.round(1000 * value) / 10)}%`)

/** A thing with the way to the picture in which it fails. */
function Failing({ id }: { id: string }) {
  return <Link href={paths.redundancy({ fail: id })}>{id}</Link>
}

export function linkColumns(names: Names): Column<LoadRow>[] {
  return [
    { title: words.id, kind: 'id', cell: ({ id }) => id },
    { title: words.name, cell: ({ id }) => (Object.hasOwn(names, id) ? named(names, id) : undefined) },
    {
      title: words.direction,
      cell: ({ direction }) => (direction === undefined ? words.pool : words[direction]),
    },
    { title: words.capacity, kind: 'number', cell: ({ capacity }) => capacity ?? undefined },
    { title: words.load, kind: 'number', cell: ({ load }) => rounded(load) },
    {
      title: words.utilisation,
      kind: 'number',
      cell: ({ utilisation }) => percent(utilisation),
      show: ({ utilisation }) => shown(utilisation),
    },
    { title: words.worstLoad, kind: 'number', cell: ({ worst }) => rounded(worst.load) },
    {
      title: words.worst,
      kind: 'number',
      cell: ({ worst }) => percent(worst.utilisation),
      show: ({ worst }) => (
        <span className={(worst.utilisation ?? 0) > 1 ? 'overdue' : undefined}>
          {shown(worst.utilisation)}
        </span>
      ),
    },
    {
      title: words.worstFailure,
      cell: ({ worst }) => (worst.failure === null ? undefined : named(names, worst.failure)),
    },
  ]
}

export function failureColumns(names: Names): Column<Failure>[] {
  return [
    { title: words.id, kind: 'id', cell: ({ id }) => id, show: ({ id }) => <Failing id={id} /> },
    { title: words.name, cell: ({ id }) => (Object.hasOwn(names, id) ? named(names, id) : undefined) },
    { title: words.kind, cell: ({ kind }) => words.kinds[kind] },
    { title: words.unserved, kind: 'number', cell: ({ unserved }) => rounded(unserved) },
    { title: words.lost, kind: 'number', cell: ({ lost_at_endpoint }) => rounded(lost_at_endpoint) },
    { title: words.overloaded, cell: ({ overloaded }) => overloaded.join(' ') || undefined },
  ]
}

export function surgeColumns(names: Names): Column<Surge>[] {
  return [
    { title: words.procedure, cell: ({ procedure }) => procedure },
    {
      title: words.id,
      kind: 'id',
      cell: ({ failure }) => failure,
      show: ({ failure }) => <Failing id={failure} />,
    },
    {
      title: words.name,
      cell: ({ failure }) => (Object.hasOwn(names, failure) ? named(names, failure) : undefined),
    },
    { title: words.event, cell: ({ event }) => words.events[event] },
    { title: words.sessions, kind: 'number', cell: ({ sessions }) => Math.round(sessions) },
    { title: words.canAnswer, kind: 'number', cell: ({ capacity_per_s }) => rounded(capacity_per_s) },
    { title: words.peakRate, kind: 'number', cell: ({ peak_per_s }) => rounded(peak_per_s) },
    {
      title: words.drain,
      kind: 'number',
      cell: ({ drained_after_s }) =>
        drained_after_s === null ? words.neverDrains : Math.round(drained_after_s),
    },
    { title: words.retries, kind: 'number', cell: ({ retries }) => Math.round(retries) },
    { title: words.wasted, kind: 'number', cell: ({ wasted }) => Math.round(wasted) },
    { title: words.verdict, cell: ({ verdict }) => (verdict === 'pass' ? words.inTime : words.tooSlow) },
  ]
}
