import type { Network, Service, ServiceTree } from '../../../estate/network.ts'

/** Between which nodes a service runs: every source to every target, or to the nearest where any of them suffices. */
export type Ends = { sources: number[]; targets: number[]; anyFrom: boolean; anyTo: boolean }

/** Where more pairs of endpoints than this would have to be routed, loads are not judged. */
export const PAIRS_MAX = 100_000

const GROUP_DEPTH_MAX = 16

/** By service that is not made of others, the ends between which it runs; none where it names no endpoints. */
export function endsOf(network: Network): Map<string, Ends[]> {
  const number = new Map(network.nodes.map(({ id }, at) => [id, at]))
  const members = new Map(network.groups.map((group) => [group.id, group.members]))
  const nodes = (ids: readonly string[], depth = 0): number[] => [
    ...new Set(
      ids.flatMap((id) => {
        const node = number.get(id)
        if (node !== undefined) return [node]
        return depth < GROUP_DEPTH_MAX ? nodes(members.get(id) ?? [], depth + 1) : []
      }),
    ),
  ]
  const ends = new Map<string, Ends[]>()
  for (const service of network.services) {
    if (service.made_of !== undefined) continue
    const sources = nodes(service.from)
    const anyFrom = service.any_from
    const found = [
      { sources, targets: nodes(service.to), anyFrom, anyTo: service.any_to },
      { sources, targets: nodes(service.needs), anyFrom, anyTo: false },
    ]
    ends.set(
      service.id,
      found.filter(({ targets }) => sources.length > 0 && targets.length > 0),
    )
  }
  return ends
}

/** Whether a service made of others is hit, given which of them are. Cycles, which no reader lets pass, count as not hit. */
export function isHit(
  service: Service,
  services: ReadonlyMap<string, Service>,
  hit: (id: string) => boolean,
): boolean {
  const open = new Set<string>()
  const stands = (tree: ServiceTree): boolean => {
    if (typeof tree === 'string') return standsById(tree)
    if ('all' in tree) return tree.all.every(stands)
    if ('any' in tree) return tree.any.some(stands)
    return tree.of.filter(stands).length >= tree.at_least
  }
  const standsById = (id: string): boolean => {
    const made = services.get(id)?.made_of
    if (made === undefined || open.has(id)) return !hit(id)
    open.add(id)
    const found = stands(made)
    open.delete(id)
    return found
  }
  return !standsById(service.id)
}
