import type { Graph, Lists } from './graph.ts'

/**
 * Articulation points, bridges, blocks and components of the underlying undirected graph: self loops do not count,
 * parallel links are never bridges, an isolated node is a component but no block.
 *
 * Block membership is held without lists: every node except the root of its component is `inner` to exactly one
 * block, `blockOf[node]`, and besides its inner nodes a block holds one more, `top[block]`. A link lies in the block
 * of that end which was discovered later. This is the block-cut tree as well: from a node to its block, from the
 * block to its top, and so on to the root.
 */
export type LowLink = {
  /** 1 where the node is an articulation point. */
  articulation: Uint8Array
  /** 1 where the link is a bridge. */
  bridge: Uint8Array
  componentCount: number
  blockCount: number
  /** Component of each node. */
  component: Int32Array
  /** Block to which the node is inner, -1 for the root of a component. */
  blockOf: Int32Array
  /** Top node of each block. */
  top: Int32Array
  /** Entry node of each block: the child of its top in the search tree. */
  entry: Int32Array
  /** The link through which each node was discovered, -1 for a root. */
  parentLink: Int32Array
  /** Rank of discovery of each node, from 0; the subtree of a node is a run of ranks. */
  rank: Int32Array
  /** Nodes by rank. */
  byRank: Int32Array
  /** Number of nodes in the subtree of each node, itself included. */
  size: Int32Array
}

type Pass = {
  graph: Pick<Graph, 'nodeCount' | 'linkCount' | 'offset' | 'neighbour' | 'via'>
  low: Int32Array
  /** Next place in the row of each node that is still open. */
  cursor: Int32Array
  parent: Int32Array
  /** Nodes that are inner to no finished block yet, in order of discovery. */
  pending: Int32Array
  pendingCount: number
  discovered: number
  out: LowLink
}

/** One iterative depth-first pass (Hopcroft and Tarjan 1973), linear in nodes and links. */
export function lowLinkOf(
  graph: Pick<Graph, 'nodeCount' | 'linkCount' | 'offset' | 'neighbour' | 'via'>,
): LowLink {
  const { nodeCount, linkCount } = graph
  const out: LowLink = {
    articulation: new Uint8Array(nodeCount),
    bridge: new Uint8Array(linkCount),
    componentCount: 0,
    blockCount: 0,
    component: new Int32Array(nodeCount),
    blockOf: new Int32Array(nodeCount).fill(-1),
    top: new Int32Array(Math.max(nodeCount - 1, 0)),
    entry: new Int32Array(Math.max(nodeCount - 1, 0)),
    parentLink: new Int32Array(nodeCount).fill(-1),
    rank: new Int32Array(nodeCount).fill(-1),
    byRank: new Int32Array(nodeCount),
    size: new Int32Array(nodeCount),
  }
  const pass: Pass = {
    graph,
    low: new Int32Array(nodeCount),
    cursor: graph.offset.slice(0, nodeCount),
    parent: new Int32Array(nodeCount).fill(-1),
    pending: new Int32Array(nodeCount),
    pendingCount: 0,
    discovered: 0,
    out,
  }
  for (let node = 0; node < nodeCount; node += 1) {
    if (out.rank[node] !== -1) continue
    searchComponent(pass, node)
    out.componentCount += 1
  }
  out.top = out.top.slice(0, out.blockCount)
  out.entry = out.entry.slice(0, out.blockCount)
  return out
}

/** The whole component of `root`, with its own stack in `parent` and `cursor`. */
function searchComponent(pass: Pass, root: number): void {
  const { low, cursor, parent, out } = pass
  const { offset, neighbour, via } = pass.graph
  const { rank, parentLink, component, byRank } = out
  let rootChildren = 0
  let node = root
  rank[root] = pass.discovered
  low[root] = pass.discovered
  byRank[pass.discovered] = root
  pass.discovered += 1
  component[root] = out.componentCount
  for (;;) {
    const at = cursor[node]!
    if (at < offset[node + 1]!) {
      cursor[node] = at + 1
      const other = neighbour[at]!
      const seen = rank[other]!
      if (seen === -1) {
        parent[other] = node
        parentLink[other] = via[at]!
        rank[other] = pass.discovered
        low[other] = pass.discovered
        byRank[pass.discovered] = other
        pass.discovered += 1
        component[other] = out.componentCount
        pass.pending[pass.pendingCount] = other
        pass.pendingCount += 1
        if (node === root) rootChildren += 1
        node = other
      } else if (seen < low[node]! && (other !== parent[node] || via[at] !== parentLink[node])) {
        // Only the link of discovery is not a way back; a parallel one is.
        low[node] = seen
      }
      continue
    }
    out.size[node] = pass.discovered - rank[node]!
    if (node === root) break
    const above = parent[node]!
    if (low[node]! >= rank[above]!) closeBlock(pass, above, node)
    else if (low[node]! < low[above]!) low[above] = low[node]!
    node = above
  }
  out.articulation[root] = rootChildren > 1 ? 1 : 0
}

/** Everything discovered since `entry` and not yet in a block makes one, together with `top`. */
function closeBlock(pass: Pass, top: number, entry: number): void {
  const { out, pending } = pass
  const block = out.blockCount
  out.blockCount += 1
  out.top[block] = top
  out.entry[block] = entry
  out.articulation[top] = 1
  if (pass.low[entry]! > out.rank[top]!) out.bridge[out.parentLink[entry]!] = 1
  let node: number
  do {
    pass.pendingCount -= 1
    node = pending[pass.pendingCount]!
    out.blockOf[node] = block
  } while (node !== entry)
}

/** The nodes of each block, written out: one more than its inner nodes, its top first. */
export function membersOf(low: LowLink): Lists {
  const { blockOf, blockCount, top, byRank } = low
  const offset = new Int32Array(blockCount + 1)
  for (const block of blockOf) if (block >= 0) offset[block + 1]! += 1
  for (let block = 0; block < blockCount; block += 1) offset[block + 1]! += offset[block]! + 1
  const next = offset.slice(0, blockCount)
  const item = new Int32Array(offset[blockCount]!)
  for (let block = 0; block < blockCount; block += 1) {
    item[next[block]!] = top[block]!
    next[block]! += 1
  }
  for (const node of byRank) {
    const block = blockOf[node]!
    if (block < 0) continue
    item[next[block]!] = node
    next[block]! += 1
  }
  return { offset, item }
}
