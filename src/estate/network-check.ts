import type { Network } from './network.ts'
import { checkReferences, findCycle, IdIndex } from './references.ts'
import type { Complain, PlaceText, Reference } from './references.ts'
import { checkServiceTrees } from './service-tree.ts'
import { checkResources } from './resource-check.ts'

const NAMESPACE = ['nodes', 'links', 'risks', 'groups'] as const

const NETWORK_REFERENCES: readonly Reference[] = [
  { collection: 'links', field: 'from', to: ['nodes'], expects: 'the id of a node' },
  { collection: 'links', field: 'to', to: ['nodes'], expects: 'the id of a node' },
  ...(['nodes', 'links', 'risks'] as const).map((collection) => ({
    collection,
    field: 'rides_on',
    to: ['risks', 'groups'],
    expects: 'the id of a risk or group',
  })),
  { collection: 'groups', field: 'members', to: NAMESPACE, expects: 'the id of a node, link, risk or group' },
  { collection: 'services', field: 'from', to: ['nodes', 'groups'], expects: 'the id of a node or group' },
  { collection: 'services', field: 'to', to: ['nodes', 'groups'], expects: 'the id of a node or group' },
  { collection: 'services', field: 'tolerate', to: ['risks'], expects: 'the id of a risk' },
  { collection: 'services', field: 'needs', to: ['nodes', 'groups'], expects: 'the id of a node or group' },
  { collection: 'demands', field: 'from', to: ['nodes'], expects: 'the id of a node' },
  { collection: 'demands', field: 'to', to: ['nodes'], expects: 'the id of a node' },
  { collection: 'pools', field: 'members', to: ['nodes', 'links'], expects: 'the id of a node or link' },
]

/** What no single element shows: ids twice, references to nothing, groups that can never be alive, cycles. */
export function checkNetwork(network: Network, complain: Complain, placeText: PlaceText): void {
  const ids = new IdIndex(network, NAMESPACE, complain, placeText)
  for (const own of ['services', 'pools', 'resources', 'procedures'] as const)
    void new IdIndex(network, [own], complain, placeText)
  checkReferences(network, NETWORK_REFERENCES, ids, complain)
  checkGroups(network, complain)
  checkServiceTrees(network.services, complain)
  checkResources(network, (id) => ids.collectionOf(id) === 'nodes', complain)
  checkCycles(network, ids, complain)
}

function checkGroups({ groups }: Network, complain: Complain): void {
  for (const [index, { members, needs }] of groups.entries()) {
    const seen = new Set<string>()
    for (const [at, member] of members.entries()) {
      // A member counted twice would look like redundancy.
      if (seen.has(member))
        complain(
          'groups',
          index,
          ['members', at],
          `expected each member once, found ${JSON.stringify(member)} again`,
        )
      seen.add(member)
    }
    if (needs > members.length)
      complain(
        'groups',
        index,
        ['needs'],
        `expected at most the number of members (${members.length}), found ${needs}`,
      )
  }
}

function checkCycles(network: Network, ids: IdIndex, complain: Complain): void {
  const edgesOf = (id: string): readonly string[] => {
    const index = ids.indexOf(id)
    switch (ids.collectionOf(id)) {
      case 'nodes':
        return network.nodes[index]!.rides_on
      case 'links':
        return network.links[index]!.rides_on
      case 'risks':
        return network.risks[index]!.rides_on
      case 'groups':
        return network.groups[index]!.members
      default:
        return []
    }
  }
  // A cycle always passes a risk or a group, as nothing rides on nodes and links themselves.
  const starts = [...network.risks, ...network.groups].map((element) => element.id)
  const cycle = findCycle(starts, edgesOf)
  if (!cycle) return
  const collection = ids.collectionOf(cycle[0]!)!
  const field = collection === 'groups' ? 'members' : 'rides_on'
  complain(collection, ids.indexOf(cycle[0]!), [field], `expected no cycle, found ${cycle.join(' → ')}`)
}
