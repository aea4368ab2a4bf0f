import type { Afters } from './afters.ts'
import type { Dead } from './dead-links.ts'
import { NO_ROUTE, type Route, type Routes } from './ways.ts'

/** A route without some links, and the routes without one more of its own. */
export type Step = {
  route: Route
  without: readonly number[]
  /** By the link, or links, of the route that are dead. */
  next?: Map<number | string, Step>
  /** What each further failure makes of the route. */
  afters?: Afters
}

const NOWHERE: Step = { route: NO_ROUTE, without: [] }

/**
 * The routes of one pair of nodes under whatever fails. What is not on a route changes nothing of it, so each is found
 * step by step without the dead links that the one before runs over: a circuit and its duct share a step.
 */
export class RouteCases {
  readonly source: number
  readonly destination: number
  readonly #routes: Routes
  readonly #lead: 'source' | 'destination'
  readonly #root: Step

  constructor(routes: Routes, source: number, destination: number, lead: 'source' | 'destination') {
    this.source = source
    this.destination = destination
    this.#routes = routes
    this.#lead = lead
    this.#root = { route: routes.route(source, destination, lead, []), without: [] }
  }

  get atRest(): Route {
    return this.#root.route
  }

  /** The same object for the same route, as long as its steps are the same. */
  under(dead: Dead): Route {
    return this.stepUnder(dead).route
  }

  /** As `under`, going on from the step for some of what is dead. */
  stepUnder(dead: Dead, from: Step = this.#root): Step {
    let step = from
    for (;;) {
      const { arcs } = step.route
      let hit: number[] | undefined
      for (let at = 0; at < arcs.length; at += 1) {
        const link = arcs[at]! >> 1
        if (!dead.hasLink(link)) continue
        if (hit === undefined) hit = [link]
        else hit.push(link)
      }
      if (hit === undefined) return step
      // Without its ends there is no route, whatever its links.
      if (dead.hasNode(this.source) || dead.hasNode(this.destination)) return NOWHERE
      step = this.#further(step, hit)
    }
  }

  #further(from: Step, links: number[]): Step {
    from.next ??= new Map()
    const key = links.length === 1 ? links[0]! : links.sort((one, other) => one - other).join()
    const known = from.next.get(key)
    if (known !== undefined) return known
    const without = [...from.without, ...links]
    const route = this.#routes.route(this.source, this.destination, this.#lead, without)
    const made: Step = { route, without }
    from.next.set(key, made)
    return made
  }
}
