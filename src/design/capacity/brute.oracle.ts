import type { Network } from '../../estate/network.ts'

/**
 * An independent answer for tests: all distances by Floyd and Warshall, each demand alone pushed hop by hop. Shares
 * no code with the calculation and is slow. Loads by `link id + direction`.
 */
export function bruteLoads(
  network: Network,
  dead: ReadonlySet<string>,
): { load: Map<string, number>; unserved: number; lost: number } {
  const nodes = network.nodes.map((node) => node.id).filter((id) => !dead.has(id))
  const arcs = network.links
    .filter((link) => !dead.has(link.id) && !dead.has(link.from) && !dead.has(link.to))
    .flatMap((link) => [
      { name: `${link.id} forward`, from: link.from, to: link.to, metric: link.metric },
      ...(link.directed
        ? []
        : [{ name: `${link.id} backward`, from: link.to, to: link.from, metric: link.metric }]),
    ])
  const distance = new Map<string, number>(nodes.map((node) => [key(node, node), 0]))
  const far = (from: string, to: string): number => distance.get(key(from, to)) ?? Infinity
  for (const { from, to, metric } of arcs) distance.set(key(from, to), Math.min(far(from, to), metric))
  for (const via of nodes)
    for (const from of nodes)
      for (const to of nodes) {
        const there = far(from, via) + far(via, to)
        if (there < far(from, to)) distance.set(key(from, to), there)
      }
  const load = new Map<string, number>()
  let unserved = 0
  let lost = 0
  const push = (at: string, to: string, volume: number): void => {
    if (at === to) return
    const hops = arcs.filter((arc) => arc.from === at && same(arc.metric + far(arc.to, to), far(at, to)))
    for (const hop of hops) {
      load.set(hop.name, (load.get(hop.name) ?? 0) + volume / hops.length)
      push(hop.to, to, volume / hops.length)
    }
  }
  for (const { from, to, volume } of network.demands) {
    if (from === to) continue
    if (dead.has(from) || dead.has(to)) lost += volume
    else if (far(from, to) === Infinity) unserved += volume
    else push(from, to, volume)
  }
  return { load, unserved, lost }
}

function key(from: string, to: string): string {
  return `${from}>${to}`
}

function same(a: number, b: number): boolean {
  return Math.abs(a - b) < 1e-9
}
