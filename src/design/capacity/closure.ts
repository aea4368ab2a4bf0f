import type { Network } from '../../estate/network.ts'

/** What can fail, and what dies with it: ids to what rides on them and to the groups that count them. */
export type Closure = {
  riders: Map<string, string[]>
  groupsOf: Map<string, string[]>
  members: Map<string, readonly string[]>
  slack: Map<string, number>
  linksOfNode: Map<string, string[]>
}

export function closureOf(network: Network): Closure {
  const closure: Closure = {
    riders: new Map(),
    groupsOf: new Map(),
    members: new Map(),
    slack: new Map(),
    linksOfNode: new Map(),
  }
  for (const element of [...network.nodes, ...network.links, ...network.risks])
    for (const support of element.rides_on) enter(closure.riders, support, element.id)
  for (const { id, members, needs } of network.groups) {
    const distinct = new Set(members)
    closure.members.set(id, members)
    closure.slack.set(id, distinct.size - needs)
    for (const member of distinct) enter(closure.groupsOf, member, id)
  }
  for (const { id, from, to } of network.links) {
    enter(closure.linksOfNode, from, id)
    if (from !== to) enter(closure.linksOfNode, to, id)
  }
  return closure
}

function enter(map: Map<string, string[]>, key: string, item: string): void {
  const list = map.get(key)
  if (list) list.push(item)
  else map.set(key, [item])
}

/**
 * Everything that is dead once `failed` are: what rides on them, the links of dead nodes, groups with fewer living
 * members than they need, with their members and riders. Deaths only add up, so the order does not matter.
 */
export function deathsOf(closure: Closure, failed: Iterable<string>): Set<string> {
  const dead = new Set(failed)
  const deadMembers = new Map<string, number>()
  for (const [group, slack] of closure.slack) if (slack < 0) dead.add(group)
  // A Set hands out what is added while it is walked, so this is the work list as well.
  for (const id of dead) {
    for (const rider of closure.riders.get(id) ?? []) dead.add(rider)
    for (const link of closure.linksOfNode.get(id) ?? []) dead.add(link)
    for (const member of closure.members.get(id) ?? []) dead.add(member)
    for (const group of closure.groupsOf.get(id) ?? []) {
      const count = (deadMembers.get(group) ?? 0) + 1
      deadMembers.set(group, count)
      if (count > closure.slack.get(group)!) dead.add(group)
    }
  }
  return dead
}
