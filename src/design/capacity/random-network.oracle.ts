import { emptyNetwork, type Network } from '../../estate/network.ts'
import { uniformFrom } from '../../platform/random.ts'

/** Random networks with everything in it: parallel, directed and looped links, risks over risks, groups, pools. */
export function randomNetwork(seed: number): Network {
  const random = uniformFrom(seed)
  const pick = <Item>(items: readonly Item[]): Item => items[Math.floor(random() * items.length)]!
  const some = (ids: readonly string[], share: number): string[] => ids.filter(() => random() < share)
  const network = emptyNetwork()
  const nodes = Array.from({ length: 2 + Math.floor(random() * 9) }, (_none, at) => `n${at}`)
  const risks = Array.from({ length: Math.floor(random() * 4) }, (_none, at) => `r${at}`)
  network.risks = risks.map((id, at) => ({ id, kind: 'duct', rides_on: some(risks.slice(0, at), 0.3) }))
  network.nodes = nodes.map((id) => ({ id, rides_on: some(risks, 0.12) }))
  const metrics = pick([[1], [1, 2, 3], [0.1, 0.2, 0.3]])
  const links = Array.from({ length: Math.floor(random() * 3 * nodes.length) }, (_none, at) => `l${at}`)
  network.links = links.map((id) => ({
    id,
    from: pick(nodes),
    to: pick(nodes),
    directed: random() < 0.15,
    metric: pick(metrics),
    rides_on: some(risks, 0.2),
    ...(random() < 0.9 && {
      capacity: { forward: Math.round(random() * 40), backward: Math.round(random() * 40) },
    }),
  }))
  if (links.length > 2 && random() < 0.3)
    network.groups = [{ id: 'g', members: links.slice(0, 2), needs: pick([1, 2]) }]
  network.demands = Array.from({ length: Math.floor(random() * 20) }, () => ({
    from: pick(nodes),
    to: pick(nodes),
    volume: Math.round(random() * 100) / 10,
  }))
  if (links.length > 3)
    network.pools = [{ id: 'p', members: links.slice(0, 3), capacity: 25, unit: 'Gbit/s' }]
  return network
}
