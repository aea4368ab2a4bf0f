import { loadUnder } from '../../../design/capacity/index.ts'
import { takesDown } from '../../../design/redundancy/index.ts'
import type { Network, Service } from '../../../estate/network.ts'
import type { Outage } from './window.ts'

/**
 * The slow truth for tests: at one instant, every set of outages and every further failure tried by itself with the
 * public functions of 2.1 and 2.2, ways by Floyd and Warshall. Shares no code with what it checks.
 */
export type Truth = { down: string[]; redundancy: [string, string[]][]; capacity: string[] }

export function truthAt(
  network: Network,
  outages: readonly Outage[],
  atMs: number,
  zone: string,
): { certain: Truth; possible: Truth } {
  const held = outages.filter(({ fromMs, untilMs }) => fromMs <= atMs && atMs < untilMs)
  const taken = (pick: (outage: Outage) => boolean): string[] =>
    held.filter(pick).flatMap(({ takes }) => takes)
  const before = taken((one) => one.standing === true)
  const sure = taken((one) => one.standing === true || one.surety === 'certain')
  const hour = { instantMs: atMs, zone }
  const states = [before, sure, taken(() => true)].map((failed) => stateOf(network, failed, hour))
  return { certain: worse(states[0]!, states[1]!), possible: worse(states[1]!, states[2]!, states[0]) }
}

type State = { down: Set<string>; points: Map<string, Set<string>>; over: Set<string> }

function stateOf(
  network: Network,
  failed: readonly string[],
  hour: { instantMs: number; zone: string },
): State {
  const { already_down, services, dies } = takesDown(network, failed)
  const down = new Set([...already_down, ...services.map(({ id }) => id)])
  const dead = new Set([...dies.map(({ id }) => id), ...takesDownAtRest(network)])
  const failures = [...network.nodes, ...network.links, ...network.risks].filter(
    (element) => element.beyond_boundary !== true && !dead.has(element.id),
  )
  const points = new Map(network.services.map(({ id }) => [id, new Set<string>()]))
  const over = new Set<string>()
  for (const failure of [undefined, ...failures.map(({ id }) => id)]) {
    const both = failure === undefined ? [...failed] : [...failed, failure]
    if (failure !== undefined)
      for (const { id } of takesDown(network, both).services) {
        const service = network.services.find((one) => one.id === id)!
        if (!down.has(id) && !service.tolerate.includes(failure)) points.get(id)!.add(failure)
      }
    const alone = new Set(loadUnder(network, failure === undefined ? [] : [failure], hour).overloaded)
    // A link is named for both its directions: what was over before in one of them is told apart by the loads.
    const fresh = freshOverloads(network, both, failure === undefined ? [] : [failure], hour, alone)
    if (fresh.size === 0) continue
    for (const service of network.services)
      if ([...linksOfService(network, service, both)].some((link) => fresh.has(link))) over.add(service.id)
  }
  return { down, points, over }
}

function takesDownAtRest(network: Network): string[] {
  return loadUnder(network, []).dead
}

/** Links that carry too much in a direction with the one, and not with the other; those of pools among them. */
function freshOverloads(
  network: Network,
  both: readonly string[],
  alone: readonly string[],
  hour: { instantMs: number; zone: string },
  aloneOver: ReadonlySet<string>,
): Set<string> {
  const [now, then] = [loadUnder(network, both, hour), loadUnder(network, alone, hour)]
  const fresh = new Set<string>()
  const over = (row: { load: number; capacity: number | null }): boolean =>
    row.capacity !== null && row.load > row.capacity * (1 + 1e-9) && row.load > 1e-9
  now.links.forEach((row, at) => {
    if (over(row) && !over(then.links[at]!)) fresh.add(row.id)
  })
  now.pools.forEach((row, at) => {
    if (!over(row) || (over(then.pools[at]!) && aloneOver.has(row.id))) return
    for (const member of network.pools[at]!.members) fresh.add(member)
  })
  return fresh
}

function linksOfService(network: Network, service: Service, failed: readonly string[]): Set<string> {
  const dead = new Set(loadUnder(network, failed).dead)
  const nodes = (ids: readonly string[]): string[] => [
    ...new Set(
      ids.flatMap((id) => {
        const group = network.groups.find((one) => one.id === id)
        return group === undefined ? [id] : nodes(group.members)
      }),
    ),
  ]
  const isNode = (id: string): boolean => network.nodes.some((node) => node.id === id)
  const arcs = network.links
    .filter((link) => link.from !== link.to && ![link.id, link.from, link.to].some((id) => dead.has(id)))
    .flatMap((link) => [
      { id: link.id, from: link.from, to: link.to, metric: link.metric },
      ...(link.directed ? [] : [{ id: link.id, from: link.to, to: link.from, metric: link.metric }]),
    ])
  const distance = distances(
    network.nodes.map(({ id }) => id).filter((id) => !dead.has(id)),
    arcs,
  )
  const far = (from: string, to: string): number => distance.get(`${from}>${to}`) ?? Infinity
  const found = new Set<string>()
  const pass = (from: string, to: string): void => {
    if (from === to || far(from, to) === Infinity) return
    for (const arc of arcs)
      if (Math.abs(far(from, arc.from) + arc.metric + far(arc.to, to) - far(from, to)) < 1e-9)
        found.add(arc.id)
  }
  const sources = nodes(service.from).filter(isNode)
  const way = (targets: readonly string[], anyTo: boolean): void => {
    const length = (from: string, to: string): number => (from === to ? Infinity : far(from, to))
    for (const from of sources)
      for (const to of targets) {
        const rivals = sources
          .flatMap((one) => targets.map((other) => [one, other] as const))
          .filter(([one, other]) => (service.any_from || one === from) && (anyTo || other === to))
        const nearest = Math.min(...rivals.map(([one, other]) => length(one, other)))
        if (!service.any_from && !anyTo) pass(from, to)
        else if (Math.abs(length(from, to) - nearest) < 1e-9) pass(from, to)
      }
  }
  way(nodes(service.to).filter(isNode), service.any_to)
  way(nodes(service.needs).filter(isNode), false)
  return found
}

function distances(
  nodes: readonly string[],
  arcs: readonly { from: string; to: string; metric: number }[],
): Map<string, number> {
  const distance = new Map<string, number>(nodes.map((node) => [`${node}>${node}`, 0]))
  const far = (from: string, to: string): number => distance.get(`${from}>${to}`) ?? Infinity
  for (const { from, to, metric } of arcs) distance.set(`${from}>${to}`, Math.min(far(from, to), metric))
  for (const via of nodes)
    for (const from of nodes)
      for (const to of nodes) {
        const there = far(from, via) + far(via, to)
        if (there < far(from, to)) distance.set(`${from}>${to}`, there)
      }
  return distance
}

function worse(before: State, after: State, first: State = before): Truth {
  const redundancy: [string, string[]][] = []
  for (const [service, points] of after.points) {
    if (before.down.has(service) || after.down.has(service)) continue
    const fresh = [...points].filter((point) => !before.points.get(service)!.has(point))
    if (fresh.length > 0) redundancy.push([service, fresh.sort()])
  }
  return {
    down: [...after.down].filter((service) => !before.down.has(service)).sort(),
    redundancy: redundancy.sort(([one], [other]) => (one < other ? -1 : 1)),
    capacity: [...after.over]
      .filter((service) => !before.over.has(service) && !first.over.has(service))
      .sort(),
  }
}
