import type { Text } from '../../platform/text.ts'
import { fail, undo } from './closure.ts'
import { declarationOf, elementOf, idOf, kindOf } from './elements.ts'
import type { Prepared } from './prepare.ts'
import { lostAfter } from './reach.ts'
import type { Break, ServicePlan } from './service.ts'
import { breaksOf, isBroken, surveyOf, type Survey } from './single-points.ts'
import { called, enumerated } from './wording.ts'

/** A reason for unknown, with the ids it speaks of. */
export type Unproven = { text: Text; objects: string[] }

/** Kinds of risks that lie along the route of a line, and may be shared with a line whose route is not known. */
const ROUTE_KINDS: ReadonlySet<string> = new Set(
  'duct cable conduit fibre fiber trench pole tunnel route circuit carrier carrier-network provider provider-network'.split(
    ' ',
  ),
)

/** At most so many reasons a service; a last one says how many more there are. */
const REASONS_MAX = 20

/** With more unknown routes than this, all of them are named instead of only those that matter. */
const MINIMISED_MAX = 64

/**
 * Which services are not proven diverse. Lines of unknown route may share theirs with each other and with any one
 * further line or route: if losing all of them, alone or with one such thing more, takes a service down, then it
 * rests on routes that nobody has shown to be different. Lines beyond the responsibility boundary are assumed to work.
 */
export function unprovenRoutes(
  prepared: Prepared,
  plans: readonly ServicePlan[],
): Map<ServicePlan, Unproven[]> {
  const { network, elements, dependencies, failures } = prepared
  const found = new Map<ServicePlan, Unproven[]>()
  const unknown: number[] = []
  network.links.forEach((link, at) => {
    const element = elements.nodeCount + at
    if (link.route === 'unknown' && link.beyond_boundary !== true && failures.dead[element] === 0)
      unknown.push(element)
  })
  if (unknown.length === 0 || plans.length === 0) return found
  const before = failures.size
  for (const link of unknown) fail(dependencies, failures, link)
  const survey = surveyOf(prepared)
  const down = plans.filter((plan) => isBroken(survey, plan))
  const sound = new Set(plans)
  for (const plan of down) sound.delete(plan)
  for (const [plan, breaks] of breaksOf(survey, [...sound])) {
    const partners = partnersOf(prepared, plan, breaks)
    if (partners.length > 0) found.set(plan, [besides(prepared, unknown, partners)])
  }
  undo(dependencies, failures, before)
  for (const plan of down) found.set(plan, [amongThemselves(prepared, neededOf(prepared, plan, unknown))])
  return found
}

/** Known lines and routes whose loss, on top of all unknown ones, takes the service down. */
function partnersOf(prepared: Prepared, plan: ServicePlan, breaks: readonly Break[]): number[] {
  const { elements, network } = prepared
  const mayBeShared = (element: number): boolean => {
    if (declarationOf(elements, element).beyond_boundary === true || plan.tolerated.has(element)) return false
    const kind = kindOf(elements, element)
    if (kind === 'link') return true
    if (kind !== 'risk') return false
    return ROUTE_KINDS.has(network.risks[element - elements.firstRisk]!.kind.toLowerCase())
  }
  return breaks.map((found) => found.element).filter(mayBeShared)
}

/** The unknown lines without which the service would stay up are left out, one after the other. */
function neededOf(prepared: Prepared, plan: ServicePlan, unknown: readonly number[]): number[] {
  if (unknown.length > MINIMISED_MAX) return [...unknown]
  const { dependencies, failures, reach } = prepared
  let needed = [...unknown]
  for (const link of unknown) {
    const without = needed.filter((other) => other !== link)
    const before = failures.size
    for (const other of without) fail(dependencies, failures, other)
    if (lostAfter(reach, plan, failures) !== undefined) needed = without
    undo(dependencies, failures, before)
  }
  return needed
}

function listed(prepared: Prepared, links: readonly number[]): Text {
  const names = new Map(links.map((link) => called(prepared.elements, link)).map((name) => [name.ja, name]))
  // A circuit and the link that it carries often bear the same name: said once.
  return enumerated([...names.values()])
}

function amongThemselves(prepared: Prepared, links: readonly number[]): Unproven {
  const names = listed(prepared, links)
  return {
    text: {
      ja: `${names.ja} の経路が分からず、同じ経路を通っていないと確かめられません。ともに失われると停止します。`,
      en: `The routes of ${names.en} are not known and not proven diverse; losing them together takes it down.`,
    },
    objects: links.map((link) => idOf(prepared.elements, link)),
  }
}

function capped(reasons: Unproven[]): Unproven[] {
  if (reasons.length <= REASONS_MAX) return reasons
  const rest = reasons.slice(REASONS_MAX)
  const text = {
    ja: `同様の理由がほかに ${rest.length} 件あります。`,
    en: `There are ${rest.length} more reasons like these.`,
  }
  return [
    ...reasons.slice(0, REASONS_MAX),
    { text, objects: [...new Set(rest.flatMap((reason) => reason.objects))] },
  ]
}

function besides(prepared: Prepared, links: readonly number[], partners: readonly number[]): Unproven {
  const names = listed(prepared, links)
  const others = listed(prepared, partners)
  return {
    text: {
      ja: `${names.ja} の経路が分からず、${others.ja} と別の経路だと確かめられません。ともに失われると停止します。`,
      en: `The route of ${names.en} is not known and not proven diverse from ${others.en}; losing them together takes it down.`,
    },
    objects: [...links, ...partners].map((element) => idOf(prepared.elements, element)),
  }
}
/**
 * What an import could not resolve, by component of the network that it touches; `everywhere` where it names only
 * things that the network does not hold, so that nobody can say what it touches.
 */
export type OpenQuestions = {
  reasons: Unproven[]
  byComponent: Map<number, number[]>
  byService: Map<string, number[]>
  everywhere: number[]
}

export function openQuestionsOf(survey: Survey): OpenQuestions {
  const { network, dependencies } = survey.prepared
  const questions: OpenQuestions = {
    reasons: [],
    byComponent: new Map(),
    byService: new Map(),
    everywhere: [],
  }
  for (const finding of network.findings) ask(survey, questions, finding.text, finding.touches)
  for (const { in: id, id: named } of dependencies.dangling) {
    const text = {
      ja: `${id} が参照する ${named} は、このネットワークにありません。`,
      en: `${id} refers to ${named}, which this network does not hold.`,
    }
    ask(survey, questions, text, [id])
  }
  return questions
}

function ask(survey: Survey, questions: OpenQuestions, text: Text, touches: readonly string[]): void {
  const { prepared } = survey
  if (touches.length === 0) return
  const at = questions.reasons.length
  questions.reasons.push({ text, objects: [...touches] })
  const services = new Set(prepared.plans.map((plan) => plan.id))
  const components = new Set<number>()
  let placed = false
  for (const id of touches) {
    if (services.has(id)) {
      enter(questions.byService, id, at)
      placed = true
    }
    const element = elementOf(prepared.elements, id)
    if (element < 0) continue
    placed = true
    for (const component of componentsUnder(survey, element)) components.add(component)
  }
  for (const component of components) enter(questions.byComponent, component, at)
  if (!placed) questions.everywhere.push(at)
}

function enter<Key>(lists: Map<Key, number[]>, key: Key, item: number): void {
  const list = lists.get(key)
  if (list === undefined) lists.set(key, [item])
  else list.push(item)
}

/** The components in which an element, or anything that hangs on it, lies. */
function componentsUnder(survey: Survey, element: number): Set<number> {
  const { elements, graph, dependencies } = survey.prepared
  const { riders, members } = dependencies
  const components = new Set<number>()
  const seen = new Set<number>([element])
  for (const found of seen) {
    if (found < elements.nodeCount) components.add(survey.low.component[found]!)
    else if (found < elements.firstRisk)
      components.add(survey.low.component[graph.tail[found - elements.nodeCount]!]!)
    else if (found >= elements.firstGroup) {
      const group = found - elements.firstGroup
      for (let at = members.offset[group]!; at < members.offset[group + 1]!; at += 1)
        seen.add(members.item[at]!)
    }
    for (let at = riders.offset[found]!; at < riders.offset[found + 1]!; at += 1) seen.add(riders.item[at]!)
  }
  return components
}

/** The open questions that touch what a service could use. */
export function questionsFor(survey: Survey, questions: OpenQuestions, plan: ServicePlan): Unproven[] {
  const asked = new Set<number>(questions.everywhere)
  for (const at of questions.byService.get(plan.id) ?? []) asked.add(at)
  if (plan.assumed) for (const list of questions.byComponent.values()) for (const at of list) asked.add(at)
  for (const node of [...plan.sources, ...plan.targets])
    for (const at of questions.byComponent.get(survey.low.component[node]!) ?? []) asked.add(at)
  return capped([...asked].sort((a, b) => a - b).map((at) => questions.reasons[at]!))
}
