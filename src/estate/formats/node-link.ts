import { InputError } from '../../platform/failure.ts'
import { readDocument } from '../document.ts'
import { ForeignNetwork } from '../foreign.ts'
import type { Network } from '../network.ts'
import { isMapping } from '../shape.ts'
import { amountIn, positionFrom, textIn } from './attribute.ts'

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
  const name = textIn(graph['name'] ?? top['name'])
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
  const name = textIn(node['name'] ?? node['label'])
  const site = textIn(node['site'])
  const product = textIn(node['product'])
  const zone = textIn(node['zone'])
  const pair = Array.isArray(node['pos']) ? node['pos'] : []
  const position = positionFrom(
    pair[0] ?? node['longitude'] ?? node['Longitude'] ?? node['lon'],
    pair[1] ?? node['latitude'] ?? node['Latitude'] ?? node['lat'],
  )
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
  const name = textIn(edge['name'] ?? edge['label'])
  const metric = amountIn(edge['metric'])
  const length = amountIn(edge['dist'])
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
    ...(length !== undefined && { length_km: length }),
  })
}

function addDemands(foreign: ForeignNetwork, demands: Attributes): void {
  for (const [from, row] of Object.entries(demands)) {
    if (!isMapping(row)) continue
    for (const [to, given] of Object.entries(row)) {
      const place = `graph.demands.${from}.${to}`
      const volume = amountIn(given)
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

function capacityOf(value: unknown): { forward: number; backward: number } | undefined {
  if (isMapping(value)) {
    const [forward, backward] = [amountIn(value['forward']), amountIn(value['backward'])]
    return forward !== undefined && backward !== undefined ? { forward, backward } : undefined
  }
  const both = amountIn(value)
  return both === undefined ? undefined : { forward: both, backward: both }
}
