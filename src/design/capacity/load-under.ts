import type { Network } from '../../estate/network.ts'
import type { LoadUnder } from './load-report.ts'
import { failureOf, prepare, type Prepared } from './model.ts'
import { elementsOf, idsOf, linkRow, poolRow } from './rows.ts'
import { allocateRouting, nothingDead, routeAll, ROUTING_CELLS_MAX, type Routing } from './routing.ts'
import { capacityAt, isOver, poolLoad } from './sweep.ts'
import type { Hour } from './traffic.ts'

/**
 * The load of every link and pool while `failed` (ids of nodes, links, risks or groups, in any number) are down, at
 * an hour in the operator's zone, or with every demand at its own highest factor when no hour is given. Shortest
 * paths, split equally over next hops. Pure; RangeError for a network that the reader would have refused.
 */
export function loadUnder(network: Network, failed: Iterable<string>, at?: Hour): LoadUnder {
  const prepared = prepare(network, at)
  const { model } = prepared
  const known = new Set<string>()
  for (const list of [network.nodes, network.links, network.risks, network.groups])
    for (const { id } of list) known.add(id)
  const wanted = [...new Set(failed)]
  const failure = failureOf(
    prepared,
    wanted.filter((id) => known.has(id)),
  )
  const dead = nothingDead(model.topology)
  for (const arc of failure.arcs) dead.arc[arc] = 1
  for (const node of failure.nodes) dead.node[node] = 1
  const routing = routingFor(prepared)
  const loads = routeAll(model.topology, model.traffic, dead, routing)
  const load = loadsOf(prepared, loads.arc)
  const { links, pools } = elementsOf(prepared)
  const over = [...links, ...pools].filter((element) => isOver(load[element]!, capacityAt(model, element)))
  return {
    dead: [...failure.dead],
    unresolved: wanted.filter((id) => !known.has(id)),
    unserved: loads.unserved,
    lost_at_endpoint: model.lostAtRest + loads.lostAtEndpoint,
    overloaded: idsOf(prepared, over),
    links: links.map((element) => linkRow(prepared, element, load[element]!)),
    pools: pools.map((element) => poolRow(prepared, element, load[element]!)),
  }
}

/** Memory for the steady routing. RangeError where the network is larger than this calculation holds. */
export function routingFor({ model }: Prepared): Routing {
  const cells = model.topology.nodeCount * model.traffic.destinations.length
  if (cells > ROUTING_CELLS_MAX)
    throw new RangeError(
      `${model.topology.nodeCount} nodes times ${model.traffic.destinations.length} destinations of demands are more than ${ROUTING_CELLS_MAX}`,
    )
  return allocateRouting(cells)
}

/** Loads by element: arcs first, then pools. */
export function loadsOf({ model }: Prepared, arcs: Float64Array): Float64Array {
  const load = new Float64Array(arcs.length + model.pools.length)
  load.set(arcs)
  model.pools.forEach((pool, at) => {
    load[arcs.length + at] = poolLoad(pool, (arc) => arcs[arc]!)
  })
  return load
}
