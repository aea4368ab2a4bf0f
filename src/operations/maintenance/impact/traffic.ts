import type { Network } from '../../../estate/network.ts'
import { topologyOf } from '../../../estate/topology.ts'
import type { FailureCases } from '../../../design/redundancy/index.ts'
import { DemandHours, type Forecasts } from './demand-hours.ts'
import { DeadLinks } from './dead-links.ts'
import { RouteCases } from './route-cases.ts'
import { Routes } from './ways.ts'
import { endsOf, PAIRS_MAX, type Ends } from './service-ways.ts'

/** The searches leave out by themselves what is dead at rest. */
const ALIVE: ReadonlySet<string> = new Set()
/** Distances kept, nodes times nodes that lead searches. */
const CELLS_MAX = 40_000_000
/** Volumes kept, pairs times classes of hours. */
const VOLUMES_MAX = 4_000_000

/** Routes of one pair of nodes, and the services that run over them. */
export type Pair = { cases: RouteCases; services: string[] }

/**
 * What runs between which nodes: the demands, and the ends of services. A link is on a service's way in whichever
 * direction it carries too much; where no link is directed, a service looks at its demand's pair for that.
 */
export type Traffic = {
  routes: Routes
  deadLinks: DeadLinks
  pairs: Pair[]
  hours: DemandHours
  /** By pair, the volumes of a class of hours. */
  volumesOf: (hourClass: number) => Float64Array
  /** By pair: no hour brings more. */
  peak: Float64Array
  ends: Map<string, Ends[]>
  /** By source, then target: the pairs between them, in either direction where all links go both ways. */
  pairsBetween: (ends: Ends) => readonly Pair[]
}

/** Undefined where too many pairs would have to be routed. */
export function trafficOf(
  network: Network,
  failures: FailureCases,
  forecasts: Forecasts,
): Traffic | undefined {
  const ends = endsOf(network)
  const wanted = network.demands.map(({ from, to }) => [failures.number(from), failures.number(to)] as const)
  const between: [string, number, number][] = []
  for (const [service, list] of ends)
    for (const { sources, targets } of list) {
      if (between.length + sources.length * targets.length > PAIRS_MAX) return undefined
      for (const source of sources) for (const target of targets) between.push([service, source, target])
    }
  const leads = leadsOf([...wanted, ...between.map(([, source, target]) => [source, target] as const)])
  if (wanted.length > PAIRS_MAX || leads.count * network.nodes.length > CELLS_MAX) return undefined
  const numbers = new Map(network.nodes.map(({ id }, node) => [id, node]))
  const routes = new Routes(failures, topologyOf(network, numbers, ALIVE))
  const turned = network.links.every((link) => !link.directed)
  const at = new Map<string, number>()
  const pairs: Pair[] = []
  const enter = (source: number, destination: number): number => {
    const known = at.get(`${source} ${destination}`)
    if (known !== undefined) return known
    const cases = new RouteCases(routes, source, destination, leads.of(source, destination))
    at.set(`${source} ${destination}`, pairs.length)
    return pairs.push({ cases, services: [] }) - 1
  }
  const pairOfDemand = wanted.map(([source, destination]) => enter(source, destination))
  const either = (source: number, destination: number): number =>
    (turned ? at.get(`${destination} ${source}`) : undefined) ?? enter(source, destination)
  for (const [service, source, target] of between) pairs[either(source, target)]!.services.push(service)
  const hours = new DemandHours(network.demands, forecasts)
  const byPair = (volumeOf: (demand: number) => number): Float64Array => {
    const list = new Float64Array(pairs.length)
    pairOfDemand.forEach((pair, demand) => {
      list[pair]! += volumeOf(demand)
    })
    return list
  }
  const known = new Map<Ends, Pair[]>()
  const pairsBetween = (of: Ends): readonly Pair[] => {
    const found =
      known.get(of) ??
      of.sources.flatMap((source) => of.targets.map((target) => pairs[either(source, target)]!))
    known.set(of, found)
    return found
  }
  return {
    routes,
    deadLinks: new DeadLinks(failures),
    pairs,
    hours,
    volumesOf: remembered((hourClass) => byPair((demand) => hours.volume(demand, hourClass)), pairs.length),
    peak: byPair((demand) => hours.peak[demand]!),
    ends,
    pairsBetween,
  }
}

/** Volumes of classes of hours as they are asked for; all are forgotten before they take too much memory. */
function remembered(
  made: (hourClass: number) => Float64Array,
  pairCount: number,
): (hourClass: number) => Float64Array {
  const known = new Map<number, Float64Array>()
  const most = Math.max(1, Math.floor(VOLUMES_MAX / Math.max(1, pairCount)))
  return (hourClass) => {
    const volumes = known.get(hourClass) ?? made(hourClass)
    if (known.size >= most) known.clear()
    known.set(hourClass, volumes)
    return volumes
  }
}

/** Of the two ends of each pair, the one that more pairs have leads, so that few nodes lead all searches. */
function leadsOf(pairs: readonly (readonly [number, number])[]): {
  count: number
  of: (source: number, destination: number) => 'source' | 'destination'
} {
  const uses = new Map<number, number>()
  for (const pair of pairs) for (const node of pair) uses.set(node, (uses.get(node) ?? 0) + 1)
  const of = (source: number, destination: number): 'source' | 'destination' =>
    (uses.get(source) ?? 0) > (uses.get(destination) ?? 0) ? 'source' : 'destination'
  const leading = new Set(
    pairs.map(([source, destination]) =>
      of(source, destination) === 'source' ? `s${source}` : `d${destination}`,
    ),
  )
  return { count: leading.size, of }
}
