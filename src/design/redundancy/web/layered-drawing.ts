import type { ElkNode } from 'elkjs/lib/elk-api.js'
import elk from 'elkjs/lib/elk-api.js'
import elkWorkerUrl from 'elkjs/lib/elk-worker.min.js?url'
import type { Network } from '../../../estate/network.ts'
import type { Drawing, Plate, Point } from './drawing.ts'
import { neighboursOf } from './map-drawing.ts'
import type { Side } from './site-plan.ts'

const NODE = { width: 150, height: 24 } as const

const OPTIONS = {
  'elk.algorithm': 'layered',
  'elk.direction': 'RIGHT',
  'elk.hierarchyHandling': 'INCLUDE_CHILDREN',
  'elk.edgeRouting': 'POLYLINE',
  'elk.layered.spacing.nodeNodeBetweenLayers': '52',
  'elk.spacing.nodeNode': '5',
  'elk.padding': '[top=50,left=30,bottom=30,right=30]',
  'elk.randomSeed': '1',
} as const

/** The network in layers, its sites as frames, computed by ELK in a worker of its own. */
export async function drawLayered(network: Pick<Network, 'nodes' | 'links' | 'risks'>): Promise<Drawing> {
  const engine = new elk.default({ workerFactory: () => new Worker(elkWorkerUrl) })
  try {
    return readLayout(await engine.layout(graphOf(network)), network)
  } finally {
    engine.terminateWorker()
  }
}

function leaf(id: string): ElkNode {
  return { id: `node ${id}`, ...NODE }
}

function graphOf(network: Pick<Network, 'nodes' | 'links'>): ElkNode {
  const bySite = Map.groupBy(network.nodes, (node) => node.site ?? '')
  const known = new Set(network.nodes.map((node) => node.id))
  const children = [...bySite].flatMap(([site, nodes]): ElkNode[] =>
    site === '' || nodes.length === 1
      ? nodes.map((node) => leaf(node.id))
      : [{ id: `site ${site}`, layoutOptions: { ...OPTIONS }, children: nodes.map((node) => leaf(node.id)) }],
  )
  const edges = network.links
    .filter((link) => link.from !== link.to && known.has(link.from) && known.has(link.to))
    .map((link) => ({ id: `link ${link.id}`, sources: [`node ${link.from}`], targets: [`node ${link.to}`] }))
  return { id: 'root', layoutOptions: { ...OPTIONS }, children, edges }
}

function readLayout(root: ElkNode, network: Pick<Network, 'nodes' | 'links' | 'risks'>): Drawing {
  const names = new Map(network.risks.map((risk) => [risk.id, risk.name ?? risk.id]))
  const points = new Map<string, Point>()
  const plates: Plate[] = []
  const read = (node: ElkNode, left: number, top: number): void => {
    const x = left + (node.x ?? 0)
    const y = top + (node.y ?? 0)
    if (node.id.startsWith('node '))
      points.set(node.id.slice(5), { x: x + NODE.width / 2, y: y + NODE.height / 2 })
    if (node.id.startsWith('site ')) {
      const id = node.id.slice(5)
      plates.push({ id, name: names.get(id) ?? id, x, y, width: node.width ?? 0, height: node.height ?? 0 })
    }
    for (const child of node.children ?? []) read(child, x, y)
  }
  read(root, 0, 0)
  return { points, plates, routes: new Map(), sides: sidesOf(points, network), spacing: 48 }
}

/** A node that is linked only to its right has its left free for its name, and moves there to make room; and so on. */
function sidesOf(points: Map<string, Point>, network: Pick<Network, 'nodes' | 'links'>): Map<string, Side> {
  const sides = new Map<string, Side>()
  for (const [id, near] of neighboursOf(network)) {
    const own = points.get(id)
    const xs = near.flatMap((other) => points.get(other)?.x ?? [])
    if (own === undefined || xs.length === 0) continue
    if (xs.every((x) => x > own.x)) sides.set(id, 'left')
    else if (xs.every((x) => x < own.x)) sides.set(id, 'right')
  }
  for (const [id, side] of sides) {
    const own = points.get(id)
    if (own !== undefined) own.x += side === 'left' ? NODE.width / 2 - 6 : 6 - NODE.width / 2
  }
  return sides
}
