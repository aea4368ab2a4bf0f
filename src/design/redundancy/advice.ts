import type { Network, NetworkNode } from '../../estate/network.ts'
import type { Text } from '../../platform/text.ts'
import { fail, undo } from './closure.ts'
import { elementOf, idOf } from './elements.ts'
import { prepare, type Prepared } from './prepare.ts'
import { componentsAfter } from './reach.ts'
import { promised, type RedundancyReport } from './report.ts'
import { lostBy, type ServicePlan, type View } from './service.ts'
import { promisedBy, type Promised } from './takes-down.ts'
import { called } from './wording.ts'

/** A link that is not there yet, on a way of its own: it rides on nothing that others ride on. */
export type Addition = { from: string; to: string; cost: number }

/** A service that one failure takes down, and why no link alone helps, where none does. */
type Gap = { point: string; service: string; because?: Text }

export type Advice = {
  /** What costs are: the great-circle distance where both ends have a place, else one for each link. */
  cost_unit: 'km' | 'link'
  /** For each single point and service the cheapest link, or links, that remove it, of the candidates looked at. */
  cheapest: (Gap & { additions: Addition[] })[]
  /** Links that together remove all that links can remove, with what each step removes beyond those before it. */
  plan: { additions: Addition[]; removes: Gap[] }[]
  /** What is left when all of the plan stands. */
  left: Gap[]
  /** Set where not everything was looked at: single points, or candidates for a link. */
  bounded?: true
}

const POINTS_MAX = 500
const CANDIDATES_MAX = 60
/** Ends looked at on each side of a parting; nearest to the failure first. */
const ENDS_MAX = 400
const PLAN_MAX = 50
const EARTH_KM = 6371.0088

/**
 * The cheapest links that remove single points: for each its own, and a plan for all by greedy cover (Chvátal 1979; at
 * most the harmonic number of what is covered times the cheapest plan). Exact in what a link removes: each is tried by
 * failing the point with the link in place. Not for networks with directed links: `undefined`.
 */
export function adviceOn(network: Network, report: RedundancyReport): Advice | undefined {
  const prepared = prepare(network)
  if (prepared.graph.anyDirected) return undefined
  const study = studyOf(prepared, report)
  const cheapest = study.gaps.map((gap) => cheapestFor(study, gap))
  const bundles = new Map<string, Bundle>()
  for (const { links } of cheapest)
    if (links.length > 0) bundles.set(links.map(({ from, to }) => `${from} ${to}`).join(), bundleOf(links))
  const { plan, left } = greedyPlan(study, [...bundles.values()])
  const advice: Advice = {
    cost_unit: study.costUnit,
    cheapest: cheapest.map(({ gap, links }) => ({
      ...written(study, gap),
      additions: links.map((link) => addition(study, link)),
    })),
    plan,
    left,
  }
  if (study.bounded) advice.bounded = true
  return advice
}

type Link = { from: number; to: number; cost: number }
type OpenGap = { element: number; service: Promised; endpoint: boolean }
type Study = {
  prepared: Prepared
  gaps: OpenGap[]
  costUnit: Advice['cost_unit']
  bounded: boolean
  components: Map<number, Parting>
}
/** The living parts of the network after one failure. */
type Parting = { component: Int32Array; dead: Uint8Array; count: number }

function studyOf(prepared: Prepared, report: RedundancyReport): Study {
  const services = new Map(promisedBy(prepared).map((service) => [service.id, service]))
  const gaps: OpenGap[] = []
  let bounded = false
  const points = new Set<number>()
  for (const { id, single_points } of promised(report)) {
    const service = services.get(id)
    if (service === undefined) continue
    for (const point of single_points) {
      const element = elementOf(prepared.elements, point.id)
      if (!points.has(element) && points.size === POINTS_MAX) {
        bounded = true
        continue
      }
      points.add(element)
      gaps.push({ element, service, endpoint: point.witness.lost.to === undefined })
    }
  }
  const placed = prepared.network.nodes.every((node) => node.position !== undefined)
  return { prepared, gaps, costUnit: placed ? 'km' : 'link', bounded, components: new Map() }
}

function partingBy(study: Study, element: number): Parting {
  const known = study.components.get(element)
  if (known !== undefined) return known
  const { dependencies, failures, reach } = study.prepared
  const before = fail(dependencies, failures, element)
  const { component, sizes } = componentsAfter(reach, failures.dead)
  const parting = { component, dead: failures.dead.slice(), count: sizes.length }
  undo(dependencies, failures, before)
  study.components.set(element, parting)
  return parting
}

/** Whether a service is down after a failure with these links in place. */
function isDownWith(study: Study, { element, service }: OpenGap, links: readonly Link[]): boolean {
  const parting = partingBy(study, element)
  const { component, dead } = parting
  const merged = Int32Array.from({ length: parting.count }, (_, at) => at)
  const rootOf = (at: number): number => {
    while (merged[at] !== at) at = merged[at]!
    return at
  }
  for (const { from, to } of links)
    if (dead[from] === 0 && dead[to] === 0) merged[rootOf(component[from]!)] = rootOf(component[to]!)
  const view: View = {
    alive: (thing) => dead[thing] === 0,
    reaches: (source, target) => rootOf(component[source]!) === rootOf(component[target]!),
    classOf: (target) => rootOf(component[target]!),
  }
  const { dependencies } = study.prepared
  return service.isDownWhere((plan: ServicePlan) => {
    if (!plan.assumed) return lostBy(dependencies, plan, view) !== undefined
    return new Set(Array.from(merged, (_, at) => rootOf(at))).size !== 1
  })
}

/** Links that are built together, and what they cost in all. */
type Bundle = { links: Link[]; cost: number }

function bundleOf(links: Link[]): Bundle {
  return { links, cost: links.reduce((sum, { cost }) => sum + cost, 0) }
}

/**
 * The cheapest of the candidates that removes one single point by itself; where none does, several: the cheapest that
 * join parts (Kruskal), until the service is up, without those that turn out not to be needed.
 */
function cheapestFor(study: Study, gap: OpenGap): { gap: OpenGap; links: Link[] } {
  const candidates = gap.endpoint ? [] : candidatesFor(study, gap)
  const alone = candidates.find((one) => !isDownWith(study, gap, [one]))
  if (alone !== undefined) return { gap, links: [alone] }
  let links: Link[] = []
  for (const link of candidates) {
    links.push(link)
    if (isDownWith(study, gap, links)) continue
    for (const spare of links.toReversed()) {
      const without = links.filter((other) => other !== spare)
      if (!isDownWith(study, gap, without)) links = without
    }
    return { gap, links }
  }
  return { gap, links: [] }
}

/**
 * Links across the parting, cheapest first: between nodes near the failure and all around the endpoints, of different
 * parts. Where nodes have no place every link costs the same, and those that bypass the failure come first.
 */
function candidatesFor(study: Study, { element, service }: OpenGap): Link[] {
  const { component, dead, count } = partingBy(study, element)
  if (count < 2) return []
  const ends = endsNear(study, element, service).filter((node) => dead[node] === 0)
  const links: Link[] = []
  for (const [at, from] of ends.entries())
    for (const to of ends.slice(at + 1))
      if (component[from] !== component[to]) links.push({ from, to, cost: costOf(study, from, to) })
  links.sort((one, other) => one.cost - other.cost)
  if (links.length > CANDIDATES_MAX || ends.length === ENDS_MAX) study.bounded = true
  return firstOfEach(links, component).slice(0, CANDIDATES_MAX)
}

/** The cheapest between any two parts first: dearer ones between the same parts do the same. */
function firstOfEach(links: readonly Link[], component: Int32Array): Link[] {
  const best = new Map<string, Link>()
  for (const link of links) {
    const key = [component[link.from]!, component[link.to]!].sort((one, other) => one - other).join()
    if (!best.has(key)) best.set(key, link)
  }
  return [...best.values()]
}

/** Nodes around a failure, nearest by links first, then the ends of the service. */
function endsNear({ prepared }: Study, element: number, service: Promised): number[] {
  const { graph, elements, dependencies } = prepared
  const { nodeCount } = elements
  const before = prepared.failures.size
  fail(dependencies, prepared.failures, element)
  const died = prepared.failures.order.slice(before, prepared.failures.size)
  undo(dependencies, prepared.failures, before)
  const near = new Set<number>()
  for (const thing of died) {
    if (thing < nodeCount) near.add(thing)
    else if (thing < elements.firstRisk) {
      near.add(graph.tail[thing - nodeCount]!)
      near.add(graph.head[thing - nodeCount]!)
    }
    if (near.size > ENDS_MAX) break
  }
  for (const part of service.parts) for (const node of [...part.sources, ...part.targets]) near.add(node)
  for (const node of near) {
    if (near.size >= ENDS_MAX) break
    for (let row = graph.offset[node]!; row < graph.offset[node + 1]!; row += 1)
      near.add(graph.neighbour[row]!)
  }
  return [...near].slice(0, ENDS_MAX)
}

function costOf({ prepared, costUnit }: Study, from: number, to: number): number {
  if (costUnit === 'link') return 1
  const { nodes } = prepared.network
  return Math.max(distanceKm(nodes[from]!, nodes[to]!), 0.1)
}

/** Great-circle distance by the haversine formula, on a sphere of the mean radius. */
function distanceKm(one: NetworkNode, other: NetworkNode): number {
  const radians = (degrees: number): number => (degrees * Math.PI) / 180
  const [a, b] = [one.position!, other.position!]
  const north = radians(b.latitude - a.latitude)
  const east = radians(b.longitude - a.longitude)
  const half =
    Math.sin(north / 2) ** 2 +
    Math.cos(radians(a.latitude)) * Math.cos(radians(b.latitude)) * Math.sin(east / 2) ** 2
  return 2 * EARTH_KM * Math.asin(Math.min(1, Math.sqrt(half)))
}

function greedyPlan(study: Study, bundles: readonly Bundle[]): Pick<Advice, 'plan' | 'left'> {
  const steps: Link[][] = []
  const chosen: Link[] = []
  let left = study.gaps
  while (steps.length < PLAN_MAX) {
    const best = bestOf(study, bundles, chosen, left)
    if (best === undefined) break
    const added = best.bundle.links.filter((link) => !chosen.includes(link))
    chosen.push(...added)
    left = left.filter((gap) => !best.removes.includes(gap))
    steps.push(added)
  }
  const needed = withoutNeedless(
    study,
    steps,
    study.gaps.filter((gap) => !left.includes(gap)),
  )
  return { plan: planOf(study, needed), left: left.map((gap) => written(study, gap)) }
}

/**
 * Without the steps that later ones make needless: a cheap link that removes one single point is often taken first, and
 * then a longer one removes that and others (reverse delete).
 */
function withoutNeedless(study: Study, steps: readonly Link[][], gaps: readonly OpenGap[]): Link[][] {
  let kept = [...steps]
  for (const step of steps) {
    const others = kept.filter((one) => one !== step)
    const links = others.flat()
    if (gaps.every((gap) => !isDownWith(study, gap, links))) kept = others
  }
  return kept
}

/** The steps with what each removes beyond those before it. */
function planOf(study: Study, steps: readonly Link[][]): Advice['plan'] {
  const chosen: Link[] = []
  let left = study.gaps
  return steps.map((links) => {
    chosen.push(...links)
    const removes = left.filter((gap) => !gap.endpoint && !isDownWith(study, gap, chosen))
    left = left.filter((gap) => !removes.includes(gap))
    return {
      additions: links.map((link) => addition(study, link)),
      removes: removes.map((gap) => named(study, gap)),
    }
  })
}

type Step = { bundle: Bundle; removes: OpenGap[] }

function bestOf(
  study: Study,
  bundles: readonly Bundle[],
  chosen: readonly Link[],
  left: readonly OpenGap[],
): Step | undefined {
  let best: (Step & { worth: number }) | undefined
  for (const bundle of bundles) {
    const added = bundle.links.filter((link) => !chosen.includes(link))
    if (added.length === 0) continue
    const removes = left.filter((gap) => !gap.endpoint && !isDownWith(study, gap, [...chosen, ...added]))
    const worth = removes.length / bundleOf(added).cost
    if (removes.length > 0 && (best === undefined || worth > best.worth)) best = { bundle, removes, worth }
  }
  return best
}

function addition({ prepared: { elements } }: Study, { from, to, cost }: Link): Addition {
  return { from: idOf(elements, from), to: idOf(elements, to), cost: Math.round(cost * 10) / 10 }
}

function named({ prepared: { elements } }: Study, { element, service }: OpenGap): Gap {
  return { point: idOf(elements, element), service: service.id }
}

/** With the reason why no link helps, where the failure takes an end of the service itself. */
function written(study: Study, gap: OpenGap): Gap {
  if (!gap.endpoint) return named(study, gap)
  const thing = called(study.prepared.elements, gap.element)
  const because = {
    ja: `${thing.ja} が失われると役務の端点そのものが失われるため、回線では除けません。別の場所に端点をもう一つ設け、どちらかで足りるようにしてください。`,
    en: `Losing ${thing.en} takes an end of the service itself, which no link removes. Give it a second end elsewhere, either of which suffices.`,
  }
  return { ...named(study, gap), because }
}
