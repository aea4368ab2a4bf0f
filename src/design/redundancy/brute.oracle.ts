import type { Network, Service } from '../../estate/network.ts'
import { deadAfter, isUp } from './replay.ts'

/** The slow truth for tests: every failure tried, every count by removal. Shares no code with the fast analyses. */

export type BruteService = { id: string; broken: boolean; single: string[]; pairs?: [string, string][] }

const failable = (network: Network): string[] =>
  [...network.nodes, ...network.links, ...network.risks].map((thing) => thing.id)

export function bruteServices(network: Network, withPairs = false): BruteService[] {
  const services: (Service | undefined)[] = network.services.length > 0 ? network.services : [undefined]
  const steady = deadAfter(network, [])
  const closures = failable(network)
    .filter((id) => !steady.has(id))
    .map((id) => ({ id, dead: deadAfter(network, [id]) }))
  return services.map((service) => {
    const id = service?.id ?? 'all-nodes'
    if (!isUp(network, service, steady)) return { id, broken: true, single: [] }
    const single = closures.filter(({ dead }) => !isUp(network, service, dead)).map((failure) => failure.id)
    if (!withPairs) return { id, broken: false, single }
    const rest = closures.map((failure) => failure.id).filter((failure) => !single.includes(failure))
    const pairs: [string, string][] = []
    rest.forEach((a, at) => {
      for (const b of rest.slice(at + 1))
        if (!isUp(network, service, deadAfter(network, [a, b]))) pairs.push([a, b])
    })
    return { id, broken: false, single, pairs }
  })
}

export type BruteCounts = {
  components: number
  blocks: number
  articulation_points: string[]
  bridges: string[]
}

/** Counts by removing nodes and links one by one; blocks by joining links that no single node separates. */
export function bruteCounts(network: Network): BruteCounts {
  const ids = network.nodes.map((node) => node.id)
  const links = network.links.filter((link) => link.from !== link.to)
  const parts = (nodes: readonly string[], kept: typeof links): number => {
    const next = neighboursOf(kept)
    const seen = new Set<string>()
    const known = new Set(nodes)
    let count = 0
    for (const start of nodes) {
      if (seen.has(start)) continue
      count += 1
      const part = new Set([start])
      for (const at of part) for (const other of next.get(at) ?? []) if (known.has(other)) part.add(other)
      for (const at of part) seen.add(at)
    }
    return count
  }
  const components = parts(ids, links)
  const isolated = (id: string): boolean => !links.some((link) => link.from === id || link.to === id)
  const articulation_points = ids.filter((id) => {
    const others = ids.filter((other) => other !== id)
    return parts(others, links) > components - (isolated(id) ? 1 : 0)
  })
  const bridges = links
    .filter(
      (link) =>
        parts(
          ids,
          links.filter((other) => other !== link),
        ) > components,
    )
    .map((link) => link.id)
  return { components, blocks: bruteBlocks(ids, links), articulation_points, bridges }
}

function neighboursOf(links: readonly { from: string; to: string }[]): Map<string, string[]> {
  const next = new Map<string, string[]>()
  const pass = (here: string, there: string): void => {
    const list = next.get(here)
    if (list === undefined) next.set(here, [there])
    else list.push(there)
  }
  for (const link of links) {
    pass(link.from, link.to)
    pass(link.to, link.from)
  }
  return next
}

/**
 * Two links at a node are of one block where their other ends stay joined without that node (or are the same node);
 * blocks are the classes of links under this relation.
 */
function bruteBlocks(
  ids: readonly string[],
  links: readonly { id: string; from: string; to: string }[],
): number {
  const block = new Map(links.map((link) => [link.id, link.id]))
  const find = (id: string): string => (block.get(id) === id ? id : find(block.get(id)!))
  for (const node of ids) {
    const here = links.filter((link) => link.from === node || link.to === node)
    const next = neighboursOf(links.filter((link) => link.from !== node && link.to !== node))
    const far = (link: (typeof links)[number]): string => (link.from === node ? link.to : link.from)
    for (const link of here) {
      const reached = new Set([far(link)])
      for (const at of reached) for (const other of next.get(at) ?? []) reached.add(other)
      for (const other of here) if (reached.has(far(other))) block.set(find(link.id), find(other.id))
    }
  }
  return new Set(links.map((link) => find(link.id))).size
}
