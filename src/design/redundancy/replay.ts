import type { Group, Network, NetworkLink, Service, ServiceTree } from '../../estate/network.ts'
import type { Witness } from './report.ts'

/**
 * Replays a witness the plain way, on ids, with nothing of the fast analyses: whoever doubts a single point can read
 * this file and follow it. Every step is repeated until nothing changes any more.
 */

type Dead = ReadonlySet<string>

/** Everything that is dead when `failed` fail: the closure of rides-on, ends of links, and groups, step by step. */
export function deadAfter(network: Network, failed: Iterable<string>): Set<string> {
  const dead = new Set<string>(failed)
  let before: number
  do {
    before = dead.size
    for (const node of network.nodes) if (node.rides_on.some((id) => dead.has(id))) dead.add(node.id)
    for (const risk of network.risks) if (risk.rides_on.some((id) => dead.has(id))) dead.add(risk.id)
    for (const link of network.links) {
      if (dead.has(link.from) || dead.has(link.to) || link.rides_on.some((id) => dead.has(id)))
        dead.add(link.id)
    }
    for (const group of network.groups) {
      const alive = [...new Set(group.members)].filter((id) => !dead.has(id)).length
      if (alive < group.needs) dead.add(group.id)
      if (dead.has(group.id)) for (const id of group.members) dead.add(id)
    }
  } while (dead.size > before)
  return dead
}

/** The nodes that a living node reaches over living links, itself included; none for a dead one. */
export function reachedFrom(network: Network, dead: Dead, from: string): Set<string> {
  const next = new Map<string, string[]>()
  const pass = (here: string, there: string): void => {
    const list = next.get(here)
    if (list === undefined) next.set(here, [there])
    else list.push(there)
  }
  for (const link of network.links.filter((link: NetworkLink) => !dead.has(link.id))) {
    pass(link.from, link.to)
    if (!link.directed) pass(link.to, link.from)
  }
  const reached = new Set<string>()
  if (!dead.has(from) && network.nodes.some((node) => node.id === from)) reached.add(from)
  // A set is walked in the order of insertion, with what is added on the way.
  for (const node of reached)
    for (const other of next.get(node) ?? []) if (!dead.has(other)) reached.add(other)
  return reached
}

/** Whether all living nodes reach each other: the first reaches all, and all reach the first. */
function isTogether(network: Network, dead: Dead): boolean {
  const living = network.nodes.filter((node) => !dead.has(node.id))
  const [first] = living
  if (first === undefined) return false
  const turned = network.links.map((link) => ({ ...link, from: link.to, to: link.from }))
  return [network, { ...network, links: turned }].every(
    (way) => reachedFrom(way, dead, first.id).size === living.length,
  )
}

/** Whether a service is up while `dead` are dead; `undefined` for the service assumed where none is declared. */
export function isUp(network: Network, service: Service | undefined, dead: Dead): boolean {
  if (service === undefined) return isTogether(network, dead)
  if (service.made_of !== undefined) return isMadeUp(network, service.made_of, dead)
  const reached = new Map<string, Set<string>>()
  const reaches = (from: string, to: string): boolean => {
    const known = reached.get(from) ?? reachedFrom(network, dead, from)
    reached.set(from, known)
    return known.has(to)
  }
  const { from, to, needs, any_from, any_to } = service
  const groups = new Map<string, Group>(network.groups.map((group) => [group.id, group]))
  const present = (entry: string, role: (node: string) => boolean): boolean => {
    if (dead.has(entry)) return false
    const group = groups.get(entry)
    if (group === undefined) return network.nodes.some((node) => node.id === entry) ? role(entry) : true
    return [...new Set(group.members)].filter((member) => present(member, role)).length >= group.needs
  }
  const served = (target: string): boolean => {
    if (from.length === 0) return true
    const source = (entry: string): boolean => present(entry, (node) => reaches(node, target))
    return any_from ? from.some(source) : from.every(source)
  }
  if (!needs.every((system) => present(system, served))) return false
  if (to.length === 0 || (!any_from && any_to && from.length > 0)) {
    const some = (node: string): boolean =>
      to.length === 0 || to.some((target) => present(target, (other) => reaches(node, other)))
    if (from.length === 0) return true
    return any_from ? from.some((entry) => present(entry, some)) : from.every((entry) => present(entry, some))
  }
  return any_to ? to.some((target) => present(target, served)) : to.every((target) => present(target, served))
}

/** Whether enough of the services that make up another are up. */
function isMadeUp(network: Network, tree: ServiceTree, dead: Dead): boolean {
  if (typeof tree === 'string') {
    const part = network.services.find(({ id }) => id === tree)
    return part !== undefined && isUp(network, part, dead)
  }
  const count = (parts: readonly ServiceTree[]): number =>
    parts.filter((part) => isMadeUp(network, part, dead)).length
  if ('all' in tree) return count(tree.all) === tree.all.length
  return 'any' in tree ? count(tree.any) > 0 : count(tree.of) >= tree.at_least
}

/**
 * Replays a witness of a service: that the named deaths follow from the failure and are all there are, that the named
 * endpoint or pair is lost, how much is still reached, and that the service is up before and down after. Returns what
 * does not hold, nothing where all does.
 */
export function replayWitness(network: Network, serviceId: string, witness: Witness): string[] {
  const service = network.services.find((declared) => declared.id === serviceId)
  if (service === undefined && network.services.length > 0) return [`there is no service ${serviceId}`]
  const wrong: string[] = []
  const claim = (holds: boolean, otherwise: string): void => {
    if (!holds) wrong.push(otherwise)
  }
  const failed = witness.dies.filter((death) => death.id === death.because).map((death) => death.id)
  claim(failed.length > 0, 'nothing fails')
  const steady = deadAfter(network, [])
  const dead = deadAfter(network, failed)
  const named = new Set(witness.dies.map((death) => death.id))
  claim(named.size === witness.dies.length, 'something dies twice')
  claim(named.size + steady.size === dead.size, `${dead.size - steady.size} die, ${named.size} are named`)
  for (const id of named) claim(dead.has(id) && !steady.has(id), `${id} does not die of it`)
  replayOrder(network, witness, steady, claim)
  claim(isUp(network, service, steady), 'the service is down before any failure')
  claim(!isUp(network, service, dead), 'the service stays up')
  const { from, to } = witness.lost
  const reached = reachedFrom(network, dead, from)
  if (to === undefined) claim(dead.has(from), `${from} is not dead`)
  else claim(!dead.has(from) && !dead.has(to) && !reached.has(to), `${from} still reaches ${to}`)
  claim(
    reached.size === witness.reachable.count,
    `${from} reaches ${reached.size}, not ${witness.reachable.count}`,
  )
  const sample = new Set(witness.reachable.sample)
  claim(sample.size === Math.min(reached.size, 200), `the sample holds ${sample.size} of ${reached.size}`)
  for (const id of sample) claim(reached.has(id), `${from} does not reach ${id}`)
  return wrong
}

/** Each death must follow from one named before it. */
function replayOrder(
  network: Network,
  witness: Witness,
  steady: Dead,
  claim: (holds: boolean, otherwise: string) => void,
): void {
  const so = new Set(steady)
  for (const { id, because } of witness.dies) {
    const rider = [...network.nodes, ...network.links, ...network.risks].find((thing) => thing.id === id)
    const link = network.links.find((thing) => thing.id === id)
    const group = network.groups.find((thing) => thing.id === id)
    const holder = network.groups.find((thing) => thing.id === because)
    const short =
      group !== undefined && new Set(group.members.filter((member) => !so.has(member))).size < group.needs
    const follows =
      id === because ||
      (so.has(because) &&
        (rider?.rides_on.includes(because) === true ||
          link?.from === because ||
          link?.to === because ||
          (short && group.members.includes(because)) ||
          holder?.members.includes(id) === true))
    claim(follows, `${id} does not die because of ${because}`)
    so.add(id)
  }
}
