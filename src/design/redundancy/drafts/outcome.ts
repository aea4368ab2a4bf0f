import { worst, type Verdict } from '../../../charter/verdict.ts'
import type { Network } from '../../../estate/network.ts'
import { promised, type RedundancyReport, type ServiceReport, type SinglePoint } from '../report.ts'

export type Point = Pick<SinglePoint, 'kind' | 'id' | 'name' | 'name_en'>

/** What becomes of one service: its verdict before and after, null where it is not there; and its single points. */
export type ServiceOutcome = {
  id: string
  name?: string
  name_en?: string
  before: Verdict | null
  after: Verdict | null
  broken?: boolean
  /** Single points that it has only after, only before, and both. */
  gained: Point[]
  lost: Point[]
  kept: Point[]
}

export type Counts = { nodes: number; links: number; risks: number; groups: number; single_points: number }

/** What a design changes in clause 2.1. */
export type Outcome = {
  verdict: { before: Verdict; after: Verdict }
  counts: { before: Counts; after: Counts }
  services: ServiceOutcome[]
}

export type Judged = { network: Network; report: RedundancyReport }

/** Compares two judged networks, service by service: those that change first, in the order of the later one. */
export function outcomeOf(before: Judged, after: Judged): Outcome {
  const was = new Map(before.report.services.map((service) => [service.id, service]))
  const is = new Map(after.report.services.map((service) => [service.id, service]))
  const services = [...new Set([...is.keys(), ...was.keys()])].map((id) =>
    serviceOutcome(was.get(id), is.get(id)),
  )
  return {
    verdict: { before: verdictOf(before.report), after: verdictOf(after.report) },
    counts: { before: countsOf(before), after: countsOf(after) },
    services: services.toSorted((one, other) => Number(isChanged(other)) - Number(isChanged(one))),
  }
}

export function isChanged({ before, after, gained, lost }: ServiceOutcome): boolean {
  return before !== after || gained.length + lost.length > 0
}

function serviceOutcome(was: ServiceReport | undefined, is: ServiceReport | undefined): ServiceOutcome {
  const { id, name, name_en } = (is ?? was)!
  const [old, now] = [pointsOf(was), pointsOf(is)]
  const among = (points: readonly Point[]): Set<string> => new Set(points.map((point) => point.id))
  const [before, after] = [among(old), among(now)]
  return {
    id,
    ...(name !== undefined && { name }),
    ...(name_en !== undefined && { name_en }),
    before: was?.verdict ?? null,
    after: is?.verdict ?? null,
    ...(is?.broken === true && { broken: true }),
    gained: now.filter((point) => !before.has(point.id)),
    lost: old.filter((point) => !after.has(point.id)),
    kept: now.filter((point) => before.has(point.id)),
  }
}

function pointsOf(service: ServiceReport | undefined): Point[] {
  return (service?.single_points ?? []).map(({ kind, id, name, name_en }) => ({
    kind,
    id,
    ...(name !== undefined && { name }),
    ...(name_en !== undefined && { name_en }),
  }))
}

function verdictOf(report: RedundancyReport): Verdict {
  const services = promised(report)
  return services.length === 0 ? 'unknown' : worst(services.map(({ verdict }) => verdict))
}

function countsOf({ network, report }: Judged): Counts {
  const points = promised(report).flatMap(({ single_points }) => single_points.map(({ id }) => id))
  return {
    nodes: network.nodes.length,
    links: network.links.length,
    risks: network.risks.length,
    groups: network.groups.length,
    single_points: new Set(points).size,
  }
}
