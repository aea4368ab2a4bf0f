import { emptyNetwork, type Network } from '../../../estate/network.ts'
import { HOURS_OF_WEEK } from '../../../platform/zone-clock.ts'
import type { Forecasts } from './demand-hours.ts'
import type { Outage, Surety } from './window.ts'
import { uniformFrom } from '../../../platform/random.ts'

const DAY_MS = 86_400_000
export const HORIZON_MS = 3 * DAY_MS

/**
 * A small network with whatever an analysis may stumble over: parallel, directed and looped links, risks on risks,
 * groups, what lies beyond the boundary, services of every mode, load profiles, pools, tight capacities.
 */
export function randomNetwork(seed: number): Network {
  const random = uniformFrom(seed)
  const below = (count: number): number => Math.floor(random() * count)
  const chance = (share: number): boolean => random() < share
  const some = (ids: readonly string[], share: number): string[] => ids.filter(() => chance(share))
  const network = emptyNetwork()
  const nodes = Array.from({ length: 3 + below(6) }, (_, at) => `n${at}`)
  const risks = Array.from({ length: below(4) }, (_, at) => `r${at}`)
  const directedShare = chance(0.7) ? 0 : 0.3
  const metrics = [[1], [1, 2], [0.1, 0.2, 0.3]][below(3)]!
  network.risks = risks.map((id, at) => ({
    id,
    kind: 'duct',
    rides_on: some(risks.slice(0, at), 0.3),
    ...(chance(0.1) && { beyond_boundary: true }),
  }))
  network.nodes = nodes.map((id) => ({ id, rides_on: some(risks, 0.1) }))
  const linkCount = nodes.length + below(nodes.length + 3)
  network.links = Array.from({ length: linkCount }, (_, at) => {
    const chained = at < nodes.length && chance(0.9)
    return {
      id: `l${at}`,
      from: chained ? nodes[at]! : nodes[below(nodes.length)]!,
      to: chained ? nodes[(at + 1) % nodes.length]! : nodes[below(nodes.length)]!,
      directed: chance(directedShare),
      metric: metrics[below(metrics.length)]!,
      rides_on: some(risks, 0.15),
      ...(chance(0.9) && { capacity: { forward: 5 + below(30), backward: 5 + below(30) } }),
    }
  })
  const links = network.links.map(({ id }) => id)
  if (chance(0.4)) network.groups = [{ id: 'g0', members: links.slice(0, 2 + below(2)), needs: 1 + below(2) }]
  if (chance(0.3)) network.groups.push({ id: 'g1', members: some(nodes, 0.4).concat(nodes[0]!), needs: 1 })
  if (network.groups.length > 0 && chance(0.3)) network.links.at(-1)!.rides_on.push('g0')
  addServices(network, below, chance)
  const profile = Array.from({ length: 24 }, (_, hour) => (hour < 8 ? 0.25 : hour < 18 ? 0.5 : 1))
  network.demands = Array.from({ length: 2 + below(10) }, () => ({
    from: nodes[below(nodes.length)]!,
    to: nodes[below(nodes.length)]!,
    volume: 1 + below(12),
    ...(chance(0.6) && { profile: chance(0.8) ? profile : profile.toReversed() }),
  }))
  if (chance(0.4))
    network.pools = [{ id: 'p', members: links.slice(0, 3), capacity: 10 + below(20), unit: 'Gbit/s' }]
  return network
}

function addServices(
  network: Network,
  below: (count: number) => number,
  chance: (share: number) => boolean,
): void {
  const entry = (): string =>
    network.groups.length > 1 && chance(0.15) ? 'g1' : network.nodes[below(network.nodes.length)]!.id
  const entries = (most: number): string[] => [...new Set(Array.from({ length: 1 + below(most) }, entry))]
  network.services = Array.from({ length: 1 + below(4) }, (_, at) => ({
    id: `s${at}`,
    from: entries(2),
    to: entries(3),
    any_from: chance(0.4),
    any_to: chance(0.4),
    tolerate: network.risks.length > 0 && chance(0.2) ? ['r0'] : [],
    needs: chance(0.15) ? entries(1) : [],
  }))
}

const SURETIES: readonly Surety[] = [
  'certain',
  'certain',
  'certain',
  'review',
  'tentative',
  'backup',
  'degraded',
]

/** Outages that begin and end on full or half hours, so that many of them touch. */
export function randomOutages(network: Network, seed: number, count: number): Outage[] {
  const random = uniformFrom(seed ^ 0x5bd1e995)
  const below = (most: number): number => Math.floor(random() * most)
  const ids = [...network.nodes, ...network.links, ...network.links, ...network.risks, ...network.groups].map(
    ({ id }) => id,
  )
  return Array.from({ length: count }, (_, at) => {
    const fromMs = below(140) * (DAY_MS / 48)
    return {
      id: `w${at}`,
      fromMs,
      untilMs: fromMs + (1 + below(24)) * (DAY_MS / 48),
      takes: Array.from({ length: 1 + below(2) }, () => ids[below(ids.length)]!),
      surety: SURETIES[below(SURETIES.length)]!,
      ...(random() < 0.1 && { standing: true }),
    }
  })
}

/** Forecasts of some demands, each hour of each week another volume. */
export function randomForecasts(network: Network, seed: number): Forecasts {
  const random = uniformFrom(seed ^ 0x3c6ef372)
  return network.demands.map(({ volume }) => {
    if (random() < 0.4) return undefined
    const levels = [0, 1].map(() => volume * (0.5 + random()))
    const shape = Array.from({ length: HOURS_OF_WEEK }, () => (random() < 0.1 ? 0 : random()))
    return {
      at: ({ week, hour }) => levels[week % 2]! * shape[hour]!,
      peak: Math.max(...levels) * Math.max(...shape),
      method: 'random',
    }
  })
}
