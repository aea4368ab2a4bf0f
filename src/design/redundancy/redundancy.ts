import type { Network } from '../../estate/network.ts'
import type { Verdict } from '../../charter/verdict.ts'
import { boundsOf } from './bounds.ts'
import { fail, undo } from './closure.ts'
import { compositeBreaks, compositePairs, isDownBy, type Composite, type PartState } from './composite.ts'
import { declarationOf, idOf, kindOf } from './elements.ts'
import { beyondOf, minimalPairs, type PairsFound } from './pairs.ts'
import { prepare, type Prepared } from './prepare.ts'
import type { RedundancyReport, ServiceReport, SinglePoint } from './report.ts'
import type { Break, ServicePlan } from './service.ts'
import { breaksOf, isBroken, surveyOf, type Survey } from './single-points.ts'
import { untestedStandbys, type TestPeriod } from './standby.ts'
import { openQuestionsOf, questionsFor, unprovenRoutes, type Unproven } from './unproven.ts'
import { viewpointsOf } from './viewpoints.ts'
import { witnessOf } from './witness.ts'

export type RedundancyOptions = {
  /** Adds all minimal failure sets of size two to each service. */
  pairs?: boolean
  /** Adds the CPU time of each part. */
  timings?: boolean
  /** A switch-over tested outside of it counts as never tested; absent: any test counts. */
  tested?: TestPeriod
}

/**
 * Judges clause 2.1 on a network: which single failure takes down which service, with a witness each. Pure.
 * Throws a RangeError for a network that no reader would give: an id used twice, a link that ends nowhere.
 */
export function redundancyOf(network: Network, options: RedundancyOptions = {}): RedundancyReport {
  const watch = stopwatch()
  const prepared = prepare(network)
  const graph_cpu_s = watch()
  const survey = surveyOf(prepared)
  const findings = findingsOf(survey)
  const survivability_cpu_s = watch()
  const parts = reportsOf(survey, findings, options.tested)
  const witnesses_cpu_s = watch()
  const pairs = options.pairs === true ? addPairs(survey, findings, parts) : undefined
  const services = inOrder(prepared, parts, madeOfOthers(survey, findings, options.tested, pairs))
  const pairs_cpu_s = watch()
  const report: RedundancyReport = { ...countsOf(survey), services }
  const viewpoints = viewpointsOf(network)
  if (viewpoints !== undefined) report.viewpoints = viewpoints
  if (options.timings === true) {
    report.timings = { survivability_cpu_s, graph_cpu_s, witnesses_cpu_s }
    if (options.pairs === true) report.timings.pairs_cpu_s = pairs_cpu_s
  }
  return report
}

/** CPU seconds of this thread since the last call: a server does other work beside. */
function stopwatch(): () => number {
  let last = process.threadCpuUsage()
  return () => {
    const { user, system } = process.threadCpuUsage(last)
    last = process.threadCpuUsage()
    return (user + system) / 1e6
  }
}

function countsOf(survey: Survey): Omit<RedundancyReport, 'services'> {
  const { low, prepared } = survey
  const { network } = prepared
  const articulation_points: string[] = []
  const bridges: string[] = []
  network.nodes.forEach((node, at) => {
    if (low.articulation[at] === 1) articulation_points.push(node.id)
  })
  network.links.forEach((link, at) => {
    if (low.bridge[at] === 1) bridges.push(link.id)
  })
  return {
    nodes: network.nodes.length,
    links: network.links.length,
    components: low.componentCount,
    blocks: low.blockCount,
    articulation_points,
    bridges,
  }
}

/** What was found of a service: that it cannot be judged, that it is down already, or its single points. */
type ServiceFindings = { unjudged?: Unproven; broken?: boolean; breaks: Break[] }

function findingsOf(survey: Survey): ServiceFindings[] {
  const { prepared } = survey
  const findings = prepared.plans.map((plan): ServiceFindings => {
    const unjudged = unjudgedBecause(prepared, plan)
    if (unjudged !== undefined) return { unjudged, breaks: [] }
    return { broken: isBroken(survey, plan), breaks: [] }
  })
  const up = prepared.plans.filter((_, at) => findings[at]!.broken === false)
  const breaks = breaksOf(survey, up)
  prepared.plans.forEach((plan, at) => {
    findings[at]!.breaks = breaks.get(plan) ?? []
  })
  return findings
}

/** Minimal pairs for every service that could be judged and is up. */
function addPairs(
  survey: Survey,
  findings: readonly ServiceFindings[],
  reports: ServiceReport[],
): Map<ServicePlan, PairsFound> {
  const { prepared } = survey
  const { elements, plans } = prepared
  const asked = plans.filter((_, at) => findings[at]!.unjudged === undefined && findings[at]!.broken !== true)
  const singles = new Map(plans.map((plan, at) => [plan, findings[at]!.breaks.map((found) => found.element)]))
  const pairs = minimalPairs(prepared, asked, singles)
  plans.forEach((plan, at) => {
    const found = pairs.get(plan)
    if (found === undefined) return
    const report = reports[at]!
    report.minimal_pairs = found.pairs.map(([a, b]) => [idOf(elements, a), idOf(elements, b)])
    if (found.cutOff) report.minimal_pairs_cut_off = true
    else if (found.pairs.length === 0 && report.single_points.length === 0 && report.tolerated === undefined)
      addBounds(prepared, plan, report)
  })
  return pairs
}

/** Beyond pairs: bounds, and labelled as such. Things beyond the boundary are assumed to work. */
function addBounds(prepared: Prepared, plan: ServicePlan, report: ServiceReport): void {
  const beyond = beyondOf(prepared)
  const bounds = boundsOf(prepared, plan, 3, (element) => !beyond.has(element))
  if (bounds === undefined) return
  const example = bounds.example.map((element) => idOf(prepared.elements, element))
  report.smallest_failure_set = { at_least: bounds.at_least, at_most: bounds.at_most, example }
}

/** Why a service cannot be judged at all, or undefined. */
function unjudgedBecause(prepared: Prepared, plan: ServicePlan): Unproven | undefined {
  if (plan.missing.length > 0) {
    const text = {
      ja: `端点 ${plan.missing.join('、')} がこのネットワークにないため、判定できません。`,
      en: `It cannot be judged: this network does not hold its endpoints ${plan.missing.join(', ')}.`,
    }
    return { text, objects: plan.missing }
  }
  if (plan.assumed && prepared.graph.nodeCount === 0) {
    return {
      text: {
        ja: '機器が一つもないため、判定できません。',
        en: 'It cannot be judged: the network has no nodes.',
      },
      objects: [],
    }
  }
  if (!plan.assumed && plan.from.length + plan.to.length + plan.needs.length === 0) {
    return {
      text: {
        ja: '端点が書かれていないため、判定できません。',
        en: 'It cannot be judged: it names no endpoints.',
      },
      objects: [],
    }
  }
  return undefined
}

function reportsOf(
  survey: Survey,
  findings: readonly ServiceFindings[],
  tested: TestPeriod | undefined,
): ServiceReport[] {
  const { prepared } = survey
  const reports = findings.map((found, at) => pointsOf(prepared, prepared.plans[at]!, found))
  const sound = prepared.plans.filter((_, at) => {
    const found = findings[at]!
    return found.unjudged === undefined && found.broken !== true && reports[at]!.single_points.length === 0
  })
  const routes = unprovenRoutes(prepared, sound)
  const standbys = untestedStandbys(prepared, sound, tested)
  const questions = openQuestionsOf(survey)
  return reports.map((report, at) => {
    const plan = prepared.plans[at]!
    const { unjudged, broken } = findings[at]!
    const unproven = [
      ...(unjudged === undefined ? [] : [unjudged]),
      ...(routes.get(plan) ?? []),
      ...(standbys.get(plan) ?? []),
      ...questionsFor(survey, questions, plan),
    ]
    const verdict = verdictOf(broken === true || report.single_points.length > 0, unproven)
    return { ...report, verdict, ...(unproven.length > 0 ? { unproven } : {}) }
  })
}

function verdictOf(failed: boolean, unproven: readonly Unproven[]): Verdict {
  if (failed) return 'fail'
  return unproven.length > 0 ? 'unknown' : 'pass'
}

/** The single points of a service with their witnesses, apart from those tolerated and those beyond the boundary. */
function pointsOf(
  prepared: Prepared,
  plan: Pick<ServicePlan, 'id' | 'name' | 'name_en' | 'assumed' | 'partOnly' | 'tolerated'>,
  found: ServiceFindings,
): ServiceReport {
  const { elements } = prepared
  const report: ServiceReport = { id: plan.id, verdict: 'unknown', single_points: [] }
  if (plan.name !== undefined) report.name = plan.name
  if (plan.name_en !== undefined) report.name_en = plan.name_en
  if (plan.assumed) report.assumed = true
  if (plan.partOnly) report.part_only = true
  if (found.broken === true) report.broken = true
  const tolerated: SinglePoint[] = []
  const beyond: string[] = []
  for (const broken of found.breaks) {
    if (declarationOf(elements, broken.element).beyond_boundary === true)
      beyond.push(idOf(elements, broken.element))
    else if (plan.tolerated.has(broken.element)) tolerated.push(singlePointOf(prepared, broken))
    else report.single_points.push(singlePointOf(prepared, broken))
  }
  if (tolerated.length > 0) report.tolerated = tolerated
  if (beyond.length > 0) report.beyond_boundary = beyond
  return report
}

function singlePointOf(prepared: Prepared, found: Break): SinglePoint {
  const { dependencies, elements, failures } = prepared
  const { element, lost, reachableCount } = found
  const kind = kindOf(elements, element)
  if (kind === 'group') throw new Error('a group is no failure of its own')
  const before = fail(dependencies, failures, element)
  const witness = witnessOf(prepared, [element], before, lost, reachableCount)
  undo(dependencies, failures, before)
  const { name, name_en } = declarationOf(elements, element)
  return {
    kind,
    id: idOf(elements, element),
    ...(name !== undefined && { name }),
    ...(name_en !== undefined && { name_en }),
    witness,
  }
}

/** The services made of others, from what was found of their parts. */
function madeOfOthers(
  survey: Survey,
  findings: readonly ServiceFindings[],
  tested: TestPeriod | undefined,
  pairs: ReadonlyMap<ServicePlan, PairsFound> | undefined,
): Map<string, ServiceReport> {
  const { prepared } = survey
  if (prepared.composites.length === 0) return new Map()
  const places = new Map(prepared.plans.map((plan, at) => [plan, at]))
  // A part that cannot be judged is not said to be down: what would follow from that is an open question (openOf).
  const states = findings.map(({ broken, breaks }): PartState => {
    const byElement = new Map(breaks.map((found) => [found.element, found]))
    return { broken: broken === true, points: byElement }
  })
  const of = (part: ServicePlan): PartState => states[places.get(part)!]!
  const doubts = doubtsOf(survey, findings, tested)
  const beyond = beyondOf(prepared)
  return new Map(
    prepared.composites.map((composite) => {
      const report = compositeReport(prepared, composite, of, doubts)
      if (pairs !== undefined && report.broken !== true && composite.missing.length === 0) {
        const found = compositePairs(composite, of, (part) => pairs.get(part), beyond)
        const { elements } = prepared
        report.minimal_pairs = found.pairs.map(([a, b]) => [idOf(elements, a), idOf(elements, b)])
        if (found.cutOff) report.minimal_pairs_cut_off = true
      }
      return [composite.id, report]
    }),
  )
}

/**
 * What is open in each part, whether or not it fails by itself or tolerates what it rests on: the service that is made
 * of it may neither fail nor tolerate that.
 */
function doubtsOf(
  survey: Survey,
  findings: readonly ServiceFindings[],
  tested: TestPeriod | undefined,
): Map<ServicePlan, Unproven[]> {
  const { prepared } = survey
  const bare = prepared.plans.map((plan) => ({ ...plan, tolerated: new Set<number>() }))
  const up = bare.filter((_, at) => findings[at]!.unjudged === undefined && findings[at]!.broken !== true)
  const routes = unprovenRoutes(prepared, up)
  const standbys = untestedStandbys(prepared, up, tested)
  const questions = openQuestionsOf(survey)
  return new Map(
    prepared.plans.map((plan, at) => {
      const { unjudged } = findings[at]!
      const open = [...(routes.get(bare[at]!) ?? []), ...(standbys.get(bare[at]!) ?? [])]
      return [plan, [...(unjudged ? [unjudged] : []), ...open, ...questionsFor(survey, questions, plan)]]
    }),
  )
}

function compositeReport(
  prepared: Prepared,
  composite: Composite,
  of: (part: ServicePlan) => PartState,
  doubts: ReadonlyMap<ServicePlan, Unproven[]>,
): ServiceReport {
  if (composite.missing.length > 0) {
    const text = {
      ja: `構成する役務 ${composite.missing.join('、')} がこのネットワークにないため、判定できません。`,
      en: `It cannot be judged: this network does not hold ${composite.missing.join(', ')}, of which it is made.`,
    }
    const unproven = [{ text, objects: composite.missing }]
    return { ...pointsOf(prepared, composite, { breaks: [] }), unproven }
  }
  const doubtful = new Set(composite.parts.filter((part) => doubts.get(part)!.length > 0))
  const broken = isDownBy(composite, (part) => of(part).broken)
  const breaks = broken ? [] : compositeBreaks(composite, of)
  const report = pointsOf(prepared, composite, { broken, breaks })
  const open = openOf(composite, of, doubtful).flatMap((part) => doubts.get(part)!)
  const unproven = [...new Map(open.map((one) => [one.text.en, one])).values()]
  const verdict = verdictOf(broken || report.single_points.length > 0, unproven)
  return { ...report, verdict, ...(unproven.length > 0 ? { unproven } : {}) }
}

/** The parts whose open questions decide: with all of them taken for down, some failure, or none, is enough. */
function openOf(
  composite: Composite,
  of: (part: ServicePlan) => PartState,
  doubtful: ReadonlySet<ServicePlan>,
): ServicePlan[] {
  if (doubtful.size === 0) return []
  const elements = new Set(composite.parts.flatMap((part) => [...of(part).points.keys()]))
  const matters = [undefined, ...elements].some((element) =>
    isDownBy(composite, (part) => {
      const { broken, points } = of(part)
      return doubtful.has(part) || broken || (element !== undefined && points.has(element))
    }),
  )
  return matters ? [...doubtful] : []
}

/** Reports in the order in which the services were declared. */
function inOrder(
  { network, composites }: Prepared,
  parts: ServiceReport[],
  made: ReadonlyMap<string, ServiceReport>,
): ServiceReport[] {
  if (composites.length === 0) return parts
  const left = parts.values()
  return network.services.map((service) => made.get(service.id) ?? left.next().value!)
}
