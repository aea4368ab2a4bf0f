import type { Service } from '../../estate/network.ts'
import type { Dependencies } from './closure.ts'
import { elementOf } from './elements.ts'

/**
 * A service made ready for judging. Its entries (`from`, `to`, `needs`) are nodes or groups by number; `sources` and
 * `targets` are all nodes that these name, directly or through groups, each once.
 */
export type ServicePlan = {
  id: string
  name?: string
  name_en?: string
  /** The service assumed for a network that declares none: all remaining nodes reach each other. */
  assumed: boolean
  /** Promised to nobody by itself, only a part of others. */
  partOnly: boolean
  from: Int32Array
  to: Int32Array
  needs: Int32Array
  anyFrom: boolean
  anyTo: boolean
  /** Risks (by number) whose failure the operator tolerates. */
  tolerated: ReadonlySet<number>
  sources: Int32Array
  targets: Int32Array
  /** No entry is a group. */
  plain: boolean
  /** Endpoints and systems that the network does not hold. */
  missing: string[]
}

/** How a failure leaves the network, as far as a service can tell. `reaches` is asked for living nodes only. */
export type View = {
  alive: (element: number) => boolean
  reaches: (source: number, target: number) => boolean
  /** Targets of the same class are reached by the same sources, so one answer holds for all of them. */
  classOf: (target: number) => number
}

/** What is lost: a dead endpoint (`to` missing), or a pair of which `from` no longer reaches `to`. By number. */
export type Lost = { from: number; to?: number }

/** An element whose failure alone takes a service down, what is lost by it, and how much `lost.from` still reaches. */
export type Break = { element: number; lost: Lost; reachableCount?: number }

/** Groups in groups as endpoints are followed to this depth; deeper members count while they are alive. */
const GROUP_DEPTH_MAX = 16

const ASSUMED_ID = 'all-nodes'

/**
 * The services of a network in order, or the one assumed where none is declared. Those that are made of others are no
 * plans: they follow from these (composite.ts).
 */
export function plansOf(dependencies: Dependencies): ServicePlan[] {
  const { services } = dependencies.elements.network
  if (services.length === 0) return [assumedPlan()]
  return services
    .filter((service) => service.made_of === undefined)
    .map((service) => planOf(dependencies, service))
}

function assumedPlan(): ServicePlan {
  const none = new Int32Array(0)
  const ends = { from: none, to: none, needs: none, sources: none, targets: none }
  const modes = { anyFrom: false, anyTo: false, plain: true }
  return {
    id: ASSUMED_ID,
    assumed: true,
    partOnly: false,
    ...ends,
    ...modes,
    tolerated: new Set(),
    missing: [],
  }
}

function planOf(dependencies: Dependencies, service: Service): ServicePlan {
  const { elements } = dependencies
  const missing: string[] = []
  const numbers = (ids: readonly string[]): Int32Array => {
    const found = new Set<number>()
    for (const id of ids) {
      const element = elementOf(elements, id)
      if (element < 0) missing.push(id)
      else found.add(element)
    }
    return Int32Array.from(found)
  }
  const from = numbers(service.from)
  const to = numbers(service.to)
  const needs = numbers(service.needs)
  const plain = [...from, ...to, ...needs].every((entry) => entry < elements.nodeCount)
  return {
    id: service.id,
    name: service.name,
    name_en: service.name_en,
    assumed: false,
    partOnly: service.part_only === true,
    from,
    to,
    needs,
    // One of one is all of it. Not so with a group: any and all differ in whether its members may differ in what
    // they reach.
    anyFrom: service.any_from && !(plain && from.length === 1),
    anyTo: service.any_to && !(plain && to.length === 1),
    tolerated: new Set(service.tolerate.map((id) => elementOf(elements, id))),
    sources: nodesNamedBy(dependencies, from),
    targets: nodesNamedBy(dependencies, Int32Array.of(...to, ...needs)),
    plain,
    missing,
  }
}

function nodesNamedBy(dependencies: Dependencies, entries: Int32Array): Int32Array {
  const { elements, members } = dependencies
  const seen = new Set<number>(entries)
  for (const entry of seen) {
    if (entry < elements.firstGroup) continue
    const group = entry - elements.firstGroup
    for (let at = members.offset[group]!; at < members.offset[group + 1]!; at += 1)
      seen.add(members.item[at]!)
  }
  return Int32Array.from([...seen].filter((element) => element < elements.nodeCount))
}

/**
 * What a service has lost in a view, or undefined while it is up. All needed `to` entries must be served (one of them
 * where any_to): by every `from` entry, or by at least one where any_from. With all of `from` and any of `to` the
 * question turns: every `from` reaches some `to`. Systems in `needs` must all be served. The assumed service is judged
 * elsewhere (it has no endpoints).
 */
export function lostBy(dependencies: Dependencies, plan: ServicePlan, view: View): Lost | undefined {
  const judge: Judge = { dependencies, plan, view, served: new Map() }
  for (const system of plan.needs) {
    const lost = lostTarget(judge, system)
    if (lost !== undefined) return lost
  }
  if (plan.to.length === 0) return lostOf(plan.from, plan.anyFrom, (source) => lostAlone(judge, source))
  if (plan.from.length > 0 && plan.anyTo && !plan.anyFrom) {
    return lostOf(plan.from, false, (source) => lostSource(judge, source))
  }
  return lostOf(plan.to, plan.anyTo, (target) => lostTarget(judge, target))
}

type Judge = { dependencies: Dependencies; plan: ServicePlan; view: View; served: Map<number, boolean> }

/** With `any`, lost only when every entry is; the first loss is the one named. */
function lostOf(
  entries: Int32Array,
  any: boolean,
  loss: (entry: number) => Lost | undefined,
): Lost | undefined {
  let first: Lost | undefined
  for (const entry of entries) {
    const lost = loss(entry)
    if (lost === undefined) {
      if (any) return undefined
      continue
    }
    if (!any) return lost
    // A pair of living endpoints says more than a dead alternative.
    if (first === undefined || (first.to === undefined && lost.to !== undefined)) first = lost
  }
  return first
}

/** Whether an entry stands: a living node of which `holds` is true, a living group with enough such members. */
function stands(judge: Judge, entry: number, holds: (node: number) => boolean, depth = 0): boolean {
  if (!judge.view.alive(entry)) return false
  const { elements, members, slack } = judge.dependencies
  if (entry < elements.nodeCount) return holds(entry)
  if (entry < elements.firstGroup || depth >= GROUP_DEPTH_MAX) return true
  const group = entry - elements.firstGroup
  let spare = slack[group]!
  for (let at = members.offset[group]!; at < members.offset[group + 1]!; at += 1) {
    if (stands(judge, members.item[at]!, holds, depth + 1)) continue
    spare -= 1
    if (spare < 0) return false
  }
  return spare >= 0
}

/** The first node of an entry for which it does not stand; the entry itself where it is dead. */
function failing(judge: Judge, entry: number, holds: (node: number) => boolean, depth = 0): number {
  const { elements, members } = judge.dependencies
  if (!judge.view.alive(entry) || entry < elements.firstGroup || depth >= GROUP_DEPTH_MAX) return entry
  const group = entry - elements.firstGroup
  for (let at = members.offset[group]!; at < members.offset[group + 1]!; at += 1) {
    const member = members.item[at]!
    if (!stands(judge, member, holds, depth + 1)) return failing(judge, member, holds, depth + 1)
  }
  return entry
}

function lostAlone(judge: Judge, entry: number): Lost | undefined {
  if (stands(judge, entry, () => true)) return undefined
  return { from: failing(judge, entry, () => true) }
}

function lostTarget(judge: Judge, entry: number): Lost | undefined {
  const holds = (node: number): boolean => isServed(judge, node)
  if (stands(judge, entry, holds)) return undefined
  const target = failing(judge, entry, holds)
  if (!judge.view.alive(target)) return { from: target }
  const { plan, view } = judge
  const reaches = (node: number): boolean => view.reaches(node, target)
  // With any_from none stands; a living one says more than a dead alternative.
  const entryLost =
    plan.from.find((source) => view.alive(source) && !stands(judge, source, reaches)) ??
    plan.from.find((source) => !stands(judge, source, reaches))
  if (entryLost === undefined) throw new Error('an unserved target has a source that does not reach it')
  const source = failing(judge, entryLost, reaches)
  return view.alive(source) ? { from: source, to: target } : { from: source }
}

/** Whether enough of `from` reaches a living node. */
function isServed(judge: Judge, target: number): boolean {
  const { plan, view } = judge
  if (plan.from.length === 0) return true
  const known = view.classOf(target)
  const answered = judge.served.get(known)
  if (answered !== undefined) return answered
  const reaches = (node: number): boolean => view.reaches(node, target)
  const served = plan.anyFrom
    ? plan.from.some((source) => stands(judge, source, reaches))
    : plan.from.every((source) => stands(judge, source, reaches))
  judge.served.set(known, served)
  return served
}

function lostSource(judge: Judge, entry: number): Lost | undefined {
  const { plan, view } = judge
  const holds = (node: number): boolean => {
    const reaches = (target: number): boolean => view.reaches(node, target)
    return plan.to.some((target) => stands(judge, target, reaches))
  }
  if (stands(judge, entry, holds)) return undefined
  const source = failing(judge, entry, holds)
  if (!view.alive(source)) return { from: source }
  const reaches = (node: number): boolean => view.reaches(source, node)
  const entryLost = plan.to.find((target) => view.alive(target)) ?? plan.to[0]
  if (entryLost === undefined)
    throw new Error('a service without endpoints on one side is judged on the other')
  const target = failing(judge, entryLost, reaches)
  return view.alive(target) ? { from: source, to: target } : { from: target }
}
