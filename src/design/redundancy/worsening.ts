import type { Network } from '../../estate/network.ts'
import { elementOf } from './elements.ts'
import { prepare } from './prepare.ts'
import { redundancyOf } from './redundancy.ts'
import { promised, type ServiceReport } from './report.ts'

/** What a change makes worse for one service. */
export type Worsening = {
  service: { id: string; name?: string; name_en?: string; assumed?: boolean }
  /**
   * `goes-down`: it was up and is down. `loses-redundancy`: `points` alone take it down, and did not before. `rests-on`:
   * it had no redundancy before either; what it rests on is replaced. `not-proven`: nobody can show that it stays
   * redundant, and could before. `not-known`: it could not be judged before and cannot now.
   */
  kind: 'goes-down' | 'loses-redundancy' | 'rests-on' | 'not-proven' | 'not-known'
  /** Single points that are new, by id. */
  points: string[]
  /** Why it cannot be judged. */
  reasons: { text: { ja: string; en: string }; objects: string[] }[]
  /** False where the change takes nothing down that was alive, and so can make nothing worse of what is not known. */
  touches: boolean
}

export type Situation = { network: Network; failed: ReadonlySet<string> }

/** Rides under what is out of work; it never stands, so whatever rides on it is dead from the start. */
const OUT_OF_WORK = '\u0000out-of-work'

/** A network in which some elements are out of work, as a network: every analysis reads it without further ado. */
export function withFailed({ network, failed }: Situation): Network {
  if (failed.size === 0) return network
  const riding = <T extends { id: string; rides_on: string[] }>(list: readonly T[]): T[] =>
    list.map((element) =>
      failed.has(element.id) ? { ...element, rides_on: [...element.rides_on, OUT_OF_WORK] } : element,
    )
  const groups = network.groups.map((group) =>
    failed.has(group.id) ? { ...group, needs: group.members.length + 1 } : group,
  )
  return {
    ...network,
    nodes: riding(network.nodes),
    links: riding(network.links),
    risks: riding(network.risks),
    groups: [...groups, { id: OUT_OF_WORK, members: [], needs: 1 }],
  }
}

/**
 * What gets worse from one situation to another, for each service of the first. What was as bad before is not listed: a change
 * answers for what it does, not for what it finds.
 */
export function worseningOf(before: Situation, after: Situation): Worsening[] {
  const earlier = withFailed(before)
  const first = redundancyOf(earlier)
  const found = new Map(first.services.map((report) => [report.id, report]))
  const accepted = new Map(
    first.services.map(({ id, single_points }) => [id, single_points.map((point) => point.id)]),
  )
  // With what it found accepted, a service that had single points before is searched for what else it rests on.
  const searched = [...accepted.values()].some((points) => points.length > 0)
    ? new Map(redundancyOf(tolerating(earlier, accepted)).services.map((report) => [report.id, report]))
    : found
  const later = withFailed({ ...after, network: { ...after.network, services: before.network.services } })
  const deaths = newDeaths(earlier, later)
  const findings = new Set(after.network.findings.map(({ text }) => text.en))
  return promised(redundancyOf(tolerating(later, accepted))).flatMap((report) => {
    const was = searched.get(report.id)
    if (was === undefined) return []
    return compared({ was, alone: accepted.get(report.id) ?? [], is: report }, { before, deaths, findings })
  })
}

type Compared = { was: ServiceReport; alone: readonly string[]; is: ServiceReport }
type Around = { before: Situation; deaths: ReadonlySet<string>; findings: ReadonlySet<string> }

function compared({ was, alone, is }: Compared, { before, deaths, findings }: Around): Worsening[] {
  const { id, name, name_en, assumed } = is
  const service = {
    id,
    ...(name !== undefined && { name }),
    ...(name_en !== undefined && { name_en }),
    ...(assumed !== undefined && { assumed }),
  }
  const touches = deaths.size > 0
  const worse = (kind: Worsening['kind'], rest: Partial<Worsening> = {}): Worsening[] => [
    { service, kind, points: [], reasons: [], touches, ...rest },
  ]
  if (was.broken === true) return []
  if (is.broken === true) return worse('goes-down')
  const points = is.single_points.map((point) => point.id).filter((point) => !alone.includes(point))
  if (points.length > 0) {
    // Everything that it rests on now is new, and what it rested on is out of work: one for the other.
    const replaced =
      points.every((point) => !holds(before.network, point)) && alone.some((point) => deaths.has(point))
    return worse(replaced ? 'rests-on' : 'loses-redundancy', { points })
  }
  const reasons = is.unproven ?? []
  if (reasons.length === 0) return []
  if (!isSame(was.unproven ?? [], reasons)) return worse('not-proven', { reasons })
  // The same routes are open, and even with all of them lost nothing else has changed: only open questions of an
  // import leave room for what nobody sees.
  const asked = reasons.some(({ text, objects }) => findings.has(text.en) || objects.length === 0)
  return worse('not-known', { reasons, touches: touches && asked })
}

function isSame(
  one: readonly { text: { en: string } }[],
  other: readonly { text: { en: string } }[],
): boolean {
  return one.length === other.length && one.every(({ text }, at) => text.en === other[at]!.text.en)
}

function holds({ nodes, links, risks, groups }: Network, id: string): boolean {
  return [nodes, links, risks, groups].some((list) => list.some((element) => element.id === id))
}

function tolerating(network: Network, accepted: ReadonlyMap<string, readonly string[]>): Network {
  return {
    ...network,
    services: network.services.map((service) => ({
      ...service,
      tolerate: [...service.tolerate, ...(accepted.get(service.id) ?? [])],
    })),
  }
}

/** What is alive in one network and dead in the other. */
function newDeaths(earlier: Network, later: Network): Set<string> {
  const one = prepare(earlier)
  const other = prepare(later)
  const deaths = new Set<string>()
  for (const list of [later.nodes, later.links, later.risks, later.groups])
    for (const { id } of list) {
      if (other.failures.dead[elementOf(other.elements, id)] !== 1) continue
      const element = elementOf(one.elements, id)
      if (element >= 0 && one.failures.dead[element] !== 1) deaths.add(id)
    }
  return deaths
}
