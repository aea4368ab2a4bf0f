import { ForeignNetwork } from '../foreign.ts'
import type { Network } from '../network.ts'
import { readXml } from '../xml.ts'
import type { XmlElement } from '../xml.ts'
import { amountIn, positionFrom, textIn } from './attribute.ts'

type Attributes = Readonly<Record<string, string>>
type Arc = { attributes: Attributes; extra: Record<string, string>; layer: string; line: number }
type Srg = { id: string; nodes: string[]; links: string[]; line: number; name?: string }

/**
 * Net2Plan .n2p of every version: nodes by id, or by position in the old `physicalTopology`; links are unidirectional
 * and become one link where the file declares the pair (`bidirectionalPairId`, or the attribute `bidirectionalCouple`);
 * offered traffic becomes demands; shared risk groups become risks. Links of a lower layer that carries a higher one
 * are findings: the higher layer's routes over them are not traced and count as unknown.
 */
export function readNet2Plan(file: string, bytes: Uint8Array): Network {
  const reader = new Net2PlanReader()
  readXml(file, bytes, { open: (element) => reader.open(element), close: (element) => reader.close(element) })
  return reader.finish()
}

class Net2PlanReader {
  readonly foreign = new ForeignNetwork()
  readonly path: XmlElement[] = []
  readonly arcs: Arc[] = []
  readonly demands: { attributes: Attributes; line: number }[] = []
  readonly srgs: Srg[] = []
  readonly couplings: Attributes[] = []
  layer = ''
  nodes = 0

  open(element: XmlElement): void {
    const parent = this.path.at(-1)
    this.path.push(element)
    const { name, attributes, line } = element
    if (parent?.name === 'srg') return this.srgMember(element)
    switch (name) {
      case 'network':
        if (textIn(attributes['name']) !== undefined) this.foreign.network.name = attributes['name']!
        break
      case 'layer':
        this.layer = attributes['id'] ?? ''
        break
      case 'node':
        this.node(element)
        break
      case 'link':
        this.arcs.push({ attributes, extra: {}, layer: this.layer, line })
        break
      case 'attribute':
        if (parent?.name === 'link')
          this.arcs.at(-1)!.extra[attributes['key'] ?? ''] = attributes['value'] ?? ''
        break
      case 'demand':
      case 'demandEntry':
        this.demands.push({ attributes, line })
        break
      case 'srg':
        this.srgs.push({
          id: attributes['id'] ?? String(this.srgs.length),
          nodes: idsIn(attributes['nodes']),
          links: idsIn(attributes['links']),
          line,
        })
        break
      default:
        if (name.startsWith('layerCoupling')) this.couplings.push(attributes)
    }
  }

  close(_element: XmlElement): void {
    this.path.pop()
  }

  srgMember({ name, attributes }: XmlElement): void {
    const srg = this.srgs.at(-1)!
    const id = attributes['id'] ?? attributes['linkId']
    if (name === 'node' && id !== undefined) srg.nodes.push(id)
    else if (name === 'link' && id !== undefined) srg.links.push(id)
    else if (name === 'attribute' && attributes['key'] === 'name' && attributes['value'])
      srg.name = attributes['value']
  }

  /** The old form has no ids: links name nodes by their position. */
  node({ attributes, line }: XmlElement): void {
    const position = positionFrom(attributes['xCoord'], attributes['yCoord'])
    const name = textIn(attributes['name'])
    const site = textIn(attributes['siteName'])
    this.foreign.node(`line ${line}`, {
      id: attributes['id'] ?? String(this.nodes),
      ...(name !== undefined && { name }),
      ...(site !== undefined && { site }),
      ...(position && { position }),
    })
    this.nodes++
  }

  finish(): Network {
    const lower = new Set(this.couplings.map((coupling) => coupling['lowerLayerId']))
    const carried = new Set(this.couplings.map((coupling) => coupling['upperLayerLinkId']))
    const arcs = this.arcs.filter((arc) => !lower.has(arc.layer))
    if (arcs.length < this.arcs.length) {
      const ja = `下位レイヤーのリンク ${this.arcs.length - arcs.length} 本は読み込んでいません。その上を通るリンクの経路は不明として扱います。`
      const en = `${this.arcs.length - arcs.length} links of lower layers were not read; the routes of the links above them count as unknown.`
      this.foreign.find('layerCoupling', { ja, en }, [])
    }
    const unstated = arcs.every((arc) => amountIn(capacityText(arc)) === 0)
    const ridersOf = this.risks()
    for (const [first, second] of pairsOf(arcs)) this.link(first, second, unstated, carried, ridersOf)
    for (const demand of this.demands) this.demand(demand)
    return this.foreign.finish()
  }

  /** Shared risk groups as risks; gives the risks of each link id. */
  risks(): Map<string, string[]> {
    const ofLink = new Map<string, string[]>()
    const nodes = new Map(this.foreign.network.nodes.map((node) => [node.id, node]))
    const known = new Set(this.arcs.map(({ attributes }, index) => attributes['id'] ?? String(index)))
    for (const srg of this.srgs) {
      const id = `srg-${srg.id}`
      const risk = { id, kind: 'srg', ...(srg.name !== undefined && { name: srg.name }) }
      if (!this.foreign.risk(`line ${srg.line}`, risk)) continue
      for (const node of srg.nodes) {
        const riding = nodes.get(node)
        if (riding) riding.rides_on.push(id)
        else this.unresolved(srg, node)
      }
      for (const link of srg.links) {
        if (!known.has(link)) this.unresolved(srg, link)
        ofLink.set(link, [...(ofLink.get(link) ?? []), id])
      }
    }
    return ofLink
  }

  unresolved(srg: Srg, member: string): void {
    const ja = `共有リスク群「${srg.id}」の「${member}」が定義されていません。この群に何が属するかは不明です。`
    const en = `“${member}” of the shared risk group “${srg.id}” is not defined; what belongs to the group is unknown.`
    this.foreign.find(`line ${srg.line}`, { ja, en }, [`srg-${srg.id}`, member, ...srg.nodes])
  }

  link(
    first: Arc,
    second: Arc | undefined,
    unstated: boolean,
    carried: ReadonlySet<string | undefined>,
    ridersOf: Map<string, string[]>,
  ): void {
    const { attributes, line } = first
    const arcs = second ? [first, second] : [first]
    const ids = arcs.map((arc) => arc.attributes['id'] ?? String(this.arcs.indexOf(arc)))
    const forward = unstated ? undefined : amountIn(capacityText(first))
    const backward = second ? (unstated ? undefined : amountIn(capacityText(second))) : 0
    const name = textIn(attributes['name'])
    const length = amountIn(attributes['lengthInKm'] ?? attributes['linkLengthInKm'])
    this.foreign.link(`line ${line}`, {
      from: attributes['originNodeId'] ?? '',
      to: attributes['destinationNodeId'] ?? '',
      directed: second === undefined,
      rides_on: [...new Set(ids.flatMap((id) => ridersOf.get(id) ?? []))],
      ...(attributes['id'] !== undefined && { id: attributes['id'] }),
      ...(name !== undefined && { name }),
      ...(length !== undefined && { length_km: length }),
      ...(forward !== undefined && backward !== undefined && { capacity: { forward, backward } }),
      ...(ids.some((id) => carried.has(id)) && { route: 'unknown' as const }),
    })
  }

  demand({ attributes, line }: { attributes: Attributes; line: number }): void {
    const from = attributes['ingressNodeId'] ?? ''
    const to = attributes['egressNodeId'] ?? ''
    const volume = amountIn(attributes['offeredTraffic'] ?? attributes['offeredTrafficInErlangs'])
    if (volume !== undefined && this.foreign.nodeIds.has(from) && this.foreign.nodeIds.has(to))
      return void this.foreign.network.demands.push({ from, to, volume })
    const ja = `「${from}」から「${to}」への需要を読み込めませんでした。`
    this.foreign.find(`line ${line}`, { ja, en: `The demand from “${from}” to “${to}” could not be read.` }, [
      from,
      to,
    ])
  }
}

function capacityText({ attributes }: Arc): string | undefined {
  return attributes['capacity'] ?? attributes['linkCapacityInErlangs']
}

/** Arcs with the arc that the file declares as their way back; each arc once, in the order of the file. */
function pairsOf(arcs: readonly Arc[]): [Arc, Arc | undefined][] {
  const byId = new Map(arcs.map((arc) => [arc.attributes['id'], arc]))
  const taken = new Set<Arc>()
  const pairs: [Arc, Arc | undefined][] = []
  for (const arc of arcs) {
    if (taken.has(arc)) continue
    const declared = arc.attributes['bidirectionalPairId'] ?? arc.extra['bidirectionalCouple']
    const back = declared === undefined || declared === '-1' ? undefined : byId.get(declared)
    const mirrored =
      back !== undefined &&
      back !== arc &&
      !taken.has(back) &&
      back.attributes['originNodeId'] === arc.attributes['destinationNodeId'] &&
      back.attributes['destinationNodeId'] === arc.attributes['originNodeId']
    taken.add(arc)
    if (mirrored) taken.add(back)
    pairs.push([arc, mirrored ? back : undefined])
  }
  return pairs
}

function idsIn(list: string | undefined): string[] {
  return (list ?? '').split(/\s+/).filter((id) => id !== '')
}
