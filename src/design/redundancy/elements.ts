import type { Network } from '../../estate/network.ts'

/**
 * Everything that can fail, numbered: nodes first, then links, risks, groups, each in input order. Numbers let the
 * analyses run on typed arrays; ids come back only where something is reported.
 */
export type Elements = {
  network: Network
  nodeCount: number
  linkCount: number
  firstRisk: number
  firstGroup: number
  count: number
  byId: Map<string, number>
  /** Links are looked up by id rarely, and there may be a million of them: their ids are entered on first need. */
  linksById?: Map<string, number>
}

export type ElementKind = 'node' | 'link' | 'risk' | 'group'

/** Numbers the elements of a network. Throws a RangeError when an id stands for two things. */
export function elementsOf(network: Network): Elements {
  const nodeCount = network.nodes.length
  const linkCount = network.links.length
  const firstRisk = nodeCount + linkCount
  const firstGroup = firstRisk + network.risks.length
  const byId = new Map<string, number>()
  const enter = (id: string, element: number): void => {
    if (byId.has(id)) throw new RangeError(`the id ${id} stands for two things`)
    byId.set(id, element)
  }
  network.nodes.forEach((node, at) => enter(node.id, at))
  network.risks.forEach((risk, at) => enter(risk.id, firstRisk + at))
  network.groups.forEach((group, at) => enter(group.id, firstGroup + at))
  const count = firstGroup + network.groups.length
  return { network, nodeCount, linkCount, firstRisk, firstGroup, count, byId }
}

/** The number of an id, or -1 where the network holds nothing of that name. */
export function elementOf(elements: Elements, id: string): number {
  const known = elements.byId.get(id)
  if (known !== undefined) return known
  if (elements.linksById === undefined) {
    const links = new Map<string, number>()
    elements.network.links.forEach((link, at) => links.set(link.id, elements.nodeCount + at))
    elements.linksById = links
  }
  return elements.linksById.get(id) ?? -1
}

export function kindOf(elements: Elements, element: number): ElementKind {
  if (element < elements.nodeCount) return 'node'
  if (element < elements.firstRisk) return 'link'
  return element < elements.firstGroup ? 'risk' : 'group'
}

type Named = { id: string; name?: string; name_en?: string; beyond_boundary?: boolean }

/** The thing itself, as the network declares it. */
export function declarationOf(elements: Elements, element: number): Named {
  const { network, nodeCount, firstRisk, firstGroup } = elements
  let found: Named | undefined
  if (element < nodeCount) found = network.nodes[element]
  else if (element < firstRisk) found = network.links[element - nodeCount]
  else if (element < firstGroup) found = network.risks[element - firstRisk]
  else found = network.groups[element - firstGroup]
  if (found === undefined) throw new RangeError(`no element has the number ${element}`)
  return found
}

export function idOf(elements: Elements, element: number): string {
  return declarationOf(elements, element).id
}
