import { emptyNetwork, type Network, type ServiceTree } from '../../estate/network.ts'
import { uniformFrom } from '../../platform/random.ts'

/**
 * A small network with everything that analyses may stumble over: parallel links, self loops, parts without
 * connection, directed links, nested risks, groups on which things ride, endpoints that are groups, every mode.
 */
export function randomNetwork(seed: number): Network {
  const random = uniformFrom(seed)
  const below = (count: number): number => Math.floor(random() * count)
  const chance = (share: number): boolean => random() < share
  const network = emptyNetwork()
  const nodeCount = 1 + below(9)
  const directedShare = chance(0.5) ? 0 : 0.5
  const withRisks = chance(0.7)
  const withGroups = chance(0.4)
  for (let at = 0; at < nodeCount; at += 1) network.nodes.push({ id: `n${at}`, rides_on: [] })
  const linkCount = below(nodeCount * 2 + 2)
  for (let at = 0; at < linkCount; at += 1) {
    // The first links make a chain, so that enough services are up to begin with.
    const chained = at + 1 < nodeCount && chance(0.85)
    const from = chained ? at : below(nodeCount)
    const to = chained ? at + 1 : below(nodeCount)
    const directed = chance(directedShare)
    network.links.push({ id: `l${at}`, from: `n${from}`, to: `n${to}`, directed, metric: 1, rides_on: [] })
  }
  if (withRisks) addRisks(network, below, chance)
  if (withGroups) addGroups(network, below, chance)
  if (!chance(0.25)) addServices(network, below, chance)
  if (network.services.length > 1 && chance(0.3)) addMade(network, below, chance)
  return network
}

/** Services made of the others, and one made of such a one. */
function addMade(network: Network, below: Below, chance: Chance): void {
  const count = 1 + below(3)
  for (let at = 0; at < count; at += 1) {
    const parts = network.services.filter(() => chance(0.7)).map(({ id }): ServiceTree => id)
    if (parts.length === 0) continue
    const nested = parts.length > 2 && chance(0.4) ? [{ any: parts.slice(1) }, parts[0]!] : parts
    const made_of: ServiceTree = chance(0.35)
      ? { any: nested }
      : chance(0.5)
        ? { all: nested }
        : { at_least: 1 + below(nested.length), of: nested }
    const none = { from: [], to: [], needs: [], any_from: false, any_to: false, tolerate: [] }
    network.services.push({ id: `m${at}`, ...none, made_of })
  }
}

type Below = (count: number) => number
type Chance = (share: number) => boolean

function addRisks(network: Network, below: Below, chance: Chance): void {
  const count = 1 + below(5)
  for (let at = 0; at < count; at += 1) {
    const rides_on = at > 0 && chance(0.4) ? [`r${below(at)}`] : []
    network.risks.push({ id: `r${at}`, kind: chance(0.5) ? 'duct' : 'power', rides_on })
  }
  for (const thing of [...network.nodes, ...network.links])
    while (chance(0.25) && thing.rides_on.length < count) thing.rides_on.push(`r${below(count)}`)
}

function addGroups(network: Network, below: Below, chance: Chance): void {
  const count = 1 + below(3)
  const failable = [...network.nodes, ...network.links, ...network.risks].map((thing) => thing.id)
  for (let at = 0; at < count; at += 1) {
    const members = Array.from({ length: 1 + below(4) }, () => failable[below(failable.length)]!)
    if (at > 0 && chance(0.2)) members.push(`g${below(at)}`)
    const needs = below(new Set(members).size + (chance(0.1) ? 2 : 1))
    network.groups.push({ id: `g${at}`, members, needs })
  }
  for (const thing of [...network.nodes, ...network.links, ...network.risks])
    if (chance(0.1)) thing.rides_on.push(`g${below(count)}`)
}

function addServices(network: Network, below: Below, chance: Chance): void {
  const entry = (): string =>
    network.groups.length > 0 && chance(0.25)
      ? `g${below(network.groups.length)}`
      : `n${below(network.nodes.length)}`
  const entries = (most: number): string[] => Array.from({ length: 1 + below(most) }, entry)
  const count = 1 + below(4)
  for (let at = 0; at < count; at += 1) {
    network.services.push({
      id: `s${at}`,
      from: chance(0.05) ? [] : entries(3),
      to: chance(0.05) ? [] : entries(3),
      any_from: chance(0.5),
      any_to: chance(0.5),
      tolerate: network.risks.length > 0 && chance(0.2) ? [`r${below(network.risks.length)}`] : [],
      needs: chance(0.2) ? entries(2) : [],
    })
  }
}

/**
 * A network of some 40 nodes without directed links, with two risks on each link on average, risks riding on risks,
 * link aggregations, and services of every mode: dense enough that many failures matter to many services.
 */
export function denseNetwork(seed: number): Network {
  const random = uniformFrom(seed)
  const below = (count: number): number => Math.floor(random() * count)
  const chance = (share: number): boolean => random() < share
  const network = emptyNetwork()
  const nodeCount = 30 + below(20)
  for (let at = 0; at < nodeCount; at += 1) network.nodes.push({ id: `n${at}`, rides_on: [] })
  const link = (from: number, to: number): void => {
    const id = `l${network.links.length}`
    network.links.push({ id, from: `n${from}`, to: `n${to}`, directed: false, metric: 1, rides_on: [] })
  }
  for (let at = 1; at < nodeCount; at += 1) link(at, below(at))
  for (let at = 0; at < nodeCount; at += 1) if (chance(0.7)) link(at, below(nodeCount))
  const riskCount = 20 + below(40)
  for (let at = 0; at < riskCount; at += 1) {
    const rides_on = at > 0 && chance(0.3) ? [`r${below(at)}`] : []
    network.risks.push({ id: `r${at}`, kind: 'duct', rides_on })
  }
  for (const thing of network.links) while (chance(0.6)) thing.rides_on.push(`r${below(riskCount)}`)
  for (const thing of network.nodes) if (chance(0.1)) thing.rides_on.push(`r${below(riskCount)}`)
  for (let at = 0; at < 3; at += 1) {
    const members = Array.from({ length: 3 }, () => `l${below(network.links.length)}`)
    network.groups.push({ id: `g${at}`, members, needs: 1 })
  }
  for (let at = 0; at < 12; at += 1) addServices(network, below, chance)
  network.services.forEach((service, at) => {
    service.id = `s${at}`
  })
  return network
}
