import type { Service, ServiceTree } from '../../estate/network.ts'
import { elementOf, type Elements } from './elements.ts'
import type { PairsFound } from './pairs.ts'
import type { Break, ServicePlan } from './service.ts'

/** So many of these must be up; leaves are services that are judged by themselves. */
type Tree = { need: number; of: (Tree | ServicePlan)[] }

/** A service made of others, however deep: which of them it needs, and what of them it rests on. */
export type Composite = Pick<
  ServicePlan,
  'id' | 'name' | 'name_en' | 'assumed' | 'partOnly' | 'tolerated' | 'missing'
> & {
  tree: Tree
  /** Its leaves, each once. */
  parts: ServicePlan[]
}

/** Candidates for pairs are the cross product of what takes single parts down: beyond so many the rest is cut off. */
const CANDIDATES_MAX = 20_000_000

function isComposite(service: Service): service is Service & { made_of: ServiceTree } {
  return service.made_of !== undefined
}

/**
 * The services that are made of others. The reader of a file refuses cycles and names that lead nowhere; a network made
 * elsewhere may hold some: they are listed as missing, and the service is not judged.
 */
export function compositesOf(elements: Elements, plans: readonly ServicePlan[]): Composite[] {
  const { services } = elements.network
  const made = new Map(services.filter(isComposite).map((service) => [service.id, service]))
  if (made.size === 0) return []
  const planById = new Map(plans.map((plan) => [plan.id, plan]))
  const known = new Map<string, { tree: Tree; missing: string[] }>()
  const open = new Set<string>()
  const built = (service: Service & { made_of: ServiceTree }): { tree: Tree; missing: string[] } => {
    const before = known.get(service.id)
    if (before !== undefined) return before
    const missing: string[] = []
    open.add(service.id)
    const grow = (tree: ServiceTree): Tree | ServicePlan => {
      if (typeof tree !== 'string') return { need: neededIn(tree), of: partsIn(tree).map(grow) }
      const other = made.get(tree)
      const leaf = planById.get(tree)
      if (leaf !== undefined) return leaf
      if (other === undefined || open.has(tree)) {
        missing.push(tree)
        return { need: 1, of: [] }
      }
      const below = built(other)
      missing.push(...below.missing)
      return below.tree
    }
    const grown = grow(service.made_of)
    open.delete(service.id)
    const done = { tree: 'need' in grown ? grown : { need: 1, of: [grown] }, missing }
    known.set(service.id, done)
    return done
  }
  return [...made.values()].map((service) => {
    const { tree, missing } = built(service)
    const tolerated = new Set(service.tolerate.map((id) => elementOf(elements, id)))
    const { id, name, name_en } = service
    const partOnly = service.part_only === true
    return { id, name, name_en, assumed: false, partOnly, tolerated, missing, tree, parts: leavesOf(tree) }
  })
}

/** How many parts a node of the tree needs. */
function neededIn(tree: Exclude<ServiceTree, string>): number {
  if ('all' in tree) return tree.all.length
  return 'any' in tree ? 1 : tree.at_least
}

function partsIn(tree: Exclude<ServiceTree, string>): ServiceTree[] {
  if ('all' in tree) return tree.all
  return 'any' in tree ? tree.any : tree.of
}

function leavesOf(tree: Tree): ServicePlan[] {
  const leaves = new Set<ServicePlan>()
  const seen = new Set<Tree>([tree])
  for (const at of seen)
    for (const part of at.of)
      if ('need' in part) seen.add(part)
      else leaves.add(part)
  return [...leaves]
}

/** Whether a service made of others is down, given which of its leaves are. */
export function isDownBy({ tree }: Composite, down: (part: ServicePlan) => boolean): boolean {
  const known = new Map<Tree, boolean>()
  const standing = (at: Tree): boolean => {
    const before = known.get(at)
    if (before !== undefined) return before
    let spare = at.of.length - at.need
    for (const part of at.of) {
      if ('need' in part ? standing(part) : !down(part)) continue
      spare -= 1
      if (spare < 0) break
    }
    known.set(at, spare >= 0)
    return spare >= 0
  }
  return !standing(tree)
}

/** What is known of a leaf: whether it is down before any failure, and what takes it down alone. */
export type PartPoints = { broken: boolean; points: ReadonlySet<number> | ReadonlyMap<number, Break> }
export type PartState = { broken: boolean; points: ReadonlyMap<number, Break> }

/** What takes down enough of the leaves by itself, in order of number. The service must be up before. */
export function compositePoints(composite: Composite, of: (part: ServicePlan) => PartPoints): number[] {
  return candidatesOf(composite, of).filter((element) =>
    isDownBy(composite, (part) => of(part).broken || of(part).points.has(element)),
  )
}

/** The same with what is lost by each, as the first leaf says that it takes down. */
export function compositeBreaks(composite: Composite, of: (part: ServicePlan) => PartState): Break[] {
  return compositePoints(composite, of).flatMap((element) => {
    const hit = composite.parts.find((part) => !of(part).broken && of(part).points.has(element))
    return hit === undefined ? [] : [of(hit).points.get(element)!]
  })
}

function candidatesOf({ parts }: Composite, of: (part: ServicePlan) => PartPoints): number[] {
  const candidates = new Set<number>()
  for (const part of parts) for (const element of of(part).points.keys()) candidates.add(element)
  return [...candidates].sort((one, other) => one - other)
}

/**
 * All minimal failure sets of size two: the pairs of its leaves, and any two of which each takes down a leaf, as far as
 * together they take down enough. `beyond` are things assumed to work.
 */
export function compositePairs(
  composite: Composite,
  of: (part: ServicePlan) => PartState,
  pairsOf: (part: ServicePlan) => PairsFound | undefined,
  beyond: ReadonlySet<number>,
): PairsFound {
  const candidates = candidatesOf(composite, of).filter((element) => !beyond.has(element))
  const alone = new Set(compositePoints(composite, of))
  const ofParts = new Map<ServicePlan, Set<string>>()
  let cutOff = false
  for (const part of composite.parts) {
    const found = pairsOf(part)
    if (found?.cutOff === true) cutOff = true
    ofParts.set(part, new Set((found?.pairs ?? []).map(String)))
  }
  const tried = new Set<string>()
  const pairs: [number, number][] = []
  const attempt = (one: number, other: number): void => {
    const pair: [number, number] = [Math.min(one, other), Math.max(one, other)]
    const key = String(pair)
    if (alone.has(one) || alone.has(other) || tried.has(key)) return
    tried.add(key)
    const down = (part: ServicePlan): boolean => {
      const { broken, points } = of(part)
      return broken || points.has(one) || points.has(other) || ofParts.get(part)!.has(key)
    }
    if (isDownBy(composite, down)) pairs.push(pair)
  }
  for (const part of composite.parts)
    for (const [one, other] of pairsOf(part)?.pairs ?? []) attempt(one, other)
  const single = candidates.filter((element) => !alone.has(element))
  if (single.length ** 2 / 2 > CANDIDATES_MAX) cutOff = true
  else
    single.forEach((one, at) => {
      for (const other of single.slice(at + 1)) attempt(one, other)
    })
  return { pairs: pairs.sort(([a, b], [c, d]) => a - c || b - d), cutOff }
}
