import type { Network } from '../../estate/network.ts'
import { fail, undo } from './closure.ts'
import { compositePoints, isDownBy, type Composite } from './composite.ts'
import { sideOf, twoWayOf, wayOf, type Demand, type TwoWay } from './demands.ts'
import { elementOf, idOf } from './elements.ts'
import { addItem, relink, removeItem } from './graph.ts'
import { isDown, probesOf, singleHits } from './hitting.ts'
import { prepare, type Prepared } from './prepare.ts'
import type { ServicePlan } from './service.ts'
import { breaksOf, isBroken, surveyOf } from './single-points.ts'

/**
 * A network under change, with the single points of its services kept right after every edit. What a link changes is
 * found from what stands between its two ends without it: only those failures, and only services with an endpoint on
 * the smaller side that they cut off, are judged again.
 *
 * Local edits need a network without directed links, groups, and the assumed service; for others everything is judged
 * anew, which is right as well, only slower.
 */
export type Draft = {
  prepared: Prepared
  /** Single points by plan, as element numbers. */
  breaks: Map<ServicePlan, Set<number>>
  /** Services that are down before any failure. */
  broken: Set<ServicePlan>
  plansAt: Map<number, ServicePlan[]>
  twoWay: TwoWay
  /** Links without ends yet, for additions. */
  spare: number[]
}

/** An edit; links and risks by id. A link that is added takes one of the draft's spare places. */
export type Edit =
  | { kind: 'remove-link'; link: string }
  | { kind: 'add-link'; id: string; from: string; to: string; rides_on: string[] }
  | { kind: 'ride'; link: string; risk: string }
  | { kind: 'leave'; link: string; risk: string }

/** Links that one draft may add. */
const ADDITIONS_MAX = 64

/** Opens a draft on a copy of the network: the one that is given stays as it is. */
export function openDraft(network: Network): Draft {
  const spares = Array.from({ length: ADDITIONS_MAX }, (_, at) => ({
    id: `\u0000spare-${at}`,
    from: network.nodes[0]?.id ?? '',
    to: network.nodes[0]?.id ?? '',
    directed: false,
    metric: 1,
    rides_on: [],
  }))
  const links = network.nodes.length === 0 ? [] : [...network.links, ...spares]
  const prepared = prepare({ ...network, links })
  const { elements, dependencies, failures, plans } = prepared
  const spare = links
    .slice(network.links.length)
    .map((_, at) => elements.nodeCount + network.links.length + at)
  for (const element of spare) fail(dependencies, failures, element)
  const draft: Draft = {
    prepared,
    breaks: new Map(),
    broken: new Set(),
    plansAt: new Map(),
    twoWay: twoWayOf(prepared.reach),
    spare: spare.reverse(),
  }
  for (const plan of plans)
    for (const node of new Set([...plan.sources, ...plan.targets])) {
      const list = draft.plansAt.get(node)
      if (list === undefined) draft.plansAt.set(node, [plan])
      else list.push(plan)
    }
  // Ids of links are entered on first need; edits name links, so the first one would wait for all of them.
  elementOf(elements, '')
  judgeAll(draft)
  return draft
}

/** Single points of a service by id, in input order; undefined where it is down before any failure. */
export function draftSinglePoints(draft: Draft, serviceId: string): string[] | undefined {
  const { elements, plans, composites } = draft.prepared
  const plan = plans.find(({ id }) => id === serviceId)
  const made = composites.find(({ id }) => id === serviceId)
  if (plan === undefined && made === undefined) throw new RangeError(`there is no service ${serviceId}`)
  return pointsOf(draft, (plan ?? made)!)?.map((element) => idOf(elements, element))
}

/**
 * Makes one edit and judges again what it may change. Throws a RangeError for ids that do not fit: nothing has changed
 * then. Returns the ids of the services whose single points, or whose being up, have changed.
 */
export function edit(draft: Draft, change: Edit): string[] {
  const touched = new Map<ServicePlan, string>()
  const remember = (plan: ServicePlan): void => {
    if (!touched.has(plan)) touched.set(plan, stateOf(draft, plan))
  }
  const before = new Map(draft.prepared.composites.map((made) => [made, stateOf(draft, made)]))
  if (change.kind === 'remove-link') removeLink(draft, elementNamed(draft, change.link, 'link'), remember)
  else if (change.kind === 'add-link') addLink(draft, change, remember)
  else ride(draft, change, remember)
  const changed = [...touched]
    .filter(([plan, before]) => stateOf(draft, plan) !== before)
    .map(([plan]) => plan)
  return [...changed.map(({ id }) => id), ...madeChanged(draft, before, changed)]
}

/** The services made of others that have changed, of those that hold a changed part. */
function madeChanged(
  draft: Draft,
  before: ReadonlyMap<Composite, string>,
  changed: readonly ServicePlan[],
): string[] {
  const parts = new Set(changed)
  return [...before]
    .filter(([made, state]) => made.parts.some((part) => parts.has(part)) && stateOf(draft, made) !== state)
    .map(([made]) => made.id)
}

type Remember = (plan: ServicePlan) => void

/** What takes a service down by itself, in order of number; undefined where it is down before any failure. */
function pointsOf(draft: Draft, service: ServicePlan | Composite): number[] | undefined {
  const { broken, breaks } = draft
  if (!('tree' in service))
    return broken.has(service) ? undefined : [...breaks.get(service)!].sort((a, b) => a - b)
  if (isDownBy(service, (part) => broken.has(part))) return undefined
  return compositePoints(service, (part) => ({ broken: broken.has(part), points: breaks.get(part)! }))
}

function stateOf(draft: Draft, service: ServicePlan | Composite): string {
  return pointsOf(draft, service)?.join() ?? 'down'
}

function elementNamed(draft: Draft, id: string, kind: 'node' | 'link' | 'risk'): number {
  const { elements } = draft.prepared
  const element = elementOf(elements, id)
  const { nodeCount, firstRisk, firstGroup } = elements
  const [first, end] = { node: [0, nodeCount], link: [nodeCount, firstRisk], risk: [firstRisk, firstGroup] }[
    kind
  ] as [number, number]
  if (element < first || element >= end) throw new RangeError(`there is no ${kind} ${id}`)
  return element
}

function isLocal(draft: Draft, link: number): boolean {
  const { prepared } = draft
  const { riders, members } = prepared.dependencies
  if (prepared.graph.anyDirected || members.item.length > 0 || prepared.plans.some((plan) => plan.assumed))
    return false
  return riders.offset[link] === riders.offset[link + 1]
}

function judgeAll(draft: Draft, remember?: Remember): void {
  const { prepared } = draft
  if (remember !== undefined) for (const plan of prepared.plans) remember(plan)
  const survey = surveyOf(prepared)
  draft.broken = new Set(prepared.plans.filter((plan) => isBroken(survey, plan)))
  const breaks = breaksOf(
    survey,
    prepared.plans.filter((plan) => !draft.broken.has(plan)),
  )
  draft.breaks = new Map(
    prepared.plans.map((plan) => [plan, new Set((breaks.get(plan) ?? []).map(({ element }) => element))]),
  )
}

/** Judges one service from scratch. */
function judgeOne(draft: Draft, plan: ServicePlan): void {
  const { prepared } = draft
  const found = draft.breaks.get(plan)!
  found.clear()
  draft.broken.delete(plan)
  if (isDown(draft.prepared, plan)) {
    draft.broken.add(plan)
    return
  }
  for (const probe of probesOf(prepared, plan))
    for (const element of singleHits(prepared, probe, (element) => !found.has(element))) found.add(element)
}

function endsOf(draft: Draft, link: number): Demand {
  const { graph } = draft.prepared
  const at = link - graph.nodeCount
  return { sources: Int32Array.of(graph.tail[at]!), targets: Int32Array.of(graph.head[at]!) }
}

/** The services with an endpoint on the smaller side, where the failures at hand part the ends; none otherwise. */
function partedPlans(draft: Draft, ends: Demand): Set<ServicePlan> {
  const plans = new Set<ServicePlan>()
  const { dead } = draft.prepared.failures
  for (const node of sideOf(draft.twoWay, dead, ends))
    for (const plan of draft.plansAt.get(node) ?? []) plans.add(plan)
  return plans
}

/** What stands between two ends that are joined: each alone parts them. */
function separatorsOf(draft: Draft, ends: Demand): number[] {
  const { prepared, twoWay } = draft
  const find = (): number[] | undefined => wayOf(twoWay, prepared.failures.dead, ends)
  return singleHits(prepared, { find, lasting: true }, () => true)
}

function removeLink(draft: Draft, link: number, remember: Remember): void {
  const { dependencies, failures } = draft.prepared
  if (failures.dead[link] === 1) return
  fail(dependencies, failures, link)
  if (!isLocal(draft, link)) {
    judgeAll(draft, remember)
    return
  }
  for (const [plan, breaks] of draft.breaks) {
    if (!breaks.has(link)) continue
    remember(plan)
    breaks.delete(link)
  }
  const ends = endsOf(draft, link)
  if (wayOf(draft.twoWay, failures.dead, ends) === undefined)
    judgeEach(draft, partedPlans(draft, ends), remember)
  else loseUnder(draft, separatorsOf(draft, ends), ends, remember)
}

type Addition = Extract<Edit, { kind: 'add-link' }>

function addLink(draft: Draft, addition: Addition, remember: Remember): void {
  const { prepared } = draft
  const from = elementNamed(draft, addition.from, 'node')
  const to = elementNamed(draft, addition.to, 'node')
  const risks = addition.rides_on.map((id) => elementNamed(draft, id, 'risk'))
  if (elementOf(prepared.elements, addition.id) >= 0) throw new RangeError(`${addition.id} exists already`)
  const link = draft.spare.pop()
  if (link === undefined) throw new RangeError(`a draft adds at most ${ADDITIONS_MAX} links`)
  const ends = { sources: Int32Array.of(from), targets: Int32Array.of(to) }
  const local = isLocal(draft, link)
  const joined = local && wayOf(draft.twoWay, prepared.failures.dead, ends) !== undefined
  const parted = local && !joined ? partedPlans(draft, ends) : new Set<ServicePlan>()
  const regained = joined ? brokenUnder(draft, separatorsOf(draft, ends), ends) : []
  install(draft, link, addition, from, to)
  for (const risk of risks) setRiding(draft, link, risk, true)
  const { dead } = prepared.failures
  if ([from, to, ...risks].some((element) => dead[element] === 1))
    fail(prepared.dependencies, prepared.failures, link)
  if (!local) judgeAll(draft, remember)
  else if (joined) regain(draft, regained, remember)
  else judgeEach(draft, parted, remember)
}

/** Gives a spare link its ends and brings it to life. */
function install(draft: Draft, link: number, { id, ...rest }: Addition, from: number, to: number): void {
  const { elements, graph, failures } = draft.prepared
  const at = link - elements.nodeCount
  const declared = { id, from: rest.from, to: rest.to, directed: false, metric: 1, rides_on: rest.rides_on }
  elements.network.links[at] = declared
  elements.linksById?.set(id, link)
  relink(graph, at, from, to)
  const place = failures.order.subarray(0, failures.size).indexOf(link)
  failures.order.copyWithin(place, place + 1, failures.size)
  failures.cause.copyWithin(place, place + 1, failures.size)
  failures.size -= 1
  failures.dead[link] = 0
}

function setRiding(draft: Draft, link: number, risk: number, rides: boolean): void {
  const { dependencies } = draft.prepared
  const change = rides ? addItem : removeItem
  change(dependencies.riders, risk, link)
  change(dependencies.supports, link, risk)
}

function ride(draft: Draft, change: Extract<Edit, { risk: string }>, remember: Remember): void {
  const link = elementNamed(draft, change.link, 'link')
  const risk = elementNamed(draft, change.risk, 'risk')
  const { offset, item } = draft.prepared.dependencies.supports
  const rides = item.subarray(offset[link], offset[link + 1]).includes(risk)
  if (rides === (change.kind === 'ride')) return
  const ends = endsOf(draft, link)
  const local = isLocal(draft, link) && draft.prepared.failures.dead[link] === 0
  const failures = local ? bearersOf(draft, risk) : []
  const regained = change.kind === 'leave' ? brokenUnder(draft, failures, ends) : []
  setRiding(draft, link, risk, change.kind === 'ride')
  if (!local) judgeAll(draft, remember)
  else if (change.kind === 'ride') loseUnder(draft, failures, ends, remember)
  else regain(draft, regained, remember)
}

/** A risk and all on which it rides, however indirectly: whatever fails of these takes its riders. */
function bearersOf(draft: Draft, risk: number): number[] {
  const { supports } = draft.prepared.dependencies
  const bearers = new Set([risk])
  for (const element of bearers)
    for (let at = supports.offset[element]!; at < supports.offset[element + 1]!; at += 1)
      bearers.add(supports.item[at]!)
  return [...bearers]
}

function judgeEach(draft: Draft, plans: Iterable<ServicePlan>, remember: Remember): void {
  for (const plan of plans) {
    remember(plan)
    judgeOne(draft, plan)
  }
}

/** Judges the services that some failures may newly take down, where they part these ends. */
function loseUnder(draft: Draft, failed: readonly number[], ends: Demand, remember: Remember): void {
  const { dependencies, failures } = draft.prepared
  for (const element of failed) {
    if (failures.dead[element] === 1) continue
    const before = fail(dependencies, failures, element)
    for (const plan of partedPlans(draft, ends)) {
      const breaks = draft.breaks.get(plan)!
      if (draft.broken.has(plan) || breaks.has(element) || !isDown(draft.prepared, plan)) continue
      remember(plan)
      breaks.add(element)
    }
    undo(dependencies, failures, before)
  }
}

type Regained = { element: number; plans: ServicePlan[] }

/** The services that each failure takes down now, of those that a link between these ends might help. */
function brokenUnder(draft: Draft, failed: readonly number[], ends: Demand): Regained[] {
  const { dependencies, failures } = draft.prepared
  return failed.map((element) => {
    const before = fail(dependencies, failures, element)
    const plans = [...partedPlans(draft, ends)].filter((plan) => draft.breaks.get(plan)!.has(element))
    undo(dependencies, failures, before)
    return { element, plans }
  })
}

function regain(draft: Draft, regained: readonly Regained[], remember: Remember): void {
  const { dependencies, failures } = draft.prepared
  for (const { element, plans } of regained) {
    if (plans.length === 0) continue
    const before = fail(dependencies, failures, element)
    for (const plan of plans) {
      if (isDown(draft.prepared, plan)) continue
      remember(plan)
      draft.breaks.get(plan)!.delete(element)
    }
    undo(dependencies, failures, before)
  }
}
