import { execFileSync } from 'node:child_process'
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import path from 'node:path'
import type { Ends } from './survivability-networks.ts'

/** What a peer found, and the CPU seconds of each of its operations without loading. */
export type PeerResult = {
  version: string
  articulation: number[]
  bridges: number[]
  /** Every block as the sum of a hash of its nodes, sorted, so that membership is compared without listing it. */
  blocks: string[]
  cpu_s: { articulation: number; bridges: number; blocks: number }
}

/** The hash of a block: the sum over its nodes of node² + 7919 node + 1, and how many they are. */
const SCRIPT = `
import array, json, sys, time
peer, nodes, file = sys.argv[1], int(sys.argv[2]), sys.argv[3]
ends = array.array('i'); ends.frombytes(open(file, 'rb').read())
pairs = list(zip(ends[0::2], ends[1::2]))
now = time.process_time
mark = lambda members: '%d:%d' % (len(members), sum(v * v + 7919 * v + 1 for v in members))
if peer == 'igraph':
    import igraph
    graph, version = igraph.Graph(n=nodes, edges=pairs), igraph.__version__
    a = now(); points = graph.articulation_points()
    b = now(); bridges = graph.bridges()
    c = now(); blocks = graph.biconnected_components()
    d = now(); blocks = [mark(block) for block in blocks]
else:
    import networkx
    sys.setrecursionlimit(10000)
    graph, version = networkx.Graph(), networkx.__version__
    graph.add_nodes_from(range(nodes)); graph.add_edges_from(pairs)
    number = {}
    for at, (u, v) in enumerate(pairs): number.setdefault((min(u, v), max(u, v)), []).append(at)
    a = now(); points = list(networkx.articulation_points(graph))
    b = now(); found = list(networkx.bridges(graph))
    c = now(); blocks = list(networkx.biconnected_components(graph))
    d = now(); blocks = [mark(block) for block in blocks]
    bridges = [at for u, v in found for at in number[(min(u, v), max(u, v))] if len(number[(min(u, v), max(u, v))]) == 1]
json.dump({'version': version, 'articulation': sorted(points), 'bridges': sorted(bridges), 'blocks': sorted(blocks),
  'cpu_s': {'articulation': b - a, 'bridges': c - b, 'blocks': d - c}}, sys.stdout)
`

const PYTHON = '/usr/bin/python3'

/** Whether a peer can be run; as root on Debian it is installed first. */
export function peerStands(peer: 'igraph' | 'networkx'): boolean {
  const runs = (): boolean => {
    try {
      execFileSync(PYTHON, ['-c', `import ${peer}`], { stdio: 'ignore' })
      return true
    } catch (problem) {
      return problem === undefined
    }
  }
  if (runs()) return true
  if (process.getuid?.() !== 0) return false
  try {
    execFileSync('apt-get', ['install', '-y', '--no-install-recommends', `python3-${peer}`], {
      stdio: 'ignore',
      timeout: 300_000,
    })
  } catch (problem) {
    console.log(`  python3-${peer} could not be installed: ${String(problem).split('\n')[0]}`)
  }
  return runs()
}

/** Runs a peer on a network in a process of its own, for at most ten minutes. */
export function runPeer(peer: 'igraph' | 'networkx', ends: Ends): PeerResult {
  const folder = mkdtempSync(path.join(tmpdir(), 'kensho-survivability-'))
  try {
    const file = path.join(folder, 'ends.bin')
    const both = new Int32Array(ends.tail.length * 2)
    for (let at = 0; at < ends.tail.length; at += 1) {
      both[2 * at] = ends.tail[at]!
      both[2 * at + 1] = ends.head[at]!
    }
    writeFileSync(file, new Uint8Array(both.buffer))
    const output = execFileSync(PYTHON, ['-c', SCRIPT, peer, String(ends.nodeCount), file], {
      maxBuffer: 1 << 28,
      timeout: 600_000,
    })
    return JSON.parse(output.toString()) as PeerResult
  } finally {
    rmSync(folder, { recursive: true })
  }
}
