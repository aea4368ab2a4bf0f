import type { Histories } from '../../../estate/history.ts'
import type { Network } from '../../../estate/network.ts'
import type { Resource } from '../../../estate/resource.ts'
import { InputError } from '../../../platform/failure.ts'
import { readSeries, type Series } from '../forecast/csv-series.ts'
import type { SurvivalReport } from '../load-report.ts'
import { exhaustionOf, type Exhaustion, type Load, type Looking } from './exhaustion.ts'

/**
 * When every resource of a network runs out. `survival` says by how much the worst single failure loads links and
 * pools; without it only takeovers between resources are looked at. InputError for a history that cannot be read.
 */
export function exhaustionsOf(
  network: Network,
  histories: Histories,
  survival: SurvivalReport | undefined,
  looking: Looking,
): Exhaustion[] {
  const read = seriesReader(histories)
  const factors = factorsOf(survival)
  return network.resources.map((resource) =>
    exhaustionOf(resource, read(resource.id), loadsOf(resource, factors, read), looking),
  )
}

/** Whether what a single failure does to the network says anything about its resources. */
export function needsSurvival({ resources, links, pools, demands }: Network): boolean {
  if (demands.length === 0) return false
  const elements = new Set([...links, ...pools].map(({ id }) => id))
  return resources.some((resource) => elements.has(resource.of ?? resource.id))
}

function seriesReader(histories: Histories): (id: string) => Series | undefined {
  const known = new Map<string, Series | undefined>()
  return (id) => {
    if (!known.has(id)) {
      const history = Object.hasOwn(histories, id) ? histories[id] : undefined
      known.set(id, history && usedOf(history))
    }
    return known.get(id)
  }
}

/** What is used of a resource: less than nothing of it is a mistake of the file, not a resource that lasts. */
function usedOf({ path, text }: Histories[string]): Series | undefined {
  const [series] = readSeries(path, text)
  const below = series?.values.find((value) => value < 0)
  if (below !== undefined)
    throw new InputError(path, {}, `expected amounts of at least 0 of a resource, found ${below}`)
  return series
}

type Factor = { failure: string; factor: number }

/** How many times its steady load the worst failure puts on each link and pool, by the busier direction. */
function factorsOf(survival: SurvivalReport | undefined): Map<string, Factor> {
  const steady = new Map<string, number>()
  const worst = new Map<string, { failure: string | null; load: number }>()
  for (const row of [...(survival?.links ?? []), ...(survival?.pools ?? [])]) {
    steady.set(row.id, Math.max(steady.get(row.id) ?? 0, row.load))
    if (row.worst.load > (worst.get(row.id)?.load ?? -1)) worst.set(row.id, row.worst)
  }
  const factors = new Map<string, Factor>()
  for (const [id, { failure, load }] of worst) {
    const atRest = steady.get(id)!
    if (failure !== null && atRest > 0 && load > atRest) factors.set(id, { failure, factor: load / atRest })
  }
  return factors
}

/** What the worst single failure does to one resource of a network, apart from takeovers. */
export function loadsFor(
  network: Network,
  resource: Resource,
  survival: SurvivalReport | undefined,
): Factor[] {
  const factor = needsSurvival(network) ? factorsOf(survival).get(resource.of ?? resource.id) : undefined
  return factor === undefined ? [] : [factor]
}

function loadsOf(
  resource: Resource,
  factors: ReadonlyMap<string, Factor>,
  read: (id: string) => Series | undefined,
): Load[] {
  const factor = factors.get(resource.of ?? resource.id)
  const takeovers = resource.takes_over.flatMap(({ from, share }): Load[] => {
    const series = read(from)
    return series === undefined ? [] : [{ failure: from, factor: 1, with: { series, share } }]
  })
  return [...(factor ? [factor] : []), ...takeovers]
}
