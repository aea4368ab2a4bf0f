import type { Limits } from './load-limits.ts'
import type { RouteCases, Step } from './route-cases.ts'
import type { Traffic } from './traffic.ts'
import type { Route } from './ways.ts'

/**
 * What every further failure makes of a route that outages have left a pair, as far as these outages alone go: whoever
 * adds others looks whether they meet one of its links. Nights share outages, so most sets of them find it made.
 */
export type Afters = {
  /** The failures that put the pair elsewhere, and the route after each. */
  failures: readonly number[]
  routes: readonly Route[]
  /** The links of all these routes, each once. */
  links: readonly number[]
  /** By share, for each route what it has left (`leftOn`). */
  left: Map<number, readonly number[]>
}

export function aftersOf(step: Step, cases: RouteCases, { routes }: Traffic, limits: Limits): Afters {
  if (step.afters !== undefined) return step.afters
  const failures: number[] = []
  const after: Route[] = []
  const links = new Set<number>()
  for (const failure of routes.failuresHitting(step.route, limits.standsFor)) {
    const { route } = cases.stepUnder(limits.deadAfter(failure), step)
    if (route === step.route) continue
    failures.push(failure)
    after.push(route)
    for (const arc of route.arcs) links.add(arc >> 1)
  }
  step.afters = { failures, routes: after, links: [...links], left: new Map() }
  return step.afters
}

/** What each of the routes has left while no pair stands higher than a share. */
export function leftsOf({ routes, left }: Afters, share: number, limits: Limits): readonly number[] {
  const known = left.get(share) ?? routes.map((route) => limits.leftOn(route, share))
  left.set(share, known)
  return known
}
