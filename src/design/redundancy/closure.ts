import { elementOf, type Elements } from './elements.ts'
import { listsOf, type Graph, type Lists } from './graph.ts'

/**
 * What brings what down. A failure kills by closure: whatever rides on a dead thing dies, a dead node takes its
 * links, a group with fewer living members than it needs is down and takes its members and its riders with it.
 * Deaths only ever add up, so the closure is the same in whatever order they are worked off.
 */
export type Dependencies = {
  elements: Elements
  graph: Graph
  /** By element: what rides on it. */
  riders: Lists
  /** By element: what it rides on. */
  supports: Lists
  /** By element: the groups (0 to groupCount - 1) of which it is a member. */
  groupsOf: Lists
  /** By group: its members, each once. */
  members: Lists
  /** By group: how many members may die before it is down; negative where it never stood. */
  slack: Int32Array
  /** References that lead nowhere. The reader of a file reports them; a network made elsewhere may hold some. */
  dangling: { in: string; id: string }[]
}

/** The dead at a moment, in the order of their deaths. `fail` adds to it, `undo` takes back. */
export type Failures = {
  dead: Uint8Array
  /** Dead elements in order, and for each the element that caused its death (itself where it failed by itself). */
  order: Int32Array
  cause: Int32Array
  size: number
  deadMembers: Int32Array
}

export function dependenciesOf(elements: Elements, graph: Graph): Dependencies {
  const { network, nodeCount, firstRisk, count } = elements
  const dangling: Dependencies['dangling'] = []
  const upper: number[] = []
  const lower: number[] = []
  const ride = (element: number, id: string, rides: readonly string[]): void => {
    for (const named of rides) {
      const support = elementOf(elements, named)
      if (support < 0) dangling.push({ in: id, id: named })
      else {
        upper.push(support)
        lower.push(element)
      }
    }
  }
  network.nodes.forEach((node, at) => ride(at, node.id, node.rides_on))
  network.links.forEach((link, at) => ride(nodeCount + at, link.id, link.rides_on))
  network.risks.forEach((risk, at) => ride(firstRisk + at, risk.id, risk.rides_on))
  const membership = membershipOf(elements, dangling)
  return {
    elements,
    graph,
    riders: listsOf(count, upper, lower),
    supports: listsOf(count, lower, upper),
    dangling,
    ...membership,
  }
}

function membershipOf(
  elements: Elements,
  dangling: Dependencies['dangling'],
): Pick<Dependencies, 'groupsOf' | 'members' | 'slack'> {
  const { groups } = elements.network
  const memberOf: number[] = []
  const member: number[] = []
  const slack = new Int32Array(groups.length)
  groups.forEach((group, at) => {
    const distinct = new Set<number>()
    for (const id of group.members) {
      const element = elementOf(elements, id)
      if (element < 0) dangling.push({ in: group.id, id })
      else distinct.add(element)
    }
    for (const element of distinct) {
      memberOf.push(at)
      member.push(element)
    }
    slack[at] = distinct.size - group.needs
  })
  return {
    groupsOf: listsOf(elements.count, member, memberOf),
    members: listsOf(groups.length, memberOf, member),
    slack,
  }
}

/** The state before any failure: only groups that never stood are down, with what hangs on them. */
export function steadyState(dependencies: Dependencies): Failures {
  const { count, firstGroup } = dependencies.elements
  const failures: Failures = {
    dead: new Uint8Array(count),
    order: new Int32Array(count),
    cause: new Int32Array(count),
    size: 0,
    deadMembers: new Int32Array(dependencies.slack.length),
  }
  dependencies.slack.forEach((slack, group) => {
    if (slack < 0) fail(dependencies, failures, firstGroup + group)
  })
  return failures
}

/** Lets one element fail, with all that dies of it. Returns the size before, to be given to `undo`. */
export function fail(dependencies: Dependencies, failures: Failures, element: number): number {
  const before = failures.size
  die(failures, element, element)
  const { elements, graph, riders, groupsOf, members, slack } = dependencies
  const { nodeCount, firstGroup } = elements
  for (let at = before; at < failures.size; at += 1) {
    const dead = failures.order[at]!
    const ridersEnd = riders.offset[dead + 1]!
    for (let rider = riders.offset[dead]!; rider < ridersEnd; rider += 1)
      die(failures, riders.item[rider]!, dead)
    if (dead < nodeCount) {
      const rowEnd = graph.offset[dead + 1]!
      for (let row = graph.offset[dead]!; row < rowEnd; row += 1)
        die(failures, nodeCount + graph.via[row]!, dead)
    } else if (dead >= firstGroup) {
      const membersEnd = members.offset[dead - firstGroup + 1]!
      for (let member = members.offset[dead - firstGroup]!; member < membersEnd; member += 1)
        die(failures, members.item[member]!, dead)
    }
    const groupsEnd = groupsOf.offset[dead + 1]!
    for (let of = groupsOf.offset[dead]!; of < groupsEnd; of += 1) {
      const group = groupsOf.item[of]!
      failures.deadMembers[group]! += 1
      if (failures.deadMembers[group]! > slack[group]!) die(failures, firstGroup + group, dead)
    }
  }
  return before
}

function die(failures: Failures, element: number, cause: number): void {
  if (failures.dead[element] === 1) return
  failures.dead[element] = 1
  failures.order[failures.size] = element
  failures.cause[failures.size] = cause
  failures.size += 1
}

/** Takes back every death after the first `size`. */
export function undo(dependencies: Dependencies, failures: Failures, size: number): void {
  const { groupsOf } = dependencies
  while (failures.size > size) {
    failures.size -= 1
    const element = failures.order[failures.size]!
    failures.dead[element] = 0
    const end = groupsOf.offset[element + 1]!
    for (let of = groupsOf.offset[element]!; of < end; of += 1) failures.deadMembers[groupsOf.item[of]!]! -= 1
  }
}

/** Whether nothing dies with an element but, for a node, its links: such failures are read off the block-cut tree. */
export function isLone(dependencies: Dependencies, element: number): boolean {
  const { elements, graph } = dependencies
  if (element >= elements.firstRisk || !isBare(dependencies, element)) return false
  if (element >= elements.nodeCount) return true
  for (let row = graph.offset[element]!; row < graph.offset[element + 1]!; row += 1)
    if (!isBare(dependencies, elements.nodeCount + graph.via[row]!)) return false
  return true
}

function isBare(dependencies: Dependencies, element: number): boolean {
  const { riders, groupsOf } = dependencies
  return (
    riders.offset[element] === riders.offset[element + 1] &&
    groupsOf.offset[element] === groupsOf.offset[element + 1]
  )
}
