import { ForeignNetwork } from '../foreign.ts'
import type { Network } from '../network.ts'
import { amountIn, positionFrom, textIn } from './attribute.ts'
import { readXml } from '../xml.ts'
import type { XmlElement } from '../xml.ts'

type Data = Map<string, string>
type Holder = { element: XmlElement; data: Data; label?: string; isContainer?: boolean; arrowless?: boolean }

/**
 * GraphML as yEd, the Topology Zoo and NetworkX write it: typed keys with defaults, parallel edges, self loops, nested
 * graphs. Edges follow their own `directed`, else their graph's `edgedefault`. Hyperedges have no place in a network
 * of links and become findings, as do ports.
 */
export function readGraphMl(file: string, bytes: Uint8Array): Network {
  const reader = new GraphMlReader()
  readXml(file, bytes, {
    open: (element) => reader.open(element),
    close: (element, text) => reader.close(element, text),
  })
  return reader.finish()
}

class GraphMlReader {
  readonly foreign = new ForeignNetwork()
  /** Key id → its name, in lower case. */
  readonly names = new Map<string, string>()
  /** What edges and nodes have where they state nothing, by `for` and name. */
  readonly defaults = new Map<string, Data>()
  readonly holders: Holder[] = []
  readonly nodes: Holder[] = []
  readonly edges: { holder: Holder; directed: boolean }[] = []
  readonly hyperedges: { line: number; ends: string[] }[] = []
  readonly directedGraphs: boolean[] = []
  ports = 0

  open(element: XmlElement): void {
    const { name, attributes } = element
    switch (name) {
      case 'key':
        this.names.set(
          attributes['id'] ?? '',
          (attributes['attr.name'] ?? attributes['yfiles.type'] ?? attributes['id'] ?? '').toLowerCase(),
        )
        this.holders.push({ element, data: new Map() })
        break
      case 'graph': {
        const outer = this.holders.at(-1)
        if (outer?.element.name === 'node') outer.isContainer = true
        this.directedGraphs.push(attributes['edgedefault'] === 'directed')
        this.holders.push({ element, data: new Map() })
        break
      }
      case 'node':
      case 'edge':
      case 'hyperedge':
        this.holders.push({ element, data: new Map() })
        if (name === 'hyperedge') this.hyperedges.push({ line: element.line, ends: [] })
        break
      case 'endpoint':
        this.hyperedges.at(-1)?.ends.push(attributes['node'] ?? '')
        break
      case 'Arrows': {
        // yEd declares every graph directed and says by its arrowheads what was drawn.
        const holder = this.holders.at(-1)
        if (holder && attributes['source'] === 'none' && attributes['target'] === 'none')
          holder.arrowless = true
        break
      }
      case 'port':
        this.ports++
        break
      default:
    }
  }

  close(element: XmlElement, text: string): void {
    const holder = this.holders.at(-1)
    switch (element.name) {
      case 'data':
        if (holder) setOnce(holder.data, this.names.get(element.attributes['key'] ?? '') ?? '', text.trim())
        break
      case 'default':
        if (holder?.element.name === 'key') this.setDefault(holder.element, text.trim())
        break
      case 'NodeLabel':
      case 'EdgeLabel':
        if (holder && holder.label === undefined && text.trim() !== '') holder.label = textIn(text.trim())
        break
      case 'key':
      case 'hyperedge':
        this.holders.pop()
        break
      case 'graph':
        this.closeGraph(this.holders.pop())
        break
      case 'node':
        this.nodes.push(this.holders.pop()!)
        break
      case 'edge': {
        const holder = this.holders.pop()!
        const byDefault = this.directedGraphs.at(-1) === true && holder.arrowless !== true
        const stated = element.attributes['directed']
        this.edges.push({ holder, directed: stated === undefined ? byDefault : stated === 'true' })
        break
      }
      default:
    }
  }

  setDefault({ attributes }: XmlElement, value: string): void {
    const domain = attributes['for'] ?? 'all'
    const name = this.names.get(attributes['id'] ?? '') ?? ''
    const into = this.defaults.get(domain) ?? new Map<string, string>()
    this.defaults.set(domain, into.set(name, value))
  }

  closeGraph(holder: Holder | undefined): void {
    this.directedGraphs.pop()
    const name = holder && (this.of(holder, 'network') ?? this.of(holder, 'name') ?? this.of(holder, 'label'))
    if (name !== undefined) this.foreign.network.name ??= name
  }

  of(holder: Holder, name: string): string | undefined {
    const own = holder.data.get(name)
    if (own !== undefined && own !== '') return textIn(own)
    const fallback = this.defaults.get(holder.element.name)?.get(name) ?? this.defaults.get('all')?.get(name)
    return textIn(fallback)
  }

  finish(): Network {
    const ends = new Set(
      this.edges.flatMap(({ holder: { element } }) => [
        element.attributes['source'],
        element.attributes['target'],
      ]),
    )
    for (const holder of this.nodes) this.node(holder, ends)
    for (const { holder, directed } of this.edges) this.edge(holder, directed)
    for (const { line, ends } of this.hyperedges) {
      const ja =
        'ハイパーエッジ（三つ以上を一度につなぐ辺）はリンクとして扱えないため、つながり方は不明です。'
      const en =
        'A hyperedge, which joins any number of nodes at once, is no link; what it connects is unknown.'
      this.foreign.find(`line ${line}`, { ja, en }, ends)
    }
    if (this.ports > 0) {
      const ja = `ポート ${this.ports} 個は読み込んでいません。リンクはノードどうしのつながりとして扱います。`
      const en = `Ports (${this.ports}) were not read; links are taken as joining their nodes.`
      this.foreign.find('port', { ja, en }, [])
    }
    return this.foreign.finish()
  }

  node(holder: Holder, ends: ReadonlySet<string | undefined>): void {
    const { element } = holder
    const place = `line ${element.line}`
    const id = element.attributes['id']
    if (id === undefined || id === '') {
      const ja = 'ID のないノードを読み込めませんでした。'
      return this.foreign.find(place, { ja, en: 'A node without an id could not be read.' }, [])
    }
    if (holder.isContainer && !ends.has(id)) {
      const ja = `「${id}」は他のノードを囲む枠で、どの辺にもつながらないため、ノードとして扱いません。`
      const en = `“${id}” is a frame around other nodes and no edge ends at it; it is not taken as a node.`
      return this.foreign.find(place, { ja, en }, [])
    }
    const name = this.of(holder, 'label') ?? this.of(holder, 'name') ?? holder.label
    const position = positionFrom(
      this.of(holder, 'longitude') ?? this.of(holder, 'lon'),
      this.of(holder, 'latitude') ?? this.of(holder, 'lat'),
    )
    const site = this.of(holder, 'site')
    const product = this.of(holder, 'product')
    const zone = this.of(holder, 'zone')
    this.foreign.node(place, {
      id,
      ...(name !== undefined && { name }),
      ...(site !== undefined && { site }),
      ...(product !== undefined && { product }),
      ...(zone !== undefined && { zone }),
      ...(position && { position }),
    })
  }

  edge(holder: Holder, directed: boolean): void {
    const { element } = holder
    const { id, source: from, target: to } = element.attributes
    const place = `line ${element.line}`
    if (from === undefined || to === undefined) {
      const ja = '両端（source と target）のそろわない辺を読み込めませんでした。つながり方は不明です。'
      const en = 'An edge without source and target could not be read; what it connects is unknown.'
      return this.foreign.find(
        place,
        { ja, en },
        [from, to].filter((end) => end !== undefined),
      )
    }
    const capacity = amountIn(this.of(holder, 'capacity') ?? this.of(holder, 'linkspeedraw'))
    const metric = amountIn(this.of(holder, 'metric'))
    const name =
      this.of(holder, 'linklabel') ?? this.of(holder, 'label') ?? this.of(holder, 'name') ?? holder.label
    this.foreign.link(place, {
      from,
      to,
      directed,
      ...(id !== undefined && id !== '' && { id }),
      ...(name !== undefined && { name }),
      ...(metric !== undefined && metric > 0 && { metric }),
      ...(capacity !== undefined && { capacity: { forward: capacity, backward: capacity } }),
    })
  }
}

function setOnce(data: Data, name: string, value: string): void {
  if (!data.has(name)) data.set(name, value)
}
