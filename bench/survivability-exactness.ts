/** Survivability against brute force, igraph and networkx, on given and on random networks. */
import { existsSync, readdirSync, readFileSync } from 'node:fs'
import path from 'node:path'
import { bruteCounts, bruteServices } from '../src/design/redundancy/brute.oracle.ts'
import { randomNetwork } from '../src/design/redundancy/random-network.oracle.ts'
import { redundancyOf } from '../src/design/redundancy/redundancy.ts'
import { replayWitness } from '../src/design/redundancy/replay.ts'
import { readNetwork } from '../src/estate/index.ts'
import type { Network } from '../src/estate/network.ts'
import type { Ends } from './survivability-networks.ts'
import { peerStands, runPeer } from './survivability-peers.ts'

/** Counts and prints a difference between what was found and what is expected. */
export type Same = (what: string, found: unknown, expected: unknown) => void

export const PEERS = ['igraph', 'networkx'] as const
type Peer = (typeof PEERS)[number]

function compareWithBrute(same: Same, name: string, network: Network): number {
  const report = redundancyOf(network)
  const { components, blocks, articulation_points, bridges } = report
  same(`${name}: counts`, { components, blocks, articulation_points, bridges }, bruteCounts(network))
  let points = 0
  bruteServices(network).forEach((truth, at) => {
    const service = report.services[at]!
    const found = [...service.single_points, ...(service.tolerated ?? [])]
    const single = [...found.map((point) => point.id), ...(service.beyond_boundary ?? [])].sort()
    same(`${name} ${truth.id}`, [service.broken === true, single], [truth.broken, truth.single.toSorted()])
    for (const point of found)
      same(`${name} ${truth.id} ${point.id}: witness`, replayWitness(network, service.id, point.witness), [])
    points += found.length
  })
  return points
}

function comparePairs(same: Same, name: string, network: Network): number {
  const { services } = redundancyOf(network, { pairs: true })
  let count = 0
  bruteServices(network, true).forEach((truth, at) => {
    const found = (services[at]!.minimal_pairs ?? []).map(String).toSorted()
    same(`${name} ${truth.id}: pairs`, found, (truth.pairs ?? []).map(String).toSorted())
    count += found.length
  })
  return count
}

/** Every file of ../shared/data/networks. Returns how many comparisons had to be left out. */
export function compareNetworks(same: Same): number {
  const folder = path.resolve(import.meta.dirname, '../../shared/data/networks')
  if (!existsSync(folder)) {
    console.log('networks: not compared, ../shared/data/networks is absent')
    return 1
  }
  let points = 0
  let cpu_s = 0
  const files = readdirSync(folder, { recursive: true, encoding: 'utf8' }).filter((file) =>
    /\.(json|n2p|graphml)$/.test(file),
  )
  const peers = PEERS.filter(peerStands)
  let comparisons = 0
  for (const file of files) {
    const { network } = readNetwork(file, readFileSync(path.join(folder, file)))
    const started = process.threadCpuUsage()
    redundancyOf(network)
    const { user, system } = process.threadCpuUsage(started)
    cpu_s += (user + system) / 1e6
    points += compareWithBrute(same, file, network)
    comparisons += comparePeers(same, { file, network, peers })
  }
  console.log(
    `networks: ${files.length} files, ${points} single points with their witnesses, ours ${cpu_s.toFixed(3)} CPU s in all; ${comparisons} comparisons with ${peers.join(' and ') || 'no peer'}`,
  )
  return PEERS.length - peers.length
}

/** The counts of the undirected graph beside both peers; they count self loops in ways of their own, so those go. */
function comparePeers(
  same: Same,
  { file, network, peers }: { file: string; network: Network; peers: readonly Peer[] },
): number {
  const numbers = new Map(network.nodes.map(({ id }, at) => [id, at]))
  const links = network.links.filter(({ from, to }) => from !== to)
  const end = (of: 'from' | 'to'): Int32Array => Int32Array.from(links, (link) => numbers.get(link[of])!)
  const ends: Ends = { nodeCount: network.nodes.length, tail: end('from'), head: end('to') }
  const report = redundancyOf(network)
  const ours = [report.articulation_points.length, report.bridges.length, report.blocks]
  for (const peer of peers) {
    const { articulation, bridges, blocks } = runPeer(peer, ends)
    same(`${file}: counts of ${peer}`, ours, [articulation.length, bridges.length, blocks.length])
    same(
      `${file}: articulation points and bridges of ${peer}`,
      [report.articulation_points.toSorted(), report.bridges.toSorted()],
      [
        articulation.map((at) => network.nodes[at]!.id).toSorted(),
        bridges.map((at) => links[at]!.id).toSorted(),
      ],
    )
  }
  return peers.length
}

export function compareRandom(same: Same): void {
  let points = 0
  let pairs = 0
  for (let seed = 1; seed <= 10_000; seed += 1) {
    const network = randomNetwork(seed)
    points += compareWithBrute(same, `seed ${seed}`, network)
    pairs += comparePairs(same, `seed ${seed}`, network)
  }
  console.log(`random: 10000 networks, ${points} single points with their witnesses, ${pairs} minimal pairs`)
}
