import { fail, undo } from './closure.ts'
import { contract, viewOf, type Contraction, type Frame, type Subject } from './contraction.ts'
import type { Prepared } from './prepare.ts'
import { lostBy, type Break, type ServicePlan } from './service.ts'

/**
 * Failures that kill more than one thing (risks, members of groups), for many services at once, on a network without
 * directed links. The scenarios are halved again and again; on the way down, what the half at hand cannot touch is
 * contracted, and services that the half cannot take down are closed (offline dynamic connectivity, after Eppstein's
 * sparsification). Each scenario is worked on in a network of about its own size.
 */

/** Scenarios are worked off in batches of at most so many killed elements in all, which bounds the memory. */
const BATCH_ELEMENTS_MAX = 16_000_000

/** What each scenario kills: elements by scenario, in one list. */
type Batch = { scenarios: Int32Array; offset: Int32Array; kills: Int32Array }

/**
 * By plan, the elements of `scenarios` whose failure takes it down, on top of the failures at hand. The plans must be
 * up before.
 */
export function breaksByScenarios(
  prepared: Prepared,
  plans: readonly ServicePlan[],
  scenarios: Iterable<number>,
): Map<ServicePlan, Break[]> {
  const found = new Map<ServicePlan, Break[]>(plans.map((plan) => [plan, []]))
  if (plans.length === 0) return found
  const contraction = contractionOf(prepared, plans)
  const whole = wholeFrame(prepared, contraction)
  for (const batch of batchesOf(prepared, scenarios)) {
    mark(contraction, batch, 0, batch.scenarios.length)
    const root = contract(contraction, whole)
    descend({ contraction, batch, found }, root, 0, batch.scenarios.length)
  }
  return found
}

function contractionOf(prepared: Prepared, plans: readonly ServicePlan[]): Contraction {
  const { dependencies, elements, failures } = prepared
  const { nodeCount } = elements
  const terminalOf = new Int32Array(nodeCount).fill(-1)
  const nodes: number[] = []
  const index = (node: number): number => {
    if (terminalOf[node]! < 0) terminalOf[node] = nodes.push(node) - 1
    return terminalOf[node]!
  }
  const subjects = plans.map((plan): Subject => {
    const terminals = Int32Array.from(new Set([...plan.sources, ...plan.targets].map(index)))
    return { plan, terminals, joined: isJoining(plan, terminals.length) }
  })
  return {
    dependencies,
    subjects,
    dead: failures.dead.slice(),
    keepAll: plans.some((plan) => plan.assumed),
    parent: new Int32Array(nodeCount),
    renumber: new Int32Array(nodeCount),
    killed: new Int32Array(elements.count),
    stamp: 0,
    vertexOf: new Int32Array(nodes.length),
    nodeOf: Int32Array.from(nodes),
    terminalOf,
    wanted: new Int32Array(nodes.length),
  }
}

function isJoining(plan: ServicePlan, terminalCount: number): boolean {
  const { plain, from, to, needs, anyFrom, anyTo } = plan
  if (!plain || anyFrom || anyTo || terminalCount === 0) return false
  return terminalCount === 1 || (from.length > 0 && to.length + needs.length > 0)
}

/** The network before any contraction: a vertex for each node, an edge for each living link. */
function wholeFrame(prepared: Prepared, contraction: Contraction): Frame {
  const { graph } = prepared
  const { nodeCount, linkCount, tail, head } = graph
  const { dead, nodeOf, subjects } = contraction
  const edgeLink = new Int32Array(linkCount)
  let count = 0
  for (let link = 0; link < linkCount; link += 1) {
    if (dead[nodeCount + link] === 1 || tail[link] === head[link]) continue
    edgeLink[count] = link
    count += 1
  }
  const links = edgeLink.subarray(0, count)
  return {
    vertexCount: nodeCount,
    weight: new Int32Array(nodeCount).fill(1),
    member: Int32Array.from({ length: nodeCount }, (_, node) => node),
    edgeFrom: links.map((link) => tail[link]!),
    edgeTo: links.map((link) => head[link]!),
    edgeLink: links,
    terminal: nodeOf.map((_, at) => at),
    label: nodeOf.slice(),
    open: Int32Array.from(subjects.keys()),
  }
}

/** Lets each scenario fail and be taken back, and notes what it killed. */
function* batchesOf(prepared: Prepared, scenarios: Iterable<number>): Generator<Batch> {
  const { dependencies, failures } = prepared
  let taken: number[] = []
  let offset = [0]
  let kills: number[] = []
  const batch = (): Batch => ({
    scenarios: Int32Array.from(taken),
    offset: Int32Array.from(offset),
    kills: Int32Array.from(kills),
  })
  for (const scenario of scenarios) {
    if (failures.dead[scenario] === 1) continue
    const before = fail(dependencies, failures, scenario)
    for (let at = before; at < failures.size; at += 1) kills.push(failures.order[at]!)
    undo(dependencies, failures, before)
    taken.push(scenario)
    offset.push(kills.length)
    if (kills.length < BATCH_ELEMENTS_MAX) continue
    yield batch()
    taken = []
    offset = [0]
    kills = []
  }
  if (taken.length > 0) yield batch()
}

function mark(contraction: Contraction, batch: Batch, from: number, until: number): void {
  contraction.stamp += 1
  const { killed, stamp } = contraction
  const end = batch.offset[until]!
  for (let at = batch.offset[from]!; at < end; at += 1) killed[batch.kills[at]!] = stamp
}

type Descent = { contraction: Contraction; batch: Batch; found: Map<ServicePlan, Break[]> }

/** `frame` is contracted for the scenarios `from` to `until`. As deep as the logarithm of their number. */
function descend(descent: Descent, frame: Frame, from: number, until: number): void {
  const { contraction, batch } = descent
  if (frame.open.length === 0) return
  if (until - from === 1) {
    conclude(descent, frame, batch.scenarios[from]!)
    return
  }
  const middle = (from + until) >> 1
  mark(contraction, batch, from, middle)
  descend(descent, contract(contraction, frame), from, middle)
  mark(contraction, batch, middle, until)
  descend(descent, contract(contraction, frame), middle, until)
}

/** One scenario is left, and contracted for it alone: every open service is down in it. */
function conclude(descent: Descent, frame: Frame, scenario: number): void {
  const { contraction, found } = descent
  const { dependencies, subjects, vertexOf, keepAll } = contraction
  if (keepAll) {
    const broken = brokenApart(contraction, frame, scenario)
    if (broken !== undefined) for (const { plan } of subjects) found.get(plan)!.push(broken)
    return
  }
  for (let at = 0; at < frame.terminal.length; at += 1) vertexOf[frame.terminal[at]!] = frame.label[at]!
  const view = viewOf(contraction)
  for (const index of frame.open) {
    const { plan } = subjects[index]!
    const lost = lostBy(dependencies, plan, view)
    if (lost === undefined) throw new Error('a service that stays open in a lone scenario is down in it')
    const reaches = lost.from < dependencies.elements.nodeCount && view.alive(lost.from)
    const reachableCount = reaches ? frame.weight[view.classOf(lost.from)]! : 0
    found.get(plan)!.push({ element: scenario, lost, reachableCount })
  }
}

/** The assumed service in one scenario: down where not exactly one vertex of living nodes is left. */
function brokenApart(contraction: Contraction, frame: Frame, scenario: number): Break | undefined {
  const { killed, stamp } = contraction
  let livingCount = 0
  let smallest = -1
  let other = -1
  for (let vertex = 0; vertex < frame.vertexCount; vertex += 1) {
    if (killed[frame.member[vertex]!] === stamp) continue
    livingCount += 1
    if (smallest < 0 || frame.weight[vertex]! < frame.weight[smallest]!) {
      other = smallest
      smallest = vertex
    } else other = vertex
  }
  if (livingCount === 1) return undefined
  if (livingCount === 0) return { element: scenario, lost: { from: frame.member[0]! }, reachableCount: 0 }
  const lost = { from: frame.member[smallest]!, to: frame.member[other]! }
  return { element: scenario, lost, reachableCount: frame.weight[smallest]! }
}
