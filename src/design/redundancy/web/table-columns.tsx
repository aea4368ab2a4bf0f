import type { ReactNode } from 'react'
import type { Text } from '../../../platform/text.ts'
import type { Group, NetworkLink, NetworkNode, Risk } from '../../../estate/network.ts'
import type { Column } from '../../../web/data-table.tsx'
import { useSay } from '../../../web/language.tsx'
import { Link } from '../../../web/link.tsx'
import { join } from '../../../web/message.ts'
import { STATE_WORDS, StateWord } from '../../../web/state.tsx'
import type { ServiceReport } from '../report.ts'
import { KIND_WORDS, type Naming } from './naming.ts'
import { nameOfService, stateOfService } from './service-list.tsx'
import { words } from './words.ts'

/** What the columns need to know beside the row itself. */
export type Known = {
  naming: Naming
  kindOfRisk: (id: string) => Text
  stops: ReadonlyMap<string, Text[]>
  ridersOf: ReadonlyMap<string, number>
  hrefOf: (id: string) => string
}

type Thing = { id: string }

function idColumn(known: Known) {
  return {
    title: words.columnId,
    kind: 'id',
    cell: (row: Thing) => row.id,
    show: (row: Thing) => <Link href={known.hrefOf(row.id)}>{row.id}</Link>,
  } as const
}

function nameColumn({ naming }: Known) {
  return { title: words.columnName, cell: (row: Thing) => blank(naming.of(row.id), row.id) }
}

function stopsColumn({ stops }: Known) {
  return {
    title: words.columnSingle,
    cell: (row: Thing) => listed(stops.get(row.id)),
    show: (row: Thing): ReactNode => <Stops texts={stops.get(row.id)} />,
  }
}

function ridesColumn({ naming }: Known) {
  return {
    title: words.columnRides,
    cell: (row: object) =>
      'rides_on' in row ? listed((row as { rides_on: string[] }).rides_on.map(naming.of)) : undefined,
  }
}

export function nodeColumns(known: Known): Column<NetworkNode>[] {
  return [
    idColumn(known),
    nameColumn(known),
    {
      title: words.columnSite,
      cell: (node) => (node.site === undefined ? undefined : known.naming.of(node.site)),
    },
    { title: words.columnProduct, cell: (node) => node.product },
    { title: words.columnZone, cell: (node) => node.zone },
    ridesColumn(known),
    {
      title: words.columnBoundary,
      cell: (node) => (node.beyond_boundary === true ? words.outside : undefined),
    },
    stopsColumn(known),
  ]
}

const ROUTES = { known: words.routeKnown, unknown: words.routeUnknown } as const

export function linkColumns(known: Known): Column<NetworkLink>[] {
  return [
    idColumn(known),
    nameColumn(known),
    { title: words.columnFrom, cell: (link) => known.naming.of(link.from) },
    { title: words.columnTo, cell: (link) => known.naming.of(link.to) },
    { title: words.columnForward, kind: 'number', cell: (link) => link.capacity?.forward },
    { title: words.columnBackward, kind: 'number', cell: (link) => link.capacity?.backward },
    { title: words.columnMetric, kind: 'number', cell: (link) => link.metric },
    { title: words.columnRoute, cell: (link) => (link.route === undefined ? undefined : ROUTES[link.route]) },
    ridesColumn(known),
    stopsColumn(known),
  ]
}

export function riskColumns(known: Known): Column<Risk | Group>[] {
  return [
    idColumn(known),
    nameColumn(known),
    {
      title: words.columnKind,
      cell: (row) => ('kind' in row ? known.kindOfRisk(row.id) : KIND_WORDS.group),
    },
    { title: words.columnRiders, kind: 'number', cell: (row) => known.ridersOf.get(row.id) ?? 0 },
    ridesColumn(known),
    stopsColumn(known),
  ]
}

export function serviceColumns({ naming }: Known): Column<ServiceReport>[] {
  return [
    { title: words.columnId, kind: 'id', cell: (service) => service.id },
    { title: words.columnName, cell: nameOfService },
    {
      title: words.columnVerdict,
      cell: (service) => STATE_WORDS[stateOfService(service)],
      show: (service) => <StateWord state={stateOfService(service)} />,
    },
    {
      title: words.columnSingles,
      cell: (service) => listed(service.single_points.map((point) => naming.of(point.id))),
    },
    {
      title: words.columnTolerated,
      cell: (service) => listed(service.tolerated?.map((point) => naming.of(point.id))),
    },
    {
      title: words.columnOpen,
      cell: (service) =>
        listed(
          service.unproven?.map((reason) => reason.text),
          { ja: '', en: ' ' },
        ),
    },
  ]
}

const LISTED_MAX = 20

/** A list as one cell; undefined for none, so that empty cells sort last. */
function listed(texts: readonly Text[] | undefined, between?: Text): Text | undefined {
  if (texts === undefined || texts.length === 0) return undefined
  const more = texts.length > LISTED_MAX ? [words.more(texts.length - LISTED_MAX)] : []
  return join([...texts.slice(0, LISTED_MAX), ...more], between)
}

/** A name that only repeats the identifier says nothing. */
function blank(name: Text, id: string): Text | undefined {
  return name.ja === id && name.en === id ? undefined : name
}

function Stops({ texts }: { texts: readonly Text[] | undefined }) {
  const say = useSay()
  const text = listed(texts)
  return text === undefined ? '' : <span className="state-fail">{say(text)}</span>
}
