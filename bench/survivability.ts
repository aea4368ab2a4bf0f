/**
 * Survivability beside its peers, in CPU seconds of the computation (loading and printing left out):
 *   blocks    articulation points, bridges and block membership on 20,000, 100,000 and 333,000 nodes,
 *             beside python-igraph and networkx; every answer compared
 *   services  10,000 services × 10,000 risks on 300,000 links, full and after one edit; compared with plain union-find
 *   pairs     all minimal failure sets of size two of those services; a sample replayed
 *   networks  every file of ../shared/data/networks against brute force, igraph and networkx
 *   random    10,000 random networks against brute force
 * Exits 1 on any difference in answers or where a figure misses its aim, 2 where a peer or the data are absent.
 * Run: node bench/survivability.ts [part …]; without a part, all of them.
 */
import { draftSinglePoints, edit, openDraft, type Edit } from '../src/design/redundancy/draft.ts'
import { graphOfEnds } from '../src/design/redundancy/graph.ts'
import { lowLinkOf, membersOf } from '../src/design/redundancy/low-link.ts'
import { minimalPairs } from '../src/design/redundancy/pairs.ts'
import { prepare, type Prepared } from '../src/design/redundancy/prepare.ts'
import type { Break, ServicePlan } from '../src/design/redundancy/service.ts'
import { breaksOf, isBroken, surveyOf } from '../src/design/redundancy/single-points.ts'
import type { Network } from '../src/estate/network.ts'
import { compareNetworks, compareRandom, PEERS } from './survivability-exactness.ts'
import { declaredNetwork, multiTier, type Ends } from './survivability-networks.ts'
import { peerStands, runPeer, type PeerResult } from './survivability-peers.ts'
import { uniformFrom } from '../src/platform/random.ts'

let differences = 0
let misses = 0
let skipped = 0

function timed<Result>(work: () => Result): { result: Result; cpu_s: number } {
  const before = process.threadCpuUsage()
  const result = work()
  const { user, system } = process.threadCpuUsage(before)
  return { result, cpu_s: (user + system) / 1e6 }
}

function same(what: string, found: unknown, expected: unknown): void {
  if (JSON.stringify(found) === JSON.stringify(expected)) return
  differences += 1
  console.log(`  DIFFERENT: ${what}`)
}

function aim(what: string, value: number, most: number, unit: string): void {
  const missed = value > most
  if (missed) misses += 1
  console.log(`  ${missed ? 'MISSED' : 'met'}: ${what} ${value.toFixed(3)} ${unit}, aim ${most} ${unit}`)
}

// Blocks

function ourBlocks(ends: Ends): {
  found: Omit<PeerResult, 'version' | 'cpu_s'>
  cpu_s: number
  bytes: number
} {
  const load = timed(() => graphOfEnds(ends.nodeCount, ends.tail, ends.head))
  const graph = load.result
  const { result, cpu_s } = timed(() => {
    const low = lowLinkOf(graph)
    return { low, members: membersOf(low) }
  })
  const { low, members } = result
  const numbers = (flags: Uint8Array): number[] => Array.from(flags.keys()).filter((at) => flags[at] === 1)
  const blocks = Array.from({ length: low.blockCount }, (_, block) => {
    const nodes = members.item.subarray(members.offset[block], members.offset[block + 1])
    let sum = 0n
    for (const node of nodes) sum += BigInt(node) * BigInt(node) + 7919n * BigInt(node) + 1n
    return `${nodes.length}:${sum}`
  }).sort()
  const arrays = [...Object.values(graph), ...Object.values(low), ...Object.values(members)]
  let bytes = 0
  for (const array of arrays) if (ArrayBuffer.isView(array)) bytes += array.byteLength
  // What a pass holds and gives back: low, cursor, parent, pending, and before they are cut, top and entry.
  bytes += 6 * 4 * ends.nodeCount
  console.log(
    `  ours: rows ${load.cpu_s.toFixed(3)}, all three ${cpu_s.toFixed(3)} CPU s, arrays ${(bytes / 1e6).toFixed(0)} MB`,
  )
  return {
    found: { articulation: numbers(low.articulation), bridges: numbers(low.bridge), blocks },
    cpu_s,
    bytes,
  }
}

const SIZES = [
  [20_000, 60_000],
  [100_000, 299_991],
  [333_000, 1_000_000],
] as const

/** networkx 2.8.8, Debian's, gives no blocks of larger networks within minutes. */
const NETWORKX_NODES_MAX = 20_000

function compareBlocks(): void {
  for (const [nodes, links] of SIZES) {
    console.log(`blocks: ${nodes} nodes, ${links} links`)
    const ends = multiTier(nodes, links, 7)
    // The first run pays for compiling, as a first run of the command does; the better of three is shown as well.
    const runs = [ourBlocks(ends), ourBlocks(ends), ourBlocks(ends)]
    const ours = runs[0]!
    const { articulation, bridges, blocks } = ours.found
    console.log(
      `  ${articulation.length} articulation points, ${bridges.length} bridges, ${blocks.length} blocks`,
    )
    for (const peer of PEERS) {
      if (peer === 'networkx' && nodes > NETWORKX_NODES_MAX) continue
      if (!peerStands(peer)) {
        skipped += 1
        console.log(`  not compared with ${peer}: it is not here and could not be installed`)
        continue
      }
      const theirs = runPeer(peer, ends)
      same(`${peer}: articulation points`, articulation, theirs.articulation)
      same(`${peer}: bridges`, bridges, theirs.bridges)
      same(`${peer}: block membership`, blocks, theirs.blocks.toSorted())
      const { cpu_s } = theirs
      const all = cpu_s.articulation + cpu_s.bridges + cpu_s.blocks
      const parts = `${cpu_s.articulation.toFixed(3)} + ${cpu_s.bridges.toFixed(3)} + ${cpu_s.blocks.toFixed(3)}`
      console.log(`  ${peer} ${theirs.version}: ${parts} = ${all.toFixed(3)} CPU s`)
      const best = Math.min(...runs.map((run) => run.cpu_s))
      console.log(
        `  ratio: first run ${(ours.cpu_s / all).toFixed(3)}, best of three ${(best / all).toFixed(3)}, to its blocks alone ${(best / cpu_s.blocks).toFixed(3)}`,
      )
      if (peer === 'igraph' && nodes > 100_000) aim('ours to igraph, first run', ours.cpu_s / all, 0.3, '')
    }
    if (nodes > 100_000) aim('arrays', ours.bytes / 1e6, 150, 'MB')
  }
}

// Services and risks

type Judged = { prepared: Prepared; breaks: Map<ServicePlan, Break[]> }

function judgeServices(network: Network): Judged {
  const prepare_ = timed(() => prepare(network))
  const prepared = prepare_.result
  const { result: breaks, cpu_s } = timed(() => breaksOf(surveyOf(prepared), prepared.plans))
  let points = 0
  for (const found of breaks.values()) points += found.length
  console.log(
    `  indexing ${prepare_.cpu_s.toFixed(3)} CPU s; ${points} single points of ${breaks.size} services`,
  )
  aim('full, first run', cpu_s, 0.5, 'CPU s')
  const again = timed(() => breaksOf(surveyOf(prepared), prepared.plans))
  console.log(`  second run ${again.cpu_s.toFixed(3)} CPU s`)
  return { prepared, breaks }
}

/** By element that fails, the services whose two ends a plain union-find then finds apart. */
function brokenBy(network: Network, ends: Ends, failed: string): string[] {
  const { nodeCount, tail, head } = ends
  const dead = new Uint8Array(nodeCount)
  const parent = Int32Array.from({ length: nodeCount }, (_, node) => node)
  const find = (node: number): number => {
    let root = node
    while (parent[root] !== root) {
      parent[root] = parent[parent[root]!]!
      root = parent[root]!
    }
    return root
  }
  network.nodes.forEach((node, at) => {
    if (node.id === failed || node.rides_on.includes(failed)) dead[at] = 1
  })
  network.links.forEach((link, at) => {
    if (link.id === failed || link.rides_on.includes(failed)) return
    if (dead[tail[at]!] === 0 && dead[head[at]!] === 0) parent[find(tail[at]!)] = find(head[at]!)
  })
  return network.services
    .filter(({ from: [from], to: [to] }) => {
      const [a, b] = [Number(from!.slice(1)), Number(to!.slice(1))]
      return dead[a] === 1 || dead[b] === 1 || find(a) !== find(b)
    })
    .map((service) => service.id)
}

const SAMPLE = 50

function checkServices(network: Network, ends: Ends, { prepared, breaks }: Judged): void {
  const ids = [...network.nodes, ...network.links, ...network.risks].map((thing) => thing.id)
  const byElement = new Map<string, string[]>()
  for (const plan of prepared.plans)
    for (const { element } of breaks.get(plan)!) {
      const list = byElement.get(ids[element]!) ?? []
      list.push(plan.id)
      byElement.set(ids[element]!, list)
    }
  const random = uniformFrom(11)
  const one = <Item>(items: readonly Item[]): Item => items[Math.floor(random() * items.length)]!
  const found = [...byElement.keys()]
  const foundRisks = found.filter((id) => id.startsWith('r'))
  const risks = network.risks.map((risk) => risk.id)
  for (let at = 0; at < SAMPLE; at += 1)
    for (const failed of [one(found), one(foundRisks), one(risks)])
      same(`services that ${failed} takes down`, byElement.get(failed) ?? [], brokenBy(network, ends, failed))
  console.log(
    `  ${3 * SAMPLE} failures compared with union-find, for all ${network.services.length} services`,
  )
}

/** Half of them at links that are single points of some service: those are the ones that change most. */
function randomEdits(network: Network, vital: readonly string[], count: number): Edit[] {
  const random = uniformFrom(5)
  const one = <Item>(items: readonly Item[]): Item => items[Math.floor(random() * items.length)]!
  const vitalIds = new Set(vital)
  const vitalLinks = network.links.filter((link) => vitalIds.has(link.id))
  return Array.from({ length: count }, (_, at): Edit => {
    const link = at % 8 < 4 ? one(vitalLinks) : one(network.links)
    if (at % 4 === 0) return { kind: 'remove-link', link: link.id }
    if (at % 4 === 1) {
      const ends = { from: one(network.nodes).id, to: one(network.nodes).id }
      return { kind: 'add-link', id: `added-${at}`, ...ends, rides_on: [one(network.risks).id] }
    }
    if (at % 4 === 2) return { kind: 'ride', link: link.id, risk: one(network.risks).id }
    const among = at % 8 < 4 ? vitalLinks : network.links
    const rider = one(among.filter((other) => other.rides_on.length > 0))
    return { kind: 'leave', link: rider.id, risk: rider.rides_on[0]! }
  })
}

/** Edits one after the other, each timed, and in the end everything compared with a judgement from scratch. */
function editServices(network: Network): void {
  const draft = openDraft(network)
  const links = new Map(network.links.map((link) => [link.id, { ...link }]))
  const times: Record<string, number[]> = {}
  const vital = network.services.flatMap(({ id }) => draftSinglePoints(draft, id) ?? [])
  for (const change of randomEdits(network, vital, 80)) {
    const { cpu_s } = timed(() => edit(draft, change))
    ;(times[change.kind] ??= []).push(cpu_s)
    if (change.kind === 'remove-link') links.delete(change.link)
    else if (change.kind === 'add-link') {
      const { id, from, to, rides_on } = change
      links.set(id, { id, from, to, rides_on, directed: false, metric: 1 })
    } else {
      const link = links.get(change.link)
      if (link === undefined) continue
      const others = link.rides_on.filter((id) => id !== change.risk)
      link.rides_on = change.kind === 'ride' ? [...others, change.risk] : others
    }
  }
  for (const [kind, list] of Object.entries(times)) {
    list.sort((a, b) => a - b)
    aim(
      `after one ${kind}, worst of ${list.length} (median ${list[list.length >> 1]!.toFixed(4)})`,
      list.at(-1)!,
      0.05,
      'CPU s',
    )
  }
  const prepared = prepare({ ...network, links: [...links.values()] })
  const survey = surveyOf(prepared)
  const fresh = breaksOf(
    survey,
    prepared.plans.filter((plan) => !isBroken(survey, plan)),
  )
  const ids = [...prepared.network.nodes, ...prepared.network.links, ...prepared.network.risks].map(
    ({ id }) => id,
  )
  for (const plan of prepared.plans) {
    const expected = fresh.get(plan)?.map(({ element }) => ids[element]!)
    same(`${plan.id} after all edits`, draftSinglePoints(draft, plan.id)?.sort(), expected?.sort())
  }
  console.log(`  all ${prepared.plans.length} services compared with a judgement from scratch after 80 edits`)
}

function compareServices(): void {
  console.log('services: 10000 services × 10000 risks on 100000 nodes, 299991 links')
  const ends = multiTier(100_000, 299_991, 7)
  const network = declaredNetwork(ends, 10_000, 10_000, 3)
  const judged = judgeServices(network)
  checkServices(network, ends, judged)
  editServices(network)
}

// Pairs

function comparePairs(): void {
  console.log('pairs: 10000 services, 10000 risks, 100000 nodes, 299991 links')
  const ends = multiTier(100_000, 299_991, 7)
  const network = declaredNetwork(ends, 10_000, 10_000, 3)
  const prepared = prepare(network)
  const breaks = breaksOf(surveyOf(prepared), prepared.plans)
  const singles = new Map([...breaks].map(([plan, found]) => [plan, found.map(({ element }) => element)]))
  const { result, cpu_s } = timed(() => minimalPairs(prepared, prepared.plans, singles))
  let pairs = 0
  for (const { pairs: found } of result.values()) pairs += found.length
  console.log(`  ${pairs} pairs`)
  aim('all minimal pairs', cpu_s, 60, 'CPU s')
  const ids = [...network.nodes, ...network.links, ...network.risks].map((thing) => thing.id)
  let replayed = 0
  const all = [...result].flatMap(([plan, found]) => found.pairs.map((pair) => ({ plan, pair })))
  const random = uniformFrom(13)
  for (let at = 0; at < 40 && all.length > 0; at += 1) {
    const { plan, pair } = all[Math.floor(random() * all.length)]!
    const [a, b] = pair.map((element) => ids[element]!) as [string, string]
    const together = structuredCloneWith(network, a, b)
    const broken = [a, b, 'both'].map((failed) => brokenBy(together, ends, failed).includes(plan.id))
    same(`${plan.id}: ${a} and ${b} only together`, broken, [false, false, true])
    replayed += 1
  }
  console.log(`  ${replayed} pairs replayed with union-find: neither alone, both together`)
}

/** The network with a further risk \`both\` on which two failures, and all that rides on them, ride. */
function structuredCloneWith(network: Network, a: string, b: string): Network {
  const add = <Thing extends { id: string; rides_on: string[] }>(thing: Thing): Thing =>
    [a, b].some((id) => thing.id === id || thing.rides_on.includes(id))
      ? { ...thing, rides_on: [...thing.rides_on, 'both'] }
      : thing
  return { ...network, nodes: network.nodes.map(add), links: network.links.map(add) }
}

const PARTS: Record<string, () => void> = {
  blocks: compareBlocks,
  services: compareServices,
  pairs: comparePairs,
  networks: () => {
    skipped += compareNetworks(same)
  },
  random: () => compareRandom(same),
}

const asked = process.argv.length > 2 ? process.argv.slice(2) : Object.keys(PARTS)
for (const part of asked) {
  const run = PARTS[part]
  if (run === undefined) {
    console.error(`expected one of ${Object.keys(PARTS).join(', ')}, found ${part}`)
    process.exit(64)
  }
  run()
}
console.log(`${differences} differences, ${misses} figures missed, ${skipped} comparisons skipped`)
process.exitCode = differences + misses > 0 ? 1 : skipped > 0 ? 2 : 0
