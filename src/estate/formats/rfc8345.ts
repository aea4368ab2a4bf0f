import { readDocument } from '../document.ts'
import { ForeignNetwork } from '../foreign.ts'
import type { Network } from '../network.ts'
import { isMapping, mismatch } from '../shape.ts'
import { amountIn, textIn } from './attribute.ts'
import { pairLinks } from './rfc8345-pairs.ts'
import type { Termination, YangLink } from './rfc8345-pairs.ts'

type Members = Record<string, unknown>
type Layer = { id: string; nodes: Members[]; links: YangLink[]; place: string }

/**
 * RFC 8345 topologies as JSON (RFC 7951). Links are unidirectional; two whose terminations are each other's mirror
 * become one link. Networks that no other network rides on are the network; what they are supported by becomes risks,
 * layer under layer. RFC 8795 `te-srlgs` become risks, RFC 8346 metrics are taken.
 */
export function readRfc8345(file: string, bytes: Uint8Array): Network {
  const document = readDocument(file, bytes)
  const top = isMapping(document.value) ? member(document.value, 'networks') : undefined
  const networks = isMapping(top) ? member(top, 'network') : undefined
  if (!Array.isArray(networks))
    return mismatch(
      { document, path: ['ietf-network:networks'] },
      'networks with a list of network',
      networks,
    )
  const layers = networks.filter(isMapping).map((network, index) => layerOf(network, `network[${index}]`))
  return new Topologies(layers, supportedBy(networks.filter(isMapping))).read()
}

/** Names of YANG members may carry the name of their module. */
function member(of: Members, name: string): unknown {
  if (of[name] !== undefined) return of[name]
  const key = Object.keys(of).find((candidate) => candidate.slice(candidate.indexOf(':') + 1) === name)
  return key === undefined ? undefined : of[key]
}

function list(of: Members, name: string): Members[] {
  const found = member(of, name)
  return Array.isArray(found) ? found.filter(isMapping) : []
}

function inside(of: Members, ...names: string[]): Members | undefined {
  let at: unknown = of
  for (const name of names) at = isMapping(at) ? member(at, name) : undefined
  return isMapping(at) ? at : undefined
}

function layerOf(network: Members, place: string): Layer {
  const links = list(network, 'link').map((link, index): YangLink => {
    const source = inside(link, 'source') ?? {}
    const destination = inside(link, 'destination') ?? {}
    return {
      id: textIn(member(link, 'link-id')),
      from: termination(source, 'source-node', 'source-tp'),
      to: termination(destination, 'dest-node', 'dest-tp'),
      members: link,
      place: `${place}.link[${index}]`,
    }
  })
  return { id: textIn(member(network, 'network-id')) ?? place, nodes: list(network, 'node'), links, place }
}

function termination(of: Members, node: string, point: string): Termination {
  return { node: textIn(member(of, node)) ?? '', point: textIn(member(of, point)) }
}

/** Ids of the networks that others ride on. */
function supportedBy(networks: readonly Members[]): Set<string> {
  const refs = networks.flatMap((network) => [
    ...list(network, 'supporting-network'),
    ...list(network, 'node').flatMap((node) => list(node, 'supporting-node')),
    ...list(network, 'link').flatMap((link) => list(link, 'supporting-link')),
  ])
  return new Set(refs.map((ref) => textIn(member(ref, 'network-ref'))).filter((id) => id !== undefined))
}

class Topologies {
  readonly foreign = new ForeignNetwork()
  readonly layers: readonly Layer[]
  readonly lower: ReadonlySet<string>
  /** Node and link ids are unique within a network only; they are qualified where several networks use one. */
  readonly shownNodeIds = new Map<string, string>()
  readonly defined = new Set<string>()

  constructor(layers: readonly Layer[], lower: ReadonlySet<string>) {
    this.layers = layers
    // Networks that ride on each other in a circle have no top: then all of them are the network.
    this.lower = layers.some((layer) => !lower.has(layer.id)) ? lower : new Set()
  }

  read(): Network {
    const tops = this.layers.filter((layer) => !this.lower.has(layer.id))
    const uses = Map.groupBy(
      tops.flatMap((layer) => layer.nodes.map((node) => textIn(member(node, 'node-id')))),
      (id) => id,
    )
    for (const layer of this.layers) {
      for (const node of layer.nodes) {
        const id = textIn(member(node, 'node-id'))
        if (id !== undefined) this.defined.add(key('node', layer.id, id))
      }
      for (const { id } of layer.links) if (id !== undefined) this.defined.add(key('link', layer.id, id))
    }
    if (tops.length === 1) this.foreign.network.name = tops[0]!.id
    for (const layer of this.layers) if (this.lower.has(layer.id)) this.lowerLayer(layer)
    for (const layer of tops) {
      for (const [index, node] of layer.nodes.entries())
        this.node(layer, node, `${layer.place}.node[${index}]`, uses)
      for (const pair of pairLinks(layer.links)) this.link(layer, pair)
    }
    return this.foreign.finish('each')
  }

  /** A lower layer's nodes and links are what the layers above fail with. */
  lowerLayer(layer: Layer): void {
    for (const [index, node] of layer.nodes.entries()) {
      const id = textIn(member(node, 'node-id'))
      if (id === undefined) continue
      const place = `${layer.place}.node[${index}]`
      const risk = key('node', layer.id, id)
      this.foreign.risk(place, {
        id: risk,
        kind: 'node',
        name: id,
        rides_on: this.supports(node, 'supporting-node', 'node-ref', risk, place),
      })
    }
    for (const [link, back] of pairLinks(layer.links)) {
      const id = link.id ?? `${link.from.node}-${link.to.node}`
      const risk = key('link', layer.id, id)
      const ends = [link.from.node, link.to.node]
        .map((node) => key('node', layer.id, node))
        .filter((node) => this.defined.has(node))
      this.foreign.risk(link.place, {
        id: risk,
        kind: 'link',
        name: id,
        rides_on: [...new Set([...ends, ...this.linkSupports(link, back, risk)])],
      })
      // Both directions are one link below; whoever rides on either rides on it.
      if (back?.id !== undefined && back.id !== id)
        this.foreign.risk(back.place, {
          id: key('link', layer.id, back.id),
          kind: 'link',
          name: back.id,
          rides_on: [risk],
        })
    }
  }

  node(layer: Layer, node: Members, place: string, uses: Map<string | undefined, unknown[]>): void {
    const given = textIn(member(node, 'node-id'))
    if (given === undefined) {
      const ja = 'node-id のないノードを読み込めませんでした。'
      return this.foreign.find(place, { ja, en: 'A node without node-id could not be read.' }, [])
    }
    const id = (uses.get(given)?.length ?? 0) > 1 ? `${layer.id}/${given}` : given
    this.shownNodeIds.set(key('node', layer.id, given), id)
    const attributes =
      inside(node, 'l3-node-attributes') ??
      inside(node, 'l2-node-attributes') ??
      inside(node, 'te', 'te-node-attributes')
    const name = attributes && textIn(member(attributes, 'name'))
    this.foreign.node(place, {
      id,
      ...(name !== undefined && { name }),
      rides_on: this.supports(node, 'supporting-node', 'node-ref', id, place),
    })
  }

  link(layer: Layer, [link, back]: readonly [YangLink, YangLink | undefined]): void {
    const shown = ({ node }: Termination): string =>
      this.shownNodeIds.get(key('node', layer.id, node)) ?? node
    const id = link.id ?? `${link.from.node}-${link.to.node}`
    const attributes = inside(link.members, 'l3-link-attributes')
    const metric = attributes && amountIn(member(attributes, 'metric1'))
    const rate = (of: YangLink | undefined): number | undefined => {
      const layer2 = of && inside(of.members, 'l2-link-attributes')
      return layer2 && amountIn(member(layer2, 'rate'))
    }
    const forward = rate(link)
    const selfMirror = link.from.node === link.to.node && link.from.point === link.to.point
    const directed = back === undefined && !selfMirror
    const backward = directed ? 0 : rate(back ?? link)
    this.foreign.link(link.place, {
      ...(link.id !== undefined && { id: link.id }),
      from: shown(link.from),
      to: shown(link.to),
      directed,
      rides_on: [
        ...this.linkSupports(link, back, id),
        ...this.srlgs(link),
        ...(back ? this.srlgs(back) : []),
      ].filter((risk, at, all) => all.indexOf(risk) === at),
      ...(metric !== undefined && metric > 0 && { metric }),
      ...(forward !== undefined && backward !== undefined && { capacity: { forward, backward } }),
    })
  }

  linkSupports(link: YangLink, back: YangLink | undefined, of: string): string[] {
    const forth = this.supports(link.members, 'supporting-link', 'link-ref', of, link.place)
    return back
      ? [...forth, ...this.supports(back.members, 'supporting-link', 'link-ref', of, back.place)]
      : forth
  }

  /**
   * What supports a node or link. A link needs every link that it runs over. Where several nodes support one, the
   * file does not say whether all are needed: one is taken to suffice, and the node counts as unknown.
   */
  supports(of: Members, field: string, refName: string, id: string, place: string): string[] {
    const kind = field === 'supporting-node' ? 'node' : 'link'
    const risks: string[] = []
    for (const ref of list(of, field)) {
      const network = textIn(member(ref, 'network-ref')) ?? ''
      const risk = key(kind, network, textIn(member(ref, refName)))
      if (this.defined.has(risk) && this.lower.has(network)) risks.push(risk)
      else this.unresolved(place, id, risk)
    }
    const distinct = [...new Set(risks)]
    if (kind === 'link' || distinct.length < 2) return distinct
    const group = `supports:${id}`
    if (!this.foreign.group(place, { id: group, members: distinct, needs: 1 })) return []
    const ja = `「${id}」は下位の ${distinct.length} ノードに支えられていますが、すべて必要か一つで足りるかがファイルに書かれていないため、不明として扱います。`
    const en = `“${id}” is supported by ${distinct.length} nodes; the file does not say whether it needs all or one of them, so it counts as unknown.`
    this.foreign.find(place, { ja, en }, [id])
    return [group]
  }

  unresolved(place: string, id: string, risk: string): void {
    const ja = `「${id}」を支える「${risk}」が定義されていません。何を共有しているかは不明です。`
    this.foreign.find(
      place,
      { ja, en: `“${risk}”, which supports “${id}”, is not defined; what it shares is unknown.` },
      [id],
    )
  }

  /** Shared risk link groups of RFC 8795, as risks that come into being when a link names them. */
  srlgs(link: YangLink): string[] {
    const attributes = inside(link.members, 'te', 'te-link-attributes')
    const srlgs = attributes && inside(attributes, 'te-srlgs')
    const values = srlgs && member(srlgs, 'value')
    if (!Array.isArray(values)) return []
    return values.map((value) => {
      const id = `srlg:${String(value)}`
      if (!this.foreign.ids.has(id)) this.foreign.risk(link.place, { id, kind: 'srlg' })
      return id
    })
  }
}

/** Ids of what stands in lower layers: kind, network and own id. */
function key(kind: 'node' | 'link', network: string, id: string | undefined): string {
  return `${kind}:${network}/${id ?? ''}`
}
