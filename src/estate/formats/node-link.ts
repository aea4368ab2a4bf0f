import { InputError } from '../../platform/failure.ts'
import { readDocument } from '../document.ts'
import { ForeignNetwork } from '../foreign.ts'
import type { Network } from '../network.ts'
import { isMapping } from '../shape.ts'

type Attributes = Record<string, unknown>

/**
 * Node-link JSON as NetworkX writes it (`nodes` with `id`; `links` or `edges` with `source`, `target`, in multigraphs
 * `key`) and TopoHub uses it (`graph.demands` from SNDlib, `pos` as [longitude, latitude], `dist` in km, numeric ids).
 */
export function readNodeLink(file: string, bytes: Uint8Array): Network {
  const top = readDocument(file, bytes).value
  if (!isMapping(top) || !Array.isArray(top['nodes']))
    throw new InputError(file, { path: 'nodes' }, 'expected node-link JSON with a list of nodes')
  const edgesKey = top['edges'] === undefined ? 'links' : 'edges'
  const edges = top[edgesKey] ?? []
  if (!Array.isArray(edges)) throw new InputError(file, { path: edgesKey }, `expected a list of ${edgesKey}`)
  const foreign = new ForeignNetwork()
  const graph = isMapping(top['graph']) ? top['graph'] : {}
  const name = textOf(graph['name'] ?? top['name'])
  if (name !== undefined) foreign.network.name = name
  for (const [index, node] of top['nodes'].entries()) addNode(foreign, `nodes[${index}]`, node)
  for (const [index, edge] of edges.entries())
    addLink(foreign, `${edgesKey}[${index}]`, edge, top['directed'] === true)
  if (isMapping(graph['demands'])) addDemands(foreign, graph['demands'])
  return foreign.finish()
}

function addNode(foreign: ForeignNetwork, place: string, node: unknown): void {
  const id = isMapping(node) ? idOf(node['id']) : undefined
  if (!isMapping(node) || id === undefined) {
    const ja = 'ID のないノードを読み込めませんでした。'
    foreign.find(place, { ja, en: 'A node without an id could not be read.' }, [])
    return
  }
  const name = textOf(node['name'] ?? node['label'])
  const site = textOf(node['site'])
  const product = textOf(node['product'])
  const zone = textOf(node['zone'])
  const position = positionOf(node)
  foreign.node(place, {
    id,
    ...(name !== undefined && { name }),
    ...(site !== undefined && { site }),
    ...(product !== undefined && { product }),
    ...(zone !== undefined && { zone }),
    ...(position && { position }),
  })
}

function addLink(foreign: ForeignNetwork, place: string, edge: unknown, directed: boolean): void {
  const from = isMapping(edge) ? idOf(edge['source']) : undefined
  const to = isMapping(edge) ? idOf(edge['target']) : undefined
  if (!isMapping(edge) || from === undefined || to === undefined) {
    const ja = '両端（source と target）のそろわないリンクを読み込めませんでした。つながり方は不明です。'
    const en = 'A link without source and target could not be read; what it connects is unknown.'
    foreign.find(
      place,
      { ja, en },
      [from, to].filter((end) => end !== undefined),
    )
    return
  }
  const id = idOf(edge['id'])
  const name = textOf(edge['name'] ?? edge['label'])
  const metric = amountOf(edge['metric'])
  const capacity = capacityOf(edge['capacity'])
  if (edge['capacity'] !== undefined && capacity === undefined) {
    const ja = '容量を数として読めなかったため、不明として扱います。'
    foreign.find(
      `${place}.capacity`,
      { ja, en: 'The capacity is no number of at least 0 and counts as unknown.' },
      [],
    )
  }
  foreign.link(place, {
    from,
    to,
    directed,
    ...(id !== undefined && { id }),
    ...(name !== undefined && { name }),
    ...(metric !== undefined && metric > 0 && { metric }),
    ...(capacity && { capacity }),
  })
}

function addDemands(foreign: ForeignNetwork, demands: Attributes): void {
  for (const [from, row] of Object.entries(demands)) {
    if (!isMapping(row)) continue
    for (const [to, given] of Object.entries(row)) {
      const place = `graph.demands.${from}.${to}`
      const volume = amountOf(given)
      if (volume !== undefined && foreign.nodeIds.has(from) && foreign.nodeIds.has(to))
        foreign.network.demands.push({ from, to, volume })
      else {
        const ja = `「${from}」から「${to}」への需要を読み込めませんでした。`
        foreign.find(place, { ja, en: `The demand from “${from}” to “${to}” could not be read.` }, [from, to])
      }
    }
  }
}

/** NetworkX allows any hashable value as id; tuples are written as lists. */
function idOf(value: unknown): string | undefined {
  if (typeof value === 'string' && value !== '') return value
  if (typeof value === 'number' || typeof value === 'boolean') return String(value)
  return Array.isArray(value) && value.length > 0 ? JSON.stringify(value) : undefined
}

function textOf(value: unknown): string | undefined {
  if (typeof value === 'string' && value.trim() !== '') return value
  return typeof value === 'number' ? String(value) : undefined
}

function amountOf(value: unknown): number | undefined {
  return typeof value === 'number' && Number.isFinite(value) && value >= 0 ? value : undefined
}

function capacityOf(value: unknown): { forward: number; backward: number } | undefined {
  if (isMapping(value)) {
    const [forward, backward] = [amountOf(value['forward']), amountOf(value['backward'])]
    return forward !== undefined && backward !== undefined ? { forward, backward } : undefined
  }
  const both = amountOf(value)
  return both === undefined ? undefined : { forward: both, backward: both }
}

/** Coordinates that are no degrees, as in schematic drawings, are no place on the map. */
function positionOf(node: Attributes): { longitude: number; latitude: number } | undefined {
  const pair = Array.isArray(node['pos']) ? node['pos'] : []
  const longitude = Number(pair[0] ?? node['longitude'] ?? node['Longitude'] ?? node['lon'] ?? Number.NaN)
  const latitude = Number(pair[1] ?? node['latitude'] ?? node['Latitude'] ?? node['lat'] ?? Number.NaN)
  return Math.abs(longitude) <= 180 && Math.abs(latitude) <= 90 ? { longitude, latitude } : undefined
}
