import type { Network, Service } from '../../../estate/network.ts'
import type { Dead } from './dead-links.ts'
import type { Limits } from './load-limits.ts'
import { isHit } from './service-ways.ts'
import type { Traffic } from './traffic.ts'
import { joined, type Failed } from './window.ts'

/** What carries too much on the path of a service, and after which failure; none where it needs no failure. */
export type Overload = { failure?: number; elements: number[] }

/** All services by id, and those that are made of others. */
export type Services = { byId: ReadonlyMap<string, Service>; composites: readonly Service[] }

export function servicesOf({ services }: Network): Services {
  return {
    byId: new Map(services.map((service) => [service.id, service])),
    composites: services.filter(({ made_of }) => made_of !== undefined),
  }
}

/** What carries too much, and what is out of work then. */
type Over = { over: readonly number[]; failed: Failed; failure: number | undefined }

/** Enters the services whose way passes something that carries too much; who is entered already stays as entered. */
export function enterServices(
  found: Map<string, Overload>,
  known: Services,
  traffic: Traffic,
  { pools, servicePairsOn }: Limits,
  { over, failed, failure }: Over,
): void {
  const { pairs, routes } = traffic
  const byLink = new Map<number, number[]>()
  for (const element of over)
    for (const arc of pools.arcsOf(element, servicePairsOn.length)) {
      const entered = byLink.get(arc >> 1)
      if (entered === undefined) byLink.set(arc >> 1, [element])
      else entered.push(element)
    }
  const services = new Set<string>()
  // Whoever passes there after some single failure, and whoever the outages may have put there.
  const links = new Set([...byLink.keys(), ...failed.flatMap((element) => routes.linksHitBy(element))])
  for (const link of links)
    for (const arc of [2 * link, 2 * link + 1])
      for (const pair of servicePairsOn[arc]!) for (const one of pairs[pair]!.services) services.add(one)
  const hit = new Map<string, Overload>()
  const dead = traffic.deadLinks.under(failed, failure)
  for (const service of services) {
    // What is made of others asks which of them are hit by this very failure.
    if (known.composites.length === 0 && found.has(service)) continue
    const elements = elementsOn(service, traffic, dead, byLink)
    if (elements.length > 0) hit.set(service, { ...(failure !== undefined && { failure }), elements })
  }
  enterComposites(hit, known, failure)
  for (const [service, overload] of hit) if (!found.has(service)) found.set(service, overload)
}

function enterComposites(
  hit: Map<string, Overload>,
  { byId, composites }: Services,
  failure: number | undefined,
): void {
  if (hit.size === 0) return
  for (const composite of composites) {
    if (!isHit(composite, byId, (id) => hit.has(id))) continue
    const elements = joined(...[...hit.values()].map((one) => one.elements))
    hit.set(composite.id, { ...(failure !== undefined && { failure }), elements })
  }
}

/** What a service's ways pass of these links: all pairs of its ends, or the nearest ones where any suffices. */
function elementsOn(
  service: string,
  { ends, pairsBetween }: Traffic,
  dead: Dead,
  byLink: ReadonlyMap<number, number[]>,
): number[] {
  const elements = new Set<number>()
  for (const one of ends.get(service) ?? []) {
    const { sources, targets, anyFrom, anyTo } = one
    const routed = pairsBetween(one).map(({ cases }, at) => {
      const source = anyFrom ? 0 : Math.floor(at / targets.length)
      const rivals = source * targets.length + (anyTo ? 0 : at % targets.length)
      return { rivals, route: cases.under(dead) }
    })
    const nearest = new Float64Array(sources.length * targets.length).fill(Infinity)
    for (const { rivals, route } of routed) nearest[rivals] = Math.min(nearest[rivals]!, route.length)
    for (const { rivals, route } of routed) {
      if ((anyFrom || anyTo) && route.length > nearest[rivals]!) continue
      for (const arc of route.arcs) for (const element of byLink.get(arc >> 1) ?? []) elements.add(element)
    }
  }
  return [...elements].sort((one, other) => one - other)
}
